"""The entries that are enough for a test whose subject is the code, and not each case.

Every activation and every loss, alone and in one case at least; the cases that the site began with; and the cases that
alone use some rule or are printed with some sign. The build proves and measures all cases, and the tests of the
finished site read all of them back, so all other tests keep to these (``tests/selection.py``).

A case whose rule no other of the cover uses is added to ``ALONE``: ``make test-all`` says which rules are missing.
"""

from collections.abc import Iterable, Iterator

from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss

FIRST = frozenset({"sigmoid-logistic", "sigmoid-mse", "linear-mse", "softmax-cross-entropy"})
ALONE = frozenset(
    {
        "sigmoid-squared-hinge",  # open-branches, one-less-weighed-share
        "relu-huber",  # asked-beside, only-branch
        "leaky-relu-huber",  # a branch at which the border counts
        "arctan-squared-hinge",  # into-only-branch, the tangent
        "tanh-hinge",  # one-less-weighed-tanh
        "probit-hinge",  # one-less-weighed-tail
        "probit-log-cosh",  # tail-and-target
        "probit-gaussian-variance",  # a mean that is a letter
        "sin-absolute-error",  # the arcsine
        "squared-relu-absolute-error",  # a root of the target
    }
)
ALWAYS = FIRST | ALONE


def cover(catalogue: Catalogue) -> tuple[Activation | Loss | Case, ...]:
    """Return a few entries of a catalogue in which each of its activations and losses occurs, in its order."""
    chosen = set(_chosen(catalogue.cases))
    return tuple(entry for entry in catalogue.entries if not isinstance(entry, Case) or entry in chosen)


def cover_names() -> list[str]:
    """Return the ids of those entries."""
    return [entry.id for entry in cover(Catalogue())]


def _chosen(cases: Iterable[Case]) -> Iterator[Case]:
    """Yield the cases that are always there, then those with two parts that no earlier one has, then those with one."""
    waiting = sorted(cases, key=lambda case: case.id not in ALWAYS)
    seen: set[Activation | Loss] = set()
    for news in (2, 1):
        for case in waiting:
            parts: set[Activation | Loss] = {case.activation, case.loss}
            if len(parts - seen) >= news or (news > 1 and case.id in ALWAYS):
                seen |= parts
                yield case
