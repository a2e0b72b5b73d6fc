"""Which ``custom_jvp`` of JAX computes an entry, and its derivatives by the derived formulas?

Forward mode takes them as they are, and JAX turns them around for the backward pass; both may be taken again.
"""

from collections.abc import Iterator
from textwrap import indent

from generator.engine.libraries import JAX
from generator.pages.languages.array_functions import ArrayFunctions, along, declared, indented
from generator.pages.languages.numpy import needs_inner
from generator.pages.languages.program import Program
from generator.pages.languages.words import about

_JAX = ArrayFunctions(
    JAX, "jnp.argmax({0}, axis=-1, keepdims=True)", "jnp.take_along_axis({0}, m, axis=-1)", "jnp.full_like"
)

TEMPLATE = '''\
{imports}


{functions}


@jax.custom_jvp
def value({arguments}):
    return {value}


@partial(value.defjvp, symbolic_zeros=True)
def derivative(given, tangents):
    found = jnp.zeros_like(value(*given))
    {tangents} = tangents
{pushed}
    return value(*given), found


def {function}({declared}):
    """{about}
    """
{checks}
'''

OTHERS = '''
def sum_of_others(x):
    """Return for each component the sum of all others, from both sides, so that nothing cancels."""
    nothing = jnp.zeros_like(x[..., :1])
    before = jnp.cumsum(jnp.concatenate((nothing, x[..., :-1]), -1), -1)
    after = jnp.cumsum(jnp.concatenate((nothing, jnp.flip(x, -1)[..., :-1]), -1), -1)
    return before + jnp.flip(after, -1)
'''


def jax_code(program: Program) -> str:
    """Return a module that defines the entry as a differentiable function under its own name."""
    functions = list(_functions(program))
    helper = [OTHERS.strip()] * ("sum_of_others(" in "\n".join(functions))
    tangents = [f"d{name}" for name in program.arguments]
    body = TEMPLATE.format(
        imports="{imports}",
        functions="\n\n\n".join((*helper, *functions)),
        arguments=", ".join(program.arguments),
        value=f"{program.called}({', '.join(program.arguments)})",
        tangents=", ".join(tangents) + "," * (len(tangents) == 1),
        pushed=indent("\n".join(_pushed(program)), " " * 4),
        function=program.name,
        declared=", ".join(declared(program)),
        about=indented(about(program)),
        checks=indent("\n".join(_checks(program)), " " * 4),
    )
    imports = ["import math"] * ("math." in body)
    return body.replace(
        "{imports}",
        "\n".join(
            (
                *imports,
                "from functools import partial\n",
                "import jax",
                "import jax.numpy as jnp",
                "from jax.custom_derivatives import SymbolicZero",
            )
        ),
    )


def _functions(program: Program) -> Iterator[str]:
    yield _JAX.function(program, program.called, program.value)
    if program.called != "activation" and program.inner is not None and needs_inner(program, *program.slopes):
        yield _JAX.function(program, "activation", program.inner)
    first, *rest = program.slopes
    if program.pushed is None:
        yield _JAX.function(program, "gradient", first)
    else:
        yield _JAX.function(program, "derivative_along", program.pushed, "g")
    for slope in rest:
        yield _JAX.function(program, f"gradient_{slope.by}", slope)


def _pushed(program: Program) -> Iterator[str]:
    for place, slope in enumerate(program.slopes):
        yield f"if not isinstance(d{slope.by}, SymbolicZero):"
        yield f"    found = found + {along(program, slope, place)}"


def _checks(program: Program) -> Iterator[str]:
    first, *rest = program.inputs
    yield f"{first} = jnp.asarray({first})"
    if program.entry.vector:
        yield f"if {first}.ndim == 0:"
        yield f'    raise ValueError("{first} needs components along its last axis, and is a single number")'
    yield f"if not jnp.issubdtype({first}.dtype, jnp.floating):"
    yield f'    raise TypeError(f"{first} has to be of a floating point type, not {{{first}.dtype}}")'
    for name in (*rest, *program.parameters):
        shape, last = f"{first}.shape", ""
        if program.entry.vector and name in program.parameters:
            shape, last = f"(*{first}.shape[:-1], 1)", "[..., None]"
        yield f"{name} = jnp.broadcast_to(jnp.asarray({name}, {first}.dtype){last}, {shape})"
    yield f"return value({', '.join(program.arguments)})"
