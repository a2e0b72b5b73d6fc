"""Terms that a program may differentiate: the same values, at zero the slopes of one side, finite where not taken."""

import pytest
import sympy as sp

from generator.engine.code import numpy_expression
from generator.engine.one_sided import one_sided
from generator.engine.parse import parse
from generator.engine.terms import Term
from generator.verify.arithmetic import MP
from generator.verify.world import World

LETTERS: dict[str, Term] = {name: sp.Symbol(name, real=True) for name in "ayz"}

WRITTEN = (
    # a term · what a program differentiates
    ("abs(z)", "np.where(z > 0, z, -z)"),
    ("abs(-z)", "np.where(z > 0, z, -z)"),
    ("max(z, 0)", "np.where(z > 0, z, 0)"),
    ("max(-z, 0)", "np.where(z > 0, 0, -z)"),
    ("min(z, 0)", "np.where(z > 0, 0, z)"),
    ("min(-z, 0)", "np.where(z > 0, -z, 0)"),
    ("max(a - y, 0)", "np.where(a - y > 0, a - y, 0)"),
    ("max(y - a, 0)", "np.where(a - y > 0, 0, y - a)"),
    ("max(a, z)", "np.maximum(a, z)"),
    ("exp(z)", "np.exp(z)"),
    ("piecewise(z, z > 0, exp(z))", "np.where(z > 0, z, np.exp(np.where(z > 0, 0, z)))"),
    ("piecewise(exp(-z), z > 0, z)", "np.where(z > 0, np.exp(np.where(z > 0, -z, 0)), z)"),
    ("piecewise(exp(z), z > 0, z)", "np.where(z > 0, np.exp(z), z)"),
    ("piecewise(1/a, abs(a) > 0, 1)", "np.where(np.abs(a) > 0, 1/np.where(np.abs(a) > 0, a, 1), 1)"),
)


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_parts_take_one_side_together(text: str, expected: str) -> None:
    assert numpy_expression(one_sided(parse(text, LETTERS))) == expected


@pytest.mark.parametrize("text", [text for text, _ in WRITTEN])
@pytest.mark.parametrize("z", [-1.5, 0, 0.75])
def test_the_value_is_the_same(text: str, z: float) -> None:
    def value(term: Term) -> object:
        return World((), {LETTERS["z"]: MP.mpf(z), LETTERS["a"]: MP.mpf(2), LETTERS["y"]: MP.mpf(z)}).value(term)

    term = parse(text, LETTERS)
    assert value(one_sided(term)) == value(term)
