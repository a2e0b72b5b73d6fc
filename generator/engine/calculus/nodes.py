"""How are integrals, determinants, partial derivatives and unknown functions stored, and how do they look?

Each is inert, as ``terms.D`` is: nothing happens to it until a rule fires. A node brings its own TeX, so that the
printer need not know it; its arguments are terms, so that every rewrite finds its way through it. A newcomer who needs
another operation adds a class here, and tells ``verify.examples`` what its value is.
"""

from typing import Any, TypeAlias, cast

import sympy as sp
from sympy.core.function import AppliedUndef, UndefinedFunction

from generator.engine.terms import D, Term, is_neg

Printer: TypeAlias = Any
"""SymPy's printer of TeX; SymPy ships no types."""


def _body(printer: Printer, x: Term) -> str:
    """Return the TeX of what an operator applies to, in brackets where it is a sum."""
    text = printer._print(x)  # noqa: SLF001 - SymPy's printing guide has printers call it for each part
    return rf"\left({text}\right)" if x.is_Add or is_neg(x) else text


def _plain(printer: Printer, x: Term) -> str:
    return str(printer._print(x))  # noqa: SLF001 - called by printers, as SymPy's guide has it


class Definite(sp.Function):
    """The integral of a body over a variable from low to high: ``Definite(body, x, low, high)``."""

    nargs = 4

    def _latex(self, printer: Printer) -> str:
        body, x, low, high = self.args
        ends = "_{{{}}}^{{{}}}".format(*(_plain(printer, end) for end in (low, high)))
        return rf"\int{ends} {_body(printer, body)} \, d{_plain(printer, x)}"


class Antiderivative(sp.Function):
    """The integral without limits, which is known up to a constant: ``Antiderivative(body, x)``."""

    nargs = 2

    def _latex(self, printer: Printer) -> str:
        body, x = self.args
        return rf"\int {_body(printer, body)} \, d{_plain(printer, x)}"


class Ends(sp.Function):
    """The value at the upper end less the value at the lower end: ``Ends(body, x, low, high)``."""

    nargs = 4

    def _latex(self, printer: Printer) -> str:
        body, x, low, high = self.args
        low, high = (_plain(printer, end) for end in (low, high))
        return rf"\left[{_plain(printer, body)}\right]_{{{_plain(printer, x)}={low}}}^{{{high}}}"


class Disk(sp.Function):
    """The integral of a body over the disk around the origin: ``Disk(body, x, y, radius)``."""

    nargs = 4

    def _latex(self, printer: Printer) -> str:
        body, x, y, radius = (_plain(printer, part) for part in self.args)
        return rf"\iint_{{{x}^2+{y}^2 \leq {radius}^2}} {body} \, d{x} \, d{y}"


class Space(sp.Function):
    """The integral of a body over all of space: ``Space(body)``, in the variables x, y and z."""

    nargs = 1

    def _latex(self, printer: Printer) -> str:
        return rf"\iiint_{{\mathbf{{R}}^3}} {_body(printer, self.args[0])} \, dx \, dy \, dz"


class Det(sp.Function):
    """The determinant of a square matrix, row by row: ``Det(a, b, c, d)``."""

    @property
    def rows(self) -> tuple[tuple[Term, ...], ...]:
        """The entries in their rows."""
        size = sp.sqrt(len(self.args))
        return tuple(self.args[n : n + size] for n in range(0, len(self.args), size))

    def _latex(self, printer: Printer) -> str:
        if len(self.args) == 1:  # bars around a single number would read as its size
            return rf"\det({_plain(printer, self.args[0])})"
        rows = r" \\ ".join(" & ".join(_plain(printer, part) for part in row) for row in self.rows)
        return rf"\begin{{vmatrix}} {rows} \end{{vmatrix}}"


def determinant(rows: tuple[tuple[Term, ...], ...]) -> Term:
    """Return the determinant of the matrix with these rows."""
    return Det(*(part for row in rows for part in row), evaluate=False)


class Laplacian(sp.Function):
    """The sum of the second derivatives of a field in x, y and z."""

    nargs = 1

    def _latex(self, printer: Printer) -> str:
        text = rf"\nabla^2 {_plain(printer, self.args[0])}"
        return f"({text})" if isinstance(self.args[0], sp.conjugate) else text  # another factor may follow


class Flux(sp.Function):
    """The divergence of u grad v - v grad u: ``Flux(u, v)``."""

    nargs = 2

    def _latex(self, printer: Printer) -> str:
        u, v = (_plain(printer, part) for part in self.args)
        return rf"\nabla \cdot \left({u} \, \nabla {v} - {v} \, \nabla {u}\right)"


class Partial(D):
    """The inert partial derivative: a ``D`` that is written with a round d."""

    def _latex(self, printer: Printer) -> str:
        body, variables = self.args[0], [self.args[1]]
        while isinstance(body, Partial) and body.args[1] == variables[0]:
            body = body.args[0]
            variables.append(variables[0])
        order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
        below = rf"\partial {_plain(printer, variables[0])}{order}"
        if isinstance(body, (AppliedUndef, sp.conjugate)):
            return rf"\frac{{\partial{order} {_plain(printer, body)}}}{{{below}}}"
        return rf"\frac{{\partial{order}}}{{{below}}} \left({_plain(printer, body)}\right)"


class Rate(D):
    """The inert derivative of an integral as a whole: d/dt of it, without brackets."""

    def _latex(self, printer: Printer) -> str:
        body, variable = (_plain(printer, part) for part in self.args)
        return rf"\frac{{d}}{{d{variable}}} {body}"


def field(name: str, *variables: sp.Symbol, shown: str = "") -> Term:
    r"""Return an unknown function of these variables; ``shown`` is the TeX of its name alone, f or \psi.

    With these very variables only its name is written where ``shown`` is given, and else its arguments too.
    """

    def written(self: Term, printer: Printer, exp: str | None = None) -> str:
        raised = f"^{{{exp}}}" if exp else ""
        if shown and self.args == variables:
            return f"{shown}{raised}"
        return f"{shown or name}{raised}({', '.join(_plain(printer, part) for part in self.args)})"

    return cast("Term", UndefinedFunction(name, __dict__={"_latex": written})(*variables))


NODES = (Definite, Antiderivative, Ends, Disk, Space, Det, Laplacian, Flux)
"""All operations of this module that are no derivatives."""
