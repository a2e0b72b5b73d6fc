"""Records of what is proved: an entry or a formula of a network, its derivation, and the judge's evidence for it."""

from dataclasses import dataclass

from generator.catalogue.network import Formula
from generator.catalogue.network_derivations import Derived, statement
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.oneline import plain_equation
from generator.engine.printing import line_name, matrix_line, matrix_tex, shape_tex, shaped_tex
from generator.engine.records import Derivation
from generator.engine.tex import equation
from generator.verify.computing import Computed
from generator.verify.network_records import NetworkEvidence
from generator.verify.records import Evidence


@dataclass(frozen=True)
class Proved:
    """An entry whose derivative is derived, proved and measured, and so is its ``second`` where there is one.

    ``computing`` says how the function and its derivative are to be computed, where they are functions of one number z.
    ``partials`` are the derivatives by parameters that a backward pass returns too.
    """

    entry: Activation | Loss | Case
    derivation: Derivation
    evidence: Evidence
    second: "Proved | None" = None
    computing: tuple[Computed, ...] = ()
    partials: tuple["Proved", ...] = ()

    @property
    def id(self) -> str:
        """The permanent name."""
        return self.entry.id

    @property
    def tex(self) -> str:
        r"""The headline formula: ``\frac{dL}{dz} = a - y``."""
        return equation(self.derivation.goal, self.derivation.result)

    @property
    def plain(self) -> str:
        """The headline formula in Unicode: ``dL/dz = a − y``."""
        return plain_equation(self.derivation.goal, self.derivation.result)


@dataclass(frozen=True)
class ProvedFormula:
    """A formula that is derived, gathered, proved and measured."""

    found: Derived
    evidence: NetworkEvidence

    @property
    def entry(self) -> Formula:
        """The entry."""
        return self.found.entry

    @property
    def tex(self) -> str:
        """The headline formula."""
        return f"{self.entry.left} = {matrix_tex(self.found.matrix)}"

    @property
    def shaped(self) -> str:
        """The headline formula with rows and columns under everything."""
        left = rf"\underbrace{{{self.entry.left}}}_{{{shape_tex(self.found.matrix)}}}"
        return f"{left} = {shaped_tex(self.found.matrix)}"

    @property
    def components(self) -> str:
        """The formula in components."""
        if self.found.derivation is None:
            x, entry = self.entry.layout, self.entry
            name = (x.z if entry.what == "z" else x.a)(self.found.unit)
            return equation(name, self.found.term)
        return equation(self.found.derivation.goal, self.found.term)

    @property
    def plain(self) -> str:
        """The headline formula in Unicode: ``dW[l] = dZ[l] A[l−1]ᵀ / m``."""
        return f"{line_name(self.entry.left)} = {matrix_line(self.found.matrix)}"

    @property
    def code(self) -> str:
        """The headline formula on one line, as NumPy."""
        return statement(self.entry, self.found.matrix)
