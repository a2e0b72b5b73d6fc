"""What does the judge hand out?

Evidence: one proof for each step, and one receipt for the result. All are plain frozen records that a page prints, a
cache stores and a test compares.
"""

from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias

import sympy as sp

from generator.engine.terms import Term

Point = tuple[tuple[str, str], ...]
"""Names with their values as text: (("y", "0.25"), ("z", "-1.5")); a vector's components are ``z[1]``, ``z[2]``."""


Scope: TypeAlias = Literal["part", "whole"]
"""What was compared: the part that changed, or the whole term."""


@dataclass(frozen=True)
class Proof:
    """Why a step holds.

    ``method`` is "exact" (the difference is zero as a rational function), "bounded" or "numeric": then ``points`` of
    them were decided, ``worst`` is the largest relative error there, and at least ``digits`` decimal digits agree
    everywhere. "bounded" says that balls have proved of each of these points that the error is no larger; that is no
    proof of an identity, as "exact" is.
    ``scope`` tells whether the part that changed was compared, or the whole term.
    """

    method: Literal["exact", "bounded", "numeric"]
    points: int = 0
    worst: float = 0.0
    digits: int = 0
    scope: Scope = "part"


@dataclass(frozen=True)
class Oracle:
    """One way of measuring the gradient, and how far the formula was from it at worst; it passes below tolerance."""

    name: str
    points: int
    worst: float
    tolerance: float


@dataclass(frozen=True)
class Variant:
    """A wrong formula that people write.

    It is rejected at ``rejected_by`` with relative error ``error`` there, or it is ``same_function``: proved to equal
    the right one in this entry (sigma' left away where sigma' = 1), and then rejected nowhere. ``id`` is the address of
    the page about this mistake, ``value`` the wrong formula's at that point (empty where it has none), ``expected`` the
    gradient's; ``of`` is what the formula is taken for, where that is not the entry's own derivative.
    """

    id: str
    name: str
    says: str
    term: Term
    rejected_by: Point = ()
    error: float = 0.0
    same_function: bool = False
    value: str = ""
    expected: str = ""
    of: Term | None = None


NEAR = 1e-12
"""How near the one-sided derivatives are, next to a place where they agree."""


@dataclass(frozen=True)
class Kink:
    """A place where the branches of the definition meet, and the derivative on either side of it.

    ``place`` is where the variable lies there, as a formula where one is known, and ``always`` whether branches meet
    there at all points drawn, or in one branch of another function only. The definition itself may ``jump``.
    ``slopes`` are the two derivatives as formulas in the parameters, where they depend on nothing else. ``guard`` is
    what is zero there.
    """

    at: Point
    left: float
    right: float
    place: Term | None = None
    jump: bool = False
    slopes: tuple[Term, Term] | None = None
    always: bool = True
    guard: Term | None = None

    @property
    def smooth(self) -> bool:
        """Whether the two sides agree, so that the derivative exists here too."""
        return not self.jump and isfinite(self.left) and abs(self.left - self.right) <= NEAR * max(1.0, abs(self.left))


@dataclass(frozen=True)
class Measured:
    """One spelling of the result against the numeric derivative; ``needs_condition`` if it fails without its own."""

    title: str
    points: int
    worst_relative_error: float
    worst_point: Point
    digits: int
    needs_condition: bool = False
    error_without: float = 0.0


@dataclass(frozen=True)
class Receipt:
    """The evidence for one result. ``forms`` are aligned with the derivation's other spellings of it."""

    points: int
    worst_relative_error: float
    worst_point: Point
    digits: int
    oracles: tuple[Oracle, ...]
    rejected_variants: tuple[Variant, ...]
    same_function: tuple[Variant, ...] = ()
    kinks: tuple[Kink, ...] = ()
    needs_condition: bool = False
    error_without: float = 0.0
    forms: tuple[Measured, ...] = ()


Kind: TypeAlias = Literal["ordinary", "far"]
"""Where a golden vector lies: where the judge draws points, or where float64 may fail."""


@dataclass(frozen=True)
class Number:
    """A number in 30 decimal digits, and the float64 next to it in hexadecimal; ``inf`` is beyond float64."""

    hex: str
    decimal: str


Numbers: TypeAlias = Number | tuple["Numbers", ...]
"""A number, a vector, or a matrix as a tuple of its rows."""


@dataclass(frozen=True)
class Vector:
    """A point with all that is expected there; the inputs are the letters, then the parameters.

    An activation of vectors has no ``second``: it would be a tensor of third order.
    """

    kind: Kind
    inputs: tuple[tuple[str, Numbers], ...]
    value: Numbers
    gradient: Numbers
    second: Numbers | None


Line: TypeAlias = tuple[tuple[float, float], ...]
"""Points in float64, from left to right; one without a number is left out."""


@dataclass(frozen=True)
class Curve:
    """A function of numbers along its variable, for one ``target`` y where it has one, as a plot shows it.

    ``values`` and ``slopes`` come from the definition by numbers alone, ``derived`` from the derived formula.
    """

    target: str
    values: Line
    slopes: Line
    derived: Line


@dataclass(frozen=True)
class Probe:
    """A point in float64, of so many classes, at which a page checks what its reader types."""

    size: int
    letters: tuple[tuple[str, float | tuple[float, ...]], ...]


@dataclass(frozen=True)
class Evidence:
    """All that the judge found out about one derivation; ``proofs`` are aligned with its steps.

    ``vectors`` are numbers for whoever computes the same in a program of his own, ``curves`` those for a plot.
    ``drawn`` says from which set the judge draws each letter, by the symbol or the base of a vector, and ``probes`` are
    points drawn so.
    """

    id: str
    proofs: tuple[Proof, ...]
    receipt: Receipt
    vectors: tuple[Vector, ...] = ()
    curves: tuple[Curve, ...] = ()
    drawn: tuple[tuple[sp.Basic, sp.Set], ...] = ()
    probes: tuple[Probe, ...] = ()
