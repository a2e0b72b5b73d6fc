"""How is each step of a derivation known to hold, and how is that counted?

A step is *exact* where algebra decides it, or by construction: the chain rule, and an earlier result that is inserted,
hold by what they are, and numbers only confirm that they were applied. Any other step is *compared*: both sides agree
to so many digits at points of the domain.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.engine.lemmas import LEMMA
from generator.engine.records import Step
from generator.pages.text import plural, scientific
from generator.verify.records import Proof

BY_CONSTRUCTION = frozenset({"chain", "insert"})
"""The rules that hold by what they are; a lemma does too."""


@dataclass(frozen=True)
class Known:
    """How one step is known: ``digits`` that agree, which is 0 where algebra decides."""

    exact: bool
    words: str
    digits: int = 0


def known(step: Step, proof: Proof) -> Known:
    """Return how a step is known."""
    if proof.method == "exact":
        return Known(exact=True, words="exact")
    if step.rule in BY_CONSTRUCTION or step.rule.startswith(LEMMA):
        return Known(exact=True, words=f"exact by construction; {compared(proof)}", digits=proof.digits)
    return Known(exact=False, words=compared(proof), digits=proof.digits)


def compared(proof: Proof) -> str:
    """Say in a few words how a step was decided."""
    if proof.method == "exact":
        return "exact"
    if proof.method == "bounded":
        return f"differs by at most {scientific(proof.worst)} at {plural(proof.points, 'point')}"
    worst = f", largest difference {scientific(proof.worst)}" if proof.worst else ""
    return f"agrees to {proof.digits} digits at {plural(proof.points, 'point')}{worst}"


def counted(steps: Iterable[Known]) -> str:
    """Return how many steps are exact and how many compared: ``19 exact, 8 compared to 47 digits``."""
    found = tuple(steps)
    rest = [step.digits for step in found if not step.exact]
    exact = len(found) - len(rest)
    if not rest:
        return "exact" if exact == 1 else "all exact"
    to = f"compared to {min(rest)} digits"
    if not exact:
        return to if len(rest) == 1 else f"each {to}"
    return f"{exact} exact, {len(rest)} {to}"
