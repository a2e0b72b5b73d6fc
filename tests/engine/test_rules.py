"""Rules are fired one at a time, the outermost place first, and a table that runs for ever is stopped."""

from collections.abc import Callable

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.rules import MAX_STEPS, Rule, exhaust, fire, reading, rule
from generator.engine.terms import Term
from generator.errors import DerivationError

U, V = (sp.Symbol(name, real=True) for name in "uv")


def made(apply: Callable[[Term], Term | None], name: str = "made", *, surface: bool = False) -> Rule:
    """Return a rule that does this."""
    return Rule(name, name, apply, U, V, (U, V), V, surface=surface)


def turn(x: Term) -> Term | None:
    """u = v."""
    return V if x == U else None


def test_a_firing_tells_rule_place_and_both_sides() -> None:
    step = fire(reading("v + u*v"), (made(turn),))
    assert step is not None
    assert (step.rule, step.place, step.part) == ("made", (1, 0), U)
    assert (step.before, step.after) == (reading("v + u*v"), reading("v + v*v"))


def test_the_outermost_place_comes_first_and_there_the_first_rule() -> None:
    whole = made(lambda x: U if x.is_Add else None, "whole")
    late = made(lambda x: V if x.is_Add else None, "late")
    step = fire(reading("u + v"), (made(turn), whole, late))
    assert step is not None
    assert (step.rule, step.place) == ("whole", ())


def test_where_no_rule_applies_nothing_fires() -> None:
    assert fire(V, (made(turn),)) is None
    assert exhaust(V, (made(turn),), "none").steps == ()


def test_a_rule_that_gives_the_same_term_has_not_fired() -> None:
    assert fire(U, (made(lambda x: x),)) is None


def test_a_surface_rule_is_fired_at_numerators_and_never_in_denominators_or_arguments() -> None:
    table = (made(turn, surface=True),)
    assert exhaust(reading("u/(1 + u) + exp(u)"), table, "surface").after == reading("v/(1 + u) + exp(u)")
    everywhere = exhaust(reading("u/(1 + u) + exp(u)"), (made(turn),), "everywhere")
    assert everywhere.after == reading("v/(1 + v) + exp(v)")


def test_a_line_holds_every_firing_and_joins() -> None:
    line = exhaust(reading("u + u + u"), (made(turn),), "Turn")
    assert (line.title, len(line.steps), line.after) == ("Turn", 3, reading("v + v + v"))
    assert [step.before for step in line.steps[1:]] == [step.after for step in line.steps[:-1]]
    assert line.before == reading("u + u + u")


def test_a_table_that_runs_for_ever_is_stopped_with_the_numbers() -> None:
    flip = made({U: V, V: U}.get)
    with pytest.raises(DerivationError, match=rf"^Flip · no end after {MAX_STEPS + 1} steps and 1 leaves · generator/"):
        exhaust(U, (flip,), "Flip")


def test_a_table_that_makes_a_term_ever_longer_is_stopped() -> None:
    grow = made(lambda x: t.add(x, *(x,) * 100) if x == U else None)
    with pytest.raises(DerivationError, match=r"^Grow · no end after \d+ steps and \d+ leaves"):
        exhaust(U, (grow,), "Grow")


def test_a_row_is_read_from_its_formulas() -> None:
    row = rule("swap", "swap", turn, ("u + v", "v + u"), ("u", "v"), "v", condition="always")
    assert (row.before, row.after) == (reading("u + v"), reading("v + u"))
    assert (row.fires, row.stays, row.condition, row.surface) == ((U, V), V, "always", False)
