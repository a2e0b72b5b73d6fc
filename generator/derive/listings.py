"""Print an operation's forward and backward pass for NumPy, PyTorch and JAX, ready to be pasted."""

from collections.abc import Iterable, Iterator

from generator.derive.helpers import helpers
from generator.derive.program import Program, outputs, passes, returned, signature
from generator.derive.reading import Graph
from generator.derive.reverse import Gradient
from generator.engine.array_libraries import JAX, NUMPY, TORCH

ADDRESS = "https://address-of-the-site.invalid/"
"""What stands for the site's address until a builder knows it."""


def listings(graph: Graph, gradients: tuple[Gradient, ...]) -> tuple[tuple[str, str], ...]:
    """Return the text of each library's listing, by its id."""
    return (
        ("numpy", numpy_listing(Program(graph, gradients, NUMPY))),
        ("torch", torch_listing(Program(graph, gradients, TORCH))),
        ("jax", jax_listing(Program(graph, gradients, JAX))),
    )


def numpy_listing(program: Program) -> str:
    """Return ``forward(...) -> outputs, cache`` and ``backward(upstream, cache) -> {name: gradient}`` in NumPy."""
    lines = list(_functions(program))
    text = "\n".join(lines)
    head = ["import numpy as np", *(["from scipy.special import expit"] if "expit(" in text else [])]
    return "\n".join((*head, "", "", *lines)) + "\n"


def jax_listing(program: Program) -> str:
    """Return the same in JAX, and ``layer``, a function with these as its ``custom_vjp``."""
    numbers = [one.partition("=")[0] for one in program.numbers]
    static = ", ".join(str(len(program.inputs) + n) for n in range(len(numbers)))
    decorated = f"@partial(jax.custom_vjp, nondiff_argnums=({static},))" if numbers else "@jax.custom_vjp"
    given, told = ", ".join(program.inputs), ", ".join((*program.inputs, *program.numbers))
    passed = ", ".join((*program.inputs, *(f"{one}={one}" for one in numbers)))
    before = "".join(f"{one}, " for one in numbers)
    back = dict(returned(program))
    slopes = ", ".join(f'grads["{name}"]' if name in back else "None" for name in program.inputs)
    lines = [
        *_functions(program), "", "",
        decorated, f"def layer({told}):",
        f'    """Return the output for {given}; its gradients are those of ``backward``."""',
        f"    return forward({passed})[0]", "", "",
        f"def layer_fwd({', '.join((*program.inputs, *numbers))}):", f"    return forward({passed})", "", "",
        f"def layer_bwd({before}cache, upstream):", "    grads = backward(upstream, cache)",
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
    lines = [
        *_functions(program), "", "",
        "class Layer(torch.autograd.Function):",
        f'    """The operation with its own backward pass: ``Layer.apply({told})``; see {_address(program)}"""', "",
        "    @staticmethod", "    def forward(ctx, " + told + "):",
        f"        result, cache = forward({passed})",
        "        ctx.others = [None if torch.is_tensor(one) else one for one in cache]",
        "        ctx.save_for_backward(*(one for one in cache if torch.is_tensor(one)))",
        f"        return {result}", "",
        "    @staticmethod", "    @torch.autograd.function.once_differentiable", "    def backward(ctx, *upstream):",
        "        saved = iter(ctx.saved_tensors)",
        "        cache = tuple(next(saved) if one is None else one for one in ctx.others)",
        f"        grads = backward({upstream}, cache)", f"        return {slopes}",
    ]  # fmt: skip
    return "\n".join(("import torch", "", "", *lines)) + "\n"


def _functions(program: Program) -> Iterator[str]:
    """Yield the lines of both functions."""
    both = passes(program)
    ahead, cache, back = both.forward, both.cache, both.backward
    leaving = outputs(program)
    shapes = [f"    {one.array.name}: {one.array.means}" for one in program.graph.given if one.array]
    several = len(leaving) > 1
    result = "{" + ", ".join(f'"{name}": {name}' for name, _ in leaving) + "}" if several else leaving[0][0]
    yield from helpers((*ahead, *back), program.library)
    yield f"def forward({signature(program)}):"
    names = " and ".join(name for name, _ in leaving)
    yield f'    """{program.operation.title}: return {names}, and what ``backward`` keeps.'
    yield ""
    yield from shapes
    yield f"    {_address(program)}"
    yield '    """'
    yield from _checks(program)
    yield from (f"    {line}" for line in ahead)
    yield f"    return {result}, ({_joined(cache)})"
    yield ""
    yield ""
    yield "def backward(upstream, cache):"
    yield '    """Return the gradient by everything that ``forward`` was given and that has one, by name."""'
    if cache:
        yield f"    {_joined(cache)} = cache"
    for name, reaching in leaving:
        yield f'    {reaching} = upstream["{name}"]' if several else f"    {reaching} = upstream"
    yield from (f"    {line}" for line in back)
    yield "    return {" + ", ".join(f'"{name}": {slope}' for name, slope in returned(program)) + "}"


def _checks(program: Program) -> Iterator[str]:
    """Yield the lines that say in one sentence which array has the wrong number of axes or the wrong lengths."""
    known: dict[str, str] = {}
    for one in program.graph.given:
        axes = tuple(map(str, one.base.shape or ()))
        asked = [f"{one.name}.ndim == {len(axes)}"]
        for place, size in enumerate(axes):
            if size in known:
                asked.append(f"{one.name}.shape[{place}] == {known[size]}")
            else:
                known[size] = f"{one.name}.shape[{place}]"
        shown = ", ".join(axes)
        yield f"    if not ({' and '.join(asked)}):"
        yield f'        raise ValueError(f"{one.name} has the shape {{tuple({one.name}.shape)}}, not ({shown})")'


def _joined(names: Iterable[str]) -> str:
    every = tuple(names)
    return f"{every[0]}," if len(every) == 1 else ", ".join(every)


def _address(program: Program) -> str:
    return f"{ADDRESS}{program.operation.uri}/"
