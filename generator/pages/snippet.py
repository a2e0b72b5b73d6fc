"""Which lines of NumPy compute an entry and its gradient?

What a page shows is what the tests run: the snippet stands alone, with its imports. All of it is printed from terms;
arrays of any shape do in scalar entries, one-dimensional arrays in the others. Parameters are keyword arguments with
their usual values.
"""

import re
from collections.abc import Iterable, Iterator

import sympy as sp

from generator.catalogue.formulas import value_of
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.code import SPECIAL, free_indices, numpy_expression
from generator.engine.records import Derivation
from generator.engine.terms import Term
from generator.pages.languages.program import axes_of

PORTABLE = 'np.vectorize(__import__("math").{0})'


def python_of(derivation: Derivation) -> str:
    """Return the result as one expression in the inputs, a, parameters and ``np``, for Python with nothing else."""
    return numpy_expression(derivation.spelled, axes_of(derivation.goal), special=PORTABLE)


def snippet(
    entry: Activation | Loss | Case,
    derivation: Derivation,
    second: Derivation | None = None,
    partials: Iterable[Derivation] = (),
) -> str:
    """Return Python code that defines the entry as a function, ``gradient``, and ``second_derivative`` if given.

    The gradients for parameters follow, each as ``gradient_alpha`` or what the parameter is called.
    """
    slopes = [_derivative("gradient", entry, derivation)]
    if second is not None:
        slopes.append(_derivative("second_derivative", entry, second))
    slopes += [_derivative(f"gradient_{one.variable}", entry, one) for one in partials]
    return _module((*_definitions(entry), *slopes))


def form_snippet(entry: Activation | Loss | Case, name: Term, term: Term, ranked: Term | None) -> str:
    """Return Python code for a form of an entry or of its gradient, under the name that it has in ``snippet``.

    ``ranked`` is u_k where the form names the place of the largest.
    """
    called = "gradient" if isinstance(name, t.D) else "activation" if isinstance(entry, Activation) else "loss"
    axes = axes_of(name) if isinstance(name, t.D) else free_indices(name)
    first = "" if ranked is None else f"    m = np.argmax({_code(ranked)})\n"
    return _module((_function(called, entry, first, _code(term, axes, entry.inputs[0])),))


def _module(functions: Iterable[str]) -> str:
    text = "\n\n\n".join(functions)
    return f"{imports(text)}\n\n\n{text}\n"


def imports(code: str) -> str:
    """Return the lines that code with NumPy begins with: Python's error functions are made to take arrays."""
    names = [row.torch or row.id for row in SPECIAL.values()]
    needed = [f"{name} = np.vectorize(math.{name})" for name in names if re.search(rf"\b{name}\(", code)]
    return "\n".join(("import math\n\nimport numpy as np\n", *needed)) if needed else "import numpy as np"


def _definitions(entry: Activation | Loss | Case) -> Iterator[str]:
    if isinstance(entry, Case):
        yield from _definitions(entry.activation)
        yield _function("loss", entry, _answer(entry), _code(value_of(entry.loss)))
    elif isinstance(entry, Activation):
        yield _function("activation", entry, "", _code(value_of(entry)))
    else:
        yield _function("loss", entry, "", _code(value_of(entry)))


def _answer(entry: Activation | Case) -> str:
    """Return the line that computes a, the activation's parameters passed on by name."""
    inner = entry.activation if isinstance(entry, Case) else entry
    passed = "".join(f", {one.id}={one.id}" for one in inner.parameters)
    return f"    a = activation(z{passed})\n"


def _code(term: Term, axes: tuple[sp.Symbol, ...] | None = None, like: str = "z") -> str:
    return numpy_expression(term, axes, special="{0}", like=like)


def _derivative(name: str, entry: Activation | Loss | Case, derivation: Derivation) -> str:
    """Return the function of a derivative; one that is constant has as many components as any other."""
    variable = entry.inputs[0]
    axes = axes_of(derivation.goal)
    expression = _code(derivation.spelled, axes, variable)
    letters = {*entry.inputs, "a"} & set(re.findall(r"\w+", expression))
    if not letters:
        nothing = f"np.zeros({len(axes)}*{variable}.shape)" if len(axes) > 1 else f"0*{variable}"
        expression = nothing if expression == "0" else f"{expression} + {nothing}"
    first = _answer(entry) if "a" in letters and not isinstance(entry, Loss) else ""
    return _function(name, entry, first, expression)


def _function(name: str, entry: Activation | Loss | Case, first: str, value: str) -> str:
    """Return a function of what the entry takes, and of its parameters."""
    parameters = (f"{one.id}={one.number}" for one in entry.parameters)
    return f"def {name}({', '.join((*entry.inputs, *parameters))}):\n{first}    return {value}"


def fenced(code: str) -> str:
    """Return the code as a block of Markdown."""
    return f"```python\n{code}```"
