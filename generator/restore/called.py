"""What do the functions that a formula calls tell of it: that nobody defines them, that there are cases or no bias?

A newcomer who meets another letter of functions adds it to ``unknown_in``.
"""

from generator.restore.nodes import Branches, Call, Equation, Node, quantities, walk


def without_bias(formula: Equation) -> bool:
    """Tell whether a function is taken of weights and inputs alone: then there is no bias."""
    calls = [x for x in walk(formula) if isinstance(x, Call)]
    inside = [{y.letter for argument in x.arguments for y in quantities(argument)} for x in calls]
    return any({"w", r"\theta", "W"} & letters and "b" not in letters for letters in inside)


def unknown_in(formulas: tuple[object, ...]) -> set[str]:
    """Return the letters of functions that nobody defines."""
    called = {x.function.letter for one in formulas for x in walk(one) if isinstance(x, Call)}
    return {"f", "g", "h", "F", "G", r"\psi", r"\phi", r"\varphi", "u", "v", "p", "q"} & called


def is_bent(nodes: tuple[Node, ...]) -> bool:
    """Tell whether something is defined by cases: then a few points may all lie on one side."""
    every = [x for node in nodes for x in walk(node)]
    called = {x.function.letter.removeprefix("\\") for x in every if isinstance(x, Call)}
    return bool(called & {"max", "min", "relu", "abs"}) or any(isinstance(x, Branches) for x in every)
