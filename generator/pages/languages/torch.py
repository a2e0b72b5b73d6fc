"""Which ``autograd.Function`` of PyTorch computes an entry, and its gradients by the derived formulas?

The gradients are functions of tensors like any other, so that they can be differentiated again; where two branches
meet at zero, the slope is that of the lower one.
"""

from collections.abc import Iterator
from textwrap import indent

import sympy as sp

from generator.engine.libraries import TORCH
from generator.pages.languages.array_functions import ArrayFunctions, along, called, declared, indented
from generator.pages.languages.numpy import needs_inner
from generator.pages.languages.program import Formula, Program
from generator.pages.languages.words import about

_TORCH = ArrayFunctions(TORCH, "torch.argmax({0}, dim=-1, keepdim=True)", "torch.gather({0}, -1, m)", "torch.full_like")

TEMPLATE = '''\
{imports}


{functions}


class {name}(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward({arguments}):
        return {value}{copied}

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)
        ctx.save_for_forward(*inputs)

    @staticmethod
    def backward(ctx, upstream):
        given, needed = ctx.saved_tensors, ctx.needs_input_grad
        return (
{backward}
        )


class {name}BothWays({name}):
    """The same with forward mode, which ``torch.compile`` does not take."""

    @staticmethod
    def jvp(ctx, {tangents}):
        given, found = ctx.saved_tensors, 0
{pushed}
        return found


def {function}({declared}):
    """{about}
    """
{checks}
'''

OTHERS = '''
def sum_of_others(x):
    """Return for each component the sum of all others, from both sides, so that nothing cancels."""
    nothing = torch.zeros_like(x[..., :1])
    before = torch.cumsum(torch.cat((nothing, x[..., :-1]), -1), -1)
    after = torch.cumsum(torch.cat((nothing, torch.flip(x, (-1,))[..., :-1]), -1), -1)
    return before + torch.flip(after, (-1,))
'''


ERFCX = '''
def erfcx(x):
    """Return exp(x²) erfc(x); PyTorch has it of float32 and float64 only."""
    return torch.special.erfcx(x.to(torch.promote_types(x.dtype, torch.float32))).to(x.dtype)
'''

HELPERS = {"sum_of_others(": OTHERS, "erfcx(": ERFCX}
"""What a listing brings along, by how it is called."""


def torch_code(program: Program) -> str:
    """Return a module that defines the entry as a differentiable function under its own name."""
    functions = list(_functions(program))
    text = "\n\n\n".join(functions).replace("torch.special.erfcx(", "erfcx(")
    helpers = (code.strip() for call, code in HELPERS.items() if call in text)
    body = TEMPLATE.format(
        imports="{imports}",
        functions="\n\n\n".join((*helpers, text)),
        name="".join(word.capitalize() for word in program.entry.id.split("-")),
        arguments=", ".join(program.arguments),
        value=f"{program.called}({', '.join(program.arguments)})",
        copied=".clone()" if program.value.term.is_Symbol or program.value.term.func is sp.Indexed else "",
        backward=indent("\n".join(pulled(program)), " " * 12),
        tangents=", ".join(f"d{name}" for name in program.arguments),
        pushed=indent("\n".join(_pushed(program)), " " * 8),
        function=program.name,
        declared=", ".join(declared(program)),
        about=indented(about(program)),
        checks=indent("\n".join(_checks(program)), " " * 4),
    )
    imports = "import math\n\nimport torch" if "math." in body else "import torch"
    return body.replace("{imports}", imports)


def _functions(program: Program) -> Iterator[str]:
    yield _TORCH.function(program, program.called, program.value)
    if program.called != "activation" and program.inner is not None and needs_inner(program, *program.slopes):
        yield _TORCH.function(program, "activation", program.inner)
    first, *rest = program.slopes
    yield _TORCH.function(program, "gradient", first, *(("g",) if program.jacobian else ()))
    if program.pushed is not None:
        yield _TORCH.function(program, "derivative_along", program.pushed, "g")
    for slope in rest:
        yield _TORCH.function(program, f"gradient_{slope.by}", slope)


def pulled(program: Program) -> Iterator[str]:
    """Yield what reaches each argument: the upstream gradient times the derivative."""
    for place, slope in enumerate(program.slopes):
        yield f"{_times_upstream(program, slope, place)} if needed[{place}] else None,"


def _times_upstream(program: Program, slope: Formula, place: int) -> str:
    name, vector = called(slope, place), slope.by in program.inputs
    if not program.entry.vector:
        return f"upstream*{name}(*given)"
    if program.jacobian:
        return f"{name}(*given, upstream)" if vector else f"(upstream*{name}(*given)).sum(-1, keepdim=True)"
    return f"upstream[..., None]*{name}(*given)" if vector else f"(upstream*{name}(*given))[..., None]"


def _pushed(program: Program) -> Iterator[str]:
    for place, slope in enumerate(program.slopes):
        yield f"if d{slope.by} is not None:"
        yield f"    found = found + {along(program, slope, place)}"


def _checks(program: Program) -> Iterator[str]:
    first, *rest = program.inputs
    if program.entry.vector:
        yield f"if {first}.dim() == 0:"
        yield f'    raise ValueError("{first} needs components along its last axis, and is a single number")'
    yield f"if not {first}.is_floating_point():"
    yield f'    raise TypeError(f"{first} has to be of a floating point type, not {{{first}.dtype}}")'
    like = f"dtype={first}.dtype, device={first}.device"
    vector = program.entry.vector
    for name in (*rest, *program.parameters):
        shape = f"{first}.shape"
        last = ""
        if vector and name in program.parameters:
            shape, last = f"(*{first}.shape[:-1], 1)", "[..., None]"
        yield f"{name} = torch.as_tensor({name}, {like}){last}.expand({shape})"
    name = "".join(word.capitalize() for word in program.entry.id.split("-"))
    yield f"function = {name} if torch.compiler.is_compiling() else {name}BothWays"
    yield f"return function.apply({', '.join(program.arguments)})"
