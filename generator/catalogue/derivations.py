"""Which derivation belongs to an entry?

The path is the same for all: an activation is differentiated and written in its own value, a loss is differentiated
with respect to a, a case joins both by the chain rule.
"""

from functools import cache, singledispatch

import sympy as sp

from generator.catalogue.formulas import A_VEC, LOSS, Z_VEC, A, I, J, Z, condition_of, value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.composite import Composite, derive_composite
from generator.engine.derive import Named, derive_function, derive_outer
from generator.engine.records import Derivation


@cache
def derivation_of(entry: Activation | Loss | Case) -> Derivation:
    """Return the derivation of the entry, made once: a case needs those of its activation and its loss again.

    Raises ``ExpressionError`` where its formula cannot be read, ``DerivationError`` where a rule is missing.
    """
    return _derive(entry)


@singledispatch
def _derive(entry: Activation | Loss | Case) -> Derivation:
    raise TypeError(entry)


@_derive.register
def _(entry: Activation) -> Derivation:
    return derive_function(entry.id, entry.in_sentence, _activation(entry))


@_derive.register
def _(entry: Loss) -> Derivation:
    return derive_outer(entry.id, entry.in_sentence, _loss(entry))


@_derive.register
def _(entry: Case) -> Derivation:
    pair = Composite(
        _activation(entry.activation),
        _loss(entry.loss),
        derivation_of(entry.activation),
        derivation_of(entry.loss),
        condition_of(entry.loss),
        entry.loss.condition_text,
    )
    return derive_composite(entry.id, entry.in_sentence, pair)


def _activation(entry: Activation) -> Named:
    if entry.vector:
        return Named(A_VEC[I], value_of(entry), Z_VEC[J])
    symbol = sp.Function(entry.symbol, real=True)(Z) if entry.symbol else None
    return Named(A, value_of(entry), Z, symbol)


def _loss(entry: Loss) -> Named:
    return Named(LOSS, value_of(entry), A_VEC[I] if entry.vector else A)
