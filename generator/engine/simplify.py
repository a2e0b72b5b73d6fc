"""Which lines lead from a raw derivative to the form that a person would stop at?

A *route* is a sequence of phases of rewrites, each of which becomes a line. Every route is walked; the one whose end is
cheapest to read is kept, and the search starts again from there until no route makes the term shorter. A route that
gains nothing costs the reader nothing: its lines are dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from generator.engine import rewrites as r
from generator.engine import terms as t
from generator.engine.records import Line, Step
from generator.engine.rules import Rule, exhaust, only
from generator.engine.terms import Term
from generator.errors import DerivationError


@dataclass(frozen=True)
class Stage:
    """One line of a route: its heading and the rewrites that are fired until none applies."""

    title: str
    rules: tuple[Rule, ...]


_SIGNS = only(r.PRODUCTS, "minus-into-sum")
MERGE = Stage(
    "Multiply signs and fractions",
    r.TIDY + r.CLIPPED + r.NESTED + r.REST + tuple(row for row in r.PRODUCTS if row.id != "cancel"),
)
TOGETHER = Stage(
    "Common denominator", r.TOGETHER + r.TIDY + only(r.PRODUCTS, "pull-signs", "one-fraction", "multiply-numbers")
)
EXPAND = Stage(
    "Multiply out", r.EXPAND + _SIGNS + r.TIDY + only(r.PRODUCTS, "pull-signs", "multiply-numbers", "join-powers")
)
COLLECT = Stage("Collect the terms, some cancel", r.COLLECT + r.ORDER + r.TIDY)
FACTOR = Stage("Take out the common factor", r.FACTOR + r.ORDER + r.TIDY)
FACTOR_FULLY = Stage("Factor", r.FACTOR_FULLY + r.TIDY)
FACTOR_SOME = Stage("Take a factor out of some terms", r.COLLECT + r.FACTOR_SOME + r.ORDER + r.TIDY)
CANCEL = Stage("Cancel common factors", r.OPPOSITE + r.TIDY + r.PRODUCTS)
CLEAN = (MERGE, CANCEL)
SUMS = Stage("Work out the sums", r.SUMS + r.EQUAL_TERMS + r.TIDY + r.PRODUCTS)
ORDER = Stage("Put the terms in order", r.ORDER + r.TIDY)
BRANCHES = Stage("Multiply each branch", r.BRANCHES + r.TIDY + r.PRODUCTS)
UNITE = Stage("One case distinction for all terms", r.UNITED + r.TIDY + r.PRODUCTS)
OPEN = Stage(
    "Multiply out the sums in the branches",
    r.OPENED + _SIGNS + r.TIDY + only(r.PRODUCTS, "pull-signs", "multiply-numbers", "join-powers"),
)
INWARD = Stage("Multiply the only branch that is not zero", r.INWARD + r.TIDY + r.PRODUCTS)
EQUAL = Stage("All branches are the same", only(r.BRANCHES, "equal-branches") + r.TIDY)
RAISE = Stage("Write powers factor by factor", r.POWERS_OF_PRODUCTS + r.TIDY + r.PRODUCTS)
APART = Stage("Divide each term", r.APART + r.TIDY + r.PRODUCTS)
FINISH = Stage("Bring the minus to the front", only(r.PRODUCTS, "pull-signs") + r.REST + r.DELTA_FIRST + r.TIDY)

ROUTES: tuple[tuple[Stage, ...], ...] = (
    CLEAN,
    (*CLEAN, ORDER),
    (*CLEAN, BRANCHES, *CLEAN),
    (*CLEAN, COLLECT, CANCEL),
    (*CLEAN, FACTOR, CANCEL),
    (*CLEAN, FACTOR_FULLY, CANCEL),
    (*CLEAN, FACTOR, FACTOR_SOME),
    (*CLEAN, RAISE, CANCEL),
    (*CLEAN, TOGETHER, COLLECT, CANCEL),
    (*CLEAN, TOGETHER, EXPAND, COLLECT, CANCEL),
    (*CLEAN, TOGETHER, EXPAND, COLLECT, FACTOR, CANCEL),
    (*CLEAN, TOGETHER, EXPAND, COLLECT, FACTOR_FULLY, CANCEL),
    (*CLEAN, EXPAND, CANCEL, COLLECT, FACTOR),
    (*CLEAN, APART, COLLECT, FACTOR),
    (*CLEAN, SUMS, COLLECT),
    (*CLEAN, EXPAND, SUMS, COLLECT),
)
BRANCHED: tuple[tuple[Stage, ...], ...] = (
    (*CLEAN, EQUAL, *CLEAN),
    (*CLEAN, EQUAL, FACTOR, UNITE, *CLEAN),
    (*CLEAN, EQUAL, FACTOR, UNITE, FACTOR, *CLEAN),
    (*CLEAN, EQUAL, FACTOR, UNITE, OPEN, COLLECT, FACTOR, *CLEAN),
    (INWARD, *CLEAN),
)
"""Routes for a term with a case distinction; another gains nothing by them."""

SELDOM: tuple[tuple[Stage, ...], ...] = ((*CLEAN, FACTOR, RAISE, CANCEL),)
"""Routes that are walked where no other makes the term shorter."""

SPLIT = Stage("Split the powers", r.SPLIT_EXPONENTS + r.TIDY + r.PRODUCTS)
JOIN = Stage("Join the powers", r.JOIN_EXPONENTS + r.TIDY)
INTO = Stage("Multiply into the fractions", r.INTO_FRACTIONS + r.TIDY + r.PRODUCTS)
POWERED = (
    *((*CLEAN, SPLIT, *route, JOIN) for route in ROUTES),
    (*CLEAN, SPLIT, INTO, *CLEAN, FACTOR, CANCEL, ORDER),
)
"""Routes for a term with letters in an exponent: u^(v - 1) w + u^v = u^v (w/u + 1)."""

_ALL = {row.id: row for route in ROUTES + BRANCHED + POWERED for stage in route for row in stage.rules}.values()
_MAX_ROUNDS = 6
_GAIN, _EVEN = 0.05, 0.5
_OPENED = 0.4
"""How much longer a term may be where brackets were not multiplied out for it."""


@lru_cache(maxsize=1 << 14)
def cost(x: Term) -> float:
    """Return how much there is to read in the term; a unit is one symbol. A delta under its sum is work undone."""
    if x.is_Pow and x.exp.is_Rational:
        return cost(x.base) + 1.2
    return _weight(x) + sum(map(cost, t.children(x)))


def _weight(x: Term) -> float:
    if x.is_Add:
        turned = len(x.args) == 2 and x.args[1].is_Number and x.args[1].is_negative
        return 0.5 * (len(x.args) - 1) + 0.2 * t.is_neg(x.args[0]) + 0.4 * turned
    if x.is_Mul:
        return 0.6 if t.is_quotient(x) else 0.3 if t.is_neg(x) else 0.1
    if isinstance(x, sp.Piecewise):
        return 1.0 * len(x.args) + 2.0 * any(value.has(sp.Piecewise) for value, _ in x.args)
    if isinstance(x, sp.Sum):
        return 3.0 + 20.0 * any(x.args[1][0] in delta.args for delta in x.atoms(sp.KroneckerDelta))
    if isinstance(x, sp.KroneckerDelta):
        return 3.0
    if x.is_Number:
        return 1.3 if x.is_negative else 1.0
    return 0.7 if isinstance(x, sp.Function) else 1.0


def simplify(term: Term, facts: tuple[Rule, ...] = ()) -> tuple[Line, ...]:
    """Return the lines that lead from the term to its shortest form; none where it is as short as it gets.

    ``facts`` are what is known of sums in the term beside the tables: that the answers of a softmax sum to one.
    """
    lines = _evenly(term, CLEAN)
    term = lines[-1].after if lines else term
    known = ROUTES + tuple(_with(route, facts) for route in ROUTES if facts and SUMS in route)
    for _ in range(_MAX_ROUNDS):
        best = _best(term, known + _special(term)) or _best(term, SELDOM)
        if not best:
            break
        lines, term = lines + best, best[-1].after
    return lines + _evenly(term, (JOIN, FINISH))


def settled(term: Term, facts: tuple[Rule, ...] = ()) -> tuple[Line, ...]:
    """Return the lines that lead to the shortest form, without branches that make no difference.

    A form to compute keeps them: there |u| is what does not overflow.
    """
    lines = simplify(term, facts)
    return lines + _united(lines[-1].after if lines else term)


def _united(term: Term) -> tuple[Line, ...]:
    """Return the lines to a form with fewer branches: none where both sides are one formula, or one an interval."""
    for row in r.SIDES + r.INTERVALS:
        new = row.apply(term)
        if new is not None and new != term:
            return (Line(row.title.capitalize(), (Step(term, new, row.id),)), *settled(new))
    return ()


def _special(term: Term) -> tuple[tuple[Stage, ...], ...]:
    """Return the routes for what not every term has."""
    return (BRANCHED if term.has(sp.Piecewise) else ()) + (POWERED if r.has_letters_above(term) else ())


def _best(term: Term, open_routes: tuple[tuple[Stage, ...], ...]) -> tuple[Line, ...]:
    """Return the lines of the route with the shortest end; none where no route makes the term shorter."""
    routes = [_trimmed(found) for route in open_routes if (found := walk_route(term, route))]
    best = min(routes, key=_route_cost, default=())
    return best if best and _route_cost(best) <= cost(term) - _GAIN else ()


def _route_cost(lines: tuple[Line, ...]) -> float:
    opened = any(step.rule == "expand" for line in lines for step in line.steps)
    return _end_cost(lines) + _OPENED * opened


def _with(route: tuple[Stage, ...], facts: tuple[Rule, ...]) -> tuple[Stage, ...]:
    """Return a route on which the facts are used with the sums."""
    return tuple(Stage(stage.title, facts + stage.rules) if stage == SUMS else stage for stage in route)


def _evenly(term: Term, route: tuple[Stage, ...]) -> tuple[Line, ...]:
    """Walk a route even where its end is no shorter: -u e^v rather than e^v (-u), and u^(1 - v) rather than u/u^v."""
    lines = walk_route(term, route)
    return lines if lines and _end_cost(lines) <= cost(term) + _EVEN else ()


def _end_cost(lines: tuple[Line, ...]) -> float:
    return cost(lines[-1].after)


def walk_route(term: Term, route: tuple[Stage, ...]) -> tuple[Line, ...]:
    """Return the lines of the stages that change something; none where a stage comes to no end."""
    try:
        return tuple(_lines(term, route))
    except DerivationError:
        return ()


def _lines(term: Term, route: tuple[Stage, ...]) -> Iterator[Line]:
    for stage in route:
        line = _walked(term, stage)
        if line is None:
            raise DerivationError(f"{stage.title} · no end")
        if line.steps:
            yield line
            term = line.after


@lru_cache(maxsize=4096)
def _walked(term: Term, stage: Stage) -> Line | None:
    """Return the line of a stage, None where it comes to no end; routes share their first stages, so each is kept."""
    try:
        line = exhaust(term, stage.rules, stage.title)
    except DerivationError:
        return None
    return Line(_heading(line), line.steps) if line.steps else line


def _heading(line: Line) -> str:
    """Return the rule's own title where a line fires, apart from tidying, one rule only."""
    fired = {step.rule for step in line.steps}
    telling = fired - {row.id for row in r.TIDY} or fired
    alone = [row.title for row in _ALL if telling == {row.id}]
    if alone:
        return alone[0].capitalize()
    return "Tidy up" if telling <= {row.id for row in r.TIDY} else line.title


def _trimmed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Leave out the lines after the shortest one."""
    shortest = min(range(len(lines)), key=lambda n: (cost(lines[n].after), n))
    return lines[: shortest + 1]
