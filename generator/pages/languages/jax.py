"""Which ``custom_vjp`` of JAX computes an entry, and its gradient by the derived formula?"""

from collections.abc import Iterator
from textwrap import indent

from generator.engine.code import JAX, expression
from generator.pages.languages.program import Program
from generator.pages.languages.torch import passed_on, unpacked

TEMPLATE = """\
import jax
import jax.numpy as jnp


@jax.custom_vjp
def {name}({declared}):
    return forward({arguments})[0]


def forward({arguments}):
{forward}


def backward(saved, upstream):
{backward}


{name}.defvjp(forward, backward)
"""


def jax_code(program: Program) -> str:
    """Return a module that defines the entry as a differentiable function under its own name."""
    return TEMPLATE.format(
        name=program.name,
        declared=", ".join(_declared(program)),
        arguments=", ".join((*program.inputs, *program.parameters)),
        forward=indent("\n".join(_forward(program)), " " * 4),
        backward=indent("\n".join(_backward(program)), " " * 4),
    )


def _declared(program: Program) -> Iterator[str]:
    yield from program.inputs
    for parameter in program.entry.parameters:
        yield f"{parameter.id}={parameter.number}"


def _forward(program: Program) -> Iterator[str]:
    if program.inner is not None:
        yield f"a = {expression(program.inner, JAX)}"
    if program.outer is not None:
        yield f"loss = {expression(program.outer, JAX)}"
    saved = (*program.saved, *program.kept)
    together = f"({', '.join(saved)}{',' * (len(saved) == 1)})"
    yield f"return {'a' if program.outer is None else 'loss'}, {together}"


def _backward(program: Program) -> Iterator[str]:
    saved = (*program.saved, *program.kept)
    if saved:
        yield f"{unpacked(saved)} = saved"
    slope = passed_on(expression(program.slope, JAX, program.axes, program.inputs[0]), jacobian=program.jacobian)
    nothing = ("None",) * (len(program.inputs) + len(program.parameters) - 1)
    yield f"return {', '.join((slope, *nothing))}{',' * (not nothing)}"
