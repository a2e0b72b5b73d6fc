"""Layers judged once for all tests of a process."""

from functools import cache

from generator.catalogue.operations import OPERATIONS
from generator.verify.layer_evidence import ProvedLayer, judge_operation

BY_ID = {one.id: one for one in OPERATIONS}


@cache
def judged(layer: str) -> ProvedLayer:
    """Return a layer with its evidence."""
    return judge_operation(BY_ID[layer])
