"""Are the verdicts on the examples right, and would they be others if the examples were?"""

from dataclasses import replace
from functools import cache

import pytest
import sympy as sp

from generator.catalogue.examples import EXAMPLES, LINES, Example, Sides
from generator.engine import terms as t
from generator.engine.calculus.integrals import N
from generator.engine.records import Line, Phase, Step
from generator.errors import CatalogueError, DerivationError, ProofError
from generator.verify import examples
from generator.verify.algebra import identical
from generator.verify.example_points import drawn
from generator.verify.example_steps import proved
from generator.verify.examples import Judged, check_pieces, fragment, judged

VERDICTS = {
    "ld": "definition",
    "sum-of-two": "definition",
    "pythagoras-triple": "definition",
    "determinant": "true",
    "heat-equation": "definition",
    "limit": "fragment",
    "sum-of-squares": "false",
    "integral": "fragment",
    "factorial": "true",
    "cosine": "true when",
    "polar": "true",
    "schroedinger": "definition",
    "normalised": "definition",
    "norm-rate": "true when",
    "norm": "true when",
    "probability": "fragment",
}


def example(name: str) -> Example:
    """Return the example with this id."""
    return next(one for one in EXAMPLES if one.id == name)


def sides(name: str) -> Sides:
    """Return the two sides of an example that states something."""
    states = example(name).states
    assert states is not None
    return states


@cache
def found(name: str) -> Judged:
    """Return what the judge says of an example, once for all tests."""
    return judged(example(name))


def test_every_example_has_its_own_verdict_here() -> None:
    assert list(VERDICTS) == [one.id for one in EXAMPLES]


@pytest.mark.parametrize("name", VERDICTS)
def test_the_verdict_is_the_one_that_a_reader_would_give(name: str) -> None:
    assert found(name).word == VERDICTS[name]


@pytest.mark.parametrize("name", VERDICTS)
def test_every_step_has_a_proof_and_no_proof_less_than_thirty_digits(name: str) -> None:
    one = found(name)
    assert len(one.proofs) == sum(len(phase.steps) for phase in one.phases)
    assert all(proof.method == "exact" or (proof.digits >= 30 and proof.points >= 12) for proof in one.proofs)


@pytest.mark.parametrize("name", [one.id for one in EXAMPLES if one.plans])
def test_every_result_is_measured_and_its_wrong_variants_are_rejected(name: str) -> None:
    measured = found(name).measured
    assert measured is not None
    assert measured.points >= 12
    assert measured.digits >= 30
    assert len(measured.rejected) >= len(example(name).wrong) > 0


def test_the_sum_of_squares_is_refuted_by_two_and_put_right() -> None:
    one = found("sum-of-squares")
    assert one.fails is not None
    assert (one.fails.point, one.fails.left, one.fails.right) == ((("n", "2.0"),), "5.0", "3.0")
    right = one.phases[-1].result
    assert [right.subs(N, n) for n in range(1, 8)] == [sum(k * k for k in range(1, n + 1)) for n in range(1, 8)]
    ((other, printed),) = one.meant
    assert other.args[0] == other.args[1][0]
    assert printed == sides("sum-of-squares")[1]


def test_a_true_sum_is_not_called_false() -> None:
    right = found("sum-of-squares").phases[-1].result
    mended = replace(example("sum-of-squares"), states=(sides("sum-of-squares")[0], right), wrong=())
    assert judged(mended).word == "true"


def test_a_true_formula_spoilt_is_called_false() -> None:
    left, right = sides("determinant")
    spoilt = replace(example("determinant"), states=(left, t.neg(right)))
    assert judged(spoilt).word == "false"


def test_the_norm_changes_where_the_potential_is_complex() -> None:
    one = found("norm-rate")
    assert one.fails is not None
    assert "complex potential" in one.fails.title
    assert float(one.fails.left) < 0


def test_a_statement_that_lacks_its_precondition_is_false() -> None:
    bare = replace(example("norm-rate"), needs=(), instances=example("norm-rate").instances[2:], plans=(), wrong=())
    assert judged(replace(example("norm-rate"), needs=())).word == "false"
    with pytest.raises(ProofError, match="no point at which it holds"):
        judged(bare)


def test_the_norm_of_a_packet_stays_one() -> None:
    assert [time for time, _ in found("norm").over_time] == [0, 1, 2, 5, 10]
    assert max(error for _, error in found("norm").over_time) < 1e-30


def test_what_an_equation_is_tried_on_satisfies_it_or_plainly_does_not() -> None:
    tried = [one for name in ("heat-equation", "schroedinger", "normalised") for one in found(name).tried]
    assert {one.holds for one in tried} == {True, False}
    assert all(one.points >= 12 and (one.holds or one.least > 1e-3) for one in tried)


def test_a_variant_that_passes_stops_the_build() -> None:
    with pytest.raises(ProofError, match="does not reject"):
        judged(replace(example("determinant"), wrong=(("No mistake.", sides("determinant")),)))


def test_a_solution_that_is_none_stops_the_build() -> None:
    other = example("heat-equation").wrong[0][1]
    with pytest.raises(ProofError, match="heat-equation"):
        judged(replace(example("heat-equation"), solution=other))


def test_an_equation_that_always_holds_is_no_definition() -> None:
    left, _ = sides("pythagoras-triple")
    with pytest.raises(ProofError, match="no point at which it fails"):
        judged(replace(example("pythagoras-triple"), states=(left, left)))


def test_a_line_without_a_rule_stops_the_build() -> None:
    plan = example("determinant").plans[0]
    broken = replace(plan, stages=(plan.stages[1], plan.stages[1], plan.stages[1]))
    with pytest.raises(DerivationError, match="no rule of this line applies"):
        judged(replace(example("determinant"), plans=(broken,)))


@pytest.mark.parametrize("name", ["determinant", "sum-of-squares", "cosine"])
def test_a_wrong_step_is_found(name: str) -> None:
    (first, *_), worlds = found(name).phases, drawn(example(name), found(name).phases)
    spoilt = Step(first.start, t.mul(sp.Integer(3), first.result), "spoilt")
    with pytest.raises(ProofError, match="spoilt"):
        list(proved(name, Phase("p", first.goal, first.start, (Line("l", (spoilt,)),)), worlds))


def test_steps_that_do_not_join_are_found() -> None:
    (first, *_), worlds = found("determinant").phases, drawn(example("determinant"), found("determinant").phases)
    apart = Line("l", (Step(first.result, first.result, "later"),))
    with pytest.raises(ProofError, match="starts from"):
        list(proved("determinant", Phase("p", first.goal, first.start, (apart,)), worlds))


@pytest.mark.parametrize(
    ("tex", "says"),
    [
        (r"\lim_{x \to 0}", r"`\lim`"),
        (r"\lim_{x \to 0}, \sup_{x > s}", r"`\lim` and `\sup`"),
        (r"\int_{x=0}^1 f(x) dx", "not a statement"),
    ],
)
def test_a_fragment_is_told_from_a_statement(tex: str, says: str) -> None:
    assert says in fragment(tex)


def test_a_statement_is_no_fragment() -> None:
    with pytest.raises(CatalogueError, match="no fragment"):
        fragment("a = b")


def test_the_pieces_are_the_lines_of_the_post() -> None:
    check_pieces(EXAMPLES)
    assert {len(names) for _, names in LINES} == {3}


def test_a_lost_piece_stops_the_judge() -> None:
    with pytest.raises(CatalogueError, match="the pieces are not the line"):
        judged(replace(example("sum-of-two"), found="z = x"))


def test_a_lost_letter_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    line, names = LINES[0]
    monkeypatch.setattr(examples, "LINES", ((line.replace("ad", "d"), names),))
    with pytest.raises(CatalogueError, match="the pieces are not the line"):
        check_pieces(EXAMPLES)


@pytest.mark.parametrize(
    ("pair", "same"),
    [
        ((sp.cos(N) ** 2 + sp.sin(N) ** 2, t.ONE), True),
        ((N * sp.factorial(N - 1), sp.factorial(N)), True),
        ((N, N + 1), False),
    ],
)
def test_algebra_proves_what_is_so_and_nothing_else(pair: Sides, same: bool) -> None:  # noqa: FBT001
    assert identical(*pair) is same
