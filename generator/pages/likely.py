"""Which of the wrong formulas that a receipt rejects stand on the page: two or three that people do write.

A row tells of a mistake in which entries it is made, read off the derivation: nobody forgets the half of a square that
is not there. The others are rejected all the same. A newcomer adds a row where it belongs by frequency.
"""

from collections.abc import Callable
from dataclasses import replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.records import Derivation
from generator.engine.shorthand import Shorthands, shortened
from generator.engine.terms import Term
from generator.verify.records import Receipt, Variant

LEAST, MOST = 2, 3
TWO = sp.Integer(2)


def _always(_: Derivation) -> bool:
    return True


def _cancelled(derivation: Derivation) -> bool:
    """Tell whether nothing but a difference is left of the slopes of activation and loss."""
    return isinstance(derivation.result, sp.Add)


def _not_cancelled(derivation: Derivation) -> bool:
    return not _cancelled(derivation)


def _has_difference(derivation: Derivation) -> bool:
    """Tell whether the answer less the target stands in the result."""
    return any(_is_difference(part) for _, part in t.walk(derivation.result))


def _is_difference(part: Term) -> bool:
    names = {str(getattr(one, "base", one)) for one in part.free_symbols}
    return isinstance(part, sp.Add) and len(part.args) == TWO and {"y"} < names <= {"y", "a", "z", "i", "j", "k"}


def _has_half_of_a_square(derivation: Derivation) -> bool:
    inside = [part for _, part in t.walk(derivation.definition)]
    squares = any(isinstance(part, sp.Pow) and part.exp == TWO for part in inside)
    return squares and any(part in {t.HALF, TWO} for part in inside if part.is_number)


LIKELY: tuple[tuple[str, Callable[[Derivation], bool]], ...] = (
    ("targets-not-one", _always),
    ("diagonal-of-the-chain", _always),
    ("diagonal-only", _always),
    ("activation-slope-twice", _cancelled),
    ("activation-slope-missing", _not_cancelled),
    ("slope-with-z", _always),
    ("y-minus-a", _has_difference),
    ("one-index", _always),
    ("diagonal-lost", _always),
    ("factor-two", _has_half_of_a_square),
    ("slope-at-a", _always),
    ("made-to-fit", _always),
    ("sum-dropped", _always),
    ("sum-for-a-component", _always),
    ("inner-derivative-missing", _always),
    ("answer-for-variable", _always),
    ("gauss-newton", _always),
    ("slope-squared", _always),
    ("outer-derivative-missing", _always),
    ("sign-flipped", _always),
)
"""Mistakes, the most frequent first, with the derivations in which they are made."""


def likely(derivation: Derivation, receipt: Receipt, names: Shorthands = ()) -> tuple[Variant, ...]:
    """Return the wrong formulas to show of those that a receipt rejects, with letters for parts that recur."""
    rejected = {variant.id: variant for variant in receipt.rejected_variants}
    found = [rejected[name] for name, made in LIKELY if name in rejected and made(derivation)]
    rest = [variant for variant in receipt.rejected_variants if variant not in found]
    shown = (*found[:MOST], *rest[: max(LEAST - len(found), 0)])
    return tuple(replace(variant, term=shortened(variant.term, names)) for variant in shown)
