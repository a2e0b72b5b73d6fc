r"""What does a row of marks say as a formula?

A recursive descent parser. It reads one author's conventions as well as another's: ``dz`` and ``\frac{dL}{dz}``,
``W^{[l]}``, ``w^{(l)}`` and ``a^L`` for layers, ``.`` between factors for a product, a condition behind a formula. It
raises ``RestoreError`` where the marks are no formula, and at a depth that no person writes. A newcomer adds a notation
as one method in the table of ``atoms``.
"""

from collections.abc import Callable
from functools import lru_cache

from generator.errors import RestoreError
from generator.restore.marks import is_parted, primed, unexpected
from generator.restore.nodes import (
    Branches,
    Equation,
    Formula,
    Node,
    Number,
    Operation,
    Rise,
    is_deeper,
    joined,
    walk,
)
from generator.restore.signs import CLOSING, IF, OTHERWISE, PRODUCT, RELATIONS
from generator.restore.tokens import Token, tokens

DEPTH = 40
_STOPS = {".", ",", ";", ":", "，", "。", "；", "、", "："}


@lru_cache(maxsize=8192)
def read(text: str, functions: frozenset[str] = frozenset()) -> Formula:
    """Return what the text says; ``functions`` are letters that the post defines as functions.

    Raises ``RestoreError`` where it is no formula.
    """
    return parse(tokens(text), functions)


def attempt(tex: str) -> Formula | None:
    """Return what a formula says, or None where it cannot be read."""
    try:
        return read(tex)
    except RestoreError:
        return None


def parse(marks: tuple[Token, ...], functions: frozenset[str] = frozenset()) -> Formula:
    """Return what the marks say. Raises ``RestoreError`` where they are no formula."""
    from generator.restore.layers import settled  # noqa: PLC0415 - reads what is read here

    while marks and marks[-1].text in _STOPS:
        marks = marks[:-1]
    while marks and marks[0].text in {r"\Rightarrow", ",", ";", r"\to", r"\\", "，"}:
        marks = marks[1:]
    reader = Reader(marks, functions | primed(marks))
    try:
        formula = reader.whole()
        if not reader.done:
            raise RestoreError(unexpected(reader.next))
        if is_deeper(formula, 2 * DEPTH):
            raise RestoreError(f"nested more than {DEPTH} deep")
    except RecursionError as error:
        raise RestoreError(f"nested more than {DEPTH} deep") from error
    if any(isinstance(x, Rise) for x in walk(formula)):
        raise RestoreError("a sign of a derivative outside a fraction")
    return settled(formula)


BRACKETS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}


class Reader:
    """A place in a row of marks."""

    def __init__(self, marks: tuple[Token, ...], functions: frozenset[str] = frozenset()) -> None:
        """Start at the first mark."""
        self.marks, self.at, self.depth, self.bars, self.functions = marks, 0, 0, 0, functions
        self.framed = False

    @property
    def done(self) -> bool:
        """Whether everything is read."""
        return self.at >= len(self.marks)

    @property
    def next(self) -> str:
        """The mark that comes next, or nothing."""
        return self.ahead(0)

    def ahead(self, n: int) -> str:
        """Return the n-th mark from here, or nothing."""
        return self.marks[self.at + n].text if 0 <= self.at + n < len(self.marks) else ""

    def take(self, *wanted: str) -> str:
        """Read one mark. Raises ``RestoreError`` where it is another than wanted."""
        mark = self.next
        if self.done or (wanted and mark not in wanted):
            raise RestoreError(f"expected {' or '.join(wanted) or 'a mark'} · found {mark or 'the end'}")
        self.at += 1
        return mark

    def skip(self, *wanted: str) -> bool:
        """Read one mark if it is one of these."""
        if not self.done and self.next in wanted:
            self.at += 1
            return True
        return False

    def inner(self, marks: tuple[Token, ...]) -> "Reader":
        """Return a reader of marks that stand inside."""
        found = Reader(marks, self.functions)
        found.depth = self.depth + 1
        if found.depth > DEPTH:
            raise RestoreError(f"brackets are nested more than {DEPTH} deep")
        return found

    def whole(self) -> Formula:
        """Read a formula and, behind it, the condition under which it holds."""
        formula = self.formula()
        condition = self._condition() if isinstance(formula, Equation) and not self.done else None
        if condition and isinstance(formula, Equation) and (other := self._otherwise()) is not None:
            last = Branches(((formula.sides[-1], condition), (other, None)))
            return Equation((*formula.sides[:-1], last), formula.relations)
        return Equation(formula.sides, formula.relations, condition) if condition else formula  # type: ignore[union-attr]

    def _otherwise(self) -> Node | None:
        """Read the value that holds where the condition does not: ``1 if z > 0, else 0``."""
        start = self.at
        self.skip(",")
        if self.skip(OTHERWISE):
            return self.sum()
        self.at = start
        return None

    def _condition(self) -> Equation | None:
        start = self.at
        self.skip(",", ";", "，")
        bracket = self.next == "(" and self.skip("(")
        self.skip(",")
        while self.skip(IF, r"\forall", ":"):
            pass
        if self.at == start:
            return None
        found = self.formula()
        if bracket:
            self.take(")")
        if not isinstance(found, Equation):
            raise RestoreError(unexpected(self.marks[start].text))
        return found

    def formula(self) -> Formula:
        """Read sides joined by relations."""
        sides, relations = [self.sum()], []
        while self.next in RELATIONS or self._continued(*RELATIONS):
            self.skip(r"\\")
            relation = RELATIONS[self.take()]
            if relation == "=" and self.next == "=":
                self.take()
            relations.append(relation)
            sides.append(self.sum())
        return Equation(tuple(sides), tuple(relations)) if relations else sides[0]

    def _continued(self, *signs: str) -> bool:
        """Tell whether a new line begins here that goes on with one of these signs."""
        return self.next == r"\\" and self.ahead(1) in signs and not self.framed

    def sum(self) -> Node:
        """Read terms joined by plus and minus."""
        self.depth += 1
        if self.depth > DEPTH:
            raise RestoreError(f"brackets are nested more than {DEPTH} deep")
        parts = [self.signed(self.product)]
        while self.next in {"+", "-"} or self._continued("+", "-"):
            self.skip(r"\\")
            parts.append(self.signed(self.product))
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Operation("sum", tuple(parts))

    def signed(self, inner: Callable[[], Node]) -> Node:
        """Read a sign, if there is one, and what follows it."""
        negative = False
        while self.next in {"+", "-"}:
            negative ^= self.take() == "-"
        return Operation("negative", (inner(),)) if negative else inner()

    def product(self, first: Node | None = None) -> Node:
        """Read factors, joined by a sign or standing side by side, behind the ``first`` where that was read."""
        result = first if first is not None else self.factor()
        while (kind := self._joint()) is not None:
            sign = self.next in PRODUCT
            if sign:
                self.take()
            right = self.signed(self.factor) if sign else self.factor()
            result = joined(kind, result, right)
        return result

    def _joint(self) -> str | None:
        mark = self.next
        if mark in PRODUCT and self.ahead(1) not in {"", *RELATIONS}:
            return PRODUCT[mark]
        stop = self.done or mark in CLOSING or mark in RELATIONS or mark in {"+", "-", r"\Rightarrow", "，", "。"}
        return None if stop and not (mark in {"|", r"\|"} and not self.bars) else "product"

    def factor(self) -> Node:
        """Read one factor with what is raised, lowered or written behind it."""
        from generator.restore.atoms import atom  # noqa: PLC0415 - the parts of one recursion
        from generator.restore.derivatives import quotient_of  # noqa: PLC0415 - the parts of one recursion
        from generator.restore.scripts import scripted  # noqa: PLC0415 - the parts of one recursion

        node = scripted(self, atom(self))
        if self.next == "/" and (slope := quotient_of(self, node)) is not None:
            return slope
        return node

    def bracketed(self, left: str, right: str) -> Node:
        """Read a sum in brackets; one with ``over`` is a fraction, and a comparison is 1 where it holds, else 0."""
        from generator.restore.atoms import fraction_of  # noqa: PLC0415 - the parts of one recursion
        from generator.restore.frames import indicator  # noqa: PLC0415 - the parts of one recursion

        after_one = self.at > 0 and self.marks[self.at - 1].text == "1"
        self.take(left)
        if left == "{" and (parts := self._over()) is not None:
            return fraction_of(self, *parts)
        bars, self.bars = self.bars, 0
        found = self.formula()
        self.bars = bars
        self.take(right)
        if isinstance(found, Equation):
            return indicator(found, equal=after_one)
        return found

    def _over(self) -> tuple[tuple[Token, ...], tuple[Token, ...]] | None:
        """Return what stands before and behind ``over`` in the group that begins here."""
        depth, middle = 0, -1
        for n in range(self.at, len(self.marks)):
            mark = self.marks[n].text
            depth += (mark == "{") - (mark == "}")
            if mark == r"\over" and depth == 0:
                middle = n
            if depth < 0:
                if middle < 0:
                    return None
                above, below = self.marks[self.at : middle], self.marks[middle + 1 : n]
                self.at = n + 1
                return above, below
        return None

    def argument(self, *, signed: bool = False) -> Node:
        """Read what TeX takes as one argument: a group, or a single mark, one digit of a number."""
        if self.next == "{":
            return self.bracketed("{", "}")
        if signed and self.next in {"-", "+"}:
            return self.signed(self.argument)
        mark = self.next
        if mark[:1].isdigit() and len(mark) > 1 and not signed:
            split = (Token(mark[0]), Token(mark[1:], glued=True))
            self.marks = (*self.marks[: self.at], *split, *self.marks[self.at + 1 :])
        if mark[:1].isdigit():
            return Number(self.take())
        from generator.restore.atoms import atom  # noqa: PLC0415 - the parts of one recursion

        return atom(self)

    def arguments(self, right: str = ")") -> tuple[Node, ...]:
        """Read the arguments of a call; ``axis=1`` counts as its value's name."""
        from generator.restore.atoms import keyword  # noqa: PLC0415 - the parts of one recursion

        self.take("(", "[", "{")
        found: list[Node] = []
        bars, self.bars = self.bars, int(is_parted(self))
        while not self.skip(right):
            named = keyword(self)
            found.append(named if named is not None else self.sum())
            if self.next != right and self.take(",", ";", "|", r"\|") == "|":
                self.skip("|")
        self.bars = bars
        return tuple(found)


def group(reader: Reader) -> tuple[Token, ...]:
    """Return the marks of one TeX argument, unread."""
    if reader.next != "{":
        start = reader.at
        reader.argument()
        return reader.marks[start : reader.at]
    start, depth = reader.at + 1, 0
    while not reader.done:
        mark = reader.take()
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            return reader.marks[start : reader.at - 1]
    raise RestoreError("a brace that is not closed")
