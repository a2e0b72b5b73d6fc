"""Why is the derivative of an entry what it is, in two sentences?"""

import sympy as sp

from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.records import Derivation
from generator.engine.terms import Term
from generator.engine.tex import equation, tex
from generator.engine.width import PHONE, width
from generator.pages.text import inline

SHORT = PHONE / 2
"""How wide a slope may be that stands within a sentence, in ex."""


def why(entry: Activation | Loss | Case, derivation: Derivation) -> str:
    """Return the sentences, as Markdown: what is multiplied or what the slope tells, and what comes of it."""
    if entry.activations and entry.losses:
        return _paths(derivation) if mixes(derivation) else _product(derivation)
    by, of = (inline(tex(part)) for part in (derivation.variable, derivation.goal.args[0]))
    if entry.penalty:
        return f"The slope tells how strongly {by} is drawn to zero. Gradient descent goes against it."
    if entry.losses:
        return f"The slope tells which way the loss pulls {by}, and how strongly. A backward pass begins with it."
    if entry.vector:
        return f"Each {of} has a slope by each {by}, so the slopes are a matrix. A backward pass multiplies by it."
    return f"The slope tells how much {of} changes where {by} changes a little. A backward pass multiplies by it."


def mixes(derivation: Derivation) -> bool:
    """Tell whether each z of a case acts on every a, so that the chain rule adds up paths."""
    slope = derivation.phases[1].result
    deltas = dict.fromkeys(slope.atoms(sp.KroneckerDelta), t.ZERO)
    return isinstance(derivation.variable, sp.Indexed) and t.evaluated(t.substitute(slope, deltas)) != 0


def _product(derivation: Derivation) -> str:
    outer, inner = derivation.phases[:2]
    loss, activation = (
        inline(equation(phase.goal, phase.result) if width(phase.result) <= SHORT else tex(phase.goal))
        for phase in (outer, inner)
    )
    z, a = (inline(tex(part)) for part in (derivation.variable, inner.goal.args[0]))
    both = f"{loss} of the loss and {activation} of the activation"
    first = f"{z} acts on $L$ through {a}, so two slopes are multiplied: {both}."
    if _is_difference(derivation.result, inner.goal.args[0]) and inner.result.has(sp.Symbol, sp.Indexed):
        return f"{first} The factors cancel, which leaves {inline(tex(derivation.result))}."
    return f"{first} Worked out, the product is the formula above."


def _is_difference(result: Term, answer: Term) -> bool:
    """Tell whether a result is the answer less something, a - y."""
    return result.is_Add and result.args[:-1] == (answer,) and t.is_neg(result.args[1])


def _paths(derivation: Derivation) -> str:
    z = inline(tex(derivation.variable))
    return (
        f"{z} acts on $L$ through every output $a_k$. On each of these paths the slope of the loss is multiplied by "
        "that of the activation; the sum over the paths is the formula above."
    )
