"""Is a right step proved, and is a wrong or an undecidable one stopped with all that a person needs to mend it?"""

from dataclasses import replace

import pytest
import sympy as sp

from generator.catalogue.formulas import LOSS, Z_VEC, A, Y, Z
from generator.engine import terms as t
from generator.engine.parse import INDICES, parse
from generator.engine.records import Definitions, Line, Phase, Step
from generator.engine.terms import D, Path, Term
from generator.errors import ProofError
from generator.verify.sampling import BOX, Sampling
from generator.verify.steps import drawn_for, prove, prove_at, prove_phase

DELTA = sp.Symbol("delta", real=True)
LETTERS = {"delta": DELTA, "a": A, "y": Y, "z": Z, "w": Z_VEC}
TAKEN = {"D": lambda body: D(body, Z), "Dj": lambda body: D(body, Z_VEC[INDICES["j"]])}
SAMPLING = Sampling("test", ((Z, BOX), (Y, BOX), (Z_VEC, BOX)))


def read(text: str) -> Term:
    return parse(text, LETTERS, TAKEN)


def phase(*texts: str, rule: str = "expand", place: Path = (), where: Definitions = ()) -> Phase:
    """Return a phase whose steps lead from each text to the next."""
    first, *rest = map(read, texts)
    steps, before = [], first
    for after in rest:
        steps.append(Step(before, after, rule, place))
        before = after
    return Phase("A phase", first, first, (Line("A line", tuple(steps)),), where)


def proved(*texts: str, place: Path = (), where: Definitions = ()) -> tuple[str, str]:
    held = phase(*texts, place=place, where=where)
    proof = prove(held.steps[0], held, SAMPLING)
    return proof.method, proof.scope


def test_a_rational_step_is_proved_exactly() -> None:
    assert proved("(z - 1)*(z + 1)", "z**2 - 1") == ("exact", "whole")


def test_a_step_beyond_algebra_is_proved_at_thirty_digits() -> None:
    held = phase("sin(z)**2 + cos(z)**2", "1")
    proof = prove(held.steps[0], held, SAMPLING)
    assert (proof.method, proof.points) == ("bounded", 16)
    assert proof.digits >= 30
    assert proof.worst < 1e-30


def test_the_part_that_changed_is_enough() -> None:
    assert proved("y + sin(z)*(1 + 1)", "y + sin(z)*2", place=(1, 1)) == ("exact", "part")


@pytest.mark.parametrize(
    "texts", [("D(z**3)", "3*z**2"), ("D(log(z))", "1/z"), ("D(erf(z))", "2*exp(-z**2)/sqrt(y - y + atan(1)*4)")]
)
def test_a_derivative_step_is_proved_without_our_rules(texts: tuple[str, str]) -> None:
    assert proved(*texts)


def test_an_indexed_step_is_proved_for_every_index() -> None:
    assert proved("Dj(exp(w[i]))", "exp(w[i])*delta(i, j)") == ("bounded", "whole")
    assert proved("Sum(w[k]*delta(k, i), k)", "w[i]") == ("bounded", "whole")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("D(exp(-z))", "exp(-z)"),
        ("D(exp(-z))", "exp(-z)*D(z)"),
        ("D(sin(z**2))", "cos(z**2)"),
        ("(z - y)**2", "z**2 - y**2"),
        ("abs(z)", "z"),
        ("D(abs(z))", "1"),
        ("Dj(exp(w[i]))", "exp(w[i])"),
        ("Dj(exp(w[i]))", "exp(w[j])"),
        ("Sum(w[k]*delta(k, i), k)", "w[j]"),
        ("Sum(w[k]*w[i], k)", "Sum(w[k], k)"),
        ("z", "exp(log(z))"),
        ("1/z", "1/z + 1/1000000000000000000"),
    ],
)
def test_a_wrong_step_is_stopped(before: str, after: str) -> None:
    with pytest.raises(ProofError, match="not equal"):
        proved(before, after.replace("1000000000000000000", "(1000000000*1000000000)"))


def test_a_wrong_step_says_what_where_and_which_file() -> None:
    held = phase("(z - y)**2", "z**2 - y**2", rule="expand")
    with pytest.raises(ProofError) as caught:
        prove_phase(held, SAMPLING)
    text = str(caught.value)
    assert text.startswith("test · A phase · expand: (z - y)**2 → z**2 - y**2 · not equal: ")
    assert " became " in text
    assert "z = " in text
    assert text.endswith("generator/engine/rewrites/sums.py")


def test_a_wrong_derivative_of_a_primitive_is_looked_for_in_the_table() -> None:
    held = phase("D(exp(-z))", "exp(-z)", rule="exp")
    with pytest.raises(ProofError, match=r"generator/engine/primitives\.py$"):
        prove_phase(held, SAMPLING)


def test_a_step_without_a_value_anywhere_is_undecided_and_stopped() -> None:
    held = phase("z + log(-1 - z**2)", "z + log(-1 - z**2) + 0*sin(z)")
    free = replace(held, start=Z)
    with pytest.raises(ProofError, match="undecided: 0 of 12 points have a value"):
        prove(held.steps[0], free, SAMPLING)


def test_a_phase_that_has_no_value_anywhere_is_stopped() -> None:
    with pytest.raises(ProofError, match="has no value at any of 640 points"):
        prove_phase(phase("log(-1 - z**2)", "log(-1 - z**2)"), SAMPLING)


def test_equal_parts_inside_a_derivative_prove_nothing() -> None:
    """The letter a and its definition are equal, their derivatives with respect to a are not."""
    where = ((A, read("sin(z)")),)
    before, after = D(t.add(A, Y), A), D(t.add(read("sin(z)"), Y), A)
    held = Phase("A phase", before, before, (Line("", (Step(before, after, "answer", (0, 0)),)),), where)
    with pytest.raises(ProofError, match="not equal"):
        prove(held.steps[0], held, SAMPLING)


def test_equal_parts_in_a_branch_are_compared_where_the_branch_is_open() -> None:
    assert proved("piecewise(abs(z), z > 0, 0)", "piecewise(z, z > 0, 0)", place=(0,)) == ("exact", "whole")


def test_a_wrong_sign_in_a_branch_where_few_points_lie_is_found() -> None:
    """Of the usual points none has z - y < 0 < y beyond the bound, so that 16 of them would let it pass."""
    held = phase("piecewise(z, abs(z - y) < 5/2, sign(z - y))", "piecewise(z, abs(z - y) < 5/2, sign(-y))")
    usual = drawn_for(held, SAMPLING)[0]
    assert prove_at(held, usual, lambda _before, _after: usual, "test")[0].points == len(usual)
    with pytest.raises(ProofError, match="not equal"):
        prove_phase(held, SAMPLING)


SHARE = Sampling("test", ((Z, BOX), (Y, sp.S.Reals), (DELTA, sp.Interval.open(0, sp.oo))))


@pytest.mark.parametrize("wrong", ["sign(-y)", "sign(2*a - y)", "sign(a - 2*y)"])
def test_a_wrong_sign_is_found_in_a_corner_where_none_of_many_points_lies(wrong: str) -> None:
    """They differ where 0 < y < a - delta < 1, say: of 80 points none lies there."""
    where = ((A, read("1/(1 + exp(-z))")),)
    text = "piecewise(z, abs(a - y) < delta, {})"
    held = phase(text.format("sign(a - y)"), text.format(wrong), where=where)
    assert prove_phase(phase(text.format("sign(a - y)"), text.format("-sign(y - a)"), where=where), SHARE)
    with pytest.raises(ProofError, match="not equal"):
        prove_phase(held, SHARE)


def test_further_points_are_searched_for_where_something_new_decides_a_branch() -> None:
    right, narrow = read("abs(y)"), read("abs(y) + sign(abs(y - 1/8) - 1/64)")
    _, further = drawn_for(phase("y", "y"), SHARE)
    assert len(further(right, t.neg(right))) == 80
    assert len(further(right, narrow)) > 80


def test_an_index_that_nothing_gives_a_number_is_told() -> None:
    world = drawn_for(phase("w[i]", "w[i]"), SAMPLING)[0][0]
    with pytest.raises(ProofError, match=r"^j · this index stands for no number here"):
        world.value(read("w[j]"), {INDICES["i"]: 1})


def test_steps_that_do_not_join_are_stopped() -> None:
    first, second = phase("z + z", "2*z"), phase("3*z", "z*3")
    held = replace(first, lines=first.lines + second.lines)
    with pytest.raises(ProofError, match=r"starts from 3\*z, not from 2\*z"):
        prove_phase(held, SAMPLING)


def test_a_start_that_is_not_what_the_goal_means_is_stopped() -> None:
    held = phase("2*z", "z*2")
    with pytest.raises(ProofError, match=r"D\(a, z\) is not 2\*z · (\S*\d) and (?!\1)\S*\d at z = "):
        prove_phase(replace(held, goal=D(A, Z), where=((A, read("z**2/2")),)), SAMPLING)


def test_a_derivative_stated_among_the_definitions_is_measured() -> None:
    goal = D(LOSS, Z)
    chain, filled = t.mul(D(LOSS, A), D(A, Z)), t.mul(read("2*a"), read("cos(z)"))
    steps = (Step(goal, chain, "chain"), Step(chain, filled, "insert"))
    meaning = ((LOSS, read("a**2")), (A, read("sin(z)")))
    right = ((D(LOSS, A), read("2*a")), (D(A, Z), read("cos(z)")))
    wrong = ((D(LOSS, A), read("a")), (D(A, Z), read("2*cos(z)")))
    held = Phase("A phase", goal, goal, (Line("", steps),))
    assert len(prove_phase(replace(held, where=(*right, *meaning)), SAMPLING)) == 2
    with pytest.raises(ProofError, match=r"D\(L, a\) is not a · (\S*\d) and (?!\1)\S*\d at "):
        prove_phase(replace(held, where=(*wrong, *meaning)), SAMPLING)


def test_a_derivative_of_an_unknown_name_is_never_taken_for_zero() -> None:
    held = Phase("A phase", Z, Z, (Line("", (Step(D(LOSS, A), t.ZERO, "constant"),)),), ((A, Z),))
    with pytest.raises(ProofError, match="L has no definition here"):
        prove(held.steps[0], held, SAMPLING)


def test_a_precondition_on_indices_chooses_the_places() -> None:
    i, j = INDICES["i"], INDICES["j"]
    before, after = read("w[i]*delta(i, j) + w[j]"), read("w[i] + w[i]")
    held = Phase("A phase", before, before, (Line("", (Step(before, after, "precondition"),)),))
    assuming = ((sp.KroneckerDelta(i, j), t.ONE),)
    assert prove_phase(replace(held, assuming=assuming), SAMPLING)
    with pytest.raises(ProofError, match="not equal"):
        prove_phase(held, SAMPLING)
