"""What is a finite sum of powers equal to, in closed form?

SymPy sums, from nodes that were translated one by one; its answer is offered only after the judge has confirmed it.
"""

import sympy as sp

from generator.restore.nodes import Big, Equation, Name, Node, Number, Operation


def closed_form(formula: Equation) -> str | None:
    """Return the TeX of what a sum on the left is equal to, or None where it is no sum of powers."""
    sum_ = formula.sides[0]
    if not isinstance(sum_, Big) or sum_.kind != "sum":
        return None
    (lower, upper), index = sum_.bounds[0], sum_.variables[0]
    parts = [_term(x) for x in (sum_.body, lower, upper) if not isinstance(x, Equation) and x is not None]
    if len(parts) != 3 or any(part is None for part in parts) or not _small(parts[0]):
        return None
    body, low, high = parts
    found = sp.factor(sp.summation(body, (sp.Symbol(index.letter), low, high)))
    return None if found.has(sp.Sum) else sp.latex(found)


def _small(body: sp.Expr) -> bool:
    powers = [abs(power.exp) for power in body.atoms(sp.Pow)]
    return body.is_polynomial() and all(power.is_Integer and power <= 9 for power in powers)  # a digit


def _term(node: Node) -> sp.Expr | None:
    match node:
        case Number(text) if text.isdecimal() and len(text) < 9:  # no giant
            return sp.Integer(int(text))
        case Name(letter, None, None) if letter.isalpha() and len(letter) == 1:
            return sp.Symbol(letter)
        case Operation(kind, parts) if kind in _OPERATIONS and len(parts) < 9:  # no sum of hundreds
            terms = [_term(part) for part in parts]
            return None if any(term is None for term in terms) else _OPERATIONS[kind](*terms)
    return None


_OPERATIONS = {
    "sum": sp.Add,
    "product": sp.Mul,
    "negative": lambda x: -x,
    "quotient": lambda x, y: x / y if y != 0 else sp.nan,
    "power": lambda x, y: x**y if y.is_Integer and abs(y) < 9 else sp.nan,  # no giant power
}
