"""Which quantities does every author have a symbol of his own for?

The notation page prints a row for each, and ``restore`` knows by them that two symbols are one quantity. A newcomer
adds a row.
"""

from generator.catalogue.formulas import LOSS, A, Y, Z
from generator.engine.terms import D, Term

SYMBOLS: tuple[tuple[str, Term], ...] = (
    ("Loss of one example", LOSS),
    ("What goes into a unit", Z),
    ("What comes out of it", A),
    ("Target", Y),
    ("Slope of the loss by the activation", D(LOSS, A)),
    ("Slope of the activation", D(A, Z)),
    ("Error: slope of the loss by what goes in", D(LOSS, Z)),
)
