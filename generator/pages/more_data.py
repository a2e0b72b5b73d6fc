"""How do a formula of the network and a LaTeX example look as JSON? With the keys that ``data`` gives to entries.

Their formulas are matrices and fields, so some values differ in kind: a ``worst_point`` is a layer of a network, and
what NumPy cannot compute has no ``python``.
"""

from dataclasses import asdict

from generator.engine.printing import matrix_code, matrix_tex
from generator.engine.tex import equation
from generator.pages.data import Json, steps_of
from generator.verify.examples import Judged, Measured, Place
from generator.verify.examples import Rejected as Refused
from generator.verify.network_records import TOLERANCE, NetworkEvidence, NetworkReceipt, Rejected
from generator.verify.proved import ProvedFormula

GATHERED = "From components to matrices"
MEASURED = "central differences of the loss in float64"


def shown_formula(proved: ProvedFormula) -> Json:
    """Return a formula of the network with all its evidence; its last step gathers the components into matrices."""
    found, evidence = proved.found, proved.evidence
    phases = found.derivation.phases if found.derivation else ()
    gathered = {
        "phase": GATHERED,
        "rule": "gather",
        "before": proved.components,
        "after": proved.tex,
        "proof": asdict(evidence.gathered),
    }
    return {
        "id": proved.entry.id,
        "title": proved.entry.title,
        "parameters": [],
        "steps": [*steps_of(phases, evidence.proofs), gathered],
        "result": {"tex": matrix_tex(found.matrix), "python": matrix_code(found.matrix)},
        "receipt": _receipt(evidence.receipt),
    }


def _receipt(receipt: NetworkReceipt | None) -> Json:
    """Return what was measured; a definition has nothing to measure."""
    if receipt is None:
        return _nothing_measured()
    measured = {
        "name": MEASURED,
        "points": receipt.elements,
        "worst": receipt.worst,
        "tolerance": TOLERANCE,
    }
    return {
        "points": receipt.elements,
        "worst_relative_error": receipt.worst,
        "worst_point": {"layer": receipt.worst_at},
        "networks": receipt.networks,
        "oracles": [measured],
        "rejected_variants": [_variant(one) for one in receipt.rejected],
        "same_function": [],
    }


def _nothing_measured() -> Json:
    return {
        "points": 0,
        "worst_relative_error": 0.0,
        "worst_point": {},
        "oracles": [],
        "rejected_variants": [],
        "same_function": [],
    }


def _variant(one: Rejected) -> Json:
    slip = one.misprint
    return {
        "name": slip.name,
        "says": slip.says,
        "tex": matrix_tex(one.matrix),
        "rejected_by": {"layer": one.example} if one.example else {"shapes": one.misfit},
        "error": one.worst,
    }


def shown_example(found: Judged) -> Json:
    """Return a LaTeX example with its verdict, and all evidence for what was derived."""
    sides = found.measured.sides if found.measured else found.example.states
    return {
        "id": found.example.id,
        "title": found.example.title,
        "parameters": [],
        "verdict": found.word,
        "why": found.why,
        "steps": steps_of(found.phases, found.proofs),
        "result": {"tex": equation(*sides) if sides else found.example.found, "python": ""},
        "receipt": _example_receipt(found.measured),
    }


def _example_receipt(measured: Measured | None) -> Json:
    if measured is None:
        return _nothing_measured()
    return _nothing_measured() | {
        "points": measured.points,
        "worst_relative_error": measured.worst,
        "digits": measured.digits,
        "rejected_variants": [_refused(one) for one in measured.rejected],
    }


def _refused(one: Refused) -> Json:
    return {"name": one.says, "says": one.says, "tex": equation(*one.sides), "rejected_by": _point(one.place)}


def _point(place: Place) -> Json:
    return dict(place.point) | ({"function": place.title} if place.title else {})


def checked_formula(name: str, evidence: NetworkEvidence) -> Json:
    """Return what ``check`` found out about one formula of the network; a definition has nothing to measure."""
    receipt = evidence.receipt
    return {
        "id": name,
        "ok": True,
        "steps": len(evidence.proofs) + 1,
        "points": receipt.elements if receipt else 0,
        "worst_relative_error": receipt.worst if receipt else 0.0,
        "rejected_variants": len(receipt.rejected) if receipt else 0,
    }


def checked_example(found: Judged) -> Json:
    """Return what ``check`` found out about one LaTeX example; where nothing is stated nothing is measured."""
    measured = found.measured
    return {
        "id": found.example.id,
        "ok": True,
        "steps": len(found.proofs),
        "points": measured.points if measured else 0,
        "worst_relative_error": measured.worst if measured else 0.0,
        "rejected_variants": len(measured.rejected) if measured else 0,
    }
