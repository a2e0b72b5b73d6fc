"""What is an operation: named inputs with axes, definitions of named quantities in order, an output.

One record serves a normalisation, an attention or a recurrent cell. Everything typed here is a definition; gradients
are derived by ``generator.derive``. To add an operation, add a row to one of the tables of ``operations``.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Literal

import sympy as sp
from sympy import Set

Role = Literal["input", "parameter", "data"]
"""Inputs and parameters have gradients; data (masks, ids, targets) have none."""


@dataclass(frozen=True)
class Axis:
    """An axis: the letter of its index, that of its size, and what it runs over. Indices count from 0, as code does.

    ``computed`` is the length of an axis of the output that no input has, in sizes and options, as Python writes it.
    """

    letter: str
    size: str
    means: str
    computed: str = ""

    @cached_property
    def index(self) -> sp.Symbol:
        """The index as a letter of the engine."""
        return sp.Symbol(self.letter, integer=True, positive=True)

    @cached_property
    def length(self) -> sp.Symbol:
        """The size as a letter of the engine."""
        return sp.Symbol(self.size, integer=True, positive=True)


@dataclass(frozen=True)
class Array:
    """A named array that an operation is given: ``name`` with its axes, "x[n, d]"; ``means`` in a few words.

    ``held`` says of data which numbers they are: "mask" (0 or 1), "index:v" (places on the axis v), "target"
    (positive, of sum one along the last axis), or "real". ``positive`` inputs are drawn above zero.
    """

    name: str
    means: str
    role: Role = "input"
    held: str = "real"


@dataclass(frozen=True)
class Option:
    """A number that is chosen and not learned: epsilon, a stride. ``default`` is what libraries take."""

    id: str
    default: sp.Rational
    means: str
    range: Set = sp.S.Reals

    @cached_property
    def letter(self) -> sp.Symbol:
        """The option as a letter of the engine; a whole number is one to the engine too."""
        whole = self.range.is_subset(sp.S.Integers)
        return sp.Symbol(self.id, integer=True) if whole else sp.Symbol(self.id, real=True)


@dataclass(frozen=True)
class Setting:
    """Sizes and options at which an operation is proved, measured, and has its golden vectors.

    ``sizes`` are by the letter of the size. Odd and small sizes, all different, fail a wrong kernel. ``data`` fixes
    data by name, nested tuples; what is not fixed is drawn.
    """

    sizes: tuple[tuple[str, int], ...]
    options: tuple[tuple[str, sp.Rational], ...] = ()
    data: tuple[tuple[str, tuple], ...] = ()  # type: ignore[type-arg] # nested as deeply as the array has axes


@dataclass(frozen=True)
class Claim:
    """A gradient that is claimed in print or in a question: the array, the formula, the reason, and a short title.

    ``question`` is what people ask, if they have words for it: its page is found by them.

    The judge gives the verdict; nothing here says whether it is true.
    """

    id: str
    title: str
    of: str
    formula: str
    where: str
    question: str = ""


@dataclass(frozen=True)
class Library:
    """The call of a library that computes the same: arguments by the library's name, ours as text."""

    name: Literal["torch", "jax"]
    call: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Operation:
    """A layer or a part of one.

    ``defines`` are named quantities in order; ``output`` is the last of them, and ``also`` names others that leave the
    operation: the cell of an LSTM. ``keeps`` names the quantities whose gradients results are written with.
    """

    kind: ClassVar[str] = "layer"
    folder: ClassVar[str] = "layers"
    id: str
    title: str
    axes: tuple[Axis, ...]
    arrays: tuple[Array, ...]
    defines: tuple[str, ...]
    output: str
    settings: tuple[Setting, ...]
    options: tuple[Option, ...] = ()
    keeps: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    libraries: tuple[Library, ...] = ()
    names: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    prose: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def url(self) -> str:
        """The address of the page, from the root of the site."""
        return f"{self.uri}/"

    def question(self, claim: Claim) -> str:
        """Return what people ask about one of the claims."""
        return claim.question or f"{self.title}: is it right with {claim.title}?"

    @property
    def bare(self) -> "Operation":
        """The operation without what is there for readers only, so that no proof can depend on it."""
        return replace(self, prose="", names=(), references=())

    @property
    def uri(self) -> str:
        """The page of the operation, from the root of the site, without ``.md``."""
        return f"{self.folder}/{self.id}"


def settings(
    sizes: str,
    *lengths: tuple[int, ...],
    options: tuple[tuple[str, sp.Rational], ...] = (),
    data: tuple[tuple[str, tuple], ...] = (),  # type: ignore[type-arg] # nested as deeply as the array has axes
) -> tuple[Setting, ...]:
    """Return a setting for each row of lengths; ``sizes`` names the letters of the sizes in their order: "N D"."""
    return tuple(Setting(tuple(zip(sizes.split(), row, strict=True)), options, data) for row in lengths)
