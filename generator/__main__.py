"""How does the terminal reach the commands? What a user can mend is told in one line, with exit status 2."""

import sys

import click

from generator.build.commands import cli
from generator.build.import_errors import import_errors_reported
from generator.errors import DldzError


def main() -> None:
    """Run the command line."""
    try:
        with import_errors_reported():
            cli()
    except DldzError as error:
        click.echo(f"dldz: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
