"""Run the quick tests of what changed: ``python -m tools.quick``, or ``make test-quick``.

What changed is what differs from the branch ``main`` (``--base`` names another), and what git does not know yet. The
module ``generator/engine/tex.py`` is tested by ``tests/engine/test_tex.py``; where there is no such file, by the tests
that import it. Left out is what needs the proofs of all entries or the built site, for that takes minutes.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import which

ROOT = Path(__file__).parents[1]
QUICK = ("-q", "-m", "not catalogue and not repeated", "-p", "no:cacheprovider")
NO_TESTS = 5
"""What pytest ends with where it found no test."""


def changed(root: Path, base: str) -> list[Path]:
    """Return the files that differ from where this branch left another, and those that git does not know yet."""
    fork = _git(root, "merge-base", base, "HEAD")
    names = (*_git(root, "diff", "--name-only", *fork), *_git(root, "ls-files", "--others", "--exclude-standard"))
    return [root / name for name in dict.fromkeys(names)]


def _git(root: Path, *command: str) -> list[str]:
    done = subprocess.run((which("git") or "git", *command), cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"git {' '.join(command)}: {done.stderr.strip()}")
    return done.stdout.split()


def tests_of(files: Iterable[Path], root: Path) -> list[Path]:
    """Return the files of tests for changed files, each once, in order."""
    return sorted({test for file in files for test in _tests_of(file, root)})


def _tests_of(file: Path, root: Path) -> Iterator[Path]:
    place = file.relative_to(root)
    if place.parts[0] == "tests":
        yield from [file] if file.name.startswith("test_") and file.is_file() else []
    elif place.suffix == ".py":
        within = place.parts[1:-1] if place.parts[0] == "generator" else place.parts[:-1]
        mirror = root.joinpath("tests", *within, f"test_{place.name}")
        yield from [mirror] if mirror.is_file() else _importing(place, root)


def _importing(module: Path, root: Path) -> Iterator[Path]:
    dotted = ".".join(module.with_suffix("").parts)
    package, _, name = dotted.rpartition(".")
    for test in root.glob("tests/**/test_*.py"):
        text = test.read_text("utf-8")
        if dotted in text or f"from {package} import {name}\n" in text:
            yield test


def main() -> int:
    """Run the tests of what changed, and return pytest's status; no test at all is success."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--base", default="main", help="what to compare with (main)")
    base = reader.parse_args().base
    tests = tests_of(changed(ROOT, base), ROOT)
    if not tests:
        print(f"nothing differs from {base} that has tests of its own")
        return 0
    status = subprocess.run(
        (sys.executable, "-m", "pytest", *QUICK, *map(str, tests)), cwd=ROOT, check=False
    ).returncode
    return 0 if status == NO_TESTS else status


if __name__ == "__main__":
    sys.exit(main())
