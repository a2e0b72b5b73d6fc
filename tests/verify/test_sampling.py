"""Do the points lie where they should, off the kinks, and the same ones in every build?"""

import random

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from sympy import FiniteSet, Interval, S, oo

from generator.catalogue.formulas import Y_VEC, Z, condition_of, value_of
from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.parse import parse
from generator.errors import ProofError
from generator.verify.guards import MARGIN
from generator.verify.sampling import (
    BOX,
    SIZES,
    Sampling,
    Scene,
    at_all_scales,
    boxed,
    draw,
    sampling_for,
    worlds,
)

ENTRIES = Catalogue().entries
SETS = (
    S.Reals,
    Interval(0, 1),
    Interval.open(0, 1),
    Interval.open(0, oo),
    Interval(-oo, 2),
    Interval(0, sp.sqrt(2)),
    FiniteSet(-1, 1),
    Interval(-1, 0) + Interval(1, 2),
    S.Naturals0,
)


def drawing(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable, not secret


def scene(formula: str, *, assuming: tuple[tuple[sp.Expr, sp.Expr], ...] = ()) -> Scene:
    return Scene((), assuming, (parse(formula, {"z": Z}),), (1,))


def sampling(seed: str = "test") -> Sampling:
    return Sampling(seed, ((Z, BOX),))


@given(st.sampled_from(SETS), st.integers(0, 10**6))
def test_a_drawn_number_lies_in_its_set_and_within_the_box(held: sp.Set, seed: int) -> None:
    number = sp.Float(draw(held, drawing(seed)), 30)
    whole = held.intersect(sp.Range(-4, 5)) if held is S.Naturals0 else held
    assert sp.nsimplify(number) in whole
    assert abs(number) <= 4


@given(st.integers(0, 10**6))
def test_a_drawn_number_is_off_the_ends_of_its_interval(seed: int) -> None:
    assert 0.01 < draw(Interval(0, 1), drawing(seed)) < 0.99


def test_a_set_that_nothing_can_be_drawn_from_is_an_error_that_names_it() -> None:
    with pytest.raises(ProofError, match="the judge draws from intervals"):
        draw(S.EmptySet, drawing(0))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_letter_of_an_entry_lies_in_its_own_set(entry: Activation | Loss | Case) -> None:
    drawn = sampling_for(entry)
    indexed = Scene(drawn.follows, (), (), SIZES if entry.vector else (1,))
    for world in worlds(drawn, indexed):
        for letter, held in drawn.sets:
            values = world.given[letter] if isinstance(letter, sp.IndexedBase) else (world.given[letter],)
            assert all(sp.Float(value, 30) in held for value in values)
            assert len(values) == (world.size if isinstance(letter, sp.IndexedBase) else 1)


def test_the_same_id_draws_the_same_points_and_another_id_others() -> None:
    first, again, other = (worlds(sampling(seed), scene("z")) for seed in ("one", "one", "two"))
    assert [world.given for world in first] == [world.given for world in again]
    assert [world.given for world in first] != [world.given for world in other]


def test_at_all_scales_some_points_lie_near_zero_and_some_far_from_it() -> None:
    sizes = [
        abs(world.given[Z]) for world in worlds(at_all_scales(Sampling("test", ((Z, sp.S.Reals),))), scene("z"), 60)
    ]
    assert sum(size < 0.25 for size in sizes) > 15
    assert sum(size > 1 for size in sizes) > 5


@pytest.mark.parametrize("formula", ["abs(z)", "max(z, 0)", "sign(z)", "piecewise(z, z > 0, 0)", "min(0, -z)"])
def test_points_keep_their_margin_from_every_kink(formula: str) -> None:
    assert all(abs(world.given[Z]) >= MARGIN for world in worlds(sampling(), scene(formula), 200))


def test_points_outside_the_domain_are_drawn_anew() -> None:
    assert all(world.given[Z] > 0 for world in worlds(sampling(), scene("log(z)")))


def test_too_few_points_in_the_domain_is_an_error_that_counts_them() -> None:
    with pytest.raises(ProofError, match=r"test · only \d of 640 points are in the domain; 12 are needed"):
        worlds(sampling(), scene("log(z - 3.8)"))
    with pytest.raises(ProofError, match="has no value at any of 640 points"):
        worlds(sampling(), scene("log(-1 - z**2)"))


def test_the_targets_sum_to_one_where_that_is_assumed_and_nowhere_else() -> None:
    case = next(entry for entry in ENTRIES if isinstance(entry, Case) and entry.loss.condition)
    drawn = sampling_for(case)
    for assuming in (condition_of(case.loss), ()):
        scene = Scene(drawn.follows, assuming, (value_of(case.loss),), SIZES)
        off = [abs(sum(world.given[Y_VEC]) - 1) for world in worlds(drawn, scene)]
        assert (max(off) < 1e-45) if assuming else (min(off) > 1e-3)


def test_a_precondition_on_a_letter_sets_it() -> None:
    held = scene("z", assuming=((Z, sp.Integer(2)),))
    assert {world.given[Z] for world in worlds(sampling(), held)} == {2}


def test_a_precondition_that_no_point_can_be_moved_to_is_an_error() -> None:
    with pytest.raises(ProofError, match="cannot draw points at which"):
        worlds(sampling(), scene("z", assuming=((parse("z**2", {"z": Z}), sp.Integer(2)),)))


def test_the_answer_of_a_case_follows_from_the_activation() -> None:
    case = next(case for case in Catalogue().cases if case.id == "sigmoid-logistic")
    (name, _), world = sampling_for(case).follows[0], worlds(sampling_for(case), scene("z"))[0]
    assert 0 < world.given[name] < 1


def test_activations_and_losses_have_no_letters_but_their_own() -> None:
    assert [str(letter) for letter, _ in sampling_for(Catalogue().activations[0]).sets] == ["z"]
    assert [str(letter) for letter, _ in sampling_for(Catalogue().losses[0]).sets] == ["a", "y"]


def test_what_has_no_target_draws_none() -> None:
    loss = Loss("l", "L", "a**2", (), domain=Interval(1, 2), targets=None)
    case = Case(Activation("f", "F", "z", (), sample=Interval(1, 3)), loss)
    found = [[(str(letter), held) for letter, held in sampling_for(entry).sets] for entry in (loss, case)]
    assert found == [[("a", Interval(1, 2))], [("z", Interval(1, 3))]]


def test_a_parameter_is_drawn_from_its_range_and_takes_its_default_at_some_points() -> None:
    alpha = Parameter("alpha", sp.Rational(1, 100), "a slope", Interval(0, 1))
    drawn = sampling_for(Activation("f", "F", "alpha*z", (), parameters=(alpha,)))
    values = [world.given[alpha.letter] for world in worlds(drawn, scene("z"), 24)]
    assert 4 <= sum(abs(value - sp.Rational(1, 100)) < 1e-40 for value in values) <= 12
    assert len(set(values)) > 12
    assert all(0 < value < 1 for value in values)


def test_only_a_set_without_an_end_is_clipped() -> None:
    """A function that changes beyond the box says so in its record, and is looked at there: ReLU6 at 6."""
    wide = Interval(-4, 10)
    assert (boxed(wide), boxed(S.Reals), boxed(Interval.open(0, oo))) == (wide, BOX, Interval.Lopen(0, BOX.sup))
    assert max(draw(wide, random.Random(n)) for n in range(40)) > BOX.sup  # noqa: S311 - nothing secret


def test_a_formula_that_is_real_at_the_usual_parameters_only_is_told() -> None:
    c = sp.Symbol("c", real=True)
    term = parse("(-1 - z**2)**c", {"z": Z, "c": c})
    held = Sampling("f", ((Z, BOX), (c, Interval(0, 5))), usual=((c, sp.Integer(2)),))
    with pytest.raises(ProofError, match=r"^f · has a value at the usual parameters only"):
        worlds(held, Scene((), (), (term,), (1,)))
    right = Scene((), (), (parse("(1 + z**2)**c", {"z": Z, "c": c}),), (1,))
    assert len(worlds(held, right)) == 16
