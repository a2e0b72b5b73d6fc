"""How does a definition become a derivation, of a function and of a loss?

``derive_function`` differentiates a function and writes the derivative in terms of its own value where it can;
``derive_outer`` differentiates a function of the answer (a loss). Both know scalars and vectors; neither knows which
functions it is given. ``composite`` puts one after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import terms as t
from generator.engine.answer import Answer, in_shares, in_terms_of
from generator.engine.differentiate import differentiate
from generator.engine.lemmas import Lemma, definitions
from generator.engine.named import spelled_out
from generator.engine.records import Definitions, Derivation, Form, Line, Phase, Step
from generator.engine.rewrites import TIDY
from generator.engine.rules import exhaust
from generator.engine.simplify import settled, simplify
from generator.engine.terms import D, Term


@dataclass(frozen=True)
class Named:
    """A function under its name: ``name`` is a or a_i, ``value`` its definition, ``variable`` z or z_j.

    ``symbol`` is the function's usual letter as an applied function, sigma(z), where it has one. ``value`` may call the
    functions of ``lemmas`` by name.
    """

    name: Term
    value: Term
    variable: Term
    symbol: Term | None = None
    lemmas: tuple[Lemma, ...] = ()

    @property
    def goal(self) -> Term:
        """The derivative that is looked for, by name."""
        return D(self.name, self.variable)

    @property
    def spelled(self) -> Term:
        """The value with the functions of the lemmas written out."""
        return spelled_out(self.value, definitions(self.lemmas))


def derive_function(name: str, title: str, function: Named) -> Derivation:
    """Return the derivation of da/dz (for vectors of da_i/dz_j), in z and, where there is a way, in a.

    ``title`` is what the function is called within a sentence. Raises ``DerivationError`` where a rule is missing.
    """
    plain = _by_rules(function, f"Differentiate the {title}")
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
        name,
        title,
        function.goal,
        function.spelled,
        function.variable,
        tuple(phases),
        result,
        where=(*where, *definitions(function.lemmas)),
        forms=forms,
    )


def _from_the_end(phase: Phase) -> Iterator[Phase]:
    """Yield the phase, then the phase without its last line, and so on: a shorter form may hide the answer."""
    for count in range(len(phase.lines), 0, -1):
        yield replace(phase, lines=phase.lines[:count])


def derive_outer(name: str, title: str, outer: Named) -> Derivation:
    """Return the derivation of dL/da for a function of the answer, the loss, called so within a sentence."""
    phase, where = _by_rules(outer, f"Differentiate the {title}"), definitions(outer.lemmas)
    phase = replace(phase, lines=in_shares(phase.lines))
    return Derivation(name, title, outer.goal, outer.spelled, outer.variable, (phase,), phase.result, where)


def _by_rules(function: Named, title: str) -> Phase:
    start = D(function.value, function.variable)
    line = differentiate(start, tuple(lemma.rule for lemma in function.lemmas))
    tidied = exhaust(line.after, TIDY, line.title)
    first = Line(line.title, line.steps + tidied.steps)
    uses = tuple(lemma.id for lemma in function.lemmas)
    return Phase(title, function.goal, start, (first, *settled(first.after)), uses=uses)


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
