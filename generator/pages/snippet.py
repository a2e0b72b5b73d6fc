"""Which lines of NumPy compute an entry, one of its derivatives, or a form of them?

What a page shows is what the tests run: each snippet stands alone, with its imports.
"""

from generator.catalogue.records import AnyEntry
from generator.engine.code import numpy_expression
from generator.engine.indices import free_indices
from generator.engine.records import Derivation
from generator.engine.terms import D, Term
from generator.pages.languages.numpy import form_code, numpy_code
from generator.pages.languages.program import Formula, Program, axes_of, program


def python_of(derivation: Derivation) -> str:
    """Return the result as one expression in the inputs, a, parameters, ``np`` and, for error functions, ``scipy``."""
    return numpy_expression(derivation.spelled, axes_of(derivation.goal), special="scipy.special.{scipy}")


def snippet(entry: AnyEntry, derivation: Derivation, second: Derivation | None = None) -> str:
    """Return Python code that defines the entry and its derivatives, as they are written where nothing was measured."""
    return numpy_code(program(entry, derivation, second))


def form_snippet(entry: AnyEntry, name: Term, term: Term, ranked: Term | None) -> str:
    """Return Python code for a form of an entry or of its gradient, under the name that it has in ``snippet``.

    ``ranked`` is u_k where the form names the place of the largest.
    """
    called = "gradient" if isinstance(name, D) else entry.called
    axes = axes_of(name) if isinstance(name, D) else free_indices(name)
    formula = Formula(term, name, axes, ranked=ranked)
    return form_code(Program(entry, formula, (formula,)), formula, called)


def fenced(code: str) -> str:
    """Return the code as a block of Markdown."""
    return f"```python\n{code}```"
