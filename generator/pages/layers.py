"""What stands on the pages of layers, and on the one that lists them?"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp
from jinja2 import Environment

from generator.catalogue.index import Catalogue, source_file
from generator.derive.reverse import Gradient, slope_name
from generator.engine.notation import Notation
from generator.engine.records import Line, Phase
from generator.engine.tex import equation, tex
from generator.pages.fitting import shortened
from generator.pages.layer_letters import GREEK, NAME, OPTIONS, WORDS, letter, option_letter
from generator.pages.layer_matrices import matrix_rows
from generator.pages.site import Page
from generator.pages.text import escape, inline, plural, scientific, within
from generator.verify.layer_evidence import Judgement, ProvedLayer
from generator.verify.layer_rounding import Rounding

FOLDER, TEMPLATE, LIST = "layers", "layer.md.jinja", "layers.md.jinja"
TITLES = {"numpy": "NumPy", "torch": "PyTorch", "jax": "JAX"}
_SHORT = 2


@dataclass(frozen=True)
class LineView:
    """One line of a derivation: what was done, with the rules where there are several, and its formula."""

    title: str
    formula: str


@dataclass(frozen=True)
class PhaseView:
    """The derivation of one gradient or one sum: its heading, its name in an address, its first formula, its lines."""

    title: str
    anchor: str
    first: str
    lines: tuple[LineView, ...]


def pages(env: Environment, layers: Iterable[ProvedLayer], catalogue: Catalogue) -> Iterator[Page]:
    """Yield the page that lists the layers, then theirs."""
    every = tuple(layers)
    if not every:
        return
    rows = [(one.operation.title, f"{one.id}.md", _headline(one)) for one in every]
    yield Page(f"{FOLDER}/index.md", "Layers", env.get_template(LIST).render(rows=rows), f"{_TEMPLATES}/{LIST}", FOLDER)
    for one in every:
        text = env.get_template(TEMPLATE).render(**context(one, catalogue))
        yield Page(
            f"{one.operation.uri}.md",
            one.operation.title,
            text,
            source_file(one.operation),
            FOLDER,
            _headline(one),
            _mark(one),
        )


_TEMPLATES = "generator/pages/templates"


def _mark(one: ProvedLayer) -> str:
    return f"{one.digits} digits agree in {one.components} numbers"


def context(one: ProvedLayer, catalogue: Catalogue) -> dict[str, Any]:
    """Return what the template of a layer's page needs."""
    graph, operation = one.graph, one.operation
    notation = notation_of(one)
    phases = [_phase(each.phase, f"gradient-{each.of.name}", one) for each in one.gradients]
    facts = [_phase(phase, f"sum-{n}", one) for n, (phase, _) in enumerate(one.facts, 1)]
    shown = [line.formula for each in (*facts, *phases) for line in each.lines]
    return {
        "layer": operation,
        "title": operation.title,
        "description": _description(one),
        "own": _own(one),
        "prime": _prime(shown),
        "leaving": _leaving(one),
        "delta": _delta(shown),
        "results": [(each.of.name, _result(each, notation)) for each in one.results],
        "named": [
            _result(each, notation) for each in one.gradients if each.of.value is not None and _stands(each, one)
        ],
        "arrays": [_array(each, notation) for each in graph.given],
        "axes": [(inline(axis.letter), inline(axis.size), axis.means) for axis in operation.axes],
        "options": [_option(each, notation) for each in operation.options],
        "definitions": [equation(each.component, each.value, notation) for each in graph.defined],
        "phases": phases,
        "lines": sum(len(each.lines) for each in (*phases, *facts)),
        "facts": facts,
        "matrices": matrix_rows(one, notation),
        "not_matrices": {each.of.name for each in one.gradients} - {each.of for each in one.matrices},
        "between": [each for each in one.gradients if each.of.value is not None],
        "listings": [(TITLES[name], name, code) for name, code in one.code],
        "libraries": operation.libraries,
        "claims": [_claim(each, one, notation) for each in one.claims],
        "evidence": one,
        "rounding": scientific(one.rounding),
        "settings": plural(len(one.vectors), "setting"),
        "roundings": [_rounding(each, one) for each in one.roundings],
        "sizes": [", ".join(f"{name} = {length}" for name, length in each.setting.sizes) for each in one.vectors],
        "references": [catalogue.reference(name) for name in operation.references],
        "data": f"api/{operation.id}.json",
    }


def _own(one: ProvedLayer) -> dict[str, str]:
    """Return the names by which the conventions of the page are explained: those of its first result."""
    name = one.results[0].of.name
    return {"name": letter(name), "gradient": letter(f"d{name}")}


def _leaving(one: ProvedLayer) -> tuple[tuple[str, str], ...]:
    """Return each quantity that leaves the layer and is used in it too, with its gradient from outside, as TeX."""
    return tuple(
        (letter(each.of.name), letter(f"d{each.of.name}_out"))
        for each in one.gradients
        if each.of.value is not None
        and any(base.base.name == f"d{each.of.name}_out" for base in each.term.atoms(sp.Indexed))
    )


def _prime(formulas: Iterable[str]) -> str:
    """Return the first index that has a prime in these formulas; none has one where all indices are of one value."""
    found = re.search(r"(?<![a-zA-Z\\}])([a-z])'", " ".join(formulas))
    return found[1] if found else ""


def _delta(formulas: Iterable[str]) -> tuple[str, ...]:
    """Return the first two indices that are compared by a delta of these formulas, the second of them alone."""
    found = re.search(r"\\delta_\{([a-z]'*), ([a-z]'*)\}", " ".join(formulas))
    return found.groups() if found else ()


def _description(one: ProvedLayer) -> str:
    names = f" Also known as: {', '.join(one.operation.names)}." if one.operation.names else ""
    return shortened(
        f"The backward pass of: {one.operation.title}. Derived from its definition step by step, and compared with "
        f"numeric gradients; with code and test vectors.{names}"
    )


def notation_of(one: ProvedLayer) -> Notation:
    """Return how the names of a layer are written in TeX: gamma, xhat, and dxhat for its gradient."""
    names = [each.name for each in (*one.graph.given, *one.graph.defined)]
    slopes = [str(slope_name(each).base.label) for each in (*one.graph.given, *one.graph.defined)]
    every = (*names, *slopes, *(f"{slope}_out" for slope in slopes))
    taken = {*every, *(axis.letter for axis in one.operation.axes)}
    shown = {name: letter(name) for name in every}
    shown |= {each.id: option_letter(each.id, taken) for each in one.operation.options}
    return Notation("layers", "Layers", letters={name: f"{sign}{{i}}" for name, sign in shown.items()}, whole_axes=True)


def _headline(one: ProvedLayer) -> str:
    return _result(one.results[0], notation_of(one))


def results(one: ProvedLayer) -> tuple[str, ...]:
    """Return the gradients that a backward pass returns, as equations."""
    notation = notation_of(one)
    return tuple(_result(each, notation) for each in one.results)


def _result(each: Gradient, notation: Notation) -> str:
    return equation(each.name, each.term, notation)


def _stands(each: Gradient, one: ProvedLayer) -> bool:
    """Tell whether a named gradient stands in one that is returned, or in one that does."""
    wanted = {other.name.base for other in one.results}
    while (
        more := {
            other.name.base
            for other in one.gradients
            if any(user.name.base in wanted and user.term.has(other.name.base) for user in one.gradients)
        }
        - wanted
    ):
        wanted |= more
    return each.name.base in wanted


def _array(each: Any, notation: Notation) -> tuple[str, str, str, str]:  # noqa: ANN401 - a quantity that is given
    shape = r" \times ".join(map(str, each.base.shape or ()))
    role = {"input": "input", "parameter": "parameter", "data": "data, without a gradient"}[each.array.role]
    return inline(tex(each.component, notation)), inline(shape), escape(each.array.means), role


def _option(each: Any, notation: Notation) -> tuple[str, str, str]:  # noqa: ANN401 - an option of the record
    shown = tex(each.letter, notation)
    named = shown == OPTIONS.get(each.id)
    name = "ε" if each.id == "eps" else shown if named else each.id
    held = within(name, each.range) if each.range.is_Interval else f"{name} is a whole number"
    usual = each.default if each.default.is_Integer else scientific(each.default)
    means = f"{each.id}, {each.means}" if named else each.means
    return inline(shown), escape(means), escape(f"{held}; usually {usual}")


def _phase(phase: Phase, anchor: str, one: ProvedLayer) -> PhaseView:
    """Return a phase without the lines that change nothing to be seen, such as brackets that are not printed."""
    notation = notation_of(one)
    last = first = tex(phase.start, notation)
    lines: list[LineView] = []
    for line in phase.lines:
        formula = tex(line.after, notation)
        if formula != last:
            lines.append(LineView(escape(signed(_told(line), one)), formula))
        last = formula
    return PhaseView(escape(signed(phase.title, one)), anchor, first, tuple(lines))


def _told(line: Line) -> str:
    rules = dict.fromkeys(_rule(step.rule) for step in line.steps)
    return f"{line.title}: {', '.join(rules)}" if len(rules) > 1 else line.title


def _rule(name: str) -> str:
    """Return the name of a rule in words; that of a sum with one value is sum-of-xhat-d, the sum of xhat over d."""
    if name.startswith("sum-of-"):
        quantity, *axes = name.removeprefix("sum-of-").split("-")
        return f"the sum of {quantity} over {' and '.join(axes)}"
    return name.removeprefix("lemma:").replace("-", " ")


def signed(text: str, one: ProvedLayer) -> str:
    """Return a text about a layer with its names in signs: γ for gamma, x̂ for xhat, dx̂ for dxhat, w(q) for wq.

    A name of one or two letters could be a word, so it has to stand behind "by" or "of".
    """
    names = sorted((each.name for each in (*one.graph.given, *one.graph.defined)), key=len, reverse=True)
    long = "|".join(name for name in names if len(name) > _SHORT)
    text = re.sub(rf"\b(d?)({long})\b", lambda found: found[1] + _sign(found[2]), text) if long else text
    short = rf"(\b(?:by|of|name) )({'|'.join(names)})\b"
    return re.sub(short, lambda found: found[1] + _sign(found[2]), text)


def _sign(name: str) -> str:
    found = NAME.fullmatch(name)
    base = found["letter"] if found else ""
    raised = len(base) == _SHORT and base not in {*GREEK, *WORDS}
    if found is None or not (found["hat"] or raised or base in GREEK):
        return name
    base = f"{base[0]}({base[1]})" if raised else base
    base = unicodedata.lookup(f"GREEK SMALL LETTER {base}") if base in GREEK else base
    hat = "\N{COMBINING CIRCUMFLEX ACCENT}" if found["hat"] else ""
    return f"{base}{hat}{found['count']}{(found['out'] or '').replace('_', ' ')}"


def _claim(each: Judgement, one: ProvedLayer, notation: Notation) -> tuple[str, str, str, str, str]:
    """Return a claim as the question, its page, its formula, the verdict, and the error."""
    right = next(found for found in one.gradients if found.of.name == each.claim.of)
    page, error = f"disputes/{one.id}-{each.claim.id}.md", "" if each.holds else scientific(each.error)
    formula = equation(right.name, each.term, notation)
    return signed(one.operation.question(each.claim), one), page, formula, "true" if each.holds else "false", error


def _rounding(each: Rounding, one: ProvedLayer) -> tuple[str, str, str, str]:
    """Return how a layer fares in a format: its name, the error, in which array and at which sizes."""
    if not each.error:
        return each.format, "0", "–", "no number is rounded"
    sizes = ", ".join(f"{name} = {length}" for name, length in one.vectors[each.setting].setting.sizes)
    return each.format, scientific(each.error), each.array, sizes
