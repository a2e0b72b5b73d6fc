"""On which way is each example derived: which tables of rules are fired, line after line?

Only the order of the tables is chosen here; the lines are what the rules find. See ``engine.calculus.plan``.
"""

from dataclasses import replace

import sympy as sp

from generator.catalogue.example_fields import HBAR, HEAT, PLANE, M
from generator.engine import rewrites as r
from generator.engine import terms as t
from generator.engine.calculus import fields, integrals, sums
from generator.engine.calculus.fields import PSI, T, V, bar
from generator.engine.calculus.integrals import ANGLE, BIG_R, N, R, S, X, Y, Z, integral, jacobian
from generator.engine.calculus.nodes import Antiderivative, Disk, Laplacian, Partial, Rate, Space, determinant
from generator.engine.calculus.plan import Once, Plan, assumed, earlier, shortened
from generator.engine.calculus.rows import PARTIAL_RULES
from generator.engine.calculus.sums import K
from generator.engine.differentiate import DERIVATIVE_RULES
from generator.engine.parse import parse
from generator.engine.rules import only
from generator.engine.simplify import EXPAND, TOGETHER, Stage
from generator.engine.terms import Term

NEAT = r.TIDY + r.PRODUCTS


# The determinant.

A, B, C, D = sp.symbols("a b c d", real=True)
SQUARE = determinant(((A, B), (C, D)))
BY_ROWS = (
    Plan("Along the first row", SQUARE, SQUARE, (
        Once("Expand along the first row", sums.DETERMINANTS),
        Stage("A determinant of one number", sums.DETERMINANTS))),
)  # fmt: skip


# The sums of powers.

LINE, SQUARES = t.total(K, K, N), t.total(t.power(K, 2), K, N)
_TELESCOPE = (
    Once("Write it as a difference of higher powers", only(sums.SUMS, "power-as-difference")),
    Once("The divisor comes out of the sum", only(r.SUMS, "constant-out")),
    Once("Telescope", only(sums.SUMS, "telescope")),
    Stage("Work out the rest of the sum", r.SUMS + only(sums.SUMS, "power-of-zero", "sum-of-constant") + NEAT),
)
_FACTOR = Stage("Factor", r.FACTOR_FULLY + only(sums.SUMS, "letter-first", "shorter-first"))
BY_TELESCOPE = (
    Plan("Lemma: the sum of the first n numbers", LINE, LINE, (*_TELESCOPE, _FACTOR)),
    Plan("The sum of their squares", SQUARES, SQUARES, (
        *_TELESCOPE,
        earlier("Put the lemma in"), TOGETHER, EXPAND, Stage("Collect", r.COLLECT + r.TIDY), _FACTOR)),
)  # fmt: skip


# The factorial.


def gamma(exponent: Term) -> Term:
    """Return the integral of x^n e^(-x) from 0 to infinity."""
    fading = t.call(sp.exp, t.neg(X))
    return integral(fading if exponent == t.ZERO else t.mul(t.power(X, exponent), fading), X, t.ZERO, sp.oo)


_CLEAN = integrals.LINEAR + NEAT
_LESS = t.add(N, t.MINUS_ONE)
BY_PARTS = (
    Plan("The start: n = 0", gamma(t.ZERO), gamma(t.ZERO), (
        Stage("Read the table of derivatives backwards", only(integrals.UNDO, "table-backwards")),
        Stage("Integrate", only(integrals.UNDO, "fundamental-theorem")),
        Stage("Put the ends in", only(integrals.UNDO, "at-the-ends")),
        Stage("What is left", only(integrals.UNDO, "fades") + r.TIDY))),
    Plan("From n to n − 1, by parts", gamma(N), gamma(N), (
        Once("By parts", integrals.PARTS),
        Stage("Nothing is left at the ends", integrals.PARTS[1:] + _CLEAN),
        Stage("Differentiate", DERIVATIVE_RULES + _CLEAN))),
    Plan("The step of the induction", gamma(N), gamma(N), (
        earlier("By parts, as above"),
        assumed("Assume the statement for n − 1"),
        Stage("One more factor", integrals.FACTORIALS)),
        assuming=((gamma(_LESS), t.call(sp.factorial, _LESS)),)),
)  # fmt: skip


# The integral of the cosine.

COSINE = t.call(Antiderivative, t.call(sp.cos, ANGLE), ANGLE)
BY_TABLE = (
    Plan("From the table of derivatives", COSINE, COSINE, (
        Stage("Read the table of derivatives backwards", only(integrals.UNDO, "table-backwards")),
        Stage("Integrate", only(integrals.UNDO, "fundamental-theorem")))),
)  # fmt: skip


# Polar coordinates.

DISK = t.call(Disk, PLANE, X, Y, BIG_R)
PLACES = t.mul(R, t.call(sp.cos, ANGLE)), t.mul(R, t.call(sp.sin, ANGLE))
AREA = jacobian(PLACES, (R, ANGLE))
BY_POLAR = (
    Plan("Lemma: the Jacobian determinant", AREA, AREA, (
        Stage("Differentiate", PARTIAL_RULES + NEAT),
        Stage("Expand along the first row", sums.DETERMINANTS),
        Stage("Multiply", NEAT),
        Stage("Take out the common factor", r.FACTOR),
        Stage("Pythagoras", sums.TRIGONOMETRY + r.TIDY))),
    Plan("Change the variables", DISK, DISK, (
        Stage("Write x and y in r and the angle", integrals.POLAR[:1]),
        earlier("Put the determinant in"),
        Stage("It is not negative", integrals.POLAR[1:]))),
)  # fmt: skip


# The heat equation.

H = sp.Symbol("h", positive=True)
PRODUCT = parse("exp(-(3*h**2*t))*sin(x)*sin(y)*sin(z)", {"h": H, "t": T, "x": X, "y": Y, "z": Z})


def heat(u: Term) -> tuple[Term, Term]:
    """Return both sides of the heat equation."""
    bends = (Partial(Partial(u, place), place) for place in (X, Y, Z))
    return Partial(u, T), t.mul(t.power(H, 2), t.add(*bends))


BY_HEAT = (
    Plan("The left side", heat(HEAT)[0], heat(PRODUCT)[0], (
        Stage("Differentiate by t", PARTIAL_RULES + r.TIDY), shortened()), where=((HEAT, PRODUCT),)),
    Plan("The right side", heat(HEAT)[1], heat(PRODUCT)[1], (
        Stage("Differentiate twice by x, y and z", PARTIAL_RULES + NEAT), shortened()), where=((HEAT, PRODUCT),)),
)  # fmt: skip


# The Schroedinger equation.

NORM = t.call(Space, t.power(t.call(sp.Abs, PSI), 2))
START = NORM.xreplace({T: t.ZERO})
_KINETIC = t.neg(t.over(t.mul(t.power(HBAR, 2), Laplacian(PSI)), t.mul(sp.Integer(2), M)))
WAVE = t.mul(sp.I, HBAR, Partial(PSI, T)), t.add(_KINETIC, t.mul(V, PSI))
_SLOPE = Partial(PSI, T)
RATE = Rate(NORM, T)
_EXPAND = tuple(replace(row, surface=False) for row in r.EXPAND)
"""Brackets are multiplied out inside an integral too."""
BY_EQUATION = (
    Plan("The rate of ψ", _SLOPE, t.over(WAVE[0], t.mul(sp.I, HBAR)), (
        assumed("By the equation"),
        Stage("Divide each term", r.APART + fields.IMAGINARY + NEAT)), assuming=(WAVE,)),
    Plan("The rate of its conjugate", Partial(bar(PSI), T), Partial(bar(PSI), T), (
        Stage("The conjugate of the rate", only(fields.COMPLEX, "conjugate-derivative")),
        earlier("Put the rate in"),
        Stage("Conjugate every part", fields.COMPLEX + r.TIDY + only(r.PRODUCTS, "pull-signs"))),
        assuming=(WAVE,)),
    Plan("The rate of the integral, for any V", RATE, RATE, (
        Stage("Modulus squared", fields.MODULUS),
        Stage("Differentiate under the integral", only(fields.SPACES, "under-the-integral")),
        Stage("Product rule", only(PARTIAL_RULES, "product")),
        earlier("Put both rates in"),
        Stage("Multiply out", _EXPAND + r.TIDY + only(r.PRODUCTS, "one-fraction", "pull-signs")),
        Stage("Two terms are a divergence", only(fields.SPACES, "green")),
        Stage("Integral term by term", _CLEAN),
        Stage("Nothing flows out", only(fields.SPACES, "nothing-escapes") + NEAT)),
        assuming=(WAVE,)),
    Plan("Where V is real", RATE, RATE, (
        earlier("The rate, as above"),
        assumed("V is its own conjugate"),
        Stage("The rest cancels", r.COLLECT + NEAT)), assuming=(WAVE, (bar(V), V))),
)  # fmt: skip
HISTORY = (
    Plan("All times", NORM, NORM, (
        Stage("The start, and all change since", fields.HISTORY),
        assumed("Normalised at the start"),
        earlier("The rate is zero"),
        Stage("Nothing to add up", integrals.LINEAR + r.TIDY)),
        assuming=(WAVE, (bar(V), V), (START, t.ONE)), renaming=((T, S),)),
)  # fmt: skip
