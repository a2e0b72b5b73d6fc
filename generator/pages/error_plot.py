"""How does the error of a form look over all z, in each floating point format?

Four small fields, one a format: the relative error of the form as it is written, dashed, and of the form to compute.
The axis of z is logarithmic, on both sides of 0 where z goes through it, and each column shows the worst error in it.
"""

import io
import math
from collections.abc import Iterator

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from generator.pages.plot import COLOURS, NOTHING, SETTINGS, dressed
from generator.verify.rounding import Rounded

TOP, BOTTOM = 1.0, 1e-18
"""Errors above 1, and results that are no number, are drawn at the top; none at all at the bottom."""

_COLUMNS, _LINEAR = 5, 0.1
_TICKS = {-1000: "−10³", -10: "−10", 0: "0", 10: "10", 1000: "10³"}
_POSITIVE = {1e-4: "10⁻⁴", 1e-2: "10⁻²", 1: "1", 100: "100"}
_ERRORS = {1e-16: "10⁻¹⁶", 1e-8: "10⁻⁸", 1: "1"}

Fares = tuple[Rounded, ...]
Axis = tuple[str, tuple[float, ...]]
"""What runs, and through which numbers."""


def error_plot(forms: tuple[Fares, ...], axis: Axis, title: str, description: str) -> str:
    """Return the SVG: the first of the forms is the one that is written, the second the one to compute."""
    with mpl.rc_context(SETTINGS | {"font.size": 9, "svg.hashsalt": title, "path.simplify_threshold": 0.5}):
        figure = Figure(figsize=(6.4, 4.4), frameon=False)
        figure.subplots_adjust(0.13, 0.12, 0.98, 0.94, 0.24, 0.2)
        FigureCanvasSVG(figure)
        fields = figure.subplots(2, 2, sharex=True, sharey=True).ravel()
        for place, (field, *fares) in enumerate(zip(fields, *forms, strict=True)):
            _draw(field, tuple(fares), axis[1], labelled=place == 0)
        figure.supxlabel(axis[0], fontsize=9)
        figure.supylabel("relative error", fontsize=9)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata=NOTHING, transparent=True)
    return dressed(written.getvalue(), title, description)


def _draw(field: Axes, fares: Fares, points: tuple[float, ...], *, labelled: bool) -> None:
    field.set_title(fares[0].format, fontsize=9)
    if points[0] > 0:
        field.set_xscale("log")
    else:
        field.set_xscale("symlog", linthresh=_LINEAR, linscale=0.3)
    field.set_yscale("log")
    known = _POSITIVE if points[0] > 0 else _TICKS
    ticks = {z: text for z, text in known.items() if points[0] <= z <= points[-1]}
    field.set(ylim=(BOTTOM, 10 * TOP), xticks=tuple(ticks), yticks=tuple(_ERRORS))
    field.set_xticklabels(list(ticks.values()))
    field.set_yticklabels(list(_ERRORS.values()))
    field.minorticks_off()
    field.tick_params(length=0)
    field.patch.set_visible(False)
    field.spines[["top", "right"]].set_visible(False)
    colours = list(COLOURS)[1:]
    for fare, colour, dash, words in zip(fares, colours, ("--", "-"), ("as written", "to compute"), strict=False):
        field.plot(
            *zip(*_line(fare, points), strict=True),
            dash,
            color=colour,
            linewidth=1.2,
            label=words if labelled else None,
        )
    if labelled:
        field.legend(frameon=False, fontsize=8, loc="center", labelcolor="linecolor")


def _line(fare: Rounded, points: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """Yield the worst error of every few neighbouring points."""
    drawn = list(zip(points, fare.errors, strict=True))
    for start in range(0, len(drawn), _COLUMNS):
        column = drawn[start : start + _COLUMNS]
        z, _ = max(column, key=lambda point: point[1])
        worst = max(error for _, error in column)
        yield z, TOP if not math.isfinite(worst) else min(TOP, max(BOTTOM, worst))
