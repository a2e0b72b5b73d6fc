"""What comes out for a formula of one unit, with the letters that the post defines and their usual roles?

A newcomer who meets another way in which letters lead to each other adds it to ``scene_of``.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.restore import worlds
from generator.restore.arrays import shape_of
from generator.restore.compare import TRUE, UNDECIDED, outcome
from generator.restore.flat import flat, flat_name, without_layers
from generator.restore.inputs import untied, with_inputs, with_residual, with_usual_inputs
from generator.restore.nodes import (
    Branches,
    Differential,
    Equation,
    Name,
    Node,
    Operation,
    Slope,
    indices_of,
    names_in,
    quantities,
    walk,
)  # fmt: skip
from generator.restore.place import Place
from generator.restore.roles import LOSSES, Roles, letters_of, roles
from generator.restore.settings import Setting, with_letters
from generator.restore.world import World
from generator.restore.worlds import Scene, axes_of, running, world_of

POINTS = 6


def scene_of(formula: Equation, place: Place, setting: Setting, roles_: Roles | None = None) -> Scene:
    """Return the scene of one unit, with all that the post defines and the formula leads to."""
    flattened: Equation = with_inputs(flat(_one_layer(formula)))
    own = untied(_needed(flattened, place))
    if "t" in own and "y" not in letters_of(flattened) and "y" in letters_of(own["t"][1]):
        own.pop("t")  # targets made of others, as smoothed labels are: the loss compares with them
    flattened, own = with_usual_inputs(flattened, own)
    own = with_residual(flattened, own, LOSSES) if setting.loss and not {*LOSSES} & set(own) else own
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


def unit(
    formula: Equation,
    place: Place,
    setting: Setting,
    *,
    normed: bool | None = True,
    given: Mapping[str, float] | None = None,
) -> str:
    """Return the outcome for one unit, or one layer of an example.

    ``normed`` targets sum to one where the case is one of vectors, with None wherever they are vectors; letters that
    are ``given`` have these values.
    """
    scene = with_parameters(scene_of(formula, place, setting))
    rng = random.Random(place.seed)  # noqa: S311 - points, not secrets
    drawn = (
        world_of(scene, rng, normed=normed, positive=positive, number=n)
        for positive in (False, True)
        for n in range(POINTS // 2 if positive else POINTS)
    )
    worlds = [_at(world, given) if given else world for world in drawn]
    said = outcome(scene.formula, worlds, indices_in(scene))
    told = (scene.formula, *(node for _, node in scene.own.values()))
    if said == TRUE and _of_vectors(told) and not any(map(shape_of, worlds[0].known.values())):
        return UNDECIDED
    return UNDECIDED if said not in {TRUE, UNDECIDED} and _untied(scene) else said


def _at(world: World, given: Mapping[str, float]) -> World:
    """Return the world with some letters at given values."""
    known = dict(world.known)
    known.update({(letter, None): number for letter, number in given.items()})
    return replace(world, known=known, rules={x: y for x, y in world.rules.items() if x[0] not in given}, memo={})


def _of_vectors(told: tuple[object, ...]) -> bool:
    """Tell whether something is transposed, or a norm stands beside a matrix: numbers for vectors would say nothing."""
    kinds = {x.kind for node in told for x in walk(node) if isinstance(x, Operation)}
    matrices = {x for x in names_in(told[0]) if x[:1].isupper() and x not in LOSSES}
    return "transpose" in kinds or ("norm" in kinds and bool(matrices))


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
    letters, setting = letters_of(scene.formula), scene.setting
    activation, loss = (slot and with_letters(slot, letters) for slot in (setting.activation, setting.loss))
    return replace(scene, setting=replace(setting, activation=activation, loss=loss))


def free(formula: Equation, place: Place) -> Iterator[tuple[World, Equation]]:
    """Yield worlds in which all letters are free."""
    scene = scene_of(formula, replace(place, own=()), Setting())
    rng = random.Random(place.seed)  # noqa: S311 - points, not secrets
    nodes = (scene.formula, *(local.node for letter, local in place.local if letter in names_in(scene.formula)))
    cases = formula.condition is not None or any(isinstance(x, Branches) for node in nodes for x in walk(node))
    for n in range(3 * POINTS if cases else POINTS):
        yield worlds.of_letters(scene, rng, positive=n % 3 == 0 if cases else n % 3 != 2), scene.formula
