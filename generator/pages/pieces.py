"""Which parts of the site can be written each by itself, and who does it?

A ``Piece`` says what a part is written from, and all that could change it. Here they are written one after another; a
builder hands in a ``Write`` that does it on all cores and keeps what it has written (``generator.build.writing``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Piece(Generic[Given]):
    """A part that is written from ``given``.

    What is given holds nothing but the proofs and records of the entries ``shows``, by id, and what stands in ``more``.
    """

    id: str
    given: Given
    shows: tuple[str, ...]
    more: str = ""


class Write(Protocol):
    """Writes pieces: ``doing`` is the word for it, ``function`` a module's own, which makes one of what is given."""

    def __call__(
        self, doing: str, function: Callable[[Given], Made], pieces: Sequence[Piece[Given]], /
    ) -> Iterable[Made]:
        """Yield what is made of each, in their order. Raises the first ``DldzError``."""


def one_by_one(_: str, function: Callable[[Given], Made], pieces: Sequence[Piece[Given]]) -> Iterator[Made]:
    """Write pieces here and now, and keep nothing."""
    return (function(piece.given) for piece in pieces)
