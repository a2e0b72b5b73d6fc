"""How are pages written on all cores, and not written again while nothing on them changes?

A piece (``generator.pages.pieces``) is stored under what it depends on: the proofs and records of the entries that it
shows, what else its writer says, the code of its function with all that this code imports, and the templates.
"""

from collections.abc import Callable, Iterator, Sequence

from generator.build.code_digest import digest, digest_of_templates
from generator.build.jobs import Task, outcomes, task
from generator.build.proofs import sound, texts
from generator.catalogue.index import Catalogue
from generator.pages.pieces import Given, Made, Piece, Write
from generator.store import Store


def writer(catalogue: Catalogue, store: Store, *, quiet: bool = True) -> Write:
    """Return what writes the pieces of this catalogue's pages: from the store, or on all cores."""
    known = texts(catalogue)

    def write(doing: str, function: Callable[[Given], Made], pieces: Sequence[Piece[Given]]) -> Iterator[Made]:
        code = digest("generator.engine.stored", function.__module__) + digest_of_templates()

        def of(piece: Piece[Given]) -> Task:
            shown = (known[name] for name in piece.shows)
            return task(doing, piece.id, function, piece.given, piece.more, *shown, code)

        yield from sound(outcomes([of(piece) for piece in pieces], store, quiet=quiet))

    return write
