"""What do the formulas at the end of post 002 say, and on which way is each derived?

They are a sampler of TeX, some of them run together. Here each stands on its own: its TeX as it was found, its two
sides as terms where it states something, and a plan: which tables of rules lead from its left side to a result. No
verdict and no line of a derivation is written here; both are for ``verify.examples`` to find. ``LINES`` are the lines
as they stand in the post; the pieces, joined again, have to give them.

A newcomer adds an ``Example`` to the tuple at the end.
"""

from dataclasses import dataclass
from typing import ClassVar

import sympy as sp

from generator.catalogue.example_fields import (
    ABSORBER,
    BUMPS,
    HEAT,
    OSCILLATOR,
    PACKET,
    PLANE,
    STILL,
    WARM,
    WARPED,
    WIDE,
    Instance,
)
from generator.catalogue.example_plans import (
    BY_EQUATION,
    BY_HEAT,
    BY_PARTS,
    BY_POLAR,
    BY_ROWS,
    BY_TABLE,
    BY_TELESCOPE,
    COSINE,
    DISK,
    HISTORY,
    NORM,
    PLACES,
    PRODUCT,
    RATE,
    SQUARE,
    SQUARES,
    START,
    WAVE,
    A,
    B,
    C,
    D,
    H,
    gamma,
    heat,
)
from generator.engine import terms as t
from generator.engine.calculus.fields import PSI, T, V, bar
from generator.engine.calculus.integrals import ANGLE, BIG_R, N, R, X, Y, Z, integral
from generator.engine.calculus.nodes import Rate, Space
from generator.engine.calculus.plan import Plan
from generator.engine.parse import parse
from generator.engine.terms import Term

Sides = tuple[Term, Term]
Wrong = tuple[str, Sides]
"""How a mistake comes about, and both sides of the formula with it."""


@dataclass(frozen=True)
class Example:
    """One formula of the sampler.

    ``found`` is its TeX as it stands in the post, ``states`` its two sides, ``plans`` the way to its result or, with a
    ``solution``, the way to show that both sides agree for it. ``instances`` are functions to try it on where it is
    about functions. ``needs`` is a precondition, and ``needs_text`` the same in words. ``wrong`` are mistakes of its
    own that the check has to reject. ``builds_on`` are the plans of another example whose results are used;
    ``over_time`` asks for the norm of a packet at several times; ``see`` is the id of an entry that it belongs to.
    """

    kind: ClassVar[str] = "example"
    id: str
    title: str
    found: str
    prose: str
    states: Sides | None = None
    plans: tuple[Plan, ...] = ()
    solution: tuple[()] | Sides = ()
    instances: tuple[Instance, ...] = ()
    needs: tuple[Sides, ...] = ()
    needs_text: str = ""
    wrong: tuple[Wrong, ...] = ()
    builds_on: tuple[Plan, ...] = ()
    over_time: bool = False
    see: str = ""

    @property
    def url(self) -> str:
        """Where the example stands, from the root of the site: all of them share a page."""
        return f"latex-examples/#{self.id}"


def _read(text: str) -> Term:
    """Read a formula in the letters of the examples."""
    letters = (A, B, C, D, X, Y, Z, H, N)
    return parse(text, {str(letter): letter for letter in letters} | {"t": T, "theta": ANGLE})


def _around(body: Term, full: int = 2) -> Term:
    """Return the integral of a body over r and the angle, for a full turn or a part of it."""
    return integral(integral(body, R, t.ZERO, BIG_R), ANGLE, t.ZERO, t.mul(sp.Integer(full), sp.pi))


_TURNED = PLANE.xreplace({X: PLACES[0], Y: PLACES[1]})
_LD = sp.Symbol("LD", real=True)
_ENERGY = t.call(Space, t.mul(V, t.power(t.call(sp.Abs, PSI), 2)))

EXAMPLES = (
    Example(
        "ld", "A name for a − y", "LD = a - y",
        "Perhaps meant as dL/dz: then it is the result of the case with the logistic loss, and derived there.",
        (_LD, _read("a - y")), see="sigmoid-logistic"),
    Example(
        "sum-of-two", "A sum of two letters", "z = x + y",
        "The first of three formulas that ran together.",
        (Z, _read("x + y"))),
    Example(
        "pythagoras-triple", "Three squares", "a^2 + b^2 = c^2",
        "The sides of a right triangle satisfy it, and three numbers taken at random do not.",
        (_read("a**2 + b**2"), _read("c**2"))),
    Example(
        "determinant", "The determinant of two rows",
        r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
        "A determinant is expanded along its first row: each entry times the determinant without its row and column.",
        (SQUARE, _read("a*d - b*c")), BY_ROWS,
        wrong=(
            ("Plus for minus.", (SQUARE, _read("a*d + b*c"))),
            ("Rows are multiplied in the place of diagonals.", (SQUARE, _read("a*b - c*d"))),
            ("Columns are multiplied in the place of diagonals.", (SQUARE, _read("a*c - b*d"))),
        )),
    Example(
        "heat-equation", "The heat equation",
        r"\frac{\partial u}{\partial t} = h^2 \left(\frac{\partial^2 u}{\partial x^2} + "
        r"\frac{\partial^2 u}{\partial y^2} + \frac{\partial^2 u}{\partial z^2} \right)",
        "It asks for a function u. Here is one that answers: a pattern of sines that keeps its shape and fades.",
        heat(HEAT), BY_HEAT, heat(PRODUCT), (WARM, WARPED),
        wrong=(
            ("It grows in the place of fading.", heat(_read("exp(3*h**2*t)*sin(x)*sin(y)*sin(z)"))),
            ("The rate of one direction, where there are three.", heat(_read("exp(-(h**2*t))*sin(x)*sin(y)*sin(z)"))),
            ("h where its square belongs.", heat(_read("exp(-(3*h*t))*sin(x)*sin(y)*sin(z)"))),
        )),
    Example(
        "limit", "A limit and a lower bound, unfinished", r"\lim_{x \rightarrow +\infty}, \inf_{x > s}",
        "Two operators that wait for what they are to be applied to."),
    Example(
        "sum-of-squares", "The sum of squares", r"\sum_{k=1}^n k^2 = \frac{1}{2}n(n+1)",
        "Write the square as a difference of neighbouring cubes and lower powers, and nearly all of the sum cancels.",
        (SQUARES, _read("1/2*n*(n + 1)")), BY_TELESCOPE,
        wrong=(
            ("As the post has it.", (SQUARES, _read("1/2*n*(n + 1)"))),
            ("The divisor 3 of the leading term for the whole.", (SQUARES, _read("n*(n + 1)*(2*n + 1)/3"))),
            ("The sum up to n − 1.", (SQUARES, _read("(n - 1)*n*(2*n - 1)/6"))),
            ("The leading term alone.", (SQUARES, _read("n**3/3"))),
        )),
    Example(
        "integral", "An integral", r"\int_a^b f(x) dx",
        "The sampler shows how an integral is set, and equates it to nothing."),
    Example(
        "factorial", "The factorial as an integral", r"\int_0^{+\infty} x^n e^{-x} dx = n!",
        "By parts the power goes down by one and n comes out; so it goes by induction, from n = 0 up.",
        (gamma(N), t.call(sp.factorial, N)), BY_PARTS,
        wrong=(
            ("Counted one too far.", (gamma(N), t.call(sp.factorial, _read("n + 1")))),
            ("Counted one too short, as for the gamma function.", (gamma(N), t.call(sp.factorial, _read("n - 1")))),
            ("n times itself.", (gamma(N), t.power(N, N))),
        )),
    Example(
        "cosine", "The integral of the cosine", r"\int \cos \theta d\theta = \sin \theta",
        "Without limits an integral stands for every function with this derivative, hence the C.",
        (COSINE, _read("sin(theta)")), BY_TABLE,
        wrong=(
            ("Differentiated in the place of integrated.", (COSINE, _read("-sin(theta)"))),
            ("Nothing done.", (COSINE, _read("cos(theta)"))),
        )),
    Example(
        "polar", "Polar coordinates",
        r"\int_{x^2+y^2 \leq R^2} f(x, y) dx dy = "
        r"\int_{\theta=0}^{2\pi} \int_{r=0}^R f(r \cos \theta, r \sin \theta) r dr d\theta",
        "The r beside dr is the size of the Jacobian determinant: a step in the angle is longer further out.",
        (DISK, _around(t.mul(_TURNED, R))), BY_POLAR, (), BUMPS,
        wrong=(
            ("The Jacobian determinant is left out.", (DISK, _around(_TURNED))),
            ("The Jacobian determinant stands there twice.", (DISK, _around(t.mul(_TURNED, t.power(R, 2))))),
            ("Half a turn.", (DISK, _around(t.mul(_TURNED, R), 1))),
        )),
    Example(
        "schroedinger", "The Schrödinger equation",
        r"i\hbar \frac{\partial \psi}{\partial t} = \frac{-\hbar^2}{2m} "
        r"\left(\frac{\partial^2}{\partial x^2} + \frac{\partial^2}{\partial y^2} + \frac{\partial^2}{\partial z^2} "
        r"\right) \psi + V\psi",
        "It is what a wave function has to satisfy. A free Gaussian packet that moves and spreads does.",
        WAVE, instances=(PACKET, OSCILLATOR, STILL)),
    Example(
        "normalised", "Normalised at the start", r"\iiint_{\mathbf{R}^3} |\psi(\mathbf{r}, 0)|^2 dx dy dz = 1",
        "A wave function may be multiplied by a number; this fixes the size of the number.",
        (START, t.ONE), instances=(PACKET, WIDE)),
    Example(
        "norm-rate", "The norm does not change",
        r"\frac{d}{dt} \iiint_{\mathbf{R}^3} |\psi(\mathbf{r}, t)|^2 dx dy dz = 0",
        "Both rates come from the equation. What is left is a flow that dies away far out, and the imaginary part "
        "of V.",
        (RATE, t.ZERO), BY_EQUATION, (), (PACKET, OSCILLATOR, ABSORBER),
        needs=((bar(V), V),),
        needs_text="the potential V is real, and the wave function dies away far out",
        wrong=(
            ("The potential energy for the norm.", (Rate(_ENERGY, T), t.ZERO)),
            ("The norm itself for its rate.", (RATE, NORM)),
        )),
    Example(
        "norm", "Normalised at all times", r"\iiint_{\mathbf{R}^3} |\psi(\mathbf{r}, t)|^2 dx dy dz = 1",
        "A number that starts at one and does not change stays one.",
        (NORM, t.ONE), HISTORY, (), (PACKET, OSCILLATOR, ABSORBER, WIDE),
        needs=((bar(V), V), (START, t.ONE)),
        needs_text="the potential V is real, the wave function dies away far out, and its norm is one at the start",
        wrong=(("The potential energy for the norm.", (_ENERGY, t.ONE)),),
        builds_on=BY_EQUATION, over_time=True),
    Example(
        "probability", "A probability", r"\iiint_V |\psi(\mathbf{r}, t)|^2 dx dy dz",
        "The post calls it the probability to find the particle in V, here a part of space: that is physics, "
        "and no formula to be proved."),
)  # fmt: skip

LINES = (
    (r"z = x + ya^2 + b^2 = c^2 \begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
     ("sum-of-two", "pythagoras-triple", "determinant")),
    ((r"\int_0^{+\infty} x^n e^{-x} dx = n! \int \cos \theta d\theta = \sin \theta \int_{x^2+y^2 \leq R^2} "
     r"f(x, y) dx dy = \int_{\theta=0}^{2\pi} \int_{r=0}^R f(r \cos \theta, r \sin \theta) r dr d\theta"),
     ("factorial", "cosine", "polar")),
)  # fmt: skip
"""The lines of the post in which several formulas ran together, each with the examples that it is cut into."""
