"""Write terms with indices as array code: einsum for sums of products, broadcasting for what is element by element.

``ArrayWriter`` gives the expression whose axes are the indices asked for, in that order. An index that is an expression
(``i*stride + u - pad``) or data (``id[n]``) becomes a factor of zeros and ones, so that a convolution and an embedding
are products like all others, and duplicates add up. NumPy, PyTorch and JAX share the writer and differ in a table.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_letters

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.terms import Term
from generator.engine.views import Ratio, ratio
from generator.errors import DerivationError

Axes = tuple[sp.Symbol, ...]


@dataclass(frozen=True)
class ArrayLibrary:
    """How a library of arrays spells things: ``arange`` makes whole numbers, ``same`` 0 or 1 of an array's type."""

    name: str
    prefix: str
    arange: str
    same: str
    functions: Mapping[str, str] = field(default_factory=dict, hash=False)

    def called(self, name: str) -> str:
        """Return the name of a function of one array."""
        return self.functions.get(name, f"{self.prefix}.{name}")


NUMPY = ArrayLibrary(
    "NumPy", "np", "np.arange({0})", "({0} == {1}).astype({2}.dtype)", {r"\sigma": "expit", "Abs": "np.abs"}
)
TORCH = ArrayLibrary(
    "PyTorch", "torch", "torch.arange({0}, device={2}.device)", "({0} == {1}).to({2}.dtype)",
    {r"\sigma": "torch.sigmoid", "Abs": "torch.abs"},
)  # fmt: skip
JAX = ArrayLibrary(
    "JAX", "jnp", "jnp.arange({0})", "({0} == {1}).astype({2}.dtype)", {r"\sigma": "jax.nn.sigmoid", "Abs": "jnp.abs"}
)


@dataclass(frozen=True)
class Operand:
    """A factor of a product: its code and the indices of its axes.

    A ``loose`` one is a sum and takes brackets in a product; a ``compound`` one takes them before an index.
    """

    code: str
    axes: Axes
    loose: bool = False
    compound: bool = False


@dataclass(frozen=True)
class ArrayWriter:
    """Writes terms in a library. ``like`` is an array whose type and device numbers take; ``sizes`` name lengths.

    ``step`` is an index that a loop runs over: arrays stand there with that index given. ``selections`` collects the
    arrays of zeros and ones that the code uses, by their own code: names to be set first.
    """

    library: ArrayLibrary
    like: str
    sizes: Mapping[str, sp.Symbol]
    selections: dict[str, str] = field(default_factory=dict)
    step: sp.Symbol | None = None

    def write(self, term: Term, axes: Axes) -> str:
        """Return code whose value has these axes, or broadcasts to them. Raises ``DerivationError``."""
        if term.is_Add:
            return self._added(term, axes)
        parts = ratio(term)
        scale, operands = self._taken(parts.above, axes)
        text = "*".join(filter(None, (*scale, self._product(operands, axes) if operands else ""))) or "1"
        return ("-" if parts.sign < 0 else "") + text + self._divided(parts.below, axes)

    def free(self, term: Term) -> Axes:
        """Return the free indices of a term that are axes here."""
        return without(self.step, free(term))

    def _divided(self, below: tuple[Term, ...], axes: Axes) -> str:
        """Return the division by these factors, numbers last."""
        numbers, operands = self._taken(below, axes)
        divisors = [_held(self._placed(one, axes)) for one in operands] + numbers
        if not divisors:
            return ""
        return f"/{divisors[0]}" if len(divisors) == 1 else f"/({'*'.join(divisors)})"

    def _added(self, term: Term, axes: Axes) -> str:
        text = self.write(term.args[0], axes)
        for part in term.args[1:]:
            sign, body = (" - ", t.without_sign(part)) if t.is_neg(part) else (" + ", part)
            text += sign + self.write(body, axes)
        return text

    def _taken(self, factors: Iterable[Term], axes: Axes) -> tuple[list[str], list[Operand]]:
        """Return the factors that are single numbers, as code, and those that are arrays."""
        numbers, operands = list[str](), list[Operand]()
        for factor in factors:
            if not self.free(factor):
                numbers.append(self._number(factor))
            elif isinstance(factor, sp.Sum):
                operands.append(self._summed(factor, axes))
            else:
                operands += self._operands(factor)
        return numbers, operands

    def _summed(self, total: sp.Sum, wanted: Axes) -> Operand:
        """Return a sum over products as one operand, contracted by einsum."""
        scale, factors = _flat(total)
        own = self.free(total)
        axes = (*(axis for axis in wanted if axis in own), *(axis for axis in own if axis not in wanted))
        numbers, operands = self._taken(scale.above, axes)
        text = self._product([*operands, *(one for f in factors for one in self._operands(f))], axes, summed=True)
        text = "*".join((*numbers, text)) + self._divided(scale.below, axes)
        return Operand(f"-{text}" if scale.sign < 0 else text, axes, scale.sign < 0, bool(numbers or scale.below))

    def _product(self, operands: list[Operand], axes: Axes, *, summed: bool = False) -> str:
        """Return a product: einsum where an axis is summed or an order changed, else element by element."""
        inside = {axis for one in operands for axis in one.axes}
        if summed or inside - set(axes) or any(len(set(one.axes)) < len(one.axes) for one in operands):
            return self._einsum(operands, axes)
        pieces = [self._placed(one, axes) for one in operands]
        return "*".join(f"({p})" if one.loose else p for one, p in zip(operands, pieces, strict=True))

    def _einsum(self, operands: list[Operand], axes: Axes) -> str:
        letters = _letters(one.axes for one in operands)
        inside = {axis for one in operands for axis in one.axes}
        shown = tuple(axis for axis in axes if axis in inside)
        left = ",".join("".join(letters[axis] for axis in one.axes) for one in operands)
        right = "".join(letters[axis] for axis in shown)
        code = f'{self.library.prefix}.einsum("{left}->{right}", {", ".join(one.code for one in operands)})'
        return _spread(code, shown, axes)

    def _placed(self, one: Operand, axes: Axes) -> str:
        """Return an operand with its axes in their places among those asked for."""
        ordered = tuple(axis for axis in axes if axis in one.axes)
        code = one.code if ordered == one.axes else self._einsum([one], ordered)
        spread = _spread(code, ordered, axes)
        return _spread(f"({code})", ordered, axes) if (one.loose or one.compound) and spread != code else spread

    def _operands(self, factor: Term) -> list[Operand]:
        """Return a factor as an array, and as many arrays of zeros and ones as it has indices that are no letters."""
        if isinstance(factor, sp.Indexed):
            return self._component(factor)
        if isinstance(factor, sp.KroneckerDelta):
            return [self._selection(*factor.args)]
        axes = self.free(factor)
        return [Operand(self._inner(factor, axes), axes, bool(factor.is_Add), bool(factor.is_Pow))]

    def _component(self, x: sp.Indexed) -> list[Operand]:
        name, axes, more = str(x.base.label), list[sp.Symbol](), list[Operand]()
        for place, size in zip(x.indices, x.base.shape or (), strict=True):
            if self.step is not None and self.step in place.free_symbols:
                name = f"{name}[{place}]" if place == self.step else f"at({name}, {place})"
            elif place.is_Symbol and place not in axes:
                axes.append(place)
            else:
                stand_in = sp.Dummy(str(size), integer=True, positive=True)
                axes.append(stand_in)
                more.append(self._selection(place, stand_in, str(size)))
        return [Operand(name, tuple(axes)), *more]

    def _selection(self, place: Term, index: sp.Symbol, size: str = "") -> Operand:
        """Return the array that is 1 where an index expression has the value of an index, and 0 elsewhere."""
        if place.is_Symbol and not index.is_Symbol:
            place, index = index, place
        axes = _plain_letters(place)
        left = self._grid(place, (*axes, index))
        right = self._range(index, (*axes, index), size)
        code = self.library.same.format(left, right, self.like)
        name = self.selections.setdefault(code, f"pick{len(self.selections) + 1}")
        return Operand(name, (*axes, index))

    def _grid(self, place: Term, axes: Axes) -> str:
        if isinstance(place, sp.Indexed):
            return _spread(str(place.base.label), tuple(place.indices), axes)
        if place.is_Symbol:
            return self._range(place, axes) if place in axes else str(place)
        if place.is_Integer:
            return str(place)
        if place.is_Mul:
            return "*".join(self._grid(part, axes) for part in place.args if part != -1)
        text = ""
        for part in sorted(place.args, key=lambda one: (one.could_extract_minus_sign(), str(one))):
            sign = "-" if part.could_extract_minus_sign() else "+"
            text += f" {sign} {self._grid(-part if sign == '-' else part, axes)}"
        return text.removeprefix(" + ")

    def _range(self, index: sp.Symbol, axes: Axes, size: str = "") -> str:
        length = size or str(self.sizes[index.name.rstrip("'")])
        return _spread(self.library.arange.format(length, "", self.like), (index,), axes)

    def _inner(self, factor: Term, axes: Axes) -> str:
        """Return a factor that is a function, a power or a bracket."""
        if factor.is_Add:
            return self._added(factor, axes)
        if factor.is_Pow and factor.exp == t.HALF:
            return f"{self.library.called('sqrt')}({self.write(factor.base, axes)})"
        if factor.is_Pow:
            base = self.write(factor.base, axes)
            return f"{base if base.isidentifier() else f'({base})'}**{factor.exp}"
        if isinstance(factor, (AppliedUndef, sp.Function)) and len(factor.args) == 1:
            return f"{self.library.called(factor.func.__name__)}({self.write(factor.args[0], axes)})"
        raise DerivationError(f"{factor} · {type(factor).__name__} has no array code · generator/engine/array_code.py")

    def _number(self, x: Term) -> str:
        """Return code for what has no index: a number, an option, a size, or arithmetic with them."""
        if x.is_Add:
            return "(" + " + ".join(self._number(part) for part in x.args).replace("+ -", "- ") + ")"
        parts = ratio(x)
        if x.is_Pow:
            exponent = "0.5" if x.exp == t.HALF else str(x.exp)
            return f"{self._number(x.base)}**{exponent}"
        if len(parts.above) + len(parts.below) > 1 or parts.sign < 0:
            above = "*".join(map(self._number, parts.above)) or "1"
            below = "".join(f"/{self._number(part)}" for part in parts.below)
            return ("-" if parts.sign < 0 else "") + above + below
        return str(x)


def _flat(total: sp.Sum) -> tuple[Ratio, list[Term]]:
    """Return what a sum over products multiplies, as a ratio, and the factors that have its indices."""
    body, (index, *_) = total.args
    parts = ratio(body)
    factors, scale = list[Term](), Ratio(parts.sign, (), ())
    for factor in parts.above:
        if isinstance(factor, sp.Sum):
            inner, more = _flat(factor)
            scale, factors = scale.times(inner), [*factors, *more]
        elif free(factor):
            factors.append(factor)
        else:
            scale = scale.times(Ratio(1, (factor,), ()))
    for factor in parts.below:
        if index in free(factor):
            factors.append(t.power(factor, -1))
        else:
            scale = scale.times(Ratio(1, (), (factor,)))
    return scale, factors


def free(x: Term) -> Axes:
    """Return the free indices of a term, as they first occur; those inside of index expressions too."""
    if isinstance(x, (sp.Indexed, sp.KroneckerDelta)):
        places = x.indices if isinstance(x, sp.Indexed) else x.args
        return tuple(dict.fromkeys(letter for place in places for letter in _plain_letters(place)))
    bound = x.args[1][0] if isinstance(x, sp.Sum) else None
    inner = (letter for part in t.children(x) for letter in free(part) if letter != bound)
    return tuple(dict.fromkeys(inner))


def without(step: sp.Symbol | None, axes: Axes) -> Axes:
    """Return axes but for that of a loop."""
    return tuple(axis for axis in axes if axis != step)


def _plain_letters(place: Term) -> Axes:
    """Return the letters of axes in an index; options and sizes are whole numbers, but no letters of one axis."""
    found = place.indices if isinstance(place, sp.Indexed) else sorted(place.atoms(sp.Symbol), key=str)
    return tuple(letter for letter in found if letter.is_positive and letter.name[:1].islower())


def _letters(operands: Iterable[Axes]) -> Mapping[sp.Symbol, str]:
    """Return a letter of its own for each index, its own where that is free."""
    found: dict[sp.Symbol, str] = {}
    every = tuple(dict.fromkeys(axis for axes in operands for axis in axes))
    for axis in sorted(every, key=lambda one: len(one.name)):
        wanted = axis.name if len(axis.name) == 1 else axis.name.rstrip("'").lower()
        spare = (letter for letter in (wanted, *ascii_letters) if letter not in found.values())
        found[axis] = next(spare)
    return found


def _spread(code: str, own: Axes, axes: Axes) -> str:
    """Return code with axes of length 1 put in, where broadcasting alone would not find the places."""
    if not own or own == axes[len(axes) - len(own) :]:
        return code
    first = min(axes.index(axis) for axis in own)
    places = ", ".join(":" if axis in own else "None" for axis in axes[first:])
    return f"{code}[{places}]"


def _held(code: str) -> str:
    """Return code in brackets where it is more than a name, a call or a component."""
    return code if _NAME.fullmatch(code) else f"({code})"


_NAME = re.compile(r"[\w.]+(\[[^\]()]*\]|\([^()]*\))?")
