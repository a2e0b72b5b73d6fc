"""Which letters does a dense layer have, and what are they by definition?

Two layouts of one layer. With the examples in columns, Z_ks is unit k of example s and Z = W A + b; with the examples
in rows, Z_sk is, and Z = A W^T + b, which is PyTorch's. Without examples the layer is that of one vector, z = w a + b,
as Nielsen writes it. Every formula of ``network`` is derived from the definitions in this file.
"""

from dataclasses import dataclass
from typing import Literal

import sympy as sp

from generator.catalogue.formulas import K
from generator.engine import terms as t
from generator.engine.chain import Mean, slope_of
from generator.engine.records import Definitions
from generator.engine.terms import D, Term

S, Q = (sp.Symbol(name, integer=True, positive=True) for name in "sq")
"""The example, and the unit of the layer below over which a neuron sums."""
M = sp.Symbol("m", integer=True, positive=True)
MEAN_LOSS = sp.Symbol("J", real=True)


@dataclass(frozen=True)
class Layout:
    """How an author writes a layer: where the examples stand, and the names; ``{}`` is the place of the layer."""

    examples: Literal["columns", "rows", "none"]
    weights: str = "W^{{[{}]}}"
    bias: str = "b^{{[{}]}}"
    weighted: str = "Z^{{[{}]}}"
    active: str = "A^{{[{}]}}"
    target: str = "Y"
    function: str = "g^{{[{}]}}"
    slope_z: str = "dZ^{{[{}]}}"
    slope_a: str = "dA^{{[{}]}}"
    loss: str = "L"

    def units(self, pattern: str, layer: str) -> sp.IndexedBase:
        """Return an array with one component for each unit of the layer, and each example where there are any."""
        size = width(layer)
        shape = {"columns": (size, M), "rows": (M, size), "none": (size,)}[self.examples]
        return sp.IndexedBase(pattern.format(layer), shape=shape, real=True)

    def has_name(self, kind: str, layer: str) -> bool:
        """Tell whether there is a name for a slope in a layer: one without the layer is that of the last."""
        return layer == "L" or "{}" in str(getattr(self, kind)).replace("{{", "").replace("}}", "")

    def at(self, base: sp.IndexedBase, unit: sp.Symbol) -> Term:
        """Return the component of a unit, in the example s where there are examples."""
        return base[{"columns": (unit, S), "rows": (S, unit), "none": (unit,)}[self.examples]]

    def z(self, unit: sp.Symbol, layer: str = "l") -> Term:
        """Return what goes into a unit."""
        return self.at(self.units(self.weighted, layer), unit)

    def a(self, unit: sp.Symbol, layer: str = "l") -> Term:
        """Return what comes out of a unit."""
        return self.at(self.units(self.active, layer), unit)

    def y(self, unit: sp.Symbol, layer: str = "L") -> Term:
        """Return the target of a unit."""
        return self.at(self.units(self.target, layer), unit)

    def dz(self, unit: sp.Symbol, layer: str = "l") -> Term:
        """Return the name of the loss's derivative by what goes into a unit."""
        return self.at(self.units(self.slope_z, layer), unit)

    def da(self, unit: sp.Symbol, layer: str = "l") -> Term:
        """Return the name of the loss's derivative by what comes out of a unit."""
        return self.at(self.units(self.slope_a, layer), unit)

    def weight_matrix(self, layer: str = "l") -> sp.IndexedBase:
        """Return the weights of a layer: a row for each unit, a column for each of the layer below."""
        shape = width(layer), width(before(layer))
        return sp.IndexedBase(self.weights.format(layer), shape=shape, real=True)

    def w(self, unit: sp.Symbol, below: sp.Symbol, layer: str = "l") -> Term:
        """Return the weight with which a unit hears one of the layer below."""
        return self.weight_matrix(layer)[unit, below]

    def b(self, unit: sp.Symbol, layer: str = "l") -> Term:
        """Return the bias of a unit."""
        return sp.IndexedBase(self.bias.format(layer), shape=(width(layer),), real=True)[unit]

    def g(self, layer: str = "l") -> type[sp.Function]:
        """Return the activation of a layer, any function of one number."""
        function: type[sp.Function] = sp.Function(self.function.format(layer), real=True)
        return function

    @property
    def one_loss(self) -> Term:
        """The loss of one example."""
        if self.examples == "none":
            return sp.Symbol(self.loss, real=True)
        return sp.IndexedBase(self.loss, shape=(M,), real=True)[S]

    @property
    def mean(self) -> Mean:
        """J, the mean of the losses."""
        return Mean(MEAN_LOSS, S, M)

    # Definitions.

    def weighted_sum(self, unit: sp.Symbol, layer: str = "l") -> Term:
        """Return what goes into a unit by definition: the weighted outputs of the layer below, and the bias."""
        below = before(layer)
        product = t.mul(self.w(unit, Q, layer), self.a(Q, below))
        if self.examples == "rows":
            product = t.mul(self.a(Q, below), self.w(unit, Q, layer))
        return t.add(t.total(product, Q, width(below)), self.b(unit, layer))

    def activated(self, unit: sp.Symbol, layer: str = "l") -> Term:
        """Return what comes out of a unit by definition."""
        return self.g(layer)(self.z(unit, layer))

    # What the judge calculates with: any loss and any activation would do.

    def some_loss(self, component: Term, size: Term) -> Definitions:
        """Return a loss that couples the components of a node, and the mean of it."""
        unit = K
        coupled = t.mul(t.total(component, unit, size), t.total(t.power(component, 2), unit, size))
        definitions: Definitions = ((self.one_loss, coupled),)
        if self.examples != "none":
            mean = t.mul(t.over(t.ONE, M), t.total(self.one_loss, S, M))
            definitions = ((MEAN_LOSS, mean), *definitions)
        return definitions

    def some_activation(self, layer: str) -> Definitions:
        """Return an activation that is no straight line, and its slope, found by numbers alone."""
        x, g = sp.Symbol("x", real=True), self.g(layer)
        value = t.add(x, t.call(sp.sin, x))
        return (g(x), value), (slope_of(g)(x), D(value, x))


COLUMNS = Layout("columns")
ROWS = Layout("rows")
NIELSEN = Layout(
    "none",
    weights="w^{{{}}}",
    bias="b^{{{}}}",
    weighted="z^{{{}}}",
    active="a^{{{}}}",
    function=r"\sigma",
    slope_z=r"\delta^{{{}}}",
    slope_a=r"{{\nabla_a C}}",
    target="y",
    loss="C",
)


def width(layer: str) -> sp.Symbol:
    """Return the number of units of a layer."""
    return sp.Symbol(f"n_{{{layer}}}", integer=True, positive=True)


def before(layer: str) -> str:
    """Return the layer below: l - 1 for l."""
    return {"l+1": "l", "l": "l-1", "L": "L-1"}[layer]


def after(layer: str) -> str:
    """Return the layer above: l for l - 1."""
    return {"l": "l+1", "l-1": "l", "L-1": "L"}[layer]
