"""Print an operation's forward and backward pass for NumPy, PyTorch and JAX, ready to be pasted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.derive.graph import Graph, Quantity
from generator.derive.helpers import helpers
from generator.derive.leading import with_leading
from generator.derive.program import Program, outputs, passes, returned, signature
from generator.derive.reverse import Gradient
from generator.engine.array_libraries import JAX, NUMPY, TORCH
from generator.engine.lemmas import definitions
from generator.engine.named import spelled_out

SCIPY = ("erf", "erfc", "expit")
"""What NumPy takes from SciPy."""
ADDRESS = "https://address-of-the-site.invalid/"
"""What stands for the site's address until a builder knows it."""


def listings(graph: Graph, gradients: tuple[Gradient, ...]) -> tuple[tuple[str, str], ...]:
    """Return the text of each library's listing, by its id."""
    graph, gradients = _spelled(*with_leading(graph, gradients))
    return (
        ("numpy", numpy_listing(Program(graph, gradients, NUMPY))),
        ("torch", torch_listing(Program(graph, gradients, TORCH))),
        ("jax", jax_listing(Program(graph, gradients, JAX))),
    )


def _spelled(graph: Graph, gradients: tuple[Gradient, ...]) -> tuple[Graph, tuple[Gradient, ...]]:
    """Put in what functions mean that no library has by name, such as the normal distribution."""
    where = tuple(pair for pair in definitions(graph.lemmas) if pair[0].func.__name__ not in NUMPY.functions)
    defined = tuple((one.value and replace(one, value=spelled_out(one.value, where))) or one for one in graph.defined)
    return replace(graph, defined=defined), tuple(replace(one, term=spelled_out(one.term, where)) for one in gradients)


def numpy_listing(program: Program) -> str:
    """Return ``forward(...) -> outputs, cache`` and ``backward(upstream, cache) -> {name: gradient}`` in NumPy."""
    lines = list(_functions(program))
    text = "\n".join(lines)
    special = ", ".join(name for name in SCIPY if f"{name}(" in text)
    head = ["import numpy as np", *([f"from scipy.special import {special}"] if special else [])]
    return "\n".join((*head, "", "", *lines)) + "\n"


def jax_listing(program: Program) -> str:
    """Return the same in JAX, and ``layer``, a function with these as its ``custom_vjp``."""
    numbers = [one.partition("=")[0] for one in program.numbers]
    static = ", ".join(str(len(program.inputs) + n) for n in range(len(numbers)))
    decorated = f"@partial(jax.custom_vjp, nondiff_argnums=({static},))" if numbers else "@jax.custom_vjp"
    given, told = ", ".join(program.inputs), ", ".join((*program.inputs, *program.numbers))
    passed = ", ".join((*program.inputs, *(f"{one}={one}" for one in numbers)))
    before = "".join(f"{one}, " for one in numbers)
    kept = [one for one in passes(program).cache if one in numbers]
    back = dict(returned(program))
    slopes = ", ".join(f'grads["{name}"]' if name in back else "None" for name in program.inputs)
    lines = [
        *_functions(program), "", "",
        decorated, f"def layer({told}):",
        f'    """Return the output for {given}; its gradients are those of ``backward``."""',
        f"    return forward({passed})[0]", "", "",
        f"def layer_fwd({', '.join((*program.inputs, *numbers))}):", f"    result, cache = forward({passed})",
        f"    return result, cache{f'[:-{len(kept)}]' if kept else ''}", "", "",
        f"def layer_bwd({before}cache, upstream):",
        f"    grads = backward(upstream, {'(*cache, ' + ', '.join(kept) + ')' if kept else 'cache'})",
        f"    return ({slopes},)", "", "",
        "layer.defvjp(layer_fwd, layer_bwd)",
    ]  # fmt: skip
    head = [*(["from functools import partial", ""] if numbers else []), "import jax", "import jax.numpy as jnp"]
    return "\n".join((*head, "", "", *lines)) + "\n"


def torch_listing(program: Program) -> str:
    """Return the same in PyTorch, and ``Layer``, an ``autograd.Function`` that is made of them."""
    numbers = [one.partition("=")[0] for one in program.numbers]
    told = ", ".join((*program.inputs, *program.numbers))
    passed = ", ".join((*program.inputs, *(f"{one}={one}" for one in numbers)))
    back = dict(returned(program))
    slopes = ", ".join(
        [f'grads["{name}"]' if name in back else "None" for name in program.inputs] + ["None"] * len(numbers)
    )
    leaving = [name for name, _ in outputs(program)]
    several = len(leaving) > 1
    result = "tuple(result.values())" if several else "result"
    upstream = f"dict(zip({tuple(leaving)!r}, upstream))" if several else "upstream[0]"
    count = len(program.inputs)
    named = f", **dict(zip({tuple(numbers)!r}, ctx.numbers))" if numbers else ""
    lines = [
        *_functions(program), "", "",
        "class Layer(torch.autograd.Function):",
        f'    """The operation with its own backward pass: ``Layer.apply({told})``; see {_address(program)}',
        "",
        "    It keeps what it is given and computes the rest again, so that it may be differentiated twice.",
        '    """', "",
        "    generate_vmap_rule = True", "",
        "    @staticmethod", "    def forward(" + told + "):",
        f"        result, _ = forward({passed})", f"        return {result}", "",
        "    @staticmethod", "    def setup_context(ctx, inputs, output):",
        *([f"        ctx.numbers = inputs[{count}:]"] if numbers else []),
        f"        ctx.save_for_backward(*inputs[:{count}])", "",
        "    @staticmethod", "    def backward(ctx, *upstream):",
        f"        _, cache = forward(*ctx.saved_tensors{named})",
        f"        grads = backward({upstream}, cache)", f"        return {slopes}",
    ]  # fmt: skip
    return "\n".join(("import torch", "", "", *lines)) + "\n"


def _functions(program: Program) -> Iterator[str]:
    """Yield the lines of both functions."""
    both = passes(program)
    ahead, cache, back = both.forward, both.cache, both.backward
    leaving = outputs(program)
    several = len(leaving) > 1
    yield from helpers(("check()", *ahead, *back), program.library)
    yield f"def forward({signature(program)}):"
    names = " and ".join(name for name, _ in leaving)
    yield f'    """{program.operation.title}: return {names}, and what ``backward`` keeps.'
    yield ""
    yield from (f"    {_shown(one, program)}: {one.array.means}" for one in program.graph.given if one.array)
    yield f"    {_address(program)}"
    yield '    """'
    yield f"    check({', '.join(_checked(one, program) for one in program.graph.given)})"
    yield from (f"    {line}" for line in (*_flattened(program), *ahead))
    given_back = [
        (name, _unflattened(name, one, program)) for (name, _), one in zip(leaving, _leaving(program), strict=True)
    ]
    shown = ", ".join(f'"{name}": {code}' for name, code in given_back)
    yield f"    return {f'{{{shown}}}' if several else given_back[0][1]}, ({_joined(cache)})"
    yield ""
    yield ""
    yield "def backward(upstream, cache):"
    yield '    """Return the gradient by everything that ``forward`` was given and that has one, by name."""'
    if cache:
        yield f"    {_joined(cache)} = cache"
    for (name, reaching), one in zip(leaving, _leaving(program), strict=True):
        yield from (
            f"    {line}"
            for line in _received(f'upstream["{name}"]' if several else "upstream", reaching, one, program)
        )
    yield from (f"    {line}" for line in back)
    quantities = {one.name: one for one in program.graph.given}
    slopes = ((name, _unflattened(slope, quantities[name], program)) for name, slope in returned(program))
    yield "    return {" + ", ".join(f'"{name}": {code}' for name, code in slopes) + "}"


def _leaving(program: Program) -> tuple[Quantity, ...]:
    """Return the quantities that leave the operation, in the order of ``outputs``."""
    return tuple(reversed(program.graph.outputs))


def _leads(one: Quantity, program: Program) -> bool:
    """Tell whether an array takes any number of leading axes."""
    return program.lead is not None and one.indices[:1] == (program.lead,)


def _shown(one: Quantity, program: Program) -> str:
    letters = ", ".join("..." if index == program.lead else str(index) for index in one.indices)
    return f"{one.name}[{letters}]"


def _checked(one: Quantity, program: Program) -> str:
    """Return an array with the letters of its lengths, as the check takes them."""
    sizes = list(map(str, one.base.shape or ()))
    mark = "..." if one in _inputs(program) else "*"
    letters = " ".join([mark, *sizes[1:]] if _leads(one, program) else sizes)
    return f'{one.name}=({one.name}, "{letters}")'


def _tail(name: str, one: Quantity) -> str:
    """Return the lengths of an array after its leading ones, as code in a tuple; empty for none."""
    count = len(one.indices) - 1
    return f"*{name}.shape[-{count}:]" if count else ""


def _inputs(program: Program) -> list[Quantity]:
    """Return the arrays whose leading axes are those of the output; data may have fewer where there are inputs."""
    arrays = [one for one in program.graph.given if _leads(one, program)]
    return [one for one in arrays if one.array and one.array.role == "input"] or arrays


def _flattened(program: Program) -> Iterator[str]:
    """Yield the lines that make one axis of the leading ones; data are repeated where they have fewer."""
    inputs = _inputs(program)
    data = (one for one in program.graph.given if _leads(one, program) and one not in inputs)
    for one in (*inputs, *data):
        name, tail = one.name, _tail(one.name, one)
        if one is inputs[0]:
            end = f"[:-{len(one.indices) - 1}]" if tail else ""
            yield f"lead = tuple({name}.shape{end})"
        wide = name if one in inputs else f"{program.library.prefix}.broadcast_to({name}, (*lead, {tail}))"
        yield f"{name} = {wide}.reshape((-1, {tail}))"


def _unflattened(name: str, one: Quantity, program: Program) -> str:
    return f"{name}.reshape((*lead, *{name}.shape[1:]))" if _leads(one, program) else name


def _received(code: str, name: str, one: Quantity, program: Program) -> Iterator[str]:
    """Yield the lines that take the gradient of an output, its leading axes as one."""
    if not _leads(one, program):
        yield f"{name} = {code}"
        return
    tail = _tail(code, one)
    yield f"lead = tuple({code}.shape{f'[:-{len(one.indices) - 1}]' if tail else ''})"
    yield f"{name} = {code}.reshape((-1, {tail}))"


def _joined(names: Iterable[str]) -> str:
    every = tuple(names)
    return f"{every[0]}," if len(every) == 1 else ", ".join(every)


def _address(program: Program) -> str:
    return f"{ADDRESS}{program.operation.uri}/"
