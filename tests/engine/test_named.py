"""Names of functions are told from other names, and written out wherever they stand."""

import sympy as sp

from generator.engine import terms as t
from generator.engine.named import is_call, spelled_out

X, U = sp.symbols("x u", real=True)
F = sp.Function("f", real=True)


def test_a_call_is_the_name_of_a_function_and_a_known_function_is_none() -> None:
    assert is_call(F(X))
    assert not is_call(sp.exp(X))
    assert not is_call(X)


def test_a_call_within_a_call_is_written_out_too() -> None:
    where = ((F(U), t.add(t.ONE, U)),)
    assert spelled_out(F(F(X)), where) == t.add(t.ONE, t.add(t.ONE, X))
