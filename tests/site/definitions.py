"""What the entries' functions are, written or taken from elsewhere: nothing of the generator has a part in it.

Scalar formulas are read by SymPy's own parser, so a new entry needs nothing here. Vector formulas are plain Python over
lists. JAX has its own functions where it (or optax) has them at all: a newcomer who knows one adds it to ``JAX``.
Parameters have their usual values.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.stats
import optax
import sympy as sp
from sympy.parsing.sympy_parser import parse_expr

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.records import Activation, Case, Loss

Number = Any
Function = Callable[..., Number]

LETTERS = {name: sp.Symbol(name, real=True) for name in "ayz"}
SPELLINGS = {
    "abs": sp.Abs,
    "max": sp.Max,
    "min": sp.Min,
    "piecewise": lambda *parts: sp.Piecewise(
        *zip(parts[:-1:2], parts[1::2], strict=True), *([(parts[-1], True)] if len(parts) % 2 else [])
    ),
}


def _softmax(exp: Function, _log: Function, z: Sequence[Number]) -> list[Number]:
    raised = [exp(component) for component in z]
    return [component / sum(raised) for component in raised]


def _cross_entropy(_exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return -sum(target * log(output) for output, target in zip(a, y, strict=True))


VECTORS: dict[str, Function] = {"softmax": _softmax, "cross-entropy": _cross_entropy}

JAX: dict[str, Function] = {
    "identity": lambda z: z,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "relu": jax.nn.relu,
    "leaky-relu": jax.nn.leaky_relu,
    "prelu": lambda z: jax.nn.leaky_relu(z, 0.25),
    "elu": jax.nn.elu,
    "celu": jax.nn.celu,
    "softplus": jax.nn.softplus,
    "softsign": jax.nn.soft_sign,
    "silu": jax.nn.silu,
    "gelu": lambda z: jax.nn.gelu(z, approximate=False),
    "gelu-tanh": jax.nn.gelu,
    "mish": jax.nn.mish,
    "selu": jax.nn.selu,
    "hard-sigmoid": jax.nn.hard_sigmoid,
    "hard-swish": jax.nn.hard_swish,
    "hard-tanh": jax.nn.hard_tanh,
    "relu6": jax.nn.relu6,
    "probit": jax.scipy.stats.norm.cdf,
    "log-sigmoid": jax.nn.log_sigmoid,
    "squared-relu": lambda z: jax.nn.relu(z) ** 2,
    "softmax": jax.nn.softmax,
    "half-squared-error": optax.l2_loss,
    "cross-entropy": lambda a, y: -jnp.sum(y * jnp.log(a)),
    "linear-mse": optax.l2_loss,
    "sigmoid-logistic": optax.sigmoid_binary_cross_entropy,
    "softmax-cross-entropy": optax.softmax_cross_entropy,
}


def definition(entry: Activation | Loss | Case, module: Any) -> Function:  # noqa: ANN401 - numpy or mpmath
    """Return the entry's function with the numbers of a module (``numpy`` or ``mpmath``).

    An activation takes z, a loss a and y, a case z and y; vectors are lists.
    """
    if isinstance(entry, Case):
        inner, outer = definition(entry.activation, module), definition(entry.loss, module)
        return lambda z, y: outer(inner(z), y)
    if entry.vector:
        function = VECTORS[entry.id]
        return lambda *vectors: function(module.exp, module.log, *vectors)
    return _scalar(entry, module.__name__)


def jax_definition(entry: Activation | Loss | Case) -> Function:
    """Return the entry's function for JAX, its own where it has one."""
    if entry.id in JAX:
        return JAX[entry.id]
    if isinstance(entry, Case):
        inner, outer = jax_definition(entry.activation), jax_definition(entry.loss)
        return lambda z, y: outer(inner(z), y)
    return _scalar(entry, "jax")


def _scalar(entry: Activation | Loss, module: str) -> Function:
    letters = "z" if isinstance(entry, Activation) else "ay"
    value = _read(entry).subs({parameter.letter: parameter.default for parameter in entry.parameters})
    function: Function = sp.lambdify([LETTERS[name] for name in letters], value, modules=module)
    return function


def _read(entry: Activation | Loss) -> sp.Expr:
    letters = {parameter.id: parameter.letter for parameter in entry.parameters}
    return parse_expr(entry.value, local_dict=LETTERS | SPELLINGS | letters | _called(entry))


def _called(entry: Activation | Loss) -> dict[str, Function]:
    """Return the other activations that the entry's formula calls by name."""
    words = set(re.findall(r"\w+", entry.value))
    named = {other.id.replace("-", "_"): other for other in ACTIVATIONS if other.id != entry.id}
    return {name: _applied(other) for name, other in named.items() if name in words and not hasattr(sp, name)}


def _applied(entry: Activation) -> Function:
    value = _read(entry).subs({parameter.letter: parameter.default for parameter in entry.parameters})
    return lambda x: value.subs(LETTERS["z"], x)
