"""What is stored comes back as it was: not rearranged, not evaluated, and of the same kind."""

import pickle
from typing import Any

import pytest
import sympy as sp

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.catalogue.network_derivations import derived
from generator.engine import terms as t
from generator.engine.stored import dumps, loads
from generator.engine.terms import D

pytestmark = pytest.mark.usefixtures("derived")

X, Y = sp.symbols("x y", real=True)
G = sp.Function("g", real=True)
V = sp.IndexedBase("v", real=True, shape=(sp.Symbol("n"),))
I = sp.Symbol("i", integer=True)  # noqa: E741 - an index
ROWS = (lambda: 1, lambda: 2)

TERMS = (
    t.add(X, t.ONE, t.ONE),
    t.add(t.ONE, t.neg(X)),
    t.neg(t.neg(X)),
    t.over(t.mul(X, t.over(t.ONE, X)), X),
    t.power(t.power(X, 2), t.HALF),
    t.call(sp.exp, sp.Integer(0)),
    t.call(sp.Max, sp.Integer(0), sp.Integer(-1)),
    t.cases((t.add(X, t.ZERO), sp.Gt(X, X, evaluate=False)), (t.ZERO, sp.true)),
    t.total(t.mul(V[I], t.delta(I, I)), I),
    D(t.add(X, X), X),
    G(t.add(X, X)),
    sp.Derivative(G(X), X, evaluate=False),
)


def spelled(term: Any) -> Any:  # noqa: ANN401 - any node
    """Return all that makes up a term: classes, arguments in their order, and what its nodes keep.

    What a letter is assumed to be is compared; what SymPy infers from it of a whole term is left out, for that
    can depend on what was asked before.
    """
    if not isinstance(term, sp.Basic):
        return term
    inside = tuple(map(spelled, term.args)) or (sp.srepr(term), term.is_real, term.is_positive)
    return type(term).__name__, inside, term.is_commutative, hash(term)


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_a_term_comes_back_node_for_node(term: sp.Basic) -> None:
    back = loads(dumps(term))
    assert back == term
    assert spelled(back) == spelled(term)


def test_pickle_alone_would_evaluate() -> None:
    """The reason for all of this: when SymPy mends it, ``engine.stored`` can go."""
    term = t.add(X, t.ONE, t.ONE)
    assert pickle.loads(pickle.dumps(term)) == X + 2  # noqa: S301 - our own
    assert loads(dumps(term)) != X + 2


@pytest.mark.parametrize("entry", Catalogue().entries, ids=lambda entry: entry.id)
def test_every_derivation_comes_back(entry: Any) -> None:  # noqa: ANN401 - any entry
    derivation = derivation_of(entry)
    back = loads(dumps(derivation))
    assert back == derivation
    for old, new in zip(derivation.steps, back.steps, strict=True):
        assert spelled(new.before) == spelled(old.before)
        assert spelled(new.after) == spelled(old.after)


@pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry.id)
def test_every_formula_of_the_network_comes_back(entry: Any) -> None:  # noqa: ANN401 - any formula
    found = derived(entry)
    assert loads(dumps(found)) == found


def test_a_row_of_a_table_is_stored_by_its_place() -> None:
    table = f"{__name__}:ROWS"
    assert loads(dumps([ROWS[1]], [table]))[0] is ROWS[1]
    with pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
        dumps(ROWS[1])
