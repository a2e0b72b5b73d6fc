"""How is read what stands behind a factor: exponents, indices, layers, primes, a call's bracket?

The part of ``grammar`` about scripts. What is raised is a layer, a transposition, a prime or a power.
"""

from dataclasses import replace

from generator.errors import RestoreError
from generator.restore.calls import applied
from generator.restore.grammar import Reader
from generator.restore.marks import is_function, is_name
from generator.restore.nodes import Call, Differential, Name, Node, Number, Operation
from generator.restore.signs import FUNCTIONS, INDEX_LETTERS
from generator.restore.tokens import Token

_PRIMES = {"'": 1, r"\prime": 1}


def scripted(reader: Reader, node: Node) -> Node:
    """Read exponents, indices, layers, primes, factorials and arguments behind a node."""
    primes = 0
    power: list[Node] = []
    while not reader.done:
        if reader.next in _PRIMES:
            reader.take()
            primes += 1
        elif reader.skip("!"):
            node = Operation("factorial", (node,))
        elif reader.next == "_" and not (power and not isinstance(node, Name)):
            reader.take()
            node = _lowered(reader, node)
        elif reader.next == "^":
            reader.take()
            raised, count = _raised(reader, node, power)
            node, primes = raised, primes + count
        elif _flat_layer(reader, node):
            node = _layer_of(node, reader.bracketed("[", "]"))
        else:
            break
    called = applied(reader, node, primes, power)
    if called is node:
        return _powered(node, power)
    found = scripted(reader, called) if isinstance(called, Call) else called
    return _powered(found, power)


def _powered(node: Node, power: list[Node]) -> Node:
    for exponent in power:
        node = Operation("power", (node, exponent))
    return node


def _flat_layer(reader: Reader, node: Node) -> bool:
    known = isinstance(node, (Name, Differential)) and reader.next == "["
    closes = reader.ahead(2) in {"]", "-", "+"} and reader.ahead(1) not in {"-", "+", "("}
    return known and reader.marks[reader.at].glued and closes


def _lowered(reader: Reader, node: Node) -> Node:
    start = reader.at
    index = _index(reader)
    if isinstance(node, Differential):
        return Differential(_indexed(node.name, index, reader.marks[start : reader.at]))
    if isinstance(node, Name):
        return _indexed(node, index, reader.marks[start : reader.at])
    if isinstance(node, Operation) and node.kind in {"absolute", "norm"}:
        total = Operation("absolute", node.parts)
        return Call(Name("np.sum"), (total,)) if index == Number("1") else node  # the norm whose p is 1
    return node if index is None else Operation("component", (node, index))


def _index(reader: Reader) -> Node | None:
    """Return an index; None where it is a label: the total of ``E_{total}``, the h1 of ``out_{h1}``."""
    if reader.next in {"+", "-"}:
        reader.take()  # the positive, the negative one
        return None
    if reader.next != "{":
        found = reader.argument()
        return found if _runs(found) else None
    start = reader.at
    try:
        reader.take("{")
        parts = [reader.sum()]
        while reader.skip(","):
            parts.append(reader.sum())
        reader.take("}")
    except RestoreError:
        reader.at = start
        _over_group(reader)
        return None
    flat = tuple(x for part in parts for x in (part.parts if _is_product(part) else (part,)))  # type: ignore[union-attr]
    if not all(map(_runs, flat)):
        return None
    return flat[0] if len(flat) == 1 else Operation("product", flat)


def _is_product(node: Node) -> bool:
    return isinstance(node, Operation) and node.kind == "product"


def _over_group(reader: Reader) -> None:
    depth = 0
    while not reader.done:
        mark = reader.take()
        depth += (mark == "{") - (mark == "}")
        if depth == 0:
            return
    raise RestoreError("a brace that is not closed")


def _runs(index: Node) -> bool:
    """Tell whether a node may be an index: a letter that runs, a number, a sum of such."""
    if isinstance(index, Number):
        return index.text.isdecimal()
    if isinstance(index, Operation) and index.kind in {"sum", "negative"}:
        return all(map(_runs, index.parts))
    return isinstance(index, Name) and index.letter in INDEX_LETTERS and index.layer is None


def _indexed(name: Name, index: Node | None, marks: tuple[Token, ...]) -> Name:
    if index is None:
        label = "".join(mark.text for mark in marks if mark.text not in {"{", "}", ",", '"'}).replace("\\", "")
        return replace(name, letter=f"{name.letter}_{label}")
    return replace(name, index=index if name.index is None else Operation("product", (name.index, index)))


def _raised(reader: Reader, node: Node, power: list[Node]) -> tuple[Node, int]:
    """Read what is raised: return the node with it, and how many primes it holds."""
    if reader.next in _PRIMES:
        reader.take()
        return node, 1
    group = _group_marks(reader)
    if group is None:
        return _exponent(reader, node, reader.argument(signed=True), power), 0
    texts = [mark.text for mark in group]
    if texts and all(text in _PRIMES for text in texts):
        return node, len(texts)
    primes = 0
    while group and (group[-1].text in _PRIMES or [mark.text for mark in group[-2:]] == ["^", "T"]):
        primes += group[-1].text in _PRIMES
        if group[-1].text == "T":
            node = _exponent(reader, node, Name("T"), power)
            group = group[:-1]
        group = group[:-1]
    transposed = len(group) > 2 and group[-1].text == "T" and group[-2].text in {"]", ")", ","}
    if transposed:
        group = tuple(mark for mark in group[:-1] if mark.text != "," or mark is not group[-2])
    if not group:
        return node, primes
    node = _inside(reader, node, group, power)
    return (Operation("transpose", (node,)) if transposed else node), primes


def _inside(reader: Reader, node: Node, group: tuple[Token, ...], power: list[Node]) -> Node:
    inner = reader.inner(group)
    opening = group[0].text
    if opening in {"[", "("} and _closes(group) and isinstance(node, (Name, Differential)):
        layer = inner.bracketed(opening, "]" if opening == "[" else ")")
        if opening == "[" or _is_layer(layer, wide=True):
            return _layer_of(node, layer, round_=opening == "(")
        power.append(layer)
        return node
    if opening == "[" and isinstance(node, (Name, Differential)):
        layer = inner.bracketed("[", "]")
        if inner.next == "(":
            example = inner.bracketed("(", ")")
            if inner.done:
                return Operation("example", (_layer_of(node, layer), example))
    exponent = inner.sum()
    if not inner.done:
        raise RestoreError(f"unexpected {inner.next!r}")
    return _exponent(reader, node, exponent, power)


def _closes(group: tuple[Token, ...]) -> bool:
    """Tell whether the bracket that opens a group closes at its end."""
    depth = 0
    for n, mark in enumerate(group):
        depth += (mark.text in "([") - (mark.text in ")]")
        if depth == 0:
            return n == len(group) - 1
    return False


def _group_marks(reader: Reader) -> tuple[Token, ...] | None:
    if reader.next in {"[", "("} and _layered_bracket(reader):
        end = reader.at + next(n for n in range(len(reader.marks)) if reader.ahead(n) in {"]", ")"}) + 1
        found, reader.at = reader.marks[reader.at : end], end
        return found
    if reader.next != "{":
        return None
    start = reader.at + 1
    _over_group(reader)
    return reader.marks[start : reader.at - 1]


def _layered_bracket(reader: Reader) -> bool:
    """Tell whether a bracket without braces holds a layer: ``a^[1]``, ``z^(l)``."""
    close = next((n for n in range(1, 5) if reader.ahead(n) in {"]", ")"}), 0)
    return bool(close) and all(
        reader.ahead(n).isdecimal() or reader.ahead(n) in {"l", "L", "i", "+", "-"} for n in range(1, close)
    ) and (reader.next == "[" or close in {2, 4})  # fmt: skip


def _exponent(reader: Reader, node: Node, exponent: Node, power: list[Node]) -> Node:
    if is_name(exponent, "T", r"\top") and not is_name(node, "e"):
        return Operation("transpose", (_powered(node, power),)) if not power else _transposed(node, power)
    if isinstance(node, (Name, Differential)) and _is_layer(exponent, wide=False) and not is_name(node, "e"):
        return _layer_of(node, exponent)
    if isinstance(node, Name) and node.letter in FUNCTIONS:
        power.append(exponent)
        return node
    if isinstance(node, Name) and is_function(reader, node.letter) and reader.next == "(":
        power.append(exponent)
        return node
    if power:
        node = _powered(node, power)
        power.clear()
    return Operation("power", (node, exponent))


def _transposed(node: Node, power: list[Node]) -> Node:
    found = Operation("transpose", (_powered(node, power),))
    power.clear()
    return found


def _is_layer(node: Node, *, wide: bool) -> bool:
    """Tell whether what is raised is a layer: l, L, l + 1; with ``wide`` in brackets a number or another letter too."""
    if isinstance(node, Operation) and node.kind in {"sum", "negative"} and len(node.parts) <= 2:
        first, *rest = node.parts
        steps = all(isinstance(x, Number) or _negative(x) for x in rest)
        return _is_layer(first, wide=wide) and steps and not isinstance(first, Number)
    if isinstance(node, Number):
        return wide and node.text.isdecimal()
    letters = ("L", "l", r"\ell", *(("i", "j", "k", "n", "t", "m") if wide else ()))
    return is_name(node, *letters)


def _negative(node: Node) -> bool:
    return isinstance(node, Operation) and node.kind == "negative" and isinstance(node.parts[0], Number)


def _layer_of(node: Node, layer: Node, *, round_: bool = False) -> Node:
    if isinstance(node, Differential):
        return Differential(replace(node.name, layer=layer, round=round_))
    if not isinstance(node, Name):
        raise RestoreError("a layer on something that is no letter")
    return replace(node, layer=layer, round=round_)
