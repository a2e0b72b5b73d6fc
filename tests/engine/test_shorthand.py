"""A part that recurs in a line wider than a phone gets a letter, and the line with it says what it said without."""

import pytest
import sympy as sp

from generator.engine.bound import numbered
from generator.engine.oneline import plain, plain_equation
from generator.engine.rules import reading
from generator.engine.shorthand import expanded, introduced, shortened, shorthands
from generator.engine.stored import dumps, loads
from generator.engine.terms import D, Term, mul
from generator.engine.width import PHONE, width

LONG = {
    "a tanh of a sum": (
        "(1 + tanh(u + v*u**3) + u*(1 - tanh(u + v*u**3)**2)*(1 + 3*v*u**2))*(x - y)",
        ("t = tanh(u + v u³)",),
        "(1 + t + u (1 − t²) (1 + 3 v u²)) (x − y)",
    ),
    "within another that recurs": (
        ("tanh(log1p(exp(x))) + x*(1 - tanh(log1p(exp(x)))**2)*(1 - exp(-log1p(exp(x))))*(2 - y*log1p(exp(x)))"
         " + (a - b)*(c - x)*tanh(log1p(exp(x)))"),
        ("u = log1p(e^x)", "t = tanh(u)"),
        "t + x (1 − t²) (1 − e^(−u)) (2 − y u) + (a − b) (c − x) t",
    ),
    "a share of a whole": (
        ("(1 - exp(u[i]/x)/Sum(exp(u[k]/x), k))*(v[i] - Sum(v[k]*(exp(u[k]/x)/Sum(exp(u[l]/x), l)), k))*v[i]*log(v[i])"
         " - log(exp(u[i]/x)/Sum(exp(u[k]/x), k))*v[i]"),
        ("pᵢ = e^(uᵢ/x)/(Σₖ e^(uₖ/x))",),
        "(1 − pᵢ) (vᵢ − (Σₖ vₖ pₖ)) vᵢ ln(vᵢ) − ln(pᵢ) vᵢ",
    ),
    "a case distinction": (
        "x*piecewise(u - v, abs(u - v) <= y, y*sign(u - v)) + z*piecewise(u - v, abs(u - v) <= y, y*sign(u - v))",
        ("h = {u − v if |u − v| ≤ y; y sign(u − v) otherwise}",),
        "x h + z h",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "names", "shown"), LONG.values(), ids=LONG)
def test_a_part_that_recurs_in_a_long_line_gets_a_letter(text: str, names: tuple[str, ...], shown: str) -> None:
    term = reading(text)
    found = shorthands([term])
    assert tuple(plain_equation(*pair) for pair in introduced(found, [shortened(term, found)])) == names
    assert plain(shortened(term, found)) == shown
    assert numbered(expanded(shortened(term, found), found)) == numbered(term)


@pytest.mark.parametrize("text", ["tanh(u)*(1 - tanh(u)**2)", "a - y", "exp(u)/(1 + exp(u))**2"])
def test_a_line_that_a_phone_shows_stays_as_it_is(text: str) -> None:
    assert shorthands([reading(text)]) == ()


def test_a_letter_is_none_that_means_something_already() -> None:
    text = LONG["a tanh of a sum"][0]
    (name, _), *_ = shorthands([reading(text)], taken="t")
    assert str(name) not in {"t", "u", "v", "x", "y"}
    (other, _), *_ = shorthands([reading(text), sp.Symbol("t", real=True)])
    assert str(other) != "t"


def test_the_derivative_of_a_part_is_written_with_its_letter() -> None:
    u = sp.Symbol("u", real=True)
    term = reading(LONG["a tanh of a sum"][0])
    names = shorthands([term])
    product = mul(D(names[0][1], u), term)
    assert plain(shortened(product, names)).startswith("dt/du")
    assert expanded(shortened(product, names), names) == product


def test_what_is_the_same_when_it_is_multiplied_out_has_one_letter() -> None:
    """A line that takes a factor out within an argument would else need a second letter for the same number."""
    long, other = reading(LONG["a tanh of a sum"][0]), reading("tanh(u*(1 + v*u**2))")
    names = shorthands([long, other])
    assert plain(shortened(other, names)) == "t"


def test_an_index_that_a_sum_in_the_part_runs_over_is_not_caught() -> None:
    value = reading("exp(u[i])/Sum(exp(u[k]), k)")
    p = sp.IndexedBase("p", real=True)
    names = ((p[next(iter(value.free_symbols & {*_indices(value)}))], value),)
    body = reading("Sum(v[k]*exp(u[k])/Sum(exp(u[l]), l), k)")
    assert numbered(expanded(shortened(body, names), names)) == numbered(body)


def _indices(x: Term) -> set[sp.Symbol]:
    return {i for part in x.atoms(sp.Indexed) for i in part.indices}


def test_a_result_that_stays_too_wide_is_taken_apart() -> None:
    """A part that stands once gets a letter only where the result would be wider than two phones without."""
    terms = [f"log(a + {n}*b)*exp(-{n}*c*x)*(1 + y**{n})/(1 - z**{n})" for n in range(2, 8)]
    result = reading(" + ".join((terms[0], f"({' - '.join(terms[1:])})/(a + b)")))
    assert shorthands([result]) == ()
    names = shorthands([], results=[result])
    assert names
    assert width(shortened(result, names)) <= 2 * PHONE
    assert expanded(shortened(result, names), names) == result


def test_a_part_that_came_from_the_store_gets_the_letter_of_its_equal() -> None:
    """A function that is read from the store is a class of its own, which equals that of the program."""
    softplus = sp.Function("softplus", real=True)
    part, line = softplus(sp.Symbol("x", real=True)), softplus(sp.Symbol("x", real=True))
    letter = sp.Symbol("s", real=True)
    read = loads(dumps(part))
    assert read.func is not part.func
    assert shortened(sp.tanh(line), ((letter, read),)) == sp.tanh(letter)
