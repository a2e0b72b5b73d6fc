"""In which languages does a page show its code?

A newcomer adds a line to ``LANGUAGES``, and a module beside this one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.pages.languages.boosters import boosters_code
from generator.pages.languages.c import c_code
from generator.pages.languages.jax import jax_code
from generator.pages.languages.numpy import numpy_code
from generator.pages.languages.program import Program, program
from generator.pages.languages.torch import torch_code
from generator.verify.proved import Proved


@dataclass(frozen=True)
class Listing:
    """Code as a page shows it: ``id`` names the language in data, ``title`` on a tab, ``lexer`` for its colours."""

    id: str
    title: str
    lexer: str
    code: str


LANGUAGES: tuple[tuple[str, str, str, Callable[[Program], str]], ...] = (
    ("numpy", "NumPy", "python", numpy_code),
    ("pytorch", "PyTorch", "python", torch_code),
    ("jax", "JAX", "python", jax_code),
    ("c", "C", "c", c_code),
    ("boosters", "Boosters", "python", boosters_code),
)


def listings(proved: Proved) -> tuple[Listing, ...]:
    """Return the code of an entry in every language that has a use for it, NumPy first."""
    second = proved.second.derivation if proved.second else None
    said = program(proved.entry, proved.derivation, second, proved.computing)
    written = (Listing(name, title, lexer, write(said)) for name, title, lexer, write in LANGUAGES)
    return tuple(one for one in written if one.code)
