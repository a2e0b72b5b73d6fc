"""How do an entry, its derivation and its evidence look as JSON?

The keys are a contract with other people's programs: they may grow, and never change.
"""

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from generator.catalogue.examples import Example
from generator.catalogue.network import Formula
from generator.catalogue.operation import Operation
from generator.catalogue.parameter import Parameter
from generator.engine.records import Phase
from generator.engine.tex import tex
from generator.pages.facts import Entry
from generator.pages.snippet import python_of
from generator.pages.text import within
from generator.verify.proved import Proved
from generator.verify.records import Proof, Receipt, Variant

Json = dict[str, Any]


def listed(entry: Entry | Formula | Example | Operation) -> Json:
    """Return one row of the list of entries; ``url`` is seen from the root of the site."""
    return {"id": entry.id, "kind": entry.kind, "title": entry.title, "url": entry.url}


def shown(proved: Proved) -> Json:
    """Return a derivation with all its evidence; formulas are TeX, ``python`` one in letters, parameters, ``np``."""
    return {
        "id": proved.id,
        "title": proved.entry.title,
        "parameters": list(map(parameter, proved.entry.parameters)),
        "steps": steps_of(proved.derivation.phases, proved.evidence.proofs),
        "result": {"tex": tex(proved.derivation.result), "python": python_of(proved.derivation)},
        "receipt": _receipt(proved.evidence.receipt),
    }


def parameter(one: Parameter) -> Json:
    """Return what a parameter is; its default is a number or a fraction, as text."""
    return {
        "id": one.id,
        "tex": one.symbol,
        "default": one.number,
        "range": within(one.id, one.range),
        "means": one.means,
    }


def steps_of(phases: Iterable[Phase], evidence: Iterable[Proof]) -> list[Json]:
    """Return every step of these phases, each with the next of the proofs."""
    proofs = iter(evidence)
    return [
        {
            "phase": phase.title,
            "rule": step.rule,
            "before": tex(step.before),
            "after": tex(step.after),
            "proof": asdict(next(proofs)),
        }
        for phase in phases
        for step in phase.steps
    ]


def _receipt(receipt: Receipt) -> Json:
    return {
        "points": receipt.points,
        "worst_relative_error": receipt.worst_relative_error,
        "worst_point": dict(receipt.worst_point),
        "digits": receipt.digits,
        "oracles": [asdict(oracle) for oracle in receipt.oracles],
        "rejected_variants": [_variant(variant) for variant in receipt.rejected_variants],
        "same_function": [_variant(variant) for variant in receipt.same_function],
    }


def _variant(variant: Variant) -> Json:
    return {
        "name": variant.name,
        "says": variant.says,
        "tex": tex(variant.term),
        "rejected_by": dict(variant.rejected_by),
        "error": variant.error if math.isfinite(variant.error) else None,
    }


def checked(name: str, proved: Proved | None, error: str = "") -> Json:
    """Return what ``check`` found out about one entry."""
    if proved is None:
        return {"id": name, "ok": False, "error": error}
    receipt = proved.evidence.receipt
    return {
        "id": name,
        "ok": True,
        "steps": len(proved.derivation.steps),
        "points": receipt.points,
        "worst_relative_error": receipt.worst_relative_error,
        "rejected_variants": len(receipt.rejected_variants),
    }
