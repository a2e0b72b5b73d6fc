"""Is a letter a function here, and what is it taken of?

The part of ``grammar`` about calls.
"""

from generator.errors import RestoreError
from generator.restore.grammar import Reader
from generator.restore.marks import is_function
from generator.restore.nodes import Call, Name, Node, Operation
from generator.restore.signs import CLOSING, DIFFERENTIALS, FUNCTIONS, RELATIONS


def applied(reader: Reader, node: Node, primes: int, power: list[Node]) -> Node:
    """Read the arguments of a name, if it is a function here and they follow."""
    if not isinstance(node, Name):
        if primes:
            raise RestoreError("a prime on something that is no function")
        return node
    called = primes or power or is_function(reader, node.letter) or _named_call(reader) or _of_a_policy(reader, node)
    if reader.next == "(" and called and not _of_itself(reader, node):
        return Call(node, reader.arguments(), primes)
    if node.letter in {"max", "min", r"\max", r"\min"} and reader.next in {r"\{", "{"}:
        return Call(node, reader.arguments(r"\}" if reader.next == r"\{" else "}"), primes)
    if node.letter in FUNCTIONS and node.letter not in {r"\sigma", "diag", r"\diag"} and not primes:
        return Call(node, (reader.signed(lambda: _operand(reader)),), primes)
    if primes:
        return Call(node, (), primes)
    return node


def _of_itself(reader: Reader, name: Name) -> bool:
    """Tell whether the bracket holds the letter as a value: sigma (1 - sigma) and h_j (1 - h_j) are products."""
    depth, letter = 0, name.letter
    behind = {"(", "'", "^", r"\prime", *(() if name.index is not None else ("_",))}
    for n in range(len(reader.marks) - reader.at):
        mark = reader.ahead(n)
        depth += (mark in {"(", "{"}) - (mark in {")", "}"})
        if depth == 0:
            return False
        if mark == letter and reader.ahead(n + 1) not in behind and letter not in _APPLIED:
            return True
    return False


_APPLIED = {
    "log",
    "ln",
    "exp",
    "sin",
    "cos",
    "tan",
    "tanh",
    "max",
    "min",
    r"\log",
    r"\ln",
    r"\exp",
    r"\sin",
    r"\cos",
    r"\tan",
    r"\tanh",
}
"""Functions that are never written without what they are taken of."""


def _operand(reader: Reader) -> Node:
    parts = [reader.factor()]
    stop = FUNCTIONS | DIFFERENTIALS | CLOSING | set(RELATIONS)
    while reader.next.strip("\\").isalnum() and reader.next not in stop and not _command(reader.next):
        parts.append(reader.factor())
    return parts[0] if len(parts) == 1 else Operation("product", tuple(parts))


def _command(mark: str) -> bool:
    from generator.restore.atoms import LETTERS  # noqa: PLC0415 - the parts of one recursion

    return mark.startswith("\\") and mark not in LETTERS


def _of_a_policy(reader: Reader, node: Name) -> bool:
    """Tell whether the probability of an action begins here, π(a) or π(a | s)."""
    inner = next((n for n in range(1, 5) if reader.ahead(n) == ")"), 0)
    return node.letter.startswith(r"\pi") and inner in {2, 4} and reader.ahead(1).isalpha()


def _named_call(reader: Reader) -> bool:
    """Tell whether ``a(z) =`` begins here: letters in brackets, and nothing before or after but a relation."""
    if reader.next != "(":
        return False
    close = next((n for n in range(1, 14) if reader.ahead(n) in {")", ""}), 0)
    inner = {reader.ahead(n) for n in range(1, close)}
    after = reader.ahead(close + 1)
    plain = all(x.strip("\\").isalpha() or x in {",", ";", "_", "{", "}", "|", r"\|"} for x in inner) and inner
    return bool(plain) and (
        bool({",", ";", "|", r"\|"} & inner) or (after in RELATIONS and reader.at <= 4)
    )  # a_i, no more
