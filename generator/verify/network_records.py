"""What does the judge hand out about a formula of the network, and what does it measure on?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.engine.matrices import Node
from generator.verify.misprints import Misprint
from generator.verify.nets import Array, Net
from generator.verify.records import Proof

TOLERANCE = 1e-6
"""Central differences of float64 agree to some nine digits; a wrong formula is off in the first or second."""


@dataclass(frozen=True)
class Numbers:
    """One element of what a wrong formula gives, and of the gradient: the layer, row and column, and both values."""

    where: str
    row: int
    column: int
    wrong: float
    right: float


@dataclass(frozen=True)
class Rejected:
    """A wrong formula and how it was found out.

    ``misfit`` says which shapes never fit, if any; in ``misfits`` layers NumPy refused, in ``wrong`` the numbers were
    wrong, by ``worst`` in the layer of the ``example``, and in ``same`` they came out right all the same.
    ``numbers`` are one element side by side, ``meaning`` says of what the formula is the gradient, if of anything.
    """

    misprint: Misprint
    matrix: Node
    misfit: str
    misfits: int
    wrong: int
    same: int
    worst: float
    example: str
    numbers: Numbers | None = None
    meaning: str = ""


@dataclass(frozen=True)
class NetworkReceipt:
    """The evidence for a formula: elements compared, in how many networks, the largest error, and the wrong ones."""

    networks: int
    elements: int
    worst: float
    worst_at: str
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, eq=False)
class Bench:
    """A network with the names that a line of NumPy uses, and its gradients by numbers alone."""

    net: Net
    names: Mapping[str, Any]
    slopes: Mapping[tuple[str, int], Array]


@dataclass(frozen=True)
class NetworkEvidence:
    """All that the judge found out about a formula; a definition has nothing to measure.

    ``mean_error`` is how far the gradient is off where 1/m is put into dZ, for formulas that have a 1/m.
    """

    proofs: tuple[Proof, ...]
    gathered: Proof
    receipt: NetworkReceipt | None = None
    mean_error: float | None = None
