"""The lines of NumPy that a terminal shows below a result: its stable form where there is a better one.

The activation's value comes first where the result is written in it. Error functions and the like are SciPy's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import sympy as sp

from generator.engine.code import expression
from generator.engine.indices import free_indices
from generator.engine.libraries import NUMPY, TYPED_EYE
from generator.engine.rewrites import LARGEST, ranked_in
from generator.engine.terms import Term
from generator.pages.languages.program import axes_of
from generator.verify.computing import Computed
from generator.verify.proved import Proved

_LIBRARY = replace(NUMPY, special="scipy.special.{scipy}", eye=TYPED_EYE)


def numpy_lines(proved: Proved) -> tuple[str, ...]:
    """Return lines that compute the result in turn; the last is the expression of the result itself.

    The first of ``proved.computing`` is about the activation's value, the last about the derivative.
    """
    return tuple(_lines(proved))


def _lines(proved: Proved) -> Iterator[str]:
    *before, last = _untyped(proved)
    code = "\n".join((*before, last))
    used = [one for one in proved.entry.parameters if re.search(rf"\b{one.id}\b", code)]
    yield from (f"{one.id} = {one.number}" for one in used)
    yield from before
    yield _typed(last, proved.entry.inputs[0])


_OF_NUMBERS = re.compile(r"np\.(?:sqrt|log|exp)\((?:np\.pi|[\d\s*/+-])+\)")
"""Functions of numbers alone: NumPy's scalars, beside which an array of float32 becomes one of float64."""


def _typed(code: str, like: str) -> str:
    """Return an expression whose numbers are of the type of an array, as branches and roots may not be."""
    if not re.search(rf"\b{like}\b", code) and not re.search(r"\ba\b", code):
        return f"np.full_like({like}, {code})"
    own = "np.where(" in code or "scipy." in code or _OF_NUMBERS.search(code)
    return f"np.asarray({code}, dtype={like}.dtype)" if own else code


def _untyped(proved: Proved) -> Iterator[str]:
    entry, derivation = proved.entry, proved.derivation
    variable, result = entry.inputs[0], derivation.spelled
    letters = {str(part.base if isinstance(part, sp.Indexed) else part) for part in result.atoms(sp.Symbol, sp.Indexed)}
    *_, goal = proved.computing
    named = bool(entry.activations) and "a" in letters
    if goal.better is not None and not (named and variable not in letters and entry.vector):
        yield from _form(goal, axes_of(derivation.goal), variable)
        return
    if named:
        *before, value = _form(proved.computing[0], free_indices(proved.computing[0].name), "z")
        yield from (*before, f"a = {value}")
    yield _code(result, axes_of(derivation.goal), variable)


def _form(one: Computed, axes: Iterable[sp.Symbol], like: str) -> Iterator[str]:
    best = one.better or one.written
    ranked = ranked_in(one.written.term) if best.term.has(LARGEST) else None
    if ranked is not None:
        yield f"m = np.argmax({_code(ranked, None, like)}, axis=-1, keepdims=True)"
        named = {str(part.base) for part in best.term.atoms(sp.Indexed) if LARGEST in part.indices}
        yield from (f"{letter}_m = np.take_along_axis({letter}, m, axis=-1)" for letter in sorted(named))
    yield _code(best.term, axes, like)


def _code(term: Term, axes: Iterable[sp.Symbol] | None, like: str) -> str:
    return expression(term, _LIBRARY, axes, like)
