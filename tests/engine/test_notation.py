r"""Every author's print says the same: it is read back with his own letters, and calculated.

The reader is ``latex2sympy2_extended``. Before it reads, the letters of the notation are put back through the
notation's own table: ``a^{L}_{j}`` is a, ``\delta^{L}_{i}`` dL/dz_i. It knows no elementwise product, so that becomes
an ordinary one.
"""

import re
from functools import cache

import pytest
import sympy as sp
from latex2sympy2_extended import latex2sympy

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.anchors import key_lines
from generator.engine.notation import INDEX, LEIBNIZ, NG, NIELSEN, NOTATIONS, Notation
from generator.engine.parse import INDICES, parse
from generator.engine.records import Derivation
from generator.engine.terms import D, Term
from generator.engine.tex import tex
from generator.verify.sampling import sampling_for, scene_of, worlds
from generator.verify.world import World
from tests.cover import cover

pytestmark = pytest.mark.usefixtures("derived")

CATALOGUE = Catalogue()
SPELLINGS = (*NOTATIONS, *(each.arrays for each in NOTATIONS if each.arrays))
SIGN = re.compile(r"\\operatorname\{sign\}\(([^()]*)\)")
"""The reader does not know it, but what it stands for: |z|/z."""

SIZE, PLACE = 3, {"i": 0, "j": 1}
SYMBOLS = {name: sp.Symbol(name, real=True) for name in "Layz"}
BASES = {name: sp.IndexedBase(name, real=True) for name in "awyz"}
LOSS, A, Z = (SYMBOLS[name] for name in "Laz")


def letters_put_back(text: str, notation: Notation, *, vector: bool) -> str:
    """Return TeX in which the author's letters are a, y and z again."""
    for name in "ayz":
        indices = [*"ijkl"] if vector else [""]
        for index in indices:
            plain = f"{name}_{{{index}}}" if index else name
            text = text.replace(notation.letter(name, index), plain).replace(f"({plain})^", f"{plain}^")
    return text.replace(notation.times, r" \cdot ") if notation.times else text


def as_read(text: str, notation: Notation, *, vector: bool) -> str:
    """Return TeX with the letters put back, in what the reader knows."""
    plain = SIGN.sub(r"\\frac{|\1|}{\1}", letters_put_back(text, notation, vector=vector)).replace(
        notation.log, r"\log"
    )
    return plain.replace(r"\log", r"\ln")


def read_back(text: str, notation: Notation, world: World, *, vector: bool) -> sp.Float:
    """Return the value of TeX at a point."""
    return value_of(as_read(text, notation, vector=vector), world)


def value_of(text: str, world: World) -> sp.Float:
    """Return the value at a point of what the reader makes of TeX."""
    return sp.N(written_out(parsed(text), world), 30)


@cache
def parsed(text: str) -> Term:
    """Return what the reader makes of TeX, in which most authors write the same once their letters are put back."""
    return latex2sympy(text)


def written_out(x: Term, world: World) -> Term:
    """Return what was read with sums written out and every letter as its number."""
    if isinstance(x, sp.Sum):
        body, (letter, _, _) = x.args
        parts = (body.xreplace({s: with_index(s, letter.name, n + 1) for s in body.free_symbols}) for n in range(SIZE))
        return sp.Add(*(written_out(part, world) for part in parts))
    if x is sp.EulerGamma:  # what the reader takes a gamma for
        return number("gamma", world)
    if isinstance(x, sp.Symbol):
        for letter, n in PLACE.items():
            x = with_index(x, letter, n + 1)
        return number(x.name, world)
    return x.func(*(written_out(part, world) for part in x.args)) if x.args else x


def with_index(symbol: sp.Symbol, letter: str, n: int) -> sp.Symbol:
    """Return y_{1} for y_{k}, and delta_{1i} for delta_{ki}."""
    name, low, index = symbol.name.partition("_")
    return sp.Symbol(name + low + index.replace(letter, str(n)))


def number(name: str, world: World) -> sp.Number:
    """Return the number that a letter, a component or a delta stands for; N, the reader's n, counts the components."""
    if name == "n":
        return sp.Integer(world.size)
    letter, _, index = name.replace("{", "").replace("}", "").partition("_")
    if letter.endswith("delta") and index:
        return sp.Integer(index[0] == index[1])
    known = {str(symbol).replace("lamda", "lambda"): symbol for symbol in world.given} | SYMBOLS
    value = world.component(BASES[letter], int(index)) if index else world.value(known[letter.removeprefix("\\")])
    return sp.Float(str(value), 40)


def readable(term: Term) -> bool:
    """Tell whether the reader knows all that is in a line: no inert derivative, no name such as sigma(z), no branch."""
    return not term.has(D, sp.core.function.AppliedUndef, sp.Piecewise)


def point_of(derivation: Derivation, entry: Activation | Loss | Case) -> World:
    """Return a point at which the preconditions hold, with three components where there are vectors."""
    drawn = worlds(sampling_for(entry), scene_of(derivation))
    return next(world for world in drawn if world.size == (SIZE if entry.vector else 1))


@pytest.mark.parametrize("entry", cover(CATALOGUE), ids=lambda entry: entry.id)
def test_every_key_line_is_read_back_as_the_same_function(entry: Activation | Loss | Case) -> None:
    """Whole arrays are written for what holds element by element, so not for vectors whose components mix."""
    derivation = derivation_of(entry)
    world = point_of(derivation, entry)
    indices = {INDICES[name]: n + 1 for name, n in PLACE.items()} if entry.vector else {}
    lines = [line for line in key_lines(derivation) if readable(line.term)]
    assert derivation.result in [line.term for line in lines] or not readable(derivation.result)
    spellings = [each for each in SPELLINGS if each in NOTATIONS or not entry.vector]
    for line in lines:
        expected = world.value(line.term, indices)
        # Most authors write the same once their letters are put back, which is read once.
        texts = {as_read(tex(line.term, each), each, vector=entry.vector): each for each in spellings}
        for text, notation in texts.items():
            found = value_of(text, world)
            says = f"{notation.id}: {tex(line.term, notation)}"
            assert abs(found - sp.Float(str(expected), 40)) < sp.Float("1e-25") * (1 + abs(found)), says


def test_the_reading_would_notice_another_function() -> None:
    entry = CATALOGUE.find("sigmoid-mse")
    world = point_of(derivation_of(entry), entry)
    wrong = read_back(r"(a^{L}_{j} - y_{j}) a^{L}_{j}", NIELSEN, world, vector=False)
    right = read_back(r"(a^{L}_{j} - y_{j}) a^{L}_{j} (1 - a^{L}_{j})", NIELSEN, world, vector=False)
    assert abs(wrong - right) > 1e-3


@pytest.mark.parametrize(
    ("notation", "outer", "inner", "whole"),
    [
        (LEIBNIZ, r"\frac{dL}{da}", r"\frac{da}{dz}", r"\frac{dL}{dz}"),
        (NG, "da", "g'(z)", "dz"),
        (NIELSEN, r"\frac{\partial C}{\partial a^{L}_{j}}", r"\sigma'(z^{L}_{j})", r"\delta^{L}_{j}"),
        (
            INDEX,
            r"\frac{\partial L}{\partial a_{i}}",
            r"\frac{\partial a_{i}}{\partial z_{i}}",
            r"\frac{\partial L}{\partial z_{i}}",
        ),
        (NIELSEN.arrays, r"\nabla_{a} C", r"\sigma'(z^{L})", r"\delta^{L}"),
    ],
)
def test_each_author_has_his_own_names_for_the_three_derivatives(
    notation: Notation, outer: str, inner: str, whole: str
) -> None:
    assert [outer, inner, whole] == [tex(d, notation) for d in (D(LOSS, A), D(A, Z), D(LOSS, Z))]


def test_where_dz_is_short_for_the_gradient_nothing_else_is_written_so() -> None:
    assert tex(D(Z, Z), NG) == r"\frac{d}{dz} (z)"
    assert tex(D(Z, Z), LEIBNIZ) == r"\frac{dz}{dz}"


def test_nielsen_writes_the_natural_logarithm_as_ln() -> None:
    assert tex(parse("log(a)**2", {"a": A}), NIELSEN) == r"\ln^{2}(a^{L}_{j})"
