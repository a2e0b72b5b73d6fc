"""Every letter gets its other name, and the formula stays what it was."""

from typing import Any

import pytest
import sympy as sp

from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.network_derivations import derived
from generator.engine.anchors import key_lines
from generator.engine.matrix_sympy import word
from generator.engine.oneline import plain
from generator.engine.printing import line_name
from generator.engine.renamed import renamed
from generator.engine.sympy_code import name_of, sympy_code
from tests.engine.test_sympy_code import evaluable, number, run

pytestmark = pytest.mark.usefixtures("derived")

DERIVED = [entry for entry in FORMULAS if entry.numerator]
INDEX, OTHER = sp.symbols("i k", integer=True, positive=True)


def test_no_letter_is_left_out() -> None:
    array = sp.IndexedBase("Z^{[l-1]}", real=True)
    slope = sp.Function("g'^{[l]}", real=True)
    term = sp.Sum(slope(array[OTHER, INDEX]) + sp.Symbol("m"), (OTHER, 1, sp.Symbol("n_{l-1}")))
    other = renamed(term, word)
    assert str(other) == "Sum(m + dg_l(Z_l_minus_1[k, i]), (k, 1, n_l_minus_1))"
    assert renamed(other, str) == other


def test_unicode_puts_below_the_line_what_it_has_letters_for() -> None:
    array, q = sp.IndexedBase("W^{[l]}", real=True), sp.Symbol("q", integer=True)
    assert plain(renamed(array[INDEX, OTHER], line_name)) == "W[l]ᵢₖ"
    assert plain(renamed(array[OTHER, q], line_name)) == "W[l]_kq"


@pytest.mark.parametrize("entry", DERIVED, ids=lambda entry: entry.id)
def test_every_line_of_the_network_runs_as_sympy_and_is_itself(entry: Formula) -> None:
    derivation = derived(entry).derivation
    assert derivation
    lines = list(key_lines(derivation))
    assert lines
    for line in lines:
        goal, term = renamed(line.goal, word), renamed(line.term, word)
        got = run(sympy_code(goal, term))[name_of(goal)]
        assert abs(number(sized(got)) - number(sized(evaluable(term)))) < 1e-25


def sized(x: Any) -> Any:  # noqa: ANN401 - an expression of SymPy
    """Return the expression in a network of three examples, and three units in each layer."""
    return x.subs({s: 3 for s in x.free_symbols if str(s).startswith(("n_", "m"))}).doit()
