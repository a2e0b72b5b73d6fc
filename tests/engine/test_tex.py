"""TeX says what the term says: it is read back by a library that had no part in writing it, and calculated."""

import re

import pytest
import sympy as sp
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from latex2sympy2_extended import latex2sympy

from generator.engine import terms as t
from generator.engine.parse import INDICES, parse
from generator.engine.terms import D, Term
from generator.engine.tex import bracketed, equation, tex
from tests.engine.arithmetic import MP, NoValueError, Point, close

LETTERS: dict[str, Term] = {name: sp.Symbol(name, real=True) for name in "ayz"}
VECTORS = {name: sp.IndexedBase(name, real=True) for name in "uvw"}
I_, K_ = INDICES["i"], INDICES["k"]

LARGEST = 10**6
NUMBERS = {"a": "0.7", "y": "1.3", "z": "0.4"}
COMPONENTS = {"u": ("0.5", "1.9", "0.8"), "v": ("1.1", "0.3", "1.7"), "w": ("0.6", "1.2", "0.9")}
HERE = {I_: 2}
POINT = Point(
    {LETTERS[name]: MP.mpf(text) for name, text in NUMBERS.items()}
    | {VECTORS[name]: [MP.mpf(text) for text in texts] for name, texts in COMPONENTS.items()},
    indices=HERE,
)

PRINTED = (
    # what is typed · what is printed
    ("a - y", "a - y"),
    ("-y + a", "-y + a"),
    ("1 - (a - y)", "1 - (a - y)"),
    ("1 - (-a)", "1 - (-a)"),
    ("a + (y + z)", "a + (y + z)"),
    ("(a - y)/(a*(1 - a))", r"\frac{a - y}{a (1 - a)}"),
    ("(a - y)*a*(1 - a)", "(a - y) a (1 - a)"),
    ("-(a + y)", "-(a + y)"),
    ("-a*y", "-a y"),
    ("-(a/y)", r"-\frac{a}{y}"),
    ("a*(-y)", "a (-y)"),
    ("a*(-1)", r"a \cdot (-1)"),
    ("(-2)*a", "-2 a"),
    ("2*3*a", r"2 \cdot 3 a"),
    ("a*2", r"a \cdot 2"),
    ("2*2**z", r"2 \cdot 2^{z}"),
    ("a/y*(1/z)", r"\frac{a}{y} \cdot \frac{1}{z}"),
    ("a/y*z", r"\frac{a}{y} \cdot z"),
    ("(a/y)/z", r"\frac{\frac{a}{y}}{z}"),
    ("(a/y)**2", r"\left(\frac{a}{y}\right)^{2}"),
    ("(a*y)**2", "(a y)^{2}"),
    ("(-a)**2", "(-a)^{2}"),
    ("(-2)**z", "(-2)^{z}"),
    ("(a**2)**3", "(a^{2})^{3}"),
    ("a**(y + 1)", "a^{y + 1}"),
    ("a**(1/3)", r"a^{\frac{1}{3}}"),
    ("sqrt(1 + z**2)", r"\sqrt{1 + z^{2}}"),
    ("exp(-z)", "e^{-z}"),
    ("exp(z)**2", "(e^{z})^{2}"),
    ("exp(exp(z))", "e^{e^{z}}"),
    ("log(a)", r"\log(a)"),
    ("log(a/y)", r"\log\left(\frac{a}{y}\right)"),
    ("log(a)**2", r"\log^{2}(a)"),
    ("tanh(z)**2", r"\tanh^{2}(z)"),
    ("log(a)*y", r"\log(a) y"),
    ("atan(z)", r"\arctan(z)"),
    ("asin(z) + acos(z)", r"\arcsin(z) + \arccos(z)"),
    ("erf(z)", r"\operatorname{erf}(z)"),
    ("sign(a - y)", r"\operatorname{sign}(a - y)"),
    ("abs(a - y)", r"\left|a - y\right|"),
    ("abs(z)**2", r"\left|z\right|^{2}"),
    ("max(a, y)", r"\max(a, y)"),
    ("min(z, 0)", r"\min(0, z)"),
    ("piecewise(z, z > 0, -z)", r"\begin{cases} z & \text{if } z > 0 \\ -z & \text{otherwise} \end{cases}"),
    ("u[i]*Sum(v[k], k) - v[i]", r"u_{i} \sum_{k=1}^{N} v_{k} - v_{i}"),
    ("Sum(v[k], k)*u[i]", r"\left(\sum_{k=1}^{N} v_{k}\right) u_{i}"),
    ("Sum(v[k], k) + u[i]", r"\left(\sum_{k=1}^{N} v_{k}\right) + u_{i}"),
    ("u[i] - Sum(v[k], k)", r"u_{i} - \sum_{k=1}^{N} v_{k}"),
    ("Sum(v[k] + u[k], k)", r"\sum_{k=1}^{N} (v_{k} + u_{k})"),
    ("Sum(-v[k], k)", r"\sum_{k=1}^{N} (-v_{k})"),
    ("Sum(v[k]**2, k)", r"\sum_{k=1}^{N} v_{k}^{2}"),
    ("Sum(v[k], k)**2", r"\left(\sum_{k=1}^{N} v_{k}\right)^{2}"),
    ("u[i]*(delta(i, k) - u[k])", r"u_{i} (\delta_{ik} - u_{k})"),
)


def read(text: str) -> Term:
    """Read a formula in a, y, z and the vectors u, v, w."""
    return parse(text, LETTERS | VECTORS)


def written_out(x: Term) -> Term:
    """Return what was read with sums of three terms, u_{i} as the component that it is here, and deltas as numbers."""
    if isinstance(x, sp.Sum):
        body, (letter, _, _) = x.args
        return sp.Add(*(written_out(_with_index(body, letter.name, n)) for n in (1, 2, 3)))
    if isinstance(x, sp.Symbol):
        return _number(_with_index(x, "i", HERE[I_]).name)
    return x.func(*map(written_out, x.args)) if x.args else x


def _with_index(x: Term, letter: str, value: int) -> Term:
    table = {
        s: sp.Symbol(re.sub(rf"(?<=[_{{\d]){letter}", str(value), s.name)) for s in x.free_symbols if "_" in s.name
    }
    return x.xreplace(table)


def _number(name: str) -> Term:
    letter, _, index = name.replace("{", "").replace("}", "").partition("_")
    if letter == "delta":
        return sp.Integer(index[0] == index[1])
    return sp.Float(COMPONENTS[letter][int(index) - 1] if index else NUMBERS[letter], 30)


def read_back(text: str) -> complex:
    """Return the value of TeX at the point. Its log is the natural one, which the reader calls ln."""
    return complex(sp.N(written_out(latex2sympy(text.replace(r"\log", r"\ln"))), 20))


@pytest.mark.parametrize(("text", "expected"), PRINTED, ids=[text for text, _ in PRINTED])
def test_a_term_is_printed_as_a_person_writes_it(text: str, expected: str) -> None:
    assert expected == tex(read(text))


UNREADABLE = ("erf", "sign", "piecewise", "delta(i, k)", "asin(z) + acos(z)", "(-2)**z")
"""What the reader does not know, or what has no real value at the point."""


@pytest.mark.parametrize("text", [text for text, _ in PRINTED if not any(word in text for word in UNREADABLE)])
def test_printed_tex_is_read_back_as_the_same_value(text: str) -> None:
    assert close(POINT.value(read(text)), read_back(tex(read(text))))


def test_the_reader_tells_different_terms_apart() -> None:
    assert not close(POINT.value(read("a - y")), read_back("y - a"))
    assert not close(POINT.value(read("Sum(v[k] + u[i], k)")), read_back(tex(read("Sum(v[k], k) + u[i]"))))
    assert not close(POINT.value(read("log(a)**2")), read_back(tex(read("log(a**2)"))))


numbers = st.sampled_from([sp.Integer(1), sp.Integer(2), sp.Integer(3), sp.Integer(-1), sp.Integer(-2)])
fractions = st.sampled_from([sp.Rational(1, 2), sp.Rational(-3, 2)])
scalars = st.sampled_from(list(LETTERS.values()))
functions = st.sampled_from([sp.exp, sp.log, sp.sin, sp.cosh, sp.tanh, sp.atan, sp.Abs])
exponents = st.sampled_from([t.HALF, sp.Integer(2), sp.Integer(3), sp.Rational(3, 2)])


def grown(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Return the terms that one more operation makes of the given ones."""
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: t.add(*parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: t.mul(*parts)),
        pairs.map(lambda pair: t.over(*pair)),
        pairs.map(lambda pair: t.power(*pair)),
        inner.map(t.neg),
        st.tuples(inner, exponents).map(lambda pair: t.power(*pair)),
        st.tuples(functions, inner).map(lambda pair: t.call(*pair)),
    )


scalar_terms = st.recursive(st.one_of(scalars, numbers, fractions), grown, max_leaves=7)
components = st.builds(lambda base, letter: base[letter], st.sampled_from(list(VECTORS.values())), st.just(K_))
summed = st.recursive(st.one_of(components, numbers, st.just(t.delta(K_, I_))), grown, max_leaves=4)
own = st.builds(lambda base: base[I_], st.sampled_from(list(VECTORS.values())))
vector_terms = st.recursive(st.one_of(own, summed.map(lambda body: t.total(body, K_)), numbers), grown, max_leaves=4)


def check_round_trip(term: Term) -> None:
    """Compare the term's value with that of its TeX, where it has one that is neither huge nor lost in digits."""
    try:
        expected = POINT.value(term)
    except NoValueError:
        reject()
    if abs(expected) > LARGEST:
        reject()
    assert close(expected, read_back(tex(term))), (tex(term), term)


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(scalar_terms)
def test_any_scalar_term_is_read_back_as_the_same_value(term: Term) -> None:
    check_round_trip(term)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(vector_terms)
def test_any_term_with_sums_is_read_back_as_the_same_value(term: Term) -> None:
    check_round_trip(term)


def test_derivatives_are_printed_as_fractions_of_differentials() -> None:
    loss, a, z = sp.Symbol("L", real=True), LETTERS["a"], LETTERS["z"]
    u, v = VECTORS["u"][I_], VECTORS["v"][K_]
    assert tex(D(loss, a)) == r"\frac{dL}{da}"
    assert tex(D(u, v)) == r"\frac{\partial u_{i}}{\partial v_{k}}"
    assert tex(t.mul(D(loss, a), D(a, z))) == r"\frac{dL}{da} \cdot \frac{da}{dz}"
    assert tex(D(read("a - y"), a)) == r"\frac{d}{da} (a - y)"
    assert tex(D(read("a/y"), a)) == r"\frac{d}{da} \left(\frac{a}{y}\right)"


def test_a_function_known_by_its_letter_is_printed_with_it() -> None:
    sigma = sp.Function(r"\sigma", real=True)(LETTERS["z"])
    assert tex(t.mul(sigma, t.add(t.ONE, t.neg(sigma)))) == r"\sigma(z) (1 - \sigma(z))"
    assert tex(t.power(sigma, 2)) == r"\sigma^{2}(z)"


def test_an_equation_has_both_sides() -> None:
    assert equation(LETTERS["a"], read("y + 1")) == "a = y + 1"


def test_brackets_grow_round_tall_content_only() -> None:
    assert bracketed("a - y") == "(a - y)"
    assert bracketed(r"\frac{a}{y}") == r"\left(\frac{a}{y}\right)"


def test_a_case_distinction_is_raised_in_brackets() -> None:
    """SymPy takes it for a function, but it has no name at which an exponent could stand."""
    z = sp.Symbol("z", real=True)
    branches = t.cases((z, sp.StrictGreaterThan(z, 0)), (t.ZERO, sp.true))
    assert tex(t.power(branches, sp.Integer(2))).endswith(r"\end{cases}\right)^{2}")


def test_a_second_derivative_that_is_not_taken_yet_is_one_fraction() -> None:
    a, z, (u, v) = LETTERS["a"], LETTERS["z"], (VECTORS["u"][I_], VECTORS["v"][K_])
    assert tex(D(D(a, z), z)) == r"\frac{d^{2} a}{dz^{2}}"
    assert tex(D(D(a, u), v)) == r"\frac{\partial^{2} a}{\partial u_{i} \partial v_{k}}"
