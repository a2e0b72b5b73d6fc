"""What does the page of an entry say about its second derivative?"""

from collections.abc import Callable
from typing import Any

from generator.catalogue.records import Loss
from generator.engine.tex import equation
from generator.pages.copies import copies_of
from generator.pages.facts import Entry
from generator.pages.kinks import kink_sentences
from generator.pages.views import Link, phases_of
from generator.verify.proved import Proved

USES = {
    "activation": "How the slope bends. It enters the second derivative of every loss that follows.",
    "loss": "How the loss bends in its own argument: what a boosting step or Newton's method divides by where the "
    "model's output is a itself.",
    "case": "How the loss bends along z: what a boosting step or Newton's method divides the gradient by.",
}
HESSIAN = (
    "The Hessian of the loss: row i, column j. On its diagonal i = j, and there boosting divides the gradient by it."
)
PENALTY = "How the penalty bends, which is added to how the loss bends in its weights"


def second_context(proved: Proved, link: Callable[[str], Link]) -> dict[str, Any] | None:
    """Return what the template says about the second derivative, or None where there is none."""
    second = proved.second
    if second is None:
        return None
    derivation, start = second.derivation, len(proved.derivation.phases) + 1
    return {
        "tex": second.tex,
        "uses": _uses(proved.entry),
        "provided": [equation(*pair) for pair in derivation.assuming],
        "phases": phases_of(derivation, second.evidence, link, start),
        "copies": copies_of(derivation, "second-result", start),
        "forms": [(form.title, equation(derivation.goal, form.term)) for form in derivation.forms],
        "kinks": kink_sentences(second.evidence.receipt.kinks, proved.derivation.variable),
        "receipt": second.evidence.receipt,
    }


def _uses(entry: Entry) -> str:
    if isinstance(entry, Loss) and entry.penalty:
        return f"{PENALTY}{': row i, column j' * entry.vector}."
    return HESSIAN if entry.vector else USES[entry.kind]
