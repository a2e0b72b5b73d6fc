"""The SymPy that is copied runs by itself, and is the formula that it was copied from."""

from typing import Any

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.engine import terms as t
from generator.engine.anchors import key_lines
from generator.engine.parse import INDICES, parse
from generator.engine.sympy_code import lettered, name_of, sympy_code
from generator.engine.terms import D, Term

pytestmark = pytest.mark.usefixtures("derived")

Z = sp.Symbol("z", real=True)
SIZE = 3
TYPED = (
    ("z/2", "z/2"),
    ("1/2*z", "Rational(1, 2)*z"),
    ("(z - 1)*-(z + 2)", "(z - 1)*(-(z + 2))"),
    ("1/(z*(1 - z))", "1/(z*(1 - z))"),
    ("2**(-z)", "2**(-z)"),
    ("sqrt(1 + z)", "sqrt(1 + z)"),
    ("max(0, z)", "Max(0, z)"),
    ("piecewise(z, z > 0, z/100)", "Piecewise((z, z > 0), (z/100, True))"),
    ("z*erf(z)", "z*erf(z)"),
    ("log1p(exp(z)) - expm1(z)", "log1p(exp(z)) - expm1(z)"),
)


def run(code: str) -> dict[str, Any]:
    """Run the code with nothing but what it imports itself."""
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own output
    return names


def number(x: Term) -> Any:  # noqa: ANN401 - a number of SymPy
    """Return the value of an expression where each letter has a number that follows from its name."""
    x = x.subs({s: SIZE for s in x.free_symbols if str(s) == "N"}).doit()
    x = x.replace(lambda part: isinstance(part, AppliedUndef), lambda part: sp.cos(part.args[0]))
    known = {part: _number_of(part) for part in x.atoms(sp.Indexed)}
    x = x.subs({index: n for n, index in enumerate(sorted(_indices(x), key=str), 1)}).doit()
    known |= {part: _number_of(part) for part in (*x.atoms(sp.Indexed), *x.free_symbols)}
    return sp.N(x.subs(known), 30)


def _indices(x: Term) -> set[Term]:
    return {s for s in x.free_symbols if s.is_integer and not isinstance(s, sp.Indexed)}


def _number_of(letter: Term) -> sp.Rational:
    return sp.Rational(sum(map(ord, str(letter))) % 97 + 3, 101)


def evaluable(x: Term) -> Term:
    """Return our own term with SymPy's derivatives in the place of the inert ones."""
    return lettered(x).replace(lambda part: isinstance(part, D), lambda part: sp.Derivative(*part.args))


@pytest.mark.parametrize(("typed", "written"), TYPED)
def test_a_formula_is_written_as_a_person_writes_it(typed: str, written: str) -> None:
    term = parse(typed, {"z": Z})
    code = sympy_code(D(sp.Symbol("a"), Z), term)
    assert code.splitlines()[-1] == f"da_dz = {written}"
    assert run(code)["da_dz"].subs(run(code)["z"], sp.Rational(1, 3)) == term.doit().subs(Z, sp.Rational(1, 3))


@pytest.mark.parametrize("entry", Catalogue().entries, ids=lambda entry: entry.id)
def test_every_line_of_every_derivation_runs_and_is_itself(entry: Any) -> None:  # noqa: ANN401
    lines = list(key_lines(derivation_of(entry)))
    assert lines
    for line in lines:
        got = run(sympy_code(line.goal, line.term))[name_of(line.goal)]
        assert isinstance(got, sp.Basic)
        assert abs(number(got) - number(evaluable(line.term))) < 1e-25


def test_a_fraction_of_numbers_stays_exact() -> None:
    term = parse("z/3 + 1/2", {"z": Z})
    assert run(sympy_code(D(sp.Symbol("a"), Z), term))["da_dz"].atoms(sp.Float) == set()


def test_a_derivative_that_has_a_name_only_becomes_a_letter() -> None:
    letter, index = sp.Symbol("L", real=True), INDICES["k"]
    a = sp.IndexedBase("a", real=True)
    assert str(lettered(t.mul(D(letter, Z), D(letter, a[index])))) == "dL_dz*dL_da[k]"
    assert lettered(D(sp.exp(Z), Z)) == D(sp.exp(Z), Z)


def test_what_is_compared_can_differ() -> None:
    assert number(Z) != number(Z**2)
