"""How many wrong tables, definitions, results and steps does the build let pass? ``python -m tools.mutants``.

Each is made by one change (``changes``) and put before the judge that the build asks (``subjects``). What the judge
lets pass though no algebra shows it to be the same function is a survivor; the exit status is 1 where there is one.
What became of each subject is kept in the cache, so that a run that was interrupted goes on where it stopped.
"""

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from generator.build.code_digest import digest
from generator.build.jobs import Task, outcomes, task
from generator.build.proofs import texts
from generator.catalogue.index import Catalogue
from generator.errors import DldzError
from generator.store import Store
from tools.mutants.subjects import Mutant, Subject, mutants, subjects

FATES = ("rejected", "same", "crashed", "survived")


def main() -> int:
    """Judge all mutants, or those of some subjects, and print the score."""
    known = texts(Catalogue())
    tasks = [_task(subject, known) for subject in _chosen(_arguments())]
    found: list[Mutant] = []
    for outcome in outcomes(tasks, Store(Path(os.environ.get("DLDZ_CACHE", ".cache/dldz")))):
        if isinstance(outcome, DldzError):
            raise outcome
        found += outcome
    console = Console()
    console.print(score(found))
    survivors = [one for one in found if one.fate in {"crashed", "survived"}]
    for one in survivors:
        change = f"{one.change}: {one.before} became {one.after} {one.said}"
        console.print(f"{one.fate}: {one.kind} · {one.place} · {change}", markup=False, soft_wrap=True)
    return 1 if survivors else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--kind", choices=("rule", "definition", "result", "step"), help="change these alone")
    parser.add_argument("--sample", type=int, metavar="N", help="take N of the subjects, the same ones each time")
    parser.add_argument(
        "--steps", type=int, metavar="N", help="try N changes of the steps of each entry, drawn at random"
    )
    return parser.parse_args()


def _chosen(arguments: argparse.Namespace) -> Sequence[Subject]:
    every = [one for one in subjects(arguments.steps) if arguments.kind in {None, one.kind}]
    if arguments.sample is None or arguments.sample >= len(every):
        return every
    return random.Random("mutants").sample(every, arguments.sample)  # noqa: S311 - repeatable, not secret


def _task(subject: Subject, known: Mapping[str, str]) -> Task:
    """Return the changes of a subject as a task; ``known`` is all that decides the proof of each entry."""
    depends = str(subject.most), known.get(subject.id, ""), digest("tools.mutants.subjects")
    return task("changing", f"{subject.kind} {subject.id}", mutants, subject, *depends)


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
