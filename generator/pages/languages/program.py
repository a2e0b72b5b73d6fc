"""What does code for an entry have to say, in whatever language?

A ``Program`` holds the terms to compute, all of them in what the entry takes: the value, and its derivatives by every
input and parameter, each in the form that loses least where one is known. A language turns them into text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import sympy as sp

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import A_VEC, A, I, J, heads, value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.differentiate import differentiate
from generator.engine.records import Derivation
from generator.engine.resolve import lettered, put_in
from generator.engine.rewrites import COLLECT, LARGEST, TIDY, ranked_in
from generator.engine.rules import exhaust
from generator.engine.simplify import cost, simplify
from generator.engine.stable import stable_lines
from generator.engine.terms import D, Term
from generator.verify.computing import Computed, best_of


@dataclass(frozen=True)
class Formula:
    """A term to compute: ``by`` is the letter of a derivative, ``axes`` are its indices, ``goal`` is what it is called.

    ``ranked`` is u_k where the term names m, the place of the largest. One that is ``stable`` was rewritten so that it
    loses less than the definition does.
    """

    term: Term
    goal: Term
    axes: tuple[sp.Symbol, ...] = ()
    by: str = ""
    ranked: Term | None = None
    stable: bool = False

    @property
    def arrays(self) -> tuple[str, ...]:
        """The letters in it, vectors by the name of the whole."""
        return tuple(sorted(letters((self.term,))))


@dataclass(frozen=True)
class Program:
    """An entry to be computed: its value, its derivatives by each letter in turn, and its second one, if any.

    ``inner`` is a in z, for derivatives of vectors that are written in a. Where a is a vector of its own, the
    derivative is a matrix, and ``slopes`` begins with the row vector of an upstream gradient g times that, in z and g;
    ``pushed`` is the matrix times a tangent g.
    """

    entry: Activation | Loss | Case
    value: Formula
    slopes: tuple[Formula, ...]
    curve: Formula | None = None
    inner: Formula | None = None
    pushed: Formula | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The letters that are given; the derivative is taken with respect to the first."""
        return self.entry.inputs

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(parameter.id for parameter in self.entry.parameters)

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of all that is given."""
        return (*self.inputs, *self.parameters)

    @property
    def name(self) -> str:
        """The entry's id as the name of a function."""
        return self.entry.id.replace("-", "_")

    @property
    def jacobian(self) -> bool:
        """Whether the derivative is a matrix, row i for a_i and column j for z_j."""
        return self.pushed is not None

    @property
    def called(self) -> str:
        """What the value is called."""
        return self.entry.called


def program(
    entry: Activation | Loss | Case,
    derivation: Derivation,
    second: Derivation | None = None,
    computing: Iterable[Computed] = (),
) -> Program:
    """Return the terms to compute: the forms that were measured to be better, else what is written."""
    measured = {one.name: one for one in computing}
    name = derivation.goal.args[0]
    value = _measured(measured, derivation, name, derivation.definition)
    value = replace(value, term=_of_nan(value.term, entry.inputs[0]))
    slope = _measured(measured, derivation, derivation.goal, derivation.result)
    partials = (_partial(value, entry, letter) for letter in (*heads(entry)[1:], *_letters(entry)))
    rest = tuple(replace(one, term=_alike(one.term, slope.term)) for one in partials)
    curve = None if second is None else _curve(second, entry)
    if not entry.jacobian:
        return Program(entry, value, (slope, *rest), curve, _inner(entry))
    pulled, pushed = (_product(derivation, rows=rows) for rows in (True, False))
    return Program(entry, value, (pulled, *rest), curve, value, pushed)


def _of_nan(term: Term, letter: str) -> Term:
    """Let NaN choose a branch that has the letter in it, not one without, so that it comes out again."""
    turned = {
        part: t.cases(*part.args[:-2], (otherwise, when.negated), (value, sp.true))
        for _, part in t.walk(term)
        if isinstance(part, sp.Piecewise) and len(part.args) > 1
        for (value, when), (otherwise, last) in (part.args[-2:],)
        if last is sp.true and isinstance(when, sp.core.relational.Relational)
        if letter in letters((value,)) and letter not in letters((otherwise,))
    }
    return t.substitute(term, turned) if turned else term


def _letters(entry: Activation | Loss | Case) -> tuple[sp.Symbol, ...]:
    return tuple(parameter.letter for parameter in entry.parameters)


def _measured(measured: dict[Term, Computed], derivation: Derivation, name: Term, written: Term) -> Formula:
    """Return the form to compute of what has this name."""
    axes, by = axes_of(name), str(derivation.variable).partition("[")[0] if isinstance(name, D) else ""
    full = put_in(written, derivation.where)
    one = measured.get(name)
    term = full if one is None else (one.better or one.written).term
    ranked = ranked_in(full) if term.has(LARGEST) else None
    return Formula(term, name, axes, by, ranked, one is not None and one.better is not None)


def _partial(value: Formula, entry: Activation | Loss | Case, letter: sp.Basic) -> Formula:
    """Return the derivative of the value by a target or a parameter: that of the loss or of the activation, put in."""
    variable = letter[J if isinstance(value.goal, sp.Indexed) else I] if isinstance(letter, sp.IndexedBase) else letter
    goal = D(value.goal, variable)
    full = by_letter(entry, variable)
    return _rewritten(full, Formula(full, goal, axes_of(goal), str(letter)), entry)


def _rewritten(full: Term, formula: Formula, entry: Activation | Loss | Case) -> Formula:
    """Return a formula in the form to compute."""
    best = best_of(full, entry)
    if best == full:
        return formula
    term = _joined(best)
    return replace(formula, term=term, ranked=ranked_in(full) if term.has(LARGEST) else None, stable=True)


def _alike(term: Term, slope: Term) -> Term:
    """Take the side that the slope takes where two branches meet: a gradient of both sides would be that of none."""
    taken = {_side(part.args[-1][1]) for part in slope.atoms(sp.Piecewise) if _is_open(part)}
    turned = {
        part: t.cases(*reversed(part.args))
        for part in term.atoms(sp.Piecewise)
        if _is_open(part) and _side(part.args[0][1]) in taken and _side(part.args[1][1]) not in taken
    }
    return t.substitute(term, turned) if turned else term


def _is_open(part: sp.Piecewise) -> bool:
    """Tell whether two branches meet where neither has a value."""
    return len(part.args) == 2 and all(isinstance(when, _STRICT) for _, when in part.args)


_STRICT = (sp.StrictLessThan, sp.StrictGreaterThan)


def _side(when: sp.Basic) -> tuple[Term, Term]:
    """Return what is smaller and what is larger."""
    return when.lts, when.gts


def _joined(term: Term) -> Term:
    """Return a sum in which terms that are alike have met."""
    line = exhaust(term, COLLECT + TIDY, "Collect what is alike")
    return line.after if line.steps and cost(line.after) < cost(term) else term


@cache
def by_letter(entry: Activation | Loss | Case, letter: Term) -> Term:
    """Return the derivative of an entry's value by a letter that is not its variable, in what the entry takes."""
    if entry.joined:
        inner, outer = entry.parts[0], entry.parts[-1]
        found = t.ZERO
        if letter in _letters(inner):
            rise = derivation_of(outer).spelled
            found = _chained(rise, by_letter(inner, letter), vector=entry.vector)
        if letter not in _letters(inner) or letter in _letters(outer):
            own = by_letter(outer, letter)
            found = own if found is t.ZERO else t.add(found, own)
        return put_in(found, (((A_VEC[I] if entry.vector else A), value_of(inner)),))
    line = differentiate(D(value_of(entry), letter))
    tidy = exhaust(line.after, TIDY, line.title)
    last = tidy.after if tidy.steps else line.after
    lines = simplify(last)
    return lines[-1].after if lines else last


def _chained(rise: Term, slope: Term, *, vector: bool) -> Term:
    return t.total(t.mul(rise, slope), I) if vector else t.mul(rise, slope)


def _curve(second: Derivation, entry: Activation | Loss | Case) -> Formula:
    """Return the second derivative; one of vectors is written in a as long as that loses nothing."""
    full = put_in(second.spelled if axes_of(second.goal) else second.result, second.where)
    shown = second.spelled if axes_of(second.goal) else full
    return _rewritten(full, Formula(shown, second.goal, axes_of(second.goal)), entry)


def _inner(entry: Activation | Loss | Case) -> Formula | None:
    """Return a in z, for a second derivative of vectors."""
    if not entry.joined or not entry.vector:
        return None
    full = value_of(entry.parts[0])
    return _rewritten(full, Formula(full, A_VEC[I], (I,)), entry.parts[0])


G = sp.IndexedBase("g", real=True)
"""What is multiplied with a matrix of derivatives."""


def _product(derivation: Derivation, *, rows: bool) -> Formula:
    """Return sum_i g_i da_i/dz_j, or the sum over j: every delta works its sum out, and no matrix is left."""
    i, j = axes_of(derivation.goal)
    summed, left = (i, j) if rows else (j, i)
    whole = t.total(t.mul(G[summed], derivation.spelled), summed)
    lines = simplify(whole)
    term = lettered(lines[-1].after if lines else whole)
    full, by = put_in(term, derivation.where), str(derivation.variable).partition("[")[0]
    stable = stable_lines(full, collected=False, floated=True)
    last = stable[-1].after if stable else term
    return Formula(last, derivation.goal, (left,), by, ranked_in(full) if last.has(LARGEST) else None, bool(stable))


def axes_of(goal: Term) -> tuple[sp.Symbol, ...]:
    """Return the indices of a derivative's name, in order: (i, j) for da_i/dz_j, which is row i, column j.

    A second derivative's name holds the first one's: d/dz_j of dL/dz_i has the indices (i, j) too.
    """
    if isinstance(goal, sp.Indexed):
        return tuple(goal.indices)
    parts = goal.args if isinstance(goal, t.D) else ()
    return tuple(index for part in parts for index in axes_of(part))


def letters(terms: Iterable[Term]) -> frozenset[str]:
    """Return the names of all letters in the terms, vectors by the name of the whole."""
    found = {atom for term in terms for atom in term.atoms(sp.Symbol, sp.IndexedBase)}
    return frozenset(str(getattr(atom, "label", atom)) for atom in found)
