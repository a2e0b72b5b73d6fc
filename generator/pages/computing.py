"""What does a page say about the form to compute: which it is, how it follows, and how exact it is in which format?"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.engine.oneline import plain
from generator.engine.tex import equation, tex
from generator.pages.error_plot import error_plot
from generator.pages.evidence import counted
from generator.pages.forms import best_of, form_copies, largest_of, numpy_of
from generator.pages.snippet import fenced
from generator.pages.text import SMALL, plural, scientific
from generator.pages.views import LineView, Link, line_view
from generator.verify.computing import Computed
from generator.verify.proved import Proved
from generator.verify.rounding import ALLOWED, Rounded
from generator.verify.sweep import Sweep, Target


@dataclass(frozen=True)
class Row:
    """One format: how the form as it is written fares, where it is good, and how the form to compute fares."""

    format: str
    written: str
    good: str
    better: str


@dataclass(frozen=True)
class ComputedView:
    """One function: the form to compute, with everything that is said about it.

    ``menu`` is the block of what can be copied of it. ``largest`` is the TeX of u_k where the form names the place of
    the largest, m. ``code`` is Python that computes a form that is better than what is written.
    """

    anchor: str
    name: str
    formula: str
    menu: str
    largest: str
    verdict: str
    lines: tuple[LineView, ...]
    steps: str
    code: str
    missed: bool
    rows: tuple[Row, ...]
    plot: str


def computing_views(proved: Proved, link: Callable[[str], Link]) -> tuple[ComputedView, ...]:
    """Return what a page says about the function and about its derivative."""
    names = ("value", "slope")
    drawn = [one for one in proved.computing if one.better][-1:]
    return tuple(
        _view(name, one, proved, link, _plot(one, proved) if one in drawn else "")
        for name, one in zip(names, proved.computing, strict=False)
    )


def _view(anchor: str, one: Computed, proved: Proved, link: Callable[[str], Link], plot: str) -> ComputedView:
    best, ranked, label = best_of(one), largest_of(one), f"compute-{anchor}"
    proofs = iter(one.proofs)
    lines = best.lines if one.better else ()
    views = tuple(line_view(f"{anchor}-{n}", line, proofs, link) for n, line in enumerate(lines, 1))
    count = sum(len(line.steps) for line in lines)
    return ComputedView(
        anchor=label,
        name=tex(one.name),
        formula=equation(one.name, best.term),
        menu=form_copies(one, proved.entry, label).block,
        largest="" if ranked is None else tex(ranked),
        verdict=_verdict(one),
        lines=views,
        steps=f"{plural(count, 'step')}: {counted(step.known for line in views for step in line.steps)}",
        code=fenced(numpy_of(one, proved.entry)) if one.better else "",
        missed=bool(best.misses),
        rows=tuple(_rows(one)),
        plot=plot,
    )


def _verdict(one: Computed) -> str:
    best = best_of(one)
    throughout = _throughout(one.sweep)
    if not best.misses:
        away = ", away from its zeros," if best.lapses else ""
        how = "This form" if one.better else "As it is written, it"
        return f"{how} is within {units(best.worst)} of the true value{away} in all four formats, {throughout}."
    worst = groupby((fare for fare in best.fares if not fare.holds), key=lambda fare: figure(fare.worst))
    missed = _and([f"{error} in {_and([fare.format for fare in fares])}" for error, fares in worst])
    known = "It is the best form that is known here" if one.better else "No better form is known here"
    return f"{known}; {throughout}, its worst error is more than {ALLOWED} units in the last place: {missed}."


def _throughout(sweep: Sweep) -> str:
    """Say at which numbers a form was measured."""
    name = swept(sweep)
    said = [f"for every {name} from {_number(sweep.points[0])} to {_number(sweep.points[-1])}"]
    letter = name.rstrip(_FIRST)
    said += [f"{letter}{chr(ord(_FIRST) + n)} = {_number(value)}" for n, value in enumerate(sweep.beside, 1)]
    if sweep.target is not None:
        said.append(f"y = {', '.join(map(_shown, sweep.targets))}")
    return _and(said)


def _and(said: list[str]) -> str:
    """Return ``one``, ``one and two``, or ``one, two and three``."""
    *first, last = said
    return f"{', '.join(first)} and {last}" if first else last


_FIRST = "₁"


def swept(sweep: Sweep) -> str:
    """Return the name of the number that runs: z, or the first component of a vector."""
    return plain(sweep.letter.label) + _FIRST if sweep.beside else plain(sweep.letter)


def _shown(target: Target) -> str:
    return f"({', '.join(map(_number, target))})" if isinstance(target, tuple) else _number(target)


def _number(value: float) -> str:
    """Return a number to three digits, a very small one by its power of ten."""
    if 0 < abs(value) < SMALL:
        return scientific(value)
    return f"{float(f'{value:.3g}'):g}".replace("-", "−")


def units(error: float) -> str:
    """Return an error in words: ``2.4 units in the last place``."""
    return f"{figure(error)} units in the last place"


def figure(error: float) -> str:
    """Return an error in units in the last place to two digits, or that there is no value."""
    if error == float("inf"):
        return "no value"
    return scientific(error)


def _rows(one: Computed) -> Iterator[Row]:
    for written, best in zip(one.written.fares, best_of(one).fares, strict=True):
        yield Row(written.format, figure(written.worst), _good(written, one.sweep), figure(best.worst))


def _good(fare: Rounded, sweep: Sweep) -> str:
    if fare.holds:
        return "everywhere" if fare.anywhere <= ALLOWED else "but for its zeros"
    if math.isnan(fare.low):
        return "nowhere"
    return f"{_number(fare.low)} ≤ {swept(sweep)} ≤ {_number(fare.high)}".replace(" ", "\N{NO-BREAK SPACE}")


def _plot(one: Computed, proved: Proved) -> str:
    forms = (one.written, one.better) if one.better else (one.written,)
    goods = ((fare, _good(fare, one.sweep)) for fare in one.written.fares)
    said = "; ".join(f"{fare.format}: {figure(fare.worst)} as written, {good}" for fare, good in goods)
    title = f"Relative error of the form as written and of the form to compute, {proved.entry.title}"
    axis = (swept(one.sweep), one.sweep.points)
    fares = tuple(form.fares for form in forms)
    return error_plot(fares, axis, title, f"Worst errors in units in the last place. {said}.")
