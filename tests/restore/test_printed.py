"""Any line of a derivation, printed in a random dialect, comes back true, and false with an error planted in it.

``POSTS=10000 SEED=7`` in the environment asks for more lines, or for others.
"""

import os
import random
import re
from collections.abc import Callable
from functools import cache

import pytest

from generator.restore.lines import lines_of
from generator.restore.restore import restore
from generator.restore.settings import every_setting

COUNT, SEED = int(os.environ.get("POSTS", "300")), int(os.environ.get("SEED", "0"))
CASES = (("sigmoid", "logistic"), ("sigmoid", "half-squared-error"), ("tanh", "half-squared-error"))
_FRACTION = re.compile(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")
_PLAIN = {
    r"\cdot": "·",
    r"\sigma": "σ",
    r"\partial ": "∂",
    r"\log": "log",
    r"\left": "",
    r"\right": "",
    "-": "−",
    r"\,": "",
}


@cache
def lines() -> tuple[tuple[str, str], ...]:
    """Return what a post says of its case, and an equation of its derivation."""
    found = []
    for activation, loss in CASES:
        setting = next(s for s in every_setting() if _is(s.activation, activation) and _is(s.loss, loss))
        names = [slot.entry.in_sentence for slot in (setting.activation, setting.loss) if slot and slot.entry]
        told = " with ".join(names)
        found += [(told, line.tex) for line in lines_of(setting) if line.goal.startswith(r"\frac")]
    return tuple(found)


def _is(slot: object, name: str) -> bool:
    return getattr(getattr(slot, "entry", None), "id", "") == name


def dollars(tex: str) -> str:
    """Print a line between dollars, with spaces."""
    return f"we get $ {tex} $ here"


def display(tex: str) -> str:
    """Print a line as a display in a box."""
    return f"\n\n$$\\boxed{{{tex}}}$$\n\n"


def aligned(tex: str) -> str:
    """Print a line as a row of an environment."""
    return "\n\n\\begin{align}\n" + tex.replace(" = ", " &= ", 1) + " \\nonumber\n\\end{align}\n\n"


def github(tex: str) -> str:
    """Print a line as GitHub takes it."""
    return f"so $`{tex}`$ holds"


def spaced(tex: str) -> str:
    """Print a line with other spaces and decoration."""
    return (
        "$"
        + tex.replace(" + ", "+").replace(" - ", r" \, - \; ").replace("(", r"\left(").replace(")", r"\right)")
        + "$"
    )


def slashed(tex: str) -> str:
    """Print a line in plain Unicode, its fractions with bars."""
    for _ in range(9):
        tex = _FRACTION.sub(lambda match: _bar(match[1], match[2]), tex)
    for command, sign in _PLAIN.items():
        tex = tex.replace(command, sign)
    return f"that is {re.sub(r'  +', ' ', tex)}"


def _bar(above: str, below: str) -> str:
    slope = re.fullmatch(r"(?:d|\\partial ?)(?:\w)?", above) and re.fullmatch(r"(?:d|\\partial ?)\w", below)
    return f"{above}/{below}" if slope else f"(({above})/({below}))"


DIALECTS: tuple[Callable[[str], str], ...] = (dollars, display, aligned, github, spaced, slashed)


@pytest.mark.catalogue
def test_lines_come_back_true_in_any_dialect_and_false_with_an_error() -> None:
    rng = random.Random(SEED)  # noqa: S311 - posts, not secrets
    wrong = []
    for _ in range(COUNT):
        told, tex = rng.choice(lines())
        spoilt = rng.random() < 0.5
        left, _, right = tex.partition(" = ")
        post = f"{told}: " + rng.choice(DIALECTS)(f"{left} = 3 ({right})" if spoilt else tex)
        found = [claim.verdict.split(" ")[0] for claim in restore(post, linked=False)]
        if found != ["false" if spoilt else "true"]:
            wrong.append((post, found))
    assert not wrong, wrong[:5]
