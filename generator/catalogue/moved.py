"""Which published links lead elsewhere by now, and which were withdrawn?

A released link works for ever: ``generator/published.txt`` names every page and its named places, and a test fails for
one that is gone, or that shows another formula than was released, until a row here says what became of it. Nothing has
been released yet.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Moved:
    """A published link and what became of it, from which version on, and why, in one sentence.

    ``old`` and ``new`` are places within the site: ``cases/sigmoid-mse/`` or ``cases/sigmoid-mse/#result``. Without a
    ``new`` place the old one was withdrawn. Where both are the same, the same formula is written otherwise by now; one
    row may stand for a whole page.
    """

    old: str
    new: str
    version: str
    why: str

    @property
    def page(self) -> str:
        """The page that the old link led to."""
        return self.old.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The place on that page; empty for a whole page."""
        return self.old.partition("#")[2]


MOVED: tuple[Moved, ...] = ()
