"""Which functions in C compute an entry and its gradient?

Numbers are ``double``. A vector has N components; a Jacobian is stored row by row, and what is computed goes to the
last argument.
"""

from collections.abc import Iterator
from textwrap import indent

from generator.engine.c import CONSTANTS, c_expression, c_loops
from generator.engine.code import free_indices
from generator.engine.oneline import plain
from generator.pages.languages.program import Program

VALUES = {"M_PI": "3.14159265358979323846", "M_E": "2.71828182845904523536"}
"""What ``math.h`` may leave away."""


def c_code(program: Program) -> str:
    """Return C99 that defines ``activation``, ``loss`` or both, and ``gradient``."""
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
        yield f"/* {parameter.id} is usually {plain(parameter.default).replace('−', '-')}. */"


def _function(head: str, *lines: str) -> str:
    return "\n".join((f"{head} {{", *(indent(line, " " * 4) for line in lines if line), "}"))


def _numbers(program: Program) -> Iterator[str]:
    def head(name: str, letters: tuple[str, ...]) -> str:
        return f"double {name}({', '.join(f'double {letter}' for letter in (*letters, *_own(program, name)))})"

    if program.inner is not None:
        yield _function(head("activation", ("z",)), f"return {c_expression(program.inner)};")
    if program.outer is not None:
        answer = _answer(program, needed=True)
        yield _function(head("loss", program.inputs), answer, f"return {c_expression(program.outer)};")
    answer = _answer(program, needed="a" in program.saved)
    yield _function(head("gradient", program.inputs), answer, f"return {c_expression(program.slope)};")


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
    letter = program.inputs[0]
    target, place = ("jacobian", "[i*N + j]") if program.jacobian else (f"d{letter}", "[i]")
    head = _head_of(program, "void gradient", program.inputs, target)
    answer = _answer(program, needed="a" in program.saved)
    yield _function(head, answer, c_loops(target + place, program.slope, program.axes))
