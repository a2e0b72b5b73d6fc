"""What is a rule, and how are rules fired one at a time?

A rule is a named equality: the statement that a reader sees, a function that applies it at one place, an example that
fires and one that stays unchanged. Tables of rules compose with ``+``. ``exhaust`` fires a table until nothing in it
applies, and logs every firing as a ``Step``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

import sympy as sp

from generator.engine import terms as t
from generator.engine.parse import INDICES, parse
from generator.engine.records import Line, Step
from generator.engine.terms import Path, Term
from generator.errors import DerivationError

MAX_STEPS, MAX_LEAVES = 200, 400

X = sp.Symbol("x", real=True)


@dataclass(frozen=True, eq=False)
class Rule:
    """A named equality ``before = after``, in letters u, v, w, x or, under sums, u[k].

    ``apply`` returns the changed term, or None where the rule does not apply to the outermost operation of its
    argument. ``fires`` is a pair (before, after), ``stays`` a term that the rule leaves alone; both are tested. A
    ``surface`` rule is fired at the numerator and the terms of a sum only, never in a denominator or an argument. A
    rule is the same as itself only: to tell so takes no time, and what it does to a term is looked up by it.
    """

    id: str
    title: str
    apply: Callable[[Term], Term | None]
    before: Term
    after: Term
    fires: tuple[Term, Term]
    stays: Term
    condition: str = ""
    surface: bool = field(default=False, kw_only=True)


def rule(
    name: str,
    title: str,
    apply: Callable[[Term], Term | None],
    *formulas: str | tuple[str, str],
    condition: str = "",
    surface: bool = False,
) -> Rule:
    """Read a row of a rule table: the equality and the example that fires as pairs of formulas, and one that stays."""
    equality, fires, stays = formulas
    before, after, first, then, unchanged = map(reading, (*equality, *fires, str(stays)))
    return Rule(name, title, apply, before, after, (first, then), unchanged, condition, surface=surface)


def only(table: tuple[Rule, ...], *names: str) -> tuple[Rule, ...]:
    """Return the rows with these ids."""
    return tuple(row for row in table if row.id in names)


def reading(text: str) -> Term:
    """Read a formula of the rule tables: letters are real numbers or, where one takes an index, vectors."""
    letters = {name: sp.Symbol(name, real=True) for name in "abcmnpuvwxyz"}
    letters["N"] = t.SIZE
    vectors = {name: sp.IndexedBase(name, real=True) for name in "auvwyz" if f"{name}[" in text}
    if "D(" not in text:
        return parse(text, letters | vectors)
    variable = vectors["z"][INDICES["j"]] if "z" in vectors else X
    return parse(text, letters | vectors, {"D": lambda body: t.D(body, variable)})


def fire(term: Term, rules: Iterable[Rule]) -> Step | None:
    """Return the first firing: the outermost place first, there the first rule of the table."""
    found = _first(tuple(rules), term, surfaced=True)
    return None if found is None else Step(term, t.put(term, found.place, found.after), found.rule, found.place)


@dataclass(frozen=True, slots=True)
class _Firing:
    """Which rule fires where in a term, and what it leaves there."""

    rule: str
    place: Path
    after: Term


@lru_cache(maxsize=1 << 14)
def _first(table: tuple[Rule, ...], term: Term, *, surfaced: bool) -> _Firing | None:
    """Return the first firing in a part of a term, kept: from step to step most parts stay as they are."""
    for row in table:
        new = _applied(row, term) if surfaced or not row.surface else None
        if new is not None:
            return _Firing(row.id, (), new)
    shown = t.on_surface(term) if surfaced else 0
    for n, part in enumerate(t.children(term)):
        found = _first(table, part, surfaced=n < shown)
        if found is not None:
            return replace(found, place=(n, *found.place))
    return None


@lru_cache(maxsize=1 << 14)
def _applied(row: Rule, term: Term) -> Term | None:
    """Return what a rule makes of a term, None where it changes nothing: tables share most of their rows."""
    new = row.apply(term)
    return None if new == term else new


def exhaust(term: Term, rules: Iterable[Rule], title: str) -> Line:
    """Fire the rules until none applies. Raises ``DerivationError`` when that comes to no end."""
    table, steps = tuple(rules), []
    while (step := fire(term, table)) is not None:
        steps.append(step)
        term = step.after
        if len(steps) > MAX_STEPS or t.leaves(term) > MAX_LEAVES:
            message = (
                f"{title} · no end after {len(steps)} steps and {t.leaves(term)} leaves · generator/engine/simplify.py"
            )
            raise DerivationError(message)
    return Line(title, tuple(steps))
