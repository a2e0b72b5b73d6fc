"""Print a softmax so that nothing in it overflows, and its logarithm so that nothing is lost.

e = mask exp(s), z = sum_k e and p = e/z have the same p for s less any number along k: the largest is taken off. Then
log p = s - max - log z keeps its digits where p itself has become 0.

Source: P. Blanchard, D. J. Higham and N. J. Higham 2021, section 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.engine import terms as t
from generator.engine.array_code import ArrayWriter
from generator.engine.terms import Term
from generator.engine.views import ratio


@dataclass(frozen=True)
class Softmax:
    """What stands in the exponential of the numerator, along which axis, the masks beside it, the sum and the share."""

    scores: Term
    axis: sp.Symbol
    masks: tuple[Term, ...]
    total: Quantity
    share: Quantity


def softmax_of(one: Quantity, graph: Graph) -> Softmax | None:
    """Return the softmax whose numerator a quantity is; None where it or its sum stands in anything but the share."""
    parts = ratio(one.value) if one.value is not None else None
    powers = [f for f in parts.above if isinstance(f, sp.exp)] if parts else []
    if parts is None or len(powers) != 1 or parts.below or parts.sign < 0:
        return None
    users = graph.users(one)
    total = next((u for u in users if isinstance(u.value, sp.Sum) and u.value.args[0].func == one.component.func), None)
    if total is None or total.value is None or total.value.args[0].base != one.base:
        return None
    share = next((u for u in users if u is not total), None)
    both = {one.base, total.base}
    if share is None or share.value is None or len(users) != 2 or graph.users(total) != (share,):
        return None
    if (
        not t.is_quotient(share.value)
        or {part.base for part in t.children(share.value) if isinstance(part, sp.Indexed)} != both
    ):
        return None
    axis = one.indices[list(total.value.args[0].indices).index(total.value.args[1][0])]
    return Softmax(powers[0].args[0], axis, tuple(f for f in parts.above if f not in powers), total, share)


def logarithms(graph: Graph) -> dict[str, str]:
    """Return a name for the logarithm of each share whose logarithm stands in a definition, by the share's name."""
    softmaxes = (softmax_of(one, graph) for one in graph.defined)
    shares = [one.share for one in softmaxes if one is not None and not one.masks]
    taken = {inner.args[0] for one in graph.defined if one.value is not None for inner in one.value.atoms(sp.log)}
    bases = {part.base for part in taken if isinstance(part, sp.Indexed) and all(i.is_Symbol for i in part.indices)}
    return {one.name: f"log_{one.name}" for one in shares if one.base in bases}


def numerator_lines(one: Quantity, softmax: Softmax, writer: ArrayWriter) -> Iterator[str]:
    """Yield the lines that compute the largest score and the numerator."""
    prefix = writer.library.prefix
    text = writer.write(softmax.scores, one.indices)
    shown = text
    if softmax.masks:
        mask = "*".join(writer.write(each, one.indices) for each in softmax.masks)
        shown = f"{prefix}.where({mask} != 0, {text}, -{prefix}.inf)"
    yield f"top = {_largest(prefix, shown, one.indices.index(softmax.axis))}"
    power = f"{prefix}.exp({text} - top)"
    if softmax.masks:
        low = {"torch": "torch.clamp({0} - top, max=0)"}.get(prefix, "{1}.minimum({0} - top, 0)")
        power = f"{mask}*{prefix}.exp({low.format(text, prefix)})"
    yield f"{one.name} = {power}"


def logarithm_line(name: str, softmax: Softmax, writer: ArrayWriter) -> str:
    """Return the line that computes log p, after the lines of the numerator and of the sum."""
    indices = softmax.share.indices
    below = writer.write(t.call(sp.log, softmax.total.component), indices)
    return f"{name} = {writer.write(softmax.scores, indices)} - top - {below}"


def _largest(prefix: str, code: str, axis: int) -> str:
    if prefix == "torch":
        return f"torch.amax({code}, dim={axis}, keepdim=True)"
    return f"{prefix}.max({code}, axis={axis}, keepdims=True)"
