"""In which ways may a formula be meant, and what comes out in each?

As a formula of one unit with the letters that the post defines, of the layers of a network, of a mean over examples, or
of free letters. A newcomer adds a way to read as one row of ``readings``.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from generator.restore.compare import NETWORK, SHAPES, TRUE, UNDECIDED
from generator.restore.flat import flat_name, raised
from generator.restore.layered import example, examples, network
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
    called_in,
    every,
    indices_of,
    names_in,
    renamed,
    walk,
)
from generator.restore.place import Place
from generator.restore.recognised import values_of
from generator.restore.roles import letters_of
from generator.restore.settings import LOSSES as EVERY_LOSS
from generator.restore.settings import Setting, Slot, hidden_slots, slot_of
from generator.restore.units import scene_of, unit
from generator.restore.worlds import Scene, running


def shape(formula: Equation) -> str:
    """Return what a formula is about: ``network``, ``layers``, ``examples``, ``unit`` or free ``letters``."""
    letters = letters_of(formula)
    names = list(every(formula, Name))
    lower = bool(letters & {"a", "z", "b", r"\delta"}) and any(x.layer is not None for x in names)
    if letters & NETWORK and not (lower and not letters & (NETWORK - {"W"})) and not _vector_like(letters, names):
        return "network"
    if any(_sampled(x) for x in names if x.layer is not None) or (_over_examples(formula) and not letters & NETWORK):
        return "examples"
    if len({x.layer for x in names if x.layer is not None}) > 1 or any(_numbered(x) for x in names):
        return "layers"
    if any(isinstance(x.layer, Name) and x.layer.letter in {"l", r"\ell"} for x in names):
        return "layers"
    if r"\nabla" in names_in(formula):
        return "layers"
    return "unit"


def _over_examples(formula: Equation) -> bool:
    """Tell whether NumPy's sums stand beside differentials of single letters: then these hold all examples."""
    sums = any(x.function.letter in {"np.sum", "np.mean"} for x in every(formula, Call))
    dots = any(x.kind == "dot" for x in every(formula, Operation))
    return (sums or dots) and any(every(formula, Differential))


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


def in_setting(formula: Equation, place: Place, setting: Setting, kind: str) -> str:
    """Return the outcome in a setting: nothing where it holds in one way of reading, else why not in the first."""
    if kind == "unit":
        found = unit(formula, place, setting)
        if found != TRUE and (raised := _averaged(formula)) is not None:
            (hidden,) = hidden_slots(setting)[:1]
            return TRUE if examples(raised, place, setting, hidden) == TRUE else found
        return found
    said = []
    for way in _ways(formula, place, setting, kind):
        said.append(way())
        if said[-1] == TRUE:
            return TRUE
    if len(said) > 1 and said[-1] == UNDECIDED and said[0].startswith(SHAPES):
        return UNDECIDED  # no vectors, and of numbers it is not decided
    return next((one for one in said if one != UNDECIDED), UNDECIDED)


def _averaged(formula: Equation) -> Equation | None:
    """Return a formula with its sum over examples that are counted below, ``(1/m) Σ_i (a_i - y_i)``, counted above."""
    sums = [x for x in every(formula, Big) if x.kind == "sum" and x.variables[0].letter != "?"]
    if not sums or not {"m", "N", "n"} & set(names_in(formula)):
        return None
    found: Equation = raised(formula, {x.variables[0].letter for x in sums})
    return found if found != formula else None


CONVENTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("the examples stand in rows", {"rows": True}),
    ("the cost is the sum over the examples", {"summed": True}),
    ("the examples stand in rows and the cost is their sum", {"rows": True, "summed": True}),
    ("the penalty is λ/(2m) times the squares of all weights", {"penalty": (2, True)}),
    ("the penalty is λ/2 times the squares of all weights", {"penalty": (2, False)}),
    ("the penalty is λ/m times the absolute values of all weights", {"penalty": (1, True)}),
    ("the penalty is λ times the absolute values of all weights", {"penalty": (1, False)}),
)
"""What else a formula of matrices may take for granted, and how its networks are made."""


def under_convention(formula: Equation, place: Place, setting: Setting) -> str:
    """Return the convention under which a formula of matrices holds, in words; nothing where there is none."""
    (hidden,) = hidden_slots(setting)[:1]
    for said, options in CONVENTIONS:
        told = {*place.conventions, *({"penalty"} if r"\lambda" in names_in(formula) else ())}
        if "open" in told and _of_examples(formula.sides[0]):
            told.add("summed")
        if set(options) <= told and network(formula, setting, hidden, **options) == TRUE:
            return said
    return ""


def _of_examples(head: object) -> bool:
    """Tell whether the derivative is taken by what each example has of its own: ∂J/∂Z, where others write dZ."""
    return isinstance(head, Slope) and head.by.letter in {"Z", "A", "z"}


_AGAIN = 4
"""How many more sets of points a condition is tried at that the post does not tell."""


def under_condition(formula: Equation, place: Place, setting: Setting) -> Equation | None:
    """Return a condition under which a formula of one unit holds that does not hold everywhere: i = j, z > 0."""
    kronecker = any(x.letter == r"\delta" and len(indices_of(x)) > 1 for x in every(formula, Name))
    if formula.condition is not None or kronecker or any(every(formula, Branches)):
        return None
    scene = scene_of(formula, place, setting)
    indices = running(scene.formula)
    conditions = []
    if len(indices) == 2 and _of_a_jacobian(formula):
        pair = (Name(indices[0]), Name(indices[1]))
        conditions = [Equation(pair, ("=",)), Equation(pair, ("!=",))]
    elif any(map(kinked, (*filter(None, [setting.activation and setting.activation.node]), *_told(scene, place)))):
        conditions = sides_of(scene.roles.inner)
    for condition in conditions:
        again = replace(formula, condition=condition)
        seeds = (place.seed, *(f"{place.seed} {n}" for n in range(_AGAIN)))
        said = [unit(again, replace(place, seed=seed), setting) for seed in seeds]
        if said[0] == TRUE and set(said) <= {TRUE, UNDECIDED}:
            return condition
    return None


def of_a_class(formula: Equation) -> bool:
    """Tell whether a formula speaks of the entry c, which many call the class of the example: p_c - 1."""
    indices = [index for x in every(formula, Name) for index in indices_of(x)]
    return Name("c") in indices or (formula.condition is not None and "c" in names_in(formula.condition))


def _told(scene: Scene, place: Place) -> Iterator[Node]:
    """Yield what the post defines for a formula, and the functions that it calls."""
    yield from (node for _, node in scene.own.values())
    yield from (local.node for letter, local in place.local if letter in called_in(scene.formula))


def kinked(node: object) -> bool:
    """Tell whether a node has branches, or what stands for them: max, min, an absolute value, ReLU."""
    kinks = {"max", "min", "abs", "relu"}
    return any(
        isinstance(x, Branches)
        or (isinstance(x, Operation) and x.kind == "absolute")
        or (isinstance(x, Call) and x.function.letter.lstrip("\\") in kinks)
        for x in walk(node)
    )


def sides_of(letter: str) -> list[Equation]:
    """Return the two conditions under which a function with a corner at 0 is smooth."""
    return [Equation((Name(letter), Number("0")), (sign,)) for sign in (">", "<")]


def _of_a_jacobian(formula: Equation) -> bool:
    """Tell whether a formula is about the derivative of one entry by another, which may be the same or not."""
    slopes = [x for x in every(formula, Slope) if x.of is not None]
    return not slopes or any(
        len(indices_of(x.by)) == 1
        and any(indices_of(y) and indices_of(y) != indices_of(x.by) for y in every(x.of, Name))
        for x in slopes
    )


def _ways(formula: Equation, place: Place, setting: Setting, kind: str) -> Iterator[Callable[[], str]]:
    (hidden,) = hidden_slots(setting)[:1]
    if kind == "network":
        yield lambda: network(formula, setting, hidden, place.deepest)
    if kind == "layers":
        if place.own and _own_slope(formula, place):
            yield lambda: unit(formula, place, setting)
        yield lambda: example(formula, setting, hidden, place.deepest)
        if not _matrix_marks(formula) and "W" not in names_in(formula):
            yield lambda: example(formula, setting, hidden, place.deepest, single=True)
    if kind == "examples":
        if any(x.kind in {"dot", "transpose"} for x in every(formula, Operation)):
            yield lambda: network(renamed(formula, _CAPITALS), setting, hidden, 1)
        yield lambda: examples(formula, place, setting, hidden)


_CAPITALS = {"x": "X", "a": "A", "y": "Y", "z": "Z", "y hat": "Y hat"}
"""Small letters of code that holds all examples in one array, and what a network calls them."""


def _own_slope(formula: Equation, place: Place) -> bool:
    """Tell whether the formula takes the derivative of something that the post defines letter by letter."""
    own = {flat_name(head).letter for head, _ in place.own}
    tops = {flat_name(x.of).letter for x in every(formula, Slope) if isinstance(x.of, Name)}
    return bool(tops & own)


def _matrix_marks(formula: Equation) -> bool:
    """Tell whether signs stand in a formula that only vectors and matrices have."""
    kinds = {x.kind for x in every(formula, Operation)}
    return bool(kinds & {"transpose", "entrywise", "norm"}) or bool(running(formula)) or any(every(formula, Big))


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
