"""Which formulas of a published site were wrong, since when, and when were they put right?

A newcomer who finds one adds a row here in the commit that mends it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Erratum:
    """A published formula that was wrong.

    ``place`` is where it stood, ``cases/sigmoid-mse/#result``, ``was`` the wrong formula as TeX, and ``wrong`` what
    was wrong with it. ``since`` and ``fixed`` are the commits that published and mended it, with their dates.
    """

    place: str
    was: str
    wrong: str
    since: tuple[str, str]
    fixed: tuple[str, str]


ERRATA: tuple[Erratum, ...] = ()
