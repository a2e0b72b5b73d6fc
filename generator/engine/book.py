"""Where is the rule with this id, and which rules are there?

The book joins the tables of derivative rules and rewrites, and the *principles*: ways of going on that are not an
equality between two forms, such as putting in a result that has been derived before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.engine import answer, rewrites, stable
from generator.engine.chain import ELEMENTWISE, SAME_INDEX
from generator.engine.differentiate import DERIVATIVE_RULES
from generator.engine.primitives import PRIMITIVES
from generator.engine.rules import Rule
from generator.errors import DerivationError


@dataclass(frozen=True)
class Principle:
    """A way of going on in a derivation: what it is called and what it says."""

    id: str
    title: str
    says: str


PRINCIPLES = (
    Principle(
        "chain", "chain rule", "dL/dz = dL/da · da/dz; for vectors the products are summed over every component of a"
    ),
    Principle("insert", "insert the results", "a derivative that has been worked out takes the place of its name"),
    Principle("lemma", "lemma", "a result that another page derives and measures is used as it stands there"),
    Principle("answer", "name the answer", "the value of a function may be written under its name: 1/(1 + e^-z) is a"),
    Principle("solve", "solve the definition", "a = f(z) is solved for the exponential in f, which is then replaced"),
    Principle("shares", "shares sum to one", "where a_i is u_i over the sum of all u_k, the sum of all a_k is one"),
    Principle("mean", "derivative of a mean", "the derivative of a mean is the mean of the derivatives"),
    Principle(
        "precondition", "use the precondition", "what the page assumes, such as a sum of targets that is one, is put in"
    ),
)

SECTIONS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Derivatives", (*DERIVATIVE_RULES, ELEMENTWISE)),
    ("Tidying", rewrites.TIDY),
    ("Products and fractions", rewrites.PRODUCTS + rewrites.POWERS_OF_PRODUCTS),
    ("Sums", rewrites.EXPAND + rewrites.COLLECT + rewrites.ORDER + rewrites.DELTA_FIRST),
    ("Factors of a sum", rewrites.FACTOR + rewrites.FACTOR_SOME + rewrites.FACTOR_FULLY),
    (
        "Fractions together and apart",
        rewrites.TOGETHER
        + rewrites.REST
        + rewrites.APART
        + rewrites.WHOLE
        + rewrites.OPPOSITE
        + rewrites.INTO_FRACTIONS,
    ),
    ("Powers with letters above", rewrites.SPLIT_EXPONENTS + rewrites.JOIN_EXPONENTS),
    ("Sums over an index", (*rewrites.SUMS, *rewrites.EQUAL_TERMS, SAME_INDEX)),
    ("Branches", rewrites.CLIPPED + rewrites.BRANCHES + rewrites.SIDES + rewrites.INTERVALS),
    ("Several case distinctions", rewrites.NESTED + rewrites.UNITED + rewrites.INWARD + rewrites.OPENED),
    (
        "Forms to compute",
        (
            *(rewrites.CORNERS + rewrites.TAILS + rewrites.ROOTS + rewrites.FLOATED),
            *(
                stable.COMPARED
                + rewrites.APART_FIRST
                + rewrites.BOUNDED
                + rewrites.NAMED
                + rewrites.MIRRORED
                + rewrites.SCALED
                + rewrites.EXPAND_FUNCTIONS
            ),
        ),
    ),
    ("Forms to compute, of vectors", rewrites.MEANS + rewrites.PLACES + rewrites.TAKEN_OUT + rewrites.DIFFERENCES),
    ("Towards the answer", answer.SPLIT + answer.COMPLEMENT),
)
"""The rules by heading, in the order of the rules page."""

_BY_ID: Mapping[str, Rule | Principle] = {row.id: row for _, table in SECTIONS for row in table} | {
    row.id: row for row in PRINCIPLES
}


def source_file(name: str) -> str:
    """Return the file in which the rule with this id stands."""
    if name in {row.id for row in PRIMITIVES}:
        return "generator/engine/primitives.py"
    row = find(name)
    if isinstance(row, Principle):
        return "generator/engine/derive.py"
    module = getattr(row.apply, "func", row.apply).__module__
    return f"{module.replace('.', '/')}.py"


def find(name: str) -> Rule | Principle:
    """Return the rule or principle with this id; ``lemma:sigmoid`` is the principle of the lemma.

    Raises ``DerivationError`` for an id that no table has.
    """
    row = _BY_ID.get(name.split(":", maxsplit=1)[0])
    if row is None:
        raise DerivationError(f"{name} · no rule has this id · generator/engine/book.py")
    return row
