"""What the pages of one build leave for files of the whole site: cards, the search, Markdown, addresses, a policy."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from generator.build import offline, previews, search, short_links, twins
from generator.build.folders import EPOCH
from generator.build.postprocess import headers, inline_hashes, postprocessed
from generator.mathjax.typeset import shared
from generator.pages.site import Page, Short
from generator.store import Store


@dataclass
class Gathered:
    """What is collected while pages are made: of each its card, what the search finds, its Markdown, its scripts."""

    cards: list[tuple[str, str, Page | None]] = field(default_factory=list)
    found: list[search.Found] = field(default_factory=list)
    twins: dict[str, tuple[str, str]] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)

    def finished(self, head: str, content: str = "", rest: str = "") -> str:
        """Return a page as it is served, its scripts noted."""
        done = postprocessed(head, content, rest)
        self.hashes.update(inline_hashes(done))
        return done

    def write(self, built: Path, shorts: Iterable[Short], config: MkDocsConfig, store: Store | None) -> None:
        """Write the files of the whole site; without a ``store``, as for ``serve``, neither cards nor Markdown."""
        if store:
            previews.write(previews.cards(self.cards, config.site_name, shared()), built, store)
        around = short_links.Around(config.site_name, config.site_url or "", day(), config.use_directory_urls)
        short_links.write(built, shorts, around, shared())
        (built / "_headers").write_text(headers(self.hashes), "utf-8")
        (built / search.FILE).parent.mkdir(exist_ok=True)
        (built / search.FILE).write_text(search.index(self.found), "utf-8")
        if config.site_url and store and not offline.is_offline(config):
            said = config.site_name, config.site_description or ""
            twins.write(built, self.twins, said, f"{config.site_url.rstrip('/')}/")
        if offline.is_offline(config):
            offline.write_texts(built)


def day() -> date:
    """Return the date of the site."""
    return datetime.fromtimestamp(int(os.environ[EPOCH]), tz=UTC).date()
