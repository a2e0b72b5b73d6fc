"""Is this derivation right?

``judge`` answers for a whole entry: every step proved, steps and phases joined, and the result measured. The build, the
command line and the tests all ask here. Where anything falls short it raises, naming the entry's file.
"""

from generator.catalogue.index import source_file
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.records import Derivation
from generator.errors import ProofError
from generator.verify.receipt import measure
from generator.verify.records import Evidence
from generator.verify.sampling import Sampling, sampling_for
from generator.verify.steps import prove_phase


def judge(derivation: Derivation, entry: Activation | Loss | Case) -> Evidence:
    """Prove and measure a derivation at points of its entry. Raises ``ProofError`` on any shortfall."""
    try:
        return examined(derivation, sampling_for(entry))
    except ProofError as error:
        raise ProofError(f"{error} · {source_file(entry)}") from error


def examined(derivation: Derivation, sampling: Sampling) -> Evidence:
    """Prove and measure a derivation at points drawn from these sets."""
    proofs = tuple(proof for phase in derivation.phases for proof in prove_phase(phase, sampling))
    return Evidence(derivation.id, proofs, measure(derivation, sampling))
