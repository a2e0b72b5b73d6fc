"""How do the formulas of entries become terms: which letters may occur, and what are they?

What an entry takes (``a``, ``y``, ``z``, or the weights ``w``) are real numbers in scalar entries and vectors with
components ``a[i]`` in the others; the entry's parameters are real numbers in both. A definition may call the
activations that stand above it in their table.
"""

import keyword
import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import takewhile

import sympy as sp
from sympy.core.function import AppliedUndef

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.bound import rebound
from generator.engine.formula import calls_in
from generator.engine.named import spelled_out
from generator.engine.parse import FUNCTIONS, INDICES, Component, Scope, VectorFunction, parse
from generator.engine.rewrites import tidied
from generator.engine.terms import SIZE, Term, substitute

A, Y, Z = (sp.Symbol(name, real=True) for name in "ayz")
A_VEC, Y_VEC, Z_VEC = (sp.IndexedBase(name, real=True) for name in "ayz")
LOSS = sp.Symbol("L", real=True)
I, J, K = (INDICES[name] for name in "ijk")  # noqa: E741 - the field's own subscripts: a_i, delta_ij


@cache
def written_of(entry: Activation | Loss) -> Term:
    """Return the definition as it is written, with other activations of the catalogue under their names: z sigma(z).

    Raises ``ExpressionError`` where it cannot be read.
    """
    return _read(entry.value, entry)


@cache
def value_of(entry: Activation | Loss) -> Term:
    """Return the definition with everything put in, for whoever wants numbers.

    Raises ``ExpressionError`` where it cannot be read.
    """
    meanings = tuple((function_of(other)(Z), plain_value(other)) for other in functions_in(entry))
    return spelled_out(written_of(entry), meanings)


def functions_in(entry: Activation | Loss) -> tuple[Activation, ...]:
    """Return the activations that the entry's definition calls by name."""
    heads = {call.func for call in written_of(entry).atoms(AppliedUndef)}
    return tuple(other for other in _above(entry).values() if not other.vector and function_of(other) in heads)


def function_of(entry: Activation) -> type[sp.Function]:
    """Return the activation as a function that has a name only: sigma, or its id in upright letters."""
    found: type[sp.Function] = sp.Function(entry.symbol or rf"\operatorname{{{entry.id}}}", real=True)
    return found


def plain_value(entry: Activation) -> Term:
    """Return the definition with the usual values of its parameters, factors 1 left away: what its name means."""
    return tidied(at_usual(value_of(entry), entry))


def _above(entry: Activation | Loss) -> Mapping[str, Activation]:
    """Return the activations that the entry may call: those that stand above it in their table."""
    above = takewhile(lambda other: other.id != entry.id, ACTIVATIONS)
    named = {other.id.replace("-", "_"): other for other in above if not (other.vector and other.is_identity)}
    return {name: other for name, other in named.items() if name not in FUNCTIONS}


def condition_of(loss: Loss) -> tuple[tuple[Term, Term], ...]:
    """Return the loss's precondition on the targets as (term, value), or nothing."""
    if loss.condition is None:
        return ()
    left, right = (formula_of(side, loss) for side in loss.condition)
    return ((left, right),)


def formula_of(text: str, entry: Activation | Loss) -> Term:
    """Return a formula in the letters of an entry. Raises ``ExpressionError`` where it cannot be read."""
    return _read(text, entry)


def _read(text: str, entry: Activation | Loss) -> Term:
    """Read a formula of an entry, which may call the activations above it: a gate takes two numbers."""
    above = _above(entry)
    own = None if isinstance(entry, Loss) else I
    scope = Scope(own, frozenset("ijm"), {name: _of_vector(other) for name, other in above.items() if other.vector})
    numbers = {name: other for name, other in above.items() if not other.vector}
    calls = {name: _call(other, entry) for name, other in numbers.items()}
    return parse(text, _letters(entry), calls, scope, {name: _counts(other) for name, other in numbers.items()})


def _call(entry: Activation, outer: Activation | Loss) -> Callable[..., Term]:
    """Return what a formula gets that calls an activation: its name, or its definition where that has branches.

    Where branches meet has to be seen. A gate is written out too, as a function of both its inputs. Parameters that
    the calling entry has as well stay letters.
    """
    if entry.hidden:
        other = next(one for one in entry.parameters if one.gradient)
        return lambda z, g: substitute(written_of(entry), {Z: z, other.letter: g})
    if not entry.parameters and not _has_branches(entry):
        return function_of(entry)

    def call(u: Term, *given: Term) -> Term:
        if given:
            own = dict(zip((one.letter for one in entry.parameters), given, strict=False))
            return tidied(substitute(value_of(entry), {**usual(entry), **own, Z: u}))
        shared = set(entry.parameters) <= set(outer.parameters)
        if _has_branches(entry):
            return substitute(value_of(entry) if shared else plain_value(entry), {Z: u})
        return function_of(entry)(u)

    return call


def _counts(entry: Activation) -> tuple[int, ...]:
    """Return how many numbers a call of an activation gives: a gate's two, or z and none, some or all parameters."""
    return (2,) if entry.hidden else tuple(range(1, 2 + len(entry.parameters)))


def brought_by(text: str) -> tuple[Parameter, ...]:
    """Return the parameters, other than those that are usually 0 or 1, of the activations that a formula calls."""
    names = {name for name, count in calls_in(text) if count == 1}
    found = (one for one in ACTIVATIONS if one.id.replace("-", "_") in names and not one.vector and not one.hidden)
    branched = (one for one in found if _has_branches(one))
    return tuple(p for one in branched if all(q.default not in {0, 1} for q in one.parameters) for p in one.parameters)


def _has_branches(entry: Activation) -> bool:
    return any(mark in entry.value for mark in ("piecewise", "max", "min", "abs", "sign"))


def _of_vector(entry: Activation) -> VectorFunction:
    """Return an activation of vectors as a function of one, written out, with sums over letters of their own."""

    def component(vector: Component, index: sp.Symbol, fresh: Callable[[], sp.Symbol]) -> Term:
        return composed(rebound(plain_value(entry), fresh), vector, index)

    return component


def composed(x: Term, vector: Component, index: sp.Symbol) -> Term:
    """Return a term in z_i and z_k with another vector in the place of z, and the index in that of i."""
    here = substitute(x, {I: index})
    return substitute(here, {part: vector(part.indices[0]) for part in here.atoms(sp.Indexed)})


def callables() -> tuple[Mapping[str, tuple[int, ...]], tuple[str, ...]]:
    """Return the functions of numbers that a formula from outside may call, and those of vectors."""
    found = {one.id.replace("-", "_"): one for one in ACTIVATIONS if not (one.vector and one.is_identity)}
    own = {name: _counts(one) for name, one in found.items() if not one.vector}
    numbers = {**own, **dict.fromkeys(FUNCTIONS, (1,)), "max": (2,), "min": (2,)}
    return numbers, tuple(name for name, one in found.items() if one.vector)


_NAME = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")
_TAKEN = frozenset({*"ayz", *INDICES, *FUNCTIONS, "pi", "sqrt", "piecewise"})


def is_free(name: str) -> bool:
    """Tell whether a parameter may be called so: lower-case, no reserved word, no name that formulas read already."""
    return _NAME.fullmatch(name) is not None and name not in _TAKEN and not keyword.iskeyword(name)


def usual(entry: Activation | Loss | Case) -> Mapping[Term, Term]:
    """Return the entry's parameters with their usual values."""
    return {parameter.letter: parameter.default for parameter in entry.parameters}


def at_usual(term: Term, entry: Activation | Loss | Case) -> Term:
    """Return a term of the entry with the usual values of its parameters, for whoever wants numbers."""
    return substitute(term, usual(entry))


def heads(entry: Activation | Loss | Case) -> tuple[sp.Symbol | sp.IndexedBase, ...]:
    """Return what the entry takes beside parameters, the variable first: numbers, or vectors without an index."""
    kind = sp.IndexedBase if entry.vector else sp.Symbol
    return tuple(kind(name, real=True) for name in entry.inputs)


def variable_of(entry: Activation | Loss | Case, index: sp.Symbol) -> Term:
    """Return the variable of the entry, of a vector the component with this index."""
    head, *_ = heads(entry)
    return head[index] if entry.vector else head


def _letters(entry: Activation | Loss) -> dict[str, Term]:
    own = {parameter.id: parameter.letter for parameter in entry.parameters}
    sizes = {"N": SIZE} if entry.vector else {}
    return {"pi": sp.pi} | sizes | own | dict(zip(entry.inputs, heads(entry), strict=True))
