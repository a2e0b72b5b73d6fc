"""The chain rule through a node with many components, such as a layer of a network.

``derive_through`` is the chain rule with every component of the node written out: dL/dx is the sum of dL/dv_k dv_k/dx
over the components v_k through which x acts. What reaches the node, dL/dv_k, has a name or a formula of its own; what
the node adds, dv_k/dx, is taken by the rules of ``differentiate``; the deltas that come of it pick the terms that stay.
Where the quantity is a mean over examples, the mean is taken last, which is where 1/m comes in.

Source: D. E. Rumelhart, G. E. Hinton and R. J. Williams, *Learning representations by back-propagating errors*, 1986.
"""

from dataclasses import dataclass

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.engine import terms as t
from generator.engine.differentiate import chained, differentiate
from generator.engine.records import Definitions, Derivation, Line, Phase, Step
from generator.engine.rewrites import TIDY
from generator.engine.rules import Rule, X, exhaust, rule
from generator.engine.simplify import simplify
from generator.engine.terms import D, Term
from generator.engine.views import factors_of


def slope_of(function: type[sp.Function]) -> type[sp.Function]:
    """Return the derivative of an undefined function under its usual name: g' for g, with the same superscript."""
    letter, mark, above = function.__name__.partition("^")
    slope: type[sp.Function] = sp.Function(f"{letter}'{mark}{above}", real=True)
    return slope


def elementwise(x: Term) -> Term | None:
    """D(g(u)) = g'(u) D(u) for a function g of one number, whichever it is."""
    if not isinstance(x, D) or not isinstance(x.args[0], AppliedUndef) or len(x.args[0].args) != 1:
        return None
    applied, variable = x.args
    return chained(slope_of(applied.func)(*applied.args), applied.args[0], variable)


def same_index(x: Term) -> Term | None:
    """delta_ii = 1."""
    return t.ONE if isinstance(x, sp.KroneckerDelta) and x.args[0] == x.args[1] else None


_G = sp.Function("g", real=True)
_U = sp.Symbol("u", real=True)
ELEMENTWISE = Rule(
    "elementwise", "function of each element", elementwise,
    D(_G(_U), X), t.mul(slope_of(_G)(_U), D(_U, X)), (D(_G(X), X), slope_of(_G)(X)), D(X, X), "g has a derivative at u"
)  # fmt: skip
SAME_INDEX = rule(
    "same-index", "an index equals itself", same_index, ("delta(i, i)", "1"), ("delta(k, k)", "1"), "delta(i, j)"
)
LAYER_RULES = (ELEMENTWISE, SAME_INDEX)


@dataclass(frozen=True)
class Node:
    """What the variable acts through: a component ``name``, its definition ``value``, and what reaches it.

    The paths run over ``index`` = 1..``size``; without an index the node has one component. ``upstream`` is what the
    derivative of the quantity by the component is called or, by the derivation with the id ``lemma``, what it is.
    """

    name: Term
    value: Term
    upstream: Term
    index: sp.Symbol | None = None
    size: Term = t.ONE
    lemma: str = ""


@dataclass(frozen=True)
class Mean:
    """A quantity that is the mean of the same quantity of each example: J, over s = 1..m."""

    name: Term
    index: sp.Symbol
    size: Term


@dataclass(frozen=True)
class Titles:
    """The id of the derivation, and what its page and its phases are called."""

    id: str
    page: str
    local: str
    paths: str
    mean: str = ""


def derive_through(
    titles: Titles, goal: D, node: Node, where: Definitions = (), mean: Mean | None = None
) -> Derivation:
    """Return the derivation of a quantity's derivative through a node.

    ``goal`` is the derivative for one example; ``where`` defines what it depends on, for the judge to calculate with.
    Raises ``DerivationError`` where a rule is missing.
    """
    local = _local(D(node.name, goal.args[1]), D(node.value, goal.args[1]), titles.local, where)
    paths = _paths(goal, node, local, titles.paths, where)
    phases: tuple[Phase, ...] = (local, paths)
    if mean is not None:
        phases = (*phases, _mean(paths, mean, titles.mean, where))
    last = phases[-1]
    return Derivation(titles.id, titles.page, last.goal, last.goal.args[0], goal.args[1], phases, last.result, where)


def _local(goal: D, start: D, title: str, where: Definitions) -> Phase:
    """Differentiate the node's own definition."""
    taken = differentiate(start, LAYER_RULES)
    tidied = exhaust(taken.after, TIDY, taken.title)
    first = Line(taken.title, taken.steps + tidied.steps)
    return Phase(title, goal, start, (first, *simplify(first.after)), where)


def _paths(goal: D, node: Node, local: Phase, title: str, where: Definitions) -> Phase:
    """Add up the paths, put in what is known of both factors, and let the deltas pick."""
    outer, inner = D(goal.args[0], node.name), local.goal
    chain = _over(node, t.mul(outer, inner))
    filled = _over(node, t.mul(*factors_of(node.upstream), *factors_of(local.result)))
    lines = [Line("Chain rule, over every component in between", (Step(goal, chain, "chain"),))]
    if node.lemma:
        named = _over(node, t.mul(*factors_of(node.upstream), inner))
        lines.append(Line("What reaches the component, by the lemma", (Step(chain, named, f"lemma:{node.lemma}"),)))
        chain = named
    lines.append(Line("Insert the results", (Step(chain, filled, "insert"),)))
    known = ((outer, node.upstream), (inner, local.result))
    uses = (node.lemma,) if node.lemma else ()
    return Phase(title, goal, goal, (*lines, *simplify(filled)), (*known, *where), uses=uses)


def _over(node: Node, body: Term) -> Term:
    return body if node.index is None else t.total(body, node.index, node.size)


def _mean(single: Phase, mean: Mean, title: str, where: Definitions) -> Phase:
    """Take the mean of the derivative over the examples."""
    goal = D(mean.name, single.goal.args[1])
    share = t.over(t.ONE, mean.size)
    inert, filled = (t.mul(share, t.total(part, mean.index, mean.size)) for part in (single.goal, single.result))
    lines = (
        Line("The derivative of a mean is the mean of the derivatives", (Step(goal, inert, "mean"),)),
        Line("Insert the result for one example", (Step(inert, filled, "insert"),)),
    )
    known = ((single.goal, single.result),)
    return Phase(title, goal, goal, lines, (*known, *where))
