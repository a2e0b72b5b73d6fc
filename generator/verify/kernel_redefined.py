"""Families of kernels that are right for another definition: both passes agree with each other, not with the layer.

A sum in place of a mean, a mask after the softmax in place of before it, a gate that is taken for what it leaves, a
reset gate on the other side of a product. Their gradients are derived as those of the layer are. To add a family, write
a generator of graphs and name it in ``redefined_layers``.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

import sympy as sp

from generator.derive.graph import Graph
from generator.derive.reverse import gradients
from generator.derive.softmax import softmax_of
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.views import ratio
from generator.errors import DerivationError
from generator.verify.kernel_layers import Others, layers_beside, substituted, with_value
from generator.verify.kernel_terms import Sizes
from generator.verify.kernels import Change, Program
from generator.verify.labelled import Valuation
from generator.verify.operations import forward

BOTH = ", in both passes"
"""Words for a kernel whose passes agree with each other."""


def redefined_layers(graph: Graph, raw: Program, final: Program) -> Iterator[tuple[Change, Program]]:
    """Yield the kernels of other definitions, each with the program in which it is made."""
    families = (layers_beside, _means, _masked_late, _unscaled, _shifted, _left, _gated_late, _turned)
    for words, other in chain.from_iterable(family(graph) for family in families):
        try:
            program = gradients(other)
        except DerivationError:
            continue
        start = partial(forward, other)
        yield Change(f"{words}{BOTH}", start=start), program
        if [one.indices for one in other.defined] == [one.indices for one in graph.defined]:
            yield Change(f"{words}, and the backward pass takes over what comes of it", start=start), final
        yield Change(f"{words}, in the forward pass alone", start=_of_outputs(other)), raw


def _of_outputs(other: Graph) -> Callable[[Valuation], Valuation]:
    """Return a function that takes the outputs, and nothing else, from another layer."""

    def start(point: Valuation) -> Valuation:
        found = forward(other, point)
        return point.having({one.name: found.arrays[one.name] for one in other.outputs})

    return start


def _means(graph: Graph) -> Others:
    """Yield the layers with a sum in place of a mean, and with one less than the number of what is added up."""
    for one in graph.defined:
        parts = ratio(one.value) if one.value is not None else None
        sizes = tuple(x for x in parts.below if x.is_Symbol and x.is_integer) if parts else ()
        if parts is None or not sizes or not any(isinstance(x, sp.Sum) for x in parts.above):
            continue
        whole = t.mul(*sizes)
        yield f"{one.name}: the sum in place of the mean", with_value(graph, one, t.mul(one.value, whole))
        if not any(x.has(sp.Pow) for x in parts.above):
            continue
        less = t.add(whole, t.MINUS_ONE)
        words = f"{one.name}: divided by {plain(less)} in place of {plain(whole)}"
        yield words, with_value(graph, one, t.over(t.mul(one.value, whole), less))


def _masked_late(graph: Graph) -> Others:
    """Yield the layers that mask the weights of a softmax, so that they do not add up to 1."""
    for softmax in (found for one in graph.defined if (found := softmax_of(one, graph)) is not None and found.masks):
        mask = t.mul(*softmax.masks)
        bare = substituted(graph, dict.fromkeys(softmax.masks, t.ONE))
        share = next(one for one in bare.defined if one.name == softmax.share.name)
        if share.value is not None:
            yield f"the mask comes after the softmax {share.name}", with_value(bare, share, t.mul(mask, share.value))


def _unscaled(graph: Graph) -> Others:
    """Yield the layers without the root of a size, and with the root of a size in place of it."""
    lengths = [axis.length for axis in graph.operation.axes]
    for size in lengths:
        root = t.power(size, t.HALF)
        if any(one.value is not None and one.value.has(root) for one in graph.defined):
            words = f"multiplied by √{size} in place of divided by it"
            yield words, substituted(graph, {root: t.power(size, -t.HALF)})
            yield f"not divided by √{size}", substituted(graph, {root: t.ONE})
            yield (
                f"divided by {size} in place of √{size}",
                substituted(graph, {root: size}),
            )
    scaled = {size for one in graph.defined if one.value is not None for part in t.walk(one.value)
              for size in ratio(part[1]).below if size in lengths and not ratio(part[1]).term.has(sp.exp)}  # fmt: skip
    options = {option.letter for option in graph.operation.options if not option.letter.is_integer}
    for size in sorted(scaled, key=str):
        if any(one.value is not None and options & one.value.free_symbols and size in one.value.free_symbols
               for one in graph.defined):  # fmt: skip
            yield (
                f"divided by √{size} in place of {size}",
                substituted(graph, {t.power(size, -1): t.power(size, -t.HALF)}),
            )


def _shifted(graph: Graph) -> Others:
    """Yield the layers that multiply by one more than a parameter, which begins at 0."""
    rows = [one for one in graph.given if one.array is not None and one.array.role == "parameter"]
    for one in rows:
        users = graph.users(one)
        if len(users) == 1 and len(one.indices) < len(users[0].indices) and users[0].value is not None:
            value, own = users[0].value, one.component
            parts = value.args if value.is_Add else (value,)
            if any(own in ratio(part).above and len(ratio(part).above) > 1 for part in parts):
                more = t.substitute(value, {own: t.add(t.ONE, own)})
                yield f"multiplied by 1 + {one.name} in place of {one.name}", with_value(graph, users[0], more)


def _left(graph: Graph) -> Others:
    """Yield the layers that take a gate for what it leaves: h = z h0 + (1 - z) g."""
    for one in graph.defined:
        rest = t.add(t.ONE, t.neg(one.component))
        for user in graph.users(one):
            if user.value is not None and user.value.has(rest):
                turned = t.substitute(user.value, {one.component: rest})
                yield f"{one.name} and 1 − {one.name} are exchanged", with_value(graph, user, turned)


def _gated_late(graph: Graph) -> Others:
    """Yield the layers in which a gate multiplies what a product of matrices gives, not what goes in."""
    sizes = Sizes(graph)
    for one in graph.defined:
        factors = ratio(one.value).above if one.value is not None and not ratio(one.value).below else ()
        if len(factors) != 2 or not all(isinstance(x, sp.Indexed) for x in factors):
            continue
        gates = [x for x in factors if x.indices == one.component.indices and (gate := graph.by_base.get(x.base))
                 is not None and gate.value is not None]  # fmt: skip
        for user in graph.users(one):
            sums = [x for x in user.value.atoms(sp.Sum) if x.has(one.base)] if user.value is not None else []
            if len(gates) != 1 or len(sums) != 1 or len(user.indices) != len(one.indices) or not all(
                sizes.alike(a, b) for a, b in zip(user.base.shape, one.base.shape, strict=True)
            ):  # fmt: skip
                continue
            (gate,), (inner,) = gates, sums
            late = t.mul(gate.base[user.indices], inner)
            kept = next(x for x in factors if x is not gate)
            other = with_value(graph, one, kept)
            place = next(each for each in other.defined if each.name == user.name)
            words = f"the gate {gate.base.label} comes after the product"
            yield words, with_value(other, place, t.substitute(user.value, {inner: late}))


def _turned(graph: Graph) -> Others:
    """Yield the layers that convolve: the kernel is read from its other end along all axes on which it slides."""
    for one in (one for one in graph.given if one.array is not None and one.array.role == "parameter"):
        for user in graph.users(one):
            sliding = Sizes(graph).sliding(user.value) if user.value is not None else set()
            places = [n for n, index in enumerate(one.indices) if index.name in sliding]
            if places and user.value is not None:
                indices = [one.base.shape[n] - 1 - index if n in places else index
                           for n, index in enumerate(one.indices)]  # fmt: skip
                other = t.substitute(user.value, {one.component: one.base[tuple(indices)]})
                yield f"{one.name} is flipped, a convolution in place of a correlation", with_value(graph, user, other)
