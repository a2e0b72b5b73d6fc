"""Every rule of every table does what its row says, and what its row says is true: new rows are tested as they come."""

import re
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
import sympy as sp

from generator.engine import terms as t
from generator.engine.book import PRINCIPLES, SECTIONS, find
from generator.engine.differentiate import DERIVATIVE_RULES
from generator.engine.parse import INDICES, parse
from generator.engine.primitives import PRIMITIVES
from generator.engine.rules import Rule, fire, reading
from generator.engine.terms import D, Term
from generator.errors import DerivationError
from tests.engine.arithmetic import MP, NoValueError, Point, close, dice

RULES: list[Rule] = [row for _, table in SECTIONS for row in table]
FIRING = [row for row in RULES if row.id not in {"join-exponentials", "complement"}]
"""The two left out state in letters what they do only where a sum becomes shorter, or where a number stands."""
by_id = pytest.mark.parametrize("row", RULES, ids=lambda row: row.id)

DECIDED, DRAWN = 8, 40

X = sp.Symbol("x", real=True)
LETTERS = {name: sp.Symbol(name, real=True) for name in "abcmnpuvwyz"}
FUNCTIONS_OF_X = {"u": "3/2 + sin(x)", "v": "1 + x**2/5", "w": "2 + cos(x)/3"}
"""What u, v and w stand for where a statement differentiates with respect to x: positive, and never in proportion."""
BOUNDED = "sin(x)/2"
"""A function of x whose values suit every primitive of bounded domain."""


def side(draw: Random) -> float:
    """Draw a number of either sign, away from 0."""
    return draw.choice((-1, 1)) * draw.uniform(0.2, 2.5)


def point_of(row: Rule, draw: Random) -> Point:
    """Draw a point for the row: numbers for letters and vectors, and functions of x where the row differentiates."""
    differentiates = row.before.has(D) or row.after.has(D)
    numbers = {letter: MP.mpf(side(draw)) for letter in LETTERS.values()} | {X: MP.mpf(side(draw))}
    vectors = {base: [MP.mpf(side(draw)) for _ in range(3)] for base in map(vector, "uvwyz")}
    indices = {letter: draw.randint(1, 3) for letter in INDICES.values()}
    if not differentiates:
        return Point(numbers | vectors, indices=indices)
    inner = BOUNDED if "< u <" in row.condition else FUNCTIONS_OF_X["u"]
    inner = f"-({inner})" if row.condition == "u < 0" else inner
    where = tuple(
        (LETTERS[name], parse(inner if name == "u" else text, {"x": X})) for name, text in FUNCTIONS_OF_X.items()
    )
    component = (vector("u")[INDICES["k"]], parse("sin(x*n) + n", {"x": X, "n": INDICES["n"]}))
    component = component[0], t.substitute(component[1], {INDICES["n"]: INDICES["k"]})
    constants = {letter: abs(value) for letter, value in numbers.items() if letter not in dict(where)}
    del vectors[vector("u")]
    return Point(constants | {X: numbers[X]} | vectors, (*where, component), indices)


def vector(name: str) -> sp.IndexedBase:
    """Return the vector of this name, as the tables read it."""
    return sp.IndexedBase(name, real=True)


def agreements(row: Rule, before: Term, after: Term) -> Iterator[bool]:
    """Yield for every point at which ``before`` has a value whether ``after`` has the same."""
    draw = dice(row.id)
    for _ in range(DRAWN):
        point = point_of(row, draw)
        try:
            expected = point.value(before)
        except NoValueError:
            continue
        try:
            yield close(expected, point.value(after))
        except NoValueError:
            yield False


def filled(row: Rule, term: Term) -> Term:
    """Return the term with functions of x in the place of u, v and w, where the row differentiates."""
    return t.substitute(term, dict(point_of(row, dice(row.id)).where))


def is_zero(term: Term) -> bool:
    """Tell whether the term is zero, or zero times something."""
    return term == t.ZERO or (t.is_product(term) and t.ZERO in term.args)


def leaves(term: Term) -> Iterator[t.Path]:
    """Yield the places of letters and numbers on which the value of the term depends."""
    for path, part in t.walk(term):
        single = not t.children(part) and not isinstance(part, (sp.Indexed, sp.KroneckerDelta))
        if single and (part == t.ZERO or not is_zero(term)):
            yield path


@by_id
def test_a_rule_turns_its_example_into_exactly_the_given_result(row: Rule) -> None:
    before, after = row.fires
    assert after == row.apply(before)


@by_id
def test_a_rule_leaves_what_stays_alone(row: Rule) -> None:
    assert row.apply(row.stays) is None
    assert fire(row.stays, (row,)) is None


@by_id
def test_the_statement_of_a_rule_is_an_identity(row: Rule) -> None:
    found = list(agreements(row, row.before, row.after))
    assert (all(found), len(found) >= DECIDED) == (True, True)


@by_id
def test_the_example_of_a_rule_is_an_identity(row: Rule) -> None:
    found = list(agreements(row, *row.fires))
    assert (all(found), len(found) >= DECIDED) == (True, True)


@pytest.mark.parametrize("row", FIRING, ids=lambda row: row.id)
def test_a_rule_fired_at_its_own_statement_keeps_the_value(row: Rule) -> None:
    before = filled(row, row.before)
    after = row.apply(before)
    assert after is not None
    found = list(agreements(row, before, after))
    assert (all(found), len(found) >= DECIDED) == (True, True)


@by_id
def test_a_statement_with_any_leaf_changed_is_rejected(row: Rule) -> None:
    for path in leaves(row.after):
        leaf = t.at(row.after, path)
        changed = (leaf + 1, -leaf, t.mul(sp.Integer(3), leaf))
        assert not all(all(agreements(row, row.before, t.put(row.after, path, new))) for new in changed), path


@by_id
def test_a_statement_of_the_other_sign_is_rejected(row: Rule) -> None:
    wrong = t.ONE if is_zero(row.after) else t.neg(row.after)
    assert not all(agreements(row, row.before, wrong))


@pytest.mark.parametrize("row", [row for row in DERIVATIVE_RULES if row.fires[0].args[1] == X], ids=lambda row: row.id)
def test_a_derivative_rule_agrees_with_sympy_on_its_example(row: Rule) -> None:
    before, after = row.fires
    difference = t.evaluated(before) - t.evaluated(after)
    draw = dice(row.id)
    letters = sorted(difference.free_symbols, key=str)
    for _ in range(DECIDED):
        at = {letter: sp.Float(draw.uniform(0.1, 0.9), 30) for letter in letters}
        assert abs(sp.N(difference.subs(at), 20)) < 1e-12


def test_ids_are_unique_and_kebab_case() -> None:
    ids = [row.id for row in RULES] + [row.id for row in PRINCIPLES]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_every_primitive_is_a_rule_of_the_book() -> None:
    assert {row.id for row in PRIMITIVES if row.derivative} <= {row.id for row in DERIVATIVE_RULES}


def test_a_rule_is_found_by_its_id_and_a_lemma_by_its_principle() -> None:
    assert [row.id for row in RULES] == [find(row.id).id for row in RULES]
    assert find("lemma:sigmoid").id == "lemma"


def test_an_unknown_id_names_the_file_in_which_rules_are_listed() -> None:
    with pytest.raises(DerivationError, match=r"^no-such-rule · no rule has this id · generator/engine/book.py$"):
        find("no-such-rule")


def test_a_rule_table_reads_vectors_where_a_letter_takes_an_index() -> None:
    assert reading("D(z[i])") == D(vector("z")[INDICES["i"]], vector("z")[INDICES["j"]])
    assert reading("D(z)") == D(LETTERS["z"], X)
