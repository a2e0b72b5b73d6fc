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


def render(  # noqa: PLR0913, PLR0917 - all that a site is made of, in the order of its sections
    catalogue: Catalogue,
    proved: Iterable[Proved],
    formulas: Iterable[ProvedFormula] = (),
    restored: Iterable[RestoredPost] = (),
    sampler: Iterable[Judged] = (),
    layers: Iterable[ProvedLayer] = (),
    write: Write = one_by_one,
) -> Site:
    """Return every generated page: one a section, one an entry, the network, and the rules. Raises ``PageError``.

    ``write`` writes what can be written each by itself.
    """
    work, known = tuple(proved), tuple(formulas)
    pieces = tuple(_pieces(work, catalogue))
    writer = _Writer(
        environment(),
        catalogue,
        work,
        tuple(write("writing", written, pieces)),
        tuple(mistakes.pages(environment(), work, known, write)),
        known,
        tuple(restored),
        tuple(sampler),
        tuple(layers),
    )
    pages = moved.with_moved(writer.env, writer.pages(), MOVED if writer.whole else ())
    return Site(tuple(pages), tuple(writer.tables()), tuple(writer.assets()), tuple(writer.shorts()))


def _pieces(work: tuple[Proved, ...], catalogue: Catalogue) -> Iterator[Piece[tuple[Proved, Around]]]:
    for one, around in zip(work, arounds(work, catalogue), strict=True):
        yield Piece(one.id, (one, around), (one.id,), repr(around))


@dataclass(frozen=True)
class _Writer:
    """Puts the pages of one site together: ``written`` is what stands for each entry in ``work``."""

    env: Environment
    catalogue: Catalogue
    work: tuple[Proved, ...]
    written: tuple[Written, ...]
    mistakes: tuple[Page, ...]
    formulas: tuple[ProvedFormula, ...]
    restored: tuple[RestoredPost, ...]
    sampler: tuple[Judged, ...]
    layers: tuple[ProvedLayer, ...] = ()

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
                yield from (each.page for each in self.written if each.page.folder == members[0].entry.folder)
        yield from self.network()
        yield from layers_pages(self.env, self.layers, self.catalogue)
        if self.layers:
            yield kernels.page(self.env, self.layers)
            yield from disputes.pages(self.env, self.layers)
        yield self.rule_page()
        yield lookup.page(self.env, self.work, self.formulas, self.layers)
        yield from symbols.pages(self.env, self.work, {one.entry.id for one in self.formulas})
        yield from self.mistakes
        yield from posts.pages(self.env, self.restored)
        yield from self.examples()
        yield moved.errata(self.env)
        if self.work:
            yield api.page(self.env, self.work)

    def shorts(self) -> Iterator[Short]:
        """Yield what the short links show."""
        yield from (each.short for each in self.written)
        yield from short.of_formulas(self.formulas)

    def assets(self) -> Iterator[Asset]:
        """Yield the files for programs, then those of the instruments."""
        yield from api.files(self.work, map(layer_data.row, self.layers))
        yield from layer_data.files(self.layers)
        yield from map(kernels.file, self.layers)
        yield from (each.data for each in self.written)
        yield from (each.script for each in self.written)
        yield instrument.together(each.script for each in self.written)

    def tables(self) -> Iterator[Table]:
        """Yield the tables for hand-written pages at the root of the site; of the cases there, the first."""
        for section in SECTIONS:
            members = self.members(section)
            shown = tuple(grid.notable(self.catalogue, members)) if section.kind == "case" else members
            yield Table(f"<!-- table: {section.title.lower()} -->", self.results(section, shown, ""))
        yield from home.tables(self.env, self.work, len(self.formulas), self.layers)
        yield UNFILLED

    def network(self) -> Iterator[Page]:
        """Yield the pages of the network; their lemmas are formulas and cases."""
        known = {one.id: link_to(one) for one in self.work} | dict(network_formula.links(self.formulas))
        link = rules.linker(rules.sections(), known, UP + rules.URI)
        yield from network.pages(self.env, self.catalogue, self.formulas, self.work, link)

    def examples(self) -> Iterator[Page]:
        """Yield the page of the LaTeX examples, if there are any."""
        cases = {one.id: (escape(one.entry.title), f"{one.entry.uri}.md") for one in self.work}
        if self.sampler:
            yield examples.page(self.env, self.sampler, rules.linker(rules.sections(), {}, rules.URI), cases)

    def index(self, section: Section, folder: str) -> Page:
        """Return the page that lists the entries of a section."""
        name = "grid.md.jinja" if section.kind == "case" else "index.md.jinja"
        text = self.env.get_template(name).render(
            section=section,
            table=self.results(section, self.members(section), UP),
            grids=grid.grids(self.catalogue, self.work) if section.kind == "case" else (),
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
        entries = rules.users(self.work)
        text = self.env.get_template("rules.md.jinja").render(
            sections=rules.sections(), users=lambda rule: self.users(rule, entries.get(rule, ()))
        )
        return Page(rules.URI, "Rules", text, "generator/engine/book.py")

    def users(self, rule: str, entries: Iterable[Proved]) -> tuple[Link, ...]:
        """Return the links to all whose derivation fires a rule: these entries, formulas, and the LaTeX examples."""
        users = (*(one.entry for one in entries), *rules.formulas_with(rule, self.formulas))
        more = [(examples.TITLE, examples.URI)] if rule in examples.fired(self.sampler) else []
        return (*((escape(one.title), f"{one.uri}.md") for one in users), *more)
