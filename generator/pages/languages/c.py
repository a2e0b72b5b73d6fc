"""Which functions in C compute an entry and its derivatives?

Numbers are of the type ``real``, double unless it is defined otherwise. A vector has N components; a matrix is stored
row by row, and what is computed goes to the last argument.
"""

from collections.abc import Iterator
from textwrap import indent

import sympy as sp

from generator.engine.c import CONSTANTS, HELPERS, c_expression, c_loops
from generator.engine.terms import Term, substitute
from generator.pages.languages.numpy import needs_inner
from generator.pages.languages.program import Formula, Program
from generator.pages.languages.words import about, says

VALUES = {"M_PI": "3.14159265358979323846", "M_E": "2.71828182845904523536"}
"""What ``math.h`` may leave away."""

REAL = "#ifndef REAL\n#define REAL double\n#endif\ntypedef REAL real; /* or compile with -DREAL=float */"


def c_code(program: Program) -> str:
    """Return C99 that defines ``activation`` or ``loss``, and its derivatives, for ``double`` and for ``float``."""
    written = "\n\n".join(_functions(program))
    functions = "\n\n".join((*(helper for name, helper in HELPERS.items() if f"{name}(" in written), written))
    return "\n".join((*_head(program, functions), "", functions, ""))


def _head(program: Program, functions: str) -> Iterator[str]:
    lines = (
        about(program).replace("an array of any shape", "a number").replace("vectors along the last axis", "N numbers")
    )
    lines = lines.replace("the same shape, or one that spreads over it", "the same")
    yield "/* " + "\n   ".join(line for line in lines.strip().splitlines() if line) + " */"
    yield "#include <tgmath.h>"
    if program.entry.vector:
        yield "#include <stddef.h>"
    yield f"\n{REAL}"
    for name in CONSTANTS.values():
        if name in functions:
            yield f"\n#ifndef {name}\n#define {name} {VALUES[name]}\n#endif"
    if program.parameters:
        yield ""
    for parameter in program.entry.parameters:
        yield f"/* {parameter.id} is usually {parameter.number}. */"


def _functions(program: Program) -> Iterator[str]:
    write = _vector if program.entry.vector else _number
    first, *rest = program.slopes
    yield write(program, program.called, program.value)
    if program.called != "activation" and program.inner is not None and needs_inner(program, program.curve):
        yield write(program, "activation", program.inner)
    yield write(program, "gradient", first)
    if program.curve is not None:
        yield write(program, "second_derivative", program.curve)
    for slope in rest:
        yield write(program, f"gradient_{slope.by}", slope)


def _function(head: str, *lines: str) -> str:
    return "\n".join((f"{head} {{", *(indent(line, " " * 4) for line in lines if line), "}"))


def _number(program: Program, name: str, formula: Formula) -> str:
    given = ", ".join(f"real {letter}" for letter in program.arguments)
    return f"/* {says(formula, program)} */\n" + _function(
        f"real {name}({given})", *_unused(program, formula), f"return {c_expression(formula.term)};"
    )


def _unused(program: Program, *formulas: Formula) -> Iterator[str]:
    """Yield statements that tell the compiler which arguments a formula is free of."""
    used = {letter for formula in formulas for letter in formula.arrays}
    for letter in program.arguments:
        if letter not in used:
            yield f"(void){letter};"


def _vector(program: Program, name: str, formula: Formula) -> str:
    """Return a function of vectors, which fills in a vector or a matrix, or returns a number."""
    inner = name == "activation" and program.inner is not None
    inputs = program.inputs[:1] if inner else program.inputs
    own = (
        [one.id for one in getattr(program.entry, "activation", program.entry).parameters]
        if inner
        else program.parameters
    )
    further = ("g",) if program.jacobian and name == "gradient" else ()
    target, place = _target(formula, name)
    arguments = [f"const real *{letter}" for letter in (*inputs, *further)]
    arguments += [f"real {one}" for one in own] + ([f"real *{target}"] if place else [])
    kept = ["size_t N", *arguments]
    lines = list(_before(program, formula, inputs[0]))
    body = c_loops(target + place if place else "const real L", formula.term, formula.axes)
    unused = [f"(void){letter};" for letter in (*inputs, *own) if letter not in _used(formula, lines)]
    result = [] if place else ["return L;"]
    head = f"{'void' if place else 'real'} {name}({', '.join(kept)})"
    remark = f"/* {says(formula, program)} */\n"
    return remark + _function(head, *unused, *(["(void)N;"] if _no_size(formula, lines) else []), *lines, body, *result)


def _no_size(formula: Formula, lines: list[str]) -> bool:
    return not formula.axes and not formula.term.has(sp.Sum) and not lines


def _used(formula: Formula, lines: list[str]) -> set[str]:
    ranked = (
        set() if formula.ranked is None else {str(part) for part in formula.ranked.atoms(sp.Symbol, sp.IndexedBase)}
    )
    return {*formula.arrays, *ranked} | ({"z", *_names(lines)} if lines and "activation" in lines[-1] else set())


def _names(lines: list[str]) -> Iterator[str]:
    yield from lines[-1].partition("(")[2].rstrip(");").replace(",", "").split()


def _target(formula: Formula, name: str) -> tuple[str, str]:
    """Return the name of what is filled in, and the place of a component of it; a number has none."""
    if len(formula.axes) > 1:
        return "hessian", "[i*N + j]"
    if not formula.axes:
        return "L", ""
    (axis,) = formula.axes
    return ("a" if name == "activation" else f"d{formula.by}"), f"[{axis}]"


def _before(program: Program, formula: Formula, first: str) -> Iterator[str]:
    """Yield the lines that compute a, and the place of the largest, where a formula needs them."""
    if formula.ranked is not None:
        (index,) = {index for part in formula.ranked.atoms(sp.Indexed) for index in part.indices}
        one, best = (c_expression(_at(formula.ranked, index, letter)) for letter in ("k", "m"))
        yield f"size_t m = 0;\nfor (size_t k = 1; k < N; k++) {{\n    m = {one} > {best} ? k : m;\n}}"
    if needs_inner(program, formula):
        own = [one.id for one in getattr(program.entry, "activation", program.entry).parameters]
        yield f"real a[N];\nactivation({', '.join(('N', first, *own, 'a'))});"


def _at(term: Term, index: sp.Symbol, letter: str) -> Term:
    return substitute(term, {index: sp.Symbol(letter, integer=True, positive=True)})
