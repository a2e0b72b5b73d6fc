"""What does the page of an entry say about its second derivative?"""

from collections.abc import Callable
from typing import Any

from generator.engine.notation import LEIBNIZ
from generator.engine.shorthand import Shorthands, shortened
from generator.engine.tex import equation
from generator.pages.copies import copies_of
from generator.pages.facts import Entry
from generator.pages.kinks import kink_sentences
from generator.pages.likely import likely
from generator.pages.shorthand import written
from generator.pages.views import Link, phases_of
from generator.verify.proved import Proved

USES = {
    "activation": "The curvature of the activation. It enters the second derivative of every loss that follows.",
    "loss": "The curvature of the loss in a, used by boosting and Newton's method where the output is a itself.",
    "case": "The curvature of the loss in z, used by boosting and Newton's method.",
}
HESSIAN = "The Hessian of the loss: row i, column j. Boosting uses its diagonal, where i = j."
PENALTY = "The curvature of the penalty, which is added to that of the loss in its weights"


def second_context(proved: Proved, link: Callable[[str], Link], names: Shorthands) -> dict[str, Any] | None:
    """Return what the template says about the second derivative, or None where there is none."""
    second = proved.second
    if second is None:
        return None
    derivation, start = second.derivation, len(proved.derivation.phases) + 1
    z, kinks = proved.derivation.variable, second.evidence.receipt.kinks
    return {
        "tex": equation(derivation.goal, shortened(derivation.result, names)),
        "named": written(names, (derivation.result,), LEIBNIZ),
        "steps": len(derivation.steps),
        "uses": _uses(proved.entry),
        "provided": [equation(*pair) for pair in derivation.assuming],
        "phases": phases_of(derivation, second.evidence, link, start, names),
        "copies": copies_of(derivation, "second-result", start),
        "forms": [(form.title, equation(derivation.goal, shortened(form.term, names))) for form in derivation.forms],
        "kinks": kink_sentences(kinks, z, derivation.where, second=True),
        "receipt": second.evidence.receipt,
        "likely": likely(derivation, second.evidence.receipt, names),
    }


def _uses(entry: Entry) -> str:
    if entry.penalty:
        return f"{PENALTY}{': row i, column j' * entry.vector}."
    return HESSIAN if entry.vector else USES[entry.kind]
