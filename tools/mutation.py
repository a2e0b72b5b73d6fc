"""How many faults in the code of the engine and the judge do the tests see? ``python -m tools.mutation --sample 200``.

mutmut makes the faults: a changed sign, comparison, constant, argument, one each. A sample of all of them is drawn, the
same one each time. Each is written into a copy of the project, where the quick tests run until one fails: first those
of the changed module itself, then those of its room, then those of the other room. A new process for each, for what
this project keeps of earlier calls (and mutmut's own runner with it) would answer for the changed code.

Printed are the changes that no test saw, and the score with the interval in which that of all changes lies (Wilson,
95 %). ``--again FILE`` tries the changes that this file names, as an earlier run has printed them: are they seen now?
"""

import argparse
import compileall
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache, partial
from math import sqrt
from pathlib import Path
from py_compile import PycInvalidationMode
from queue import SimpleQueue

from mutmut.mutation.file_mutation import create_mutations

ROOT = Path(__file__).parents[1]
ROOMS = ("engine", "verify")
QUICK = ("-x", "-q", "-m", "not proofs and not repeated", "--no-cov", "-p", "no:randomly", "-p", "no:xdist",
         "-p", "no:cacheprovider")  # fmt: skip
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
"""What a run of pytest around this one was told is not for those here."""
ANYWHERE = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".cache", ".*_cache")
MADE = {"site", "build", "mutants"}
"""Folders that are made at the top; those of the same name further down are sources."""
LIMIT_S = 600
"""Seconds of processor time: the slowest stage needs a quarter of it. A change that makes an endless loop is seen."""
LIMIT_BYTES = 12 * 2**30
NO_TESTS = 5
"""What pytest ends with where it found no test."""
_Z = 1.96


@dataclass(frozen=True)
class Change:
    """The ``number``-th fault that mutmut finds to make in a module of the project."""

    module: str
    number: int

    @property
    def name(self) -> str:
        """Return the name under which the change can be tried again."""
        return f"{self.module}:{self.number}"

    def sources(self) -> tuple[str, str]:
        """Return the module's text, before and after."""
        tree, mutations = _parsed(self.module)
        mutation = mutations[self.number]
        return tree.code, tree.deep_replace(mutation.original_node, mutation.mutated_node).code

    def __str__(self) -> str:
        """Return the change as a patch."""
        before, after = (text.splitlines() for text in self.sources())
        return "\n".join([self.name, *list(unified_diff(before, after, n=2, lineterm=""))[2:]])


@cache
def _parsed(module: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - libcst's tree
    tree, mutations, *_ = create_mutations(module, (ROOT / module).read_text("utf-8"))
    return tree, mutations


def changes() -> Iterator[Change]:
    """Yield all changes of both rooms' functions; the tables beside them are ``make mutants``'s part."""
    for room in ROOMS:
        for path in sorted((ROOT / "generator" / room).rglob("*.py")):
            module = path.relative_to(ROOT).as_posix()
            inside = (number for number, one in enumerate(_parsed(module)[1]) if one.contained_by_top_level_function)
            yield from (Change(module, number) for number in inside)


def stages(module: str) -> Iterator[list[str]]:
    """Yield the tests to run for a change of a module: the likeliest to see it first."""
    room = Path(module).parts[1]
    own = sorted((ROOT / "tests" / room).rglob(f"test_{Path(module).stem}.py"))
    yield [path.relative_to(ROOT).as_posix() for path in own]
    yield from ([f"tests/{one}"] for one in sorted(ROOMS, key=room.__ne__))


def seen(change: Change, copies: "SimpleQueue[Path]") -> bool:
    """Return whether any test fails in a copy of the project with the change in it."""
    before, after = change.sources()
    copy = copies.get()
    try:
        (copy / change.module).write_text(after, "utf-8")
        return any(_fails(copy, tests) for tests in stages(change.module) if tests)
    finally:
        (copy / change.module).write_text(before, "utf-8")
        copies.put(copy)


def fails(tests: list[str], copies: "SimpleQueue[Path]") -> bool:
    """Return whether some tests fail in a copy of the project as it is."""
    copy = copies.get()
    try:
        return _fails(copy, tests)
    finally:
        copies.put(copy)


def _fails(copy: Path, tests: list[str]) -> bool:
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *QUICK, *tests],
        cwd=copy,
        env=OUTSIDE | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "DLDZ_CACHE": str(copy / ".cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        resource.prlimit(running.pid, resource.RLIMIT_CPU, (LIMIT_S, LIMIT_S))
        resource.prlimit(running.pid, resource.RLIMIT_AS, (LIMIT_BYTES, LIMIT_BYTES))
        return running.wait() not in {0, NO_TESTS}


def not_copied(folder: str, names: list[str]) -> set[str]:
    """Return which names in a folder of the project are left out of a copy."""
    return ANYWHERE(folder, names) | (MADE & set(names) if Path(folder) == ROOT else set())


@contextmanager
def copied(count: int) -> Iterator["SimpleQueue[Path]"]:
    """Make copies of the project to change, one for each core."""
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        for number in range(count):
            copy = Path(folder, str(number))
            shutil.copytree(ROOT, copy, ignore=not_copied)
            compileall.compile_dir(copy, quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
            copies.put(copy)
        yield copies


def interval(noticed: int, tried: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (Wilson 1927, equation 2)."""
    share, weight = noticed / tried, _Z**2 / tried
    middle, half = share + weight / 2, _Z * sqrt(share * (1 - share) / tried + weight / (4 * tried))
    return (middle - half) / (1 + weight), (middle + half) / (1 + weight)


def main() -> int:
    """Try a sample of all changes, or those named in a file, and print what no test saw and the score."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="how many changes are tried")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="so many of the sample have been tried before")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try the changes that this file names")
    asked = parser.parse_args()
    every = list(changes())
    if asked.again:
        named = set(asked.again.read_text("utf-8").split())
        sample = [change for change in every if change.name in named]
    else:
        drawn = random.Random("mutation").sample(every, min(asked.sample, len(every)))  # noqa: S311 - repeatable
        sample = drawn[asked.skip :]
    missed = 0
    cores = os.cpu_count() or 1
    with copied(cores) as copies, ThreadPoolExecutor(cores) as pool:
        if any(pool.map(partial(fails, copies=copies), [[f"tests/{room}"] for room in ROOMS])):
            sys.exit("the tests fail before anything is changed")
        for change, noticed in zip(sample, pool.map(partial(seen, copies=copies), sample), strict=True):
            missed += not noticed
            print(change.name, "seen" if noticed else f"missed\n{change}", flush=True)
    low, high = interval(len(sample) - missed, len(sample))
    print(f"{len(sample)} of {len(every)} changes tried, {missed} missed")
    print(f"score {1 - missed / len(sample):.1%}, of all changes between {low:.1%} and {high:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
