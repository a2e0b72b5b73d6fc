"""How do time and memory grow with the catalogue? For 1, 3 and 10 times as many entries, made by composing primitives.

A fresh process proves them on all cores, takes the proofs from the cache once more, and writes their pages. What each
takes grows like size to the power of an exponent, the slope of a straight line on logarithmic axes: 1 is in proportion.
``python -m tools.bench.growth 24`` prints what 24 activations, each with a case, took as JSON.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise, product
from math import log
from pathlib import Path
from random import Random
from statistics import linear_regression
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from tools.bench.memory import watched
from tools.bench.settings import ROOT

if TYPE_CHECKING:
    from generator.catalogue.records import Activation

SIZES = (24, 72, 240)
FIGURES = ("prove, cold", "prove, warm", "write the pages", "peak memory")
OUTER = (
    "tanh({})",
    "sin({})",
    "atan({})",
    "exp(-({})**2)",
    "log(1 + exp({}))",
    "1/(1 + exp({}))",
    "({})*exp(-({})**2)",
)
INNER = ("{}*z", "z**2/{}", "{}*z - z**3/9", "z + {}*sin(z)", "z*exp(-{}*z**2)", "sqrt({} + z**2)")
CONSTANTS = range(1, 11)


@dataclass(frozen=True)
class Use:
    """What so many activations took, each with its case: seconds for each part, and megabytes."""

    size: int
    cold: float
    warm: float
    write: float
    megabytes: float = 0.0

    @property
    def figures(self) -> tuple[float, ...]:
        """The figures in the order of ``FIGURES``."""
        return self.cold, self.warm, self.write, self.megabytes


def formulas() -> list[str]:
    """Return definitions in z, each another function, in an order of which the first few are like all."""
    made = [outer.replace("{}", inner.format(n)) for n, inner, outer in product(CONSTANTS, INNER, OUTER)]
    Random("growth").shuffle(made)  # noqa: S311 - repeatable, not secret; larger numbers take longer
    return made


def activations(size: int) -> "tuple[Activation, ...]":
    """Return so many activations that nobody uses."""
    from generator.catalogue.records import Activation  # noqa: PLC0415 - mathematics takes a second to load

    made = enumerate(formulas()[:size], 1)
    return tuple(Activation(f"made-{n}", f"Made {n}", value, ("bishop-2006",)) for n, value in made)


def uses(sizes: Sequence[int] = SIZES) -> tuple[Use, ...]:
    """Return what each size took, each in a fresh process of its own."""
    return tuple(map(_in_fresh_process, sizes))


def exponents(found: Sequence[Use]) -> tuple[float, ...]:
    """Return for each figure the power of the size with which it grows."""
    sizes = [log(use.size) for use in found]
    columns = zip(*(use.figures for use in found), strict=True)
    return tuple(linear_regression(sizes, [log(value) for value in column]).slope for column in columns)


def draw(found: Sequence[Use], file: Path) -> None:
    """Draw seconds against size on logarithmic axes."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - only this needs it

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for n, name in enumerate(FIGURES[:-1]):
        axes.loglog([use.size for use in found], [use.figures[n] for use in found], marker="o", label=name)
    axes.set(xlabel="activations, each with a case", ylabel="seconds")
    axes.legend()
    figure.savefig(file)


def _in_fresh_process(size: int) -> Use:
    command = (sys.executable, "-m", "tools.bench.growth", str(size))
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        with watched(process.pid) as peak:
            told, _ = process.communicate()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    return Use(**{**json.loads(told), "megabytes": peak.megabytes})


def measured(size: int) -> Use:
    """Prove and write so many activations in this process."""
    from generator.build import proofs  # noqa: PLC0415 - as above
    from generator.catalogue.index import Catalogue  # noqa: PLC0415
    from generator.catalogue.losses import LOSSES  # noqa: PLC0415
    from generator.pages.render import Records, render  # noqa: PLC0415
    from generator.store import Store  # noqa: PLC0415
    from generator.verify.instances import instances  # noqa: PLC0415

    one = next(loss for loss in LOSSES if loss.id == "half-squared-error")
    catalogue = Catalogue(activations(size), (one,))
    times = [perf_counter()]
    with TemporaryDirectory(prefix="dldz-growth-") as folder:
        for _ in range(2):
            proved = tuple(proofs.sound(proofs.results(catalogue.entries, catalogue, Store(Path(folder)))))
            times.append(perf_counter())
        render(Records(catalogue, instances(proved), proved))
        times.append(perf_counter())
    cold, warm, write = (after - before for before, after in pairwise(times))
    return Use(size, cold, warm, write)


if __name__ == "__main__":
    json.dump(asdict(measured(int(sys.argv[1]))), sys.stdout)
