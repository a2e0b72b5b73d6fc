"""How do all cases look at a glance: activations by losses, in each cell what reaches z?

Numbers and vectors have a grid each, for they never meet; penalties on weights stand in neither. A pair that makes no
case says why: the numbers that the activation gives are not all numbers that the loss takes. Gradients are written in
Unicode: hundreds of pictures would weigh more than all other pages, and a line of text breaks where a phone ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.catalogue.index import Catalogue, fits
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.oneline import plain
from generator.pages.lookup import properties_of
from generator.pages.text import escape, within
from generator.pages.views import Link
from generator.verify.proved import Proved

UP = "../"
NOTABLE = 8
"""How many cases stand on the home page."""


@dataclass(frozen=True)
class Cell:
    """A pair: the loss, and either the gradient with the page of the case, or why there is none.

    ``properties`` are what the case is besides, in words that a reader may look for.
    """

    loss: Loss
    uri: str = ""
    gradient: str = ""
    reason: str = ""
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """An activation with each of the losses."""

    activation: Activation
    gives: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """Every activation of a kind against every loss of that kind."""

    title: str
    losses: tuple[Loss, ...]
    rows: tuple[Row, ...]


def grids(catalogue: Catalogue, work: Iterable[Proved]) -> tuple[Grid, ...]:
    """Return the grid of numbers and the grid of vectors, each if it has any case."""
    results = {one.entry.uri: one for one in work if one.entry.joined}
    every = (_grid(catalogue, results, title, vector=vector) for title, vector in _TITLES)
    return tuple(grid for grid in every if any(cell.uri for row in grid.rows for cell in row.cells))


def penalties(catalogue: Catalogue) -> tuple[Link, ...]:
    """Return the links to the losses that no activation stands before."""
    return tuple((escape(loss.title), f"{UP}{loss.uri}.md") for loss in catalogue.losses if loss.penalty)


_TITLES = (("One number", False), ("Whole vectors", True))


def _grid(catalogue: Catalogue, results: Mapping[str, Proved], title: str, *, vector: bool) -> Grid:
    losses = tuple(loss for loss in catalogue.losses if loss.vector == vector and not loss.penalty)
    activations = [one for one in catalogue.activations if one.vector == vector and not one.hidden]
    rows = (
        Row(one, escape(within("a", one.range)), tuple(_cell(one, loss, results) for loss in losses))
        for one in activations
    )
    return Grid(title, losses, tuple(rows))


def _cell(activation: Activation, loss: Loss, results: Mapping[str, Proved]) -> Cell:
    if not fits(activation, loss):
        takes = "scores, which no activation has changed" if loss.scores else escape(within("a", loss.domain))
        return Cell(loss, reason=f"takes {takes}")
    uri = Case(activation, loss).uri
    place, one = f"{UP}{uri}.md", results.get(uri)
    if one is None:
        return Cell(loss, place)
    return Cell(loss, place, escape(plain(one.derivation.result)), properties=tuple(properties_of(one)))


def notable(catalogue: Catalogue, cases: Iterable[Proved]) -> Iterator[Proved]:
    """Yield the cases whose activation and loss stand first in the catalogue, which is in the order of use."""
    places = {entry.id: n for kind in (catalogue.activations, catalogue.losses) for n, entry in enumerate(kind)}

    def place(one: Proved) -> int:
        return max(places[part.id] for part in one.entry.parts)

    yield from sorted(cases, key=place)[:NOTABLE]
