"""What a record declares fits its formula, and the one line that is told where it does not has the numbers in it."""

from dataclasses import replace

import pytest
from sympy import Interval, Rational, S, oo

from generator.build import proofs
from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.losses import LOSSES
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Loss
from generator.errors import ExpressionError, ProofError
from generator.verify.sets import check_sets

BELL = Activation("bell", "Bell", "exp(-z**2)", ("bishop-2006",), range=Interval.Lopen(0, 1))
CUBIC = Loss("cubic", "Cubic loss", "abs(a - y)**3", ("bishop-2006",))
VECTOR = Loss("vector", "Vector loss", "Sum(log(a[k])*y[k], k)", ("bishop-2006",), domain=Interval.open(0, 1))
WIDTH = Parameter("beta", Rational(1), "the width", Interval.open(0, oo))


@pytest.mark.parametrize("entry", [*ACTIVATIONS, *LOSSES, BELL, CUBIC, VECTOR], ids=lambda entry: entry.id)
def test_the_sets_of_an_entry_fit_its_formula(entry: Activation | Loss) -> None:
    check_sets(entry)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (replace(BELL, range=Interval(2, 3)), r"bell · leaves its range Interval\(2, 3\) · 1.0 at z = 0.0"),
        (replace(BELL, range=Interval.open(0, 1)), r"bell · leaves its range Interval.open\(0, 1\) · 1.0 at z = 0.0"),
        (replace(BELL, value="log(z)", range=S.Reals), r"bell · has no real value in its sample .* at z = (-|0\.0$)"),
        (replace(BELL, value="2"), "bell · z is not in the formula '2'"),
        (replace(BELL, parameters=(WIDTH,)), r"bell · the parameter beta is not in the formula 'exp\(-z\*\*2\)'"),
        (replace(CUBIC, value="a**4"), r"cubic · y is not in the formula 'a\*\*4' · .* says targets=None"),
        (replace(CUBIC, value="y*log(a)"), r"cubic · has no real value in its domain Reals or its targets .* at a = -"),
        (replace(CUBIC, value="log(y)*a", targets=S.Reals), "cubic · has no real value .* or its targets Reals"),
        (replace(CUBIC, value="log(a)", targets=None), r"cubic · has no real value in its domain Reals · at a = -"),
        (replace(VECTOR, domain=S.Reals), r"vector · has no real value in its domain Reals or .* at a\[1\] = "),
        (
            replace(BELL, value="piecewise(z, z > 0, beta*z)", parameters=(WIDTH,), range=Interval(0, oo)),
            r"bell · leaves its range Interval\(0, oo\) · -.* at z = -.*, beta = ",
        ),
    ],
)
def test_what_does_not_fit_is_told_with_the_point(entry: Activation | Loss, told: str) -> None:
    with pytest.raises(ProofError, match=f"^{told}"):
        check_sets(entry)


def test_a_range_that_depends_on_a_parameter_moves_with_it() -> None:
    entry = replace(BELL, value="beta*exp(-z**2)", parameters=(WIDTH,), range=Interval.Lopen(0, WIDTH.letter))
    check_sets(entry)
    with pytest.raises(ProofError, match="leaves its range"):
        check_sets(replace(entry, value="2*beta*exp(-z**2)"))


def test_an_entry_of_the_catalogue_is_checked_and_a_formula_from_outside_is_not() -> None:
    wide = replace(CUBIC, value="a**4")
    assert proofs.prove(wide).derivation.id == "cubic"
    with pytest.raises(ProofError, match="targets=None"):
        proofs.prove_declared(wide)


def test_a_formula_that_cannot_be_read_is_told_with_the_id() -> None:
    with pytest.raises(ExpressionError, match=r"^vector · .* the vector y needs an index, such as y\[k\]"):
        proofs.prove_declared(replace(VECTOR, value="Sum(a[k]*y, k)"))
