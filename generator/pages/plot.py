"""How is a plot drawn: axes, lines and circles as a few kilobytes of SVG, the same in every build, with words for it?

A *field* is a box with two axes. Everything is placed in units of the drawing, which is ``WIDTH`` wide and sized by
CSS; colours are those of the page, in light and dark. A plot of another kind is one more function that joins fields.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

SVG = "http://www.w3.org/2000/svg"
WIDTH = 460
COLOURS = ("var(--plot-1)", "var(--plot-2)", "var(--plot-3)")
DASHES = ("", "6 3", "7 2 1 2")
"""Whoever sees no colours tells lines by these."""
PAPER = "var(--md-default-bg-color, Canvas)"
STRAIGHT = 0.15
"""A point that lies nearer to the line through its neighbours is not drawn, in units."""
LETTER = 0.56
"""How wide a letter is in the mean, in parts of the size of the letters."""
_NICE = (1, 2, 2.5, 5, 10)

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axis:
    """What an axis shows: from where to where, at which numbers there is a word, and how it is bent."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    bend: Callable[[float], float] = float

    def part(self, value: float) -> float:
        """Return how far along the axis a number lies, from 0 to 1."""
        start, end = self.bend(self.low), self.bend(self.high)
        return (self.bend(value) - start) / (end - start)


@dataclass(frozen=True)
class Field:
    """A box with two axes; ``left``, ``top``, ``right`` and ``bottom`` are its edges."""

    left: float
    top: float
    right: float
    bottom: float
    x: Axis
    y: Axis

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return where a point is drawn, to a tenth."""
        across, up = self.x.part(point[0]), self.y.part(point[1])
        x, y = self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top)
        return round(x, 1), round(y, 1)

    def frame(self, *, across: bool = True, up: bool = True) -> Iterator[str]:
        """Yield both axes, and the words at each if they are wanted."""
        corners = f"M{_n(self.left)} {_n(self.top)}V{_n(self.bottom)}H{_n(self.right)}"
        yield f'<path d="{corners}" fill="none" stroke="currentColor" stroke-width=".8"/>'
        for value, said in self.x.ticks if across else ():
            yield text(said, (self.place((value, self.y.low))[0], self.bottom + 13), anchor="middle")
        for value, said in self.y.ticks if up else ():
            yield text(said, (self.left - 5, self.place((self.x.low, value))[1] + 4), anchor="end")

    def line(self, points: Points, number: int) -> str:
        """Return a line in the colour and the dash of a number; a height that is no number is a gap."""
        runs = (tuple(run) for drawn, run in groupby(points, lambda point: math.isfinite(point[1])) if drawn)
        path = "".join(_path(tuple(map(self.place, run))) for run in runs)
        dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
        return f'<path d="{path}" fill="none" stroke="{COLOURS[number]}" stroke-width="1.4"{dash}/>'

    def circles(self, points: Points, number: int) -> Iterator[str]:
        """Yield circles in the colour of a number: dots with smaller dots of paper on them."""
        dots = "".join(f"M{_n(x)} {_n(y)}h0" for x, y in map(self.place, points))
        for colour, width in ((COLOURS[number], 6), (PAPER, 4.2)):
            yield f'<path d="{dots}" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'


def axis(low: float, high: float) -> Axis:
    """Return an axis for these numbers, a little longer than they reach, with words at about five round ones."""
    room = 0.05 * (high - low) or 1
    rough = (high - low or 2) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in _NICE if nice * power >= rough * 0.999)
    first = math.ceil((low - room) / step)
    marks = range(first, math.floor((high + room) / step) + 1)
    return Axis(low - room, high + room, tuple((n * step, _said(n * step, step)) for n in marks))


def _said(value: float, step: float) -> str:
    places = max(0, 1 - math.floor(math.log10(step))) if step < 10 else 0
    text = f"{value:.{places}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def text(said: str, place: tuple[float, float], *, anchor: str = "start", more: str = "") -> str:
    """Return words at a place."""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{_n(place[0])}" y="{_n(place[1])}"{side}{more}>{escape(said, quote=False)}</text>'


def upright(said: str, place: tuple[float, float]) -> str:
    """Return words that run up along an axis, in the middle of a place."""
    x, y = map(_n, place)
    return f'<text transform="translate({x} {y}) rotate(-90)" text-anchor="middle">{escape(said, quote=False)}</text>'


def legend(names: Sequence[str], y: float, size: float = 12, middle: float = WIDTH / 2) -> Iterator[str]:
    """Yield a piece of each line with its name, side by side around the middle."""
    widths = [30 + LETTER * size * len(name) for name in names]
    x = middle - (sum(widths) + 16 * (len(names) - 1)) / 2
    for number, (name, width) in enumerate(zip(names, widths, strict=True)):
        dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
        yield f'<path d="M{_n(x)} {_n(y - 4)}h24" stroke="{COLOURS[number]}" stroke-width="1.4"{dash}/>'
        yield text(name, (x + 30, y), more=f' fill="{COLOURS[number]}"')
        x += width + 16


def drawing(parts: Iterable[str], height: float, title: str, description: str, size: float = 12) -> str:
    """Return the whole drawing, with a name and words that say what it shows; no line in it is empty."""
    lines = "\n".join(parts)
    return (
        f'<svg viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-label="{escape(title)}" font-size="{_n(size)}" '
        f'fill="currentColor" xmlns="{SVG}">\n<desc>{escape(description, quote=False)}</desc>\n'
        f"{lines}\n</svg>\n"
    )


@dataclass(frozen=True)
class Curve:
    """A line, the same measured at some places, and the words beside it, which stand at a point of the plot."""

    label: str
    at: tuple[float, float]
    line: tuple[tuple[float, float], ...]
    measured: tuple[tuple[float, float], ...]


def plot(curves: Sequence[Curve], axes: tuple[str, str], title: str, description: str) -> str:
    """Return the SVG of the curves, each in a colour and a dash of its own; ``axes`` are the words along x and y."""
    points = [point for curve in curves for point in (*curve.line, *curve.measured)]
    x, y = (axis(min(values), max(values)) for values in zip(*points, strict=True))
    field = Field(50, 10, WIDTH - 10, 215, x, y)
    parts = [*field.frame(), text(axes[0], (255, 246), anchor="middle"), upright(axes[1], (14, 112))]
    for number, curve in enumerate(curves):
        parts += [field.line(curve.line, number), *field.circles(curve.measured, number)]
        parts.append(text(curve.label, field.place(curve.at), more=f' fill="{COLOURS[number]}"'))
    return drawing(parts, 254, title, description)


def _path(points: Points) -> str:
    """Return a line through these places, each seen from the one before it."""
    (x, y), *rest = _bends(points)
    text = f"M{_n(x)} {_n(y)}l"
    for right, down in rest:
        text += f"{_n(right - x)} {_n(down - y)} "
        x, y = right, down
    return text.rstrip(" l")


def _bends(points: Points) -> list[tuple[float, float]]:
    """Return the ends, and of what lies between the points without which the line would look different."""
    if len(points) < 3:
        return list(points)
    far, at = max((_distance(point, points[0], points[-1]), n) for n, point in enumerate(points[1:-1], 1))
    if far < STRAIGHT:
        return [points[0], points[-1]]
    return [*_bends(points[: at + 1])[:-1], *_bends(points[at:])]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    if not length:
        return math.dist(point, start)
    return abs(across * (point[1] - start[1]) - down * (point[0] - start[0])) / length


def _n(number: float) -> str:
    """Return a number to a tenth in the fewest letters."""
    text = f"{round(number, 1):g}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
