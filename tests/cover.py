"""Which entries are enough for a test whose subject is the code, and not each case?

Every activation and every loss, alone and in one case at least, and the cases that the site began with. The build
proves and measures all cases, and the tests of the finished site read all of them back; so what costs seconds for each
case may keep to these.
"""

from collections.abc import Iterable, Iterator

from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss

FIRST = frozenset({"sigmoid-logistic", "sigmoid-mse", "linear-mse", "softmax-cross-entropy"})


def cover(catalogue: Catalogue) -> tuple[Activation | Loss | Case, ...]:
    """Return a few entries of a catalogue in which each of its activations and losses occurs, in its order."""
    chosen = set(_chosen(catalogue.cases))
    return tuple(entry for entry in catalogue.entries if not isinstance(entry, Case) or entry in chosen)


def _chosen(cases: Iterable[Case]) -> Iterator[Case]:
    """Yield the first cases, then those with two parts that no earlier one has, then those with one."""
    waiting = sorted(cases, key=lambda case: case.id not in FIRST)
    seen: set[Activation | Loss] = set()
    for news in (2, 1):
        for case in waiting:
            parts: set[Activation | Loss] = {case.activation, case.loss}
            if len(parts - seen) >= news or (news > 1 and case.id in FIRST):
                seen |= parts
                yield case
