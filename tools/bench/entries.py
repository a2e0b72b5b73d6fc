"""How long does each entry take to derive, and to prove and measure?

One fresh process does all entries in the catalogue's order, as a build does: a later entry profits from what SymPy
remembers of an earlier one. ``python -m tools.bench.entries`` prints what it took as JSON.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

from tools.bench.settings import ROOT


@dataclass(frozen=True)
class Entry:
    """Seconds for one entry."""

    id: str
    kind: str
    derive: float
    judge: float


def entries(runs: int) -> tuple[float, tuple[Entry, ...]]:
    """Return the seconds to load the mathematics, and those of every entry: medians over some runs."""
    told = [_in_fresh_process() for _ in range(runs)]
    by_entry = zip(*(found for _, found in told), strict=True)
    return median(load for load, _ in told), tuple(map(_median, by_entry))


def _median(same: tuple[Entry, ...]) -> Entry:
    return Entry(same[0].id, same[0].kind, median(one.derive for one in same), median(one.judge for one in same))


def _in_fresh_process() -> tuple[float, tuple[Entry, ...]]:
    command = (sys.executable, "-m", "tools.bench.entries")
    told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    return told["load"], tuple(Entry(**entry) for entry in told["entries"])


def main() -> None:
    """Take the time of every entry once."""
    begin = perf_counter()
    from generator.catalogue.derivations import derivation_of  # noqa: PLC0415 - loading is one of the figures
    from generator.catalogue.index import Catalogue  # noqa: PLC0415
    from generator.pages import render  # noqa: F401, PLC0415 - what a build loads too
    from generator.verify.judge import judge  # noqa: PLC0415

    loaded = perf_counter()
    found = []
    for entry in Catalogue().entries:
        start = perf_counter()
        derivation = derivation_of(entry)
        derived = perf_counter()
        judge(derivation, entry)
        found.append(asdict(Entry(entry.id, entry.kind, derived - start, perf_counter() - derived)))
    json.dump({"load": loaded - begin, "entries": found}, sys.stdout)


if __name__ == "__main__":
    main()
