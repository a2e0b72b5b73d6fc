"""What do errors stand for, δ_j of a unit and δ_2 of a layer, where a post defines the sums that they belong to?

They are gradients by these sums. A newcomer adds a way to write weights to ``_WEIGHTS``.
"""

from generator.restore.nodes import (
    Big,
    Differential,
    Equation,
    Name,
    Node,
    Operation,
    Part,
    indices_of,
    names_in,
    quantities,
    rewritten,
    walk,
)  # fmt: skip

Own = dict[str, tuple[Name, Node]]
"""What a post defines, by letter: the letter as it stands there, and what it is equal to."""
_WEIGHTS = {"w", "W", "v", "V", r"\theta"}


def with_gradients(formula: Equation, own: Own) -> tuple[Equation, Own]:
    """Return a formula and the definitions with all errors as gradients."""
    own = _with_next(formula, own)
    return _of_layers(_of_a_unit(formula, own), own)


def _with_next(formula: Equation, own: Own) -> Own:
    """Return the definitions with the weighted sums of the next layer, where errors come back from it, Σ_k w_jk δ_k."""
    rest, used = {x: pair for x, pair in own.items() if x != r"\delta"}, names_in(formula)
    last = [head for x, (head, _) in rest.items() if x in used and len(indices_of(head)) == 1]
    for x in walk(formula) if len(last) == 1 else ():
        match x:
            case Big("sum", (Name(k),), _, Operation("product", parts)) if Name(r"\delta", None, Name(k)) in parts:
                weight = next((y for y in parts if isinstance(y, Name) and y.letter in _WEIGHTS), None)
                places = [y.letter for y in indices_of(weight) if isinstance(y, Name)] if weight else []
                if weight and len(places) == 2 and k in places:
                    j = Name(next(y for y in places if y != k))
                    body = Operation("product", (weight, Name(last[0].letter, None, j)))
                    return rest | {"net": (Name("net", None, Name(k)), Big("sum", (j,), ((None, None),), body))}
    return own


def _of_a_unit(formula: Equation, own: Own) -> Equation:
    """Return the formula with the error of a unit, δ_j, as the gradient by the one weighted sum that is defined."""
    sums = [head for head, node in own.values() if _WEIGHTS & {x.letter[0] for x in quantities(node)}]
    if len(sums) != 1 or r"\delta" in own:
        return formula
    head = sums[0]

    def rule(x: object) -> object:
        match x:
            case Name(r"\delta", None, index) if len(indices_of(x)) == len(indices_of(head)) == 1:
                return Differential(Name(head.letter, None, index))
        return None

    return rewritten(formula, rule)


def _of_layers(formula: Equation, own: Own) -> tuple[Equation, Own]:
    """Return both with the numbered errors, δ_2, as gradients by the weighted sums of their layers, W_2 h + b_2."""
    nodes = (formula, *(node for _, node in own.values()))
    errors = {x.letter for node in nodes for x in walk(node) if isinstance(x, Name) and x.letter.startswith("\\delta_")}
    for error in sorted(errors):
        number = error.partition("_")[2]
        found = ((letter, _weighted(node, number)) for letter, (_, node) in own.items() if letter not in errors)
        letter, inner = next(((x, one) for x, one in found if one is not None), ("", None))
        if inner is None or any(isinstance(x, Differential) for x in walk(own.get(error, ("", ""))[1])):
            continue
        head, node = own[letter]
        by = head if node == inner else Name(f"z_{number}")
        own = {x: pair for x, pair in own.items() if x != error}
        own |= {letter: (head, _with(node, inner, by)), by.letter: (by, inner)}
        gradient = Differential(by)
        own = {x: (one, _with(said, Name(error), gradient)) for x, (one, said) in own.items()}
        formula = _with(formula, Name(error), gradient)
    return formula, own


def _weighted(node: Node, number: str) -> Node | None:
    """Return the sum in a node in which the weights of a layer stand, or None."""
    for x in walk(node):
        parts = x.parts if isinstance(x, Operation) and x.kind == "sum" else (x,)
        for part in parts:
            first = part.parts[0] if isinstance(part, Operation) and part.kind == "product" else None
            if isinstance(first, Name) and first.letter[:1] in _WEIGHTS and first.letter.partition("_")[2] == number:
                assert isinstance(x, Operation)  # noqa: S101 - a product, or the sum that it stands in
                return x
    return None


def _with(node: Part, old: Node, new: Node) -> Part:
    """Return the node with one part of it in place of another."""
    return rewritten(node, lambda x: new if x == old else None)
