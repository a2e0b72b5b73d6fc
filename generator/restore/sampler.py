"""Which formulas does the site prove beside its entries, and what did their derivations find?

The LaTeX examples state things about integrals over space, about fields that an equation determines: numbers at random
points of free letters cannot decide these, the derivations on the page of the examples do. A formula that says the same
as an example has its proof there.
"""

from functools import cache

from generator.catalogue.examples import EXAMPLES, Example
from generator.errors import RestoreError
from generator.restore.grammar import read
from generator.restore.nodes import Formula
from generator.restore.place import RELATION, Finding
from generator.verify.examples import Place, verdict

LEADS = "it is derived, and every step proved, on the page of the examples"


def decided(formula: Formula, finding: Finding) -> Finding:
    """Return what the derivation of the same formula found, where numbers alone could not decide."""
    found = example_of(formula)
    undecided = finding.verdict == "definition" or finding.verdict.startswith(RELATION)
    return _finding(found) if found and undecided else finding


def example_of(formula: Formula) -> Example | None:
    """Return the example that says the same."""
    return _by_formula().get(formula)


@cache
def _by_formula() -> dict[Formula, Example]:
    found = {}
    for example in EXAMPLES:
        try:
            found[read(example.found)] = example
        except RestoreError:
            continue
    return found


@cache
def _finding(example: Example) -> Finding:
    found = verdict(example)
    why = found.why.rstrip(".")
    if found.word == "true when":
        return Finding(f"true when {why}", f"{LEADS}{_otherwise(found.fails)}")
    why = f"{why[:1].lower()}{why[1:]}" if why else LEADS
    return Finding(found.word, f"{why}{_otherwise(found.fails) if found.word == 'false' else ''}")


def _otherwise(place: Place | None) -> str:
    """Return a place at which the condition does not hold, and both sides there."""
    if place is None:
        return ""
    left, right = (side.replace("-", "−") for side in (place.left, place.right))
    return f"; but for {place.title}: {left} on the left, {right} on the right"
