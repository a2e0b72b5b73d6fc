"""``python -m generator links SITE``: report broken links of a built site, and register its new ones."""

import sys
from pathlib import Path

import click

from generator.build import registry
from generator.catalogue.moved import MOVED
from generator.pages.moved import SOURCE

SHOWN = 20


@click.command("links")
@click.argument("site", metavar="SITE", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--register", is_flag=True, help="Add the links of the built site to the registry.")
@click.option("--formulas", is_flag=True, help="Promise the formulas at these links too, as a release does.")
def links(site: Path, *, register: bool, formulas: bool) -> None:
    """Compare the links of a built site with those that were published; the exit status is 1 if one is broken."""
    known, built = registry.read(), registry.published(site)
    broken = registry.broken(known, built, MOVED)
    for line in broken[:SHOWN]:
        click.echo(f"{line} · say what became of it in {SOURCE}")
    if len(broken) > SHOWN:
        click.echo(f"and {len(broken) - SHOWN} more")
    if not broken and register:
        told = registry.registered_with(known, built, MOVED, formulas=formulas)
        registry.FILE.write_text(registry.written(told), "utf-8")
    new = registry.unregistered(registry.read(), built, MOVED)
    click.echo(f"{len(built)} pages, {len(broken)} broken links, {len(new)} not registered yet")
    sys.exit(1 if broken else 0)
