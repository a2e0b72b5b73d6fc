"""The graph of an operation's named quantities: what is given, what is defined from what, and what the outputs are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from generator.catalogue.operation import Array, Operation
from generator.derive.largest import rule_of_maximum
from generator.engine import terms as t
from generator.engine.extremes import First
from generator.engine.lemmas import Lemma, definitions
from generator.engine.rules import Rule
from generator.engine.terms import Term


@dataclass(frozen=True)
class Quantity:
    """A named array of an operation: its component at its own indices, and what that is by definition, if anything."""

    component: sp.Indexed
    value: Term | None = None
    array: Array | None = None

    @cached_property
    def name(self) -> str:
        """The name in code and on pages."""
        return str(self.component.base.label)

    @cached_property
    def base(self) -> sp.IndexedBase:
        """The whole array."""
        return self.component.base

    @cached_property
    def indices(self) -> tuple[sp.Symbol, ...]:
        """Its own indices, in order."""
        return tuple(self.component.indices)

    @property
    def has_gradient(self) -> bool:
        """Whether a derivative by it makes sense: data have none, nor has the place of a maximum."""
        return not isinstance(self.value, First) and (self.array is None or self.array.role != "data")


@dataclass(frozen=True)
class Graph:
    """The quantities of an operation: what is given first, then what is defined, in order; the output is the last."""

    operation: Operation
    given: tuple[Quantity, ...]
    defined: tuple[Quantity, ...]

    lemmas: tuple[Lemma, ...] = ()

    @cached_property
    def own_rules(self) -> tuple[Rule, ...]:
        """The derivatives of the functions that definitions call by name, and of the maxima in them."""
        maxima = (rule_of_maximum(one.component, one.value) for one in self.maxima if one.value)
        return (*(lemma.rule for lemma in self.lemmas), *maxima)

    @cached_property
    def maxima(self) -> tuple[Quantity, ...]:
        """The quantities that say where a maximum is taken."""
        return tuple(one for one in self.defined if isinstance(one.value, First))

    @cached_property
    def outputs(self) -> tuple[Quantity, ...]:
        """What reaches the loss from outside: the output, and the other quantities that the record lists."""
        return tuple(one for one in self.defined if one is self.defined[-1] or one.name in self.operation.also)

    def users(self, quantity: Quantity) -> tuple[Quantity, ...]:
        """Return the quantities in whose definitions a quantity stands, those that have a gradient."""
        every = (one for one in self.defined if one.has_gradient)
        return tuple(one for one in every if one.value is not None and t.depends(one.value, quantity.component))

    @property
    def output(self) -> Quantity:
        """The last quantity."""
        return self.defined[-1]

    @cached_property
    def by_base(self) -> Mapping[sp.IndexedBase, Quantity]:
        """Every quantity by its array."""
        return {one.base: one for one in (*self.given, *self.defined)}

    @cached_property
    def recurrent(self) -> str:
        """The letter of the axis along which a quantity names an earlier value of itself; empty without any."""
        seen = {one.base for one in self.given}
        for one in self.defined:
            for part in one.value.atoms(sp.Indexed) if one.value is not None else ():
                if part.base in self.by_base and part.base not in seen:
                    return next(str(min(i.free_symbols, key=str)) for i in part.indices if i.is_Add)
            seen.add(one.base)
        return ""

    @property
    def where(self) -> tuple[tuple[Term, Term], ...]:
        """The definitions, for records of the engine; those of the functions that are called by name come last."""
        own = tuple((one.component, one.value) for one in self.defined if one.value is not None)
        return (*own, *definitions(self.lemmas))
