"""Is a formula read aloud as exactly as its TeX? The words are put back into TeX, and nothing is missing."""

from collections.abc import Iterable, Iterator
from itertools import chain

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.network_derivations import derived
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.notation import NOTATIONS
from generator.engine.records import Derivation
from generator.engine.tex import equation, tex
from generator.mathjax.typeset import Formula as Asked
from generator.mathjax.typeset import Typesetter
from generator.pages.tabs import tabs
from tests.mathjax.spelling import normal
from tests.mathjax.spoken import tex_of

SPOKEN = [
    ("a_i - y_i", "a sub i minus y sub i"),
    (r"\frac{dL}{dz} = a - y", "d cap L by d z equals a minus y"),
    (r"\frac{\partial L}{\partial z_{i}}", "partial cap L by partial z sub i"),
    (r"\frac{d^{2} L}{dz^{2}}", "d squared cap L by d z squared"),
    (r"\frac{d}{dz} (a)", "d by d z open paren a close paren"),
    (r"\frac{a}{b} \frac{1}{2 a}", "a over b the fraction with numerator 1 and denominator 2 a end fraction"),
    ("Z^{[l]} W^{[l+1]}", "cap Z of layer l cap W of layer l plus 1 end layer"),
    ("L^{(i)}", "cap L of example i"),
    ("dZ^{[l](i)}", "d cap Z of layer l of example i"),
    (r"a^{L}_{j} \delta^{l+1}", "a sub j at layer cap L delta at layer l plus 1 end layer"),
    (r"W^{[l]\mathsf T} x^\top", "cap W of layer l transpose x transpose"),
    ("(W x)^T", "open paren cap W x close paren transpose"),
    (r"\sigma(z) g'(Z^{[l]}) a (1 - a)", "sigma of z g prime of cap Z of layer l a open paren 1 minus a close paren"),
    (r"\operatorname{softplus}\left(1 - z\right)", "softplus of open paren 1 minus z close paren"),
    (r"e^{z_{i}} \delta_{ij}", "e to the power z sub i end power delta sub i j end sub"),
    (r"e^z z^{2}", "e to the power z z squared"),
    (r"\sum_{k=1}^{N} y_{k}", "the sum over k from 1 to cap N of y sub k"),
    (r"\int_0^1 x \, dx", "the integral from 0 to 1 of x d x"),
    (r"\int x \, dx \iint_{R} \sum a", "the integral of x d x the double integral over cap R of the sum of a"),
    (r"\overline{z} \overline{a + b}", "z bar bar over a plus b end bar"),
    (r"\lim_{h \to 0} h", "lim over h to 0 of h"),
    (r"\left|a - y\right| \sqrt{2}", "the absolute value of a minus y end absolute value the square root of 2"),
    (r"\begin{cases} z & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}",
     "the cases z if z is greater than 0; 0 otherwise; end cases"),
    (r"e^{-\left(\begin{cases} 1 & \text{if } z > 0 \end{cases}\right)}",
     "e to the power minus open paren the cases 1 if z is greater than 0; end cases close paren end power"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "the matrix with rows 1, 2; 3, 4; end matrix"),
    (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}", "the determinant with rows a, b; c, d; end determinant"),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a equals b; equals c"),
    (r"\underbrace{W^{[l]}}_{n_{l} \times m}", "brace cap W of layer l labelled n sub l cross m end brace"),
    (r"\hat y \bar{x} \mathcal{L} \mathbb{R}", "y hat x bar script cap L double struck cap R"),
    (r"\Phi \varphi \epsilon \Gamma", "cap phi phi epsilon cap gamma"),
    (r"\nabla_a C \odot \sqrt[3]{x + 1}", "nabla sub a cap C circle times the root of degree 3 of x plus 1 end root"),
]  # fmt: skip

ENTRIES = pytest.mark.parametrize("entry", Catalogue().entries, ids=lambda entry: entry.id)


@pytest.mark.parametrize(("words", "tex"), [(words, tex) for tex, words in SPOKEN])
def test_a_formula_is_read_in_the_notation_of_the_site(typesetter: Typesetter, tex: str, words: str) -> None:
    assert typesetter.typeset(tex, display=True).speech == words


@ENTRIES
def test_what_is_said_of_an_entry_is_its_formulas(typesetter: Typesetter, entry: Activation | Loss | Case) -> None:
    assert _misread(typesetter, _lines(derivation_of(entry))) == []


@pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry.id)
def test_what_is_said_of_the_network_is_its_formulas(typesetter: Typesetter, entry: Formula) -> None:
    found = derived(entry)
    headlines = chain.from_iterable((tab.tex, tab.shaped) for tab in tabs(found))
    lines = _lines(found.derivation) if found.derivation else ()
    assert _misread(typesetter, filter(None, (*headlines, *lines))) == []


def test_other_words_are_another_formula() -> None:
    """What the tests above would find."""
    said = {"a minus y", "a plus y", "y minus a", "a sub y", "a minus cap Y", "a over y", "a of y", "a to the power y"}
    assert len({tex_of(words) for words in said}) == len(said)
    assert normal("a-y") == tex_of("a minus y") != tex_of("a minus y squared")


def _lines(derivation: Derivation) -> Iterator[str]:
    """Yield all lines of a derivation in every author's notation."""
    for phase in derivation.phases:
        for notation in NOTATIONS:
            yield equation(phase.goal, phase.start, notation)
            yield from (tex(line.after, notation) for line in phase.lines)


def _misread(typesetter: Typesetter, formulas: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return the formulas whose words say another formula, with the words and what they say."""
    asked = [Asked(tex, display=True) for tex in dict.fromkeys(formulas)]
    answers = typesetter.typeset_all(asked)
    said = ((one.tex, answer.speech, tex_of(answer.speech)) for one, answer in zip(asked, answers, strict=True))
    return [row for row in said if row[2] != normal(row[0])]
