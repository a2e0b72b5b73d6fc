"""What is written of one entry alone: its page, its short page, its file of data, and its instrument?"""

from dataclasses import dataclass

from generator.catalogue.index import source_file
from generator.pages import api, instrument, rules, short
from generator.pages.around import UP, Around
from generator.pages.entry import context
from generator.pages.environment import environment
from generator.pages.languages.tabs import Listing, listings
from generator.pages.marks import checked
from generator.pages.site import Asset, Page, Short
from generator.verify.proved import Proved


@dataclass(frozen=True)
class Written:
    """All that the site has of an entry alone."""

    page: Page
    short: Short
    data: Asset
    script: Asset


def written(given: tuple[Proved, Around]) -> Written:
    """Return what is written of an entry. Raises ``PageError``."""
    proved, around = given
    code = listings(proved)
    page, data = _page(proved, around, code), api.file(proved, code)
    return Written(page, short.of_entry(proved), data, instrument.file(proved))


def _page(proved: Proved, around: Around, code: tuple[Listing, ...]) -> Page:
    link = rules.linker(rules.sections(), dict(around.lemmas), UP + rules.URI)
    text = environment().get_template("entry.md.jinja").render(context(proved, around, link, code))
    entry, mark = proved.entry, checked(proved.evidence.receipt)
    group = entry.parts[0].title if entry.joined else ""
    return Page(f"{entry.uri}.md", entry.title, text, source_file(entry), entry.folder, proved.tex, mark, group=group)
