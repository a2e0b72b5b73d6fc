"""Of which kind may each letter of a post be, and what comes out in worlds of such letters?

Capital letters are matrices, Greek ones numbers or vectors, and a small letter is either; one with indices has as many
axes. The letters that a post defines follow from the others, and the loss from those that are defined last.
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np

from generator.errors import RestoreError
from generator.restore.arrays import Array, shape_of, sigmoid
from generator.restore.called import is_bent, unknown_in
from generator.restore.compare import outcome
from generator.restore.definitions import defined, lost, others_of
from generator.restore.kinds import MATRIX, NUMBER, VECTOR, Kind, kind_of
from generator.restore.nodes import (
    Big,
    Differential,
    Equation,
    Name,
    Node,
    Operation,
    Slope,
    indices_of,
    quantities,
    walk,
)  # fmt: skip
from generator.restore.place import Place
from generator.restore.roles import LOSSES
from generator.restore.settings import Slot
from generator.restore.values import value
from generator.restore.world import Key, World, polynomial
from generator.restore.worlds import SIZE

_COUNTS = {"N", "m", "n"}
"""Letters that count what a sum runs over, where one ends there or is divided by them."""
CONSTANTS = {"e", r"\pi", r"\infty", "I", r"\delta"}
_LOSS, TARGET = "any loss", "y"
_POINTS, _MORE, _MOST = 4, 12, 64


@dataclass(frozen=True)
class Defined:
    """What a post defines, by letter, and a formula in the same letters: time and labels are parts of names."""

    formula: Equation
    own: Mapping[str, tuple[Name, Node]]
    running: tuple[str, ...]
    loss: Slot | None = None

    @property
    def last(self) -> tuple[str, ...]:
        """The letters on which nothing that is defined depends, gradients left out: ``g = dL/dy`` is none of them."""
        forward = {
            x: node for x, (_, node) in self.own.items() if not any(isinstance(y, Differential) for y in walk(node))
        }
        used = {x.letter for node in forward.values() for x in quantities(node)}
        return tuple(letter for letter in forward if letter not in used)

    @property
    def losses(self) -> tuple[str, ...]:
        """The letters that stand for a loss, and not for a quantity with a gradient of its own."""
        inner = {x.name.letter for x in walk(self.formula) if isinstance(x, Differential)}
        return tuple(x for x, (head, _) in self.own.items() if x in LOSSES and x not in inner and not indices_of(head))

    @property
    def expressions(self) -> tuple[Node, ...]:
        """What a derivative is taken of without a name, ``x^T A x``."""
        return tuple(
            x.of for x in walk(self.formula) if isinstance(x, Slope) and x.of is not None and not isinstance(x.of, Name)
        )

    @property
    def free(self) -> tuple[str, ...]:
        """The letters that the definitions lead to and that are not defined."""
        nodes = (*(node for _, node in self.own.values()), *self.expressions)
        found = {x.letter for node in nodes for x in quantities(node)}
        return tuple(sorted(found - {*self.own} - CONSTANTS - {*self.running} - ({TARGET} if self.loss else set())))

    @property
    def counts(self) -> set[str]:
        """The letters that count: where a sum ends, or by which something is divided."""
        every = [x for part in (self.formula, *(node for _, node in self.own.values())) for x in walk(part)]
        ends = [end for x in every if isinstance(x, Big) for pair in x.bounds for end in pair if end is not None]
        return _COUNTS & {x.letter for node in (*ends, *self._below) for x in quantities(node)}

    @property
    def _below(self) -> tuple[Node, ...]:
        every = [x for part in (self.formula, *(node for _, node in self.own.values())) for x in walk(part)]
        return tuple(x.parts[1] for x in every if isinstance(x, Operation) and x.kind == "quotient")

    @property
    def divisors(self) -> set[str]:
        """The letters by which something is divided: no matrix is."""
        return {x.letter for node in self._below for x in _factors(node)}

    @property
    def bent(self) -> bool:
        """Whether something is defined by cases."""
        return is_bent(tuple(node for _, node in self.own.values()))

    @property
    def letters(self) -> set[str]:
        """All letters of which the post tells what they are."""
        return {*self.own, *self.free, *self.counts, *((TARGET,) if self.loss else ())}


def _factors(node: Node) -> Iterator[Name]:
    match node:
        case Name():
            yield node
        case Operation("product" | "power", parts):
            for part in parts:
                yield from _factors(part)


@dataclass(frozen=True)
class Choice:
    """Of which kind each free letter is, and which letter is the loss.

    ``numbers`` are those that could be vectors; ``spread`` says that one of them meets an array; ``shapes`` are of what
    is defined.
    """

    kinds: Mapping[str, Kind]
    numbers: frozenset[str]
    spread: bool
    loss: str
    shapes: tuple[str, ...]


def choices(scene: Defined) -> Iterator[Choice]:
    """Yield the choices in which every definition makes sense, vectors first."""
    fixed = {letter: _fixed(letter, scene) for letter in scene.free}
    open_ones = [letter for letter, kind in fixed.items() if kind is None]
    chosen = (set(few) for n in range(len(open_ones) + 1) for few in combinations(open_ones, n))
    for _, numbers in zip(range(_MOST), chosen, strict=False):
        kinds = {
            letter: kind or (Kind(NUMBER, free=letter[0] != "\\") if letter in numbers else Kind(VECTOR))
            for letter, kind in fixed.items()
        }
        try:
            found = [_kind(letter, scene, kinds, ()) for letter in scene.own]
            found += [kind_of(node, partial(_kind, scene=scene, kinds=kinds, within=())) for node in scene.expressions]
        except RestoreError:
            continue
        shapes = dict(zip(scene.own, (one.shape for one in found), strict=False))
        losses = [x for x in scene.losses if shapes[x] != MATRIX]
        yield Choice(
            kinds, frozenset(numbers), any(one.spread for one in found), next(iter(losses), _LOSS), (*shapes.values(),)
        )


def _fixed(letter: str, scene: Defined) -> Kind | None:
    """Return the kind that a letter has by the way it is written, or None for one that may be either."""
    nodes = (scene.formula, *(x for pair in scene.own.values() for x in pair))
    axes = max(
        (len(indices_of(x)) for node in nodes for x in walk(node) if isinstance(x, Name) and x.letter == letter),
        default=0,
    )
    if axes:
        return Kind((VECTOR, MATRIX)[min(axes, 2) - 1])
    if letter in scene.counts or (letter[:1].isupper() and letter in scene.divisors):
        return Kind(NUMBER)
    return Kind(MATRIX) if letter[:1].isupper() else None


def _kind(letter: str, scene: Defined, kinds: Mapping[str, Kind], within: tuple[str, ...]) -> Kind:
    if letter in kinds:
        return kinds[letter]
    if letter not in scene.own or letter in within:
        return Kind(NUMBER)
    head, node = scene.own[letter]
    found = kind_of(node, partial(_kind, scene=scene, kinds=kinds, within=(*within, letter)))
    axes = len(indices_of(head))
    return replace(found, shape=(NUMBER, VECTOR, MATRIX)[axes]) if axes and found.shape == NUMBER else found


def outcome_of(
    scene: Defined, choice: Choice, place: Place, *, lost: bool = False, symmetric: Collection[str] = ()
) -> str:
    """Return what comes out for the formula where its letters are as chosen: as ``compare.outcome`` says it.

    With ``lost`` only where the loss that the post defines is positive, if there are points where it is not; some
    matrices are ``symmetric``.
    """
    rng = random.Random(place.seed)  # noqa: S311 - points, not secrets
    count = _MORE if lost or scene.bent else _POINTS
    worlds = [_world(scene, choice, place, rng, signed=n % 2 > 0) for n in range(count)]
    worlds = [replace(one, known=_mirrored(one.known, symmetric)) for one in worlds]
    if lost:
        positive = [world for world in worlds if choice.loss in scene.own and _is_positive(choice.loss, world)]
        worlds = positive if len(positive) < len(worlds) else []
    left = {x.letter for x in walk(scene.formula) if isinstance(x, Name)}
    return outcome(scene.formula, worlds, tuple(x for x in scene.running if x in left), SIZE)


def _mirrored(known: Mapping[Key, Array], symmetric: Collection[str]) -> Mapping[Key, Array]:
    return {key: x + x.T if key[0] in symmetric and shape_of(x) else x for key, x in known.items()}


def _is_positive(letter: str, world: World) -> bool:
    try:
        return bool(np.all(np.real(world.at((letter, None))) > 0))
    except RestoreError:
        return False


def _world(scene: Defined, choice: Choice, place: Place, rng: random.Random, *, signed: bool) -> World:
    nodes = (scene.formula, *(node for _, node in scene.own.values()))
    functions: dict[str, Callable[..., Array]] = {x: polynomial(rng) for x in sorted(unknown_in(nodes))}
    functions[r"\sigma"] = sigmoid
    known, rules = _known(scene, choice, rng, signed=signed), _rules(scene, choice, rng)
    return World(known, rules, functions, loss=(choice.loss, None), local=dict(place.local), padded=True)


def _known(scene: Defined, choice: Choice, rng: random.Random, *, signed: bool) -> dict[Key, Array]:
    found: dict[Key, Array] = {(x, None): float(SIZE) for x in scene.counts if x not in scene.own}
    found |= {
        (letter, None): _drawn(kind, rng, signed=signed)
        for letter, kind in choice.kinds.items()
        if letter not in scene.counts
    }
    return found if "I" in scene.own else found | {("I", None): np.eye(SIZE)}


def _rules(scene: Defined, choice: Choice, rng: random.Random) -> dict[Key, Callable[[World], Array]]:
    found: dict[Key, Callable[[World], Array]] = {
        (x, None): partial(_value, head, node, x == choice.loss) for x, (head, node) in scene.own.items()
    }
    if scene.loss is None:
        return found | {(_LOSS, None): partial(_any_loss, {letter: rng.random() for letter in scene.last})}
    mean = bool({"m", "n", "N"} & {x.letter for x in walk(scene.formula) if isinstance(x, Name)})
    found[(_LOSS, None)] = partial(_named_loss, scene.loss, scene.last, mean)
    return found | {(TARGET, None): partial(_targets, scene.last[0], rng.random())}


def _value(head: Name, node: Node, is_loss: bool, world: World) -> Array:  # noqa: FBT001 - bound once
    found = defined(head, node, SIZE, world) if indices_of(head) else value(node, world)
    return found.sum() if is_loss and shape_of(found) else found


def _any_loss(weights: Mapping[str, float], world: World) -> Array:
    """Return a sum of all entries of what is defined last, each with a weight of its own."""
    found: Array = 0.0
    for letter, seed in weights.items():
        data = world.at((letter, None))
        entries = np.arange(1, np.size(data) + 1).reshape(shape_of(data)) if shape_of(data) else 1.0
        found = found + np.sum(np.sin(entries * (1 + seed)) * data)
    return found


def _named_loss(slot: Slot, last: tuple[str, ...], mean: bool, world: World) -> Array:  # noqa: FBT001 - bound once
    """Return the loss that the post names, of what is defined last and the targets: their sum, or their mean."""
    outputs = [world.at((letter, None)) for letter in last]
    found = sum(lost(slot, output, world.at((TARGET, None)), others_of(slot, world)) for output in outputs)
    return found / SIZE if mean else found


def _targets(like: str, seed: float, world: World) -> Array:
    """Return targets between 0 and 1, as many as there are outputs."""
    sizes = shape_of(world.at((like, None)))
    found = (0.5 + np.sin(np.arange(1, int(np.prod(sizes)) + 1) * (1 + seed)) / 3).reshape(sizes)
    return found if sizes else float(found)


def _drawn(kind: Kind, rng: random.Random, *, signed: bool) -> Array:
    """Return numbers between 0 and 1, where logarithms and roots have values too, or of either sign and up to 2."""
    sizes = {NUMBER: (), VECTOR: (SIZE,), MATRIX: (SIZE, SIZE)}[kind.shape]
    low, high = (-2000, 2000) if signed else (100, 900)
    found = np.array([rng.randint(low, high) / 1000 for _ in range(int(np.prod(sizes)))]).reshape(sizes)
    return found if sizes else float(found)
