"""How does long work tell how far it is? A bar on a terminal, plain lines elsewhere, always on standard error."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

T = TypeVar("T")


def tracked(items: Sequence[T], doing: str, name: Callable[[T], str], console: Console | None = None) -> Iterator[T]:
    """Yield the items and report each as it is begun: ``proving sigmoid (3 of 10)``."""
    console = console or Console(stderr=True)
    return _bar(items, doing, name, console) if console.is_terminal else _lines(items, doing, name, console)


def _lines(items: Sequence[T], doing: str, name: Callable[[T], str], console: Console) -> Iterator[T]:
    for number, item in enumerate(items, 1):
        console.out(f"{doing} {name(item)} ({number} of {len(items)})", highlight=False)
        yield item


def _bar(items: Sequence[T], doing: str, name: Callable[[T], str], console: Console) -> Iterator[T]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(doing, total=len(items))
        for item in items:
            progress.update(task, description=f"{doing} {escape(name(item))}")
            yield item
            progress.advance(task)
