"""How does each author write the formulas of a layer?

A derivation of a layer is one object; a *dialect* is a way to print it. Its names and the order of its indices are a
``Layout``; where it writes quotients, a derivative that has a name becomes one, dZ_ks to dL_s/dZ_ks, and where it has
names, the reverse. ``translated`` does both. The titles are those of the notations of single formulas, so that one
choice holds on every page. A newcomer adds a row to ``DIALECTS``.

Sources: A. Ng, *Neural Networks and Deep Learning*, deeplearning.ai, week 3 (dZ, and (i) for the example); M. A.
Nielsen, *Neural Networks and Deep Learning*, chapter 2 (delta, and x for the example); PyTorch's ``nn.Linear``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.catalogue.dense import COLUMNS, MEAN_LOSS, NIELSEN, ROWS, Layout, S
from generator.engine import notation
from generator.engine import terms as t
from generator.engine.chain import slope_of
from generator.engine.matrices import Index
from generator.engine.terms import D, Term

PYTORCH = "PyTorch"


@dataclass(frozen=True)
class Dialect:
    """A way to print the formulas of a layer.

    ``parts`` has the names of components, ``whole`` those of matrices, if the author writes them. ``gradient`` is how a
    gradient of the weights or of a bias is named: the place of the letter is ``{}``. ``quotients`` tells whether
    derivatives are written as such; None leaves them as they are. ``example`` and ``mean`` are the letters for the
    example and for the mean. ``note`` says what is what, in a line of Markdown.
    """

    author: str
    parts: Layout
    whole: Layout | None
    gradient: str
    quotients: bool | None = None
    example: sp.Symbol = S
    mean: sp.Symbol = MEAN_LOSS
    note: str = ""

    @property
    def by_example(self) -> bool:
        """Whether the author's matrices are those of one example, and the examples are added up around them."""
        return self.whole is not None and self.whole.examples == "none"


def _quotients(layout: Layout, loss: str) -> Layout:
    """Return the layout in which the slopes are called by what they are."""
    z, a = (rf"\frac{{{{\partial {loss}}}}}{{{{\partial {part}}}}}" for part in (layout.weighted, layout.active))
    return replace(layout, slope_z=z, slope_a=a)


_X = sp.Symbol("x", integer=True, positive=True)
_NG = Layout(
    "none",
    weighted="z^{{[{}](s)}}",
    active="a^{{[{}](s)}}",
    target="y^{{(s)}}",
    slope_z="dz^{{[{}](s)}}",
    slope_a="da^{{[{}](s)}}",
    loss=r"\mathcal{L}^{(s)}",
)
_NG_ALONE = replace(
    _NG,
    weighted="z^{{[{}]}}",
    active="a^{{[{}]}}",
    target="y",
    slope_z="dz^{{[{}]}}",
    slope_a="da^{{[{}]}}",
    loss=r"\mathcal{L}",
)
_NIELSEN_BY_EXAMPLE = replace(
    NIELSEN,
    weighted="z^{{x,{}}}",
    active="a^{{x,{}}}",
    target="y^{{x}}",
    slope_z=r"\delta^{{x,{}}}",
    slope_a=r"{{\nabla_a C_x}}",
    loss="C_x",
)
_COST = sp.Symbol("C", real=True)
_D, _DC, _DJ = "d{}", r"\frac{{\partial C}}{{\partial {}}}", r"\frac{{\partial J}}{{\partial {}}}"

NG = Dialect(
    notation.NG.title, _NG, COLUMNS, _D, quotients=False,
    note=r"$dZ$ is short for $d\mathcal{L}/dZ$, one column an example; $dW$ and $db$ are derivatives of the mean $J$. "
    r"In components $(s)$ is the example, and small letters are columns.",
)  # fmt: skip
LEIBNIZ = Dialect(
    notation.LEIBNIZ.title, COLUMNS, _quotients(COLUMNS, "L"), _DJ, quotients=True,
    note=r"$\partial L/\partial Z$ has a column for each example, the derivative of its own loss.",
)  # fmt: skip
NIELSEN_ALL = Dialect(
    notation.NIELSEN.title, _NIELSEN_BY_EXAMPLE, _NIELSEN_BY_EXAMPLE, _DC, quotients=False, example=_X, mean=_COST,
    note=r"$\delta^{x,l}$ is $\partial C_x/\partial z^{x,l}$ for the example $x$, and $C$ the mean of the costs $C_x$.",
)  # fmt: skip
INDEX = Dialect(notation.INDEX.title, COLUMNS, None, _D, note="Every letter carries the indices of its component.")
ROWWISE = Dialect(
    PYTORCH, ROWS, ROWS, _D,
    note="One example in each row. The weights have the same shape as elsewhere, so the transposes change places.",
)  # fmt: skip

NG_ONE = Dialect(
    notation.NG.title, _NG_ALONE, _NG_ALONE, _D, quotients=False, note=r"One example: small letters are columns."
)
LEIBNIZ_ONE = Dialect(notation.LEIBNIZ.title, NIELSEN, _quotients(NIELSEN, "C"), _DC, quotients=True)
NIELSEN_ONE = Dialect(notation.NIELSEN.title, NIELSEN, NIELSEN, r"\nabla_{{{}}} C")
INDEX_ONE = Dialect(notation.INDEX.title, NIELSEN, None, _DC, quotients=True)

DIALECTS: Mapping[str, tuple[Dialect, ...]] = {
    "columns": (NG, LEIBNIZ, NIELSEN_ALL, INDEX, ROWWISE),
    "rows": (ROWWISE, NG, LEIBNIZ, NIELSEN_ALL, INDEX),
    "none": (NIELSEN_ONE, NG_ONE, LEIBNIZ_ONE, INDEX_ONE),
}
"""By the layout that a formula is derived in: its own dialect first, for that is what its page shows first."""
OWN: Mapping[str, Dialect] = {"columns": INDEX, "rows": ROWWISE, "none": NIELSEN_ONE}
"""The dialect in which a formula's derivation is made, component by component."""

_LAYERS = ("L-1", "l-1", "l", "l+1", "L")
_KINDS = ("weights", "bias", "weighted", "active", "target", "slope_z", "slope_a")


@cache
def _letters(layout: Layout) -> Mapping[str, tuple[str, str]]:
    """Return what every name of a layout means: the kind of quantity, and its layer."""
    return {getattr(layout, kind).format(layer): (kind, layer) for kind in _KINDS for layer in _LAYERS}


def translated(term: Term, source: Layout, dialect: Dialect, target: Layout | None = None) -> Term:
    """Return a term of one layout in the names of a dialect, or of the ``target`` layout; nothing else changes."""
    return _Translator(source, dialect, target or dialect.parts).translate(term)


@dataclass(frozen=True)
class _Translator:
    source: Layout
    dialect: Dialect
    target: Layout

    def translate(self, x: Term) -> Term:
        if x == self.source.one_loss:
            return self.target.one_loss
        if x == MEAN_LOSS:
            return self.dialect.mean
        if isinstance(x, D):
            return self._derivative(x)
        if isinstance(x, sp.Indexed):
            return self._component(x)
        if isinstance(x, sp.Sum):
            body, (index, _, size) = x.args
            return t.total(self.translate(body), self.dialect.example if index == S else index, size)
        if isinstance(x, AppliedUndef):
            return self._applied(x)
        if not x.args or isinstance(x, sp.KroneckerDelta):
            return x
        return x.func(*map(self.translate, x.args), evaluate=False)

    def _meaning(self, x: sp.Indexed) -> tuple[str, str, tuple[sp.Symbol, ...]]:
        """Return the kind of a component, its layer, and the indices of its units."""
        kind, layer = _letters(self.source)[str(x.base.label)]
        return kind, layer, tuple(index for index in x.indices if index != S)

    def _component(self, x: sp.Indexed) -> Term:
        kind, layer, units = self._meaning(x)
        if kind in _SLOPES and self.dialect.quotients:
            letter = self._named(_SLOPES[kind], layer, units)
            return D(self.target.one_loss, letter)
        return self._named(kind, layer, units)

    def _named(self, kind: str, layer: str, units: tuple[sp.Symbol, ...]) -> Term:
        return _COMPONENTS[kind](self.target, layer, *units)

    def _derivative(self, x: D) -> Term:
        above, variable = x.args
        if self.dialect.quotients is False and isinstance(variable, sp.Indexed):
            kind, layer, units = self._meaning(variable)
            if above == self.source.one_loss and kind in _NAMES and self.target.has_name(_NAMES[kind], layer):
                return self._named(_NAMES[kind], layer, units)
            if above == MEAN_LOSS and self.dialect.gradient == _D:
                base = self.translate(variable).base
                return sp.IndexedBase(f"d{base.label}", shape=base.shape, real=True)[units]
        return D(self.translate(above), self.translate(variable))

    def _applied(self, x: Term) -> Term:
        """Return a function of a component; its layer is that of the component."""
        (inner,) = x.args
        _, layer, _ = self._meaning(inner)
        g = self.target.g(layer)
        return (slope_of(g) if "'" in type(x).__name__ else g)(self.translate(inner))


_SLOPES = {"slope_z": "weighted", "slope_a": "active"}
_NAMES = {kind: name for name, kind in _SLOPES.items()}
_COMPONENTS: Mapping[str, Callable[..., Term]] = {
    "weights": lambda x, layer, unit, below: x.w(unit, below, layer),
    "bias": lambda x, layer, unit: x.b(unit, layer),
    "weighted": lambda x, layer, unit: x.z(unit, layer),
    "active": lambda x, layer, unit: x.a(unit, layer),
    "target": lambda x, layer, unit: x.y(unit, layer),
    "slope_z": lambda x, layer, unit: x.dz(unit, layer),
    "slope_a": lambda x, layer, unit: x.da(unit, layer),
}


def axes(units: tuple[sp.Symbol, ...], layout: Layout, *, by_example: bool) -> tuple[Index, Index]:
    """Return the indices of rows and columns of a quantity with these units, one for each example or one for all."""
    if len(units) > 1:
        return units[0], units[1]
    if by_example and layout.examples != "none":
        return (units[0], S) if layout.examples == "columns" else (S, units[0])
    return (None, units[0]) if layout.examples == "rows" else (units[0], None)
