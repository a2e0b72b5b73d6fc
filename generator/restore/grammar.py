r"""What does a row of marks say as a formula?

A recursive descent parser. It reads one author's conventions as well as another's: ``dz`` and ``\frac{dL}{dz}``,
``W^{[l]}`` and ``a^L`` for layers, ``.`` between factors for a product. It raises ``RestoreError`` where the marks are
no formula, and at a depth that no person writes. A newcomer adds a notation as one method in the table of ``_atom``.
"""

from collections.abc import Callable
from dataclasses import replace

from generator.errors import RestoreError
from generator.restore.nodes import (
    Call,
    Differential,
    Equation,
    Formula,
    Name,
    Node,
    Number,
    Open,
    Operation,
    Slope,
    is_deeper,
)
from generator.restore.signs import CALLED, CLOSING, DIFFERENTIALS, FUNCTIONS, PRODUCT, RELATIONS
from generator.restore.tokens import Token, tokens

DEPTH = 40


def read(text: str) -> Formula:
    """Return what the text says. Raises ``RestoreError`` where it is no formula."""
    return parse(tokens(text))


def parse(marks: tuple[Token, ...]) -> Formula:
    """Return what the marks say. Raises ``RestoreError`` where they are no formula."""
    while marks and marks[-1].text in {".", ",", ";", ":"}:
        marks = marks[:-1]
    reader = Reader(marks)
    try:
        formula = reader.formula()
    except RecursionError as error:
        message = f"nested more than {DEPTH} deep"
        raise RestoreError(message) from error
    if not reader.done:
        message = f"unexpected {reader.next!r}"
        raise RestoreError(message)
    if is_deeper(formula, 2 * DEPTH):
        message = f"nested more than {DEPTH} deep"
        raise RestoreError(message)
    return formula


class Reader:
    """A place in a row of marks."""

    def __init__(self, marks: tuple[Token, ...]) -> None:
        """Start at the first mark."""
        self.marks, self.at, self.depth, self.bars = marks, 0, 0, 0

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
        return self.marks[self.at + n].text if self.at + n < len(self.marks) else ""

    def take(self, *wanted: str) -> str:
        """Read one mark. Raises ``RestoreError`` where it is another than wanted."""
        mark = self.next
        if self.done or (wanted and mark not in wanted):
            message = f"expected {' or '.join(wanted) or 'a mark'} · found {mark or 'the end'}"
            raise RestoreError(message)
        self.at += 1
        return mark

    def skip(self, *wanted: str) -> bool:
        """Read one mark if it is one of these."""
        if not self.done and self.next in wanted:
            self.at += 1
            return True
        return False

    def formula(self) -> Formula:
        """Read sides joined by relations."""
        sides, relations = [self.sum()], []
        while self.next in RELATIONS:
            relations.append(RELATIONS[self.take()])
            sides.append(self.sum())
        return Equation(tuple(sides), tuple(relations)) if relations else sides[0]

    def sum(self) -> Node:
        """Read terms joined by plus and minus."""
        self.depth += 1
        if self.depth > DEPTH:
            message = f"brackets are nested more than {DEPTH} deep"
            raise RestoreError(message)
        parts = [self.signed(self.product)]
        while self.next in {"+", "-"}:
            parts.append(self.signed(self.product))
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Operation("sum", tuple(parts))

    def signed(self, inner: Callable[[], Node]) -> Node:
        """Read a sign, if there is one, and what follows it."""
        negative = False
        while self.next in {"+", "-"}:
            negative ^= self.take() == "-"
        return Operation("negative", (inner(),)) if negative else inner()

    def product(self) -> Node:
        """Read factors, joined by a sign or standing side by side."""
        result = self.factor()
        while (kind := self._joint()) is not None:
            sign = self.next in PRODUCT
            if sign:
                self.take()
            right = self.signed(self.factor) if sign else self.factor()
            if kind == "quotient" and isinstance(result, Differential) and isinstance(right, Differential):
                result = Slope(result.name, right.name)
                continue
            joined = result.parts if isinstance(result, Operation) and result.kind == kind == "product" else (result,)
            result = Operation(kind, (*joined, right))
        return result

    def _joint(self) -> str | None:
        mark = self.next
        if mark in PRODUCT:
            return PRODUCT[mark]
        stop = self.done or mark in CLOSING or mark in RELATIONS or mark in {"+", "-"}
        return None if stop and not (mark in {"|", r"\|"} and not self.bars) else "product"

    def factor(self) -> Node:
        """Read one factor with what is raised, lowered or written behind it."""
        from generator.restore.atoms import atom  # noqa: PLC0415 - the two halves of one recursion

        return self.scripted(atom(self))

    def scripted(self, node: Node) -> Node:
        """Read exponents, indices, layers, primes and factorials behind a node."""
        primes = 0
        while not self.done:
            if self.skip("'"):
                primes += 1
            elif self.skip("!"):
                node = Operation("factorial", (node,))
            elif self.skip("_"):
                node = self._lowered(node)
            elif self.skip("^"):
                if self.next in {"'", r"\prime"}:
                    self.take()
                    primes += 1
                else:
                    node = self._raised(node)
            elif self._flat_layer(node):
                node = self._layer_of(node, self.bracketed("[", "]"))
            else:
                break
        return self._applied(node, primes)

    def _flat_layer(self, node: Node) -> bool:
        known = isinstance(node, (Name, Differential)) and self.next == "["
        return known and self.marks[self.at].glued and self.ahead(2) in {"]", "-", "+"} and self.ahead(1) not in "-+("

    def _lowered(self, node: Node) -> Node:
        index = self.argument()
        if isinstance(node, Name):
            return replace(node, index=index)
        if isinstance(node, Differential):
            return Differential(replace(node.name, index=index))
        return node

    def _raised(self, node: Node) -> Node:
        group = self.next == "{" and self.ahead(1) == "["
        if group:
            self.take()
            layer = self.bracketed("[", "]")
            self.take("}")
            return self._layer_of(node, layer)
        exponent = self.argument(signed=True)
        if exponent == Name("T") or exponent == Name(r"\top"):
            return Operation("transpose", (node,))
        if exponent in (Name("L"), Name("l")):
            return self._layer_of(node, exponent)
        return Operation("power", (node, exponent))

    def _layer_of(self, node: Node, layer: Node) -> Node:
        if isinstance(node, Differential):
            return Differential(replace(node.name, layer=layer))
        if not isinstance(node, Name):
            message = "a layer on something that is no letter"
            raise RestoreError(message)
        return replace(node, layer=layer)

    def _applied(self, node: Node, primes: int) -> Node:
        if not isinstance(node, Name):
            if primes:
                message = "a prime on something that is no function"
                raise RestoreError(message)
            return node
        if self.next == "(" and (primes or node.letter in CALLED or node.letter in FUNCTIONS or self._named_call()):
            return Call(node, self.arguments(), primes)
        if node.letter in FUNCTIONS and node.letter != r"\sigma":
            return Call(node, (self.signed(self._operand),), primes)
        if primes:
            return Call(node, (), primes)
        return node

    def _operand(self) -> Node:
        parts = [self.factor()]
        while self._joint() == "product" and self.next.isalnum() and self.next not in FUNCTIONS | DIFFERENTIALS:
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else Operation("product", tuple(parts))

    def _named_call(self) -> bool:
        """Tell whether ``a(z) =`` begins here: letters in brackets, and nothing before or after but a relation."""
        close = next((n for n in range(1, 12) if self.ahead(n) in {")", ""}), 0)
        inner = {self.ahead(n) for n in range(1, close)}
        after = self.ahead(close + 1)
        plain = all(x.isalpha() or x in {",", "_", "{", "}"} for x in inner) and inner
        return bool(plain) and ("," in inner or (after in RELATIONS and self.at <= 4))  # a_i, no more

    def arguments(self) -> tuple[Node, ...]:
        """Read the arguments of a call; ``axis=1`` counts as its value's name."""
        self.take("(")
        found: list[Node] = []
        while not self.skip(")"):
            if self.ahead(1) == "=":
                found.append(Open(f"{self.take()}={self.ahead(1)}"))
                self.take("=")
                self.take()
            else:
                found.append(self.sum())
            self.skip(",")
        return tuple(found)

    def bracketed(self, left: str, right: str) -> Node:
        """Read a sum in brackets."""
        self.take(left)
        bars, self.bars = self.bars, 0
        inner = self.sum()
        self.bars = bars
        self.take(right)
        return inner

    def argument(self, *, signed: bool = False) -> Node:
        """Read what TeX takes as one argument: a group, or a single mark, one digit of a number."""
        if self.next == "{":
            return self.bracketed("{", "}")
        mark = self.next
        if mark[:1].isdigit() and len(mark) > 1 and not signed:
            self.marks = (
                *self.marks[: self.at],
                Token(mark[0]),
                Token(mark[1:], glued=True),
                *self.marks[self.at + 1 :],
            )
        if mark[:1].isdigit():
            return Number(self.take())
        from generator.restore.atoms import atom  # noqa: PLC0415 - as above

        return atom(self)
