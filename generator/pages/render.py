"""Which pages does the site have, and how do they become Markdown?

``render`` is the whole of it: entries with their evidence in, pages out. Nothing is read but the templates beside this
module, and nothing is written.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment

from generator.catalogue.index import Catalogue
from generator.catalogue.moved import MOVED
from generator.pages import (
    api,
    disputes,
    examples,
    grid,
    home,
    instrument,
    kernels,
    layer_data,
    lookup,
    mistakes,
    moved,
    network,
    network_formula,
    posts,
    rules,
    short,
    symbols,
)
from generator.pages.around import UP, Around, arounds, link_to
from generator.pages.environment import environment
from generator.pages.layers import pages as layers_pages
from generator.pages.pieces import Piece, Write, one_by_one
from generator.pages.posts import RestoredPost
from generator.pages.site import UNFILLED, Asset, Page, Short, Site, Table
from generator.pages.text import escape
from generator.pages.views import Link
from generator.pages.written import Written, written
from generator.verify.examples import Judged
from generator.verify.instances import Instances
from generator.verify.layer_evidence import ProvedLayer
from generator.verify.proved import Proved, ProvedFormula

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
            "An activation followed by a loss, and the derivative by z: the first line of a backward pass."),
    Section("activation", "Activations", "Activation",
            "The last function of a layer, and its derivative. The cases use these results as lemmas."),
    Section("loss", "Losses", "Loss",
            "The loss of one example, and its derivative with respect to the activation; then penalties on weights."),
)  # fmt: skip


@dataclass(frozen=True)
class Records:
    """All that a site is made of, in the order of its sections; ``shown`` are numbers at points that pages choose."""

    catalogue: Catalogue
    shown: Instances
    work: tuple[Proved, ...] = ()
    formulas: tuple[ProvedFormula, ...] = ()
    restored: tuple[RestoredPost, ...] = ()
    sampler: tuple[Judged, ...] = ()
    layers: tuple[ProvedLayer, ...] = ()


def render(records: Records, write: Write = one_by_one) -> Site:
    """Return every generated page: one a section, one an entry, the network, and the rules. Raises ``PageError``.

    ``write`` writes what can be written each by itself.
    """
    work = records.work
    pieces = tuple(_pieces(work, records.catalogue))
    mistaken = tuple(mistakes.pages(environment(), work, records.formulas, write))
    writer = _Writer(records, environment(), tuple(write("writing", written, pieces)), mistaken)
    pages = moved.with_moved(writer.env, writer.pages(), MOVED if writer.whole else ())
    return Site(tuple(pages), tuple(writer.tables()), tuple(writer.assets()), tuple(writer.shorts()))


def _pieces(work: tuple[Proved, ...], catalogue: Catalogue) -> Iterator[Piece[tuple[Proved, Around]]]:
    for one, around in zip(work, arounds(work, catalogue), strict=True):
        yield Piece(one.id, (one, around), (one.id,), repr(around))


@dataclass(frozen=True)
class _Writer:
    """Puts the pages of one site together: ``written`` is what stands for each entry in its records."""

    records: Records
    env: Environment
    written: tuple[Written, ...]
    mistakes: tuple[Page, ...]

    @property
    def whole(self) -> bool:
        """Whether this is the site of the catalogue as it stands, whose links were published."""
        return bool(self.records.formulas) and {one.id for one in self.records.work} == {
            entry.id for entry in Catalogue().entries
        }

    def pages(self) -> Iterator[Page]:
        """Yield the pages in the order of the navigation."""
        for section in SECTIONS:
            members = self.members(section)
            if members:
                yield self.index(section, members[0].entry.folder)
                yield from (each.page for each in self.written if each.page.folder == members[0].entry.folder)
        yield from self.network()
        yield from layers_pages(self.env, self.records.layers, self.records.catalogue)
        if self.records.layers:
            yield kernels.page(self.env, self.records.layers)
            yield from disputes.pages(self.env, self.records.layers)
        yield self.rule_page()
        yield lookup.page(self.env, self.records.work, self.records.formulas, self.records.layers)
        yield from symbols.pages(
            self.env, self.records.work, {one.entry.id for one in self.records.formulas}, self.records.shown
        )
        yield from self.mistakes
        yield from posts.pages(self.env, self.records.restored)
        yield from self.examples()
        yield moved.errata(self.env)
        if self.records.work:
            yield api.page(self.env, self.records.work)

    def shorts(self) -> Iterator[Short]:
        """Yield what the short links show."""
        yield from (each.short for each in self.written)
        yield from short.of_formulas(self.records.formulas)

    def assets(self) -> Iterator[Asset]:
        """Yield the files for programs, then those of the instruments."""
        yield from api.files(self.records.work, map(layer_data.row, self.records.layers))
        yield from layer_data.files(self.records.layers)
        yield from map(kernels.file, self.records.layers)
        yield from (each.data for each in self.written)
        yield from (each.script for each in self.written)
        yield instrument.together(each.script for each in self.written)

    def tables(self) -> Iterator[Table]:
        """Yield the tables for hand-written pages at the root of the site; of the cases there, the first."""
        for section in SECTIONS:
            members = self.members(section)
            shown = tuple(grid.notable(self.records.catalogue, members)) if section.kind == "case" else members
            yield Table(f"<!-- table: {section.title.lower()} -->", self.results(section, shown, ""))
        yield from home.tables(
            self.env, self.records.work, len(self.records.formulas), self.records.layers, self.records.shown
        )
        yield UNFILLED

    def network(self) -> Iterator[Page]:
        """Yield the pages of the network; their lemmas are formulas and cases."""
        known = {one.id: link_to(one) for one in self.records.work} | dict(network_formula.links(self.records.formulas))
        link = rules.linker(rules.sections(), known, UP + rules.URI)
        if self.records.formulas:
            yield network.index(self.env, self.records.formulas, self.records.work, self.records.shown.worked)
        yield from network.pages(self.env, self.records.catalogue, self.records.formulas, link)

    def examples(self) -> Iterator[Page]:
        """Yield the page of the LaTeX examples, if there are any."""
        cases = {one.id: (escape(one.entry.title), f"{one.entry.uri}.md") for one in self.records.work}
        if self.records.sampler:
            yield examples.page(self.env, self.records.sampler, rules.linker(rules.sections(), {}, rules.URI), cases)

    def index(self, section: Section, folder: str) -> Page:
        """Return the page that lists the entries of a section."""
        name = "grid.md.jinja" if section.kind == "case" else "index.md.jinja"
        text = self.env.get_template(name).render(
            section=section,
            table=self.results(section, self.members(section), UP),
            grids=grid.grids(self.records.catalogue, self.records.work) if section.kind == "case" else (),
            penalties=grid.penalties(self.records.catalogue),
        )
        return Page(f"{folder}/index.md", section.title, text, f"{TEMPLATES}/{name}", folder)

    def results(self, section: Section, members: Iterable[Proved], root: str) -> str:
        """Return entries of a section with their results; ``root`` leads to the root of the site."""
        rows = [(one.entry.title, f"{root}{one.entry.uri}.md", one.tex) for one in members]
        return self.env.get_template("table.md.jinja").render(head=section.head, rows=rows)

    def members(self, section: Section) -> tuple[Proved, ...]:
        """Return the entries of a section."""
        return tuple(one for one in self.records.work if one.entry.kind == section.kind)

    def rule_page(self) -> Page:
        """Return the page of all rules, each with the entries that use it."""
        entries = rules.users(self.records.work)
        text = self.env.get_template("rules.md.jinja").render(
            sections=rules.sections(), users=lambda rule: self.users(rule, entries.get(rule, ()))
        )
        return Page(rules.URI, "Rules", text, "generator/engine/book.py")

    def users(self, rule: str, entries: Iterable[Proved]) -> tuple[Link, ...]:
        """Return the links to all whose derivation fires a rule: these entries, formulas, and the LaTeX examples."""
        users = (*(one.entry for one in entries), *rules.formulas_with(rule, self.records.formulas))
        more = [(examples.TITLE, examples.URI)] if rule in examples.fired(self.records.sampler) else []
        return (*((escape(one.title), f"{one.uri}.md") for one in users), *more)
