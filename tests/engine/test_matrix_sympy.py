"""Does the SymPy of every formula of the network run, and have the values and the shape of its NumPy?"""

from typing import Any

import numpy as np
import pytest
import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.matrices.expressions.matexpr import MatrixElement

from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.network_derivations import derived, target
from generator.engine import terms as t
from generator.engine.matrices import Added, Constant, Elementwise, Matrix, Node, Scaled, parts_of
from generator.engine.matrix_sympy import matrix_sympy
from generator.engine.printing import matrix_code
from generator.engine.shapes import shape
from generator.engine.terms import Term

SIZES = {"m": 3, "n_l": 2, "n_L": 2, "n_l_minus_1": 4, "n_l_plus_1": 5, "p": 2, "q": 3}
LAYER = 1
P, Q = (sp.Symbol(name, integer=True, positive=True) for name in "pq")
A, U = sp.IndexedBase("A", shape=(P, Q)), sp.IndexedBase("u", shape=(P,))
OTHERS: dict[str, Node] = {
    "one-less": Elementwise((Matrix(A), Added((Constant(t.ONE), Scaled(t.MINUS_ONE, t.ONE, Matrix(A)))))),
    "twice-a-sum": Scaled(sp.Integer(2), Q, Added((Matrix(A), Matrix(U)))),
    "less-a-number": Added((Matrix(A), Constant(sp.Integer(-3)))),
}


def size(term: Term) -> int:
    name = "_".join(part for part in str(term).replace("-", " minus ").replace("+", " plus ").split("{"))
    return int(term) if term.is_number else SIZES[name.replace("}", "").replace(" ", "_").replace("__", "_")]


def check(name: str, node: Node) -> None:
    """Run both, with the sine for every function, and compare."""
    drawing = np.random.default_rng(0)
    arrays: dict[str, np.ndarray] = {}
    names: dict[str, Any] = {"l": LAYER, "L": LAYER, "m": SIZES["m"], "q": SIZES["q"]}
    for part in parts_of(node):
        if isinstance(part, Matrix):
            code = matrix_code(part)
            letter, _, layer = code.partition("[")
            array = arrays.setdefault(code, drawing.normal(size=tuple(map(size, shape(part)))))
            if layer:
                names.setdefault(letter, {})[eval(layer.rstrip("]"), {"l": LAYER, "L": LAYER})] = array  # noqa: S307
            else:
                names[letter] = array
    slopes = {function: {LAYER: np.sin} for function in ("g", "dg")} | {"dsigma": np.sin, "sigma": np.sin}
    by_numpy = eval(matrix_code(node), {**slopes, **names})  # noqa: S307 - our own output
    made: dict[str, Any] = {}
    exec(matrix_sympy(name, node), made)  # noqa: S102 - our own output
    *_, (called, value) = made.items()
    whole = value.subs({made[size]: SIZES[size] for size in SIZES if size in made}).as_explicit()
    code_of = {code.replace(" - ", "_minus_").replace(" + ", "_plus_").replace("[", "_").rstrip("]"): array
               for code, array in arrays.items()}  # fmt: skip
    numbers = {x: code_of[x.parent.name][x.i, x.j] for x in whole.atoms(MatrixElement)}
    found = whole.subs(numbers).replace(lambda x: isinstance(x, AppliedUndef), lambda x: sp.sin(x.args[0]))
    assert called == name.replace("[", "_").rstrip("]").replace(" - ", "_minus_")
    assert np.array(found, dtype=float) == pytest.approx(np.broadcast_to(by_numpy, whole.shape))
    assert whole.shape == by_numpy.shape


@pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry.id)
def test_a_formula_of_the_network_has_the_values_of_its_numpy(entry: Formula) -> None:
    check(target(entry), derived(entry).matrix)


@pytest.mark.parametrize("name", OTHERS)
def test_numbers_and_columns_are_repeated(name: str) -> None:
    check(name.replace("-", ""), OTHERS[name])


def test_a_difference_and_a_mean_are_written_as_on_paper() -> None:
    written = {entry.id: matrix_sympy(target(entry), derived(entry).matrix).splitlines()[-1] for entry in FORMULAS}
    assert written["network-dz-difference"] == "dZ_L = A_L - Y"
    assert written["network-dw"] == "dW_l = dZ_l*A_l_minus_1.T/m"
    assert written["network-db"] == "db_l = dZ_l*OneMatrix(m, 1)/m"
