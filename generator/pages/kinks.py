"""What does a page say about the places where the branches of a definition meet?

All of it comes from the receipt, which has looked at both sides of each. Between the two slopes of a corner that points
downwards lie its subgradients; where it points upwards there are none, and what lies between is Clarke's generalised
gradient, which is what is left for a descent method.

Source: F. H. Clarke, *Optimization and Nonsmooth Analysis*, SIAM, 1990, section 2.2; R. T. Rockafellar, *Convex
Analysis*, Princeton University Press, 1970, section 23.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, product
from typing import TypeAlias

import sympy as sp

from generator.catalogue.corners import MEASURED_WITH, Corner, corners_of
from generator.catalogue.formulas import formula_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.human import human
from generator.engine.oneline import plain
from generator.engine.records import Definitions
from generator.engine.terms import Term, leaves
from generator.engine.tex import equation, tex
from generator.pages.kink_lines import zero_of
from generator.pages.text import escape, inline
from generator.pages.views import point_text
from generator.verify.records import Kink

DIGITS, SHORT = 12, 4

UNIT = frozenset("yaz")
"""The letters of a unit: what it is given, what it gives, and the target."""

SAID = (
    "At {place} it jumps, and there is no derivative; beside it the slope is {left} and {right}.",
    "At {place} two branches meet without a corner: the derivative is {left} from both sides.",
    "At {place} there is no derivative: it is {left} from the left and {right} from the right. {between}",
)
"""What holds at one place: where it jumps, where it is smooth, and at a corner."""
TOLD = (
    "Where {place} it jumps, and there is no derivative.",
    "Where {place} two branches meet without a corner: the derivative is the same from both sides.",
    (
        "Where {place} there is no derivative: the slopes on its two sides differ, as {left} from the left and {right} "
        "from the right at {at}."
    ),
)
"""What holds wherever an equation does, such as |a - y| = delta."""
SAID_OF_SECOND = (
    (
        "At {place} the first derivative jumps, and there is no second derivative; beside it the second derivative is "
        "{left} and {right}."
    ),
    "At {place} two branches meet smoothly: the second derivative is {left} from both sides.",
    "At {place} the second derivative jumps: it is {left} from the left and {right} from the right.",
)
TOLD_OF_SECOND = (
    "Where {place} the first derivative jumps, and there is no second derivative.",
    "Where {place} two branches meet smoothly: the second derivative is the same from both sides.",
    "Where {place} the second derivative jumps, as from {left} to {right} at {at}.",
)

Sides: TypeAlias = tuple[str, str]
"""The derivative from the left and from the right, as text."""


@dataclass(frozen=True)
class Choice:
    """What libraries take at the corners of an entry, as a table: the places, and a row of slopes for each call."""

    libraries: str
    places: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def choice_of(entry: Activation | Loss | Case, variable: Term) -> Choice | None:
    """Return what the libraries take, or None where the catalogue tells of none; of a case its parts tell."""
    part = entry.parts[0]
    if entry.joined or not (corners := corners_of(part)):
        return None
    places = (formula_of(place, part) for place, _ in corners[0].slopes)
    return Choice(
        _listed([MEASURED_WITH[corner.library] for corner in corners]),
        tuple(inline(equation(variable, place)) for place in places),
        tuple((corner.call, _slopes(corner, part)) for corner in corners),
    )


def _slopes(corner: Corner, entry: Activation | Loss) -> tuple[str, ...]:
    return tuple(inline(tex(formula_of(slope, entry))) for _, slope in corner.slopes)


def _listed(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def kink_sentences(
    kinks: Iterable[Kink], variable: Term, where: Definitions = (), *, second: bool = False
) -> tuple[str, ...]:
    """Return a paragraph of Markdown for each place where branches meet; ``variable`` is what the slope is taken by.

    A place that is one of the answer, as ``where`` defines it, is told in it: |a - y| = delta. Of a ``second``
    derivative the corners are those of the first, and no subgradients of the function.
    """
    named = sorted((_in_the_answer(kink, where) for kink in kinks), key=_key)
    groups = (tuple(group) for _, group in groupby(named, _key))
    return tuple(paragraph for group in groups for paragraph in _paragraphs(group, variable, second=second))


def _in_the_answer(kink: Kink, where: Definitions) -> Kink:
    """Return a kink whose guard names the answer, if its definition stands there; that is where it lies then."""
    for name, value in where:
        if kink.guard is not None and isinstance(name, sp.Symbol) and not isinstance(value, sp.Symbol):
            guard = _through(t.substitute(kink.guard, {value: name}), name, value)
            if guard != kink.guard:
                return replace(kink, guard=guard, place=None)
    return kink


def _through(guard: Term, name: sp.Symbol, value: Term) -> Term:
    """Return a guard with its distances in the output, where one branch of it may stand: |a - y| for |z - y|."""
    branches = [value, *(value.xreplace({all_: one}) for all_ in value.atoms(sp.Piecewise) for one, _ in all_.args)]
    known = {letter for letter in value.free_symbols if letter.name == "z"}
    for distance in guard.atoms(sp.Abs, sp.Pow):
        inner = _distance_of(distance)
        signed = () if inner is None else (inner, -inner)
        for branch, distant in product(branches, signed):
            rest = sp.expand(distant - t.evaluated(branch))
            if branch.has(*known) and not rest.has(*known):
                return t.substitute(guard, {distance: sp.Abs(human(name + rest), evaluate=False)})
    return guard


def _distance_of(term: Term) -> Term | None:
    """Return u of |u|, which SymPy may write as the root of its square."""
    if isinstance(term, sp.Abs):
        return t.evaluated(term.args[0])
    square = term.base if term.exp == t.HALF else None
    return t.evaluated(square.base) if isinstance(square, sp.Pow) and square.exp == 2 else None


def _key(kink: Kink) -> str:
    return str((kink.guard or kink.at) if _is_long(kink) else kink.place)


def _is_long(kink: Kink) -> bool:
    """Tell whether no formula says where a place is, or one that says less than what is zero there."""
    return kink.place is None or (kink.guard is not None and leaves(kink.place) > SHORT)


def _paragraphs(group: tuple[Kink, ...], variable: Term, *, second: bool) -> Iterator[str]:
    """Yield one paragraph for all points of a place where they agree, as formulas or as numbers, else one for each."""
    said, told = (SAID_OF_SECOND, TOLD_OF_SECOND) if second else (SAID, TOLD)
    guard = group[0].guard
    if guard is not None and _is_long(group[0]) and len({(kink.jump, kink.smooth) for kink in group}) == 1:
        yield _written(told, group[0], inline(equation(*map(human, zero_of(guard)))), _roughly(group[0]))
        return
    for spell in (_formulas, _numbers):
        if len({(spell(kink), _corner(kink)) for kink in group}) == 1:
            yield _written(said, group[0], _place(group[0], variable, alone=True), spell(group[0]))
            return
    first, alike = group[0], len({(kink.jump, kink.smooth) for kink in group}) == 1
    if alike and first.place is not None and first.always and (first.smooth or second):
        yield _written(told, first, inline(equation(variable, _in_order(first.place))), _roughly(first))
        return
    for kink in group:
        yield _written(said, kink, _place(kink, variable, alone=False), _numbers(kink))


def _written(sentences: tuple[str, str, str], kink: Kink, place: str, sides: Sides) -> str:
    """Return the sentence for a jump, a smooth place or a corner."""
    sentence = sentences[0 if kink.jump else 1 if kink.smooth else 2]
    left, right = sides
    return sentence.format(place=place, left=left, right=right, between=_between(kink, sides), at=point_text(kink.at))


def _numbers(kink: Kink) -> Sides:
    return slope(kink.left), slope(kink.right)


def _roughly(kink: Kink) -> Sides:
    """Return the slopes at a point that is an example, to as many digits as the point has."""
    left, right = (f"{side + 0:.4g}".replace("-", "−") for side in (kink.left, kink.right))
    return left, right


def _formulas(kink: Kink) -> Sides:
    left, right = (escape(plain(side)) for side in kink.slopes) if kink.slopes else _numbers(kink)
    return left, right


def _corner(kink: Kink) -> tuple[bool, bool, bool]:
    """Return what kind of place it is."""
    return kink.jump, kink.smooth, not kink.smooth and kink.left < kink.right


def _place(kink: Kink, variable: Term, *, alone: bool) -> str:
    if kink.place is None:
        return point_text(kink.at)
    others = tuple(pair for pair in kink.at if pair[0] != str(variable))
    with_others = f", for {point_text(others)}" if others and not (alone and kink.always) else ""
    return f"{inline(equation(variable, _in_order(kink.place)))}{with_others}"


def _in_order(place: Term) -> Term:
    """Return a sum as one writes it: y + delta, with the letters of a unit before its parameters."""
    if not place.is_Add:
        return place
    return t.add(*sorted(place.args, key=lambda part: (t.is_neg(part), str(part) not in UNIT)))


def _between(kink: Kink, sides: Sides) -> str:
    """Return what the values between the two slopes of a corner are."""
    left, right = sides
    if kink.left < kink.right:
        return f"Any value in [{left}, {right}] is a subgradient."
    values = f"Any value in [{right}, {left}] is a"
    return f"{values} generalised gradient; a concave corner has no subgradient."


def slope(value: float) -> str:
    """Return a slope to twelve digits at most, without the rest that a point beside a zero leaves."""
    return f"{round(value, DIGITS) + 0:.{DIGITS}g}".replace("-", "−")
