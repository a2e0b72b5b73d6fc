"""The functions that the engine knows: one row a function, and nothing of it stands anywhere else.

A row gives the derivative with the argument ``u`` and the value ``y``: that of tanh is ``1 - y**2``. It also says how
the function is evaluated (``evaluate``, or the name that mpmath has for it) and how each dialect prints it. A newcomer
adds a row here; formulas, the chain rule, the judge, all listings, the rules page and the tests follow from it.

Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*, chapters 3, 4, 6 and 7; NIST DLMF chapters 4 to 7.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import sympy as sp
from sympy import Interval, S, Set, oo
from sympy.codegen import cfunctions

from generator.engine import terms as t
from generator.engine.terms import Term

U, Y = sp.symbols("u y", real=True)


@dataclass(frozen=True)
class Primitive:
    """A function of one number whose derivative is known.

    ``derivative`` is a formula in u and y, the value. ``domain`` is where the derivative exists, apart from ``kinks``,
    the arguments at which the function has a value but no derivative; ``guard`` is a formula with these zeros where
    there are too many to list. The names are those of SymPy, of mpmath, of the libraries of arrays (NumPy's, which
    PyTorch and JAX took over), of SciPy's ``special`` where NumPy has none, of PyTorch, JAX and C where they differ
    from these, and of TeX; left empty, a name is the id. ``written`` is the function in terms of others, for the
    dialects that have no name for it. ``evaluate`` gives its value in a context of mpmath, where that has no name.
    """

    id: str
    derivative: str
    says: str
    domain: Set = S.Reals
    kinks: tuple[int, ...] = ()
    guard: str = ""
    sympy: str = ""
    mpmath: str = ""
    arrays: str = ""
    scipy: str = ""
    torch: str = ""
    jax: str = ""
    c: str = ""
    tex: str = ""
    written: str = ""
    evaluate: Callable[[Any, Any], Any] | None = None

    @property
    def title(self) -> str:
        """The name of the rule in a derivation."""
        return f"derivative of {self.id}"

    @property
    def when(self) -> str:
        """The condition under which the derivative exists, in words; empty where it always does."""
        places = [f"u is not {kink}" for kink in self.kinks]
        if self.guard:
            places.append(f"{self.guard} is not 0")
        if self.domain != S.Reals:
            places.append(_inside(self.domain))
        return " and ".join(places)

    @cached_property
    def head(self) -> type[sp.Function]:
        """SymPy's class of the function; one that SymPy lacks, or cannot differentiate, is made from the row."""
        name = self.sympy or self.id
        known = None if self.guard else getattr(sp, name, None) or getattr(cfunctions, name, None)
        return known or _made(name, self)

    @cached_property
    def function(self) -> Term:
        """The value as a term in u."""
        return t.power(U, t.HALF) if self.id == "sqrt" else t.call(self.head, U)

    def slope(self, argument: Term) -> Term:
        """Return the derivative with the argument in the place of u and the value in the place of y."""
        return t.substitute(_read(self.derivative), {U: argument, Y: t.substitute(self.function, {U: argument})})

    def guarded(self, argument: Term) -> Term | None:
        """Return a term that is zero where the function has no derivative; None where it has one everywhere."""
        if self.guard:
            return t.substitute(_read(self.guard), {U: argument})
        return argument if self.kinks == (0,) else None

    def value(self, context: Any, argument: Any) -> Any:  # noqa: ANN401 - mpmath ships no types
        """Return the function's value in a context of mpmath."""
        if self.evaluate is not None:
            return self.evaluate(context, argument)
        return getattr(context, self.mpmath or self.id)(argument)


@cache
def _inside(where: Set) -> str:
    """Say in signs where u lies: ``u > 0``, ``-1 < u < 1``."""
    if where.sup == oo:
        return f"u > {where.inf}"
    return f"u < {where.sup}" if where.inf == -oo else f"{where.inf} < u < {where.sup}"


def _read(formula: str) -> Term:
    from generator.engine.parse import parse  # noqa: PLC0415 - which knows its functions from this table

    return parse(formula, {"u": U, "y": Y, "pi": sp.pi})


def _made(name: str, row: Primitive) -> type[sp.Function]:
    """Return a class for a function that SymPy lacks, real where its argument is."""

    def fdiff(self: sp.Function, _argument: int = 1) -> Term:
        return t.evaluated(row.slope(self.args[0]))

    return type(name, (sp.Function,), {"__module__": __name__, "nargs": 1, "is_real": True, "fdiff": fdiff})


def __getattr__(name: str) -> type[sp.Function]:
    """Return the class of a function that SymPy lacks: a stored term names it as one of this module."""
    found = next((row.head for row in PRIMITIVES if (row.sympy or row.id) == name), None)
    if found is None:
        raise AttributeError(name)
    return found


def primitive_of(term: Term) -> Primitive | None:
    """Return the row for the outermost function of the term, or None."""
    if term.is_Pow:
        return _BY_ID["sqrt"] if term.exp == t.HALF else None
    return by_head().get(term.func)


def lowered(x: Term) -> Term | None:
    """Return a function that is written in terms of others as it is written; None for any other term."""
    row = by_head().get(x.func)
    return None if row is None or not row.written else t.substitute(_read(row.written), {U: x.args[0]})


def in_others(x: Term) -> Term:
    """Return a term with every function that is written in terms of others as it is written."""
    found = {part: in_others(plain) for _, part in t.walk(x) if (plain := lowered(part)) is not None}
    return t.substitute(x, found) if found else x


@cache
def by_head() -> dict[type[sp.Basic], Primitive]:
    """Return the rows by SymPy's class of the function; the square root, a power to SymPy, has none."""
    return {row.head: row for row in PRIMITIVES if row.id != "sqrt"}


def class_of(name: str) -> type[sp.Function]:
    """Return SymPy's class of the function in the row of this name."""
    return _BY_ID[name].head


POSITIVE, INSIDE = Interval.open(0, oo), Interval.open(-1, 1)

PRIMITIVES = (
    Primitive("exp", "y", "the exponential is its own derivative"),
    Primitive("log", "1/u", "the natural logarithm", domain=POSITIVE),
    Primitive("sqrt", "1/(2*y)", "in terms of the value", domain=POSITIVE),
    Primitive("sin", "cos(u)", "sine becomes cosine"),
    Primitive("cos", "-sin(u)", "cosine becomes minus sine"),
    Primitive("tan", "1 + y**2", "in terms of the value", domain=Interval.open(-sp.pi / 2, sp.pi / 2)),
    Primitive("sinh", "cosh(u)", "no sign changes"),
    Primitive("cosh", "sinh(u)", "no sign changes"),
    Primitive("tanh", "1 - y**2", "in terms of the value"),
    Primitive("asin", "1/sqrt(1 - u**2)", "the inverse of sine", domain=INSIDE, arrays="arcsin", tex=r"\arcsin"),
    Primitive("acos", "-(1/sqrt(1 - u**2))", "the inverse of cosine", domain=INSIDE, arrays="arccos", tex=r"\arccos"),
    Primitive("atan", "1/(1 + u**2)", "the inverse of tangent", arrays="arctan", tex=r"\arctan"),
    Primitive("asinh", "1/sqrt(1 + u**2)", "the inverse of hyperbolic sine", arrays="arcsinh"),
    Primitive("erf", "2/sqrt(pi)*exp(-u**2)", "the Gauss error function", scipy="erf"),
    Primitive("erfc", "-2/sqrt(pi)*exp(-u**2)", "one less the Gauss error function, exact for large u", scipy="erfc"),
    Primitive("erfcx", "2*u*exp(u**2)*erfc(u) - 2/sqrt(pi)", "exp(u^2) erfc(u), of ordinary size above 0",
              scipy="erfcx", torch="special.erfcx", written="exp(u**2)*erfc(u)",
              evaluate=lambda mp, u: mp.exp(u * u) * mp.erfc(u)),
    Primitive("logndtr", "sqrt(2/pi)*exp(-u**2/2)/erfc(-u/sqrt(2))", "the logarithm of the normal distribution",
              tex=r"\ln\Phi", written="log1p(-erfcx(max(u, 0)/sqrt(2))*exp(-max(u, 0)**2/2)/2)"
                                       " + log(erfcx(-min(u, 0)/sqrt(2))) - min(u, 0)**2/2",
              evaluate=lambda mp, u: mp.log(mp.erfc(-u / mp.sqrt(u * 0 + 2)) / 2)),
    Primitive("log1p", "1/(1 + u)", "log(1 + u), exact for small u", domain=Interval.open(-1, oo)),
    Primitive("expm1", "exp(u)", "e^u - 1, exact for small u"),
    Primitive("exprel", "(exp(u) - expm1(u)/u)/u", "(e^u - 1)/u, and 1 for u = 0",
              written="piecewise(expm1(u)/u, abs(u) > 0, 1)", evaluate=lambda mp, u: mp.expm1(u) / u),
    Primitive("log1mexp", "-(1/expm1(-u))", "log(1 - e^u), exact for every u below 0", domain=Interval.open(-oo, 0),
              written="piecewise(log(-expm1(u)), u > -log(2), log1p(-exp(min(u, -log(2)))))",
              evaluate=lambda mp, u: mp.log(-mp.expm1(u))),
    Primitive("lgamma", "digamma(u)", "the logarithm of the gamma function", domain=POSITIVE,
              sympy="loggamma", mpmath="loggamma", scipy="gammaln", torch="lgamma", tex=r"\ln\Gamma"),
    Primitive("digamma", "trigamma(u)", "the derivative of the logarithm of the gamma function", domain=POSITIVE,
              scipy="digamma", tex=r"\psi"),
    Primitive("trigamma", "", "the derivative of digamma; its own has no name here", domain=POSITIVE,
              scipy="polygamma(1, {0})", torch="polygamma(1, {0})", evaluate=lambda mp, u: mp.psi(1, u), tex=r"\psi'"),
    Primitive("abs", "sign(u)", "minus one to the left, one to the right", kinks=(0,), sympy="Abs", mpmath="fabs"),
    Primitive("sign", "0", "constant on both sides of its jump", kinks=(0,)),
    Primitive("floor", "0", "constant between whole numbers", guard="sin(pi*u)"),
)  # fmt: skip

_BY_ID = {row.id: row for row in PRIMITIVES}
