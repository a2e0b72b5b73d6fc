"""Does a plan become the lines of a derivation, with what was found before put in?"""

import pytest

from generator.engine import terms as t
from generator.engine.calculus.integrals import LINEAR, N, X, Y, Z, integral
from generator.engine.calculus.plan import Once, Plan, assumed, carried_out, earlier, shortened
from generator.engine.rewrites import COLLECT, TIDY
from generator.engine.simplify import Stage
from generator.errors import DerivationError

TWICE = t.add(X, X)


def test_each_stage_is_a_line_that_goes_on_from_the_last() -> None:
    start = integral(t.mul(Y, t.add(X, t.ZERO)), X, t.ZERO, N)
    (phase,) = carried_out([Plan("p", start, start, (Stage("tidy", TIDY), Stage("out", LINEAR)))])
    assert [line.title for line in phase.lines] == ["tidy", "out"]
    assert phase.lines[0].after == phase.lines[1].before
    assert phase.result == t.mul(Y, integral(X, X, t.ZERO, N))


def test_a_single_firing_stays_single() -> None:
    start = t.add(t.add(X, t.ZERO), t.mul(t.ONE, Y))
    (phase,) = carried_out([Plan("p", start, start, (Once("tidy", TIDY),))])
    assert len(phase.steps) == 1


def test_what_an_earlier_phase_found_is_put_in_and_named() -> None:
    plans = (
        Plan("lemma", TWICE, TWICE, (Stage("add", COLLECT),)),
        Plan("use", t.mul(Z, TWICE), t.mul(Z, TWICE), (earlier("insert"),)),
    )
    lemma, use = carried_out(plans)
    assert use.result == t.mul(Z, *lemma.result.args)
    assert use.where == ((TWICE, lemma.result),)


def test_an_earlier_result_holds_for_other_letters() -> None:
    before = carried_out([Plan("lemma", TWICE, TWICE, (Stage("add", COLLECT),))])
    other = t.add(Y, Y)
    (phase,) = carried_out([Plan("use", other, other, (earlier("insert"),), renaming=((X, Y),))], before)
    assert phase.result == t.substitute(before[0].result, {X: Y})


def test_what_is_assumed_is_put_in() -> None:
    (phase,) = carried_out([Plan("p", TWICE, TWICE, (assumed("use it"),), assuming=((X, Y),))])
    assert phase.result == t.add(Y, Y)
    assert phase.assuming == ((X, Y),)


def test_the_shortest_form_may_take_several_lines() -> None:
    start = t.mul(t.ONE, TWICE)
    (phase,) = carried_out([Plan("p", start, start, (shortened(),))])
    assert phase.result == t.mul(2 * t.ONE, X)


@pytest.mark.parametrize("stage", [Stage("collect", COLLECT), Once("collect", COLLECT), assumed("nothing")])
def test_a_line_in_which_nothing_fires_is_an_error(stage: Stage) -> None:
    with pytest.raises(DerivationError, match="no rule of this line applies"):
        carried_out([Plan("p", X, X, (stage,))])
