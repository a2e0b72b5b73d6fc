"""Which equalities change the form of a term and not its value?

Each module holds functions that apply one named equality to the outermost operation of a term and return the new term,
or None where it does not apply, and tables of them, which are phases of simplification and compose with ``+``. A
newcomer adds a function, and right below it its row: id, title, function, the equality, an example that fires and one
that stays. ``surface`` rows apply to numerators and terms only: nobody expands a denominator. ``simplify`` decides
which phases are worth their lines.
"""

from generator.engine.rewrites.bounded import BOUNDED
from generator.engine.rewrites.branches import BRANCHES, CLIPPED
from generator.engine.rewrites.corners import CORNERS
from generator.engine.rewrites.distinctions import INWARD, NESTED, OPENED, UNITED
from generator.engine.rewrites.exponents import JOIN_EXPONENTS, SPLIT_EXPONENTS, has_letters_above
from generator.engine.rewrites.factors import FACTOR, FACTOR_FULLY, FACTOR_SOME
from generator.engine.rewrites.floated import FLOATED
from generator.engine.rewrites.fractions import APART, OPPOSITE, REST, TOGETHER, WHOLE
from generator.engine.rewrites.indexed import EQUAL_TERMS, SUMS
from generator.engine.rewrites.intervals import INTERVALS
from generator.engine.rewrites.largest import DIFFERENCES, LARGEST, TAKEN_OUT, ranked_in
from generator.engine.rewrites.means import MEANS, PLACES
from generator.engine.rewrites.products import POWERS_OF_PRODUCTS, PRODUCTS
from generator.engine.rewrites.sides import SIDES
from generator.engine.rewrites.squares import ROOTS, SCALED
from generator.engine.rewrites.stable import APART_FIRST, MIRRORED, NAMED, is_positive
from generator.engine.rewrites.sums import COLLECT, DELTA_FIRST, EXPAND, EXPAND_FUNCTIONS, INTO_FRACTIONS, ORDER
from generator.engine.rewrites.tails import TAILS
from generator.engine.rewrites.tidy import TIDY, tidied

__all__ = [
    "APART",
    "APART_FIRST",
    "BOUNDED",
    "BRANCHES",
    "CLIPPED",
    "COLLECT",
    "CORNERS",
    "DELTA_FIRST",
    "DIFFERENCES",
    "EQUAL_TERMS",
    "EXPAND",
    "EXPAND_FUNCTIONS",
    "FACTOR",
    "FACTOR_FULLY",
    "FACTOR_SOME",
    "FLOATED",
    "INTERVALS",
    "INTO_FRACTIONS",
    "INWARD",
    "JOIN_EXPONENTS",
    "LARGEST",
    "MEANS",
    "MIRRORED",
    "NAMED",
    "NESTED",
    "OPENED",
    "OPPOSITE",
    "ORDER",
    "PLACES",
    "POWERS_OF_PRODUCTS",
    "PRODUCTS",
    "REST",
    "ROOTS",
    "SCALED",
    "SIDES",
    "SPLIT_EXPONENTS",
    "SUMS",
    "TAILS",
    "TAKEN_OUT",
    "TIDY",
    "TOGETHER",
    "UNITED",
    "WHOLE",
    "has_letters_above",
    "is_positive",
    "ranked_in",
    "tidied",
]
