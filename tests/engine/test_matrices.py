"""Formulas in components are gathered into matrices whose shapes fit, and printed so that a person can check them."""

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.matrices import Index, Matrix, Transposed, gather, parts_of, transposed, walk
from generator.engine.parse import INDICES
from generator.engine.printing import line_name, matrix_code, matrix_line, matrix_tex, name_code, shape_tex, shaped_tex
from generator.engine.shapes import Shape, shape
from generator.engine.terms import Term
from generator.errors import DerivationError

I, J, K = (INDICES[name] for name in "ijk")  # noqa: E741 - an index
P, Q, R = (sp.Symbol(name, integer=True, positive=True) for name in "pqr")
A, B, C = (sp.IndexedBase(n, shape=s) for n, s in (("A", (P, Q)), ("B", (Q, R)), ("C", (P, R))))
U, V = sp.IndexedBase("u", shape=(P,)), sp.IndexedBase("v", shape=(Q,))
G = sp.Function("g'^{[l]}", real=True)

CASES = [
    # term, rows, columns · TeX · NumPy · shape
    (A[I, J], I, J, "A", "A", (P, Q)),
    (A[J, I], I, J, r"A^{\mathsf T}", "A.T", (Q, P)),
    (t.total(t.mul(A[I, K], B[K, J]), K, Q), I, J, r"A \, B", "A @ B", (P, R)),
    (t.total(t.mul(B[K, J], A[I, K]), K, Q), I, J, r"A \, B", "A @ B", (P, R)),
    (t.total(t.mul(A[K, I], C[K, J]), K, P), I, J, r"A^{\mathsf T} \, C", "A.T @ C", (Q, R)),
    (t.total(t.mul(C[I, K], B[J, K]), K, R), I, J, r"C \, B^{\mathsf T}", "C @ B.T", (P, Q)),
    (t.mul(U[I], V[J]), I, J, r"u \, v^{\mathsf T}", "u @ v.T", (P, Q)),
    (t.total(t.mul(A[I, K], V[K]), K, Q), I, None, r"A \, v", "A @ v", (P, t.ONE)),
    (t.total(A[I, K], K, Q), I, None, r"\operatorname{rowsum}(A)", "A.sum(axis=1, keepdims=True)", (P, t.ONE)),
    (t.total(A[K, I], K, P), None, I, r"\operatorname{colsum}(A)", "A.sum(axis=0, keepdims=True)", (t.ONE, Q)),
    (t.total(t.mul(U[K], A[K, I]), K, P), None, I, r"u^{\mathsf T} \, A", "u.T @ A", (t.ONE, Q)),
    (t.mul(A[I, J], G(A[I, J])), I, J, r"A \odot g'^{[l]}(A)", "A * dg[l](A)", (P, Q)),
    (t.mul(A[I, J], t.add(t.ONE, t.neg(A[I, J]))), I, J, r"A \odot (1 - A)", "A * (1 - A)", (P, Q)),
    (t.over(A[I, J], P), I, J, r"\frac{1}{p} A", "A / p", (P, Q)),
    (t.neg(A[I, J]), I, J, "-A", "-A", (P, Q)),
    (t.mul(sp.Integer(2), A[I, J]), I, J, "2 A", "2 * A", (P, Q)),
    (t.add(A[I, J], U[I]), I, J, "A + u", "A + u", (P, Q)),
    (t.add(A[I, J], t.neg(t.mul(sp.Integer(3), A[I, J]))), I, J, "A - 3 A", "A - 3 * A", (P, Q)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[4])
def test_components_become_matrices(case: tuple[Term, Index, Index, str, str, Shape]) -> None:
    found = gather(*case[:3])
    assert case[3:] == (matrix_tex(found), matrix_code(found), shape(found))


def test_the_shape_stands_under_every_factor() -> None:
    found = gather(t.total(t.mul(A[K, I], C[K, J]), K, P), I, J)
    assert shaped_tex(found) == r"\underbrace{A^{\mathsf T}}_{q \times p} \, \underbrace{C}_{p \times r}"
    assert shape_tex(found) == r"q \times r"


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (t.over(t.ONE, A[I, J]), "below a fraction"),
        (t.call(sp.exp, A[I, J]), "no matrix form"),
        (t.mul(A[I, J], t.call(sp.exp, A[I, K])), "product of matrices"),
    ],
)
def test_what_is_no_matrix_formula_is_refused(term: Term, why: str) -> None:
    with pytest.raises(DerivationError, match=why):
        gather(term, I, J)


@pytest.mark.parametrize("term", [t.mul(A[I, J], B[I, J]), t.add(A[I, J], B[I, J]), t.mul(A[I, K], C[K, J])])
def test_shapes_that_do_not_fit_are_refused_with_both_shapes(term: Term) -> None:
    with pytest.raises(DerivationError, match=r"shapes . x . and . x . do not fit"):
        shape(gather(term, I, J))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[4])
def test_the_transpose_of_a_transpose_is_the_matrix(case: tuple[Term, Index, Index, str, str, Shape]) -> None:
    found = gather(*case[:3])
    assert found == transposed(transposed(found))
    assert shape(found)[::-1] == shape(transposed(found))


def test_a_vector_has_one_column_or_one_row() -> None:
    assert [shape(Matrix(U, row=row)) for row in (False, True)] == [(P, t.ONE), (t.ONE, P)]


def test_a_change_reaches_every_part() -> None:
    found = gather(t.total(t.mul(A[K, I], C[K, J]), K, P), I, J)
    changed = walk(found, lambda part: Matrix(B) if part == Matrix(A) else part)
    assert Transposed(Matrix(B)) in parts_of(changed)
    assert Matrix(A) not in parts_of(changed)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("W^{[l-1]}", "W[l - 1]"),
        ("g'^{[l]}", "dg[l]"),
        (r"\sigma'", "dsigma"),
        (r"\delta^{l+1}", "delta[l + 1]"),
        ("Y", "Y"),
    ],
)
def test_one_name_serves_page_and_code(name: str, code: str) -> None:
    assert code == name_code(name)


def test_a_bare_superscript_is_put_in_brackets_before_the_transpose() -> None:
    base = sp.IndexedBase("w^{l}", shape=(P, Q))
    assert matrix_tex(gather(base[J, I], I, J)) == r"(w^{l})^{\mathsf T}"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("dZ^{[l-1]}", "dZ[l−1]"),
        ("g'^{[l]}", "g′[l]"),
        (r"\delta^{l+1}", "δˡ⁺¹"),
        (r"{\nabla_a C}", "∇ₐC"),
        (r"\nabla_{b^{l}} C", "∇_bˡ C"),
        (r"\sigma'", "σ′"),
    ],
)
def test_a_name_is_written_in_unicode(name: str, line: str) -> None:
    assert line_name(name) == line


@pytest.mark.parametrize(
    ("term", "rows", "columns", "line"),
    [
        (t.total(t.mul(A[K, I], C[K, J]), K, P), I, J, "Aᵀ C"),
        (t.mul(A[I, J], t.add(t.ONE, t.neg(A[I, J]))), I, J, "A ⊙ (1 − A)"),
        (t.over(A[I, J], P), I, J, "A / p"),
        (t.neg(A[I, J]), I, J, "−A"),
        (t.total(A[K, I], K, P), None, I, "colsum(A)"),
        (t.mul(A[I, J], G(A[I, J])), I, J, "A ⊙ g′[l](A)"),
        (t.add(A[I, J], t.neg(t.mul(sp.Integer(3), A[I, J]))), I, J, "A − 3 A"),
    ],
)
def test_a_matrix_formula_is_written_on_a_line(
    term: Term, rows: Index | None, columns: Index | None, line: str
) -> None:
    assert matrix_line(gather(term, rows, columns)) == line


def test_a_bare_superscript_is_put_in_brackets_on_a_line_too() -> None:
    base = sp.IndexedBase("w^{l}", shape=(P, Q))
    assert matrix_line(Transposed(Matrix(base))) == "(wˡ)ᵀ"
