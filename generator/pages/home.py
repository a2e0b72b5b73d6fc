"""What is computed for the pages that are written by hand: the picture of a unit, its check, figures, and examples?

Each is a ``Table`` with the mark that ``docs/index.md`` or ``docs/start.md`` puts where it belongs. Slopes and numbers
come from the derivations.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from jinja2 import Environment

from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, I, J, Y, Z
from generator.engine.oneline import plain
from generator.engine.terms import Term
from generator.pages.evidence import known
from generator.pages.instrument import instrument
from generator.pages.site import Table
from generator.verify.layer_evidence import ProvedLayer
from generator.verify.proved import Proved
from generator.verify.world import World

UNIT, CLASSES = ("sigmoid", "logistic", "sigmoid-logistic"), ("softmax", "cross-entropy", "softmax-cross-entropy")
"""An activation, a loss, and both together: those that the home page and the start begin with."""
AT, STEP = {Z: 1.0, Y: 1.0}, 0.01
SCORES, TARGETS = (1.0, 2.0, 3.0), (0.0, 1.0, 0.0)
DIGITS = 4


def tables(
    env: Environment, work: Iterable[Proved], formulas: int, layers: Iterable[ProvedLayer] = ()
) -> Iterator[Table]:
    """Yield what the home page and the start need; of a catalogue without their entries, nothing in its place."""
    known = {one.id: one for one in work}
    yield _table(env, "figures", figures(known.values(), formulas, layers))
    unit, classes = _of(known, UNIT), _of(known, CLASSES)
    yield _table(env, "unit", unit_picture(*unit) if unit else None)
    yield _table(env, "check", {"instrument": _asked(unit[-1])} if unit else None)
    yield _table(env, "rates", rates(*unit) if unit else None)
    yield _table(env, "deltas", deltas(classes[0]) if classes else None)
    yield _table(env, "paths", paths(*classes) if classes else None)


Three: TypeAlias = tuple[Proved, Proved, Proved]


def _of(known: Mapping[str, Proved], names: tuple[str, str, str]) -> Three | None:
    """Return an activation, a loss and both together, if the catalogue has all three."""
    inner, outer, both = (known.get(name) for name in names)
    return (inner, outer, both) if inner and outer and both else None


def _table(env: Environment, name: str, context: Mapping[str, Any] | None) -> Table:
    text = "" if context is None else env.get_template(f"home-{name}.jinja").render(context).strip()
    return Table(f"<!-- {name} -->", text)


def figures(work: Iterable[Proved], formulas: int, layers: Iterable[ProvedLayer] = ()) -> Mapping[str, Any]:
    """Return how many derivations there are and how their steps were checked; those of layers are all compared."""
    entries, operations = tuple(work), tuple(layers)
    found = [known(*pair) for one in entries for pair in zip(one.derivation.steps, one.evidence.proofs, strict=True)]
    exact = sum(each.exact for each in found)
    inner = sum(one.steps for one in operations)
    digits = [each.digits for each in found if not each.exact] + [one.digits for one in operations]
    return {
        "derivations": len(entries) + formulas + sum(len(one.results) for one in operations),
        "steps": len(found) + inner,
        "exact": exact,
        "compared": len(found) - exact + inner,
        "digits": min(digits, default=0),
        "layers": len(operations),
        "components": sum(one.components for one in operations),
        "points": sum(one.evidence.receipt.points for one in entries),
        "worst": max((one.evidence.receipt.worst_relative_error for one in entries), default=0.0),
    }


def unit_picture(inner: Proved, outer: Proved, both: Proved) -> Mapping[str, Any]:
    """Return the two slopes of a unit and what is left of them; ``shared`` is the factor that stands in both."""
    slope, factor = plain(outer.derivation.result), plain(inner.derivation.result)
    before, shared, after = slope.partition(factor)
    return {
        "inner": (plain(inner.derivation.goal), factor),
        "outer": (plain(outer.derivation.goal), before, shared, after),
        "both": (plain(both.derivation.goal), plain(both.derivation.result)),
    }


def _asked(both: Proved) -> Mapping[str, Any]:
    return {
        **instrument(both),
        "asks": f"Is your {plain(both.derivation.goal)} right?",
        "hint": plain(both.derivation.result),
    }


def rates(inner: Proved, outer: Proved, both: Proved) -> Mapping[str, Any]:
    """Return a unit at a point and a small step away from it: what moves, by how much, and how the rates multiply."""
    where = both.derivation.where
    here, there = World(where, AT), World(where, {**AT, Z: AT[Z] + STEP})
    a, loss = inner.derivation.definition, both.derivation.definition
    slopes = [here.value(one.derivation.result) for one in (inner, outer, both)]
    return {
        "z": _number(AT[Z]), "y": _number(AT[Y]), "step": _number(STEP),
        "a": _moved(here, there, a), "loss": _moved(here, there, loss),
        "slopes": [_number(slope) for slope in slopes],
    }  # fmt: skip


def _moved(here: World, there: World, term: Term) -> Mapping[str, str]:
    before, after = here.value(term), there.value(term)
    return {"before": _number(before), "change": _number(after - before), "rate": _number((after - before) / STEP)}


def deltas(inner: Proved) -> Mapping[str, Any]:
    """Return the Jacobian of three answers as numbers, with the delta that stands in it."""
    world = World(inner.derivation.where, {Z_VEC: SCORES}, len(SCORES))
    places = range(1, len(SCORES) + 1)
    rows = [[_number(world.value(inner.derivation.result, {I: i, J: j})) for j in places] for i in places]
    delta = [["1" if i == j else "0" for j in places] for i in places]
    answers = [_number(world.component(A_VEC, i)) for i in places]
    return {"z": [_number(z) for z in SCORES], "a": answers, "delta": delta, "rows": rows}


def paths(inner: Proved, outer: Proved, both: Proved) -> Mapping[str, Any]:
    """Return the ways from the first score through each answer to the loss, and their sum."""
    given = {Z_VEC: SCORES, Y_VEC: TARGETS}
    world = World((*both.derivation.where, *inner.derivation.where), given, len(SCORES))
    places = range(1, len(SCORES) + 1)
    ways = [
        (world.value(outer.derivation.result, {I: i}), world.value(inner.derivation.result, {I: i, J: 1}))
        for i in places
    ]
    return {
        "ways": [
            (i, _number(first), _number(second), _number(first * second)) for i, (first, second) in enumerate(ways, 1)
        ],
        "total": _number(sum(first * second for first, second in ways)),
        "result": _number(world.value(both.derivation.result, {I: 1})),
        "y": [_number(y) for y in TARGETS],
    }


def _number(value: Any) -> str:  # noqa: ANN401 - a float or a number of mpmath
    return f"{round(float(value), DIGITS) + 0:g}".replace("-", "−")
