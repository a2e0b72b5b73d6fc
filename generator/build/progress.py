"""Report on standard error how far long work is: a bar with the time that is left on a terminal, else plain lines."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

T = TypeVar("T")


def tracked(items: Iterable[T], name: Callable[[T], str], total: int, console: Console | None = None) -> Iterator[T]:
    """Yield the items and report each as it comes: ``proving sigmoid (3 of 10)``."""
    console = console or Console(stderr=True)
    return (_bar if console.is_terminal else _lines)(items, name, total, console)


def _lines(items: Iterable[T], name: Callable[[T], str], total: int, console: Console) -> Iterator[T]:
    for number, item in enumerate(items, 1):
        console.out(f"{name(item)} ({number} of {total})", highlight=False)
        yield item


def _bar(items: Iterable[T], name: Callable[[T], str], total: int, console: Console) -> Iterator[T]:
    words, passed, left = TextColumn("{task.description}"), TimeElapsedColumn(), TimeRemainingColumn()
    columns = (words, BarColumn(), MofNCompleteColumn(), passed, TextColumn("left:"), left)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(f"{total} to do", total=total)
        for item in items:
            progress.update(task, description=escape(name(item)), advance=1)
            yield item
