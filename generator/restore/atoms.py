r"""How is one factor read: a number, a letter, a fraction, a root, a bracket, a sum sign, a determinant?

The second half of ``grammar``. A newcomer adds a command as one row of ``_COMMANDS``.
"""

from collections.abc import Callable

from generator.errors import RestoreError
from generator.restore.derivatives import differential, operand, operand_follows, order_here, partial, slope
from generator.restore.frames import blackboard, environment
from generator.restore.grammar import BRACKETS, Reader, group
from generator.restore.nodes import (
    UNKNOWN,
    Big,
    Branches,
    Differential,
    Equation,
    Name,
    Node,
    Number,
    Open,
    Operation,
    Slope,
    indices_of,
    walk,
)  # fmt: skip
from generator.restore.roles import LOSSES
from generator.restore.signs import PLAIN_FUNCTIONS
from generator.restore.tokens import GREEK, Token

_ACCENTS = {r"\hat": "hat", r"\bar": "bar", r"\tilde": "tilde", r"\vec": "", r"\widehat": "hat", r"\overline": "bar",
            r"\widetilde": "tilde"}  # fmt: skip
_FONTS = {r"\mathcal", r"\boldsymbol", r"\mathscr", r"\mathfrak", r"\bm", r"\mathrm", r"\mathit", r"\mathsf"}
_INTEGRALS = {r"\int": 1, r"\iint": 2, r"\iiint": 3}
LETTERS = {
    *(rf"\{name}" for name in (*GREEK, "varphi", "Delta", "Gamma", "Phi", "Omega", "Theta", "hbar", "infty", "ell", "top")),  # noqa: E501 - one row a line
    *(rf"\{name}" for name in PLAIN_FUNCTIONS),
}  # fmt: skip


def atom(reader: Reader) -> Node:
    """Read one factor without what stands behind it. Raises ``RestoreError`` where none begins."""
    mark = reader.next
    if mark in BRACKETS:
        return reader.bracketed(mark, BRACKETS[mark])
    if mark in _COMMANDS:
        reader.take()
        return _COMMANDS[mark](reader)
    if mark == r"\delta" and reader.ahead(2) == "/" and reader.ahead(3) == r"\delta":
        reader.take()
        above = Name(reader.take())
        reader.take("/")
        reader.take(r"\delta")
        by = reader.factor()
        if isinstance(by, Name):
            return Slope(above, by)
    if mark == "d" and (found := differential(reader)) is not None:
        return found
    if mark[:1].isdigit() or (mark[:1] == "." and mark[1:2].isdigit()):
        return Number(reader.take())
    if (mark[:1].isalpha() and mark.isascii()) or mark in LETTERS:
        return Name(reader.take())
    from generator.restore.marks import unexpected  # noqa: PLC0415 - used on errors only

    raise RestoreError(unexpected(mark))


def keyword(reader: Reader) -> Node | None:
    """Read ``axis=1``, as an argument of a call."""
    if reader.ahead(1) != "=":
        return None
    found = Open(f"{reader.take()}={reader.ahead(1)}")
    reader.take("=")
    if reader.skip("-"):
        found = Open(f"{found.text}{reader.next}")
    reader.take()
    return found


def _inside(reader: Reader, marks: tuple[Token, ...]) -> Node:
    inner = reader.inner(marks)
    node = inner.sum()
    if not inner.done:
        raise RestoreError(f"unexpected {inner.next!r}")
    return node


def _fraction(reader: Reader) -> Node:
    return fraction_of(reader, group(reader), group(reader))


def fraction_of(reader: Reader, above: tuple[Token, ...], below: tuple[Token, ...]) -> Node:
    """Return the derivative or the quotient that a fraction with these marks is."""
    found = slope(reader, above, below)
    if found is None:
        return Operation("quotient", (_inside(reader, above), _inside(reader, below)))
    if isinstance(found, Slope) and found.of is None and operand_follows(reader):
        return Slope(operand(reader, found.by), found.by, found.order)
    return found


def _root(reader: Reader) -> Node:
    if reader.next == "[":
        degree = reader.bracketed("[", "]")
        return Operation("power", (reader.argument(), Operation("quotient", (Number("1"), degree))))
    return Operation("power", (reader.argument(), Operation("quotient", (Number("1"), Number("2")))))


def _accented(accent: str) -> Callable[[Reader], Node]:
    def build(reader: Reader) -> Node:
        inner = reader.argument()
        return Name(f"{inner.letter} {accent}".strip(), inner.layer, inner.index) if isinstance(inner, Name) else inner

    return build


def _between(closing: str, kind: str) -> Callable[[Reader], Node]:
    def build(reader: Reader) -> Node:
        reader.skip(closing) if closing == "||" else None
        if closing == "|" and reader.next == "|":
            reader.take()
            return _norm(reader)
        reader.bars += 1
        inner = reader.sum()
        reader.bars -= 1
        reader.take(closing)
        return Operation(kind, (inner,))

    return build


def _norm(reader: Reader) -> Node:
    reader.bars += 1
    inner = reader.sum()
    reader.bars -= 1
    reader.take("|")
    reader.take("|")
    return Operation("norm", (inner,))


def _limits(reader: Reader) -> tuple[Node | Equation | None, Node | None]:
    lower: Node | Equation | None = None
    upper: Node | None = None
    while reader.next in {"_", "^"}:
        if reader.take() == "_":
            lower = _lower(reader)
        else:
            upper = reader.argument()
    return lower, upper


def _lower(reader: Reader) -> Node | Equation:
    if reader.next != "{":
        return reader.argument()
    inner = reader.inner(group(reader))
    found = inner.formula()
    while inner.skip(","):
        inner.formula()
    if not inner.done:
        raise RestoreError(f"unexpected {inner.next!r}")
    return found


def _unlimited(kind: str, upper: Node | None, reader: Reader) -> Node:
    """Read a sum that names no index, Σ(t_k - o_k)²: it runs over the one that stands inside, or all."""
    bracket = reader.next == "("
    if reader.next in {"=", ")", "", "1"}:
        raise RestoreError("a sum over nothing")
    body = reader.signed(reader.product)
    inside = {x.letter for y in walk(body) if isinstance(y, Name) for x in indices_of(y) if isinstance(x, Name)}
    if bracket and len(inside) != 1:
        raise RestoreError("a sum over nothing")
    letter = inside.pop() if bracket else "?"
    return Big(kind, (Name(letter),), ((None, upper),), body)


def _total(kind: str) -> Callable[[Reader], Node]:
    def build(reader: Reader) -> Node:
        lower, upper = _limits(reader)
        index = lower.sides[0] if isinstance(lower, Equation) else lower
        if index is not None and not isinstance(index, Name):
            raise RestoreError("a sum over nothing")
        if index is None:
            return _unlimited(kind, upper, reader)
        start = lower.sides[1] if isinstance(lower, Equation) and lower.relations[0] == "=" else None
        if isinstance(lower, Equation) and lower.relations[0] != "=":
            return _restricted(kind, index, lower, reader.signed(reader.product))
        return Big(kind, (index,), ((start, upper),), reader.signed(reader.product))

    return build


def _restricted(kind: str, index: Node | None, lower: Equation, body: Node) -> Node:
    """Return the sum over all places for which the condition below the sign holds."""
    name = index if isinstance(index, Name) else Name("?")
    return Big(kind, (name,), ((None, None),), Branches(((body, lower), (Number("0"), None))))


def _integral(reader: Reader) -> Node:
    reader.at -= 1
    bounds = []
    while reader.next in _INTEGRALS:
        folds = _INTEGRALS[reader.take()]
        bounds.append(_limits(reader) if folds == 1 else (*_limits(reader)[:1], None))
    body = reader.signed(reader.product)
    factors = body.parts if isinstance(body, Operation) and body.kind == "product" else (body,)
    variables = tuple(x.name for x in factors if isinstance(x, Differential))
    if not variables:
        raise RestoreError("an integral without its variable")
    rest = tuple(x for x in factors if not isinstance(x, Differential))
    inside = rest[0] if len(rest) == 1 else Operation("product", rest) if rest else Number("1")
    return Big("integral", variables, tuple(bounds), inside)


def _gradient(reader: Reader) -> Node:
    order = order_here(reader)
    if reader.next != "_":
        return _by_its_argument(reader, order) or _open(reader)
    reader.take("_")
    by = reader.argument()
    order = max(order, order_here(reader))
    if not isinstance(by, Name):
        raise RestoreError("a gradient by something that is no letter")
    return Slope(operand(reader, by), by, order)


def _by_its_argument(reader: Reader, order: int) -> Node | None:
    """Read the gradient of a function by the one letter that it is taken of: ∇f(x), ∇J(θ); of ∇f by one not known."""
    if not (reader.next.isalpha() and reader.next.isascii()) and reader.next not in LETTERS:
        return None
    if reader.ahead(1) in {"=", r"\equiv", r"\approx", ""}:
        return Slope(Name(reader.take()), UNKNOWN, order)
    if reader.ahead(1) != "(" or reader.ahead(3) != ")" or not reader.ahead(2).strip("\\").isalpha():
        return None
    by = Name(reader.ahead(2))
    of = reader.factor() if reader.next not in LOSSES else Name(reader.take())
    if isinstance(of, Name) and reader.next == "(":
        reader.bracketed("(", ")")
    return Slope(of, by, order)


def _open(reader: Reader) -> Node:
    text = [reader.marks[reader.at - 1].text]
    while not reader.done:
        text.append(reader.take())
    return Open(" ".join(text))


def _dots(reader: Reader) -> Node:
    return Open(reader.marks[reader.at - 1].text)


def _font(reader: Reader) -> Node:
    return reader.argument()


_COMMANDS: dict[str, Callable[[Reader], Node]] = {
    r"\frac": _fraction, r"\sqrt": _root, r"\sum": _total("sum"), r"\prod": _total("product"), "sqrt": _root,
    r"\nabla": _gradient, r"\begin": environment, "|": _between("|", "absolute"), r"\|": _between(r"\|", "norm"),
    r"\partial": partial, r"\lim": _open, r"\inf": _open, r"\sup": _open,
    r"\mathbb": blackboard, r"\mathbbm": blackboard, r"\mathbf": blackboard,
    **dict.fromkeys(_INTEGRALS, _integral), **dict.fromkeys(_FONTS, _font),
    **dict.fromkeys((r"\vdots", r"\dots", r"\ldots", r"\cdots", r"\ddots"), _dots),
    **{command: _accented(accent) for command, accent in _ACCENTS.items()},
}  # fmt: skip
