"""Which form of a term should a machine compute, where the one that a person writes overflows or cancels?

``stable_lines`` fires the rewrites of ``rewrites.stable``, phase by phase, and then collects what has become alike. It
knows nothing of rounding: whether its form is any better is measured (``verify.rounding``), never taken for granted.
"""

from functools import lru_cache

import sympy as sp

from generator.engine import rewrites as r
from generator.engine import terms as t
from generator.engine.records import Line
from generator.engine.rules import Rule, exhaust, rule
from generator.engine.simplify import cost, simplify
from generator.engine.terms import Term
from generator.errors import DerivationError


def compared(x: Term) -> Term | None:
    """Let a condition ask what is computed: y > f becomes f - y < 0, with f - y in its form to compute."""
    if not isinstance(x, sp.Piecewise):
        return None
    branches = [(value, _asked(when)) for value, when in x.args]
    return t.cases(*branches) if tuple(when for _, when in branches) != tuple(when for _, when in x.args) else None


def _asked(when: sp.Basic) -> sp.Basic:
    if not isinstance(when, sp.core.relational.Relational) or t.ZERO in when.args:
        return when
    sides = when.args
    ways = () if when.has(sp.Abs) else ((sides, when.func), (sides[::-1], when.reversed.func))
    for (one, other), kind in ways:
        found = _computed(t.add(one, t.neg(other)))
        if not found.is_Add:  # else two numbers that are near each other would still be subtracted
            return kind(found, t.ZERO, evaluate=False)
    return when.func(*map(_computed, sides), evaluate=False)


def _computed(x: Term) -> Term:
    lines = _rewritten(x, collected=False)
    return lines[-1].after if lines else x


COMPARED = (
    rule("stable-condition", "the condition asks what is computed", compared,
         ("piecewise(u, v > 1/(1 + exp(-w)), x)",
          "piecewise(u, ((1 - v)*exp(min(w, 0)) - v*exp(min(-w, 0)))/(1 + exp(-abs(w))) < 0, x)"),
         ("piecewise(u, abs(1/(1 + exp(-w)) - v) <= u, x)",
          "piecewise(u, abs(((1 - v)*exp(min(w, 0)) - v*exp(min(-w, 0)))/(1 + exp(-abs(w)))) <= u, x)"),
         "piecewise(u, v > w, x)"),
)  # fmt: skip
"""Conditions are as stable as the branches that they choose between."""

PHASES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Keep the digits of the tails", r.TAILS),
    ("Take the logarithms and the complements apart", r.CORNERS + r.ROOTS + r.TAILS + r.APART_FIRST + r.TIDY),
    ("Let no exponent be positive", r.MEANS + r.TAKEN_OUT + r.BOUNDED + r.TIDY),
    ("Use the functions that cancel nothing", r.NAMED + r.TIDY),
    ("Write both parts from one side", r.MIRRORED + r.DIFFERENCES + r.TIDY),
    ("Let the conditions ask what is computed", COMPARED),
)
FLOATED = (
    *PHASES[:2],
    ("Let no factor vanish before the product does", r.FLOATED + r.TIDY),
    (PHASES[2][0], r.PLACES + PHASES[2][1]),
    *PHASES[3:],
)
"""The same with what makes a form longer, and is worth it only where factors underflow."""

_TELLING = {row.id for _, rules in FLOATED for row in rules} - {row.id for row in r.TIDY + r.MIRRORED}


def stable_lines(
    term: Term, *, collected: bool = True, scaled: bool = False, expanded: bool = False, floated: bool = False
) -> tuple[Line, ...]:
    """Return the lines that lead to another form to compute; none where no rewrite applies.

    What has become alike is ``collected`` at the end, which mostly is shorter, and now and then brings back what the
    rewrites took apart. Sums without their largest term are left alone: working them out would put it back. Squares are
    ``scaled`` last, for formats that end early. Numerators are ``expanded`` first, where an exponential stands before a
    bracket. Exponentials are ``floated`` out of products, where factors underflow.
    """
    first = _line("Multiply out", term, r.EXPAND_FUNCTIONS + r.TIDY + r.PRODUCTS) if expanded else ()
    found = _rewritten(first[-1].after if first else term, collected=collected, floated=floated)
    lines = first + found if found else ()
    return lines + _line("Let no square overflow", lines[-1].after if lines else term, r.SCALED) if scaled else lines


def _rewritten(term: Term, *, collected: bool, floated: bool = False) -> tuple[Line, ...]:
    lines = _phased(term, floated=floated)
    if not lines:
        return ()
    collected = collected and not lines[-1].after.has(r.LARGEST)
    return lines + _collected(lines[-1].after) if collected else lines


@lru_cache(maxsize=64)
def _phased(term: Term, *, floated: bool) -> tuple[Line, ...]:
    """Return the lines of all phases, which several forms begin with; none where nothing but order has changed."""
    lines: tuple[Line, ...] = ()
    for title, rules in FLOATED if floated else PHASES:
        lines += _line(title, lines[-1].after if lines else term, rules)
    return lines if _TELLING & {step.rule for line in lines for step in line.steps} else ()


@lru_cache(maxsize=64)
def _line(title: str, term: Term, rules: tuple[Rule, ...]) -> tuple[Line, ...]:
    try:
        line = exhaust(term, rules, title)
    except DerivationError:
        return ()
    return (line,) if line.steps else ()


@lru_cache(maxsize=64)
def _collected(term: Term) -> tuple[Line, ...]:
    """Simplify where that makes the form shorter, and let what is small be added last again."""
    lines = simplify(term)
    if not lines or cost(lines[-1].after) >= cost(term):
        return ()
    return lines + _line("The small term last", lines[-1].after, r.MIRRORED)
