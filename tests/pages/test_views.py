"""A derivation looks to a template as it is: which part changed, how it was proved, where a point lies."""

import pytest
import sympy as sp

from generator.catalogue.formulas import Z
from generator.engine import terms as t
from generator.engine.records import Derivation, Line, Phase, Step
from generator.engine.terms import Term
from generator.pages.evidence import compared, counted, known
from generator.pages.views import changed, phases_of, point_text
from generator.verify.records import Evidence, Proof, Receipt

RECEIPT = Receipt(1, 0.0, (), 50, (), ())


def test_a_step_shows_the_part_that_changed() -> None:
    before, after = t.add(t.D(Z, Z), t.ONE), t.add(t.ONE, t.ONE)
    (step,) = _steps(Step(before, after, "variable", (0,)))
    assert (step.part, step.became) == (r"\frac{dz}{dz}", "1")


def test_a_minus_before_a_number_becomes_one_with_it() -> None:
    before, after = t.add(Z, t.neg(t.D(Z, Z))), t.add(Z, t.MINUS_ONE)
    (step,) = _steps(Step(before, after, "variable", (1, 0)))
    assert (step.part, step.became) == (r"-\frac{dz}{dz}", "-1")


def test_a_step_that_changes_everything_shows_the_whole_line() -> None:
    (step,) = _steps(Step(t.D(Z, Z), t.ONE, "variable"))
    assert (step.part, step.became) == (r"\frac{dz}{dz}", "1")


def test_a_step_shows_enough_around_its_part_that_one_sees_the_change() -> None:
    """A sum without its brackets looks as before: it is shown with the sum that it stands in."""
    inner = t.add(A, t.neg(B))
    (step,) = _steps(Step(t.over(t.add(C, inner), B), t.over(t.add(C, *inner.args), B), "remove-brackets"))
    assert (step.part, step.became) == ("c + (a - b)", "c + a - b")


A, B, C = sp.symbols("a b c", real=True)


@pytest.mark.parametrize(
    ("before", "after", "part", "became"),
    [
        (t.mul(A, B, C), t.mul(A, C, C), B, C),
        (t.add(A, B, C), t.add(A, C), t.add(B, C), C),
        (t.add(A, t.mul(B, t.power(C, 2))), t.add(A, t.mul(B, t.power(A, 2))), C, A),
        (t.over(t.add(A, t.ZERO, B), C), t.over(t.add(A, B), C), t.add(t.ZERO, B), B),
        (t.over(A, t.mul(B, C)), t.over(A, C), t.mul(B, C), C),
        (t.add(A, A), t.mul(t.ONE + t.ONE, A), t.add(A, A), t.mul(t.ONE + t.ONE, A)),
        (t.mul(A, B), t.mul(B, A), t.mul(A, B), t.mul(B, A)),
        (t.cases((A, C > 0), (B, sp.true)), t.cases((A, C > 0), (C, sp.true)), B, C),
    ],
)
def test_the_part_is_as_small_as_it_can_be(before: Term, after: Term, part: Term, became: Term) -> None:
    assert changed(before, after) == (part, became)


def _steps(step: Step) -> tuple:  # type: ignore[type-arg]
    phase = Phase("Phase", t.D(Z, Z), step.before, (Line("A line", (step,)),))
    derivation = Derivation("id", "Title", phase.goal, Z, Z, (phase,), step.after)
    (view,) = phases_of(derivation, Evidence("id", (Proof("exact"),), RECEIPT), lambda name: (name, ""))
    assert view.lines[0].summary == "1 step: exact"
    return view.lines[0].steps


def test_a_phase_that_starts_from_its_goal_does_not_say_so_twice() -> None:
    phase = Phase("Phase", t.D(Z, Z), t.D(Z, Z), ())
    derivation = Derivation("id", "Title", phase.goal, Z, Z, (phase,), Z)
    (view,) = phases_of(derivation, Evidence("id", (), RECEIPT), lambda name: (name, ""))
    assert view.own.first == r"\frac{dz}{dz}"


def test_proofs_are_told_in_a_few_words() -> None:
    assert compared(Proof("exact")) == "exact"
    bounded = compared(Proof("bounded", 60, 5.3e-51, 50))
    assert bounded == "differs by at most 5.3\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁵¹ at 60 points"
    assert compared(Proof("numeric", 60, 0.0, 50)) == "agrees to 50 digits at 60 points"
    assert compared(Proof("numeric", 60, 1e-49, 48)) == (
        "agrees to 48 digits at 60 points, largest difference 1.0\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁴⁹"
    )


def test_points_are_told_with_vectors_in_one_piece() -> None:
    assert point_text((("z", "-1.25"), ("y", "0.123456"))) == "z = −1.25, y = 0.1235"
    assert point_text((("z[1]", "-1"), ("z[2]", "2"), ("i", "1"))) == "z = (−1, 2), i = 1"
    assert point_text((("lamda", "0.5"), ("alpha[1]", "2"))) == "λ = 0.5, α = (2)"


def test_the_chain_rule_is_exact_by_construction() -> None:
    chain, power = (Step(Z, Z, rule) for rule in ("chain", "power"))
    proofs = (Proof("numeric", 9, 0.0, 49), Proof("exact"), Proof("numeric", 9, 0.0, 48))
    found = [known(step, proof) for step, proof in zip((chain, power, power), proofs, strict=True)]
    assert [one.words for one in found] == [
        "exact by construction; agrees to 49 digits at 9 points",
        "exact",
        "agrees to 48 digits at 9 points",
    ]
    assert counted(found) == "2 exact, 1 compared to 48 digits"
    assert (counted(found[:1]), counted(found[:2]), counted(found[2:])) == (
        "exact",
        "all exact",
        "compared to 48 digits",
    )
