r"""How is a derivative read: ``dz``, ``∂L/∂z``, ``d/dz f``, and a fraction with a d above and a d below?"""

from generator.errors import RestoreError
from generator.restore.grammar import Reader
from generator.restore.nodes import Call, Differential, Equation, Name, Node, Number, Operation, Rise, Slope, goes_on
from generator.restore.roles import LOSSES
from generator.restore.signs import DIFFERENTIALS
from generator.restore.tokens import Token

_BOLD = {r"\mathbf", r"\mathcal", r"\hat", r"\bar", r"\tilde", r"\vec"}
_MOST = 4
"""The highest order of a derivative that is read."""


def differential(reader: Reader) -> Node | None:
    """Read ``dz`` where a d begins one: a letter follows, and no letter stands right before it."""
    mark = reader.marks[reader.at]
    before = reader.marks[reader.at - 1].text if reader.at and mark.glued else ""
    following = reader.ahead(1)
    if len(before) == 1 and before.isalpha() and before != "d":
        return None
    if _is_letter(following) or following in _BOLD:
        reader.take()
        return Differential(_plain_name(reader))
    if following in {"/", "^", "(", "["} or reader.ahead(1).startswith("\\"):
        return _rise(reader)
    return None


def _is_letter(mark: str) -> bool:
    from generator.restore.atoms import LETTERS  # noqa: PLC0415 - the parts of one recursion
    from generator.restore.signs import FUNCTIONS  # noqa: PLC0415 - a table

    return (mark[:1].isalpha() and mark.isalnum() and mark not in FUNCTIONS) or (
        mark in LETTERS and mark not in FUNCTIONS
    )


def _plain_name(reader: Reader) -> Name:
    from generator.restore.atoms import atom  # noqa: PLC0415 - the parts of one recursion

    found = atom(reader)
    return found if isinstance(found, Name) else Name("?")


def _rise(reader: Reader) -> Node | None:
    """Read ``d``, ``d²L`` or ``d(…)`` if a bar follows at once that makes it the upper part of a quotient."""
    start = reader.at
    reader.take()
    order = order_here(reader)
    if reader.next == "/" and reader.ahead(1) in DIFFERENTIALS:
        return Rise(None, order)
    try:
        of = reader.factor()
    except RestoreError:
        of = None
    if of is not None and reader.next == "/" and reader.ahead(1) in DIFFERENTIALS:
        return Rise(of, order)
    reader.at = start
    return None


def order_here(reader: Reader) -> int:
    """Read the order that is raised behind the sign of a derivative; one where none is."""
    if reader.next == "^":
        inner = reader.ahead(2) if reader.ahead(1) == "{" else reader.ahead(1)
        if inner.isdecimal() and len(inner) == 1:
            for _ in range(4 if reader.ahead(1) == "{" else 2):
                reader.take()
            return min(int(inner), _MOST)
    return 1


def partial(reader: Reader) -> Node:
    r"""Read what follows ``\partial``: ``∂_z L``, or the upper or lower part of a quotient."""
    order = order_here(reader)
    if reader.skip("_"):
        by = reader.argument()
        if not isinstance(by, Name):
            raise RestoreError("a derivative by something that is no letter")
        return Slope(operand(reader, by), by, order)
    if reader.next == "/":
        return Rise(None, order)
    return Rise(reader.factor(), order)


def quotient_of(reader: Reader, above: Node) -> Node | None:
    """Return the derivative where a bar and another differential follow one, or None for another quotient."""
    if not isinstance(above, (Differential, Rise)) or reader.ahead(1) not in DIFFERENTIALS:
        return None
    reader.take("/")
    below = reader.factor()
    order = above.order if isinstance(above, Rise) else 1
    by = _by(below)
    if by is None:
        raise RestoreError("a derivative by something that is no letter")
    of: Node | None = above.name if isinstance(above, Differential) else above.of
    if of is None and operand_follows(reader):
        of = operand(reader, by)
    power = _power(below) if order == 1 and by.letter not in _NUMBERED else 1
    return Slope(of, by, order) if power == 1 else _by_square(of, by, power)


def operand(reader: Reader, by: Name) -> Node:
    """Read what an operator is applied to: a factor, and all behind it where that is a number or the letter itself."""
    found = _loss(reader) or reader.factor()
    return reader.product(found) if goes_on(found, by) else found


def _loss(reader: Reader) -> Name | None:
    """Read a loss that stands with the letters that it depends on, ``J(w, b)``: no factor is in this bracket."""
    rest = reader.marks[reader.at :]
    end = next((n for n, mark in enumerate(rest) if mark.text == ")"), 0)
    if not _with_arguments(rest[: end + 1]):
        return None
    for _ in range(end):
        reader.take()
    return Name(rest[0].text) if reader.skip(")") else None


def _power(below: Node) -> int:
    """Return how a letter is raised that a derivative is taken by, 2 in ∂σ²."""
    inner = below.of if isinstance(below, Rise) else below
    exponent = inner.parts[1] if isinstance(inner, Operation) and inner.kind == "power" else None
    return int(exponent.text) if isinstance(exponent, Number) and exponent.text.isdecimal() else 1


def _by(below: Node) -> Name | None:
    """Return the name in ``dz``, ``∂z`` or ``dz²``."""
    if isinstance(below, Operation) and below.kind == "power":
        below = below.parts[0]
    if isinstance(below, Rise) and isinstance(below.of, Operation) and below.of.kind == "power":
        below = Rise(below.of.parts[0])
    found = below.name if isinstance(below, Differential) else below.of if isinstance(below, Rise) else None
    return found if isinstance(found, Name) else None


def operand_follows(reader: Reader) -> bool:
    """Tell whether something follows that an operator is applied to; signs of a product before it are read over."""
    while reader.next in {r"\cdot", r"\times", "*"}:
        reader.take()
    stop = {"=", "+", "-", ")", "]", "}", ",", ".", r"\simeq", "/", r"\\", r"\odot", r"\approx", r"\if", "|"}
    return not reader.done and reader.next not in stop


def slope(reader: Reader, above: tuple[Token, ...], below: tuple[Token, ...]) -> Node | None:
    """Return the derivative that a fraction with these marks above and below writes, or None for another fraction."""
    above, below = _unwrapped(above), _unwrapped(below)
    if len(below) < 2 or not above or not _differentials(above, below):
        return None
    top, order = _order(above[1:])
    by = _variables(reader, below)
    if by is None:
        return None
    found: Node | None = None
    if top:
        found = _with_letters(top) or _whole(reader, top)
    for name in by[1:][::-1]:
        found = Slope(found, name, 1)
    squared = order == 1 and len(by) == 1 and _order_less(below) != below and by[0].letter not in _NUMBERED
    return (
        _by_square(found, by[0], int(below[-1].text)) if squared else Slope(found, by[0], order if len(by) == 1 else 1)
    )


def _with_letters(top: tuple[Token, ...]) -> Node | None:
    """Return a loss, or the logarithm of a likelihood, that stands with the letters that it depends on: log p(x)."""
    if _with_arguments(top):
        return Name(top[0].text)
    log = len(top) > 1 and top[0].text in {r"\log", r"\ln", "log", "ln"} and top[1].text in {"p", "P", "q"}
    return Call(Name(top[0].text), (Name(top[1].text),)) if log and _with_arguments((Token("L"), *top[2:])) else None


def _with_arguments(top: tuple[Token, ...]) -> bool:
    """Tell whether marks are those of a loss with the letters that it depends on, ``J(w, b)``."""
    texts = [mark.text for mark in top]
    inner = texts[2:-1]
    called = len(texts) > 3 and texts[0] in LOSSES and texts[1] == "(" and texts[-1] == ")"
    return called and all(x == "," if n % 2 else _is_letter(x) for n, x in enumerate(inner))


_NUMBERED = frozenset({"w", "b", "z", "a", "W", "A", "Z", "x", "h", r"\delta"})
"""Letters that a raised number counts the layers of."""


def _by_square(of: Node | None, by: Name, power: int) -> Node:
    """Return the derivative by σ²: that by σ, over 2 σ."""
    rest: Node = by if power == 2 else Operation("power", (by, Number(str(power - 1))))
    return Operation("quotient", (Slope(of, by), Operation("product", (Number(str(power)), rest))))


def _unwrapped(marks: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the marks without a brace around the d itself: ``{d} L``."""
    if len(marks) > 2 and marks[0].text == "{" and marks[2].text == "}" and marks[1].text in DIFFERENTIALS:
        return (marks[1], *marks[3:])
    return marks


def _differentials(above: tuple[Token, ...], below: tuple[Token, ...]) -> bool:
    first, second = above[0].text, below[0].text
    if first in DIFFERENTIALS and second in DIFFERENTIALS:
        return True
    return (
        first == second == r"\delta" and len(above) > 1 and len(below) > 1 and above[1].text not in {"^", "_", "+", "-"}
    )


def _variables(reader: Reader, below: tuple[Token, ...]) -> tuple[Name, ...] | None:
    """Return the names below: one, or several for a mixed derivative."""
    starts = [n for n, mark in enumerate(below) if mark.text in {*DIFFERENTIALS, below[0].text} and _outside(below, n)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(below)], strict=True):
        name = _whole(reader, _order_less(below[start + 1 : end]))
        if isinstance(name, Operation) and name.kind == "power":
            name = name.parts[0]
        if not isinstance(name, Name):
            return None
        found.append(name)
    return tuple(found)


def _outside(marks: tuple[Token, ...], n: int) -> bool:
    before = [mark.text for mark in marks[:n]]
    return before.count("{") == before.count("}") and before.count("(") == before.count(")")


def _whole(reader: Reader, marks: tuple[Token, ...]) -> Node:
    inner = reader.inner(marks)
    found = inner.formula()
    if not inner.done or isinstance(found, Equation):
        raise RestoreError(f"unexpected {inner.next!r}" if not inner.done else "an equation where a value belongs")
    return found


def _order(marks: tuple[Token, ...]) -> tuple[tuple[Token, ...], int]:
    if marks and marks[0].text == "^":
        if len(marks) > 1 and marks[1].text.isdecimal():
            return marks[2:], min(int(marks[1].text), _MOST)
        if len(marks) > 3 and marks[1].text == "{" and marks[2].text.isdecimal() and marks[3].text == "}":
            return marks[4:], min(int(marks[2].text), _MOST)
    return marks, 1


def _order_less(marks: tuple[Token, ...]) -> tuple[Token, ...]:
    powered = len(marks) > 2 and marks[-2].text == "^" and marks[-1].text in {"2", "3", "4"}
    return marks[:-2] if powered else marks
