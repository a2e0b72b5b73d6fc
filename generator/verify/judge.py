"""Is this derivation right?

``judge`` answers for a whole entry: every step proved, steps and phases joined, and the result measured. The build, the
command line and the tests all ask here. Where anything falls short it raises.
"""

from dataclasses import replace

from generator.catalogue.formulas import condition_of
from generator.catalogue.records import AnyEntry
from generator.engine.named import head_of
from generator.engine.records import Derivation, Phase
from generator.errors import ProofError
from generator.verify.arithmetic import Real
from generator.verify.compare import spoken
from generator.verify.curves import curves
from generator.verify.receipt import measure
from generator.verify.records import Evidence, Probe, Receipt, Vector
from generator.verify.sampling import Sampling, boxed, sampling_for, scene_of, worlds
from generator.verify.steps import prove_phase
from generator.verify.vectors import golden
from generator.verify.world import World

PROBES = 12
"""At how many points a page checks what its reader types."""


def judge(derivation: Derivation, entry: AnyEntry) -> Evidence:
    """Prove and measure a derivation at points of its entry. Raises ``ProofError`` on any shortfall."""
    sampling = sampling_for(entry)
    evidence = examined(derivation, sampling)
    check_jumps(derivation, evidence.receipt, entry)
    if derivation.first or derivation.variable in {one.letter for one in entry.parameters}:
        return evidence
    return replace(
        evidence,
        vectors=_vectors(derivation, entry, sampling),
        curves=curves(derivation, entry),
        drawn=tuple((letter, boxed(held)) for letter, held in sampling.sets),
        probes=tuple(map(_probe, worlds(sampling, scene_of(derivation), PROBES))),
    )


def _probe(world: World) -> Probe:
    return Probe(world.size, tuple((str(getattr(letter, "label", letter)), _floats(value))
                                   for letter, value in world.given.items()))  # fmt: skip


def _floats(value: Real) -> float | tuple[float, ...]:
    return tuple(map(float, value)) if isinstance(value, tuple) else float(value)


def judge_first(derivation: Derivation, entry: AnyEntry) -> Evidence:
    """Prove and measure a derivation from outside, without numbers for other programs.

    It may jump, and a wrong variant may be right of it. Raises ``ProofError`` on any other shortfall.
    """
    return examined(derivation, sampling_for(entry), undecided=True)


def check_jumps(derivation: Derivation, receipt: Receipt, entry: AnyEntry) -> None:
    """Raise ``ProofError`` where the definition jumps and the entry does not say that it may.

    The derivative beside a jump is as it would be without: it does not tell of a wrong number in a branch. A second
    derivative starts from a first one, which jumps where the definition has a corner.
    """
    jump = next((kink for kink in receipt.kinks if kink.jump), None)
    if jump is not None and not derivation.first and not entry.may_jump:
        raise ProofError(f"{derivation.id} · the definition jumps, and may_jump is not set · at {spoken(jump.at)}")


def _vectors(derivation: Derivation, entry: AnyEntry, sampling: Sampling) -> tuple[Vector, ...]:
    """Return the golden vectors of an entry, with its second derivative, at targets that its loss is meant for."""
    meant = () if derivation.assuming else tuple(pair for loss in entry.losses for pair in condition_of(loss))
    derivation = replace(derivation, assuming=(*derivation.assuming, *meant))
    return golden(derivation, sampling, entry.domain)


def examined(derivation: Derivation, sampling: Sampling, *, undecided: bool = False) -> Evidence:
    """Prove and measure a derivation at points drawn from these sets."""
    phases = (in_force(phase, derivation, sampling) for phase in derivation.phases)
    proofs = tuple(proof for phase in phases for proof in prove_phase(phase, sampling))
    return Evidence(derivation.id, proofs, measure(derivation, sampling, undecided=undecided))


def in_force(phase: Phase, derivation: Derivation, sampling: Sampling) -> Phase:
    """Return the phase with the definitions of the whole derivation, for names that are not letters of their own.

    In "Step 1: dL/da" the letter a is drawn, and stays the variable that it is there.
    """
    known = {
        *(letter for letter, _ in sampling.sets),
        *(head_of(name) for name, _ in (*sampling.follows, *phase.where)),
    }
    more = tuple(pair for pair in derivation.where if head_of(pair[0]) not in known)
    return replace(phase, where=(*phase.where, *more))
