"""Which commands does the typesetter have? ``python -m generator.mathjax install``."""

import argparse
import sys

from generator.errors import TypesetError
from generator.mathjax import node


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 after one line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m generator.mathjax", description=__doc__)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("install", help="install MathJax from package-lock.json, if it is not there already")
    parser.parse_args(arguments)
    try:
        done = node.install()
    except TypesetError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{'installed' if done else 'up to date'}: {node.NODE_MODULES}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
