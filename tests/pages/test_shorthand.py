"""The pages name what recurs, and no line stands open that is too wide for two phones unless it is a result."""

import pytest

from generator.build.work import prove
from generator.catalogue.derivations import derivation_of, second_of
from generator.catalogue.index import Catalogue
from generator.engine.bound import numbered
from generator.engine.notation import INDEX, LEIBNIZ, NOTATIONS
from generator.engine.shorthand import expanded, shortened, shorthands
from generator.engine.width import width
from generator.pages.authors import result_of, spelled
from generator.pages.shorthand import TAKEN, WIDEST, open_lines, shorthands_of, terms_of, written
from generator.verify.exact import same

LONG = ("gelu-tanh-huber", "mish-exponential", "cosine-distance", "softmax-brier")


@pytest.mark.parametrize("name", LONG)
def test_no_line_that_leads_to_another_is_wider_than_two_phones(name: str) -> None:
    """GELU by tanh with Huber was eleven screens wide on a phone."""
    entry = Catalogue().find(name)
    derivations = [one for one in (derivation_of(entry), second_of(entry)) if one is not None]
    terms = [term for one in derivations for term in terms_of(one)]
    names = shorthands(terms, TAKEN)
    assert max(map(width, terms)) > WIDEST
    for phase in (phase for one in derivations for phase in one.phases):
        shown = [one.line for one in open_lines(phase, names)]
        assert all(width(shortened(line.after, names)) <= WIDEST for line in shown[:-1])
        assert [step for line in shown for step in line.steps] == list(phase.steps)
    for term in terms:
        again = expanded(shortened(term, names), names)
        assert numbered(again) == numbered(term) or same(again, term, ())


def test_each_author_gives_the_letters_his_index() -> None:
    derivation = derivation_of(Catalogue().find("gelu-tanh"))
    names = shorthands(terms_of(derivation), TAKEN)
    assert written(names, (derivation.result,), LEIBNIZ)[0].startswith("t = ")
    assert written(names, (derivation.result,), INDEX)[0].startswith("t_{i} = ")
    shown = {each.author: each.tex for each in result_of(derivation, names)}
    assert r"t_{i}^{2}" in shown["Index"]


def test_a_number_of_a_whole_vector_has_no_index_in_any_notation() -> None:
    derivation = derivation_of(Catalogue().find("cosine-distance"))
    names = shorthands(terms_of(derivation), TAKEN)
    assert names
    for notation in NOTATIONS:
        assert all("_" not in one.partition(" = ")[0] for one in written(names, terms_of(derivation), notation))


def test_a_phase_says_what_its_own_letters_stand_for() -> None:
    derivation = second_of(Catalogue().find("sigmoid-huber"))
    assert derivation is not None
    names = shorthands(terms_of(derivation), TAKEN)
    for phase in derivation.phases:
        found = spelled(phase, LEIBNIZ, names)
        letters = {equation.partition(" = ")[0] for equation in found.named}
        assert letters == {letter for letter in letters if any(letter in tex for _, tex in found.lines)}


@pytest.mark.parametrize(("name", "first"), [("softmax-cross-entropy", r"\frac{e^{z_{i}}}"), ("probit-focal", "erf")])
def test_a_letter_that_only_a_first_line_would_use_is_not_introduced(name: str, first: str) -> None:
    """``With p = ..., da/dz = dp/dz`` and a lemma right after it asked what p was for."""
    proved = prove(Catalogue().find(name))
    names, lemma = shorthands_of(proved), proved.derivation.phases[1]
    assert shortened(lemma.start, names) != lemma.start
    found = spelled(lemma, LEIBNIZ, names)
    assert found.named == ()
    assert first in found.first
