"""In which ways may a formula be meant, and what comes out in each?

As a formula of one unit with the letters that the post defines, of the layers of a network, of a mean over examples, or
of free letters. A newcomer adds a way to read as one row of ``readings``.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from generator.restore import networks, worlds
from generator.restore.arrays import Array
from generator.restore.compare import NETWORK, SHAPES, TRUE, UNDECIDED, outcome
from generator.restore.flat import flat, flat_name, flat_numbers, without_layers
from generator.restore.nodes import (
    Big,
    Branches,
    Call,
    Differential,
    Equation,
    Name,
    Node,
    Number,
    Operation,
    Slope,
    indices_of,
    names_in,
    quantities,
    walk,
)  # fmt: skip
from generator.restore.place import Place
from generator.restore.roles import LOSSES, Roles, letters_of, roles
from generator.restore.settings import LOSSES as EVERY_LOSS
from generator.restore.settings import Setting, Slot, free_slot, hidden_slots, parameters, slot_of, values_of
from generator.restore.values import value
from generator.restore.world import World
from generator.restore.worlds import Scene, axes_of, running, world_of

POINTS = 6
DEPTHS = (2, 3)
ONE_LAYER = (1,)


@dataclass(frozen=True)
class Reading:
    """One way to read a formula: in words, what is compared, and the worlds for a setting."""

    title: str
    outcome: Callable[[Setting], str]


def shape(formula: Equation) -> str:
    """Return what a formula is about: ``network``, ``layers``, ``examples``, ``unit`` or free ``letters``."""
    letters = letters_of(formula)
    names = [x for x in walk(formula) if isinstance(x, Name)]
    lower = bool(letters & {"a", "z", "b", r"\delta"}) and any(x.layer is not None for x in names)
    if letters & NETWORK and not (lower and not letters & (NETWORK - {"W"})) and not _vector_like(letters, names):
        return "network"
    if any(_sampled(x) for x in names if x.layer is not None):
        return "examples"
    if len({x.layer for x in names if x.layer is not None}) > 1 or any(_numbered(x) for x in names):
        return "layers"
    if any(isinstance(x.layer, Name) and x.layer.letter in {"l", r"\ell"} for x in names):
        return "layers"
    if r"\nabla" in names_in(formula):
        return "layers"
    return "unit"


def _vector_like(letters: set[str], names: list[Name]) -> bool:
    """Tell whether W is the matrix of a single example: beside it stand x, a or z, and no matrix."""
    return (
        not letters & (NETWORK - {"W"}) and bool(letters & {"x", "a", "z", "y"}) and all(x.layer is None for x in names)
    )


def _numbered(name: Name) -> bool:
    return isinstance(name.layer, (Number, Operation))


def _sampled(name: Name) -> bool:
    layer = name.layer
    return isinstance(layer, Name) and name.round and layer.letter in {"i", "j", "n", "k", "t", "m"}


def scene_of(formula: Equation, place: Place, setting: Setting, roles_: Roles | None = None) -> Scene:
    """Return the scene of one unit, with all that the post defines and the formula leads to."""
    flattened: Equation = flat(_one_layer(formula))
    own = _needed(flattened, place)
    found = roles_ or roles(flattened, {letter: node for letter, (_, node) in own.items()})
    axes = axes_of((flattened, *(x for pair in own.values() for x in pair)), setting, found)
    return Scene(flattened, setting, found, own, place, axes)


def _one_layer(formula: Equation) -> Equation:
    """Return a formula without layers where all of them are the same and general: ``a^L - y``."""
    layers = {x.layer for x in walk(formula) if isinstance(x, Name) and x.layer is not None}
    if len(layers) == 1 and all(isinstance(x, Name) for x in layers):
        found: Equation = without_layers(formula)
        return found
    return formula


def _needed(formula: Equation, place: Place) -> dict[str, tuple[Name, Node]]:
    """Return the definitions that a formula's letters lead to, each letter's own."""
    own = {flat_name(head).letter: (flat_name(head), flat(node)) for head, node in place.own}
    found: dict[str, tuple[Name, Node]] = {}
    wanted = [*letters_of(formula), *(("L", "a", "z") if _about_loss(formula) else ())]
    wanted += [x.name.letter for x in walk(formula) if isinstance(x, Differential)]
    losses = (
        [letter for letter in own if letter in {"L", "C", "J", "E", "loss", "Loss"}] if _about_loss(formula) else []
    )
    wanted += losses
    while wanted:
        letter = wanted.pop()
        if letter in own and letter not in found and names_in(own[letter][1]):
            found[letter] = own[letter]
            wanted += letters_of(own[letter][1])
    return found


def _about_loss(formula: Equation) -> bool:
    return any(isinstance(x, Differential) or (isinstance(x, Name) and x.letter == r"\delta") for x in walk(formula))


def unit(formula: Equation, place: Place, setting: Setting, *, normed: bool = True) -> str:
    """Return the outcome for one unit, or one layer of an example."""
    scene = with_parameters(scene_of(formula, place, setting))
    rng = random.Random(place.seed)  # noqa: S311 - points, not secrets
    drawn = (
        world_of(scene, rng, normed=normed, positive=positive, number=n)
        for positive in (False, True)
        for n in range(POINTS // 2 if positive else POINTS)
    )
    said = outcome(scene.formula, drawn, indices_in(scene))
    return UNDECIDED if said not in {TRUE, UNDECIDED} and _untied(scene) else said


def indices_in(scene: Scene) -> tuple[str, ...]:
    """Return the indices that run in a formula and in what the post defines for it."""
    heads = {x.letter for head, _ in scene.own.values() for y in indices_of(head) for x in quantities(y)}
    inner = (letter for _, node in scene.own.values() for letter in running(node) if letter not in heads)
    return tuple(dict.fromkeys((*running(scene.formula), *inner)))


def _untied(scene: Scene) -> bool:
    """Tell whether a derivative is taken by a letter of which nothing is known: the post does not say how they hang together."""  # noqa: E501 - one row a line
    known = {
        scene.roles.output,
        scene.roles.inner,
        scene.roles.target,
        "z",
        "a",
        "y",
        "w",
        "W",
        "x",
        "b",
        r"\delta",
        *scene.own,
        *scene.roles.losses,
    }
    known |= {x for _, node in scene.own.values() for x in letters_of(node)}
    for x in walk(scene.formula):
        if isinstance(x, Slope) and isinstance(x.of, Name) and x.of != x.by and ({x.of.letter, x.by.letter} - known):
            return True
    return False


def with_parameters(scene: Scene) -> Scene:
    """Return the scene with the parameters of its entries as letters, where the formula writes them as letters."""
    letters = letters_of(scene.formula)
    setting = scene.setting
    for field in ("activation", "loss"):
        slot = getattr(setting, field)
        if slot is not None and slot.entry is not None:
            values = parameters(slot.entry)
            if set(values) & letters:
                setting = replace(setting, **{field: free_slot(slot.entry)})
    return replace(scene, setting=setting)


def free(formula: Equation, place: Place) -> Iterator[tuple[World, Equation]]:
    """Yield worlds in which all letters are free."""
    scene = scene_of(formula, replace(place, own=()), Setting())
    rng = random.Random(place.seed)  # noqa: S311 - as above
    for n in range(POINTS):
        yield worlds.of_letters(scene, rng, positive=n % 3 != 2), scene.formula


def network(formula: Equation, setting: Setting, hidden: Slot, *, rows: bool = False, summed: bool = False) -> str:
    """Return the outcome for networks of matrices."""
    found = UNDECIDED
    for depth in depths_of(formula):
        world = _network(setting, depth, hidden, rows=rows, summed=summed)
        said = outcome(formula, [world], layers_running(formula), depth + 1)
        if said not in {TRUE, UNDECIDED}:
            return said + _where_shapes_fit(formula, setting, hidden, depth, said)
        found = TRUE if said == TRUE else found
    return found


def _where_shapes_fit(formula: Equation, setting: Setting, hidden: Slot, depth: int, found: str) -> str:
    """Return numbers against an equation whose shapes do not fit, from a network in which all lengths are equal."""
    if not found.startswith(SHAPES):
        return ""
    other = outcome(formula, [_network(setting, depth, hidden, alike=True)], layers_running(formula), depth + 1)
    told = other not in {TRUE, UNDECIDED} and not other.startswith(SHAPES)
    return f"; where every layer has as many units as there are examples, they fit, and {other}" if told else ""


_NETWORKS: dict[object, World] = {}


def _network(setting: Setting, depth: int, hidden: Slot, **options: bool) -> World:
    """Return the network of a case; it remembers the gradients that it has measured."""
    key = (setting, depth, hidden, tuple(sorted(options.items())))
    if key not in _NETWORKS:
        if len(_NETWORKS) > 64:
            _NETWORKS.clear()
        _NETWORKS[key] = networks.of_layers(setting, depth, hidden, **options)
    return _NETWORKS[key]


def depths_of(formula: Equation) -> tuple[int, ...]:
    """Return how deep the networks are: a numbered layer beside the targets is the last one."""
    layers = [x.layer for x in walk(formula) if isinstance(x, Name) and x.layer is not None]
    if not layers:
        return ONE_LAYER
    numbered = [int(x.text) for x in layers if isinstance(x, Number) and x.text.isdecimal()]
    last = max(numbered, default=0)
    targets = {"Y", "Y hat", "y"} & set(names_in(formula))
    return (last,) if targets and len(numbered) == len(layers) and last in (*DEPTHS, 1) else DEPTHS


def layers_running(formula: Equation) -> tuple[str, ...]:
    """Return the letters of layers and indices that run: l, and i or j of a component."""
    found = running(formula)
    letters = {
        y.letter for x in walk(formula) if isinstance(x, Name) and x.layer is not None for y in quantities(x.layer)
    }
    return (
        (*(letter for letter in ("l", "k", "n") if letter in letters), *found)
        if r"\ell" not in letters
        else ("l", *found)
    )


def example(formula: Equation, setting: Setting, hidden: Slot, *, single: bool = False) -> str:
    """Return the outcome for a network that one example goes through."""
    found = UNDECIDED
    for depth in depths_of(formula) if depths_of(formula) != ONE_LAYER else DEPTHS:
        world = networks.of_example(setting, depth, hidden, single=single)
        said = outcome(formula, [world], layers_running(formula), 3)
        if said not in {TRUE, UNDECIDED}:
            return said
        found = TRUE if said == TRUE else found
    return found


def examples_world(formula: Equation, place: Place, setting: Setting, hidden: Slot, *, vector: bool) -> World:
    """Return the world of a unit and its examples, with what the post defines of its loss and its output."""
    world = networks.of_examples(setting, hidden, vector=vector)
    own = {head.letter: node for head, node in place.own if head.letter in LOSSES and names_in(node)}
    known = dict(world.known)
    for letter in {
        x
        for node in (formula, *own.values(), *(local.node for _, local in place.local))
        for x in letters_of(flat_numbers(node))
    }:
        if letter not in world.aliases and not world.knows((letter, None)) and letter not in own:
            known[(letter, None)] = 0.4 + 0.13 * len(known)
    rules = dict(world.rules)
    rules |= {(letter, None): partial(_own_rule, node) for letter, node in own.items()}
    aliases = {x: y for x, y in world.aliases.items() if x not in own and x not in place.functions}
    for letter in own:
        if letter == "J":
            aliases |= {x: y for x, y in aliases.items() if y != "J"}
    return replace(world, known=known, rules=rules, aliases=aliases, local=dict(place.local))


def _own_rule(node: Node, world: World) -> Array:
    return value(node, world)


def examples(formula: Equation, place: Place, setting: Setting, hidden: Slot) -> str:
    """Return the outcome for a unit and the mean over its examples, with one input or several."""
    formula = flat_numbers(formula)
    place = replace(place, own=flat_numbers(place.own), local=flat_numbers(place.local))
    letters = {x.layer.letter for x in walk(formula) if isinstance(x, Name) and isinstance(x.layer, Name)}
    bound = {name.letter for x in walk(formula) if isinstance(x, Big) for name in x.variables}
    indices = (*sorted(letters - bound), *running(formula))
    indexed = any(
        x.letter in {"x", "w", r"\theta"} and x.index is not None for x in walk(formula) if isinstance(x, Name)
    )
    said = [
        outcome(
            formula, [examples_world(formula, place, setting, hidden, vector=vector)], tuple(dict.fromkeys(indices))
        )
        for vector in ((True,) if indexed else (False, True))
    ]
    return next((one for one in said if one == TRUE), next((one for one in said if one != UNDECIDED), UNDECIDED))


def in_setting(formula: Equation, place: Place, setting: Setting, kind: str) -> str:
    """Return the outcome in a setting: nothing where it holds in one way of reading, else why not in the first."""
    if kind == "unit":
        return unit(formula, place, setting)
    said = []
    for way in _ways(formula, place, setting, kind):
        said.append(way())
        if said[-1] == TRUE:
            return TRUE
    return next((one for one in said if one != UNDECIDED), UNDECIDED)


CONVENTIONS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("the examples stand in rows", {"rows": True}),
    ("the cost is the sum over the examples", {"summed": True}),
    ("the examples stand in rows and the cost is their sum", {"rows": True, "summed": True}),
)
"""What else a formula of matrices may take for granted, and how its networks are made."""


def under_convention(formula: Equation, place: Place, setting: Setting) -> str:
    """Return the convention under which a formula of matrices holds, in words; nothing where there is none."""
    (hidden,) = hidden_slots(setting)[:1]
    for said, options in CONVENTIONS:
        if set(options) <= place.conventions and network(formula, setting, hidden, **options) == TRUE:
            return said
    return ""


def under_condition(formula: Equation, place: Place, setting: Setting) -> Equation | None:
    """Return a condition under which a formula of one unit holds that does not hold everywhere: i = j, z > 0."""
    kronecker = any(isinstance(x, Name) and x.letter == r"\delta" and len(indices_of(x)) > 1 for x in walk(formula))
    if formula.condition is not None or kronecker:
        return None
    scene = scene_of(formula, place, setting)
    indices = running(scene.formula)
    conditions = []
    if len(indices) == 2:
        pair = (Name(indices[0]), Name(indices[1]))
        conditions = [Equation(pair, ("=",)), Equation(pair, ("!=",))]
    elif setting.activation and any(isinstance(x, Branches) for x in walk(setting.activation.node)):
        conditions = [Equation((Name(scene.roles.inner), Number("0")), (sign,)) for sign in (">", "<")]
    for condition in conditions:
        if unit(replace(formula, condition=condition), place, setting) == TRUE:
            return condition
    return None


def _ways(formula: Equation, place: Place, setting: Setting, kind: str) -> Iterator[Callable[[], str]]:
    (hidden,) = hidden_slots(setting)[:1]
    if kind == "network":
        yield lambda: network(formula, setting, hidden)
    if kind == "layers":
        if place.own and _own_slope(formula, place):
            yield lambda: unit(formula, place, setting)
        yield lambda: example(formula, setting, hidden)
        if not _matrix_marks(formula) and "W" not in names_in(formula):
            yield lambda: example(formula, setting, hidden, single=True)
    if kind == "examples":
        yield lambda: examples(formula, place, setting, hidden)


def _own_slope(formula: Equation, place: Place) -> bool:
    """Tell whether the formula takes the derivative of something that the post defines letter by letter."""
    own = {flat_name(head).letter for head, _ in place.own}
    tops = {flat_name(x.of).letter for x in walk(formula) if isinstance(x, Slope) and isinstance(x.of, Name)}
    return bool(tops & own)


def _matrix_marks(formula: Equation) -> bool:
    """Tell whether signs stand in a formula that only vectors and matrices have."""
    kinds = {x.kind for x in walk(formula) if isinstance(x, Operation)}
    return (
        bool(kinds & {"transpose", "entrywise", "norm"})
        or bool(running(formula))
        or any(isinstance(x, Big) for x in walk(formula))
    )


def called(formula: object) -> set[str]:
    """Return the letters that stand as functions."""
    return {x.function.letter for x in walk(formula) if isinstance(x, Call)}


def siblings(loss: Slot) -> Iterator[Slot]:
    """Yield the losses of the catalogue that are a factor times this one: half the squared error of the squared error."""  # noqa: E501 - one row a line
    if loss.entry is None:
        return
    wanted = values_of(loss.entry)
    for entry in EVERY_LOSS:
        if entry != loss.entry and entry.vector == loss.entry.vector and (found := values_of(entry)):
            ratios = [x / y for x, y in zip(found, wanted, strict=True)] if wanted and all(wanted) else [0.0]
            if ratios[0] and all(abs(ratio - ratios[0]) < 1e-9 for ratio in ratios):
                yield slot_of(entry)


def missing(place: Place) -> str:
    """Return what a post does not tell; nothing where it tells too little to say."""
    if place.setting.activation is None and place.setting.loss is None:
        return ""
    if place.setting.loss is None:
        return "the post does not tell which loss is meant"
    return ""
