"""Which functions does a formula call by a name of the catalogue: ``swish(x)``, ``GELU'(x)``?

A post may use them without saying what they are. A newcomer adds a name to the entry in the catalogue.
"""

import re
from collections.abc import Mapping
from functools import cache

from generator.catalogue.activations import ACTIVATIONS
from generator.restore.nodes import Name
from generator.restore.place import Local
from generator.restore.settings import slot_of
from generator.restore.signs import FUNCTIONS, NAMED_FUNCTIONS


@cache
def named_functions() -> Mapping[str, Local]:
    """Return what the functions are that have a name of one word in the catalogue, by that name in small letters."""
    found: dict[str, Local] = {}
    for entry in ACTIVATIONS:
        for name in (entry.id, entry.title, *entry.names):
            word = re.sub(r"[-\s]", "", name).lower()
            if word in NAMED_FUNCTIONS and word not in FUNCTIONS and not entry.vector:
                found.setdefault(word, Local((Name("z"),), slot_of(entry).node))
    return found


def supplied(tex: str) -> Mapping[str, Local]:
    """Return what the catalogue knows of the functions that a formula calls, by the letters that call them."""
    called = {name.lower(): name for name in _CALLED.findall(tex)}
    return {name: named_functions()[word] for word, name in called.items() if word in named_functions()}


_CALLED = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}(?=\}?'*\s*(?:\\left\s*)?\()")
"""A name before a bracket; those of the catalogue have three letters or more."""
