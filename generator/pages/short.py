"""What does a short link show, ``/f/<id>/``?

One formula, what its letters mean, how it was checked, and the way to its derivation. The pages themselves are made by
the builder, from one small template (``generator.build.short_links``).
"""

from collections.abc import Iterable, Iterator

from generator.engine.tex import equation
from generator.pages.entry import description
from generator.pages.facts import definitions
from generator.pages.fitting import titled
from generator.pages.marks import checked, checked_in_networks
from generator.pages.site import Short
from generator.pages.text import plural
from generator.verify.proved import Proved, ProvedFormula


def of_entry(proved: Proved) -> Short:
    """Return what the short link of an entry shows."""
    entry, derivation = proved.entry, proved.derivation
    return Short(
        entry.id,
        entry.title,
        entry.uri,
        proved.tex,
        titled(entry.title, proved.plain),
        description(proved),
        tuple(formula for formula, _ in definitions(entry)),
        tuple(equation(*pair) for pair in derivation.assuming),
        _checked(len(derivation.steps), checked(proved.evidence.receipt)),
    )


def of_formulas(formulas: Iterable[ProvedFormula]) -> Iterator[Short]:
    """Yield what the short link of each formula of the network shows."""
    for one in formulas:
        yield Short(
            one.entry.id,
            one.entry.title,
            one.entry.uri,
            one.tex,
            titled(one.entry.title, one.plain),
            f"{one.plain}, with the shape of every factor; derived and measured.",
            (),
            (),
            _checked(len(one.evidence.proofs), checked_in_networks(one.evidence.receipt)),
        )


def _checked(steps: int, mark: str) -> str:
    """Return how a formula was checked, as a sentence without its full stop; empty where nothing was."""
    words = f"derived in {plural(steps, 'step')}, {mark}" if steps else mark
    return f"{words[:1].upper()}{words[1:]}" if mark else ""
