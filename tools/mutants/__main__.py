"""How many wrong tables, definitions, results and steps does the build let pass? ``python -m tools.mutants``.

Each is made by one change (``changes``) and put before the judge that the build asks (``subjects``). What the judge
lets pass though no algebra shows it to be the same function is a survivor; the exit status is 1 where there is one.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from generator.errors import DldzError
from generator.kept import Kept
from generator.tasks import outcomes, task
from tools.mutants.subjects import Mutant, mutants, names

FATES = ("rejected", "same", "crashed", "survived")


def main() -> int:
    """Judge all mutants, or those of some subjects, and print the score."""
    chosen = _chosen(_arguments())
    tasks = [task("changing", f"{kind} {name}", mutants, (kind, name), kind, name) for kind, name in chosen]
    found: list[Mutant] = []
    for outcome in outcomes(tasks, Kept()):
        if isinstance(outcome, DldzError):
            raise outcome
        found += outcome
    console = Console()
    console.print(score(found))
    survivors = [one for one in found if one.fate in {"crashed", "survived"}]
    for one in survivors:
        console.print(
            f"survived: {one.kind} · {one.place} · {one.change}: {one.before} became {one.after}", markup=False
        )
    return 1 if survivors else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--kind", choices=("rule", "definition", "result", "step"), help="change these alone")
    parser.add_argument("--sample", type=int, metavar="N", help="take N of the subjects, the same ones each time")
    return parser.parse_args()


def _chosen(arguments: argparse.Namespace) -> Sequence[tuple[str, str]]:
    every = [name for name in names() if arguments.kind in {None, name[0]}]
    if arguments.sample is None or arguments.sample >= len(every):
        return every
    return random.Random("mutants").sample(every, arguments.sample)  # noqa: S311 - repeatable, not secret


def score(found: Iterable[Mutant]) -> Table:
    """Return how many of each kind were rejected, are provably the same function, and survived."""
    counts = Counter((one.kind, one.fate) for one in found)
    table = Table("what is changed", "mutants", *FATES, title="Mutants")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        fates = [counts[kind, fate] for fate in FATES]
        table.add_row(kind, str(sum(fates)), *map(str, fates))
    return table


if __name__ == "__main__":
    sys.exit(main())
