r"""How is one factor read: a number, a letter, a fraction, a root, a bracket, a sum sign, a determinant?

The second half of ``grammar``. A newcomer adds a command as one row of ``_COMMANDS``.
"""

from collections.abc import Callable

from generator.errors import RestoreError
from generator.restore.derivatives import differential, slope
from generator.restore.grammar import DEPTH, Reader
from generator.restore.nodes import Big, Differential, Equation, Name, Node, Number, Open, Operation, Slope
from generator.restore.tokens import Token

_ACCENTS = {r"\hat": "hat", r"\bar": "bar", r"\tilde": "tilde", r"\vec": "vec"}
_FONTS = {r"\mathbf", r"\mathcal", r"\mathbb", r"\boldsymbol", r"\mathscr"}
_INTEGRALS = {r"\int": 1, r"\iint": 2, r"\iiint": 3}
_LETTERS = {
    r"\alpha", r"\beta", r"\gamma", r"\delta", r"\epsilon", r"\eta", r"\theta", r"\mu", r"\pi", r"\rho", r"\sigma",
    r"\tau", r"\phi", r"\psi", r"\lambda", r"\hbar", r"\infty", r"\ell", r"\top",
    r"\log", r"\ln", r"\exp", r"\sin", r"\cos", r"\tan", r"\tanh", r"\arctan", r"\max", r"\min", r"\det",
}  # fmt: skip


def atom(reader: Reader) -> Node:
    """Read one factor without what stands behind it. Raises ``RestoreError`` where none begins."""
    mark = reader.next
    if mark in _BRACKETS:
        return reader.bracketed(mark, _BRACKETS[mark])
    if mark in _COMMANDS:
        reader.take()
        return _COMMANDS[mark](reader)
    if mark == "d" and (found := differential(reader)) is not None:
        return found
    if mark[:1].isdigit():
        return Number(reader.take())
    if mark[:1].isalpha() or mark in _LETTERS:
        return Name(reader.take())
    message = f"unexpected {mark or 'end'}"
    raise RestoreError(message)


def _group(reader: Reader) -> tuple[Token, ...]:
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
    message = "a brace that is not closed"
    raise RestoreError(message)


def _inside(reader: Reader, marks: tuple[Token, ...]) -> Node:
    inner = Reader(marks)
    inner.depth = reader.depth + 1
    node = inner.sum()
    if not inner.done or inner.depth > DEPTH:
        message = f"unexpected {inner.next!r}"
        raise RestoreError(message)
    return node


def _fraction(reader: Reader) -> Node:
    above, below = _group(reader), _group(reader)
    found = slope(above, below) if reader.depth < DEPTH else None
    if found is None:
        return Operation("quotient", (_inside(reader, above), _inside(reader, below)))
    if found.of is None and _operand_follows(reader):
        return Slope(reader.factor(), found.by, found.order)
    return found


def _operand_follows(reader: Reader) -> bool:
    while reader.next in {r"\cdot", r"\times", "*"}:
        reader.take()
    return not reader.done and reader.next not in {"=", "+", "-", ")", "]", "}", ",", ".", r"\simeq"}


def _root(reader: Reader) -> Node:
    return Operation("power", (reader.argument(), Operation("quotient", (Number("1"), Number("2")))))


def _accented(accent: str) -> Callable[[Reader], Node]:
    def build(reader: Reader) -> Node:
        inner = reader.argument()
        return Name(f"{inner.letter} {accent}") if isinstance(inner, Name) else inner

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
    inner = Reader(_group(reader))
    inner.depth = reader.depth
    found = inner.formula()
    if not inner.done:
        message = f"unexpected {inner.next!r}"
        raise RestoreError(message)
    return found


def _total(reader: Reader) -> Node:
    lower, upper = _limits(reader)
    index = lower.sides[0] if isinstance(lower, Equation) else lower
    if not isinstance(index, Name):
        message = "a sum over nothing"
        raise RestoreError(message)
    start = lower.sides[1] if isinstance(lower, Equation) else None
    return Big("sum", (index,), ((start, upper),), reader.product())


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
        message = "an integral without its variable"
        raise RestoreError(message)
    rest = tuple(x for x in factors if not isinstance(x, Differential))
    inside = rest[0] if len(rest) == 1 else Operation("product", rest) if rest else Number("1")
    return Big("integral", variables, tuple(bounds), inside)


def _gradient(reader: Reader) -> Node:
    reader.take("_")
    by = reader.argument()
    of = reader.factor()
    if not isinstance(by, Name):
        message = "a gradient by something that is no letter"
        raise RestoreError(message)
    return Slope(of, by)


def _environment(reader: Reader) -> Node:
    kind = "".join(mark.text for mark in _group(reader))
    if kind != "vmatrix":
        message = f"an environment {kind!r}"
        raise RestoreError(message)
    rows: list[list[Node]] = [[]]
    while not reader.skip(r"\end"):
        rows[-1].append(reader.sum())
        if reader.skip(r"\\"):
            rows.append([])
        else:
            reader.skip("&")
    _group(reader)
    if len({len(row) for row in rows} | {len(rows)}) != 1:
        message = "a determinant that is not square"
        raise RestoreError(message)
    return Operation("determinant", tuple(cell for row in rows for cell in row))


def _open(reader: Reader) -> Node:
    text = [reader.marks[reader.at - 1].text]
    while not reader.done:
        text.append(reader.take())
    return Open(" ".join(text))


def _dots(reader: Reader) -> Node:
    return Open(reader.marks[reader.at - 1].text)


def _partial(reader: Reader) -> Node:
    message = f"a {reader.marks[reader.at - 1].text} outside a fraction"
    raise RestoreError(message)


def _font(reader: Reader) -> Node:
    return reader.argument()


_BRACKETS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
_COMMANDS: dict[str, Callable[[Reader], Node]] = {
    r"\frac": _fraction, r"\dfrac": _fraction, r"\tfrac": _fraction, r"\sqrt": _root, r"\sum": _total,
    r"\nabla": _gradient, r"\begin": _environment, "|": _between("|", "absolute"), r"\|": _between(r"\|", "norm"),
    r"\partial": _partial, r"\lim": _open, r"\inf": _open, r"\sup": _open,
    **dict.fromkeys(_INTEGRALS, _integral), **dict.fromkeys(_FONTS, _font),
    **dict.fromkeys((r"\vdots", r"\dots", r"\ldots", r"\cdots", r"\ddots"), _dots),
    **{command: _accented(accent) for command, accent in _ACCENTS.items()},
}  # fmt: skip
