"""Which derivation belongs to an entry?

The path is the same for all: an activation is differentiated and written in its own value, a loss is differentiated
with respect to a, or what it takes in its place, a case joins both by the chain rule. The second derivative follows
from the first. A parameter that is learned takes the place of the variable, and the path is the same again.
"""

from dataclasses import replace
from functools import cache, singledispatch

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.formulas import (
    A_VEC,
    LOSS,
    A,
    I,
    J,
    Z,
    at_usual,
    condition_of,
    function_of,
    functions_in,
    plain_value,
    value_of,
    variable_of,
    written_of,
)
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.composite import Composite, derive_composite
from generator.engine.derive import Named, derive_function, derive_outer
from generator.engine.lemmas import Lemma, U
from generator.engine.records import Derivation
from generator.engine.rewrites import tidied
from generator.engine.second import Again, derive_second
from generator.engine.terms import substitute

_REMEMBERED: dict[Activation | Loss | Case, tuple[Derivation, Derivation | None]] = {}


@cache
def derivation_of(entry: Activation | Loss | Case) -> Derivation:
    """Return the derivation of the entry, made once: a case needs those of its activation and its loss again.

    What an entry has for readers only decides nothing: with it and without, the derivation is the same one.
    Raises ``ExpressionError`` where its formula cannot be read, ``DerivationError`` where a rule is missing.
    """
    alone = entry.bare
    if alone != entry:
        return derivation_of(alone)
    return _REMEMBERED[alone][0] if alone in _REMEMBERED else _derive(alone)


def remember(entry: Activation | Loss | Case, first: Derivation, second: Derivation | None) -> None:
    """Take derivations that were made before, in another process or an earlier build, for those of the entry."""
    _REMEMBERED[entry.bare] = first, second


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
    return _joined(entry, _activation(entry.activation), derivation_of(entry.activation))


def _joined(entry: Case, inner: Named, slope: Derivation) -> Derivation:
    loss = entry.loss
    cited = any(one.id == entry.activation.id for one in ACTIVATIONS)
    pair = Composite(inner, _loss(loss), slope, derivation_of(loss), condition_of(loss), loss.condition_text, cited)
    return derive_composite(entry.id, entry.in_sentence, pair)


@cache
def second_of(entry: Activation | Loss | Case) -> Derivation | None:
    """Return the derivation of the second derivative, for a loss of vectors its Hessian; a Jacobian has none here.

    Raises ``DerivationError`` where a rule is missing.
    """
    if entry.bare in _REMEMBERED:
        return _REMEMBERED[entry.bare][1]
    return None if entry.jacobian else derive_second(_again(entry))


@cache
def partials_of(entry: Activation | Loss | Case) -> tuple[Derivation, ...]:
    """Return the derivations of the derivatives by the parameters that a backward pass returns them for.

    A case has those of its activation; those of its loss are the same whatever gives a, and stand with the loss.
    Raises ``DerivationError`` where a rule is missing.
    """
    own = entry.parts[0].parameters
    return tuple(replace(_partial(entry, one), forms=()) for one in own if one.gradient)


@singledispatch
def _partial(entry: Activation | Loss | Case, by: Parameter) -> Derivation:
    raise TypeError(entry, by)


@_partial.register
def _(entry: Activation, by: Parameter) -> Derivation:
    return derive_function(entry.id, entry.in_sentence, _by(_activation(entry), by))


@_partial.register
def _(entry: Loss, by: Parameter) -> Derivation:
    return derive_outer(entry.id, entry.in_sentence, _by(_loss(entry), by))


@_partial.register
def _(entry: Case, by: Parameter) -> Derivation:
    inner = _by(_activation(entry.activation), by)
    return _joined(entry, inner, _partial(entry.activation, by))


def _by(function: Named, parameter: Parameter) -> Named:
    return replace(function, variable=parameter.letter, symbol=None)


@singledispatch
def _again(entry: Activation | Loss | Case) -> Again:
    raise TypeError(entry)


@_again.register
def _(entry: Activation) -> Again:
    first = derivation_of(entry)
    return Again(first, Z, first, lemmas=lemmas_of(entry))


@_again.register
def _(entry: Loss) -> Again:
    return Again(
        derivation_of(entry),
        variable_of(entry, J),
        where=((LOSS, value_of(entry)),),
        condition=condition_of(entry),
        condition_text=entry.condition_text,
        lemmas=lemmas_of(entry),
    )


@_again.register
def _(entry: Case) -> Again:
    of_loss = _again(entry.loss)
    return Again(
        derivation_of(entry),
        variable_of(entry, J),
        derivation_of(entry.activation),
        of_loss.where,
        of_loss.condition,
        of_loss.condition_text,
        lemmas_of(entry.activation, entry.loss),
    )


def _activation(entry: Activation) -> Named:
    if entry.vector:
        return Named(A_VEC[I], written_of(entry), variable_of(entry, J), lemmas=lemmas_of(entry))
    symbol = function_of(entry)(Z) if entry.symbol else None
    return Named(A, written_of(entry), Z, symbol, lemmas_of(entry))


def _loss(entry: Loss) -> Named:
    return Named(LOSS, written_of(entry), variable_of(entry, I), lemmas=lemmas_of(entry))


def lemmas_of(*entries: Activation | Loss) -> tuple[Lemma, ...]:
    """Return the activations that the definitions call by name, each with the derivative of its own page.

    That derivative may have further ones in it, which follow.
    """
    called = tuple(dict.fromkeys(other for entry in entries for other in functions_in(entry)))
    return tuple(dict.fromkeys((*map(lemma_of, called), *(lemma for other in called for lemma in lemmas_of(other)))))


def lemma_of(entry: Activation) -> Lemma:
    """Return an activation as a lemma: its name as a call, its value, and the derivative of its own page."""
    call, slope = function_of(entry)(U), tidied(at_usual(derivation_of(entry).result, entry))
    value = substitute(plain_value(entry), {Z: U})
    return Lemma(entry.id, call, value, substitute(slope, {A: call, Z: U}))
