"""What keeps a table of records or rules from being read?

The tables are Python, read when they are imported: a field that no record has, or a bracket left open, ends that with
an error of Python's own, and a traceback through this package. Whoever wrote the row needs one line of it.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import CatalogueError, DldzError

PACKAGE = Path(__file__).parents[1]


@contextmanager
def import_errors_reported() -> Iterator[None]:
    """Import tables in this context. Raises ``CatalogueError`` with the line and the file where one cannot be read."""
    try:
        yield
    except DldzError:
        raise
    except Exception as error:
        line, file = _place(error)
        if PACKAGE not in file.parents:
            raise
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        raise CatalogueError(f"{said} · line {line} · {file.relative_to(PACKAGE.parent)}") from error


def _place(error: Exception) -> tuple[int | None, Path]:
    """Return the line and the file that the error is about: the last of ours that was at work."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.lineno, Path(error.filename)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if PACKAGE in Path(frame.filename).parents] or frames
    return ours[-1].lineno, Path(ours[-1].filename)
