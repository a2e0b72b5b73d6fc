"""Which wrong matrix formulas do people write?

One table for all formulas of the network, those of the garbled post among them. Each row makes its mistake in the right
formula, or leaves it alone where the mistake cannot be made. A newcomer adds a row at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import sympy as sp

from generator.catalogue.dense import Layout
from generator.engine import terms as t
from generator.engine.matrices import (
    Added,
    Applied,
    Elementwise,
    Matrix,
    Node,
    Product,
    Scaled,
    Summed,
    Transposed,
    walk,
    without_mean,
)

Change = Callable[[Node], Node]


@dataclass(frozen=True)
class Misprint:
    """A mistake: its name, how it comes about, the change that it makes, and whether the post has it.

    Its ``id`` is the address of its page, for good: ``title`` heads it, ``said`` is what people say. Rows that make one
    mistake in several ways share a page.
    """

    name: str
    says: str
    change: Callable[[Node, Layout], Node]
    printed: bool = False
    id: str = ""
    title: str = ""
    said: str = ""


def _each(change: Change) -> Callable[[Node, Layout], Node]:
    return lambda whole, _: walk(whole, change)


def _other(old: Callable[[Layout], str], new: Callable[[Layout], sp.IndexedBase]) -> Callable[[Node, Layout], Node]:
    """Return the change of one matrix for another; both depend on the layout."""

    def change(whole: Node, layout: Layout) -> Node:
        def renamed(part: Node) -> Node:
            match part:
                case Matrix(base, row) if str(base.label) == old(layout):
                    return Matrix(new(layout), row)
            return part

        return walk(whole, renamed)

    return change


def _gradient(layer: str) -> Callable[[Layout], sp.IndexedBase]:
    """Return the gradient of a layer's weights, which has the shape of the weights."""
    return lambda x: sp.IndexedBase(f"d{x.weights}".format(layer), shape=x.weight_matrix(layer).shape, real=True)


def _not_transposed(part: Node) -> Node:
    return part.of if isinstance(part, Transposed) else part


def _scaled_twice(part: Node) -> Node:
    return Scaled(part.above, part.below, part) if isinstance(part, Scaled) and part.below != t.ONE else part


def _not_summed(part: Node) -> Node:
    return part.of if isinstance(part, Summed) else part


def _other_axis(part: Node) -> Node:
    return replace(part, axis=1 - part.axis) if isinstance(part, Summed) else part


def _by_element(part: Node) -> Node:
    return Elementwise(part.factors) if isinstance(part, Product) else part


def _by_matrix(part: Node) -> Node:
    return Product(part.factors) if isinstance(part, Elementwise) else part


def _without_slope(part: Node) -> Node:
    if not isinstance(part, Elementwise):
        return part
    rest = tuple(f for f in part.factors if not isinstance(f, Applied))
    return rest[0] if len(rest) == 1 else part


def _slope_of_first(whole: Node, layout: Layout) -> Node:
    """g'[1](Z[1]) for g'[l](Z[l])."""
    first = Matrix(layout.units(layout.weighted, "1"))

    def change(part: Node) -> Node:
        if not isinstance(part, Applied) or "{[l]}" not in part.function.__name__:
            return part
        return Applied(sp.Function(part.function.__name__.replace("[l]", "[1]"), real=True), first)

    return walk(whole, change)


def _slope_of_answer(whole: Node, layout: Layout) -> Node:
    """g'(A) for g'(Z)."""

    def change(part: Node) -> Node:
        if not isinstance(part, Applied) or not isinstance(part.of, Matrix):
            return part
        layer = str(part.of.base.label).partition("^")[2].strip("{[]}")
        return Applied(part.function, Matrix(layout.units(layout.active, layer)))

    return walk(whole, change)


def _turned_round(part: Node) -> Node:
    match part:
        case Added((first, Scaled(_, _, second))):
            return Added((second, Scaled(t.MINUS_ONE, t.ONE, first)))
    return part


def _times_slope(whole: Node, layout: Layout) -> Node:
    """Write (A - Y) g'(Z) for A - Y."""
    if not isinstance(whole, Added):
        return whole
    slope = sp.Function(layout.function.format("L").replace("g", "g'"), real=True)
    return Elementwise((whole, Applied(slope, Matrix(layout.units(layout.weighted, "L")))))


def _flipped(whole: Node, _: Layout) -> Node:
    return whole if isinstance(whole, Added) else Scaled(t.MINUS_ONE, t.ONE, whole)


def _as_printed(whole: Node, layout: Layout) -> Node:
    """dW^T dZ[2] g'[1](Z[1]), all of it at once."""
    for row in MISPRINTS:
        whole = row.change(whole, layout) if row.printed and row.change is not _as_printed else whole
    return whole


MISPRINTS = (
    Misprint("input of the wrong layer", "The layer's own activations stand where its input belongs.",
             _other(lambda x: x.active.format("l-1"), lambda x: x.units(x.active, "l")), printed=True,
             id="input-of-the-wrong-layer", title="A[l] where A[l−1] belongs",
             said="dW of a layer is its dZ times its A."),
    Misprint("gradient for the weights", "The gradient of the weights stands where the weights themselves belong.",
             _other(lambda x: x.weights.format("l+1"), _gradient("l+1")), printed=True,
             id="gradient-for-the-weights", title="dW where W belongs",
             said="The error goes back through dW."),
    Misprint("gradient for the weights", "The gradient of the weights stands where the weights themselves belong.",
             _other(lambda x: x.weights.format("l"), _gradient("l")),
             id="gradient-for-the-weights", title="dW where W belongs",
             said="The error goes back through dW."),
    Misprint("error of layer 2", "The error of layer 2 stands where that of the layer above belongs, whichever it is.",
             _other(lambda x: x.slope_z.format("l+1"), lambda x: x.units(x.slope_z, "2")), printed=True,
             id="error-of-layer-2", title="dZ[2] in every layer",
             said="dZ of each layer is made of dZ[2]."),
    Misprint("slope of layer 1", "The slope of the first layer stands where that of this layer belongs.",
             _slope_of_first, printed=True,
             id="slope-of-layer-1", title="g′[1] in every layer",
             said="Multiply by g′[1](Z[1])."),
    Misprint("matrix product for elementwise", "A matrix product stands where elements are multiplied one by one.",
             _each(_by_matrix), printed=True,
             id="matrix-product-for-elementwise", title="A matrix product for the elementwise product",
             said="The error times the slope: side by side is times."),
    Misprint("all of these at once", "The line as the post prints it, with every misprint in it.",
             _as_printed, printed=True,
             id="all-misprints-at-once", title="The line of the post, with all its misprints",
             said="dZ[L−1] is dW[L]ᵀ dZ[2] g′[1](Z[1])."),
    Misprint("elementwise for matrix product", "Elements are multiplied one by one where a matrix product belongs.",
             _each(_by_element),
             id="elementwise-for-matrix-product", title="Elementwise for the matrix product",
             said="dW is dZ * A.T in NumPy."),
    Misprint("transpose missing", "The transpose is left out.", _each(_not_transposed),
             id="transpose-missing", title="The transpose missing", said="dW is dZ times A."),
    Misprint("1/m missing", "The sum over the examples is taken for their mean.", lambda whole, _: without_mean(whole),
             id="mean-missing", title="1/m nowhere", said="The product adds up the examples: that is it."),
    Misprint("1/m twice", "The mean is taken of what has been averaged already.", _each(_scaled_twice),
             id="mean-twice", title="1/m twice", said="dZ has a 1/m, and dW has one too."),
    Misprint("sum missing", "The examples are not added up.", _each(_not_summed),
             id="row-sum-missing", title="db without the sum", said="db is dZ, for the bias is only added."),
    Misprint("sum along the other axis", "The units are added up instead of the examples.", _each(_other_axis),
             id="sum-along-the-other-axis", title="The sum along the other axis",
             said="db is np.sum(dZ, axis=0)."),
    Misprint("weights of this layer", "This layer's weights stand where those of the layer above belong.",
             _other(lambda x: x.weights.format("l+1"), lambda x: x.weight_matrix("l")),
             id="weights-of-this-layer", title="W[l] where W[l+1] belongs",
             said="The error of a layer goes back through the weights of that layer."),
    Misprint("slope missing", "The slope of the activation is left out.", _each(_without_slope),
             id="layer-slope-missing", title="g′ left away in a layer",
             said="The error goes back through the weights, and that is all."),
    Misprint("slope at the answer", "The slope is taken at what comes out, where it has to be taken at what goes in.",
             _slope_of_answer,
             id="layer-slope-at-a", title="g′ of A where g′ of Z belongs",
             said="I keep A, so I call the slope with A."),
    Misprint("difference turned round", "The output is subtracted from the target.", _each(_turned_round),
             id="layer-y-minus-a", title="Y − A for A − Y",
             said="The error of the last layer is what is missing: Y − A."),
    Misprint("sign flipped", "The minus of gradient descent is put into the gradient.", _flipped,
             id="layer-sign-flipped", title="The minus of gradient descent in the gradient",
             said="One goes downhill, so the gradient has a minus."),
    Misprint("slope doubled", "The slope of the activation is multiplied in, though it has cancelled.", _times_slope,
             id="layer-slope-doubled", title="A − Y times g′(Z)",
             said="The error of the last layer is A − Y, times the slope of its activation."),
)  # fmt: skip
"""Every mistake that is tried on every formula, in the order in which receipts list them."""
