"""What is computed for the pages that are written by hand: the picture of a unit, its check, figures, and examples?

Each is a ``Table`` with the mark that ``docs/index.md`` or ``docs/start.md`` puts where it belongs. Slopes and numbers
come from the derivations.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment

from generator.engine.oneline import plain
from generator.pages.evidence import known
from generator.pages.instrument import instrument
from generator.pages.site import Table
from generator.verify.instances import UNIT, Classes, Instances, Unit
from generator.verify.layer_evidence import ProvedLayer
from generator.verify.proved import Proved

DIGITS = 4


def tables(
    env: Environment, work: Iterable[Proved], formulas: int, layers: Iterable[ProvedLayer], shown: Instances
) -> Iterator[Table]:
    """Yield what the home page and the start need; of a catalogue without their entries, nothing in its place."""
    known = {one.id: one for one in work}
    yield _table(env, "figures", figures(known.values(), formulas, layers))
    unit, classes = shown.unit, shown.classes
    three = [known[name] for name in UNIT] if unit else []
    yield _table(env, "unit", unit_picture(*three) if unit else None)
    yield _table(env, "check", {"instrument": _asked(three[-1])} if unit else None)
    yield _table(env, "rates", rates(unit) if unit else None)
    yield _table(env, "deltas", deltas(classes) if classes else None)
    yield _table(env, "paths", paths(classes) if classes else None)


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


def rates(unit: Unit) -> Mapping[str, Any]:
    """Return a unit at a point and a small step away from it: what moves, by how much, and how the rates multiply."""
    return {
        "z": _number(unit.z), "y": _number(unit.y), "step": _number(unit.step),
        "a": _moved(unit.answer, unit.step), "loss": _moved(unit.loss, unit.step),
        "slopes": [_number(slope) for slope in unit.slopes],
    }  # fmt: skip


def _moved(values: tuple[float, float], step: float) -> Mapping[str, str]:
    before, after = values
    return {"before": _number(before), "change": _number(after - before), "rate": _number((after - before) / step)}


def deltas(classes: Classes) -> Mapping[str, Any]:
    """Return the Jacobian of three answers as numbers, with the delta that stands in it."""
    places = range(len(classes.scores))
    return {
        "z": [_number(z) for z in classes.scores],
        "a": [_number(a) for a in classes.answers],
        "delta": [["1" if i == j else "0" for j in places] for i in places],
        "rows": [[_number(x) for x in row] for row in classes.jacobian],
    }


def paths(classes: Classes) -> Mapping[str, Any]:
    """Return the ways from the first score through each answer to the loss, and their sum."""
    ways = [(first, row[0]) for first, row in zip(classes.outer, classes.jacobian, strict=True)]
    return {
        "ways": [
            (i, _number(first), _number(second), _number(first * second)) for i, (first, second) in enumerate(ways, 1)
        ],
        "total": _number(sum(first * second for first, second in ways)),
        "result": _number(classes.first),
        "y": [_number(y) for y in classes.targets],
    }


def _number(value: float) -> str:
    return f"{round(value, DIGITS) + 0:g}".replace("-", "−")
