"""Which functions does the engine know, and what are their derivatives?

One row a function, written with its argument ``u`` and its answer ``y``: the derivative of tanh is ``1 - y**2``. A
newcomer adds a row here (and, for a name that SymPy has under another one, its name in ``parse.FUNCTIONS``); the chain
rule, the rules page and the tests follow from the row.

Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*, chapters 3, 4 and 7; NIST DLMF chapters 4 and 7.
"""

from dataclasses import dataclass

import sympy as sp
from sympy import Interval, S, Set, oo

from generator.engine import terms as t
from generator.engine.parse import parse
from generator.engine.terms import Term

U, Y = sp.symbols("u y", real=True)


@dataclass(frozen=True)
class Primitive:
    """A function whose derivative is known.

    ``value`` and ``derivative`` are formulas in u (and y, the answer). ``domain`` is where the derivative exists, apart
    from ``kinks``, the arguments at which the function is continuous or defined but has no derivative.
    """

    id: str
    value: str
    derivative: str
    says: str
    domain: Set = S.Reals
    kinks: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """The name of the rule in a derivation."""
        return f"derivative of {self.id}"

    @property
    def when(self) -> str:
        """The condition under which the derivative exists, in words; empty where it always does."""
        places = [f"u is not {kink}" for kink in self.kinks]
        if self.domain != S.Reals:
            places.append(f"u lies in {sp.sstr(self.domain)}")
        return " and ".join(places)

    @property
    def function(self) -> Term:
        """The value as a term in u."""
        return parse(self.value, {"u": U})

    def slope(self, argument: Term) -> Term:
        """Return the derivative with the argument in the place of u and the answer in the place of y."""
        pattern = parse(self.derivative, {"u": U, "y": Y, "pi": sp.pi})
        return t.substitute(pattern, {U: argument, Y: t.substitute(self.function, {U: argument})})


POSITIVE = Interval.open(0, oo)

PRIMITIVES = (
    Primitive("exp", "exp(u)", "y", "the exponential is its own derivative"),
    Primitive("log", "log(u)", "1/u", "the natural logarithm", domain=POSITIVE),
    Primitive("sqrt", "sqrt(u)", "1/(2*y)", "in terms of the answer", domain=POSITIVE),
    Primitive("sin", "sin(u)", "cos(u)", "sine becomes cosine"),
    Primitive("cos", "cos(u)", "-sin(u)", "cosine becomes minus sine"),
    Primitive("tan", "tan(u)", "1 + y**2", "in terms of the answer", domain=Interval.open(-sp.pi / 2, sp.pi / 2)),
    Primitive("sinh", "sinh(u)", "cosh(u)", "no sign changes"),
    Primitive("cosh", "cosh(u)", "sinh(u)", "no sign changes"),
    Primitive("tanh", "tanh(u)", "1 - y**2", "in terms of the answer"),
    Primitive("asin", "asin(u)", "1/sqrt(1 - u**2)", "the inverse of sine", domain=Interval.open(-1, 1)),
    Primitive("acos", "acos(u)", "-(1/sqrt(1 - u**2))", "the inverse of cosine", domain=Interval.open(-1, 1)),
    Primitive("atan", "atan(u)", "1/(1 + u**2)", "the inverse of tangent"),
    Primitive("erf", "erf(u)", "2/sqrt(pi)*exp(-u**2)", "the Gauss error function"),
    Primitive("erfc", "erfc(u)", "-2/sqrt(pi)*exp(-u**2)", "one less the Gauss error function, exact for large u"),
    Primitive("log1p", "log1p(u)", "1/(1 + u)", "log(1 + u), exact for small u", domain=Interval.open(-1, oo)),
    Primitive("expm1", "expm1(u)", "exp(u)", "e^u - 1, exact for small u"),
    Primitive("abs", "abs(u)", "sign(u)", "minus one to the left, one to the right", kinks=(0,)),
    Primitive("sign", "sign(u)", "0", "constant on both sides of its jump", kinks=(0,)),
)

_BY_HEAD = {primitive.function.func: primitive for primitive in PRIMITIVES if not primitive.function.is_Pow}


def primitive_of(term: Term) -> Primitive | None:
    """Return the row for the outermost function of the term, or None."""
    if term.is_Pow:
        return next(row for row in PRIMITIVES if row.id == "sqrt") if term.exp == t.HALF else None
    return _BY_HEAD.get(term.func)
