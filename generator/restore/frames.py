"""How are environments and indicators read: determinants, values by cases, a 1 with a condition?

A newcomer adds an environment to ``environment``.
"""

from generator.errors import RestoreError
from generator.restore.grammar import BRACKETS, Reader, group
from generator.restore.nodes import Branches, Equation, Name, Node, Number, Operation
from generator.restore.signs import IF, OTHERWISE


def environment(reader: Reader) -> Node:
    """Read an environment whose name follows: a determinant, or values by cases."""
    kind = "".join(mark.text for mark in group(reader))
    if kind in {"cases", "dcases"}:
        return _branches(reader)
    if kind != "vmatrix":
        raise RestoreError(f"an environment {kind!r}")
    rows: list[list[Node]] = [[]]
    while not reader.skip(r"\end"):
        rows[-1].append(reader.sum())
        if reader.skip(r"\\"):
            rows.append([])
        else:
            reader.skip("&")
    group(reader)
    if len({len(row) for row in rows} | {len(rows)}) != 1:
        raise RestoreError("a determinant that is not square")
    return Operation("determinant", tuple(cell for row in rows for cell in row))


def _branches(reader: Reader) -> Node:
    found: list[tuple[Node, Equation | None]] = []
    outer, reader.framed = reader.framed, True
    while not reader.skip(r"\end"):
        value = reader.sum()
        while reader.skip("&", ",", IF):
            pass
        condition = None
        if not reader.skip(OTHERWISE) and reader.next not in {r"\\", r"\end"}:
            stated = reader.formula()
            condition = stated if isinstance(stated, Equation) else None
        while reader.skip(",", ".", ";"):
            pass
        found.append((value, condition))
        reader.skip(r"\\")
    group(reader)
    reader.framed = outer
    if not found:
        raise RestoreError("cases without a branch")
    return Branches(tuple(found))


def indicator(condition: Equation, *, equal: bool) -> Node:
    """Return what is 1 where a condition holds and 0 elsewhere; ``equal`` says that it may be an equation, 1(y = k)."""
    if not equal and set(condition.relations) <= {"=", "~"}:
        raise RestoreError("an equation where a value belongs")
    return Branches(((Number("1"), condition), (Number("0"), None)))


def blackboard(reader: Reader) -> Node:
    """Read an indicator, a 1 in that font with a condition behind it; any other letter of it is a letter."""
    inner = reader.argument()
    if inner != Number("1") and not (inner == Name("I") and reader.next in {"(", "[", r"\{"}):
        return inner
    if reader.next == "_" and reader.ahead(1) == "{":
        reader.take()
        return _truth(reader)
    return _truth(reader) if reader.next in {"(", "[", r"\{"} else inner


def _truth(reader: Reader) -> Node:
    """Return what is 1 where the condition in the bracket that begins here holds, and 0 elsewhere."""
    opening = reader.take("{", "(", "[", r"\{")
    inner = reader.next if opening == "{" and reader.next in {"[", "(", r"\{"} else ""
    reader.skip(inner)
    condition = reader.formula()
    reader.take(*([BRACKETS[inner]] if inner else []), BRACKETS[opening])
    reader.take(BRACKETS[opening]) if inner else None
    if not isinstance(condition, Equation):
        raise RestoreError("an indicator of no condition")
    return Branches(((Number("1"), condition), (Number("0"), None)))
