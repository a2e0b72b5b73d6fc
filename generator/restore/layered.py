"""What comes out for a formula of layers: in networks of matrices, of one example, or over the examples of a unit?

A newcomer adds a kind of network to ``networks`` and its outcome here.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from generator.restore import networks
from generator.restore.arrays import Array
from generator.restore.compare import SHAPES, TRUE, UNDECIDED, outcome
from generator.restore.flat import flat_numbers
from generator.restore.layers import with_answers
from generator.restore.nodes import Equation, Name, Node, Number, bound_in, every, names_in, quantities
from generator.restore.place import Place
from generator.restore.roles import LOSSES, letters_of
from generator.restore.settings import Setting, Slot
from generator.restore.values import value
from generator.restore.world import World
from generator.restore.worlds import running

ONE_LAYER, DEPTHS = (1,), (2, 3)
"""How deep the networks are where a formula does not tell."""


def network(formula: Equation, setting: Setting, hidden: Slot, deepest: int = 0, **options: Any) -> str:  # noqa: ANN401 - whatever options a network takes
    """Return the outcome for networks of matrices; the last layer is the ``deepest`` where the post tells."""
    found = UNDECIDED
    for depth in depths_of(formula, deepest):
        net = networks.Network(setting, depth, hidden, **options)
        said = _outcome(formula, net)
        if said not in {TRUE, UNDECIDED}:
            return said + _where_shapes_fit(formula, net, said)
        found = TRUE if said == TRUE else found
    return found


def _outcome(formula: Equation, net: networks.Network) -> str:
    return outcome(formula, [_world(net)], layers_running(formula), net.depth + 1)


def _where_shapes_fit(formula: Equation, net: networks.Network, found: str) -> str:
    """Return numbers against an equation whose shapes do not fit, from a network in which all lengths are equal."""
    if not found.startswith(SHAPES):
        return ""
    other = _outcome(formula, networks.Network(net.setting, net.depth, net.hidden, alike=True))
    told = other not in {TRUE, UNDECIDED} and not other.startswith(SHAPES)
    return f"; where every layer has as many units as there are examples, they fit, and {other}" if told else ""


@lru_cache(maxsize=64)
def _world(net: networks.Network) -> World:
    """Return the world of a network; it remembers the gradients that it has measured."""
    return net.world()


def depths_of(formula: Equation, deepest: int = 0) -> tuple[int, ...]:
    """Return how deep the networks are: a numbered layer beside the targets is the last one, if none is told."""
    layers = [x.layer for x in every(formula, Name) if x.layer is not None]
    if not layers:
        return ONE_LAYER
    numbered = [int(x.text) for x in layers if isinstance(x, Number) and x.text.isdecimal()]
    last = max(numbered, default=0)
    if numbered and last <= deepest and deepest in DEPTHS:
        return (deepest,)
    targets = {"Y", "Y hat", "y"} & set(names_in(formula))
    return (last,) if targets and len(numbered) == len(layers) and last in (*DEPTHS, 1) else DEPTHS


def deepest_in(formulas: Iterable[object]) -> int:
    """Return the number of the last layer: the largest beside the targets of the formulas of a post, 0 if none."""
    found = 0
    for formula in formulas:
        depths = depths_of(formula) if isinstance(formula, Equation) else DEPTHS
        found = max(found, *depths) if len(depths) == 1 else found
    return found


def layers_running(formula: Equation) -> tuple[str, ...]:
    """Return the letters of layers and indices that run: l, and i or j of a component."""
    found = running(formula)
    letters = {y.letter for x in every(formula, Name) if x.layer is not None for y in quantities(x.layer)}
    return (
        (*(letter for letter in ("l", "k", "n") if letter in letters), *found)
        if r"\ell" not in letters
        else ("l", *found)
    )


def example(formula: Equation, setting: Setting, hidden: Slot, deepest: int = 0, *, single: bool = False) -> str:
    """Return the outcome for a network that one example goes through."""
    found, depths = UNDECIDED, depths_of(formula, deepest)
    for depth in depths if depths != ONE_LAYER else DEPTHS:
        world = networks.Network(setting, depth, hidden, "unit" if single else "example").world()
        said = outcome(formula, [world], layers_running(formula), 3)
        if said not in {TRUE, UNDECIDED}:
            return UNDECIDED if found == TRUE and setting.complete else said  # true of the last layer: is it the last?
        found = TRUE if said == TRUE else found
    return found


def examples_world(formula: Equation, place: Place, setting: Setting, hidden: Slot, *, vector: bool) -> World:
    """Return the world of a unit and its examples, with what the post defines of its loss and its output."""
    world = networks.of_examples(setting, hidden, vector=vector)
    own = {head.letter: node for head, node in place.own if head.letter in LOSSES and names_in(node)}
    known = dict(world.known)
    told = (formula, *own.values(), *(local.node for _, local in place.local))
    letters = {x for node in told for x in letters_of(flat_numbers(node))}
    if "b" not in letters:
        known[("b", None)] = 0.0
    for letter in sorted(letters):
        if letter in {"e", r"\pi"}:
            continue
        if letter not in world.aliases and not world.knows((letter, None)) and letter not in own:
            known[(letter, None)] = 0.4 + 0.13 * len(known)
    rules = dict(world.rules)
    rules |= {(letter, None): partial(_own_rule, node) for letter, node in own.items()}
    aliases = {x: y for x, y in world.aliases.items() if x not in own and x not in place.functions}
    for letter in own:
        if letter == "J":
            aliases |= {x: y for x, y in aliases.items() if y != "J"}
    return replace(world, known=known, rules=rules, aliases=aliases, local=dict(place.local), memo={})


def _own_rule(node: Node, world: World) -> Array:
    return value(node, world)


def examples(formula: Equation, place: Place, setting: Setting, hidden: Slot) -> str:
    """Return the outcome for a unit and the mean over its examples, with one input or several."""
    formula = flat_numbers(formula)
    formula = with_answers(formula, place.functions)
    place = replace(place, own=with_answers(place.own, place.functions))
    place = replace(place, own=flat_numbers(place.own), local=flat_numbers(place.local))
    letters = {x.layer.letter for x in every(formula, Name) if isinstance(x.layer, Name)}
    bound = bound_in(formula)
    indices = (*sorted(letters - bound), *running(formula))
    indexed = any(x.letter in {"x", "w", r"\theta"} and x.index is not None for x in every(formula, Name))
    said = [
        outcome(
            formula, [examples_world(formula, place, setting, hidden, vector=vector)], tuple(dict.fromkeys(indices))
        )
        for vector in ((True,) if indexed else (False, True))
    ]
    return next((one for one in said if one == TRUE), next((one for one in said if one != UNDECIDED), UNDECIDED))
