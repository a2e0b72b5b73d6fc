"""The chain rule through a node with many components, on a node that stands in no catalogue."""

import sympy as sp

from generator.engine import terms as t
from generator.engine.chain import ELEMENTWISE, Mean, Node, Titles, derive_through, slope_of
from generator.engine.parse import INDICES
from generator.engine.terms import D
from generator.engine.tex import tex

I, J, K, N = (INDICES[name] for name in "ijkn")  # noqa: E741 - an index
P, R, M = (sp.Symbol(name, integer=True, positive=True) for name in ("p", "r", "m"))
U, V, C = sp.IndexedBase("u", shape=(P,)), sp.IndexedBase("v", shape=(P,)), sp.IndexedBase("c", shape=(R, P))
X = sp.IndexedBase("x", shape=(R,))
F = sp.Symbol("F", real=True)


def test_a_function_of_each_element_gets_its_slope_and_the_inner_derivative() -> None:
    g = sp.Function("g^{[l]}", real=True)
    assert slope_of(g).__name__ == "g'^{[l]}"
    before, after = ELEMENTWISE.fires
    assert after == ELEMENTWISE.apply(before)
    assert ELEMENTWISE.apply(ELEMENTWISE.stays) is None
    taken = ELEMENTWISE.apply(D(g(V[K]), V[I]))
    assert t.mul(slope_of(g)(V[K]), D(V[K], V[I])) == taken


def test_paths_through_all_components_are_added_up() -> None:
    node = Node(V[K], t.total(t.mul(C[N, K], X[N]), N, R), U[K], K, P)
    found = derive_through(Titles("x", "X", "local", "paths"), D(F, X[I]), node)
    assert t.total(t.mul(U[K], C[I, K]), K, P) == found.result
    assert [phase.title for phase in found.phases] == ["local", "paths"]


def test_a_delta_leaves_one_path() -> None:
    g = sp.Function("g", real=True)
    node = Node(V[K], g(X[K]), U[K], K, P)
    found = derive_through(Titles("x", "X", "local", "paths"), D(F, X[I]), node)
    assert tex(found.result) == "u_{i} g'(x_{i})"


def test_a_node_with_one_component_needs_no_sum() -> None:
    middle, upstream, below = (sp.Symbol(name, real=True) for name in "vux")
    node = Node(middle, t.mul(sp.Integer(3), below), upstream)
    found = derive_through(Titles("x", "X", "local", "paths"), D(F, below), node)
    assert tex(found.result) == "3 u"
    assert found.uses == ()


def test_the_mean_comes_last_and_brings_one_over_m() -> None:
    node = Node(V[K], t.mul(C[I, K], X[J]), U[K], K, P)
    mean = Mean(sp.Symbol("J", real=True), N, M)
    found = derive_through(Titles("x", "X", "local", "paths", "mean"), D(F, X[J]), node, (), mean)
    assert found.result.args[0] == t.over(t.ONE, M)
    assert D(mean.name, X[J]) == found.goal


def test_a_lemma_is_named_where_it_is_used() -> None:
    node = Node(V[K], t.mul(C[I, K], X[J]), U[K], K, P, "other")
    found = derive_through(Titles("x", "X", "local", "paths"), D(F, X[J]), node)
    assert found.uses == ("other",)
    assert "lemma:other" in {step.rule for step in found.steps}
