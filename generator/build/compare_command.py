"""The command ``compare``: the numbers of a reader's kernel against ours, with the slip that explains them."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator.build.entry_commands import as_json
from generator.build.output import print_json, write


@click.command("compare")
@click.argument("file", metavar="VECTORS.json", type=click.Path(path_type=Path))
@click.option(
    "--dtype", default="float32", show_default=True, help="What the kernel computes in: how exact it has to be."
)
@as_json
def compare(file: Path, dtype: str, *, as_json: bool) -> None:
    """Compare what a kernel gave for our inputs (api/ID.json) with ours, and name the likely slip.

    The exit status is 1 where an array differs, and 2 for a file that cannot be read.
    """
    from generator import compare as kernels  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.build import kernel_file  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    layer, data = kernel_file.load(file)
    tolerance = kernels.tolerance_of(dtype)
    graph, points = kernels.settings_of(layer)
    found = kernels.compare(layer, kernel_file.given_of(data, graph, points), tolerance, dtype)
    if as_json:
        print_json(_data(layer, found))
    else:
        write(kernels.lines(layer, found, points))
    sys.exit(0 if found.right else 1)


def _data(layer: str, found: Any) -> dict[str, Any]:  # noqa: ANN401 - a Comparison; naming its type would load SymPy for --help
    return {
        "id": layer,
        "right": found.right,
        "settings": found.settings,
        "components": found.components,
        "arrays": [_finite(asdict(one)) for one in found.worst],
        "wrong": [one.name for one in found.wrong],
        "slips": [{"slip": title, "explains": names} for title, names in found.slips],
        "unexplained": found.unnamed,
    }


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose error is null where it is infinite, which JSON does not know."""
    return row | {"error": row["error"] if row["error"] < float("inf") else None}
