"""How many faults in the code of the engine and the judge do the tests see? ``python -m tools.mutation --sample 200``.

mutmut, as set up in ``pyproject.toml``, changes the code, finds out which tests run each function, and runs these for
each change. All changes would take days, so a sample is drawn here, the same one each time. Its score is printed with
the interval in which that of all changes lies (Wilson, 95 %), and what was missed is shown.
"""

import argparse
import random
import re
import subprocess
import sys
from collections import Counter
from math import sqrt
from pathlib import Path

FEW = "generator.engine.named.*"
"""Changes that are quickly tried: mutmut makes all of them, and times the tests, before it tries any."""

MISSED = {"survived", "no tests"}
_STATUS = re.compile(r"^ +(\S+): ([a-z ]+)$", re.MULTILINE)
_Z = 1.96


def main() -> int:
    """Try a sample of all changes, and print its score and what the tests have missed."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="how many changes are tried")
    wanted = parser.parse_args().sample
    _mutmut("run", FEW)
    names = sorted(_statuses())
    sample = random.Random("mutation").sample(names, min(wanted, len(names)))  # noqa: S311 - repeatable, not secret
    _mutmut("run", *sample)
    found = _statuses()
    missed = [name for name in sample if found[name] in MISSED]
    for name in missed:
        print(_mutmut("show", name))
    low, high = interval(len(sample) - len(missed), len(sample))
    print(f"{len(sample)} of {len(names)} changes: {dict(Counter(found[name] for name in sample))}")
    print(f"score {1 - len(missed) / len(sample):.1%}, of all changes between {low:.1%} and {high:.1%}")
    return 0


def _statuses() -> dict[str, str]:
    return dict(_STATUS.findall(_mutmut("results", "--all", "true")))


def _mutmut(*arguments: str) -> str:
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:2])} ended with {done.returncode}\n{done.stdout[-2000:]}")
    return done.stdout


def interval(seen: int, tried: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (Wilson 1927, equation 2)."""
    share, weight = seen / tried, _Z**2 / tried
    middle, half = share + weight / 2, _Z * sqrt(share * (1 - share) / tried + weight / (4 * tried))
    return (middle - half) / (1 + weight), (middle + half) / (1 + weight)


if __name__ == "__main__":
    sys.exit(main())
