"""The JavaScript that is printed runs in Node and gives the numbers of the term."""

import json
import math
import subprocess
from pathlib import Path

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.javascript import javascript
from generator.engine.parse import INDICES, parse
from generator.engine.terms import D
from generator.errors import DerivationError
from generator.mathjax.node import node_path

NUMBERS = "docs/assets/numbers.js"
Z = sp.Symbol("z", real=True)
Z_VEC = sp.IndexedBase("z", real=True)
TYPED = (
    "1/(1 + exp(-z))", "-z**2", "(-z)**2", "(z - 1)*-(z + 2)", "z/(z - 3)*3", "2**(-z)", "sqrt(4 + z)", "max(0, z)",
    "piecewise(z, z > 0, z/100)", "z*(1 + erf(z/sqrt(2)))/2", "sign(z)*abs(z)", "1/z/z", "atan(z) - tanh(z)",
    "log(3 + z)",
)  # fmt: skip


def run(root: Path, code: str) -> object:
    """Return what an expression is worth in Node."""
    command = [str(node_path()), "-r", f"./{NUMBERS}", "-p", f"JSON.stringify({code})"]
    return json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout)


def test_every_shape_has_the_value_of_its_term(root: Path) -> None:
    terms = [parse(text, {"z": Z}) for text in TYPED]
    places = (-1.3, 0.4, 2.0)
    got = run(root, f"[{', '.join(map(javascript, terms))}].map((f) => {list(places)}.map((z) => f({{ z }})))")
    expected = [[float(term.doit().subs(Z, place)) for place in places] for term in terms]
    assert got == [pytest.approx(row, rel=1e-14) for row in expected]


def test_sums_and_deltas_count_from_zero(root: Path) -> None:
    i, k = INDICES["i"], INDICES["k"]
    term = t.total(t.mul(Z_VEC[k], t.delta(k, i)), k)
    nested = t.total(t.over(Z_VEC[k], t.total(Z_VEC[i], i)), k)
    code = f"[({javascript(term)})({{ z: [5, 7, 9], i: 2, N: 3 }}), ({javascript(nested)})({{ z: [5, 7, 9], N: 3 }})]"
    assert run(root, code) == [9, pytest.approx(1)]


def test_there_is_no_number_where_no_condition_holds(root: Path) -> None:
    term = t.cases((t.ZERO, sp.StrictLessThan(Z, 0)), (t.ONE, sp.StrictGreaterThan(Z, 0)))
    assert run(root, f"[-1, 0, 1].map((z) => ({javascript(term)})({{ z }}))") == [0, None, 1]


def test_erf_is_right_to_the_last_digits(root: Path) -> None:
    places = [n / 16 for n in range(-112, 113)]
    got = run(root, f"{places}.map(dldz.erf)")
    assert got == [pytest.approx(math.erf(place), rel=1e-15) for place in places]


def test_erfc_is_right_far_out_where_one_less_erf_is_nothing(root: Path) -> None:
    places = [n / 16 for n in range(-112, 400)]
    got = run(root, f"{places}.map(dldz.erfc)")
    assert got == [pytest.approx(math.erfc(place), rel=3e-13) for place in places]


def test_a_derivative_of_a_formula_is_worked_out(root: Path) -> None:
    assert run(root, f"({javascript(D(sp.exp(2 * Z), Z))})({{ z: 0 }})") == 2


def test_what_a_browser_cannot_compute_is_refused() -> None:
    with pytest.raises(DerivationError, match="cannot be written as JavaScript"):
        javascript(sp.Function("unheard")(Z))
