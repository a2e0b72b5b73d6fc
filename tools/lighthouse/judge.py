"""How is Lighthouse asked? It comes from npm, pinned by the lock file here, and drives the browser of the other tests.

It looks at a page as a phone with a slow processor on a slow network would show it. What it says of accessibility, best
practices and search engines is the same on every machine; its figures of performance depend on how busy the machine is.
"""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.mathjax.node import node_path
from tools import browser
from tools.packages import install

HERE = Path(__file__).parent
FLAGS = ("--headless=new", "--no-sandbox", *browser.ARGUMENTS)
CERTAIN = ("accessibility", "best-practices", "seo")
"""The categories that do not depend on the machine."""
PERFORMANCE = "performance"
PAGES = ("", "cases/sigmoid-logistic/", "activations/sigmoid/", "losses/logistic/", "network/dw/")
"""The home page, and one page of each type."""


@dataclass(frozen=True)
class Said:
    """What Lighthouse said of a page: scores out of 100 by category, figures by audit, and every audit that cost some.

    ``speed`` is its measure of the machine; below about 1000 it is slower than the phone that is imitated.
    """

    url: str
    speed: float
    scores: Mapping[str, int]
    figures: Mapping[str, float | None]
    faults: tuple[str, ...]


def ask(chrome: str, urls: Sequence[str], categories: Sequence[str]) -> tuple[Said, ...]:
    """Return what Lighthouse says of pages, in their order. ``chrome`` is the path of the browser."""
    install(HERE)
    question = {"urls": urls, "categories": categories, "chromePath": chrome, "chromeFlags": FLAGS}
    run = subprocess.run(
        [str(node_path()), str(HERE / "judge.mjs")],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        message = f"Lighthouse failed with exit status {run.returncode}: {run.stderr.strip()[-2000:]}"
        raise RuntimeError(message)
    return tuple(Said(**{**one, "faults": tuple(one["faults"])}) for one in json.loads(run.stdout.splitlines()[-1]))
