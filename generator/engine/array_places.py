"""Write index expressions as arrays of whole numbers: ``i*stride + u - pad`` for all i and u, or data."""

from collections.abc import Iterable, Mapping
from string import ascii_letters
from typing import TypeAlias

import sympy as sp

from generator.engine import terms as t
from generator.engine.bound import bound_in
from generator.engine.terms import Term

Axes: TypeAlias = tuple[sp.Symbol, ...]


def free(x: Term) -> Axes:
    """Return the free indices of a term, as they first occur; those inside of index expressions too."""
    if isinstance(x, (sp.Indexed, sp.KroneckerDelta)):
        places = x.indices if isinstance(x, sp.Indexed) else x.args
        return tuple(dict.fromkeys(letter for place in places for letter in plain_letters(place)))
    inner = (letter for part in t.children(x) for letter in free(part) if letter not in bound_in(x))
    return tuple(dict.fromkeys(inner))


def without(step: sp.Symbol | None, axes: Axes) -> Axes:
    """Return axes but for that of a loop."""
    return tuple(axis for axis in axes if axis != step)


def plain_letters(place: Term) -> Axes:
    """Return the letters of axes in an index; options and sizes are whole numbers, but no letters of one axis."""
    found = place.indices if isinstance(place, sp.Indexed) else sorted(place.atoms(sp.Symbol), key=str)
    return tuple(letter for letter in found if letter.is_positive and letter.name[:1].islower())


def grid(place: Term, axes: Axes, arange: str, sizes: Mapping[str, sp.Symbol]) -> str:
    """Return code for an index expression as whole numbers along axes; ``arange`` counts to a length put into it."""
    if isinstance(place, sp.Indexed):
        return spread(str(place.base.label), tuple(place.indices), axes)
    if place.is_Symbol and place in axes:
        return spread(arange.format(sizes[place.name.rstrip("'")]), (place,), axes)
    if place.is_Mul:
        return "*".join(grid(part, axes, arange, sizes) for part in place.args if part != -1)
    text = ""
    for part in sorted(place.args, key=lambda one: (one.could_extract_minus_sign(), str(one))):
        sign = "-" if part.could_extract_minus_sign() else "+"
        text += f" {sign} {grid(-part if sign == '-' else part, axes, arange, sizes)}"
    return text.removeprefix(" + ") or str(place)


def letters(operands: Iterable[Axes]) -> Mapping[sp.Symbol, str]:
    """Return a letter of its own for each index, its own where that is free."""
    found: dict[sp.Symbol, str] = {}
    every = tuple(dict.fromkeys(axis for axes in operands for axis in axes))
    for axis in sorted(every, key=lambda one: len(one.name)):
        wanted = axis.name if len(axis.name) == 1 else axis.name.rstrip("'").lower()
        spare = (letter for letter in (wanted, *ascii_letters) if letter not in found.values())
        found[axis] = next(spare)
    return found


def spread(code: str, own: Axes, axes: Axes) -> str:
    """Return code with axes of length 1 put in, where broadcasting alone would not find the places."""
    if not own or own == axes[len(axes) - len(own) :]:
        return code
    first = min(axes.index(axis) for axis in own)
    places = ", ".join(":" if axis in own else "None" for axis in axes[first:])
    return f"{code}[{places}]"
