"""What does a page need? An entry, its derivation, and the judge's evidence for it."""

from dataclasses import dataclass

from generator.catalogue.records import Activation, Case, Loss
from generator.engine.oneline import plain_equation
from generator.engine.records import Derivation
from generator.engine.tex import equation
from generator.verify.computing import Computed
from generator.verify.records import Evidence


@dataclass(frozen=True)
class Proved:
    """An entry whose derivative is derived, proved and measured, and so is its ``second`` where there is one.

    ``computing`` says how the function and its derivative are to be computed, where they are functions of one number z.
    """

    entry: Activation | Loss | Case
    derivation: Derivation
    evidence: Evidence
    second: "Proved | None" = None
    computing: tuple[Computed, ...] = ()

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
