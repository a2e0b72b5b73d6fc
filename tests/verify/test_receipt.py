"""Does the receipt say what was measured, on both sides of kinks, by every oracle, and what was rejected?"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import A, Y, Z
from generator.catalogue.index import Catalogue
from generator.engine import terms as t
from generator.engine.parse import parse
from generator.engine.records import Derivation
from generator.errors import ProofError
from generator.verify.receipt import measure
from generator.verify.records import Receipt, Variant
from generator.verify.sampling import BOX, Sampling, sampling_for
from generator.verify.variants import Row

if TYPE_CHECKING:
    from generator.catalogue.records import Activation, Case, Loss

MakeCase = Callable[[str, str], "Case"]
SAMPLING = Sampling("test", ((Z, BOX),))


def claim(definition: str, result: str) -> Derivation:
    """Return a derivation without steps: a function and what is claimed to be its derivative."""
    value, slope = (parse(text, {"z": Z}) for text in (definition, result))
    given = derivation_of(Catalogue().find("identity"))
    return replace(given, id="test", definition=value, variable=Z, result=slope, where=((A, value),))


def measured(definition: str, result: str) -> Receipt:
    return measure(claim(definition, result), SAMPLING)


def rejected_of(entry: "Activation | Loss | Case") -> tuple[Variant, ...]:
    return measure(derivation_of(entry), sampling_for(entry)).rejected_variants


def names(receipt: Receipt) -> list[str]:
    return [oracle.name for oracle in receipt.oracles]


def test_an_analytic_function_is_asked_of_three_oracles() -> None:
    receipt = measured("exp(-z**2)*sin(z)", "exp(-z**2)*cos(z) - 2*z*exp(-z**2)*sin(z)")
    assert names(receipt) == ["mpmath derivative, 50 digits", "NumPy central differences", "NumPy complex step"]
    assert receipt.oracles[2].worst < 1e-14


def test_a_function_with_a_kink_is_not_asked_of_the_complex_step() -> None:
    assert names(measured("abs(z)", "sign(z)")) == ["mpmath derivative, 50 digits", "NumPy central differences"]


@pytest.mark.parametrize(
    ("definition", "result", "left", "right"),
    [
        ("max(z, 0)", "piecewise(1, z > 0, 0)", 0, 1),
        ("abs(z - 1)", "sign(z - 1)", -1, 1),
        ("piecewise(2*z, z < 0, 3*z)", "piecewise(2, z < 0, 3)", 2, 3),
        ("z*abs(z)", "2*abs(z)", 0, 0),
    ],
)
def test_the_derivative_is_measured_on_both_sides_of_a_kink(
    definition: str, result: str, left: float, right: float
) -> None:
    kink = measured(definition, result).kinks[0]
    assert (kink.left, kink.right) == pytest.approx((left, right), abs=1e-15)


def beside_a_stretch(bound: str) -> Receipt:
    """Measure hard-tanh before a hinge: y a is 1 for every z beyond 1, where no branch of the loss is open."""
    entry = Catalogue().find("hard-tanh-hinge")
    slope = f"piecewise(-y, y*a < {bound}, 0, y*a > 1)*piecewise(0, z < -1, 0, z > 1, 1)"
    result = parse(slope, {"a": A, "y": Y, "z": Z})
    return measure(replace(derivation_of(entry), result=result, forms=()), sampling_for(entry))


def test_a_branch_that_is_open_nowhere_on_a_stretch_is_asked_of_the_other_side_only() -> None:
    assert {(kink.left, kink.right) for kink in beside_a_stretch("1").kinks} == {(0, -1), (-1, 0)}


def test_a_branch_that_is_wrong_beside_such_a_stretch_is_stopped() -> None:
    with pytest.raises(ProofError, match="beside a kink, the result"):
        beside_a_stretch("1 - 1/1000000")


def test_a_variant_that_differs_in_a_corner_only_is_found_there() -> None:
    """Without -y, the gradient of the squared hinge is the same where y = -1, and zero where a is above 1."""
    entry = Catalogue().find("relu6-squared-hinge")
    rejected = {variant.id: dict(variant.rejected_by) for variant in rejected_of(entry)}
    assert rejected["inner-derivative-missing"]["y"] == "1.0"


@pytest.mark.parametrize("result", ["piecewise(1, z > 1/1000000, 0)", "piecewise(1, z > -1/1000000, 0)"])
def test_a_formula_that_is_wrong_beside_the_kink_only_is_stopped(result: str) -> None:
    with pytest.raises(ProofError, match="beside a kink, the result"):
        measured("max(z, 0)", result)


def test_a_wrong_formula_is_stopped_with_the_point_and_both_values() -> None:
    with pytest.raises(ProofError, match=r"^test · result z is -?\d\S*, the numeric derivative is -?\d\S* at z = -?\d"):
        measured("z**2", "z")


def test_a_formula_without_a_value_where_the_function_has_a_slope_is_stopped() -> None:
    with pytest.raises(ProofError, match="is no value, the numeric derivative is"):
        measured("z", "exp(log(z))/z")


def test_a_function_whose_slope_float64_cannot_see_is_stopped() -> None:
    with pytest.raises(ProofError, match=r"NumPy central differences · .* on 0 points, 12 are needed"):
        measured("sin(1000000*z)", "1000000*cos(1000000*z)")


def test_a_variant_that_is_the_same_function_is_proved_so(case: MakeCase) -> None:
    entry = case("z", "(a - y)**2/2")
    receipt = measure(derivation_of(entry), sampling_for(entry))
    assert "activation's derivative missing" in [variant.name for variant in receipt.same_function]
    assert all(not variant.rejected_by for variant in receipt.same_function)


def test_every_rejected_variant_names_the_point_that_rejects_it(case: MakeCase) -> None:
    entry = case("atan(z)", "(a - y)**2/2")
    rejected = measure(derivation_of(entry), sampling_for(entry)).rejected_variants
    assert len(rejected) >= 7
    assert all(dict(variant.rejected_by).keys() >= {"y", "z"} and variant.error > 1e-3 for variant in rejected)


def test_a_wrong_variant_that_passes_unproved_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    disguise = t.add(t.power(parse("sin(z)", {"z": Z}), 2), t.power(parse("cos(z)", {"z": Z}), 2))
    says = "It is right, but no algebra sees it."
    row = Row("id", "disguised", "Title", "Said.", says, lambda d: t.mul(disguise, d.result))
    monkeypatch.setattr("generator.verify.receipt.ROWS", (row,))
    with pytest.raises(ProofError, match="the wrong variant 'disguised' passes"):
        measured("z**2", "2*z")


def test_an_indexed_result_is_measured_at_every_coordinate() -> None:
    for name, coordinates in (("softmax", 3 * (4 + 9 + 25)), ("softmax-cross-entropy", 3 * (2 + 3 + 5))):
        entry = Catalogue().find(name)
        assert measure(derivation_of(entry), sampling_for(entry)).points == coordinates
