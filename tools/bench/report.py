"""How are figures told? In tables that a person reads, and targets that are met or missed."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Target:
    """A ratio that was measured, and the limit that it is to stay under."""

    name: str
    value: float
    limit: float
    percent: bool = False

    @property
    def met(self) -> bool:
        """Tell whether the measured ratio keeps the limit."""
        return self.value <= self.limit

    def row(self) -> tuple[str, ...]:
        """Return what a table says of it."""
        return self.name, self._text(self.value), self._text(self.limit), "pass" if self.met else "MISSED"

    def _text(self, value: float) -> str:
        return share(value) if self.percent else f"{value:.2f}"


def share(value: float) -> str:
    """Return a part of a whole for a reader: ``4.2 %``."""
    return f"{100 * value:.1f} %"


def seconds(value: float) -> str:
    """Return a time for a reader: ``1.234 s``."""
    return f"{value:.3f} s"


def table(title: str, heads: str, rows: Iterable[tuple[str, ...]], note: str = "") -> None:
    """Print a table; ``heads`` are divided by bars, and what stands under all but the first is set to the right."""
    shown = Table(title=title, title_justify="left", caption=note or None, caption_justify="left")
    for number, head in enumerate(heads.split("|")):
        shown.add_column(head.strip(), justify="right" if number else "left", no_wrap=number == 0)
    for row in rows:
        shown.add_row(*row)
    say(shown)


def say(what: Table | str) -> None:
    """Print a table or a sentence, and an empty line after it."""
    Console(markup=False, highlight=False).print(what, "", sep="\n")
