"""What does the judge find out about a few entries? All of it, as files that a reviewer reads in the diff.

``pytest tests/verify --update-golden`` writes them anew. A further entry is kept so by an empty file with its name.
Errors are left out: they are the machine's, and other tests say how large they may be.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.engine.oneline import plain
from generator.engine.records import Derivation
from generator.verify.computing import Computed, computed
from generator.verify.judge import judge
from generator.verify.records import Curve, Kink, Numbers, Proof, Receipt, Variant, Vector

GOLDEN = Path(__file__).parent / "golden"
CATALOGUE = Catalogue()
KEPT = sorted(file.stem for file in GOLDEN.glob("*.txt"))


def everything(name: str) -> Iterator[str]:
    """Yield what is proved and measured of an entry: steps, receipt, golden vectors, curves and forms to compute."""
    entry = CATALOGUE.find(name)
    derivation = derivation_of(entry)
    found = judge(derivation, entry)
    yield from steps(derivation, found.proofs)
    yield from receipt(found.receipt)
    yield from (vector(one) for one in found.vectors)
    yield from (curve(one) for one in found.curves)
    yield from (form(one) for one in computed(entry, derivation))


def steps(derivation: Derivation, proofs: tuple[Proof, ...]) -> Iterator[str]:
    """Yield each step with the way in which it was proved."""
    for step, proof in zip(derivation.steps, proofs, strict=True):
        yield f"{step.rule}: {plain(step.part)} · {proof.method} · {proof.scope} · {proof.points} points"


def receipt(found: Receipt) -> Iterator[str]:
    """Yield what the formula was compared with, where it has corners, and what was rejected."""
    yield f"{found.points} points; condition needed: {found.needs_condition}"
    yield from (f"{one.name}: {one.points} points, allowed {one.tolerance:.0e}" for one in found.oracles)
    yield from (f"{one.title}: {one.points} points; condition needed: {one.needs_condition}" for one in found.forms)
    yield from (kink(one) for one in found.kinks)
    yield from (variant(one) for one in (*found.rejected_variants, *found.same_function))


def kink(one: Kink) -> str:
    """Return where a corner is, and the slopes beside it."""
    slopes = " and ".join(map(plain, one.slopes)) if one.slopes else f"{one.left:.6g} and {one.right:.6g}"
    return f"corner {one.place and plain(one.place)} at {one.at}: {slopes}; jump: {one.jump}; smooth: {one.smooth}"


def variant(one: Variant) -> str:
    """Return a wrong formula, with the point that rejects it and what it gives there."""
    return f"{one.id}: {plain(one.term)} · {one.rejected_by} · {one.value} for {one.expected}"


def vector(one: Vector) -> str:
    """Return a golden vector: the inputs, then the value, the gradient and the second derivative."""
    inputs = ", ".join(f"{name} = {spelled(number)}" for name, number in one.inputs)
    return f"{one.kind}: {inputs} · {' · '.join(map(spelled, (one.value, one.gradient, one.second)))}"


def spelled(numbers: Numbers | None) -> str:
    """Return a number in its 30 digits, several in brackets."""
    if isinstance(numbers, tuple):
        return f"[{', '.join(map(spelled, numbers))}]"
    return numbers.decimal if numbers else "none"


def curve(one: Curve) -> str:
    """Return the ends of a curve, and those of its slopes."""
    ends = (line[end] for line in (one.values, one.slopes, one.derived) if line for end in (0, -1))
    return f"curve {one.target}: {', '.join(f'({x:.4g}, {y:.4g})' for x, y in ends)}"


def form(one: Computed) -> str:
    """Return the form to compute, with the rules that lead there."""
    best = one.better or one.written
    rules = [step.rule for line in best.lines for step in line.steps]
    return f"to compute {plain(one.name)}: {plain(best.term)} · {rules} · {len(one.proofs)} proofs"


@pytest.mark.parametrize("name", KEPT)
def test_what_is_found_out_about_an_entry_is_what_its_golden_file_says(name: str, *, update_golden: bool) -> None:
    text = "\n".join(everything(name)) + "\n"
    file = GOLDEN / f"{name}.txt"
    if update_golden:
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


def test_every_golden_file_is_an_entry() -> None:
    assert KEPT
    assert set(KEPT) <= {entry.id for entry in CATALOGUE.entries}
