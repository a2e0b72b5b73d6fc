"""Carry the upstream gradient back through the graph of an operation's named quantities.

The loss L is any function of the output; ``dy``, its derivative by the output, is given. For each quantity, the last
one first, dL/dq is the sum over all that q goes into, and over all of its components: the chain rule with every path.
Each partial derivative is taken by the rules of ``engine.differentiate``; deltas pick the terms that stay.

Source: S. Linnainmaa, *Taylor expansion of the accumulated rounding error*, BIT 16, 1976 (reverse accumulation).
"""

from dataclasses import dataclass
from functools import lru_cache, reduce

import sympy as sp

from generator.derive.graph import Graph, Quantity
from generator.derive.names import settled
from generator.engine import terms as t
from generator.engine.bound import bound_in, rebind
from generator.engine.chain import LAYER_RULES
from generator.engine.differentiate import differentiate
from generator.engine.records import Line, Phase, Step
from generator.engine.rewrites import TIDY
from generator.engine.rules import Rule, exhaust
from generator.engine.simplify import simplify
from generator.engine.terms import D, Term
from generator.engine.views import Ratio, ratio, swap

LOSS = sp.Symbol("L", real=True)


@dataclass(frozen=True)
class Gradient:
    """The derivative of the loss by a quantity: its name (a component of dq), its term and the phase that derives it.

    ``term`` is written in the operation's quantities and in the gradients of what the quantity goes into.
    """

    of: Quantity
    name: sp.Indexed
    term: Term
    phase: Phase


def slope_name(quantity: Quantity) -> sp.Indexed:
    """Return the name of dL/dq at q's own indices: dq with the same shape."""
    return _slope_name(quantity.name, quantity.base.shape, quantity.indices)


@lru_cache(maxsize=1024)
def _slope_name(name: str, shape: sp.Tuple, indices: tuple[sp.Symbol, ...]) -> sp.Indexed:
    return sp.IndexedBase(sp.Symbol(f"d{name}", real=True), shape=shape, real=True)[indices]


def gradients(graph: Graph) -> tuple[Gradient, ...]:
    """Return the gradient by every quantity but the output, the last quantity first.

    Raises ``DerivationError`` where a rule is missing.
    """
    found: list[Gradient] = []
    for quantity in reversed((*graph.given, *graph.defined)):
        users = graph.users(quantity)
        if quantity.has_gradient and users:
            found.append(_gradient(quantity, users, graph))
    return tuple(found)


def upstream(quantity: Quantity, graph: Graph) -> sp.Indexed | None:
    """Return the name of the gradient that reaches an output from outside; None for what is no output.

    An output that nothing in the operation uses has no other gradient: there the two are one.
    """
    if quantity not in graph.outputs:
        return None
    name = slope_name(quantity)
    if not graph.users(quantity):
        return name
    return sp.IndexedBase(sp.Symbol(f"{name.base.label}_out", real=True), shape=name.base.shape, real=True)[
        name.indices
    ]


def _gradient(quantity: Quantity, users: tuple[Quantity, ...], graph: Graph) -> Gradient:
    goal, outside = D(LOSS, quantity.component), upstream(quantity, graph)
    primed, direct = tuple(_primed(one) for one in users), () if outside is None else (outside,)
    chain = t.add(
        *direct, *(_over(one, t.mul(slope_name(one), t.Partial(one.component, quantity.component))) for one in primed)
    )
    inserted = t.add(
        *direct, *(_over(one, t.mul(slope_name(one), D(one.value, quantity.component))) for one in primed if one.value)
    )
    taken = differentiate(inserted, (*graph.own_rules, *LAYER_RULES), "Differentiate each definition")
    tidied = exhaust(taken.after if taken.steps else inserted, TIDY, taken.title)
    lines = [
        Line("Chain rule: every path from here to the loss", (Step(goal, chain, "chain"),)),
        Line("Put the definitions in", (Step(chain, inserted, "insert"),)),
        Line(taken.title, taken.steps + tidied.steps),
    ]
    lines += simplify(lines[-1].after, (SHIFTED,))
    lines = renamed(lines)
    name = slope_name(quantity)
    phase = Phase(f"Gradient by {quantity.name}", goal, goal, tuple(lines), graph.where)
    return Gradient(quantity, name, phase.result, phase)


def shifted(x: Term) -> Term | None:
    """sum_k u_k delta(k - 1, i) = u_(i+1): a component outside of its array is 0. The delta may stand in inner sums."""
    if not isinstance(x, sp.Sum):
        return None
    body, (index, *_) = x.args
    parts, inner = _opened(ratio(body), index)
    for found in (f for f in parts.above if isinstance(f, sp.KroneckerDelta)):
        difference = sp.expand(found.args[0] - found.args[1])
        if difference.coeff(index) not in {1, -1}:
            continue
        place = sp.expand(index - difference * difference.coeff(index))
        rest = swap(parts.above, found)
        if any(_vanishes(f, index) for f in rest):
            moved = t.substitute(Ratio(parts.sign, rest, parts.below).term, {index: place})
            return reduce(t.summed, reversed(inner), moved)
    return None


def _opened(parts: Ratio, index: sp.Symbol) -> tuple[Ratio, tuple[sp.Tuple, ...]]:
    """Return a product with the inner sums opened that have a delta of an index, and what those sums run over."""
    for one in (f for f in parts.above if isinstance(f, sp.Sum)):
        if any(index in found.free_symbols for found in one.atoms(sp.KroneckerDelta)):
            rest = Ratio(parts.sign, swap(parts.above, one), parts.below)
            opened, inner = _opened(rest.times(ratio(one.args[0])), index)
            return opened, (one.args[1], *inner)
    return parts, ()


def _vanishes(x: Term, index: sp.Symbol) -> bool:
    """Tell whether a factor is 0 where an index is outside of the arrays that it stands in."""
    if isinstance(x, sp.Indexed):
        return index in x.indices
    if isinstance(x, sp.Sum):
        return _vanishes(x.args[0], index)
    return t.is_product(x) and any(_vanishes(part, index) for part in x.args)


_K, _I = sp.symbols("k i", integer=True, positive=True)
_U = sp.IndexedBase("u", real=True)
_EARLIER = t.total(t.mul(_U[_K], t.delta(_K - 1, _I)), _K)
SHIFTED = Rule(
    "shift", "the delta picks the step that follows", shifted,
    _EARLIER, _U[_I + 1], (_EARLIER, _U[_I + 1]), t.total(_U[_K], _K), "components outside of an array are 0"
)  # fmt: skip


def renamed(lines: list[Line], outer: frozenset[str] = frozenset(), mark: str = "'") -> list[Line]:
    """Return lines whose last one ends with sums over the first letters that are free, as ``settled`` has them."""
    end = lines[-1].after
    new = settled(end, outer, mark)
    if new == end:
        return lines
    *others, last = lines
    return [*others, Line(last.title, (*last.steps, Step(end, new, "rename")))]


def _over(one: Quantity, body: Term) -> Term:
    """Return the sum of the body over all components of a quantity."""
    pairs = zip(reversed(one.indices), reversed(one.base.shape or ()), strict=True)
    return reduce(lambda inner, pair: t.total(inner, *pair), pairs, body)


def _primed(one: Quantity) -> Quantity:
    """Return a quantity at other values of its indices, n' for n; sums in its definition run over further letters."""
    table = {index: _prime(index) for index in one.indices}
    value = None if one.value is None else t.substitute(_rebound(one.value), table)
    return Quantity(t.substitute(one.component, table), value, one.array)


def _rebound(x: Term) -> Term:
    """Return a term whose sums run over letters of their own: k'' for k."""
    if own := bound_in(x):
        table: dict[Term, Term] = {index: _prime(_prime(index)) for index in own}
        return rebind(x, t.substitute(_rebound(x.args[0]), table), table)
    parts = t.children(x)
    return t.with_children(x, (_rebound(part) for part in parts)) if parts else x


def _prime(index: sp.Symbol) -> sp.Symbol:
    return sp.Symbol(f"{index.name}'", integer=True, positive=True)
