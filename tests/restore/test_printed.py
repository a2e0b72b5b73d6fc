"""Any line of a derivation, printed in a random dialect, comes back true, and false with an error planted in it.

``POSTS=10000 SEED=7`` in the environment asks for more lines, or for others.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
import sympy as sp

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import LOSS, A, Y, Z
from generator.catalogue.index import Catalogue
from generator.engine import terms as t
from generator.engine.anchors import key_lines
from generator.engine.code import numpy_expression
from generator.engine.oneline import plain_equation
from generator.engine.records import Derivation
from generator.engine.terms import D, Term
from generator.engine.tex import equation
from generator.errors import DerivationError
from generator.restore.restore import restore
from generator.verify.arithmetic import MP
from generator.verify.world import World

COUNT, SEED = int(os.environ.get("POSTS", "300")), int(os.environ.get("SEED", "0"))
CASES = (
    "sigmoid-logistic", "sigmoid-mse", "sigmoid-squared-error", "tanh-mse", "tanh-log-cosh", "linear-pseudo-huber",
    "linear-squared-error", "softplus-mse", "silu-mse", "arctan-mse", "softsign-mse", "exp-poisson",
)  # fmt: skip
"""The cases of the short run."""
GOALS = {D(LOSS, Z): "dz", D(LOSS, A): "da"}
"""What a line is about, and what a program calls it."""


@dataclass(frozen=True)
class Line:
    """A line of a derivation, and what a post says of its case."""

    told: str
    goal: Term
    term: Term
    derivation: Derivation


@cache
def lines(every: bool = False) -> tuple[Line, ...]:  # noqa: FBT001, FBT002 - the short run or the whole one
    """Return the lines of cases of numbers in which no derivative is left."""
    return tuple(_lines(every=every))


def _lines(*, every: bool) -> Iterator[Line]:
    for case in Catalogue().cases:
        if case.vector or case.parameters or not (every or case.id in CASES):
            continue
        derivation = derivation_of(case)
        for line in key_lines(derivation):
            if line.goal in GOALS and line.term != line.goal and not line.term.has(D):
                yield Line(case.in_sentence, line.goal, line.term, derivation)


def flipped(x: Term, rng: random.Random) -> Term:
    """Flip the sign of one summand, or of all."""
    if not x.is_Add:
        return t.neg(x)
    n = rng.randrange(len(x.args))
    return t.add(*(t.neg(part) if n == place else part for place, part in enumerate(x.args)))


def dropped(x: Term, rng: random.Random) -> Term | None:
    """Leave out a summand or a factor."""
    if not (x.is_Add or x.is_Mul) or len(x.args) < 2:
        return None
    n = rng.randrange(len(x.args))
    rest = [part for place, part in enumerate(x.args) if place != n]
    return rest[0] if len(rest) == 1 else x.func(*rest, evaluate=False)


def doubled(x: Term, _: random.Random) -> Term:
    """Put a factor in front."""
    return t.mul(sp.Integer(2), x)


def raised(x: Term, _: random.Random) -> Term | None:
    """Take the square of a letter, or of a bracket."""
    return t.power(x, sp.Integer(2)) if x.is_Symbol or x.is_Add else None


def swapped(x: Term, _: random.Random) -> Term | None:
    """Write one letter for the other."""
    return {A: Y, Y: A}.get(x)


def counted(x: Term, _: random.Random) -> Term | None:
    """Miscount."""
    return sp.Integer(x + 1) if x.is_Integer and x > 0 else None


ERRORS = (flipped, dropped, doubled, raised, swapped, counted)


def spoilt(line: Line, rng: random.Random) -> Term | None:
    """Plant an error in a line; None where no try gives another value."""
    for _ in range(20):
        found = _changed(line.term, rng, rng.choice(ERRORS))
        if found is not None and _differs(found, line):
            return found
    return None


def _changed(x: Term, rng: random.Random, error: Callable[[Term, random.Random], Term | None]) -> Term | None:
    """Make an error somewhere inside a term."""
    if isinstance(x, sp.Piecewise):
        return None
    if not x.args or rng.random() < 0.3:
        return error(x, rng)
    n = rng.randrange(len(x.args))
    part = _changed(x.args[n], rng, error)
    return None if part is None else t.with_children(x, (*x.args[:n], part, *x.args[n + 1 :]))


def _differs(term: Term, line: Line) -> bool:
    """Tell whether a term has clearly another value than the line at every point that is tried."""
    for z, y in ((0.7, 0.3), (-0.4, 0.6), (1.3, 0.8)):
        world = World(line.derivation.where, {Z: MP.mpf(z), Y: MP.mpf(y)})
        value, right = world.attempt(term), world.attempt(line.term)
        if value is None or right is None or abs(value - right) < 1e-3 * (abs(value) + abs(right)):
            return False
    return True


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


DIALECTS: tuple[Callable[[str], str], ...] = (dollars, display, aligned, github, spaced)


def printed(line: Line, term: Term, rng: random.Random) -> str:
    """Print a line in a random dialect: TeX in several manners, plain Unicode, NumPy."""
    manner = rng.randrange(len(DIALECTS) + 3)
    try:
        if manner == len(DIALECTS) and not term.has(sp.Piecewise):
            return f"that is {plain_equation(line.goal, term)}"
        if manner > len(DIALECTS):
            code = f"{GOALS[line.goal]} = {numpy_expression(term)}"
            return f"in code `{code}`" if manner % 2 else f"\n\n```python\n{code}\n```\n"
    except DerivationError:
        pass
    return rng.choice(DIALECTS)(equation(line.goal, term))


def wrong_ones(count: int, *, every: bool) -> list[tuple[str, list[str]]]:
    """Return the posts whose verdict is not the right one, of so many."""
    rng = random.Random(SEED)  # noqa: S311 - posts, not secrets
    found = []
    for _ in range(count):
        line = rng.choice(lines(every))
        term = spoilt(line, rng) if rng.random() < 0.5 else None
        post = f"{line.told}: {printed(line, line.term if term is None else term, rng)}"
        said = [claim.verdict for claim in restore(post, linked=False)]
        if len(said) != 1 or not _right(said[0], spoilt=term is not None):
            found.append((post, said))
    return found


def _right(verdict: str, *, spoilt: bool) -> bool:
    """Tell whether a verdict is right: a spoilt line may hold for another loss than the post names, if that is said."""
    return verdict.startswith(("false", "true when the loss is")) if spoilt else verdict == "true"


@pytest.mark.catalogue
def test_lines_come_back_true_in_any_dialect_and_false_with_an_error() -> None:
    assert not (wrong := wrong_ones(COUNT, every=False)), wrong[:5]


@pytest.mark.whole
@pytest.mark.catalogue
def test_lines_of_every_case_come_back_with_the_right_verdict() -> None:
    assert not (wrong := wrong_ones(10_000, every=True)), wrong[:5]
