"""What can be taken away of a form to compute: by a reader who copies it, and by a program that reads ``api/``?

A form that no rewrite has bettered is the formula as it is written, and is told as such.
"""

import math
from collections.abc import Iterator

from generator.engine.oneline import plain, plain_equation
from generator.engine.rewrites import LARGEST, ranked_in
from generator.engine.sympy_code import sympy_code
from generator.engine.terms import Term
from generator.engine.tex import equation, tex
from generator.pages.copies import Copies
from generator.pages.data import Json
from generator.pages.facts import Entry
from generator.pages.snippet import form_snippet
from generator.verify.computing import Computed, Form
from generator.verify.rounding import Rounded
from generator.verify.sweep import Sweep, Target

_PLACE = "m is the place of the largest"


def best_of(one: Computed) -> Form:
    """Return the form to compute: another one where there is a better, else the one that is written."""
    return one.better or one.written


def largest_of(one: Computed) -> Term | None:
    """Return u_k where the form to compute names the place m of the largest."""
    return ranked_in(one.written.term) if best_of(one).term.has(LARGEST) else None


def numpy_of(one: Computed, entry: Entry) -> str:
    """Return Python that computes the form to compute, with its imports."""
    return form_snippet(entry, one.name, best_of(one).term, largest_of(one))


def form_copies(one: Computed, entry: Entry, anchor: str) -> Copies:
    """Return what can be copied of a form to compute that stands under this id on the entry's page."""
    term, ranked = best_of(one).term, largest_of(one)
    said = plain_equation(one.name, term)
    formula, remark = equation(one.name, term), ""
    if ranked is not None:
        formula += rf" \quad \text{{where {_PLACE} }} {tex(ranked)}"
        said += f", where {_PLACE} {plain(ranked)}"
        remark = f"# {_PLACE} {plain(ranked)}\n"
    code = (("SymPy", f"{sympy_code(one.name, term)}\n{remark}"), ("NumPy", f"{numpy_of(one, entry)}{remark}"))
    return Copies(formula, anchor, code, said, result=True)


def form_data(one: Computed, entry: Entry) -> Json:
    """Return a form to compute, how it was found, and how it and the written form fare in every format."""
    best, ranked = best_of(one), largest_of(one)
    return {
        "of": plain(one.name),
        "rewritten": one.better is not None,
        "tex": equation(one.name, best.term),
        "text": plain(best.term),
        "largest": None if ranked is None else tex(ranked),
        "sympy": sympy_code(one.name, best.term),
        "numpy": numpy_of(one, entry),
        "proved_steps": len(one.proofs),
        "measured_at": _measured(one.sweep),
        "formats": list(_formats(one)),
    }


def _measured(sweep: Sweep) -> Json:
    letter = plain(sweep.letter.label) if sweep.beside else plain(sweep.letter)
    return {
        "letter": letter,
        "from": sweep.points[0],
        "to": sweep.points[-1],
        "points": len(sweep.points),
        "beside": list(sweep.beside),
        "targets": [] if sweep.target is None else list(map(_listed, sweep.targets)),
    }


def _listed(target: Target) -> float | list[float]:
    return list(target) if isinstance(target, tuple) else target


def _formats(one: Computed) -> Iterator[Json]:
    for written, best in zip(one.written.fares, best_of(one).fares, strict=True):
        yield {"format": best.format, "written": _figures(written), "to_compute": _figures(best)}


def _figures(fare: Rounded) -> Json:
    return {"worst": _finite(fare.worst), "zeros_included": _finite(fare.anywhere), "within_allowed": fare.holds}


def _finite(error: float) -> float | None:
    """Return an error, or nothing where the form has no value."""
    return error if math.isfinite(error) else None
