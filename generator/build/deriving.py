"""Derivations of formulas from outside: entries made of them, proved and measured."""

import re
from collections.abc import Iterator
from typing import Any

from sympy import Interval, S, Set, Symbol, oo

from generator.build.derivation_text import derivation_lines
from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import brought_by, usual, written_of
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.bound import unbound_indices
from generator.engine.indices import free_indices
from generator.engine.parse import parse
from generator.engine.terms import evaluated
from generator.errors import ExpressionError
from generator.pages.kink_lines import kink_lines, rounded
from generator.pages.numpy_lines import numpy_lines
from generator.verify.arithmetic import MP
from generator.verify.computing import computed_slope, computed_value
from generator.verify.judge import judge_first
from generator.verify.proved import Proved
from generator.verify.world import World


def derived(activation: str | None, loss: str | None, letters: tuple[tuple[str, str], ...]) -> Proved:
    """Return the proved gradient of an activation, a loss, or one after the other.

    ``letters`` are parameters with their usual values as formulas. Raises ``DldzError`` where a formula cannot be read,
    derived or proved.
    """
    parameters = _with_brought(tuple(_parameter(name, value) for name, value in letters), activation, loss)
    inner = outer = None
    if activation:
        inner = Activation("activation", activation, activation, (), (), "", parameters, may_jump=True, sample=S.Reals)
    if loss:
        outer = Loss("loss", loss, loss, (), (), "", parameters, may_jump=True)
    if inner is not None and inner.vector and not free_indices(written_of(inner)):
        of_a = re.sub(r"\bz\b", "a", str(activation))
        raise ExpressionError(f"{activation!r} · this is one number of a whole vector · write --loss {of_a!r}")
    if outer is not None and (left := unbound_indices(written_of(outer))):
        raise ExpressionError(f"{loss!r} · a loss is one number: sum over the index {left[0]}, as Sum(..., k)")
    entry = Case(inner, outer) if inner and outer else inner or outer
    if entry is None:
        raise ExpressionError("nothing to derive")
    return prove_first(entry)


def prove_first(entry: Activation | Loss | Case) -> Proved:
    """Derive, prove and measure the gradient of formulas from outside, and nothing beside. Raises ``DldzError``."""
    first = derivation_of(entry)
    inner = entry.parts[0]
    forms = computed_value(inner, derivation_of(inner)), computed_slope(entry, first)
    return Proved(entry, first, judge_first(first, entry), None, forms)


def lines_of(proved: Proved) -> Iterator[str]:
    """Return a derivation as lines for a terminal."""
    return derivation_lines(proved, tuple(hole_lines(proved)))


def hole_lines(proved: Proved) -> Iterator[str]:
    """Yield what is said of zero, where a result such as (z cos z - sin z)/z² has a limit and no value."""
    variable, found = proved.derivation.variable, proved.derivation.result
    if proved.entry.parts[0].vector or not isinstance(variable, Symbol) or len(proved.entry.inputs) > 1:
        return
    fixed = {letter: World((), {}).value(value) for letter, value in usual(proved.entry).items()}

    def at(x: Any, term: Any = found) -> Any:  # noqa: ANN401 - numbers of mpmath, and a term
        return World(proved.derivation.where, {variable: MP.mpf(x), **fixed}).attempt(term)

    sides = [at(sign * beside) for beside in _BESIDE for sign in (-1, 1)]
    if at(0) is not None or None in sides:
        return
    if max(sides) - min(sides) < _CLOSE:
        limit = rounded(float(sum(sides)) / 4)
        yield f"at {variable} = 0 it has no value as it is written, and the limit {limit}; beside it digits cancel"


_BESIDE, _CLOSE = (1e-12, 1e-15), 1e-9
"""How far beside zero a limit is looked for, and how near all that is found there must be to each other."""


def data_of(proved: Proved) -> dict[str, Any]:
    """Return a derivation as data, with the lines of NumPy and the places without a derivative."""
    from generator.pages.data import shown  # noqa: PLC0415 - it loads every kind of entry, and --help needs none

    found = shown(proved)
    found["result"]["numpy"] = "\n".join(numpy_lines(proved))
    found["nowhere"] = [
        *kink_lines(proved.evidence.receipt.kinks, proved.derivation.variable), *hole_lines(proved)
    ]  # fmt: skip
    return found


def _with_brought(own: tuple[Parameter, ...], *texts: str | None) -> tuple[Parameter, ...]:
    """Return the parameters with those of the activations that are called, as far as their letters are free."""
    found = dict.fromkeys(one for text in texts if text for one in brought_by(text))
    taken = [one.id for one in (*own, *found)]
    return own if len(set(taken)) < len(taken) else (*own, *found)


def _parameter(name: str, value: str) -> Parameter:
    default = evaluated(parse(value, {"pi": S.Pi}))
    if not default.is_real or default.is_finite is False:
        raise ExpressionError(f"'{name}={value}' · a parameter is a name and a number, such as alpha=0.01")
    return Parameter(name, default, "a parameter", _range(default))


def _range(usual: Any) -> Set:  # noqa: ANN401 - a number of SymPy
    """Return from where a parameter is drawn: numbers of the same sign, and those below one where it is."""
    if usual.is_zero:
        return S.Reals
    edge = 1 if abs(usual) < 1 else oo
    return Interval.open(0, edge) if usual.is_positive else Interval.open(-edge, 0)
