"""Draw the rooms of the generator for the page on how the house is built, from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

from generator.build.code_digest import imported
from generator.pages.site import Table
from generator.pages.text import escape

PACKAGE = Path(__file__).parents[1]
MARK = "<!-- rooms -->"
WIDTH, HEIGHT, GAP = 560, 34, 14
"""The size of a box in the picture, and the room for an arrow, in pixels."""


def table() -> Table:
    """Return the picture of the rooms, each below those that it imports from, and what each holds."""
    rooms = ordered()
    rows = "\n".join(f"| `{room}` | {escape(sentence(room))} | {modules(room)} |" for room in rooms)
    return Table(MARK, f"{picture(rooms)}\n\n| Room | Holds | Modules |\n|---|---|---:|\n{rows}")


def ordered() -> tuple[str, ...]:
    """Return the rooms, each after all that it imports from, and by name where that leaves a choice."""
    waiting = {room: sources(room) for room in folders()}
    found: list[str] = []
    while waiting:
        free = sorted(room for room, before in waiting.items() if not before - set(found))
        found.append(free[0] if free else min(waiting))
        del waiting[found[-1]]
    return tuple(found)


def folders() -> Iterator[str]:
    """Yield the names of the rooms."""
    yield from sorted(file.parent.name for file in PACKAGE.glob("*/__init__.py"))


def sources(room: str) -> set[str]:
    """Return the rooms that a room imports from."""
    names = (f"generator.{room}" + _dotted(file, PACKAGE / room) for file in sorted((PACKAGE / room).rglob("*.py")))
    found = {name.split(".")[1] for module in names for name in imported(module) if name.count(".")}
    return (found & set(folders())) - {room}


def _dotted(file: Path, folder: Path) -> str:
    parts = file.relative_to(folder).with_suffix("").parts
    return "".join(f".{part}" for part in parts if part != "__init__")


def modules(room: str) -> int:
    """Return how many modules a room has."""
    return sum(1 for file in (PACKAGE / room).rglob("*.py") if "node_modules" not in file.parts)


def sentence(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8"))
    return (ast.get_docstring(tree) or "").splitlines()[0]


def picture(rooms: tuple[str, ...]) -> str:
    """Return the rooms as boxes, one above the other, each with the rooms that it imports from."""
    height = len(rooms) * (HEIGHT + GAP)
    boxes = "".join(_box(room, place) for place, room in enumerate(rooms))
    label = "The rooms of the generator: each imports from rooms above it only"
    return (
        f'<svg class="house" role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}">'
        f"{boxes}</svg>"
    )


def _box(room: str, place: int) -> str:
    top = place * (HEIGHT + GAP)
    before = ", ".join(other for other in ordered() if other in sources(room)) or "nothing of ours"
    line = f'<path d="M70 {top - GAP}v{GAP}" stroke="currentColor"></path>' if place else ""
    return (
        f'{line}<rect x="1" y="{top + 1}" width="138" height="{HEIGHT - 2}" rx="4" fill="none" stroke="currentColor">'
        f'</rect><text x="70" y="{top + 22}" text-anchor="middle" fill="currentColor" font-size="15">{room}</text>'
        f'<text x="152" y="{top + 22}" fill="currentColor" font-size="13">imports {before}</text>'
    )
