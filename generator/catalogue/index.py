"""Which entries and cases are there, and do they fit together?

Cases are not listed anywhere: an activation and a loss make a case where both act on numbers or both on vectors, and
the range of the one lies in the domain of the other. A penalty on weights takes nothing that an activation gives.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from types import UnionType

from sympy import S, Set

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.examples import Example
from generator.catalogue.formulas import is_free
from generator.catalogue.losses import LOSSES
from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.operation import Operation
from generator.catalogue.operations import table_of
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Entry, Loss, Reference
from generator.catalogue.references import REFERENCES
from generator.errors import CatalogueError


@dataclass(frozen=True)
class Catalogue:
    """All entries, checked: ids, references and the names of parameters. Raises ``CatalogueError``."""

    activations: tuple[Activation, ...] = ACTIVATIONS
    losses: tuple[Loss, ...] = LOSSES
    references: tuple[Reference, ...] = REFERENCES
    formulas: tuple[Formula, ...] = FORMULAS

    def __post_init__(self) -> None:
        """Check what one entry cannot check alone."""
        _check_fields(self)
        _check_ids(self)
        _check_references(self)
        _check_parameters(self)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every valid pair, activation by activation."""
        return tuple(Case(f, loss) for f in self.activations for loss in self.losses if fits(f, loss))

    @cached_property
    def entries(self) -> tuple[Activation | Loss | Case, ...]:
        """Everything that has a page: cases, activations, losses."""
        return (*self.cases, *self.activations, *self.losses)

    def find(self, name: str) -> Activation | Loss | Case:
        """Return the entry with this id. Raises ``CatalogueError`` naming the nearest ids."""
        if name not in self._by_id:
            raise CatalogueError(f"{name} · no such entry · known are {', '.join(self._by_id)}")
        return self._by_id[name]

    @cached_property
    def _by_id(self) -> dict[str, Activation | Loss | Case]:
        return {entry.id: entry for entry in self.entries}

    def reference(self, name: str) -> Reference:
        """Return the source with this id."""
        return next(source for source in self.references if source.id == name)


def fits(activation: Activation, loss: Loss) -> bool:
    """Tell whether the activation's range lies in the loss's domain, and both are vectors or neither is.

    A loss of scores takes what no activation has changed, and what stands between layers is followed by none. A penalty
    follows nothing: it takes weights.
    """
    if activation.hidden or loss.penalty or (loss.scores and not activation.is_identity):
        return False
    return activation.vector == loss.vector and _lies_in(activation.range, loss.domain)


@cache  # a few sets are asked for again and again, and SymPy takes its time
def _lies_in(values: Set, domain: Set) -> bool:
    return values.is_subset(domain) is True


def source_file(entry: Entry | Case | Formula | Example | Operation) -> str:
    """Return the file to edit for this entry."""
    return f"generator/catalogue/{_file(entry)}.py"


def _file(entry: Entry | Case | Formula | Example | Operation) -> str:
    match entry:
        case Example():
            return "examples"
        case Operation():
            return f"operations/{table_of(entry)}"
        case Activation():
            return "gates" if entry.hidden else "activations"
        case Case() | Loss():
            loss = entry.loss if isinstance(entry, Case) else entry
            if loss.penalty:
                return "penalties"
            return "scores" if loss.scores else "distributions" if loss.vector else "losses"
    return "network"


_KEBAB = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


_TUPLE, _SET = "a tuple, which ends in a comma where it holds one thing", "a set, such as Interval.open(0, 1)"
_FIELDS: tuple[tuple[str, type | UnionType, str], ...] = (
    ("id", str, "text"), ("title", str, "text"), ("value", str, "a formula as text"), ("prose", str, "text"),
    ("references", tuple, _TUPLE), ("names", tuple, _TUPLE), ("parameters", tuple, _TUPLE),
    ("range", Set, _SET), ("sample", Set, _SET), ("domain", Set, _SET), ("targets", Set | None, f"{_SET}, or None"),
)  # fmt: skip


def _check_fields(catalogue: Catalogue) -> None:
    """Check that fields hold what they should: Python takes ("one") for the text "one", and says so much later."""
    entries: tuple[Activation | Loss, ...] = (*catalogue.activations, *catalogue.losses)
    for entry in entries:
        for name, kind, said in _FIELDS:
            value = getattr(entry, name, None)
            if hasattr(entry, name) and not isinstance(value, kind):
                raise CatalogueError(f"{entry.id} · {name} has to be {said} · {value!r} · {source_file(entry)}")


def _check_ids(catalogue: Catalogue) -> None:
    own: tuple[Entry | Formula, ...] = (*catalogue.activations, *catalogue.losses, *catalogue.formulas)
    owners = [(entry.id, source_file(entry)) for entry in (*own, *catalogue.cases)]
    for name, count in Counter(name for name, _ in owners).items():
        if count > 1:
            files = " and ".join(file.rsplit("/", 1)[1] for owner, file in owners if owner == name)
            raise CatalogueError(f"duplicate id {name!r} in {files}")
        if not _KEBAB.fullmatch(name):
            raise CatalogueError(f"{name} · an id is lower-case words joined by hyphens · {dict(owners)[name]}")


def _check_parameters(catalogue: Catalogue) -> None:
    """Check that a variable and a parameter have names of their own, within their entry and within every case."""
    entries: tuple[Activation | Loss, ...] = (*catalogue.activations, *catalogue.losses)
    for entry in entries:
        if isinstance(entry, Loss) and entry.penalty and not is_free(entry.variable):
            raise CatalogueError(
                f"{entry.id} · {entry.variable!r} cannot be the name of a variable · {source_file(entry)}"
            )
        for parameter in entry.parameters:
            _check_parameter(entry, parameter)
    for case in catalogue.cases:
        shared = {one.id for one in case.activation.parameters} & {one.id for one in case.loss.parameters}
        if shared:
            names = ", ".join(sorted(shared))
            message = (
                f"{case.id} · activation and loss both have a parameter {names} · rename one · {source_file(case)}"
            )
            raise CatalogueError(message)


def _check_parameter(entry: Activation | Loss, parameter: Parameter) -> None:
    name, usual = parameter.id, parameter.range.contains(parameter.default)
    if not is_free(name) or name in entry.inputs:
        raise CatalogueError(f"{entry.id} · {name!r} cannot be the name of a parameter · {source_file(entry)}")
    if usual != S.true:
        message = f"{entry.id} · the default {parameter.default} of {name} is not in {parameter.range}"
        raise CatalogueError(f"{message} · {source_file(entry)}")


def _check_references(catalogue: Catalogue) -> None:
    known = {source.id for source in catalogue.references}
    citing: tuple[Entry | Formula, ...] = (*catalogue.activations, *catalogue.losses, *catalogue.formulas)
    for entry in citing:
        missing = [name for name in entry.references if name not in known]
        if missing:
            raise CatalogueError(f"{entry.id} · unknown references {missing} · generator/catalogue/references.py")
        if not entry.references:
            raise CatalogueError(f"{entry.id} · names no source in references · {source_file(entry)}")
