"""What does the page of an entry show of other entries, and so depends on besides its own proof?"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalogue.index import Catalogue
from generator.catalogue.records import Reference
from generator.engine.lemmas import LEMMA
from generator.pages.text import escape
from generator.pages.views import Link
from generator.verify.proved import Proved

UP = "../"
"""From an entry's page to the root of the site."""


@dataclass(frozen=True)
class Around:
    """Links to what an entry builds on, to what builds on it, and to the lemmas of its steps, by id; its sources."""

    uses: tuple[Link, ...]
    used_by: tuple[Link, ...]
    lemmas: tuple[tuple[str, Link], ...]
    references: tuple[Reference, ...]


def arounds(work: tuple[Proved, ...], catalogue: Catalogue) -> Iterator[Around]:
    """Yield for each entry what its page shows of the others."""
    links, built_on = {one.id: link_to(one) for one in work}, {one.id: uses(one) for one in work}
    users = defaultdict[str, list[str]](list)
    for name, used in built_on.items():
        for other in used:
            users[other].append(name)
    sources = {source.id: source for source in catalogue.references}
    for one in work:
        yield Around(
            tuple(links[name] for name in built_on[one.id] if name in links),
            tuple(links[name] for name in users[one.id]),
            tuple((name, links[name]) for name in lemmas(one) if name in links),
            tuple(sources[name] for name in _cited(one)),
        )


def _cited(proved: Proved) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in proved.entry.parts for name in part.references))


def uses(proved: Proved) -> tuple[str, ...]:
    """Return the ids that an entry builds on: its lemmas, and for a case its activation and loss."""
    own = [part.id for part in proved.entry.parts] if proved.entry.joined else []
    return tuple(dict.fromkeys((*own, *proved.derivation.uses)))


def lemmas(proved: Proved) -> tuple[str, ...]:
    """Return the ids of the lemmas that steps name, in all derivations on the page."""
    found = (proved, *([proved.second] if proved.second else []), *proved.partials)
    rules = (step.rule for one in found for step in one.derivation.steps)
    return tuple(dict.fromkeys(rule.removeprefix(LEMMA) for rule in rules if rule.startswith(LEMMA)))


def link_to(proved: Proved) -> Link:
    """Return the link to an entry from the page of another."""
    return escape(proved.entry.title), f"{UP}{proved.entry.uri}.md"
