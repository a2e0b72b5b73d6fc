"""Which functions in C compute an entry and its gradient?

Numbers are ``double``. A vector has N components; a matrix is stored row by row, and what is computed goes to the
last argument.
"""

from collections.abc import Iterator
from textwrap import indent

import sympy as sp

from generator.engine.c import CONSTANTS, c_expression, c_loops
from generator.engine.code import free_indices
from generator.engine.terms import Term
from generator.pages.languages.program import Program, letters

VALUES = {"M_PI": "3.14159265358979323846", "M_E": "2.71828182845904523536"}
"""What ``math.h`` may leave away."""


def c_code(program: Program) -> str:
    """Return C99 that defines ``activation``, ``loss`` or both, and their derivatives."""
    functions = "\n\n".join(_vectors(program) if program.entry.vector else _numbers(program))
    return "\n".join((*_head(program, functions), "", functions, ""))


def _head(program: Program, functions: str) -> Iterator[str]:
    yield "#include <math.h>"
    if program.entry.vector:
        yield "#include <stddef.h>"
    for name in CONSTANTS.values():
        if name in functions:
            yield f"\n#ifndef {name}\n#define {name} {VALUES[name]}\n#endif"
    if program.parameters:
        yield ""
    for parameter in program.entry.parameters:
        yield f"/* {parameter.id} is usually {parameter.number}. */"


def _function(head: str, *lines: str) -> str:
    return "\n".join((f"{head} {{", *(indent(line, " " * 4) for line in lines if line), "}"))


def _numbers(program: Program) -> Iterator[str]:
    def head(name: str, given: tuple[str, ...]) -> str:
        return f"double {name}({', '.join(f'double {letter}' for letter in (*given, *_own(program, name)))})"

    if program.inner is not None:
        yield _function(head("activation", ("z",)), f"return {c_expression(program.inner)};")
    if program.outer is not None:
        answer = _answer(program, needed=True)
        yield _function(head("loss", program.inputs), answer, f"return {c_expression(program.outer)};")
    for name, slope, _ in _derivatives(program):
        answer = _answer(program, needed="a" in letters((slope,)))
        yield _function(head(name, program.inputs), answer, f"return {c_expression(slope)};")


def _derivatives(program: Program) -> Iterator[tuple[str, Term, tuple[sp.Symbol, ...]]]:
    """Yield the derivatives with the names of their functions, and their indices."""
    yield "gradient", program.slope, program.axes
    if program.curve is not None:
        yield "second_derivative", program.curve, program.curve_axes
    for name, term in program.partials:
        yield f"gradient_{name}", term, ()


def _head_of(program: Program, name: str, given: tuple[str, ...], target: str = "") -> str:
    numbers = (f"double {own}" for own in _own(program, name.split()[1]))
    arrays = (f"const double *{letter}" for letter in given)
    return f"{name}({', '.join(('size_t N', *arrays, *numbers, *([f'double *{target}'] if target else [])))})"


def _answer(program: Program, *, needed: bool) -> str:
    """Return the line that computes a where it is not given."""
    if not needed or "a" in program.inputs or program.inner is None:
        return ""
    own = _own(program, "activation")
    if program.entry.vector:
        return f"double a[N];\nactivation({', '.join(('N', 'z', *own, 'a'))});"
    return f"double a = activation({', '.join(('z', *own))});"


def _own(program: Program, function: str) -> tuple[str, ...]:
    """Return the names of the parameters of a function: an activation before a loss has its own only."""
    part = getattr(program.entry, "activation", program.entry) if function == "activation" else program.entry
    return tuple(parameter.id for parameter in part.parameters)


def _vectors(program: Program) -> Iterator[str]:
    if program.inner is not None:
        head = _head_of(program, "void activation", ("z",), "a")
        yield _function(head, c_loops("a[i]", program.inner, free_indices(program.inner)))
    if program.outer is not None:
        loss = c_loops("double L", program.outer)
        head = _head_of(program, "double loss", program.inputs)
        yield _function(head, _answer(program, needed=True), loss, "return L;")
    for name, slope, axes in _derivatives(program):
        yield _array(program, name, slope, axes)


def _array(program: Program, name: str, slope: Term, axes: tuple[sp.Symbol, ...]) -> str:
    """Return the function that fills in a vector or a matrix of derivatives."""
    letter = program.inputs[0]
    matrix = "jacobian" if program.jacobian else "hessian"
    target, place = (matrix, "[i*N + j]") if len(axes) > 1 else (f"d{letter}", "[i]")
    answer = _answer(program, needed="a" in letters((slope,)))
    head = _head_of(program, f"void {name}", program.inputs, target)
    return _function(head, answer, c_loops(target + place, slope, axes))
