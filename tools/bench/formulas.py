"""Which formulas does the site show, and how many of them are typeset in a second?"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bs4 import BeautifulSoup

from generator.mathjax.typeset import Formula, Typesetter


@dataclass(frozen=True)
class Speed:
    """How fast formulas were typeset; Node's start and the first formula stand apart."""

    formulas: int
    first: float
    rest: float

    @property
    def per_second(self) -> float:
        """Formulas in a second, the start included."""
        return self.formulas / (self.first + self.rest)

    @property
    def steady(self) -> float:
        """Formulas in a second, once the first one is there."""
        return (self.formulas - 1) / self.rest


def shown(site: Path) -> tuple[Formula, ...]:
    """Return the formulas of a built site, each once, in the order in which they are first met."""
    found: dict[Formula, None] = {}
    for file in sorted(site.rglob("*.html")):
        for element in BeautifulSoup(file.read_bytes(), "lxml").select("[data-tex]"):
            found[Formula(str(element["data-tex"]), "tex-display" in element["class"])] = None
    return tuple(found)


def speed(formulas: tuple[Formula, ...]) -> Speed:
    """Typeset formulas with an empty cache."""
    with TemporaryDirectory() as cache, Typesetter(Path(cache)) as typesetter:
        begin = perf_counter()
        typesetter.typeset_all(formulas[:1])
        started = perf_counter()
        typesetter.typeset_all(formulas[1:])
        return Speed(len(formulas), started - begin, perf_counter() - started)
