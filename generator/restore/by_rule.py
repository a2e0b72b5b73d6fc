"""By which rule is a statement about unknown functions true: d f(g(x))/dx = f'(g(x)) g'(x)?

Its left side is differentiated by the engine; the first rule that fires is the one that it states.
"""

from collections.abc import Callable, Mapping

import sympy as sp

from generator.engine import terms as t
from generator.engine.chain import LAYER_RULES
from generator.engine.differentiate import differentiate
from generator.engine.terms import D, Term
from generator.errors import DerivationError
from generator.restore.nodes import Call, Equation, Name, Node, Number, Operation, Slope

FUNCTIONS = {"f", "g", "h", "u", "v"}


def rule_of(formula: Equation) -> str:
    """Return the id of the rule that takes the derivative on the left, or nothing where there is none."""
    slope = formula.sides[0]
    if not isinstance(slope, Slope) or slope.of is None or slope.order != 1:
        return ""
    try:
        line = differentiate(D(_term(slope.of), _term(slope.by)), LAYER_RULES)
    except DerivationError:
        return ""
    return line.steps[0].rule if line.steps else ""


def _term(node: Node) -> Term:
    """Return a node as a term of the engine. Raises ``DerivationError`` for what is no formula of functions."""
    match node:
        case Number(text) if text.isdecimal():
            return sp.Integer(int(text))
        case Name(letter, None, None) if letter.isalpha():
            return sp.Symbol(letter, real=True)
        case Call(Name(letter), arguments, 0) if letter in FUNCTIONS:
            return sp.Function(letter, real=True)(*map(_term, arguments))
        case Operation(kind, parts) if kind in _OPERATIONS:
            return _OPERATIONS[kind](*map(_term, parts))
    raise DerivationError("no formula of functions")


_OPERATIONS: Mapping[str, Callable[..., Term]] = {"sum": t.add, "product": t.mul, "quotient": t.over, "negative": t.neg}
