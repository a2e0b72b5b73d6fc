"""Which ``autograd.Function`` of PyTorch computes an entry, and its gradient by the derived formula?

The backward pass may be taken once: a saved value that is neither input nor output does not know where it came from, so
a gradient of the gradient would be wrong in silence. Whoever wants one is told.
"""

from collections.abc import Iterator
from textwrap import indent

from generator.engine.code import TORCH, expression
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
    if program.inner is not None:
        yield f"a = {expression(program.inner, TORCH)}"
    if program.outer is not None:
        yield f"loss = {expression(program.outer, TORCH)}"
    if program.saved:
        yield f"ctx.save_for_backward({', '.join(program.saved)})"
    yield from (f"ctx.{name} = {name}" for name in program.kept)
    yield "return a" if program.outer is None else "return loss"


def _backward(program: Program) -> Iterator[str]:
    if program.saved:
        yield f"{unpacked(program.saved)} = ctx.saved_tensors"
    yield from (f"{name} = ctx.{name}" for name in program.kept)
    slope = expression(program.slope, TORCH, program.axes, program.inputs[0])
    nothing = ", None" * (len(program.inputs) + len(program.parameters) - 1)
    yield f"return {passed_on(slope, jacobian=program.jacobian)}{nothing}"


def unpacked(names: tuple[str, ...]) -> str:
    """Return the left side of an assignment from a tuple: a tuple of one has a comma."""
    return f"({names[0]},)" if len(names) == 1 else ", ".join(names)


def passed_on(slope: str, *, jacobian: bool) -> str:
    """Return what reaches the input: the upstream gradient times the derivative, or the row vector times the matrix."""
    if slope == "1":
        return "upstream"
    return f"upstream @ ({slope})" if jacobian else f"upstream*({slope})"
