"""What stands on the page of a restored post?

Every formula that ``restore`` finds, in the post's order: as found, restored, the verdict and why, and a link to the
line that proves it. No verdict is written here, and whatever comes from the post is escaped.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment

from generator.catalogue.posts import Post
from generator.pages.fitting import shortened
from generator.pages.site import Page
from generator.pages.text import plural
from generator.restore.records import VERDICTS, Claim
from generator.restore.report import formula, text

FOLDER = "posts"
SOURCE = "generator/catalogue/posts/__init__.py"
WORDS = {
    "latex-examples/": "Its place among the examples",
    "notation/": "One quantity, two symbols",
    "rules/": "The rule that proves it",
}
"""The words of links that lead to no line of a derivation, by the page they lead to."""

NOUNS = {"definition", "fragment"}
"""The verdicts of which there are several."""


@dataclass(frozen=True)
class RestoredPost:
    """A post with all that was found out about its formulas."""

    post: Post
    claims: tuple[Claim, ...]

    @property
    def counted(self) -> str:
        """How many formulas have which verdict, in the order in which verdicts are explained: 3 true, 2 fragments."""
        found = Counter(kind(claim) for claim in self.claims)
        given = [(found[verdict], verdict) for verdict in VERDICTS if found[verdict]]
        return ", ".join(plural(n, word) if word in NOUNS else f"{n} {word}" for n, word in given)

    @property
    def stated(self) -> tuple[tuple[int, Claim], ...]:
        """The formulas that state something, with their numbers."""
        return tuple(pair for pair in enumerate(self.claims, 1) if not _is_fragment(pair[1]))

    @property
    def fragments(self) -> tuple[tuple[int, Claim], ...]:
        """The quantities that state nothing, with their numbers."""
        return tuple(pair for pair in enumerate(self.claims, 1) if _is_fragment(pair[1]))

    @property
    def damage(self) -> tuple[str, ...]:
        """What happened to formulas of the copy, each kind once."""
        return tuple(dict.fromkeys(_parted(claim)[0] for claim in self.claims if _parted(claim)[0]))

    @property
    def description(self) -> str:
        """A sentence for previews."""
        return shortened(f"{self.post.about} {len(self.claims)} formulas, restored and judged: {self.counted}.")


RESTORED = "; restored it is "
"""Stands between what happened to a garbled formula and what it is now."""


def _parted(claim: Claim) -> tuple[str, str, str]:
    """Return what happened to a garbled formula, its verdict once restored, and why; of any other, its own."""
    if RESTORED not in claim.why:
        return "", claim.verdict, claim.why
    damage, _, rest = claim.why.partition(RESTORED)
    given, _, why = rest.partition(": ")
    return damage, given, why


def _is_fragment(claim: Claim) -> bool:
    return _parted(claim)[1].startswith("fragment")


def verdict(claim: Claim) -> str:
    """Return the verdict in the table: of a garbled formula, what it is once restored."""
    damage, given, _ = _parted(claim)
    return f"garbled; restored: {given}" if damage else given


def because(claim: Claim) -> str:
    """Return why the verdict holds."""
    return _parted(claim)[2]


def shown(claim: Claim) -> str:
    """Return a false line as a formula, as it was found, to stand beside the right one; nothing where it is no TeX."""
    line = claim.found.replace("&", "")
    balanced = line.count("{") == line.count("}") and line.count(r"\left") == line.count(r"\right")
    return formula(line) if kind(claim) == "false" and balanced and r"\\" not in line else ""


def kind(claim: Claim) -> str:
    """Return the word that a verdict begins with."""
    return next(verdict for verdict in sorted(VERDICTS, key=len, reverse=True) if claim.verdict.startswith(verdict))


def pages(env: Environment, restored: Iterable[RestoredPost]) -> Iterator[Page]:
    """Yield the page that lists the posts, and a page for each; nothing where there is none."""
    found = tuple(restored)
    if not found:
        return
    local = env.overlay()
    local.filters |= {"found": text, "restored": formula, "words": words, "address": address}
    local.filters |= {"verdict": verdict, "because": because, "shown": shown}
    yield Page(f"{FOLDER}/index.md", "Posts", local.get_template("posts.md.jinja").render(posts=found), SOURCE, FOLDER)
    for one in found:
        body = local.get_template("post.md.jinja").render(one=one)
        yield Page(f"{one.post.uri}.md", one.post.title, body, SOURCE, FOLDER)


def words(claim: Claim) -> str:
    """Return the words of the link to what proves a formula."""
    for folder, said in WORDS.items():
        if claim.proved_by.startswith(folder):
            return said
    if claim.verdict.startswith("definition"):
        return "Its page"
    return "The line that proves it" if claim.verdict.startswith("true") else "The true line, proved"


def address(proved_by: str) -> str:
    """Return the link from a post's page to what proves a formula: ``../cases/sigmoid-logistic.md#step-1-2``."""
    uri, _, anchor = proved_by.partition("#")
    return f"../{uri.strip('/')}.md{'#' if anchor else ''}{anchor}"
