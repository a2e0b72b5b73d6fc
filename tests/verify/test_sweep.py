"""Does a sweep go where it says, in numbers that every format holds?"""

import math
from itertools import product

import numpy as np
import pytest
import sympy as sp
from sympy import FiniteSet, Interval, S, Set, oo

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import Y_VEC, Z_VEC, value_of
from generator.catalogue.index import Catalogue
from generator.engine.parse import INDICES, parse
from generator.verify.floats import FORMATS, in_format
from generator.verify.sweep import labels_of, points_in, sweep_of, targets_of

CATALOGUE = Catalogue()
FLOAT64 = FORMATS[0]


@pytest.mark.parametrize("held", [S.Reals, Interval.open(0, 1), Interval.open(0, oo), Interval.open(-oo, 0)])
def test_every_point_is_a_number_of_every_format_and_of_the_set(held: Set) -> None:
    z = np.array(points_in(held))
    assert list(z) == sorted(z)
    assert all(np.all(z.astype(kind).astype(float) == z) for kind in (np.float16, np.float32))
    assert all(abs(math.frexp(x)[0]) * 2**8 % 1 == 0 for x in z)
    assert all(sp.Rational(x) in held for x in z)


def test_the_points_of_all_numbers_reach_a_thousand_on_both_sides() -> None:
    assert (points_in()[0], points_in()[-1], 0.0 in points_in()) == (-1000, 1000, True)
    assert points_in(Interval.open(0, 1))[0] == 2**-14
    assert min(x for x in points_in() if x > 0) == 2**-14


@pytest.mark.parametrize(
    ("held", "targets"),
    [
        (None, (0.0,)),
        (Interval(0, 1), (0.0, 1.0, 0.25)),
        (S.Reals, (0.0, 0.5)),
        (FiniteSet(-1, 1), (-1.0, 1.0)),
        (Interval.open(0, oo), (0.25, 0.5)),
    ],
)
def test_targets_are_the_ends_of_their_set_and_something_between(held: object, targets: tuple[float, ...]) -> None:
    assert targets_of(held) == targets


def test_labels_of_vectors_sum_to_one() -> None:
    assert labels_of(Interval(0, 1))[:2] == ((1, 0, 0), (0, 1, 0))
    assert labels_of(Interval.open(0, 1)) == ((0.25, 0.25, 0.5), (0.5, 0.25, 0.25))
    assert all(math.fsum(label) == 1 for label in labels_of(S.Reals))


def test_a_vector_is_swept_in_its_first_component_for_every_pair_of_indices() -> None:
    softmax = CATALOGUE.find("softmax")
    slope = derivation_of(softmax).forms[0].term
    sweep = sweep_of(softmax, slope)
    assert sweep.target is None
    assert len(sweep.rows) == 9
    world = next(sweep.worlds())
    assert [float(x) for x in world.given[Z_VEC]] == [-1000, *sweep.beside]


def test_a_machine_agrees_with_numbers_of_fifty_digits_on_a_vector() -> None:
    case = CATALOGUE.find("softmax-cross-entropy")
    term = parse("exp(z[i])/Sum(exp(z[k]), k) - y[i]", {"z": Z_VEC, "y": Y_VEC})
    sweep = sweep_of(case, term)
    got = sweep.computed(term, FLOAT64)
    worlds = dict(zip(product(sweep.targets, sweep.points), sweep.worlds(), strict=True))
    for column in (n for n, point in enumerate(sweep.points) if 0.5 < abs(point) < 8):
        for row, (target, place) in enumerate(sweep.rows):
            expected = worlds[target, sweep.points[column]].value(term, place)
            assert got[row, column] == pytest.approx(float(expected), rel=1e-12)


def test_the_machine_finds_the_place_of_the_largest() -> None:
    softmin = CATALOGUE.find("softmin")
    sweep = sweep_of(softmin, value_of(softmin))
    m = INDICES["m"]
    found = sweep.computed(Z_VEC[m], FLOAT64)[0]
    assert list(found) == [min(point, *sweep.beside) for point in sweep.points]


def test_a_sum_is_added_up_from_its_first_term_in_the_format() -> None:
    half = np.array([[2048.0], [1.0], [1.0]])
    term = parse("Sum(z[k], k)", {"z": Z_VEC})
    assert in_format(term, {Z_VEC: half}, FORMATS[3])[0] == 2048
    assert in_format(term, {Z_VEC: half}, FLOAT64)[0] == 2050
