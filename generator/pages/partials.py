"""What does the page of an entry say about the gradients for its parameters, those that a backward pass returns too?"""

from collections.abc import Callable, Iterator
from typing import Any

from generator.engine.notation import LEIBNIZ
from generator.engine.oneline import plain
from generator.engine.records import Derivation
from generator.engine.shorthand import Shorthands, shortened
from generator.engine.tex import equation
from generator.pages.copies import copies_of
from generator.pages.kinks import kink_sentences
from generator.pages.likely import likely
from generator.pages.shorthand import written
from generator.pages.text import escape
from generator.pages.views import Link, PhaseView, phases_of
from generator.verify.proved import Proved


def partial_contexts(proved: Proved, link: Callable[[str], Link], names: Shorthands) -> Iterator[dict[str, Any]]:
    """Yield what the template says about each of these gradients; steps are numbered on from those before them."""
    before = (proved, proved.second) if proved.second else (proved,)
    start = 1 + sum(len(one.derivation.phases) for one in before)
    for one in proved.partials:
        derivation, letter = one.derivation, one.derivation.variable
        parameter = next(each for each in proved.entry.parameters if each.letter == letter)
        anchor = anchor_of(parameter.id)
        yield {
            "anchor": anchor,
            "label": f"{anchor}-result",
            "letter": escape(plain(letter)),
            "beside": escape(plain(proved.derivation.variable)),
            "means": parameter.means,
            "tex": equation(derivation.goal, shortened(derivation.result, names)),
            "named": written(names, (derivation.result,), LEIBNIZ),
            "phases": _new(proved, derivation, phases_of(derivation, one.evidence, link, start, names)),
            "copies": copies_of(derivation, f"{anchor}-result", start),
            "kinks": kink_sentences((kink for kink in one.evidence.receipt.kinks if kink.jump), letter),
            "receipt": one.evidence.receipt,
            "likely": likely(derivation, one.evidence.receipt, names),
        }
        start += len(derivation.phases)


def _new(proved: Proved, derivation: Derivation, views: tuple[PhaseView, ...]) -> tuple[PhaseView, ...]:
    """Return the phases that the page has not shown yet: dL/da is the same, whatever a depends on."""
    shown = proved.derivation.phases
    return tuple(view for phase, view in zip(derivation.phases, views, strict=True) if phase not in shown)


def anchor_of(parameter: str) -> str:
    """Return the id of the section about a parameter's gradient."""
    return f"gradient-{parameter.replace('_', '-')}"
