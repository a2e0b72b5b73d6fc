"""Which indices does a term have, and which numbers may they be?"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import product
from typing import TypeAlias

import sympy as sp

from generator.engine.bound import unbound_indices
from generator.engine.parse import INDICES
from generator.engine.terms import SIZE, Term
from generator.errors import ProofError

Indices: TypeAlias = Mapping[sp.Basic, int]
"""The number that each index stands for, counted from 1."""

NOWHERE: Indices = {}

FIRST: Indices = dict.fromkeys(INDICES.values(), 1)
"""Every index at the first component."""


def place_of(index: Term, indices: Indices) -> int:
    """Return the number that an index stands for. Raises ``ProofError`` for one that no sum and no place gives one."""
    if index.is_Integer:
        return int(index)
    if index not in indices:
        raise ProofError(
            f"{index} · this index stands for no number here: no sum runs over it, and the left side has none"
        )
    return indices[index]


def has_classes(x: Term) -> bool:
    """Tell whether the number of classes decides what the term is: with one class, i and j are never different."""
    return bool(x.has(sp.Indexed, sp.KroneckerDelta, SIZE))


def assignments(x: Term, size: int, count: Callable[[sp.Basic], int] | None = None) -> tuple[Indices, ...]:
    """Return every way of giving numbers to the free indices of the term: one empty way if it has none.

    An index runs to ``size`` or, where it stands in an array that has a shape, to the ``count`` of that axis.
    """
    axes = _axes(x)
    lengths = tuple((index, count(axes[index])) for index in unbound_indices(x) if index in axes) if count else ()
    return _assignments(x, size, lengths)


@lru_cache(maxsize=2048)
def _assignments(x: Term, size: int, lengths: tuple[tuple[sp.Basic, int], ...]) -> tuple[Indices, ...]:
    ends, free = dict(lengths), unbound_indices(x)
    ranges = (range(1, ends.get(index, size) + 1) for index in free)
    return tuple(dict(zip(free, numbers, strict=True)) for numbers in product(*ranges))


@lru_cache(maxsize=8192)
def _axes(x: Term) -> Mapping[sp.Basic, sp.Basic]:
    """Return the length of the axis on which each index stands, where arrays tell it."""
    parts = sorted(x.atoms(sp.Indexed), key=str)
    pairs = (pair for part in parts if part.base.shape for pair in zip(part.indices, part.base.shape, strict=True))
    return dict(pairs)
