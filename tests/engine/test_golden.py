"""What a few entries look like on paper: their key lines, as files that a reviewer reads in the diff.

``pytest tests/engine --update-golden`` writes them anew. A further entry is kept so by an empty file with its name:
there are too many for all of them, and what holds of every entry is tested of every entry below.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.catalogue.derivations import derivation_of, partials_of, second_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.c import c_loops
from generator.engine.code import numpy_expression
from generator.engine.indices import free_indices
from generator.engine.javascript import javascript
from generator.engine.notation import NOTATIONS
from generator.engine.oneline import plain_equation
from generator.engine.records import Derivation, Line
from generator.engine.stable import stable_lines
from generator.engine.sympy_code import sympy_code
from generator.engine.terms import Term
from generator.engine.tex import equation, tex

pytestmark = pytest.mark.usefixtures("derived")

GOLDEN = Path(__file__).parent / "golden"
CATALOGUE = Catalogue()
KEPT = sorted(file.stem for file in GOLDEN.glob("*.txt"))


def key_lines(derivation: Derivation) -> Iterator[str]:
    """Yield the lines of a derivation as a person writes them, with the rules of each in brackets."""
    for phase in derivation.phases:
        yield f"## {phase.title}"
        yield f"   {equation(phase.goal, phase.start)}"
        yield from (f"   = {tex(line.after)}   [{_rules(line)}]" for line in phase.lines)
    yield f"result {equation(derivation.goal, derivation.result)}"
    yield from (f"   {form.title}: {tex(form.term)}" for form in derivation.forms)


def everything(entry: Activation | Loss | Case) -> Iterator[str]:
    """Yield the derivations of an entry, the forms to compute, and the result in every way of writing it."""
    first, second = derivation_of(entry), second_of(entry)
    for derivation in (first, second, *partials_of(entry)):
        if derivation:
            yield f"# {derivation.title}"
            yield from key_lines(derivation)
    for name, term in (("definition", first.definition), ("result", first.spelled)):
        yield f"# To compute the {name}"
        yield from (f"   = {tex(line.after)}   [{_rules(line)}]" for line in stable_lines(term))
    yield "# Written"
    yield from (f"{each.id}: {equation(first.goal, first.result, each)}" for each in NOTATIONS)
    yield f"unicode: {plain_equation(first.goal, first.result)}"
    yield f"sympy: {sympy_code(first.goal, first.result)}"
    yield f"numpy: {numpy_expression(first.spelled)}"
    yield f"c: {c_loops('answer', first.spelled, free_indices(first.spelled))}"
    yield f"javascript: {javascript(first.spelled)}"


def _rules(line: Line) -> str:
    return f"{line.title}: {' '.join(step.rule for step in line.steps)}"


def printed(derivation: Derivation) -> Iterator[Term]:
    """Yield every term that a line of the derivation ends in."""
    for phase in derivation.phases:
        yield from (line.after for line in phase.lines)


@pytest.mark.parametrize("name", KEPT)
def test_what_is_derived_of_an_entry_is_what_its_golden_file_says(name: str, *, update_golden: bool) -> None:
    text = "\n".join(everything(CATALOGUE.find(name))) + "\n"
    file = GOLDEN / f"{name}.txt"
    if update_golden:
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


def test_the_cases_of_the_posts_are_among_the_golden_ones_and_every_golden_file_is_an_entry() -> None:
    assert {"sigmoid-logistic", "sigmoid-mse", "linear-mse", "softmax-cross-entropy"} <= set(KEPT)
    assert set(KEPT) <= {entry.id for entry in CATALOGUE.entries}


def test_sigmoid_and_logistic_loss_go_the_way_that_a_person_takes_on_paper() -> None:
    derivation = derivation_of(CATALOGUE.find("sigmoid-logistic"))
    outer, inner, joined = ([tex(line.after) for line in phase.lines] for phase in derivation.phases)
    assert outer == [
        r"-\left(y \cdot \frac{1}{a} + (1 - y) \cdot \frac{1}{1 - a} \cdot (-1)\right)",
        r"-\frac{y}{a} + \frac{1 - y}{1 - a}",
        r"\frac{-y (1 - a) + (1 - y) a}{a (1 - a)}",
        r"\frac{-y + a y + a - a y}{a (1 - a)}",
        r"\frac{a - y}{a (1 - a)}",
    ]
    assert inner == ["a (1 - a)"]
    assert joined == [
        r"\frac{dL}{da} \cdot \frac{da}{dz}",
        r"\frac{a - y}{a (1 - a)} \cdot a (1 - a)",
        r"\frac{(a - y) a (1 - a)}{a (1 - a)}",
        "a - y",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid-logistic", "a - y"),
        ("sigmoid-mse", "(a - y) a (1 - a)"),
        ("linear-mse", "a - y"),
        ("softmax-cross-entropy", "a_{i} - y_{i}"),
        ("sigmoid", "a (1 - a)"),
        ("identity", "1"),
        ("softmax", r"a_{i} (\delta_{ij} - a_{j})"),
        ("logistic", r"\frac{a - y}{a (1 - a)}"),
        ("half-squared-error", "a - y"),
        ("cross-entropy", r"-\frac{y_{i}}{a_{i}}"),
        ("softmin", r"a_{i} (a_{j} - \delta_{ij})"),
        ("log-softmax", r"\delta_{ij} - e^{a_{j}}"),
        ("log-softmax-nll", "e^{a_{i}} - y_{i}"),
        ("linear-cross-entropy-from-logits", r"\frac{e^{a_{i}}}{\sum_{k=1}^{N} e^{a_{k}}} - y_{i}"),
        ("softmax-kl", "a_{i} - y_{i}"),
        ("softmax-brier", r"2 a_{i} \left(a_{i} - y_{i} - \sum_{k=1}^{N} (a_{k} - y_{k}) a_{k}\right)"),
        ("softmin-cross-entropy", "y_{i} - a_{i}"),
        ("tempered-softmax-cross-entropy", r"\frac{a_{i} - y_{i}}{\tau}"),
    ],
)
def test_a_headline_formula_is_the_one_of_the_textbooks(name: str, expected: str) -> None:
    assert tex(derivation_of(CATALOGUE.find(name)).result) == expected


def test_softmax_and_cross_entropy_keep_the_form_for_any_targets() -> None:
    forms = {form.title: tex(form.term) for form in derivation_of(CATALOGUE.find("softmax-cross-entropy")).forms}
    assert forms == {
        "for any targets": r"a_{i} \sum_{k=1}^{N} y_{k} - y_{i}",
        "in terms of the argument": r"\frac{e^{z_{i}}}{\sum_{k=1}^{N} e^{z_{k}}} - y_{i}",
    }


def test_the_softmax_shows_both_sides_of_the_delta() -> None:
    forms = [tex(form.term) for form in derivation_of(CATALOGUE.find("softmax")).forms]
    assert forms[1:] == ["a_{i} (1 - a_{i})", "-a_{i} a_{j}"]


UNSIGHTLY = (r"\+ -", r"- -", r"(?:^|[({&=] *)1 [a-z(\\](?!cdot)", r"\+ 0(?![.\d])", r"\b0 [a-z(]")
"""Signs that stumble, a factor one in front, a term or factor zero."""


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.id)
@pytest.mark.parametrize("pattern", UNSIGHTLY)
def test_no_printed_line_holds_what_no_person_would_write(entry: Activation | Loss | Case, pattern: str) -> None:
    lines = [tex(term) for term in printed(derivation_of(entry))]
    assert [line for line in lines if re.search(pattern, line)] == []


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.id)
def test_no_printed_line_has_brackets_twice_around_the_same(entry: Activation | Loss | Case) -> None:
    lines = [tex(term) for term in printed(derivation_of(entry))]
    assert [line for line in lines if _doubled(line)] == []


def _doubled(line: str) -> bool:
    """Tell whether brackets open next to each other and close next to each other: ((a - b))."""
    opened, pairs = list[int](), dict[int, int]()
    for place, sign in enumerate(line):
        if sign == "(":
            opened.append(place)
        elif sign == ")":
            pairs[opened.pop()] = place
    return any(pairs.get(place + 1) == end - 1 for place, end in pairs.items())


@pytest.mark.parametrize(("line", "wrong"), [("((a - y)) z", True), ("((1 - y) a) z", False), ("(f(x))", False)])
def test_doubled_brackets_are_told_from_those_that_are_needed(line: str, wrong: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert _doubled(line) == wrong


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.id)
def test_no_result_ends_in_a_factor_one_or_starts_a_sum_with_a_minus_that_could_stand_later(
    entry: Activation | Loss | Case,
) -> None:
    derivation = derivation_of(entry)
    for term in (derivation.result, *(form.term for form in derivation.forms)):
        assert r"\cdot 1" not in tex(term)
        sums = [part for _, part in t.walk(term) if part.is_Add]
        assert [part for part in sums if t.is_neg(part.args[0]) and not all(map(t.is_neg, part.args))] == []
