"""Which pages does the site have, and how do they become Markdown?

``render`` is the whole of it: entries with their evidence in, pages out. Nothing is read but the templates beside this
module, and nothing is written.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.catalogue.index import Catalogue, source_file
from generator.catalogue.moved import MOVED
from generator.catalogue.records import Case
from generator.engine.tex import tex
from generator.pages import (
    api,
    examples,
    grid,
    instrument,
    lookup,
    mistakes,
    moved,
    network,
    network_formula,
    posts,
    rules,
    short,
    symbols,
    text,
    views,
)
from generator.pages.entry import UP, context, link_to
from generator.pages.marks import checked
from generator.pages.posts import RestoredPost
from generator.pages.records import Proved, ProvedFormula
from generator.pages.site import Page, Site, Table
from generator.pages.text import escape
from generator.pages.views import Link
from generator.verify.examples import Judged

RULES = "rules.md"

TEMPLATES = "generator/pages/templates"


@dataclass(frozen=True)
class Section:
    """A section of the site: the kind of its entries, and the words on its first page."""

    kind: str
    title: str
    head: str
    intro: str


SECTIONS = (
    Section("case", "Cases", "Activation and loss",
            "An activation followed by a loss, and what reaches z: the first line of a backward pass."),
    Section("activation", "Activations", "Activation",
            "What a layer does last, and its derivative. The cases use these results as lemmas."),
    Section("loss", "Losses", "Loss",
            "The loss of one example, and its derivative with respect to the activation; then penalties on weights."),
)  # fmt: skip


def environment() -> Environment:
    """Return the templates with their filters.

    What is rendered is Markdown, so escaping for HTML would be wrong: titles and other plain words pass through the
    filter ``md``, formulas through ``inline`` or ``display``; all other text is Markdown of the project's own.
    """
    env = Environment(
        loader=PackageLoader("generator.pages"),
        autoescape=False,  # noqa: S701 - Markdown, see above
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "md": text.escape,
        "display": text.display,
        "inline": text.inline,
        "sci": text.scientific,
        "minus": lambda number: number.replace("-", "−"),
        "plural": text.plural,
        "point": views.point_text,
        "tex": tex,
        "letter": lookup.shown,
        "mistake": mistakes.title_of,
        "place": lookup.place,
        "joined": lookup.joined,
        "yaml": lambda words: json.dumps(words, ensure_ascii=False),
        "lowered": lambda words: words[:1].lower() + words[1:],
        "capitalised": lambda words: words[:1].upper() + words[1:],
    }
    return env


def render(
    catalogue: Catalogue,
    proved: Iterable[Proved],
    formulas: Iterable[ProvedFormula] = (),
    restored: Iterable[RestoredPost] = (),
    sampler: Iterable[Judged] = (),
) -> Site:
    """Return every generated page: one a section, one an entry, the network, and the rules. Raises ``PageError``."""
    writer = _Writer(
        environment(), catalogue, tuple(proved), rules.sections(), tuple(formulas), tuple(restored), tuple(sampler)
    )
    rows = MOVED if writer.whole else ()
    pages, tables = moved.with_moved(writer.env, writer.pages(), rows), writer.tables()
    return Site(tuple(pages), tuple(tables), (*api.files(writer.work), *instrument.files(writer.work)))


@dataclass(frozen=True)
class _Writer:
    """Writes the pages of one site."""

    env: Environment
    catalogue: Catalogue
    work: tuple[Proved, ...]
    rules: tuple[rules.Section, ...]
    formulas: tuple[ProvedFormula, ...] = ()
    restored: tuple[RestoredPost, ...] = ()
    sampler: tuple[Judged, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether this is the site of the catalogue as it stands, whose links were published."""
        return bool(self.formulas) and {one.id for one in self.work} == {entry.id for entry in Catalogue().entries}

    def pages(self) -> Iterator[Page]:
        """Yield the pages in the order of the navigation."""
        for section in SECTIONS:
            members = self.members(section)
            if members:
                yield self.index(section, members[0].entry.folder)
                yield from map(self.entry, members)
        yield from self.network()
        yield self.rule_page()
        yield lookup.page(self.env, self.work, self.formulas)
        yield from symbols.pages(self.env, self.work, {one.entry.id for one in self.formulas})
        yield from mistakes.pages(self.env, self.work, self.formulas)
        yield from posts.pages(self.env, self.restored)
        yield from self.examples()
        yield moved.errata(self.env)
        if self.work:
            yield api.page(self.env, self.work)
        yield from short.pages(self.env, self.work, self.formulas)

    def tables(self) -> Iterator[Table]:
        """Yield the tables for hand-written pages at the root of the site; of the cases there, the first."""
        for section in SECTIONS:
            members = self.members(section)
            shown = tuple(grid.notable(self.catalogue, members)) if section.kind == "case" else members
            yield Table(f"<!-- table: {section.title.lower()} -->", self.results(section, shown, ""))

    def entry(self, proved: Proved) -> Page:
        """Return the page of an entry."""
        link = rules.linker(self.rules, {one.id: link_to(one) for one in self.work}, UP + RULES)
        text = self.env.get_template("entry.md.jinja").render(context(proved, self.work, self.catalogue, link))
        entry = proved.entry
        return Page(
            f"{entry.uri}.md",
            entry.title,
            text,
            source_file(entry),
            entry.folder,
            proved.tex,
            checked(proved.evidence.receipt),
            group=entry.activation.title if isinstance(entry, Case) else "",
        )

    def network(self) -> Iterator[Page]:
        """Yield the pages of the network; their lemmas are formulas and cases."""
        known = {one.id: link_to(one) for one in self.work} | dict(network_formula.links(self.formulas))
        link = rules.linker(self.rules, known, UP + RULES)
        yield from network.pages(self.env, self.catalogue, self.formulas, self.work, link)

    def examples(self) -> Iterator[Page]:
        """Yield the page of the LaTeX examples, if there are any."""
        cases = {one.id: (escape(one.entry.title), f"{one.entry.uri}.md") for one in self.work}
        if self.sampler:
            yield examples.page(self.env, self.sampler, rules.linker(self.rules, {}, RULES), cases)

    def index(self, section: Section, folder: str) -> Page:
        """Return the page that lists the entries of a section."""
        name = "grid.md.jinja" if section.kind == "case" else "index.md.jinja"
        text = self.env.get_template(name).render(
            section=section,
            table=self.results(section, self.members(section), UP),
            grids=grid.grids(self.catalogue, self.work),
            penalties=grid.penalties(self.catalogue),
        )
        return Page(f"{folder}/index.md", section.title, text, f"{TEMPLATES}/{name}", folder)

    def results(self, section: Section, members: Iterable[Proved], root: str) -> str:
        """Return entries of a section with their results; ``root`` leads to the root of the site."""
        rows = [(one.entry.title, f"{root}{one.entry.uri}.md", one.tex) for one in members]
        return self.env.get_template("table.md.jinja").render(head=section.head, rows=rows)

    def members(self, section: Section) -> tuple[Proved, ...]:
        """Return the entries of a section."""
        return tuple(one for one in self.work if one.entry.kind == section.kind)

    def rule_page(self) -> Page:
        """Return the page of all rules, each with the entries that use it."""
        text = self.env.get_template("rules.md.jinja").render(sections=self.rules, users=self.users)
        return Page(RULES, "Rules", text, "generator/engine/book.py")

    def users(self, rule: str) -> tuple[Link, ...]:
        """Return the links to the entries whose derivation fires a rule."""
        entries = [one.entry for one in rules.users(rule, self.work)]
        formulas = rules.formulas_with(rule, self.formulas)
        pairs = [(entry.title, entry.uri) for entry in entries] + [(entry.title, entry.uri) for entry in formulas]
        more = [(examples.TITLE, examples.URI)] if rule in examples.fired(self.sampler) else []
        return (*((escape(title), f"{uri}.md") for title, uri in pairs), *more)
