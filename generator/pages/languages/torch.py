"""Which ``autograd.Function`` of PyTorch computes an entry, and its gradient by the derived formula?

The backward pass may be taken once: a saved value that is neither input nor output does not know where it came from, so
a gradient of the gradient would be wrong in silence. Whoever wants one is told.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from textwrap import indent

from generator.engine.code import ARRAYS, TORCH, Library, expression
from generator.pages.languages.program import Program

TEMPLATE = """\
{imports}


class {name}(torch.autograd.Function):
    @staticmethod
    def forward(ctx, {arguments}):
{forward}

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, upstream):
{backward}


{function} = {name}.apply
"""


def torch_code(program: Program) -> str:
    """Return a module that defines the entry as a differentiable function under its own name."""
    body = TEMPLATE.format(
        imports="{imports}",
        name="".join(word.capitalize() for word in program.entry.id.split("-")),
        arguments=", ".join(_arguments(program)),
        forward=indent("\n".join(_forward(program)), " " * 8),
        backward=indent("\n".join(_backward(program)), " " * 8),
        function=program.name,
    )
    imports = "import math\n\nimport torch" if "math." in body else "import torch"
    return body.replace("{imports}", imports)


def _arguments(program: Program) -> Iterator[str]:
    yield from program.inputs
    for parameter in program.entry.parameters:
        yield f"{parameter.id}={parameter.number}"


def _forward(program: Program) -> Iterator[str]:
    like = program.inputs[0]
    for name in program.learned:
        yield f"{name} = torch.as_tensor({name}, dtype={like}.dtype, device={like}.device)"
    if program.inner is not None:
        yield f"a = {expression(program.inner, _library(program))}"
    if program.outer is not None:
        yield f"loss = {expression(program.outer, _library(program))}"
    if saved := (*program.saved, *program.learned):
        yield f"ctx.save_for_backward({', '.join(saved)})"
    yield from (f"ctx.{name} = {name}" for name in program.kept)
    yield "return a" if program.outer is None else "return loss"


def _backward(program: Program) -> Iterator[str]:
    if saved := (*program.saved, *program.learned):
        yield f"{unpacked(saved)} = ctx.saved_tensors"
    yield from (f"{name} = ctx.{name}" for name in program.kept)
    arguments = (*program.inputs, *program.parameters)
    write = partial(expression, library=_library(program), like=program.inputs[0])
    for name, term in program.partials:
        summed = f"({passed_on(write(term), jacobian=False)}).sum_to_size({name}.shape)"
        yield f"d{name} = {summed} if ctx.needs_input_grad[{arguments.index(name)}] else None"
    slope = passed_on(write(program.slope, axes=program.axes), jacobian=program.jacobian)
    rest = (f"d{name}" if name in program.learned else "None" for name in arguments[1:])
    yield f"return {', '.join((slope, *rest))}"


def _library(program: Program) -> Library:
    """Return how PyTorch is written for a program, in which a parameter that is learned is an array too."""
    return replace(TORCH, arrays=(*ARRAYS, *program.inputs, *program.learned))


def unpacked(names: tuple[str, ...]) -> str:
    """Return the left side of an assignment from a tuple: a tuple of one has a comma."""
    return f"({names[0]},)" if len(names) == 1 else ", ".join(names)


def passed_on(slope: str, *, jacobian: bool) -> str:
    """Return what reaches the input: the upstream gradient times the derivative, or the row vector times the matrix."""
    if slope == "1":
        return "upstream"
    return f"upstream @ ({slope})" if jacobian else f"upstream*({slope})"
