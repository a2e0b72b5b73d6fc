"""How the command line writes: lines as they are, tables, and JSON.

Everything is written through ``rich`` without markup, so that text from outside is shown as it is; a table has a frame
on a terminal, and is plain columns elsewhere.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

import click
from rich.console import Console


def write(lines: Iterable[str]) -> None:
    """Write lines as they are: no markup, no colours of numbers, no folding."""
    console = Console(file=sys.stdout)
    for line in lines:
        console.out(line, highlight=False)


def print_json(data: Any) -> None:  # noqa: ANN401 - whatever is JSON
    """Write data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def entry_table(entries: Iterable[tuple[str, str, str]]) -> None:
    """Write the list of entries: id, kind, title."""
    rows, console = list(entries), Console(file=sys.stdout)
    if not console.is_terminal:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return write("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    from rich.box import SIMPLE  # noqa: PLC0415 - for a terminal only
    from rich.table import Table  # noqa: PLC0415 - for a terminal only
    from rich.text import Text  # noqa: PLC0415 - for a terminal only

    table = Table("id", "kind", "title", box=SIMPLE)
    for row in rows:
        table.add_row(*map(Text, row))
    return console.print(table)
