"""A formula on one line: a second derivative by one letter has a square, one by two letters names both."""

import pytest
import sympy as sp

from generator.engine.oneline import plain
from generator.engine.parse import INDICES
from generator.engine.terms import D, Term

L, Z = sp.symbols("L z", real=True)
A = sp.IndexedBase("a", real=True)
FIRST, SECOND = INDICES["i"], INDICES["j"]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (D(L, Z), "dL/dz"),
        (D(D(L, Z), Z), "d²L/dz²"),
        (D(D(L, A[FIRST]), A[FIRST]), "∂²L/∂aᵢ²"),
        (D(D(L, A[FIRST]), A[SECOND]), "∂²L/∂aᵢ∂aⱼ"),
    ],
)
def test_derivatives_name_what_they_are_taken_by(term: Term, text: str) -> None:
    assert plain(term) == text


def test_functions_have_the_names_that_people_write() -> None:
    assert [plain(f(Z)) for f in (sp.log, sp.exp, sp.tanh)] == ["ln(z)", "e^z", "tanh(z)"]
    assert [plain(f(Z, L, evaluate=False))[:4] for f in (sp.Max, sp.Min)] == ["max(", "min("]
