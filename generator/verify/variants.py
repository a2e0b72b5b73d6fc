"""Which wrong formulas do people write?

One table for all entries: each row builds its mistake from the derivation, or gives None where the mistake cannot be
made. Receipts show that the check rejects every one of them; the pages about mistakes are written from the same rows.

A newcomer adds a row at the end, and its function to ``wrong``. An id is the address of a page: it never changes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import sympy as sp

from generator.engine import terms as t
from generator.engine.records import Derivation
from generator.engine.terms import D, Term
from generator.verify import wrong as s


@dataclass(frozen=True)
class Row:
    """A mistake.

    ``name`` is what receipts call it, ``title`` the heading of its page; ``said`` is what people say who make it, and
    ``says`` how it comes about. ``term`` is the wrong formula, ``of`` the derivative that it is taken for where that
    is not the entry's own. One that is made ``anywhere`` is judged where the entry's preconditions need not hold.
    """

    id: str
    name: str
    title: str
    said: str
    says: str
    term: Callable[[Derivation], Term | None]
    of: Callable[[Derivation], D] | None = None
    anywhere: bool = False


VARIANTS = (
    Row("sign-flipped", "sign flipped", "The sign flipped",
        "The minus signs cancel.",
        "The minus of the loss, or of an inner derivative, is lost.",
        s.times(t.MINUS_ONE)),
    Row("factor-two", "factor 2", "A factor 2 from the square",
        "The derivative of the square brings a factor 2.",
        "The square is differentiated and the half in front of it forgotten.",
        s.times(sp.Integer(2))),
    Row("factor-half", "factor 1/2", "A factor 1/2 from nowhere",
        "There is always a half in front of a loss.",
        "A half is put in front that the definition does not have.",
        s.times(t.HALF)),
    Row("activation-slope-missing", "activation's derivative missing", "The activation's derivative missing",
        "The error of the last layer is the derivative of the loss.",
        "The chain stops at dL/da, as if da/dz were 1.",
        s.without_inner),
    Row("activation-slope-twice", "activation's derivative doubled", "a − y times σ′",
        "dz is a − y times σ′, for the activation has to be differentiated too.",
        "da/dz is multiplied in once more after it was.",
        s.inner_twice),
    Row("loss-slope-missing", "loss's derivative missing", "The loss's derivative missing",
        "The gradient is the derivative of the activation.",
        "The chain starts at da/dz, as if dL/da were 1.",
        s.without_outer),
    Row("y-minus-a", "a and y exchanged", "y − a for a − y",
        "The error is the target minus the output.",
        "The target stands where the output belongs, and the output where the target belongs.",
        s.answer_for_target),
    Row("inner-derivative-missing", "inner derivative missing", "The inner derivative missing",
        "The derivative of f(u) is f′(u).",
        "The chain rule is left half done: f'(u) without D(u).",
        s.inner_derivative_missing),
    Row("outer-derivative-missing", "outer derivative missing", "The outer derivative missing",
        "The derivative of f(u) is the derivative of u.",
        "The chain rule is left half done: D(u) without f'(u).",
        s.outer_derivative_missing),
    Row("diagonal-of-the-chain", "diagonal of the chain only", "Softmax taken for one number at a time",
        "The chain rule is dL/da times da/dz, for a vector too.",
        "zᵢ is taken to act on aᵢ alone, not on the other outputs.",
        s.diagonal_chain),
    Row("diagonal-lost", "diagonal lost", "The Kronecker delta lost",
        "Different components do not depend on each other.",
        "The Kronecker delta is dropped, as if i were never j.",
        s.delta_dropped),
    Row("diagonal-only", "diagonal only", "Softmax differentiated on its diagonal only",
        "The derivative of softmax is a (1 − a), as for the sigmoid.",
        "The vector function is differentiated component by component.",
        s.diagonal_only),
    Row("one-index", "one index for both", "One index where two belong",
        "The indices are only names.",
        "i is written for j, so that the column no longer shows.",
        s.one_index),
    Row("sum-dropped", "sum dropped", "A sum dropped",
        "Only the own component counts.",
        "One term is kept where the sum over all of them belongs.",
        s.sum_dropped),
    Row("sum-for-a-component", "sum for a component", "A sum where one component belongs",
        "The loss adds up all targets, and so does the gradient.",
        "All targets are added up where one of them belongs.",
        s.all_targets),
    Row("targets-not-one", "precondition ignored", "a − y where the targets do not sum to one",
        "With softmax and cross entropy the gradient is always a − y.",
        "The sum of the targets is taken for 1, although they are weights, several labels at once, or all zero.",
        s.as_it_stands, anywhere=True),
    Row("slope-at-a", "slope taken at the answer", "f′ taken of a where z belongs",
        "I stored a, so I call the derivative with a.",
        "f′ was evaluated at a instead of z.",
        s.slope_at_answer),
    Row("slope-with-z", "slope written in a, taken of z", "z (1 − z) for a (1 − a)",
        "The derivative of the sigmoid is x (1 − x).",
        "The formula is written in terms of the activation's output, and is given its argument.",
        s.argument_for_answer),
    Row("made-to-fit", "slope made to fit", "Softmax differentiated so that the product comes out",
        "The slope of softmax is a (y − a) / y.",
        "da/dz is taken to be whatever makes the product a − y; but the slope of an activation knows no target.",
        s.made_to_fit, of=s.own_slope),
)  # fmt: skip
"""Every mistake that is tried on every entry, in the order in which receipts list them."""

SECOND_VARIANTS = (
    Row("slope-squared", "first derivative squared", "The second derivative as the square of the first",
        "The second derivative is the first one, squared.",
        "The square of the gradient, which some methods use in its place, is taken for the second derivative.",
        s.squared),
    Row("answer-for-variable", "differentiated by a", "Differentiated by a instead of z",
        "The derivative of a − y is 1.",
        "The first derivative is differentiated by a, in which it is written, and da/dz is left out.",
        s.by_answer),
    Row("gauss-newton", "curvature of the activation missing", "The curvature of the activation left away",
        "The second derivative is the second derivative of the loss times the slope squared.",
        "Only the loss bends, as if da/dz were constant: the Gauss–Newton approximation, not the derivative.",
        s.gauss_newton),
)  # fmt: skip
"""Every mistake that is tried on every second derivative too, after those of the first."""

ROWS = (*VARIANTS, *SECOND_VARIANTS)
"""Every mistake there is."""
