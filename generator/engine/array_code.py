"""Write terms with indices as array code: einsum for sums of products, broadcasting for what is element by element.

``ArrayWriter`` gives the expression whose axes are the indices asked for, in that order. An array whose index is an
expression (``i*stride + u - pad``) or data (``id[n]``) is gathered at these places, and a delta of one scatters a sum
to them, so that duplicates add up. NumPy, PyTorch and JAX share the writer and differ in a table.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.array_libraries import ArrayLibrary
from generator.engine.array_places import Axes, free, grid, letters, plain_letters, spread, without
from generator.engine.extremes import First, Largest
from generator.engine.rewrites.tails import one_and_erf
from generator.engine.terms import Term
from generator.engine.views import Ratio, ratio, swap
from generator.errors import DerivationError


@dataclass(frozen=True)
class Operand:
    """A factor of a product: its code and the indices of its axes.

    A ``loose`` one is a sum and takes brackets in a product; a ``compound`` one takes them before an index. One with a
    ``place`` is 1 where this index expression has the value of the last axis, and 0 elsewhere.
    """

    code: str
    axes: Axes
    loose: bool = False
    compound: bool = False
    place: Term | None = None


@dataclass(frozen=True)
class ArrayWriter:
    """Writes terms in a library. ``like`` is an array whose type and device numbers take; ``sizes`` name lengths.

    ``step`` is an index that a loop runs over: arrays stand there with that index given. ``outside`` is an argument
    that says what is outside of arrays, where that is not 0. ``selections`` collects the arrays of places that the code
    uses, by their own code: names to be set first. ``logs`` names the arrays that hold the logarithm of another.
    """

    library: ArrayLibrary
    like: str
    sizes: Mapping[str, sp.Symbol]
    selections: dict[str, str] = field(default_factory=dict)
    step: sp.Symbol | None = None
    outside: str = ""
    logs: Mapping[str, str] = field(default_factory=dict)

    def write(self, term: Term, axes: Axes) -> str:
        """Return code whose value has these axes, or broadcasts to them. Raises ``DerivationError``."""
        term = _whole(term)
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
        return f"/({'*'.join(divisors)})" if divisors[1:] else "".join(f"/{one}" for one in divisors)

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
        scattered = next((one for one in operands if self._scatters(one, operands, axes)), None)
        if scattered is not None:
            return self._scattered(scattered, [one for one in operands if one is not scattered], axes)
        operands = self._gathered(operands, axes)
        names = letters(one.axes for one in operands)
        inside = {axis for one in operands for axis in one.axes}
        shown = tuple(axis for axis in axes if axis in inside)
        left = ",".join("".join(names[axis] for axis in one.axes) for one in operands)
        right = "".join(names[axis] for axis in shown)
        code = f'{self.library.prefix}.einsum("{left}->{right}", {", ".join(map(self._code, operands))})'
        return spread(code, shown, axes)

    def _scatters(self, one: Operand, operands: list[Operand], axes: Axes) -> bool:
        """Tell whether a delta scatters a sum over the letters of its place to an axis that nothing else has."""
        *own, index = one.axes if one.place is not None else (None,)
        others = {axis for other in operands if other is not one for axis in other.axes}
        return one.place is not None and index in axes and index not in others and not {*own} & {*axes}

    def _scattered(self, one: Operand, others: list[Operand], axes: Axes) -> str:
        """Return the sums of a product of operands at their places along the last axis of a delta."""
        *own, index = one.axes
        at = axes.index(index)
        inner = self._product(others, (*axes[:at], *own, *axes[at + 1 :]))
        length = self.sizes[index.name.rstrip("'")]
        return f"scatter({inner}, {self._set(one.place, tuple(own))}, {length}{_after(len(axes) - at - 1)})"

    def _gathered(self, operands: list[Operand], axes: Axes) -> list[Operand]:
        """Return operands without the deltas whose last axis is summed over: the array that has it is gathered."""
        for one in (one for one in operands if one.place is not None and one.axes[-1] not in axes):
            rest = [other for other in operands if other is not one]
            of = [other for other in rest if one.axes[-1] in other.axes]
            if len(of) == 1 and of[0].place is None and not of[0].loose:
                return self._gathered([self._at_places(each, one) if each is of[0] else each for each in rest], axes)
        return operands

    def _at_places(self, array: Operand, delta: Operand) -> Operand:
        """Return an array with an axis replaced by the places that a delta gives it."""
        assert delta.place is not None  # noqa: S101 - a delta has a place
        *own, index = delta.axes
        before, after = array.axes[: array.axes.index(index)], array.axes[array.axes.index(index) + 1 :]
        code = f"gather({array.code}, {self._set(delta.place, tuple(own))}{_after(len(after))})"
        return Operand(code, (*before, *own, *after))

    def _code(self, one: Operand) -> str:
        """Return the code of an operand; of a delta, an array of zeros and ones."""
        if one.place is None:
            return one.code
        index = one.axes[-1]
        arange = spread(self._range.format(self.sizes[index.name.rstrip("'")]), (index,), one.axes)
        left = grid(one.place, one.axes, self._range, self.sizes)
        return self._named(self.library.same.format(left, arange, self.like))

    def _set(self, place: Term, own: Axes) -> str:
        """Return the name of an array of places."""
        code = grid(place, own, self._range, self.sizes)
        return code if code.isidentifier() else self._named(code)

    def _named(self, code: str) -> str:
        return self.selections.setdefault(code, f"place{len(self.selections) + 1}")

    @property
    def _range(self) -> str:
        return self.library.arange.format("{0}", self.like)

    def _placed(self, one: Operand, axes: Axes) -> str:
        """Return an operand with its axes in their places among those asked for."""
        ordered = tuple(axis for axis in axes if axis in one.axes)
        code = self._code(one) if ordered == one.axes else self._einsum([one], ordered)
        wide = spread(code, ordered, axes)
        return spread(f"({code})", ordered, axes) if (one.loose or one.compound) and wide != code else wide

    def _operands(self, factor: Term) -> list[Operand]:
        """Return a factor as an array; a component whose index is met twice has a delta beside it."""
        factor = _whole(factor)
        if isinstance(factor, sp.Indexed):
            return self._component(factor)
        if isinstance(factor, sp.KroneckerDelta):
            place, index = factor.args if factor.args[1].is_Symbol else reversed(factor.args)
            return [Operand("", (*plain_letters(place), index), place=place)]
        axes = self.free(factor)
        if isinstance(factor, First):
            own = tuple(limit[0] for limit in factor.args[1:])
            axes = (*(axis for axis in axes if axis not in own), *own)
        return [Operand(self._inner(factor, axes), axes, bool(factor.is_Add), bool(factor.is_Pow))]

    def _component(self, x: sp.Indexed) -> list[Operand]:
        code, axes, places = str(x.base.label), list[sp.Symbol](), without(self.step, tuple(x.indices))
        for count, place in enumerate(places, 1):
            if self.step is not None and self.step in place.free_symbols:
                code = f"at({code}, {place})"
            elif place.is_Symbol:
                axes.append(place)
            else:
                own = plain_letters(place)
                code = f"gather({code}, {self._set(place, own)}{_after(len(places) - count)}{self.outside})"
                axes += own
        if self.step in x.indices:
            code = code.replace(str(x.base.label), f"{x.base.label}[{self.step}]", 1)
        return [Operand(code, tuple(axes))]

    def _inner(self, factor: Term, axes: Axes) -> str:
        """Return a factor that is a function, a power or a bracket."""
        if factor.is_Add:
            return self._added(factor, axes)
        if isinstance(factor, Largest):
            return self._extreme(factor, axes)
        if factor.is_Pow and factor.exp == t.HALF:
            return f"{self.library.called('sqrt')}({self.write(factor.base, axes)})"
        if factor.is_Pow:
            base = self.write(factor.base, axes)
            return f"{base if base.isidentifier() else f'({base})'}**{factor.exp}"
        if isinstance(factor, sp.log) and isinstance(factor.args[0], sp.Indexed):
            name = str(factor.args[0].base.label)
            return self.logs.get(name, f"{self.library.called('log')}({self.write(factor.args[0], axes)})")
        if isinstance(factor, (AppliedUndef, sp.Function)) and len(factor.args) == 1:
            return f"{self.library.called(factor.func.__name__)}({self.write(factor.args[0], axes)})"
        raise DerivationError(f"{factor} · {type(factor).__name__} has no array code · generator/engine/array_code.py")

    def _extreme(self, x: Largest, axes: Axes) -> str:
        """Return a maximum over the last axes of its body, or the array that says where it is."""
        own = tuple(limit[0] for limit in x.args[1:])
        wanted = axes if isinstance(x, First) else (*axes, *own)
        body = replace(self, outside=f", outside=-{self.library.prefix}.inf").write(x.args[0], wanted)
        if isinstance(x, First):
            return f"first_largest({body}, {len(own)})"
        over = ", ".join(str(-n) for n in range(len(own), 0, -1))
        name, word = ("amax", "dim") if self.library.prefix == "torch" else ("max", "axis")
        return f"{self.library.prefix}.{name}({body}, {word}=({over}))"

    def _number(self, x: Term) -> str:
        """Return code for what has no index: a number, an option, a size, or arithmetic with them."""
        if x.is_Add:
            return "(" + " + ".join(self._number(part) for part in x.args).replace("+ -", "- ") + ")"
        parts = ratio(x)
        if x.is_Pow:
            exponent = "0.5" if x.exp == t.HALF else str(x.exp)
            return f"{_held(self._number(x.base))}**{exponent}"
        if x is sp.pi:
            return f"{self.library.prefix}.pi"
        if len(parts.above) + len(parts.below) > 1 or parts.sign < 0:
            above = "*".join(map(self._number, parts.above)) or "1"
            below = "".join(f"/{self._number(part)}" for part in parts.below)
            return ("-" if parts.sign < 0 else "") + above + below
        return str(x)


def _whole(x: Term) -> Term:
    """Return a sum with one and an error function in it by its complement, which keeps its digits far out."""
    parts = x.args if x.is_Add and t.ONE in x.args else ()
    found = next((part for part in parts if isinstance(t.without_sign(part), sp.erf)), None)
    tail = None if found is None else one_and_erf(t.add(t.ONE, found))
    return x if found is None or tail is None else t.add(*swap(swap(parts, t.ONE), found, tail))


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


def _after(count: int) -> str:
    """Return how many axes come after the one that is gathered or scattered, as an argument."""
    return f", {count}" if count else ""


def _held(code: str) -> str:
    """Return code in brackets where it is more than a name, a call or a component."""
    return code if _NAME.fullmatch(code) else f"({code})"


_NAME = re.compile(r"[\w.]+(\[[^\]()]*\]|\([^()]*\))?")
