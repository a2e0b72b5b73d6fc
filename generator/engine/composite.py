"""How are two derivations joined by the chain rule, the loss after the activation?

``derive_composite`` takes the path that a person takes on paper: dL/da, da/dz, their product and its simplification,
and at last what a precondition on the data makes of it.
"""

from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.derive import Named
from generator.engine.lemmas import definitions
from generator.engine.named import spelled_out
from generator.engine.oneline import plain
from generator.engine.parse import index_letter
from generator.engine.records import Definitions, Derivation, Form, Line, Phase, Step
from generator.engine.shares import shares
from generator.engine.simplify import cost, settled, simplify
from generator.engine.terms import D, Term
from generator.errors import DerivationError


@dataclass(frozen=True)
class Composite:
    """An inner function a = f(z), an outer L(a, y), their derivations, and a precondition on the outer's data.

    The inner derivation is ``cited`` where it has a page of its own, and else shown.
    """

    inner: Named
    outer: Named
    inner_slope: Derivation
    outer_slope: Derivation
    condition: Definitions
    condition_text: str
    cited: bool = True


def derive_composite(name: str, title: str, pair: Composite) -> Derivation:
    """Return the derivation of dL/dz in three steps: dL/da, da/dz, and their product.

    With a precondition the general result is derived first and kept as a form; the result is what it becomes.
    """
    goal = D(pair.outer.name, _own_variable(pair))
    first = pair.outer_slope.phases[0]
    step1 = Phase(f"Step 1: {plain(first.goal)}", first.goal, first.start, first.lines, uses=(pair.outer_slope.id,))
    choices = [_product(pair, goal, slope) for slope in _slopes(pair.inner_slope)]
    step2, step3 = min(choices, key=lambda phases: _reading_cost(phases[1].result, pair))
    special = special_phase(pair.condition, pair.condition_text, goal, step3.result)
    last = special or step3
    phases = (step1, step2, step3) if special is None else (step1, step2, step3, special)
    forms: tuple[Form, ...] = () if special is None else (Form("for any targets", step3.result),)
    forms += _in_argument(pair, last)
    lemmas = definitions((*pair.inner.lemmas, *pair.outer.lemmas))
    where = ((pair.inner.name, pair.inner.spelled), *lemmas)
    definition = spelled_out(_composed(pair, pair.outer.value), lemmas)
    variable = goal.args[1]
    return Derivation(name, title, goal, definition, variable, phases, last.result, where, last.assuming, forms)


def _own_variable(pair: Composite) -> Term:
    variable = pair.inner.variable
    if not isinstance(variable, sp.Indexed):
        return variable
    return variable.base[pair.inner.name.indices[0]]


def _slopes(inner: Derivation) -> tuple[Term, ...]:
    """Return the derivative of the inner function in all its unconditional spellings."""
    return (inner.result, *(form.term for form in inner.forms if not form.assuming))


def _reading_cost(x: Term, pair: Composite) -> float:
    """Prefer what is short and needs the answer only, as a backward pass does."""
    both = t.depends(x, pair.inner.variable)
    return cost(x) + 2.0 * both


def _product(pair: Composite, goal: Term, slope: Term) -> tuple[Phase, Phase]:
    """Return steps 2 and 3: the lemma da/dz, and the product with dL/da."""
    inner_goal = pair.inner.goal
    names: Definitions = ((pair.inner.name, pair.inner.value),)
    step2 = replace(_inner_phase(pair, slope), title=f"Step 2: {plain(inner_goal)}")
    factors, product, values, filled = _chain(pair, slope)
    chain = Line("Chain rule", (Step(goal, product, "chain"),))
    insert = Line(_insertion(pair.inner.goal, factors[0]), (Step(product, filled, "insert"),))
    where = (*zip(factors, values, strict=True), (pair.outer.name, pair.outer.value), *names)
    lines = (chain, insert, *settled(filled, shares(pair.inner.name, pair.inner.value)))
    return step2, Phase(f"Step 3: {plain(goal)}", goal, goal, lines, where)


def _insertion(inner: Term, outer: Term) -> str:
    """Say which steps are inserted, and which letters their indices have there."""
    if not isinstance(inner.args[0], sp.Indexed):
        return "Insert steps 1 and 2"
    (i, j), (k,) = (part.indices[0] for part in inner.args), outer.args[1].indices
    return f"Insert step 1, {k} for {i}, and step 2, {k} for {i} and {i} for {j}"


def _inner_phase(pair: Composite, slope: Term) -> Phase:
    """Return how da/dz comes about: by a lemma, or line by line where no other page shows that."""
    inner, start = pair.inner_slope, D(pair.inner.value, pair.inner.variable)
    names: Definitions = ((pair.inner.name, pair.inner.value),)
    ends = [n for n, phase in enumerate(inner.phases, 1) if phase.result == slope and not phase.assuming]
    if pair.cited or not ends:
        lemma = Line("By the lemma", (Step(start, slope, f"lemma:{inner.id}"),))
        return Phase("", pair.inner.goal, start, (lemma,), names, uses=(inner.id,))
    phases = inner.phases[: ends[0]]
    lines = tuple(line for phase in phases for line in phase.lines)
    where = tuple(dict.fromkeys((*names, *(pair for phase in phases for pair in phase.where))))
    return Phase("", pair.inner.goal, start, lines, where, uses=inner.uses)


def _chain(pair: Composite, slope: Term) -> tuple[tuple[Term, Term], Term, tuple[Term, Term], Term]:
    """Return the two factors of the chain rule, their product, their values, and the product of the values."""
    outer, inner = pair.outer.goal, pair.inner.goal
    values = pair.outer_slope.result, slope
    if not isinstance(inner.args[0], sp.Indexed):
        return (outer, inner), t.mul(outer, inner), values, _times(*values)
    i, j = inner.args[0].indices[0], inner.args[1].indices[0]
    k = _fresh(*values)
    to_k, to_ki = {i: k}, {i: k, j: i}
    factors = t.substitute(outer, to_k), t.substitute(inner, to_ki)
    values = t.substitute(values[0], to_k), t.substitute(values[1], to_ki)
    return factors, t.total(t.mul(*factors), k), values, t.total(_times(*values), k)


def _times(left: Term, right: Term) -> Term:
    return t.mul(*(part for x in (left, right) for part in (x.args if t.is_product(x) else (x,))))


def _fresh(*terms: Term) -> sp.Symbol:
    """Return an index letter that no sum in the terms runs over and that is not free in them."""
    taken = {symbol for term in terms for symbol in term.atoms(sp.Symbol)}
    free = next((index_letter(name) for name in "klnrst" if index_letter(name) not in taken), None)
    if free is None:
        raise DerivationError("no index letter is left for the chain rule · generator/engine/parse.py")
    return free


def special_phase(condition: Definitions, text: str, goal: Term, general: Term) -> Phase | None:
    """Use a precondition, which ``text`` puts into words, where the general result contains its left side."""
    for term, value in condition:
        for path, part in t.walk(general):
            if _same_sum(part, term):
                new = t.put(general, path, value)
                line = Line(f"Where {text}", (Step(general, new, "precondition", path),))
                return Phase("Use the precondition", goal, general, (line, *simplify(new)), assuming=condition)
    return None


def _same_sum(x: Term, y: Term) -> bool:
    """Tell whether two sums differ in the letter of their index only."""
    if not isinstance(x, sp.Sum) or not isinstance(y, sp.Sum):
        return bool(x == y)
    renamed: Term = t.substitute(x.args[0], {x.args[1][0]: y.args[1][0]})
    return bool(renamed == y.args[0])


def _in_argument(pair: Composite, last: Phase) -> tuple[Form, ...]:
    """Return the result with the definition of the answer put in and simplified, where there is an answer in it.

    Nothing where that makes conditions that have branches of their own: nobody could read them.
    """
    if not t.depends(last.result, pair.inner.name):
        return ()
    term = _composed(pair, last.result)
    lines = simplify(term)
    end = lines[-1].after if lines else term
    return () if end.has(sp.ITE) else (Form("in terms of the argument", end, last.assuming),)


def _composed(pair: Composite, x: Term) -> Term:
    """Return a term in the answer with the definition of the inner function put in, for every index."""
    name, value = pair.inner.name, pair.inner.value
    if not isinstance(name, sp.Indexed):
        return t.substitute(x, {name: value})
    own = name.indices[0]
    table = {}
    for part in x.atoms(sp.Indexed):
        if part.base == name.base:
            table[part] = t.substitute(renamed(value, part.indices[0]), {own: part.indices[0]})
    return t.substitute(x, table)


def renamed(value: Term, taken: Term) -> Term:
    """Return the value with its bound index renamed where it would capture the given letter."""
    for part in value.atoms(sp.Sum):
        index = part.args[1][0]
        if index == taken:
            fresh = _fresh(value)
            value = t.substitute(value, {part: t.total(t.substitute(part.args[0], {index: fresh}), fresh)})
    return value
