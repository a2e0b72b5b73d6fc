"""Which functions of NumPy compute an entry and its derivatives?

They take arrays of any shape; vectors lie along the last axis. Numbers keep their type: float32 stays float32.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import sympy as sp

from generator.catalogue.records import Activation, Loss
from generator.engine import terms as t
from generator.engine.code import expression
from generator.engine.libraries import NUMPY_TYPED, SPECIAL, Library
from generator.engine.primitives import class_of
from generator.engine.rewrites import LARGEST, is_positive
from generator.engine.terms import Term
from generator.engine.views import ratio
from generator.pages.languages.program import Formula, Program
from generator.pages.languages.words import about, says

NUMBERS = '''
def arrays({first}, *others):
    """Return the first as floating point numbers, and the others in its type and its shape."""
    {first} = 1.0*np.asarray({first})
    return {first}, *(np.broadcast_to(np.asarray(other, {first}.dtype), {first}.shape) for other in others)
'''

VECTORS = '''
def arrays({first}, *others, numbers=()):
    """Return vectors in the type and the shape of the first, and numbers for each of them along an axis of one."""
    {first} = 1.0*np.asarray({first})
    if {first}.ndim == 0:
        raise ValueError("{first} needs components along its last axis, and is a single number")
    others = (np.broadcast_to(np.asarray(other, {first}.dtype), {first}.shape) for other in others)
    each = (*{first}.shape[:-1], 1)
    numbers = (np.broadcast_to(np.asarray(number, {first}.dtype)[..., None], each) for number in numbers)
    return {first}, *others, *numbers
'''

OTHERS = '''
def sum_of_others(x):
    """Return for each component the sum of all others, from both sides, so that nothing cancels."""
    nothing = np.zeros_like(x[..., :1])
    before = np.cumsum(np.concatenate((nothing, x[..., :-1]), -1), -1)
    after = np.cumsum(np.concatenate((nothing, np.flip(x, -1)[..., :-1]), -1), -1)
    return before + np.flip(after, -1)
'''

_SPECIAL = [row.scipy.partition("(")[0] for row in SPECIAL.values()]

QUIET = '@np.errstate(over="ignore", divide="ignore", invalid="ignore")\n'
"""A branch that is not taken, and what becomes infinite on its way to the right number, warn of nothing."""


def numpy_code(program: Program) -> str:
    """Return a module that defines ``activation`` or ``loss``, ``gradient``, and the other derivatives."""
    functions = list(_functions(program))
    return formula_module(program, f'"""{about(program)}"""\n\n', functions)


def form_code(program: Program, formula: Formula, name: str) -> str:
    """Return a module that defines one function by one formula."""
    return formula_module(program, "", [numpy_function(program, name, formula)])


def formula_module(program: Program, head: str, functions: list[str]) -> str:
    """Return a module with these functions, and what they call."""
    text = "\n".join(functions)
    helper = (VECTORS if program.entry.vector else NUMBERS).format(first=program.inputs[0])
    parts = (helper.strip(), *[OTHERS.strip()] * ("sum_of_others(" in text), *functions)
    body = "\n\n\n".join(parts)
    return f"{head}{imports(body)}\n\n{body}\n"


def imports(code: str) -> str:
    """Return the lines that code with NumPy begins with."""
    special = _special_in(code)
    lines = ["import math\n"] * ("math." in code) + ["import numpy as np"]
    return "\n".join(lines + [f"from scipy.special import {', '.join(special)}"] * bool(special)) + "\n"


def _special_in(code: str) -> list[str]:
    """Return the functions of SciPy that code calls."""
    return [name for name in (*_SPECIAL, "xlogy") if re.search(rf"\b{name}\(", code)]


def _functions(program: Program) -> Iterator[str]:
    yield numpy_function(program, program.called, program.value)
    if program.called != "activation" and program.inner is not None and needs_inner(program, program.curve):
        yield numpy_function(program, "activation", program.inner)
    first, *rest = program.slopes
    yield numpy_function(program, "gradient", first, *(("upstream",) if program.jacobian else ()))
    if program.curve is not None:
        yield numpy_function(program, "second_derivative", program.curve)
    for slope in rest:
        yield numpy_function(program, f"gradient_{slope.by}", slope)


def needs_inner(program: Program, *formulas: Formula | None) -> bool:
    """Tell whether one of these is written in a, which has to be computed first."""
    return "a" not in program.inputs and any(one is not None and "a" in one.arrays for one in formulas)


def library_of(program: Program, library: Library) -> Library:
    """Return how a library writes the letters of a program."""
    vector = program.entry.vector
    arrays = (*program.inputs, "a", "g") if vector else program.arguments
    return replace(library, arrays=arrays, singles=program.parameters if vector else ())


def numpy_function(program: Program, name: str, formula: Formula, *further: str) -> str:
    """Return a function in NumPy of what the entry takes, and of its parameters."""
    own = [one for one in program.entry.parameters if name != "activation" or one in _activation(program).parameters]
    inputs = program.inputs if name != "activation" else program.inputs[:1]
    given = ", ".join((*inputs, *further, *(f"{one.id}={one.number}" for one in own)))
    lines = [f'"""Return {says(formula, program)}."""', *_arrays(program, inputs, further, [one.id for one in own])]
    if needs_inner(program, formula):
        passed = "".join(f", {one.id}={one.id}[..., 0]" for one in _activation(program).parameters)
        lines.append(f"a = activation({inputs[0]}{passed})")
    lines += largest(
        formula, program, NUMPY_TYPED, "np.argmax({0}, axis=-1, keepdims=True)", "np.take_along_axis({0}, m, axis=-1)"
    )
    value = _value(program, formula)
    if _special_in(value):  # SciPy has no functions of float16
        value = f"({value}).astype({program.inputs[0]}.dtype)"
    text = "\n    ".join((*lines, f"return {value}"))
    return f"{QUIET if _may_warn(formula.term) else ''}def {name}({given}):\n    {text}"


def _activation(program: Program) -> Activation | Loss:
    return program.entry.parts[0]


def _arrays(program: Program, inputs: tuple[str, ...], further: tuple[str, ...], own: list[str]) -> Iterator[str]:
    letters = (*inputs, *further)
    if not program.entry.vector:
        letters = (*letters, *own)
    numbers = f", numbers=({', '.join(own)},)" if program.entry.vector and own else ""
    names = (*inputs, *("g" for _ in further), *own)
    yield f"{', '.join(names)}{',' * (len(names) == 1)} = arrays({', '.join(letters)}{numbers})"


def largest(formula: Formula, program: Program, library: Library, place: str, taken: str) -> list[str]:
    """Return the lines that find the place of the largest, and what stands there."""
    if formula.ranked is None:
        return []
    named = {str(part.base) for part in formula.term.atoms(sp.Indexed) if str(part.indices[-1]) == "m"}
    ranked = expression(formula.ranked, library_of(program, library))
    first = [f"m = {place.format(ranked)}"]
    return first + [f"{letter}_m = {taken.format(letter)}" for letter in sorted(named)]


def _value(program: Program, formula: Formula) -> str:
    """Return the term as an expression; one without letters has the shape of what is given."""
    first = program.inputs[0]
    text = expression(formula.term, library_of(program, NUMPY_TYPED), formula.axes, first)
    if set(formula.arrays) & {*program.arguments, "a", "g"} and spans(formula):
        return text
    return _constant(text, formula, first, program)


def spans(formula: Formula) -> bool:
    """Tell whether a term has every axis that its derivative has."""
    found = {index for part in formula.term.atoms(sp.Indexed, sp.KroneckerDelta) for index in part.free_symbols}
    return not formula.axes or set(formula.axes) <= found


def _constant(text: str, formula: Formula, first: str, program: Program) -> str:
    if len(formula.axes) > 1:
        return f"{text} + np.zeros((*{first}.shape, {first}.shape[-1]), {first}.dtype)"
    if formula.axes or not program.entry.vector:
        return f"np.full_like({first}, {text})"
    return f"np.full_like({first}[..., 0], {text})"


def _may_warn(term: Term) -> bool:
    """Tell whether a step towards the value may be infinite or no number, though the value is right."""
    if term.has(sp.Piecewise, sp.sinh, sp.cosh, sp.log, *map(class_of, ("log1mexp", "erfcx"))):
        return True
    below = (t.children(part)[1] for _, part in t.walk(term) if t.is_quotient(part))
    return any(map(_grows, term.atoms(sp.exp))) or any(x.has(sp.Function) and not is_positive(x) for x in below)


def _grows(part: sp.exp) -> bool:
    """Tell whether an exponent may be above 0, as far as its form shows."""
    parts = ratio(part.args[0])
    moving = [factor for factor in parts.above if not factor.is_number]
    falls = (sp.Abs, sp.Max) if parts.sign < 0 else sp.Min
    square = parts.sign < 0 and len(moving) == 1 and moving[0].is_Pow and moving[0].exp == 2
    return not (part.has(LARGEST) or square or (len(moving) == 1 and isinstance(moving[0], falls)))
