"""Write an operation as two functions: ``forward`` with a cache, and ``backward`` from the upstream gradient.

Both are printed from the terms that were derived. The weights of a softmax are computed with the largest score taken
off, which changes neither them nor any gradient: exp(s) alone would overflow.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import sympy as sp

from generator.catalogue.operation import Operation
from generator.derive.graph import Graph, Quantity
from generator.derive.leading import leading
from generator.derive.reverse import Gradient, slope_name, upstream
from generator.derive.softmax import logarithm_line, logarithms, numerator_lines, softmax_of
from generator.engine.array_code import ArrayWriter
from generator.engine.array_libraries import ArrayLibrary
from generator.engine.array_places import without

WIDTH = 100


@dataclass(frozen=True)
class Program:
    """An operation with its gradients, for one library of arrays."""

    graph: Graph
    gradients: tuple[Gradient, ...]
    library: ArrayLibrary

    @property
    def operation(self) -> Operation:
        """The record."""
        return self.graph.operation

    @cached_property
    def lead(self) -> sp.Symbol | None:
        """The index that stands for any number of leading axes."""
        return leading(self.graph)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of all arrays that the operation is given."""
        return tuple(one.name for one in self.graph.given)

    @property
    def like(self) -> str:
        """The first array of real numbers: what is made anew takes its type."""
        return next(one.name for one in self.graph.given if one.array and not one.array.held.startswith("index:"))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The options with their usual values, after the lengths that no array tells, as arguments."""
        lengths = (f"{axis.size}" for axis in self.operation.axes if axis.size in self._untold())
        return (*lengths, *(f"{one.id}={_default(one.default)}" for one in self.operation.options))

    def _told(self) -> set[str]:
        return {str(size) for one in self.graph.given for size in one.base.shape or ()}

    def _untold(self) -> set[str]:
        computed = {axis.size for axis in self.operation.axes if axis.computed}
        return {axis.size for axis in self.operation.axes} - self._told() - computed

    def lengths(self, text: str) -> Iterator[str]:
        """Yield the lines that read lengths off the arrays, and compute those of the output, where a text uses them."""
        known: set[str] = set()
        for one in self.graph.given:
            for place, size in enumerate(map(str, one.base.shape or ())):
                if size not in known and _uses(text, size) and size.isidentifier():
                    yield f"{size} = {one.name}.shape[{place}]"
                known.add(size)
        for axis in self.operation.axes:
            if axis.computed and axis.size not in known and _uses(text, axis.size):
                yield f"{axis.size} = {axis.computed}"


@dataclass(frozen=True)
class Passes:
    """The lines of the forward pass, the names that it keeps, and the lines of the backward pass."""

    forward: tuple[str, ...]
    cache: tuple[str, ...]
    backward: tuple[str, ...]


def passes(program: Program) -> Passes:
    """Return both passes as lines of code."""
    writer = ArrayWriter(program.library, program.like, {axis.letter: axis.length for axis in program.operation.axes})
    logs = {} if program.graph.recurrent else logarithms(program.graph)
    ahead = _looped(program, _forward_lines(program, replace(writer, logs=logs)))
    chosen = _set_first(writer)
    back = list(_backward_lines(program, writer))
    behind = _set_first(writer)
    text = [line.partition("=")[2] for line in (*behind, *back)]
    cache = tuple(name for name in _names(program) if any(_uses(line, name) for line in text))
    forward, backward = (
        (*_lengths(program, [*chosen, *ahead]), *_refusal(program, [*chosen, *ahead]), *chosen, *ahead),
        (*_lengths(program, [*behind, *back]), *behind, *back),
    )
    return Passes(forward, (*cache, *_sizes_left(program, backward, cache)), backward)


def _refusal(program: Program, lines: list[str]) -> Iterator[str]:
    """Yield the lines that refuse a window of which nothing comes out."""
    text = "\n".join(lines)
    names = [axis.size for axis in program.operation.axes if axis.computed and _uses(text, axis.size)]
    if names:
        least = names[0] if len(names) == 1 else f"min({', '.join(names)})"
        yield f"if {least} < 1:"
        shown = ", ".join(f"{name} = {{{name}}}" for name in names)
        yield f'    raise ValueError(f"the window does not fit, nothing comes out: {shown}")'


def _set_first(writer: ArrayWriter) -> list[str]:
    """Return the lines that set the arrays of zeros and ones, and forget them."""
    lines = [f"{name} = {code}" for code, name in writer.selections.items()]
    writer.selections.clear()
    return lines


def _lengths(program: Program, lines: list[str]) -> tuple[str, ...]:
    text = "\n".join(line.strip() for line in lines if not line.startswith("for "))
    text += "\n" + "\n".join(
        line.removeprefix("for t in ").removesuffix(":") for line in lines if line.startswith("for ")
    )
    computed = "\n".join(axis.computed for axis in program.operation.axes if _uses(text, axis.size))
    return tuple(program.lengths(f"{text}\n{computed}"))


def _forward_lines(program: Program, writer: ArrayWriter) -> Iterator[tuple[Quantity, str]]:
    step = _step(program)
    inner = replace(writer, step=step)
    for one in program.graph.defined:
        for line in _defined(one, program, inner):
            yield one, line


def _step(program: Program) -> sp.Symbol | None:
    """Return the index that a recurrence runs over, None without one."""
    letter = program.graph.recurrent
    return next((axis.index for axis in program.operation.axes if axis.letter == letter), None)


def _looped(program: Program, lines: Iterator[tuple[Quantity, str]]) -> list[str]:
    """Return lines as they are or, of a recurrence, in a loop over its steps."""
    every = list(lines)
    step = _step(program)
    if step is None:
        return [line for _, line in every]
    size = next(axis.size for axis in program.operation.axes if axis.index == step)
    made = [_zeros(program, one.name, one) for one in program.graph.defined]
    stacked = [_stacked(program, one.name) for one in program.graph.defined]
    return [*made, f"for {step} in range({size}):", *(f"    {_at_step(line, step)}" for _, line in every), *stacked]


def _zeros(program: Program, name: str, one: Quantity) -> str:
    """Return the line that makes a list of zeros, one for each step: a list is changed without a copy of the rest."""
    own = zip(one.indices, one.base.shape or (), strict=True)
    shape = ", ".join(str(size) for index, size in own if index != _step(program))
    size = next(axis.size for axis in program.operation.axes if axis.index == _step(program))
    made = {"torch": f"{program.like}.new_zeros(({shape}))"}
    prefix = program.library.prefix
    return f"{name} = [{made.get(prefix, f'{prefix}.zeros(({shape}), dtype={program.like}.dtype)')}]*{size}"


def _stacked(program: Program, name: str) -> str:
    return f"{name} = {program.library.prefix}.stack({name})"


def _at_step(line: str, step: sp.Symbol) -> str:
    name, _, code = line.partition(" = ")
    return f"{name}[{step}] = {code}"


def _backward_lines(program: Program, writer: ArrayWriter) -> Iterator[str]:
    """Yield the lines of the backward pass; of a recurrence, those of what is defined stand in a loop from the end."""
    wanted = _needed(program)
    step = _step(program)
    inside = [one for one in wanted if step is not None and one.of.value is not None]
    if inside and step is not None:
        inner = replace(writer, step=step)
        size = next(axis.size for axis in program.operation.axes if axis.index == step)
        yield from (_zeros(program, str(one.name.base.label), one.of) for one in inside)
        yield f"for {step} in reversed(range({size})):"
        for one in inside:
            line = f"{one.name.base.label} = {inner.write(one.term, without(step, one.of.indices))}"
            yield f"    {_at_step(line, step)}"
        yield from (_stacked(program, str(one.name.base.label)) for one in inside)
    for one in wanted:
        if one not in inside:
            yield f"{one.name.base.label} = {writer.write(one.term, one.of.indices)}"


def _sizes_left(program: Program, backward: tuple[str, ...], cache: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the backward pass reads and does not set itself: arrays whose lengths it asks for, and options."""
    text, own = (
        "\n".join(line.strip() for line in backward if not line.startswith("for ")),
        {line.strip().partition(" = ")[0] for line in backward},
    )
    arrays = tuple(name for name in program.inputs if name not in cache and _uses(text, name))
    numbers = tuple(one.partition("=")[0] for one in program.numbers)
    return (*arrays, *(name for name in numbers if name not in own and _uses(text, name)))


def _needed(program: Program) -> list[Gradient]:
    """Return the gradients that are returned, and those that stand in them, in the order in which they are derived."""
    found = {one.name.base for one in program.gradients if one.of.value is None}
    while more := {
        one.name.base
        for one in program.gradients
        if one.name.base not in found
        and any(other.name.base in found and other.term.has(one.name.base) for other in program.gradients)
    }:
        found |= more
    return [one for one in program.gradients if one.name.base in found]


def _names(program: Program) -> tuple[str, ...]:
    return (*program.inputs, *(one.name for one in program.graph.defined))


def _uses(text: str, name: str) -> bool:
    """Tell whether Python code uses a name."""
    return name in _used(text.strip())


@lru_cache(maxsize=256)
def _used(text: str) -> frozenset[str]:
    """Return the names that Python code uses; none where it is no code."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _default(number: sp.Rational) -> str:
    return str(int(number)) if number.is_Integer else repr(float(number))


def _defined(one: Quantity, program: Program, writer: ArrayWriter) -> Iterator[str]:
    """Yield the line that computes a quantity; a softmax has one for its largest score, and one for its logarithm."""
    assert one.value is not None  # noqa: S101 - a defined quantity has a definition
    if (softmax := softmax_of(one, program.graph)) is not None:
        yield from numerator_lines(one, softmax, writer)
        return
    yield f"{one.name} = {writer.write(one.value, without(writer.step, one.indices))}"
    if one.name in writer.logs:
        every = (softmax_of(other, program.graph) for other in program.graph.defined)
        own = next(softmax for softmax in every if softmax is not None and softmax.share is one)
        yield logarithm_line(writer.logs[one.name], own, writer)


def signature(program: Program) -> str:
    """Return the arguments of the forward pass."""
    numbers = program.numbers
    return ", ".join((*program.inputs, *(("*", *numbers) if numbers else ())))


def outputs(program: Program) -> tuple[tuple[str, str], ...]:
    """Return what leaves the operation: each name, and the name of the gradient that reaches it."""
    found = []
    for one in program.graph.outputs:
        reached = upstream(one, program.graph)
        assert reached is not None  # noqa: S101 - it is an output
        found.append((one.name, str(reached.base.label)))
    return tuple(reversed(found))


def returned(program: Program) -> tuple[tuple[str, str], ...]:
    """Return what the backward pass gives back: each given array that has a gradient, and the gradient's name."""
    return tuple((one.name, str(slope_name(one).base.label)) for one in program.graph.given if one.has_gradient)
