"""In which languages does a page show its code?

A newcomer adds a line to ``LANGUAGES``, and a module beside this one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from generator.catalogue.derivations import partials_of
from generator.catalogue.records import Case
from generator.pages.languages.c import c_code
from generator.pages.languages.jax import jax_code
from generator.pages.languages.program import Program, program
from generator.pages.languages.torch import torch_code
from generator.pages.snippet import snippet
from generator.verify.proved import Proved


@dataclass(frozen=True)
class Listing:
    """Code as a page shows it: ``id`` names the language in data, ``title`` on a tab, ``lexer`` for its colours."""

    id: str
    title: str
    lexer: str
    code: str


LANGUAGES: tuple[tuple[str, str, str, Callable[[Program], str]], ...] = (
    ("pytorch", "PyTorch", "python", torch_code),
    ("jax", "JAX", "python", jax_code),
    ("c", "C", "c", c_code),
)


def listings(proved: Proved) -> tuple[Listing, ...]:
    """Return the code of an entry in every language, NumPy first."""
    entry, derivation = proved.entry, proved.derivation
    second = proved.second.derivation if proved.second else None
    of_loss = partials_of(entry.loss) if isinstance(entry, Case) else ()
    partials = (*(one.derivation for one in proved.partials), *of_loss)
    said = program(entry, derivation, second, partials)
    others = (Listing(name, title, lexer, write(said)) for name, title, lexer, write in LANGUAGES)
    numpy = snippet(entry, derivation, second, partials)
    return (Listing("numpy", "NumPy", "python", numpy), *others)
