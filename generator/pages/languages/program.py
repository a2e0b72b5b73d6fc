"""What does code for an entry have to say, in whatever language?

A ``Program`` holds the terms: a in z, L in what the loss takes, and the derivative. The letters in which the derivative
is written are what a forward pass has to keep. A language turns all of it into text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from generator.catalogue.formulas import value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.records import Derivation
from generator.engine.terms import Term


@dataclass(frozen=True)
class Program:
    """An entry to be computed: ``inner`` is a in z, ``outer`` is L in a and y or w, ``slope`` has the indices ``axes``.

    ``curve`` is the second derivative where there is one, with the indices ``curve_axes``. ``partials`` are derivatives
    by parameters that a backward pass returns too, each with the parameter's name: what is learned.
    """

    entry: Activation | Loss | Case
    inner: Term | None
    outer: Term | None
    slope: Term
    axes: tuple[sp.Symbol, ...]
    curve: Term | None = None
    curve_axes: tuple[sp.Symbol, ...] = ()
    partials: tuple[tuple[str, Term], ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The letters that are given; the derivative is taken with respect to the first."""
        return self.entry.inputs

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(parameter.id for parameter in self.entry.parameters)

    @cached_property
    def saved(self) -> tuple[str, ...]:
        """The letters of arrays that the derivatives need; a matrix of numbers needs one for its size."""
        names = letters(self._slopes)
        first, *others = self.inputs
        found = tuple(letter for letter in dict.fromkeys((first, "a", *others)) if letter in names)
        return found or (first,) * self.jacobian

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The parameters that the derivatives need and that are not learned."""
        names = letters(self._slopes) - {*self.learned}
        return tuple(name for name in self.parameters if name in names)

    @property
    def learned(self) -> tuple[str, ...]:
        """The parameters that get a gradient of their own."""
        return tuple(name for name, _ in self.partials)

    @property
    def _slopes(self) -> tuple[Term, ...]:
        return (self.slope, *(term for _, term in self.partials))

    @property
    def name(self) -> str:
        """The entry's id as the name of a function."""
        return self.entry.id.replace("-", "_")

    @property
    def jacobian(self) -> bool:
        """Whether the derivative is a matrix, row i for a_i and column j for z_j."""
        return len(self.axes) > 1


def program(
    entry: Activation | Loss | Case,
    derivation: Derivation,
    second: Derivation | None = None,
    partials: Iterable[Derivation] = (),
) -> Program:
    """Return what code for the entry has to say."""
    inner, outer = _parts(entry)
    slope, axes = derivation.spelled, axes_of(derivation.goal)
    curve, curve_axes = (second.spelled, axes_of(second.goal)) if second else (None, ())
    by = tuple((str(one.variable), one.spelled) for one in partials)
    return Program(entry, inner and value_of(inner), outer and value_of(outer), slope, axes, curve, curve_axes, by)


def _parts(entry: Activation | Loss | Case) -> tuple[Activation | None, Loss | None]:
    if isinstance(entry, Case):
        return entry.activation, entry.loss
    return (entry, None) if isinstance(entry, Activation) else (None, entry)


def axes_of(goal: Term) -> tuple[sp.Symbol, ...]:
    """Return the indices of a derivative's name, in order: (i, j) for da_i/dz_j, which is row i, column j.

    A second derivative's name holds the first one's: d/dz_j of dL/dz_i has the indices (i, j) too.
    """
    parts = goal.args if isinstance(goal, t.D) else ()
    indices = (part.indices if isinstance(part, sp.Indexed) else axes_of(part) for part in parts)
    return tuple(index for some in indices for index in some)


def letters(terms: Iterable[Term]) -> frozenset[str]:
    """Return the names of all letters in the terms, vectors by the name of the whole."""
    found = {atom for term in terms for atom in term.atoms(sp.Symbol, sp.IndexedBase)}
    return frozenset(str(getattr(atom, "label", atom)) for atom in found)
