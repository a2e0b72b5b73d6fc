"""Is a formula about the gradients inside a layer true: ``dS = P∘(dP − rowsum(dP∘P))``, ``dV = PᵀdO``?

The layer is one that the post names, or one whose quantities are all that the formula speaks of. What the post defines
decides in which way its author writes the layer. A newcomer adds other names to ``catalogue.layer_letters``.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from generator.catalogue.operation import Operation
from generator.catalogue.operations import OPERATIONS
from generator.errors import RestoreError
from generator.restore import nodes
from generator.restore.arrays import ShapeError, same, total
from generator.restore.compare import SHAPES, TRUE, UNDECIDED, outcome
from generator.restore.definitions import defined
from generator.restore.flat import plain
from generator.restore.layer_worlds import LAYERS, Way, ways
from generator.restore.nodes import (
    Big,
    Call,
    Differential,
    Equation,
    Name,
    Node,
    Part,
    Slope,
    indices_of,
    names_in,
    quantities,
    rewritten,
    walk,
)
from generator.restore.place import Finding, Place
from generator.restore.roles import LOSSES
from generator.restore.values import measured
from generator.restore.world import World
from generator.restore.worlds import running

_STEPS = {"t": "", "t-1": "_prev", "t+1": "_next"}
_SPELLED = {"x hat": "xhat", "y hat": "y"}


def layers_in(text: str) -> tuple[str, ...]:
    """Return the ids of the layers that a text names."""
    return tuple(one.id for one in OPERATIONS if _names(one).search(text))


@cache
def _names(operation: Operation) -> re.Pattern[str]:
    said = (operation.id.removesuffix("-cell"), operation.title.partition(",")[0], *operation.names)
    words = {re.sub(r"^nn\.|[-\s]*(?:backward|gradient|vjp)$", "", one).lower() for one in said} - {"ds"}
    spelled = (re.escape(one).replace(r"\-", r"[-\s]?").replace(r"\ ", r"[-\s]?") for one in sorted(words))
    return re.compile(rf"(?<![A-Za-z])(?:{'|'.join(spelled)})(?![a-z]{{2}})".replace("alis", "ali[sz]"), re.IGNORECASE)


def judged(formula: Equation, place: Place) -> Finding | None:
    """Return the verdict on a formula about gradients in a layer, or None where it is about none that is known."""
    settled = rewritten(formula, _settled)
    head, *rest = settled.sides
    stated = tuple(node for one, node in place.stated if any(one.letter in names_in(side) for side in rest))
    if not isinstance(head, Differential) or not any(
        isinstance(x, Differential) for node in (*rest, *stated) for x in walk(node)
    ):
        return None
    if any(isinstance(x, Name) and x.layer is not None and "t" not in names_in(x.layer) for x in walk(settled)):
        return None
    said = place.setting.activation is not None or place.setting.loss is not None
    found = [_in_layer(settled, place, layer) for layer in sorted(LAYERS, key=lambda one: one.id not in place.layers)]
    decided = [(one, sure) for one, sure in found if one is not None and (sure or (one.holds and not said))]
    return next((one for one, _ in decided if one.holds), decided[0][0] if decided else None)


def inside(formula: Equation, place: Place, kind: str) -> bool:
    """Tell whether a formula begins with a gradient in a post that names a layer and no activation or loss.

    A network is made of dense layers: who names them may speak of one.
    """
    if kind in {"network", "layers"} and (not place.layers or "dense" in place.layers):
        return False
    head, setting = formula.sides[0], place.setting
    gradient = r"\delta" in names_in(head) or any(
        isinstance(x, Differential) or (isinstance(x, Slope) and isinstance(x.of, Name)) for x in walk(head)
    )
    return gradient and bool(place.layers) and setting.activation is None and setting.loss is None


def defines(formula: Equation, place: Place) -> bool:
    """Tell whether a formula says what a quantity of some layer is, as the layer's record does."""
    head, node = formula.sides[0], formula.sides[-1]
    if not isinstance(head, Name) or any(isinstance(x, Name) and x.layer is not None for x in walk(formula)):
        return False
    told = replace(place, stated=((head, node),))
    every = (way for layer in LAYERS for way in ways(layer) if _letters(formula, way, told) <= way.letters)
    return any(_agrees(way, way.world, told) for way in every)


def _in_layer(formula: Equation, place: Place, layer: Operation) -> tuple[Finding | None, bool]:
    """Return the verdict in one layer, and whether the post tells that it is about this one."""
    outcomes, known = _outcomes(formula, place, layer)
    sure = known or layer.id in place.layers
    true = next((way for way, one in outcomes if one == TRUE), None)
    if true is not None:
        conditions = [*filter(None, [true.said]), *([] if sure else [f"it is about this layer: {layer.title}"])]
        verdict = f"true when {' and '.join(conditions)}" if conditions else "true"
        return Finding(verdict, f"both sides agree with the measured gradients of {layer.title}"), sure
    wrong = next((one for _, one in outcomes if one != UNDECIDED), None)
    if wrong is None:
        return None, sure
    again = rewritten(formula, _over_rows) if wrong.startswith(SHAPES) else formula
    if again != formula and TRUE in (one for _, one in _outcomes(again, place, layer)[0]):
        return Finding("true when the sums run over the examples", f"in {layer.title}: {wrong}"), sure
    numbers = wrong if wrong.startswith(SHAPES) else wrong.rpartition(": ")[2]
    return Finding("false", f"in {layer.title}: {numbers}"), sure


def _over_rows(x: object) -> object:
    """Return a sum or a mean of all entries as that over the rows, which are the examples."""
    match x:
        case Call(Name("sum" | "mean" | "np.sum" | "np.mean" as letter), (inner,), 0):
            return Call(Name(letter), (rewritten(inner, _over_rows), nodes.Number("0")))
    return None


def _outcomes(formula: Equation, place: Place, layer: Operation) -> tuple[list[tuple[Way, str]], bool]:
    """Return what comes out in each way to write a layer, and whether the post's definitions are those of the layer."""
    indexed = any(_places(x) for x in walk(formula) if isinstance(x, Name))
    fitting = [
        way
        for way in ways(layer)
        if way.indexed is indexed
        and _letters(formula, way, place) <= way.letters
        and not (way.columns and "rows" in place.conventions)
        and (not indexed or _fits(formula, way))
    ]
    pairs = [(way, _with_own(way, place)) for way in fitting]
    defined = [(way, world) for way, world in pairs if _agrees(way, world, place)]
    pairs = [(way, world) for way, world in pairs if not _contradicts(way, world, place)]
    return [(way, outcome(_renamed(formula, way), [world], running(formula))) for way, world in defined or pairs], bool(
        defined
    )


def _places(name: Name) -> tuple[Node, ...]:
    """Return the indices of a name, without what counts the steps of time."""
    return tuple(index for index in indices_of(name) if plain(index) not in _STEPS)


def _fits(formula: Equation, way: Way) -> bool:
    """Tell whether each quantity of a layer has as many indices in the formula as it has axes in this way."""
    inner = {x.name for x in walk(formula) if isinstance(x, Differential)}
    pairs = [
        (name, _name(name, way)) for name in (x for x in walk(formula) if isinstance(x, Name)) if name not in inner
    ]
    known = [(name, way.world.known.get((named.letter, None))) for name, named in pairs]
    known += [(name, way.world.known.get((f"d{_name(name, way).letter}", None))) for name in inner]
    return all(data is None or np.ndim(data) == len(_places(name)) for name, data in known)


def _letters(formula: Equation, way: Way, place: Place) -> set[str]:
    """Return the letters that a formula needs, those behind the post's definitions in place of what they define."""
    own = {head.letter: node for head, node in _own(place, way)}
    defined, found = set(own), set[str]()
    wanted = list[object]([_renamed(formula, way)])
    while wanted:
        for name in quantities(wanted.pop()):
            wanted += [own.pop(name.letter)] if name.letter in own else []
            found.add(name.letter)
    bound = {letter.letter for x in walk(formula) if isinstance(x, Big) for letter in x.variables}
    return found - defined - {"e", "pi"} - bound - set(running(formula))


Stated = tuple[tuple[Name, Node, frozenset[str]], ...]
_RENAMED: dict[tuple[int, frozenset[str]], tuple[object, Stated]] = {}
_MOST = 256


def _stated(place: Place, way: Way) -> Stated:
    """Return what a post states in the letters of a layer, with the letters in it; worked out once for a post."""
    key = (id(place.stated), way.letters)
    kept = _RENAMED.get(key)
    if kept is None or kept[0] is not place.stated:
        if len(_RENAMED) >= _MOST:
            _RENAMED.clear()
        nodes = ((_name(head, way), _renamed(node, way)) for head, node in place.stated)
        kept = (place.stated, tuple((name, node, frozenset(names_in(node))) for name, node in nodes))
        _RENAMED[key] = kept
    return kept[1]


def _own(place: Place, way: Way) -> Iterator[tuple[Name, Node]]:
    """Yield what the post defines and the layer has no name for."""
    for name, node, letters in _stated(place, way):
        if name.letter not in way.own and name.letter not in letters:
            yield name, node


def _with_own(way: Way, place: Place) -> World:
    world = way.world
    rules = dict(world.rules)
    rules.update({(head.letter, None): partial(_value, head, node) for head, node in _own(place, way)})
    known = {key: x for key, x in world.known.items() if key not in rules or key in world.rules}
    return replace(world, known=known, rules=rules, memo={})


def _value(head: Name, node: Node, world: World) -> Any:  # noqa: ANN401 - an array
    arrays = (world.known.get((x.letter, None), 0.0) for x in walk(node) if isinstance(x, Name) and x.index)
    return defined(head, node, max((np.shape(data)[-1] for data in arrays if np.ndim(data)), default=1), world)


def _told(way: Way, world: World, place: Place) -> Iterator[tuple[bool, bool]]:
    """Yield of each definition in the post that has a value here: if it is about the layer alone, and if it holds."""
    for name, said, _ in _stated(place, way):
        letters = {x.letter for x in quantities(said)}
        if name.letter in way.letters and letters & way.letters:
            try:
                holds = _is_said(name, said, world)
            except ShapeError:
                holds = False
            except RestoreError:
                continue
            yield name.letter in way.own and letters <= way.letters, holds


def _is_said(name: Name, said: Node, world: World) -> bool:
    """Tell whether a quantity is what a post says, perhaps without a bias, b, that it does not write."""
    found, wanted = measured(said, world), measured(name, world)
    bias = world.known.get(("b", None))
    unwritten = name.letter == "y" and bias is not None and "b" not in names_in(said)
    return same(wanted, found) or (unwritten and same(wanted, total(found, bias)))


def _agrees(way: Way, world: World, place: Place) -> bool:
    """Tell whether something that the post defines of the layer's quantities holds as it is written here."""
    return any(holds for _, holds in _told(way, world, place))


def _contradicts(way: Way, world: World, place: Place) -> bool:
    """Tell whether the post gives one of the layer's names to something else: S = Q K^T without the root."""
    return any(alone and not holds for alone, holds in _told(way, world, place))


def _settled(x: object) -> object:
    """Return a derivative of the loss as a differential."""
    match x:
        case Slope(Name(letter), by, 1) if letter in LOSSES:
            return Differential(by)
        case nodes.Operation(
            "quotient", (Slope(Name(letter), by, 1), nodes.Operation("product", (nodes.Number("2"), other)))
        ) if letter in LOSSES and by == other:  # the derivative by a square, such as σ²
            return Differential(Name(f"{by.letter}2"))
    return None


def _renamed(node: Part, way: Way) -> Part:
    """Return the node with the layer's letters: small ones, steps of time as parts of the name."""

    def rule(x: object) -> object:
        if isinstance(x, Call):
            return replace(x, arguments=rewritten(x.arguments, rule))
        return _name(x, way) if isinstance(x, Name) else None

    return rewritten(node, rule)


def _name(name: Name, way: Way) -> Name:
    letter = name.letter.lstrip("\\").lower()
    letter = _SPELLED.get(letter, letter.replace(" hat", "hat"))
    for script in (name.index, name.layer):
        said = "?" if script is None else plain(script)
        if said in _STEPS:
            return Name(letter + _STEPS[said], None, None if script is name.index else name.index)
        for joined in (f"{letter}{said}", f"{letter}_{said}"):
            if joined in way.letters:
                return Name(joined)
    return replace(name, letter=letter)
