"""What does the instrument of an entry need, on which a reader tries the formula out?

Sliders for its letters, which stand in the page, and a JavaScript file: the definition, the derived formula and the
wrong formulas of the receipt, all printed from terms, with points at which an answer is checked. ``docs/assets/try.js``
brings it to life.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from generator.catalogue.derivations import derivation_of
from generator.catalogue.formulas import A_VEC, A, condition_of
from generator.engine.javascript import javascript
from generator.engine.named import head_of, spelled_out
from generator.engine.oneline import plain
from generator.engine.records import Definitions, Derivation
from generator.engine.shorthand import expanded, introduced, shortened
from generator.engine.terms import Term
from generator.pages.languages.program import axes_of
from generator.pages.shorthand import shorthands_of
from generator.pages.site import Asset
from generator.verify.proved import Proved
from generator.verify.records import Variant
from generator.verify.variants import ROWS

FOLDER = "assets/try"
SIZE = 3
"""How many components a vector has on the instrument."""
DIGITS = 6
STEPS = ((5, 0.02), (0.5, 0.01), (0, 0.001))
"""How far a slider moves at a touch, by how far it reaches."""
FINE = 0.01
STARTS = {"y": (0.8, 0.4, 0.25)}
START = (0.65, 0.4, 0.25)
"""Where on their way the sliders of a vector's components stand at first; a number's stands where the first does.

Targets stand elsewhere, or an answer that is on target would show nothing but zeros."""


@dataclass(frozen=True)
class Slider:
    """A letter, or a component of one, that a reader moves; ``place`` counts from 0, and is -1 for a number."""

    letter: str
    place: int
    label: str
    low: float
    high: float
    step: float
    start: float


def sliders(proved: Proved) -> tuple[Slider, ...]:
    """Return the sliders of an entry: variables, targets, parameters, and which component is looked at."""
    return tuple(_sliders(proved))


def _sliders(proved: Proved) -> Iterator[Slider]:
    entry = proved.entry
    usual = {one.letter: float(one.default) for one in entry.parameters}
    for letter, held in proved.evidence.drawn:
        for place in range(SIZE) if isinstance(letter, sp.IndexedBase) else (-1,):
            yield _slider(letter, place, held, usual.get(letter))
    for axis in axes_of(proved.derivation.goal):
        yield Slider(str(axis), -1, str(axis), 1, SIZE, 1, 1)


def _slider(letter: sp.Basic, place: int, held: sp.Set, usual: float | None) -> Slider:
    low, high = _ends(held)
    step = high - low if isinstance(held, sp.FiniteSet) else next(step for width, step in STEPS if high - low >= width)
    step = step if usual is None else min(step, FINE)  # so that the usual value is on a step
    way = STARTS.get(str(letter), START)[max(place, 0)]
    start = round(low + round(way * (high - low) / step) * step, DIGITS) if usual is None else usual
    name = plain(sp.Symbol(str(letter)))
    label = f"{name}{chr(0x2081 + place)}" if place >= 0 else name
    return Slider(str(letter), place, label, min(low, start), max(high, start), step, start)


def _ends(held: sp.Set) -> tuple[float, float]:
    """Return between what a slider moves: the set, and off an end that does not belong to it."""
    low, high = float(held.inf), float(held.sup)
    margin = (high - low) / 100
    return (
        low + (0 if held.contains(held.inf) == sp.true else margin),
        high - (0 if held.contains(held.sup) == sp.true else margin),
    )


def instrument(proved: Proved) -> Mapping[str, Any]:
    """Return what the template of the instrument needs."""
    heads = [letter for letter, _ in proved.evidence.drawn] + ([A] if answer_of(proved) is not None else [])
    letters = sorted({plain(sp.Symbol(str(head))) for head in heads})
    return {
        "id": proved.id,
        "sliders": sliders(proved),
        "hint": f"a formula in {', '.join(letters)}",
        "asks": f"Check your answer: {_facts(proved)['name']} =",
        **{name: _facts(proved)[name] for name in ("output", "variable", "name", "shares")},
    }


def file(proved: Proved) -> Asset:
    """Return the JavaScript file of an entry."""
    return Asset(f"{FOLDER}/{proved.id}.js", script(proved))


def together(files: Iterable[Asset]) -> Asset:
    """Return one file of all entries, by which a formula is compared with each of them."""
    titles = {row.id: row.title for row in ROWS}
    parts = (f"{each.text}dldz.all.push(dldz.entry);\n" for each in files)
    return Asset(f"{FOLDER}/all.js", f"dldz.all = [];\ndldz.titles = {_json(titles)};\n{''.join(parts)}")


def script(proved: Proved) -> str:
    """Return the JavaScript of an entry. Raises ``DerivationError`` for a term that has no value at a point."""
    known = {**_facts(proved), "points": list(_points(proved))}
    facts = "".join(f"  {json.dumps(name)}: {_json(value)},\n" for name, value in known.items())
    functions = "".join(f"  {json.dumps(name)}: {value},\n" for name, value in _functions(proved).items())
    found = proved.evidence.receipt.rejected_variants
    rows = "".join(f"    {_wrong(one, proved.derivation.where)},\n" for one in found)
    named = "".join(f"    {row},\n" for row in _named(proved))
    return f'dldz.entry = {{\n{facts}{functions}  "named": [\n{named}  ],\n  "wrong": [\n{rows}  ],\n}};\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _facts(proved: Proved) -> Mapping[str, object]:
    entry, goal = proved.entry, proved.derivation.goal
    return {
        "title": entry.title,
        "uri": entry.uri,
        "name": plain(goal),
        "output": "L" if entry.losses else "a",
        "variable": entry.inputs[0],
        "axes": [str(axis) for axis in axes_of(goal)],
        "vector": entry.vector,
        "shares": ["y"] if any(map(condition_of, entry.losses)) else [],
        "spelled": {plain(one.letter): one.id for one in entry.parameters},
        "usual": {str(one.letter): float(one.default) for one in entry.parameters},
    }


def _functions(proved: Proved) -> Mapping[str, str]:
    derivation = proved.derivation
    answer, rise = answer_of(proved), _rise(proved)
    return {
        "answer": "null" if answer is None else javascript(answer),
        "rise": "null" if rise is None else javascript(rise),
        "value": javascript(derivation.definition),
        "slope": javascript(derivation.spelled),
    }


def _named(proved: Proved) -> Iterator[str]:
    """Yield the letters that the page gives to parts of its result, each with its index and its value."""
    names, derivation = shorthands_of(proved), proved.derivation
    shown = (shortened(term, names) for term in (derivation.result, *(form.term for form in derivation.forms)))
    for name, _ in introduced(names, shown):
        value = javascript(spelled_out(expanded(name, names), derivation.where))
        head, index = (name.base, _json(str(name.indices[0]))) if isinstance(name, sp.Indexed) else (name, "null")
        yield f"[{_json(str(head))}, {index}, {value}]"


def answer_of(proved: Proved) -> Term | None:
    """Return what a is, or its component i, as a function of z; nothing for a loss, where it is a variable."""
    named = next((term for name, term in proved.derivation.where if head_of(name) in (A, A_VEC)), None)
    inner = _activation(proved)
    return named if named is not None or inner is None else inner.definition


def _rise(proved: Proved) -> Term | None:
    """Return da/dz of a case of numbers, for answers such as (a - y)*g'(z)."""
    inner = _activation(proved) if proved.entry.joined and not proved.entry.vector else None
    return None if inner is None else inner.spelled


def _activation(proved: Proved) -> Derivation | None:
    """Return the derivation of the activation that an entry is, or begins with."""
    if not proved.entry.losses:
        return proved.derivation
    return next(map(derivation_of, proved.entry.activations), None)


def _wrong(variant: Variant, where: Definitions) -> str:
    formula = javascript(spelled_out(variant.term, where))
    return f"[{_json(variant.id)}, {_json(variant.name)}, {_json(variant.says)}, {formula}]"


def _points(proved: Proved) -> Iterator[dict[str, Any]]:
    """Yield the points at which an answer is checked."""
    yield from ({"N": one.size} | dict(one.letters) for one in proved.evidence.probes)
