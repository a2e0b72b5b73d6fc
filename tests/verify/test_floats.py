"""Does a machine compute a term in one format only, in the order in which it is written?"""

import math
from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp

from generator.catalogue.formulas import Y, Z
from generator.engine.parse import parse
from generator.errors import ProofError
from generator.verify.floats import FORMATS, Format, in_format
from generator.verify.text import shown

FLOAT64, FLOAT32, BFLOAT16, FLOAT16 = FORMATS
POINTS = np.array([-2.0, -0.5, 0.0, 0.75, 3.0])


def computed(formula: str, kind: Format = FLOAT64) -> list[float]:
    letters = {Z: POINTS, Y: np.full(POINTS.shape, 0.25)}
    return [float(x) for x in in_format(parse(formula, {"z": Z, "y": Y, "pi": sp.pi}), letters, kind)]


def test_formats_are_those_of_the_standards() -> None:
    assert [(kind.name, kind.digits, kind.lowest) for kind in FORMATS] == [
        ("float64", 53, -1022),
        ("float32", 24, -126),
        ("bfloat16", 8, -126),
        ("float16", 11, -14),
    ]


@pytest.mark.parametrize(
    ("formula", "meant"),
    [
        ("1/(1 + exp(-z))", lambda z: 1 / (1 + math.exp(-z))),
        ("log1p(exp(z)) - 2*z*y", lambda z: math.log1p(math.exp(z)) - 2 * z * 0.25),
        ("max(z, 0) + min(z, y)", lambda z: max(z, 0) + min(z, 0.25)),
        ("piecewise(z, z > 0, expm1(z))", lambda z: z if z > 0 else math.expm1(z)),
        ("erf(z/2) + sign(z)*abs(z)**3", lambda z: math.erf(z / 2) + z * abs(z) ** 2),
        ("sqrt(z**2 + pi)", lambda z: math.sqrt(z**2 + math.pi)),
    ],
)
def test_a_term_has_the_value_of_pythons_own_functions(formula: str, meant: Callable[[float], float]) -> None:
    assert computed(formula) == pytest.approx([meant(z) for z in POINTS], rel=1e-15)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_nothing_is_computed_in_a_wider_format(kind: Format) -> None:
    term = parse("z/3 + exp(z)*y", {"z": Z, "y": Y})
    assert in_format(term, {Z: POINTS, Y: POINTS}, kind).dtype == kind.type


def test_terms_are_added_in_the_order_in_which_they_stand() -> None:
    assert computed("1 + z*0 - 1 + 1/4294967296/4294967296") == pytest.approx([2.0**-64] * 5, rel=1e-15, abs=0)
    assert computed("1/4294967296/4294967296 + 1 + z*0 - 1") == [0.0] * 5


def test_what_overflows_is_infinite_and_nothing_warns() -> None:
    assert computed("exp(1000*z)", FLOAT16)[-1] == math.inf
    assert math.isnan(computed("log(z)")[0])


def test_a_shape_that_no_machine_computes_is_told() -> None:
    with pytest.raises(ProofError, match="zeta is not computed in float64"):
        in_format(sp.zeta(Z, evaluate=False), {Z: POINTS}, FLOAT64)
    assert shown(Z) == "z"
