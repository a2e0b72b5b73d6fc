"""What PyTorch and JAX have in common: functions of arrays of one shape, and the arguments with their usual values."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import indent

from generator.engine.code import expression
from generator.engine.libraries import Library
from generator.engine.one_sided import one_sided
from generator.pages.languages.numpy import largest, library_of, needs_inner, spans
from generator.pages.languages.program import Formula, Program
from generator.pages.languages.words import says


@dataclass(frozen=True)
class ArrayFunctions:
    """How a library finds the ``place`` of the largest entry, takes what stands there, and fills an array."""

    library: Library
    place: str
    taken: str
    filled: str

    def function(self, program: Program, name: str, formula: Formula, *further: str) -> str:
        """Return a function of arrays of one shape; one of slopes may be differentiated again."""
        if formula.by:
            formula = replace(formula, term=one_sided(formula.term))
        lines = [f'"""Return {says(formula, program)}."""']
        if needs_inner(program, formula):
            lines.append(f"a = activation({', '.join(program.arguments)})")
        lines += largest(formula, program, self.library, self.place, self.taken)
        text = "\n    ".join((*lines, f"return {self._value(program, formula)}"))
        return f"def {name}({', '.join((*program.arguments, *further))}):\n    {text}"

    def _value(self, program: Program, formula: Formula) -> str:
        first = program.inputs[0]
        text = expression(formula.term, library_of(program, self.library), formula.axes, first)
        if formula.arrays and spans(formula) and set(formula.arrays) & {*program.arguments, "a", "g"}:
            return text
        like = first if formula.axes or not program.entry.vector else f"{first}[..., 0]"
        return f"{self.filled}({like}, {text})"


def indented(text: str) -> str:
    """Return the lines of a docstring as they stand within a function."""
    return indent(text, " " * 4).strip()


def declared(program: Program) -> Iterator[str]:
    """Yield the arguments with the usual values of parameters."""
    yield from program.inputs
    for parameter in program.entry.parameters:
        yield f"{parameter.id}={parameter.number}"


def along(program: Program, slope: Formula, place: int) -> str:
    """Return the derivative times a tangent, of the value."""
    name, vector = called(slope, place), slope.by in program.inputs
    if not program.entry.vector:
        return f"{name}(*given)*d{slope.by}"
    if program.jacobian:
        return f"derivative_along(*given, d{slope.by})" if vector else f"{name}(*given)*d{slope.by}"
    return f"({name}(*given)*d{slope.by}).sum(-1)" if vector else f"{name}(*given)*d{slope.by}[..., 0]"


def called(slope: Formula, place: int) -> str:
    """Return the name of the function of a derivative."""
    return f"gradient_{slope.by}" if place else "gradient"
