r"""How is a derivative read: ``dz``, and a fraction with a d above and a d below?"""

from generator.errors import RestoreError
from generator.restore.grammar import Reader, parse
from generator.restore.nodes import Differential, Equation, Formula, Name, Node, Slope
from generator.restore.signs import DIFFERENTIALS
from generator.restore.tokens import Token


def differential(reader: Reader) -> Node | None:
    """Read ``dz`` where a d begins one: a letter follows, and no letter stands right before it."""
    mark = reader.marks[reader.at]
    before = reader.marks[reader.at - 1].text if reader.at and mark.glued else ""
    following = reader.ahead(1)
    letter = (following.isalpha() and len(following) == 1) or following in {r"\theta", r"\phi", r"\mathbf"}
    if not letter or (len(before) == 1 and before.isalpha() and before != "d"):
        return None
    reader.take()
    return Differential(Name(reader.take()))


def slope(above: tuple[Token, ...], below: tuple[Token, ...]) -> Slope | None:
    """Return the derivative that a fraction with these marks above and below writes, or None for another fraction."""
    if (
        not above
        or not below
        or above[0].text not in DIFFERENTIALS
        or below[0].text not in DIFFERENTIALS
        or len(below) == 1
    ):
        return None
    top, order = _order(above[1:])
    by = parse(_order_less(below[1:]))
    if not isinstance(by, Name):
        return None
    return Slope(None if not top else _node(parse(top)), by, order)


def _node(formula: Formula) -> Node:
    if isinstance(formula, Equation):
        message = "an equation where a value belongs"
        raise RestoreError(message)
    return formula


def _order(marks: tuple[Token, ...]) -> tuple[tuple[Token, ...], int]:
    if len(marks) > 1 and marks[0].text == "^" and marks[1].text.isdecimal():
        return marks[2:], min(int(marks[1].text), 4)
    return marks, 1


def _order_less(marks: tuple[Token, ...]) -> tuple[Token, ...]:
    powered = len(marks) > 2 and marks[-2].text == "^" and marks[-1].text.isdecimal()
    return marks[:-2] if powered else marks
