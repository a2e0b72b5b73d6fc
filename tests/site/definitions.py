"""What the entries' functions are, written or taken from elsewhere: nothing of the generator has a part in it.

Scalar formulas are read by SymPy's own parser, so a new entry needs nothing here. Vector formulas are plain Python over
lists. JAX has its own functions where it (or optax) has them at all: a newcomer who knows one adds it to ``JAX``.
Parameters have their usual values.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.special
import jax.scipy.stats
import optax
import sympy as sp
from sympy.parsing.sympy_parser import parse_expr

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.records import Activation, Case, Loss

Number = Any
Function = Callable[..., Number]

LETTERS = {name: sp.Symbol(name, real=True) for name in "awyz"}
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


def _log_softmax(exp: Function, log: Function, z: Sequence[Number]) -> list[Number]:
    whole = log(sum(exp(component) for component in z))
    return [component - whole for component in z]


def _cross_entropy(_exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return -sum(target * log(output) for output, target in zip(a, y, strict=True))


def _focal(_exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return -sum(target * (1 - output) ** 2 * log(output) for output, target in zip(a, y, strict=True))


def _nll(_exp: Function, _log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return -sum(target * output for output, target in zip(a, y, strict=True))


def _kl(_exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return sum(target * (log(target) - log(output)) for output, target in zip(a, y, strict=True))


def _brier(_exp: Function, _log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return sum((output - target) ** 2 for output, target in zip(a, y, strict=True))


def _smoothed(exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    tenth = a[0] ** 0 / 10  # a number of the module's own kind
    return _cross_entropy(exp, log, a, [9 * tenth * target + tenth / len(y) for target in y])


def _jensen_shannon(exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    middle = [(output + target) / 2 for output, target in zip(a, y, strict=True)]
    return (_kl(exp, log, middle, y) + _kl(exp, log, middle, a)) / 2


def _from_logits(exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return log(sum(exp(score) for score in a)) - _dot(a, y)


def _info_nce(exp: Function, log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return _from_logits(exp, log, [score * 100 / 7 for score in a], y)


def _cosine(_exp: Function, _log: Function, a: Sequence[Number], y: Sequence[Number]) -> Number:
    return 1 - _dot(a, y) / (_dot(a, a) * _dot(y, y)) ** 0.5


def _squares(_exp: Function, _log: Function, w: Sequence[Number]) -> Number:
    return _dot(w, w) / 200


def _sizes(_exp: Function, _log: Function, w: Sequence[Number]) -> Number:
    return sum(abs(weight) for weight in w) / 100


def _dot(left: Sequence[Number], right: Sequence[Number]) -> Number:
    return sum(one * other for one, other in zip(left, right, strict=True))


VECTORS: dict[str, Function] = {
    "softmax": _softmax,
    "softmin": lambda exp, log, z: _softmax(exp, log, [-component for component in z]),
    "tempered-softmax": _softmax,  # the usual temperature is 1
    "log-softmax": _log_softmax,
    "vector-identity": lambda _exp, _log, z: z,
    "cross-entropy": _cross_entropy,
    "focal-of-classes": _focal,
    "negative-log-likelihood": _nll,
    "kl-divergence": _kl,
    "reverse-kl-divergence": lambda exp, log, a, y: _kl(exp, log, y, a),
    "brier-score": _brier,
    "label-smoothing": _smoothed,
    "jensen-shannon": _jensen_shannon,
    "cross-entropy-from-logits": _from_logits,
    "cosine-distance": _cosine,
    "infonce": _info_nce,
    "l2-penalty": _squares,
    "l1-penalty": _sizes,
}

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
    "softmin": lambda z: jax.nn.softmax(-z),
    "tempered-softmax": jax.nn.softmax,
    "log-softmax": jax.nn.log_softmax,
    "vector-identity": lambda z: z,
    "half-squared-error": optax.l2_loss,
    "cross-entropy": lambda a, y: -jnp.sum(y * jnp.log(a)),
    "focal-of-classes": lambda a, y: -jnp.sum(y * (1 - a) ** 2 * jnp.log(a)),
    "negative-log-likelihood": lambda a, y: -jnp.sum(y * a),
    "kl-divergence": lambda a, y: optax.kl_divergence(jnp.log(a), y),
    "reverse-kl-divergence": lambda a, y: optax.kl_divergence(jnp.log(y), a),
    "brier-score": lambda a, y: jnp.sum((a - y) ** 2),
    "label-smoothing": lambda a, y: -jnp.sum(optax.smooth_labels(y, 0.1) * jnp.log(a)),
    "jensen-shannon": lambda a, y: _jensen_shannon(jnp.exp, jnp.log, a, y),
    "cross-entropy-from-logits": lambda a, y: jax.nn.logsumexp(a) - jnp.sum(y * a),
    "cosine-distance": optax.cosine_distance,
    "infonce": lambda a, y: _info_nce(jnp.exp, jnp.log, a, y),
    "l2-penalty": lambda w: jnp.sum(optax.l2_loss(w)) / 100,
    "l1-penalty": lambda w: jnp.linalg.norm(w, ord=1) / 100,
    "linear-mse": optax.l2_loss,
    "sigmoid-logistic": optax.sigmoid_binary_cross_entropy,
    "softmax-cross-entropy": optax.softmax_cross_entropy,
    "tempered-softmax-cross-entropy": optax.softmax_cross_entropy,
    "log-softmax-nll": optax.softmax_cross_entropy,
}


def definition(entry: Activation | Loss | Case, module: Any) -> Function:  # noqa: ANN401 - numpy or mpmath
    """Return the entry's function with the numbers of a module (``numpy`` or ``mpmath``).

    It takes the entry's inputs: an activation z, a loss a and y, a penalty w, a case z and y; vectors are lists.
    """
    if isinstance(entry, Case):
        inner, outer = definition(entry.activation, module), definition(entry.loss, module)
        return lambda z, y: outer(inner(z), y)
    if entry.vector:
        function = VECTORS[entry.id]
        return lambda *vectors: function(module.exp, module.log, *vectors)
    return _scalar(entry, module.__name__)


def by_parameter(entry: Activation | Loss | Case, parameter: str, module: str) -> Function:
    """Return the entry's function of one of its parameters, and then of what it takes otherwise."""
    if isinstance(entry, Case):
        inner, outer = by_parameter(entry.activation, parameter, module), _scalar(entry.loss, module)
        return lambda p, z, y: outer(inner(p, z), y)
    return _scalar(entry, module, parameter)


def jax_definition(entry: Activation | Loss | Case) -> Function:
    """Return the entry's function for JAX, its own where it has one."""
    if entry.id in JAX:
        return JAX[entry.id]
    if isinstance(entry, Case):
        inner, outer = jax_definition(entry.activation), jax_definition(entry.loss)
        return lambda z, y: outer(inner(z), y)
    return _scalar(entry, "jax")


@cache
def _scalar(entry: Activation | Loss, module: str, free: str = "") -> Function:
    """Return the function in numbers of a module; the parameter that is ``free`` is its first argument."""
    first = [parameter.letter for parameter in entry.parameters if parameter.id == free]
    usual = {one.letter: one.default for one in entry.parameters if one.letter not in first}
    arguments = [*first, *(LETTERS[name] for name in entry.inputs)]
    modules = [{"erf": jax.scipy.special.erf}, module] if module == "jax" else module  # SymPy would take Python's erf
    function: Function = sp.lambdify(arguments, _read(entry).subs(usual), modules=modules)
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
