"""How are a function and its derivative drawn, with the derived formula laid over them?

Lines come from the definition by numbers alone, circles are the derived formula: a wrong formula would leave the line.
An activation and its slope share one field; a loss has one field for itself and one for its gradient, and in both a
line for each of a few targets.
"""

import io
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from generator.engine.oneline import plain
from generator.pages.plot import COLOURS, NOTHING, SETTINGS, dressed
from generator.verify.proved import Proved
from generator.verify.records import Curve, Line

DASHES = ("-", "--", (0, (6, 2, 1, 2)))
"""Whoever sees no colours tells lines by these."""

_NEEDLESS = re.compile(r' font-family: [^;"]*;| transform="rotate\(-0[^"]*"')
"""What matplotlib writes at every word: the fonts of its own machine, and to turn it by nothing."""

_JUMP = 0.15
"""A line is broken where it moves by more than this part of its height within one step: that is a jump."""


def curve_plot(proved: Proved) -> str:
    """Return the SVG of an entry, or nothing where it has no curves."""
    curves = proved.evidence.curves
    if not curves:
        return ""
    names = _names(proved)
    with mpl.rc_context(SETTINGS | {"font.size": 12, "svg.hashsalt": proved.id, "path.simplify_threshold": 0.4}):
        figure = Figure(figsize=(6.4, 3.2 if len(curves) == 1 else 4.4), frameon=False)
        FigureCanvasSVG(figure)
        if len(curves) == 1:
            _one_field(figure, curves[0], names)
        else:
            _two_fields(figure, curves, names)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata=NOTHING, transparent=True)
    title = f"{proved.entry.title}: {names[1]} and {names[2]} against {names[0]}"
    return dressed(_NEEDLESS.sub("", written.getvalue()), title, words(proved))


def _names(proved: Proved) -> tuple[str, str, str]:
    """Return what is written beside the axes: the variable, the function, its derivative."""
    of, by = proved.derivation.goal.args
    return plain(by), plain(of), plain(proved.derivation.goal)


def _one_field(figure: Figure, curve: Curve, names: tuple[str, str, str]) -> None:
    figure.subplots_adjust(0.1, 0.16, 0.98, 0.88)
    field = figure.subplots()
    _plain(field)
    field.set_xlabel(names[0])
    _draw(field, curve.values, 0, names[1])
    _draw(field, curve.slopes, 1, names[2])
    _mark(field, curve.derived, 1)
    _legend(figure, field)


def _two_fields(figure: Figure, curves: Sequence[Curve], names: tuple[str, str, str]) -> None:
    figure.subplots_adjust(0.14, 0.12, 0.98, 0.91, hspace=0.18)
    upper, lower = figure.subplots(2, 1, sharex=True)
    for field, name in ((upper, names[1]), (lower, names[2])):
        _plain(field)
        field.set_ylabel(name)
    lower.set_xlabel(names[0])
    for number, curve in enumerate(curves):
        _draw(upper, curve.values, number, f"y = {curve.target}")
        _draw(lower, curve.slopes, number)
        _mark(lower, curve.derived, number)
    _legend(figure, upper)


def _plain(field: Axes) -> None:
    field.spines[["top", "right"]].set_visible(False)
    field.tick_params(length=0)
    field.locator_params(nbins=5)
    field.patch.set_visible(False)


def _draw(field: Axes, line: Line, number: int, label: str | None = None) -> None:
    xs, ys = zip(*_broken(line), strict=True)
    field.plot(xs, ys, color=list(COLOURS)[1 + number], linestyle=DASHES[number], linewidth=1.4, label=label)


def _mark(field: Axes, line: Line, number: int) -> None:
    xs, ys = zip(*line, strict=True)
    field.plot(xs, ys, "o", color=list(COLOURS)[1 + number], markersize=3.5, fillstyle="none", markeredgewidth=0.8)


def _legend(figure: Figure, field: Axes) -> None:
    handles, labels = field.get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncols=len(labels), frameon=False, labelcolor="linecolor")


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
