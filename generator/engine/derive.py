"""How does a definition become a derivation: of a function, of a loss, and of one after the other?

``derive_function`` differentiates a function and writes the derivative in terms of its own value where it can;
``derive_outer`` differentiates a function of the answer (a loss); ``derive_composite`` joins both by the chain rule.
All three know scalars and vectors; none knows which functions it is given.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.answer import Answer, in_terms_of
from generator.engine.differentiate import differentiate
from generator.engine.parse import INDICES
from generator.engine.records import Definitions, Derivation, Form, Line, Phase, Step
from generator.engine.rewrites import TIDY
from generator.engine.rules import exhaust
from generator.engine.simplify import cost, simplify
from generator.engine.terms import D, Term
from generator.errors import DerivationError


@dataclass(frozen=True)
class Named:
    """A function under its name: ``name`` is a or a_i, ``value`` its definition, ``variable`` z or z_j.

    ``symbol`` is the function's usual letter as an applied function, sigma(z), where it has one.
    """

    name: Term
    value: Term
    variable: Term
    symbol: Term | None = None

    @property
    def goal(self) -> Term:
        """The derivative that is looked for, by name."""
        return D(self.name, self.variable)


def derive_function(name: str, title: str, function: Named) -> Derivation:
    """Return the derivation of da/dz (for vectors of da_i/dz_j), in z and, where there is a way, in a.

    Raises ``DerivationError`` where a rule is missing.
    """
    plain = _by_rules(function.goal, D(function.value, function.variable), f"Differentiate the {title.lower()}")
    phases: list[Phase] = [plain]
    forms: tuple[Form, ...] = ()
    for cut in _from_the_end(plain):
        answered = _answer_phase(function, cut.result)
        if answered is not None:
            phases, forms = [cut, answered], (Form("in terms of the argument", cut.result),)
            break
    result, where = phases[-1].result, phases[-1].where
    diagonal = _diagonal_phases(function, result)
    phases += diagonal
    forms += tuple(Form(phase.title, phase.result, phase.assuming) for phase in diagonal)
    return Derivation(
        name, title, function.goal, function.value, function.variable, tuple(phases), result, where=where, forms=forms
    )


def _from_the_end(phase: Phase) -> Iterator[Phase]:
    """Yield the phase, then the phase without its last line, and so on: a shorter form may hide the answer."""
    for count in range(len(phase.lines), 0, -1):
        yield replace(phase, lines=phase.lines[:count])


def derive_outer(name: str, title: str, outer: Named) -> Derivation:
    """Return the derivation of dL/da for a function of the answer, the loss."""
    phase = _by_rules(outer.goal, D(outer.value, outer.variable), f"Differentiate the {title.lower()}")
    return Derivation(name, title, outer.goal, outer.value, outer.variable, (phase,), phase.result)


def _by_rules(goal: Term, start: Term, title: str) -> Phase:
    line = differentiate(start)
    tidied = exhaust(line.after, TIDY, line.title)
    first = Line(line.title, line.steps + tidied.steps)
    return Phase(title, goal, start, (first, *simplify(first.after)))


def _answer_phase(function: Named, slope: Term) -> Phase | None:
    """Write the slope in terms of the answer: sigma(z) first where the function has a letter, then a."""
    if not t.depends(slope, function.variable):
        return None
    lines: tuple[Line, ...] = ()
    where: Definitions = ((function.name, function.value),)
    if function.symbol is None:
        lines = in_terms_of(Answer(function.name, function.value, function.variable), slope)
    else:
        lines = _through_symbol(function, slope)
        where = ((function.symbol, function.value), *where)
    return Phase("Write it in terms of the answer", function.goal, slope, lines, where) if lines else None


def _through_symbol(function: Named, slope: Term) -> tuple[Line, ...]:
    stand_in = sp.Symbol("s", real=True)
    lines = in_terms_of(Answer(stand_in, function.value, function.variable), slope)
    if not lines:
        return ()
    shown = tuple(_with(line, {stand_in: function.symbol}) for line in lines)
    end = shown[-1].after
    return (
        *shown,
        Line(
            "The function's value is the activation",
            (Step(end, t.substitute(end, {function.symbol: function.name}), "answer"),),
        ),
    )


def _with(line: Line, table: dict[Term, Term]) -> Line:
    steps = (Step(t.substitute(s.before, table), t.substitute(s.after, table), s.rule, s.place) for s in line.steps)
    return Line(line.title, tuple(steps))


def _diagonal_phases(function: Named, jacobian: Term) -> list[Phase]:
    """Show both sides of the Kronecker delta: the diagonal of the Jacobian and the rest."""
    found = sorted(jacobian.atoms(sp.KroneckerDelta), key=str)
    if len(found) != 1 or not isinstance(function.name, sp.Indexed):
        return []
    (delta,) = found
    i, j = function.name.indices[0], function.variable.indices[0]
    on, off = ((delta, t.ONE),), ((delta, t.ZERO),)
    same = t.substitute(t.substitute(jacobian, {delta: t.ONE}), {j: i})
    return [
        _assumed("On the diagonal, i = j", function, (jacobian, same), on),
        _assumed("Off the diagonal, i ≠ j", function, (jacobian, t.substitute(jacobian, {delta: t.ZERO})), off),
    ]


def _assumed(title: str, function: Named, change: tuple[Term, Term], assuming: Definitions) -> Phase:
    start, new = change
    line = Line("Put the value in", (Step(start, new, "precondition"),))
    where = ((function.name, function.value),)
    return Phase(title, function.goal, start, (line, *simplify(new)), where, assuming)


# One after the other.


@dataclass(frozen=True)
class Composite:
    """An inner function a = f(z), an outer L(a, y), their derivations, and a precondition on the outer's data."""

    inner: Named
    outer: Named
    inner_slope: Derivation
    outer_slope: Derivation
    condition: Definitions = ()
    condition_text: str = ""


def derive_composite(name: str, title: str, pair: Composite) -> Derivation:
    """Return the derivation of dL/dz in three steps: dL/da, da/dz, and their product.

    With a precondition the general result is derived first and kept as a form; the result is what it becomes.
    """
    goal = D(pair.outer.name, _own_variable(pair))
    first = pair.outer_slope.phases[0]
    step1 = Phase(f"Step 1: {_name(first.goal)}", first.goal, first.start, first.lines, uses=(pair.outer_slope.id,))
    choices = [_product(pair, goal, slope) for slope in _slopes(pair.inner_slope)]
    step2, step3 = min(choices, key=lambda phases: _reading_cost(phases[1].result, pair))
    special = _special_phase(pair, goal, step3.result)
    last = special or step3
    phases = (step1, step2, step3) if special is None else (step1, step2, step3, special)
    forms = () if special is None else (Form("for any targets", step3.result),)
    where = ((pair.inner.name, pair.inner.value),)
    definition = _composed(pair)
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
    start = D(pair.inner.value, pair.inner.variable)
    lemma = Line("By the lemma", (Step(start, slope, f"lemma:{pair.inner_slope.id}"),))
    names: Definitions = ((pair.inner.name, pair.inner.value),)
    step2 = Phase(f"Step 2: {_name(inner_goal)}", inner_goal, start, (lemma,), names, uses=(pair.inner_slope.id,))
    factors, product, values, filled = _chain(pair, slope)
    chain = Line("Chain rule", (Step(goal, product, "chain"),))
    insert = Line("Insert steps 1 and 2", (Step(product, filled, "insert"),))
    where = (*zip(factors, values, strict=True), (pair.outer.name, pair.outer.value), *names)
    lines = (chain, insert, *simplify(filled))
    return step2, Phase(f"Step 3: {_name(goal)}", goal, goal, lines, where)


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
    free = next((letter for name, letter in INDICES.items() if name in "kln" and letter not in taken), None)
    if free is None:
        message = "no index letter is left for the chain rule · generator/engine/parse.py"
        raise DerivationError(message)
    return free


def _special_phase(pair: Composite, goal: Term, general: Term) -> Phase | None:
    """Use the precondition, where the general result contains its left side."""
    for term, value in pair.condition:
        for path, part in t.walk(general):
            if _same_sum(part, term):
                new = t.put(general, path, value)
                line = Line(f"Where {pair.condition_text}", (Step(general, new, "precondition", path),))
                return Phase("Use the precondition", goal, general, (line, *simplify(new)), assuming=pair.condition)
    return None


def _same_sum(x: Term, y: Term) -> bool:
    """Tell whether two sums differ in the letter of their index only."""
    if not isinstance(x, sp.Sum) or not isinstance(y, sp.Sum):
        return bool(x == y)
    renamed: Term = t.substitute(x.args[0], {x.args[1][0]: y.args[1][0]})
    return bool(renamed == y.args[0])


def _composed(pair: Composite) -> Term:
    """Return the outer function with the definition of the inner one put in, for every index."""
    name, value = pair.inner.name, pair.inner.value
    if not isinstance(name, sp.Indexed):
        return t.substitute(pair.outer.value, {name: value})
    own = name.indices[0]
    table = {}
    for part in pair.outer.value.atoms(sp.Indexed):
        if part.base == name.base:
            table[part] = t.substitute(_renamed(value, part.indices[0]), {own: part.indices[0]})
    return t.substitute(pair.outer.value, table)


def _renamed(value: Term, taken: Term) -> Term:
    """Return the value with its bound index renamed where it would capture the given letter."""
    for part in value.atoms(sp.Sum):
        index = part.args[1][0]
        if index == taken:
            fresh = _fresh(value)
            value = t.substitute(value, {part: t.total(t.substitute(part.args[0], {index: fresh}), fresh)})
    return value


def _name(goal: Term) -> str:
    """Return dL/da in plain letters, for a heading."""
    above, below = goal.args
    mark = "∂" if isinstance(below, sp.Indexed) else "d"
    return f"{mark}{_plain(above)}/{mark}{_plain(below)}"


_SUBSCRIPTS = str.maketrans("ijkln", "ᵢⱼₖₗₙ")


def _plain(x: Term) -> str:
    if isinstance(x, sp.Indexed):
        return f"{x.base}{''.join(str(i) for i in x.indices).translate(_SUBSCRIPTS)}"
    return str(x)
