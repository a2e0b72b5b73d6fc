"""What other authors call the quantities of a layer, where that is not what its record calls them.

``same`` are other names of a quantity, and of its gradient; ``terms`` are names of what a record does not name. Two
rows for one layer are two habits. Small and capital letters are the same here. A newcomer adds a name that is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letters:
    """Other names in some layers, by their ids."""

    layers: tuple[str, ...]
    same: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)


_ROOT = ("std", "sigma", "denom")
_INVERSE = ("rstd", "ivar", "istd", "invvar", "invstd", "inv_std", "inv_var")
_FEATURES, _EXAMPLES = dict.fromkeys(("n", "m", "h", "d"), "D"), dict.fromkeys(("n", "m"), "N")
_CELL = {"h_prev": "h0", "c_prev": "c0", "c_next": "c_out", "h_next": "h", "c tilde": "g", "cbar": "g", "h tilde": "g"}

LETTERS = (
    Letters(
        ("layer-norm",), {"x_norm": "xhat", "xnorm": "xhat", "var": "v"},
        {**dict.fromkeys(_ROOT, "s[n]"), **dict.fromkeys(_INVERSE, "1/s[n]"), "mean": "mu[n]", **_FEATURES},
    ),
    Letters(
        ("layer-norm",), {"x_norm": "xhat", "sigma2": "v"},
        {"sigma": "sqrt(v[n])", "var": "v[n]", "epsilon": "eps", **_FEATURES},
    ),
    Letters(
        ("batch-norm",), {"x_norm": "xhat", "xnorm": "xhat", "var": "v"},
        {**dict.fromkeys(_ROOT, "s[d]"), **dict.fromkeys(_INVERSE, "1/s[d]"), "mean": "mu[d]", **_EXAMPLES},
    ),
    Letters(("batch-norm",), {"x_norm": "xhat", "sigma2": "v"}, {"sigma": "sqrt(v[d])", "epsilon": "eps", **_EXAMPLES}),
    Letters(
        ("rms-norm",), {"x_norm": "xhat", "xnorm": "xhat", "w": "gamma", "g": "gamma", "weight": "gamma"},
        {"rms": "r[n]", **dict.fromkeys(_INVERSE, "1/r[n]"), **_FEATURES},
    ),
    Letters(("dropout",), {"m": "mask"}, {"p": "rate"}),
    Letters(("softmax-backward",), {"z": "s", "x": "s", "a": "p", "y": "p"}),
    Letters(("softmax-backward",), {"z": "s", "x": "s", "s": "p"}),
    Letters(("attention",), {"a": "p", "scores": "s"}, {"d": "C", "d_k": "C"}),
    Letters(("rnn-cell",), {**_CELL, "z": "a", "w_hh": "u", "w_aa": "u", "w_xh": "w", "w_x": "w", "w_hx": "w"}),
    Letters(("lstm-cell",), _CELL),
    Letters(("gru-cell",), _CELL),
)  # fmt: skip
