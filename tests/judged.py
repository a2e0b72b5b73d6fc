"""What is proved once for all tests of a run: by whichever process is first, or by the build of the site."""

import os
from functools import cache
from pathlib import Path

from generator.build import proofs
from generator.catalogue.index import Catalogue
from generator.catalogue.operations import OPERATIONS
from generator.store import Store
from generator.verify.layer_evidence import ProvedLayer
from generator.verify.proved import Proved

BY_ID = {one.id: one for one in OPERATIONS}


@cache
def judged(layer: str) -> ProvedLayer:
    """Return a layer with its evidence, as it comes out of the cache of this run, which was empty when it began."""
    store = Store(Path(os.environ["DLDZ_CACHE"]))
    (found,) = proofs.sound(proofs.results((BY_ID[layer],), Catalogue(), store))
    assert isinstance(found, ProvedLayer)
    return found


@cache
def proved_entry(name: str) -> Proved:
    """Return an entry of the catalogue with its proofs and its evidence, out of the same cache."""
    catalogue, store = Catalogue(), Store(Path(os.environ["DLDZ_CACHE"]))
    (found,) = proofs.sound(proofs.results((catalogue.find(name),), catalogue, store))
    assert isinstance(found, Proved)
    return found
