"""Which ``custom_vjp`` of JAX computes an entry, and its gradient by the derived formula?"""

from collections.abc import Iterator
from textwrap import indent

from generator.engine.code import JAX, expression
from generator.pages.languages.program import Program
from generator.pages.languages.torch import passed_on, unpacked

TEMPLATE = """\
import jax
import jax.numpy as jnp
{helper}

@jax.custom_vjp
def {name}({declared}):
    return forward({arguments})[0]


def forward({arguments}):
{forward}


def backward(saved, upstream):
{backward}


{name}.defvjp(forward, backward)
"""


SUMMED = """

def summed(gradient, parameter):
    shape = jnp.shape(parameter)
    gradient = gradient.sum(tuple(range(gradient.ndim - len(shape))))
    ones = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return gradient.sum(ones, keepdims=True).astype(jnp.result_type(parameter))
"""


def jax_code(program: Program) -> str:
    """Return a module that defines the entry as a differentiable function under its own name.

    The gradient for a parameter is added up over all places that the parameter was spread over.
    """
    return TEMPLATE.format(
        helper=SUMMED if program.learned else "",
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
    saved = _saved(program)
    together = f"({', '.join(saved)}{',' * (len(saved) == 1)})"
    yield f"return {'a' if program.outer is None else 'loss'}, {together}"


def _backward(program: Program) -> Iterator[str]:
    if saved := _saved(program):
        yield f"{unpacked(saved)} = saved"
    slope = passed_on(expression(program.slope, JAX, program.axes, program.inputs[0]), jacobian=program.jacobian)
    by = {
        name: passed_on(expression(term, JAX, like=program.inputs[0]), jacobian=False)
        for name, term in program.partials
    }
    arguments = (*program.inputs, *program.parameters)
    rest = tuple(f"summed({by[name]}, {name})" if name in by else "None" for name in arguments[1:])
    yield f"return {', '.join((slope, *rest))}{',' * (not rest)}"


def _saved(program: Program) -> tuple[str, ...]:
    return (*program.saved, *program.kept, *program.learned)
