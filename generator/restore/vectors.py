"""Is a formula of the calculus of vectors and matrices true: ``∂(xᵀAx)/∂x = (A + Aᵀ)x``, ``∇_w L = Xᵀ(p − y)``?

Capital letters are square matrices, small ones vectors, Greek ones numbers; what the post defines follows from them.
"""

import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from generator.restore.arrays import Array, sigmoid
from generator.restore.compare import SHAPES, TRUE, UNDECIDED, outcome
from generator.restore.flat import flat
from generator.restore.nodes import Call, Equation, Name, Number, Operation, Slope, names_in, quantities, walk
from generator.restore.place import Finding, Place
from generator.restore.recognised import renamed
from generator.restore.world import World
from generator.restore.worlds import SIZE, defined, running

_COUNTS = {"n", "m", "N", "d", "D"}
_EITHER = {"b", "c", "t", "k", "a", "s"}
"""Small letters that are vectors to one author and numbers to another."""


def judged(formula: Equation, place: Place) -> Finding | None:
    """Return the verdict, or None for a formula that is about no derivative by a vector or a matrix."""
    if any(x.layer is not None and not isinstance(x.layer, Number) for x in walk(formula) if isinstance(x, Name)):
        return None
    formula = _flat(formula)
    slopes = [x for x in walk(formula) if isinstance(x, Slope) and x.of is not None]
    if not slopes or not _marked(formula) or any(_is_constant(x, place) for x in slopes):
        return None
    said = [outcome(formula, [world], running(formula)) for world in _worlds(formula, place)]
    if TRUE in said:
        return Finding("true", "both sides agree for random vectors and matrices")
    turned = Equation((Operation("transpose", (formula.sides[0],)), *formula.sides[1:]), formula.relations)
    if isinstance(formula.sides[0], Slope) and TRUE in [outcome(turned, [w]) for w in _worlds(formula, place)]:
        return Finding("true when a derivative by a vector is laid out the other way round", next(filter(None, said)))
    wrong = next((one for one in said if one != UNDECIDED and not one.startswith(SHAPES)), None)
    return None if wrong is None else Finding("false", f"for random vectors and matrices: {wrong}")


def _is_constant(slope: Slope, place: Place) -> bool:
    """Tell whether a derivative is taken of what the post defines without the letter: of the loss in y hat, by w."""
    own = {_flat(head).letter: _flat(node) for head, node in place.own}
    wanted, found = [slope.of], set[str]()
    while wanted:
        for name in quantities(wanted.pop()):
            wanted += [own.pop(name.letter)] if name.letter in own else []
            found.add(name.letter)
    return isinstance(slope.of, Name) and len(own) < len(place.own) and slope.by.letter not in found


def _flat(node: Any) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node with numbered letters as letters of their own, whether the number stands above or below."""
    found = flat(node)
    return renamed(found, {letter: letter.replace("^", "_") for letter in names_in(found)})


def _marked(formula: Equation) -> bool:
    """Tell whether marks stand in a formula that only vectors and matrices have."""
    kinds = {x.kind for x in walk(formula) if isinstance(x, Operation)}
    called = {x.function.letter for x in walk(formula) if isinstance(x, Call)}
    return bool(kinds & {"transpose", "norm", "dot"} or called & {"diag", r"\diag", "tr", "trace"})


def _worlds(formula: Equation, place: Place) -> Iterator[World]:
    """Yield worlds of the formula's letters: with all small letters vectors, and with some of them numbers."""
    own = dict[str, Any]()
    wanted: list[object] = [formula]
    given = {_flat(head).letter: (_flat(head), _flat(node)) for head, node in place.own}
    letters: dict[str, None] = {}
    while wanted:
        for name in quantities(wanted.pop()):
            letters[name.letter] = None
            if name.letter in given and name.letter not in own:
                own[name.letter] = given[name.letter]
                wanted.append(own[name.letter][1])
    free = [x for x in letters if x not in own and x not in {"e", r"\pi"}]
    by = {x.by.letter for x in walk(formula) if isinstance(x, Slope)}
    for numbers in dict.fromkeys((frozenset[str](), frozenset(_EITHER & set(free)))):
        rng = random.Random(place.seed)  # noqa: S311 - points, not secrets
        yield World(
            {
                ("N", None): float(SIZE),
                **{(x, None): _drawn(x, rng, number=x in numbers, vector=x in by) for x in free},
            },
            {(x, None): partial(defined, head, node, SIZE) for x, (head, node) in own.items()},
            {r"\sigma": sigmoid},
            loss=("L", None),
            local=dict(place.local),
        )


def _drawn(letter: str, rng: random.Random, *, number: bool, vector: bool) -> Array:
    if letter == "I":
        return np.eye(SIZE)
    if letter in _COUNTS:
        return float(SIZE)
    sizes = (
        () if number or (letter.startswith("\\") and not vector) else (SIZE, SIZE) if letter[:1].isupper() else (SIZE,)
    )
    found = np.array([rng.randint(100, 900) / 1000 for _ in range(int(np.prod(sizes)))]).reshape(sizes)
    return found if sizes else float(found)
