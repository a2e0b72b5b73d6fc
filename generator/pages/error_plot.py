"""How does the error of a form look over all z, in each floating point format?

Four small fields, one a format: the relative error of the form as written, and dashed that of the form to compute.
The axis of z is logarithmic, on both sides of 0 where z goes through it, and each column shows the worst error in it.
"""

import math
from collections.abc import Iterator

from generator.pages.plot import WIDTH, Field, drawing, legend, text, upright
from generator.pages.plot import Axis as Scale
from generator.verify.rounding import Rounded

TOP, BOTTOM = 1.0, 1e-18
"""Errors above 1, and results that are no number, are drawn at the top; none at all at the bottom."""

_COLUMNS, _LINEAR, _INNER = 5, 0.1, 0.3
_TICKS = {-1000: "−10³", -10: "−10", 0: "0", 10: "10", 1000: "10³"}
_POSITIVE = {1e-4: "10⁻⁴", 1e-2: "10⁻²", 1: "1", 100: "100"}
_HEIGHTS = Scale(BOTTOM, 10 * TOP, ((1e-16, "10⁻¹⁶"), (1e-8, "10⁻⁸"), (1, "1")), math.log10)

Fares = tuple[Rounded, ...]
Axis = tuple[str, tuple[float, ...]]
"""What runs, and through which numbers."""


def error_plot(forms: tuple[Fares, ...], axis: Axis, title: str, description: str) -> str:
    """Return the SVG: the first of the forms is the one that is written, the second the one to compute."""
    return drawing(_parts(forms, axis), 317, title, description, size=9)


def _parts(forms: tuple[Fares, ...], axis: Axis) -> Iterator[str]:
    name, points = axis
    scale = _scale(points)
    for number, fares in enumerate(zip(*forms, strict=True)):
        row, column = divmod(number, 2)
        left, top = 60 + 213 * column, 20 + 144 * row
        field = Field(left, top, left + 178, top + 115, scale, _HEIGHTS)
        yield from field.frame(across=row == 1, up=column == 0)
        yield text(fares[0].format, (left + 89, top - 6), anchor="middle")
        for place, fare in enumerate(fares):
            yield field.line(tuple(_line(fare, points)), place)
        if number == 0:
            yield from legend(("as written", "to compute")[: len(fares)], top + 60, 9, left + 89)
    yield text(name, (WIDTH / 2, 312), anchor="middle")
    yield upright("relative error", (12, 150))


def _scale(points: tuple[float, ...]) -> Scale:
    """Return the axis of what runs: logarithmic, on both sides of 0 where it goes through it."""
    known, bend = (_POSITIVE, math.log10) if points[0] > 0 else (_TICKS, _both_sides)
    ticks = tuple((z, said) for z, said in known.items() if points[0] <= z <= points[-1])
    return Scale(points[0], points[-1], ticks, bend)


def _both_sides(z: float) -> float:
    """Return z as it is between -0.1 and 0.1, and by its power of ten outside."""
    return z / _LINEAR * _INNER if abs(z) < _LINEAR else math.copysign(_INNER + math.log10(abs(z) / _LINEAR), z)


def _line(fare: Rounded, points: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """Yield the worst error of every few neighbouring points."""
    drawn = list(zip(points, fare.errors, strict=True))
    for start in range(0, len(drawn), _COLUMNS):
        column = drawn[start : start + _COLUMNS]
        z, _ = max(column, key=lambda point: point[1])
        worst = max(error for _, error in column)
        yield z, TOP if not math.isfinite(worst) else min(TOP, max(BOTTOM, worst))
