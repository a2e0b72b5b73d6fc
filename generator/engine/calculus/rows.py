"""How are a row of these tables, a partial derivative by the ordinary rules, and "put in what is known" written?"""

from collections.abc import Callable
from dataclasses import replace

from generator.engine import terms as t
from generator.engine.calculus.nodes import Partial
from generator.engine.differentiate import DERIVATIVE_RULES
from generator.engine.rules import Rule
from generator.engine.terms import D, Term

Pair = tuple[Term, Term]


def row(  # noqa: PLR0913, PLR0917 - the columns of a table, read by their place as in a formula book
    name: str,
    title: str,
    apply: Callable[[Term], Term | None],
    equality: Pair,
    fires: Pair,
    stays: Term,
    when: str = "",
) -> Rule:
    """Return a rule of which the two sides, the example and the counter-example are terms."""
    return Rule(name, title, apply, *equality, fires, stays, when)


def given(name: str, title: str, *pairs: Pair) -> Rule:
    """Return the rule that puts in what is known: a definition, a lemma, a hypothesis or a precondition."""

    def apply(x: Term) -> Term | None:
        return next((value for known, value in pairs if x == known), None)

    before, after = pairs[0]
    return Rule(name, title, apply, before, after, (before, after), after)


def rounded(x: Term) -> Term:
    """Return the term with every derivative a partial one."""
    if isinstance(x, D):
        return Partial(rounded(x.args[0]), x.args[1])
    parts = t.children(x)
    return t.with_children(x, map(rounded, parts)) if parts and x.has(D) else x


def _partially(rule: Rule) -> Rule:
    """Return a rule of differentiation as it applies to partial derivatives: all other variables are constants."""

    def apply(x: Term) -> Term | None:
        new = rule.apply(D(*x.args)) if isinstance(x, Partial) else None
        return None if new is None else rounded(new)

    return replace(rule, apply=apply)


PARTIAL_RULES = tuple(map(_partially, DERIVATIVE_RULES))
"""The rules of differentiation, for one variable of several."""
