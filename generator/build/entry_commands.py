"""The commands about what is in the catalogue: ``list``, ``show``, ``check`` and ``write``."""

import sys
from pathlib import Path

import click

from generator.build.names import names
from generator.build.output import entry_table, print_json, write

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
cached = click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".cache/dldz"),
    show_default=True,
    envvar="DLDZ_CACHE",
    help="Folder that keeps proofs between runs; what they depend on is seen to. Delete it to prove all anew.",
)


@click.command("list")
@as_json
def list_entries(*, as_json: bool) -> None:
    """List all entries."""
    if as_json:
        print_json([vars(row) for row in names().entries])
    else:
        entry_table((row.id, row.kind, row.title) for row in names().entries)


@click.command("show")
@click.argument("name", metavar="ID")
@as_json
def show(name: str, *, as_json: bool) -> None:
    """Show the derivation of one entry, with its proofs and its receipt."""
    names().check(name)
    from generator.build import answers  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    data, lines = answers.shown(name)
    if as_json:
        print_json(data)
    else:
        write(lines)


@click.command("check")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@cached
@as_json
def check(ids: tuple[str, ...], *, cache: Path, as_json: bool) -> None:
    """Prove and measure entries, all of them if none is named."""
    for name in ids:
        names().check(name)
    from generator.build import answers  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    results = answers.checked(ids, cache)
    if as_json:
        print_json(results)
    else:
        write(map(answers.verdict, results))
    sys.exit(0 if all(result["ok"] for result in results) else 1)


@click.command("write")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of hand-written pages and assets to write too, with the tables filled in.",
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A mkdocs.yml: write DIR/docs and DIR/mkdocs.yml, which is all that Zensical needs.",
)
@cached
@as_json
def write_markdown(folder: Path, docs: Path | None, config: Path | None, *, cache: Path, as_json: bool) -> None:
    """Write all pages as Markdown files, and the data for programs, for any builder."""
    from generator.build import answers  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    texts = answers.written(folder, cache, docs, config)
    if as_json:
        print_json(texts)
    else:
        write(texts)
