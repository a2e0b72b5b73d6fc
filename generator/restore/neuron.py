"""What do the derivations of a layer prove of a single neuron, z = w x + b?

A layer with one unit and one input is a neuron: its indices have one value each, so that every delta is 1 and every sum
has one term. The lines are those of Nielsen's equations for one example, read so.
"""

from collections.abc import Iterator, Mapping
from functools import cache

import sympy as sp

from generator.catalogue.dense import NIELSEN, before
from generator.catalogue.formulas import LOSS, A, I, J, Z
from generator.catalogue.network import FORMULAS
from generator.catalogue.network_derivations import derived
from generator.engine import terms as t
from generator.engine.anchors import key_lines
from generator.engine.terms import D, Term

KINDS = {"dw", "db"}
"""The formulas that pass through one neuron; the others join several."""


def _base(component: Term) -> sp.IndexedBase:
    return component.base


LETTERS: Mapping[sp.IndexedBase, Term] = {
    _base(NIELSEN.z(I)): Z,
    _base(NIELSEN.a(I)): A,
    _base(NIELSEN.a(I, before("l"))): sp.Symbol("x", real=True),
    _base(NIELSEN.w(I, J)): sp.Symbol("w", real=True),
    _base(NIELSEN.b(I)): sp.Symbol("b", real=True),
    _base(NIELSEN.dz(I)): D(LOSS, Z),
}


@cache
def neuron_lines() -> tuple[tuple[Term, Term, str], ...]:
    """Return what holds for a neuron: a derivative, what it is, and where on the site that is derived."""
    found = {(goal, term): where for goal, term, where in _lines()}
    return tuple((goal, term, where) for (goal, term), where in found.items())


def _lines() -> Iterator[tuple[Term, Term, str]]:
    for entry in FORMULAS:
        found = derived(entry) if entry.layout is NIELSEN and entry.what in KINDS else None
        if found is None or found.derivation is None:
            continue
        for line in key_lines(found.derivation):
            goal, term = of_one(line.goal), of_one(line.term)
            if term != goal:
                yield goal, term, f"{entry.uri}/#{line.anchor}"


def of_one(x: Term) -> Term:
    """Return a term of a layer for a layer of one unit."""
    if isinstance(x, sp.Indexed):
        return LETTERS[x.base]
    if isinstance(x, sp.KroneckerDelta):
        return t.ONE
    if isinstance(x, sp.Sum):
        return of_one(x.args[0])
    if isinstance(x, D):
        return D(*map(of_one, x.args))
    if t.is_product(x):
        return t.mul(*(factor for factor in map(of_one, x.args) if factor != t.ONE))
    if x == sp.Symbol("C", real=True):
        return LOSS
    return x.func(*map(of_one, x.args), evaluate=False) if x.args else x
