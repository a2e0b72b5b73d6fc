"""The command ``restore``: posts in, their formulas with their verdicts out."""

import sys
from pathlib import Path

import click

from generator.errors import RestoreError


@click.command()
@click.argument("posts", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--json", "as_data", is_flag=True, help="Print an array of claims instead of Markdown.")
@click.option("--fix", "fix", is_flag=True, help="Print the post put right, with the verdicts as notes.")
@click.option("--links", is_flag=True, help="Look for the line of the site that proves each formula; takes seconds.")
def restore(posts: tuple[Path, ...], *, as_data: bool, fix: bool, links: bool) -> None:
    """Find, restore and judge every formula of the files POSTS, or of standard input.

    Markdown goes to standard output, a table of verdicts to standard error. The exit status is 1 if a formula stayed
    ambiguous, 2 if a post cannot be read.
    """
    from generator.restore.records import AMBIGUOUS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.restore.report import as_json, as_markdown, as_table, fixed  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
    from generator.restore.restore import restore as restored  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    try:
        texts = [_read(post) for post in posts or (Path("-"),)]
        found = [restored(text, linked=links) for text in texts]
    except RestoreError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    claims = tuple(claim for some in found for claim in some)
    if fix:
        pairs = zip(texts, found, strict=True)
        click.echo("\n".join(fixed(text.decode("utf-8-sig", "replace"), some) for text, some in pairs), nl=False)
    else:
        click.echo(as_json(claims) if as_data else as_markdown(claims))
    click.echo(as_table(claims), err=True)
    sys.exit(1 if any(claim.how == AMBIGUOUS for claim in claims) else 0)


def _read(post: Path) -> bytes:
    """Return the start of the file: a little more than is read, so that a larger one is told from one that fits."""
    from generator.restore.posts import LARGEST  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    with click.open_file(str(post), "rb") as file:
        return bytes(file.read(LARGEST + 1))
