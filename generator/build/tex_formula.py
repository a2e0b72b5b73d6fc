r"""Formulas in TeX as they are pasted, spelled as typed ones: ``\frac{1}{1+e^{-z}}`` as ``1/(1 + e**(-z))``.

The grammar of posts reads them; what it finds is written again. A newcomer adds the spelling of a node to ``_written``.
"""

from generator.errors import ExpressionError, RestoreError
from generator.restore.grammar import read
from generator.restore.nodes import Big, Branches, Call, Equation, Name, Node, Number, Operation, indices_of

_FUNCTIONS = {r"\sigma": "sigmoid", "ln": "log"}
_JOINTS = {"product": "*", "entrywise": "*", "dot": "*", "quotient": "/", "power": "**", "sum": " + "}


def as_typed(tex: str) -> str:
    """Return the formula in Python's spelling. Raises ``ExpressionError`` where it cannot be read or written so."""
    try:
        found = read(tex)
        return _written(found.sides[-1] if isinstance(found, Equation) else found)
    except RestoreError as error:
        raise ExpressionError(f"{tex!r} · not a formula in TeX that can be read: {error}") from None


def _written(node: Node) -> str:
    match node:
        case Number(text):
            return text
        case Name(letter, None, _):
            return letter.lstrip("\\").replace(" hat", "_hat") + "".join(f"[{_written(x)}]" for x in indices_of(node))
        case Operation("negative", (part,)):
            return f"(-{_written(part)})"
        case Operation("absolute", (part,)):
            return f"abs({_written(part)})"
        case Operation("norm", (part,)):
            return f"norm({_written(part)})"
        case Operation(kind, parts) if kind in _JOINTS:
            return f"({_JOINTS[kind].join(map(_written, parts))})"
        case Call(function, arguments, 0) if arguments:
            name = function.letter.lstrip("\\")
            return (
                f"{_FUNCTIONS.get(function.letter, _FUNCTIONS.get(name, name))}({', '.join(map(_written, arguments))})"
            )
        case Big("sum", (variable,), _, body):
            return f"Sum({_written(body)}, {variable.letter})"
        case Branches(branches):
            return _cases(branches)
    raise RestoreError(f"{type(node).__name__.lower()} has no place in a typed formula")


def _cases(branches: tuple[tuple[Node, Equation | None], ...]) -> str:
    *first, (last, condition) = branches
    parts = [part for value, test in first for part in (_written(value), _condition(test))]
    if condition is not None and not first:
        raise RestoreError("a branch that says nothing of the others")
    return f"piecewise({', '.join((*parts, _written(last)))})"


def _condition(test: Equation | None) -> str:
    if test is None or len(test.sides) != 2 or test.relations[0] not in {"<", ">", "<=", ">="}:
        raise RestoreError("a condition that compares no two terms")
    return f"{_written(test.sides[0])} {test.relations[0]} {_written(test.sides[1])}"
