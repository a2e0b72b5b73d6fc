"""How are a function and its derivative drawn, with the derived formula laid over them?

Lines come from the definition by numbers alone, circles are the derived formula: a wrong formula would leave the line.
An activation and its slope share one field; a loss has one field for itself and one for its gradient, and in both a
line for each of a few targets.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from generator.engine.oneline import plain
from generator.pages.plot import WIDTH, Axis, Field, axis, drawing, legend, text, upright
from generator.verify.proved import Proved
from generator.verify.records import Curve, Line

_JUMP = 0.15
"""A line is broken where it moves by more than this part of its height within one step: that is a jump."""


def curve_plot(proved: Proved) -> str:
    """Return the SVG of an entry, or nothing where it has no curves."""
    curves = proved.evidence.curves
    if not curves:
        return ""
    names = _names(proved)
    parts, height = (_one_field(curves[0], names), 230) if len(curves) == 1 else (_two_fields(curves, names), 317)
    title = f"{proved.entry.title}: {names[1]} and {names[2]} against {names[0]}"
    return drawing(parts, height, title, words(proved))


def _names(proved: Proved) -> tuple[str, str, str]:
    """Return what is written beside the axes: the variable, the function, its derivative."""
    of, by = proved.derivation.goal.args
    return plain(by), plain(of), plain(proved.derivation.goal)


def _one_field(curve: Curve, names: tuple[str, str, str]) -> Iterator[str]:
    field = Field(46, 28, WIDTH - 9, 193, _across((curve,)), _up((curve.values, curve.slopes, curve.derived)))
    yield from field.frame()
    yield text(names[0], (248, 224), anchor="middle")
    yield field.line(tuple(_broken(curve.values)), 0)
    yield field.line(tuple(_broken(curve.slopes)), 1)
    yield from field.circles(curve.derived, 1)
    yield from legend(names[1:], 16)


def _two_fields(curves: Sequence[Curve], names: tuple[str, str, str]) -> Iterator[str]:
    x = _across(curves)
    upper = Field(64, 28, WIDTH - 9, 146, x, _up(curve.values for curve in curves))
    slopes = chain.from_iterable((curve.slopes, curve.derived) for curve in curves)
    lower = Field(64, 162, WIDTH - 9, 280, x, _up(slopes))
    yield from upper.frame(across=False)
    yield from lower.frame()
    yield upright(names[1], (14, 87))
    yield upright(names[2], (14, 221))
    yield text(names[0], (257, 311), anchor="middle")
    for number, curve in enumerate(curves):
        yield upper.line(tuple(_broken(curve.values)), number)
        yield lower.line(tuple(_broken(curve.slopes)), number)
        yield from lower.circles(curve.derived, number)
    yield from legend([f"y = {curve.target}" for curve in curves], 16)


def _across(curves: Sequence[Curve]) -> Axis:
    places = [x for curve in curves for x, _ in curve.values]
    return axis(min(places), max(places))


def _up(lines: Iterable[Line]) -> Axis:
    heights = [y for line in lines for _, y in line]
    return axis(min(heights), max(heights))


def _broken(line: Line) -> Iterable[tuple[float, float]]:
    """Yield the points, with a gap where the line jumps."""
    heights = [y for _, y in line]
    most = _JUMP * (max(heights) - min(heights))
    yield line[0]
    for (_, before), (x, y) in pairwise(line):
        if abs(y - before) > most > 0:
            yield x, float("nan")
        yield x, y


def words(proved: Proved) -> str:
    """Return in words what the plot shows."""
    variable, function, slope = _names(proved)
    return " ".join(_sentence(curve, variable, function, slope) for curve in proved.evidence.curves)


def _sentence(curve: Curve, variable: str, function: str, slope: str) -> str:
    (start, first), (end, last) = curve.values[0], curve.values[-1]
    (lowest, low), (highest, high) = (pick(curve.slopes, key=lambda point: point[1]) for pick in (min, max))
    where = f"For y = {curve.target}, from" if curve.target else "From"
    return (
        f"{where} {variable} = {_short(start)} to {_short(end)}, {function} goes from {_short(first)} to "
        f"{_short(last)}; {slope} is between {_short(low)}, at {variable} = {_near(lowest)}, and {_short(high)}, "
        f"at {variable} = {_near(highest)}."
    )


def _short(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")


def _near(place: float) -> str:
    """Return a place as well as one can see it."""
    return _short(round(place, 1) + 0.0)
