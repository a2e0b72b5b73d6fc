"""A condition with branches of its own is asked branch by branch, and says the same."""

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.inner_first import inner_first
from generator.engine.oneline import plain
from generator.engine.rules import reading

U, W = (sp.Symbol(name, real=True) for name in "uw")
POINTS = (-3, -1, sp.Rational(-1, 2), 0, sp.Rational(1, 3), 1, 2)

KINKED = "piecewise(w**2, abs(w - v) < 1, abs(w - v))"


def put_in(outer: str, inner: str) -> t.Term:
    """Put a function of u into one of w, as a loss takes an activation."""
    return t.substitute(reading(outer), {W: reading(inner)})


@pytest.mark.parametrize(
    "inner",
    [
        "piecewise(u, u > 0, 0)",
        "piecewise(0, u < -1, 1, u > 1, u/2)",
        "piecewise(u, u > 0, piecewise(-u, u < -1, 2))",
        "u*piecewise(u, u > 0, 0) + piecewise(1, u < 1, -1)",
    ],
)
@pytest.mark.parametrize("outer", [KINKED, f"w*{KINKED} - w", "piecewise(w, w > v, piecewise(v, w < -v, -w))"])
def test_it_is_the_same_function(outer: str, inner: str) -> None:
    before = put_in(outer, inner)
    after = inner_first(before)
    assert before.has(sp.ITE)
    assert not after.has(sp.ITE)
    for point in POINTS:
        given = {U: point, sp.Symbol("v", real=True): sp.Rational(3, 4)}
        assert sp.simplify(after.xreplace(given) - before.xreplace(given)) == 0


def test_each_branch_of_the_inner_distinction_asks_what_is_left() -> None:
    found = inner_first(put_in("piecewise(w, w < v, 1)", "piecewise(u, u > 0, 0)"))
    assert plain(found) == "{{u if u < v; 1 otherwise} if u > 0; {0 if v > 0; 1 otherwise} otherwise}"


@pytest.mark.parametrize("text", ["u + v", "piecewise(u, u > 0, v)", "piecewise(piecewise(u, v > 0, 0), u > 0, v)"])
def test_what_asks_of_letters_only_stays_as_it_is(text: str) -> None:
    assert inner_first(reading(text)) == reading(text)


def test_a_condition_is_written_as_a_person_writes_it() -> None:
    """SymPy had u > |a + -1/6 x (3 + x)|."""
    found = plain(inner_first(put_in("piecewise(w, abs(w - a) < u, 1)", "piecewise(x*(x + 3)/6, x > 0, 0)")))
    shown = "{{x (x + 3)/6 if |a − x (3 + x)/6| < u; 1 otherwise} if x > 0; {0 if |a| < u; 1 otherwise} otherwise}"
    assert found == shown


def test_a_size_that_no_one_can_tell_to_be_real_stays_a_size() -> None:
    """SymPy makes sqrt((alpha e^(x/alpha) - alpha - v)^2) of it, for alpha may be 0, and multiplies out."""
    found = plain(inner_first(put_in("piecewise(w, abs(w - v) < 1, 1)", "piecewise(x, x > 0, u*(exp(x/u) - 1))")))
    low = "{u (e^(x/u) − 1) if |u (e^(x/u) − 1) − v| < 1; 1 otherwise}"
    assert found == f"{{{{x if |x − v| < 1; 1 otherwise}} if x > 0; {low} otherwise}}"
