"""What stands on the page of the LaTeX examples?

All verdicts come from ``verify.examples``; the words around them stand in the template.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from generator.catalogue.examples import EXAMPLES, LINES, Sides
from generator.engine.calculus import fields, integrals, sums
from generator.engine.rules import Rule
from generator.engine.tex import equation, tex
from generator.pages.site import Page
from generator.pages.text import escape, scientific
from generator.pages.views import LineView, Link, line_view, point_text
from generator.verify.examples import Judged, Measured, Place
from generator.verify.meaning import METHODS

URI, TITLE, SOURCE = "latex-examples.md", "LaTeX examples", "generator/catalogue/examples.py"
TABLES = (*sums.TABLES, *integrals.TABLES, *fields.TABLES)
OWN: dict[str, Rule] = {row.id: row for table in TABLES for row in table}
"""The rules that only this page uses, and shows."""

GREEK = {"gamma": "γ", "hbar": "ħ", "omega": "ω", "sigma": "σ", "theta": "θ"}
"""How letters with longer names are written."""


@dataclass(frozen=True)
class PhaseView:
    """A headed part: its first formula, its lines, and its preconditions."""

    title: str
    first: str
    lines: tuple[LineView, ...]
    assuming: tuple[str, ...]


def page(env: Environment, found: tuple[Judged, ...], link: Callable[[str], Link], cases: dict[str, Link]) -> Page:
    """Return the page; ``link`` leads to the rules of the rules page, ``cases`` to the pages of entries."""
    context = {
        "examples": [_view(one, link, cases) for one in found],
        "lines": [(line, [_example_link(name) for name in names]) for line, names in LINES],
        "rules": [row for row in OWN.values() if _fires(row.id, found)],
        "equation": equation,
    }
    return Page(URI, TITLE, env.get_template("latex-examples.md.jinja").render(context), SOURCE)


def fired(found: tuple[Judged, ...]) -> frozenset[str]:
    """Return the ids of the rules that the derivations of the page use."""
    return frozenset(step.rule for one in found for phase in one.phases for step in phase.steps)


def _fires(name: str, found: tuple[Judged, ...]) -> bool:
    return name in fired(found)


def _example_link(name: str) -> Link:
    return next(escape(example.title) for example in EXAMPLES if example.id == name), f"#{name}"


def _view(one: Judged, link: Callable[[str], Link], cases: dict[str, Link]) -> dict[str, Any]:
    example = one.example
    return {
        "id": example.id,
        "title": example.title,
        "found": example.found,
        "formula": equation(*example.states) if example.states else example.found,
        "prose": example.prose,
        "word": one.word,
        "why": one.why,
        "see": cases.get(example.see),
        "phases": list(_phases(one, link)),
        "result": _result(one),
        "holds": _said(one.holds, example.states),
        "fails": _said(one.fails, example.states),
        "measured": one.measured,
        "methods": _methods(one.measured),
        "rejected": [
            (equation(*wrong.sides), wrong.says, _said(wrong.place, wrong.sides))
            for wrong in (one.measured.rejected if one.measured else ())
        ],
        "meant": [equation(*sides) for sides in one.meant],
        "tried": one.tried,
        "over_time": [(f"{time:g}", scientific(error) if error else "0") for time, error in one.over_time],
    }


def _phases(one: Judged, link: Callable[[str], Link]) -> Iterator[PhaseView]:
    proofs, name = iter(one.proofs), one.example.id

    def own(rule: str) -> Link:
        return (OWN[rule].title, f"#rule-{rule}") if rule in OWN else link(rule)

    for number, phase in enumerate(one.phases, 1):
        lines = (line_view(f"{name}-{number}-{n}", line, proofs, own) for n, line in enumerate(phase.lines, 1))
        first = tex(phase.goal) if phase.goal == phase.start else equation(phase.goal, phase.start)
        yield PhaseView(phase.title, first, tuple(lines), tuple(equation(*pair) for pair in phase.assuming))


def _result(one: Judged) -> str:
    """Return the formula that was proved; nothing where that is the formula as it was found."""
    if one.measured is None or one.measured.sides == one.example.states:
        return ""
    return equation(*one.measured.sides)


def _methods(measured: Measured | None) -> str:
    if measured is None:
        return ""
    used = [says for kind, says in METHODS if any(side.has(kind) for side in measured.sides)]
    return "; ".join(used)


def _said(place: Place | None, sides: Sides | None) -> str:
    """Return a place with both values there, in Markdown."""
    if place is None or sides is None:
        return ""
    where = f" for {place.title}" if place.title else ""
    named = tuple((GREEK.get(letter, letter), value) for letter, value in place.point)
    point = f" at {point_text(named)}" if named else ""
    left, right = (escape(number_text(value)) for value in (place.left, place.right))
    return f"{left} on the left and {right} on the right{where}{point}"


def number_text(value: str) -> str:
    """Return a number as it is written in a text: without .0, and i for Python's j."""
    plain = value.strip("()").replace("j", "i").replace("-", "−")
    return " ".join(part.removesuffix(".0") for part in plain.split(" "))
