"""Derivations of formulas from outside: entries made of them, proved and measured."""

from collections.abc import Iterator
from typing import Any

from sympy import Interval, S, Set, oo

from generator.build import proofs
from generator.build.terminal import derivation_lines
from generator.catalogue.formulas import brought_by, written_of
from generator.catalogue.records import Activation, Case, Loss, Parameter
from generator.engine.parse import parse
from generator.engine.terms import evaluated
from generator.errors import ExpressionError
from generator.pages import data
from generator.verify.indices import free_indices


def derived(
    activation: str | None, loss: str | None, letters: tuple[tuple[str, str], ...]
) -> tuple[dict[str, Any], Iterator[str]]:
    """Return the gradient of an activation, a loss, or one after the other, as data and as lines for a terminal.

    ``letters`` are parameters with their usual values as formulas. Raises ``DldzError`` where a formula cannot be read,
    derived or proved.
    """
    parameters = _with_brought(tuple(_parameter(name, value) for name, value in letters), activation, loss)
    inner = None if not activation else Activation(
        "activation", activation, activation, (), parameters=parameters, may_jump=True, sample=S.Reals
    )  # fmt: skip
    outer = None if not loss else Loss("loss", loss, loss, (), parameters=parameters, may_jump=True)
    if outer is not None and (left := free_indices(written_of(outer))):
        raise ExpressionError(f"{loss!r} · a loss is one number: sum over the index {left[0]}, as Sum(..., k)")
    entry = Case(inner, outer) if inner and outer else inner or outer
    if entry is None:
        raise ExpressionError("nothing to derive")
    proved = proofs.prove_first(entry)
    return data.shown(proved), derivation_lines(proved)


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
