"""The names that typed formulas may call: other spellings, what stands for a formula, and what is not derived here.

To give formulas a function that stands for a formula in others, add a row to ``DEFINED``.
"""

from collections.abc import Mapping

SPECIAL: Mapping[str, tuple[int, ...]] = {"sqrt": (1,), "piecewise": (), "where": (3,), "Sum": (2,), "delta": (2,)}
"""What is no function of numbers alone, with the number of its arguments; a ``piecewise`` has any."""

DEFINED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "ln": (("u",), "log(u)"),
    "log2": (("u",), "log(u)/log(2)"),
    "log10": (("u",), "log(u)/log(10)"),
    "sech": (("u",), "1/cosh(u)"),
    "csch": (("u",), "1/sinh(u)"),
    "coth": (("u",), "cosh(u)/sinh(u)"),
    "gamma": (("u",), "exp(lgamma(u))"),
    "pow": (("u", "v"), "u**v"),
    "square": (("u",), "u**2"),
    "clip": (("u", "v", "w"), "max(v, min(w, u))"),
    "heaviside": (("u",), "piecewise(1, u > 0, 0)"),
}
"""Functions that stand for a formula in others, with their letters."""

ALIASES: Mapping[str, str] = {
    "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arsinh": "asinh", "sgn": "sign",
    "fabs": "abs", "maximum": "max", "minimum": "min", "gammaln": "lgamma", "lnGamma": "lgamma", "psi": "digamma",
    "σ": "sigmoid", "log_sum_exp": "logsumexp", "Norm": "norm", "clamp": "clip", "step": "heaviside",
    "swish": "silu", "hardtanh": "hard_tanh", "hardswish": "hard_swish",
    "hardsigmoid": "hard_sigmoid", "logsigmoid": "log_sigmoid", "sigma": "sigmoid",
    "LeakyReLU": "leaky_relu", "LogSigmoid": "log_sigmoid", "LogSoftmax": "log_softmax",
    **{name: name.lower() for name in ("ReLU", "Sigmoid", "Tanh", "GELU", "SiLU", "ELU", "SELU", "CELU", "Mish",
                                       "ReLU6", "Softmax", "Softmin", "Softplus", "Softsign", "Softshrink", "PReLU")},
}  # fmt: skip
"""Other names of the same functions, PyTorch's modules among them."""

REDUCING: Mapping[str, str] = {
    "logsumexp": "log(Sum(exp(u), k))",
    "norm": "sqrt(Sum(u**2, k))",
    "sum": "Sum(u, k)",
    "mean": "Sum(u, k)/N",
}
"""Functions that make one number of a vector: u is its component k."""

NOT_HERE: Mapping[str, str] = {
    "sparsemax": "sparsemax is not derived here: it projects onto the simplex, and its support changes",
    "argmax": "argmax is a place, not a number: nothing can be derived from it",
    "argmin": "argmin is a place, not a number: nothing can be derived from it",
    "round": "rounding is floor(z + 1/2) here",
    "var": "write mean((z - mean(z))**2)",
    "std": "write sqrt(mean((z - mean(z))**2))",
    "prod": "products over an index are not derived here; take the logarithm",
    "cbrt": "write z**(1/3), or sign(z)*abs(z)**(1/3) for all z",
    "dropout": "dropout is multiplied with numbers that are drawn: nothing of it depends on z",
    **dict.fromkeys(("layernorm", "layer_norm", "LayerNorm"), "its page is `python -m generator show layer-norm`"),
    "ceil": "rounding up is -floor(-z) here",
    **dict.fromkeys(("dot", "matmul", "outer", "trace", "det"),
                    "matrices are not derived here; a layer of weights is `python -m generator show dense`"),
}  # fmt: skip
"""What people call that is no function of numbers here, and what to do."""

HINTS = {
    "?": "write a choice as z if z > 0 else 0",
    "∑": "write a sum as Sum(z[k], k)",
    "∏": "products over an index are not derived here; take the logarithm",
    "∫": "integrals are not derived here",
}
"""Signs that mean something elsewhere, and what to type for them here."""
