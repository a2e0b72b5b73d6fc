"""Wrong kernels as they are met in print or in questions, with the words by which they have to be named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from generator.catalogue.operations import OPERATIONS
from generator.derive.combine import combined
from generator.derive.listings import listings
from generator.derive.reading import read

Arrays = dict[str, Any]
Ours = Callable[[Arrays, Mapping[str, Any], Any], Arrays]
"""Our own gradients for whatever arrays, options and upstream gradient are given."""


@dataclass(frozen=True)
class WrongKernel:
    """A layer, the gradients that the kernel gives, the arrays that are wrong, and words of the name."""

    id: str
    layer: str
    backward: Callable[[Ours, Arrays, Mapping[str, Any], Any], Arrays]
    wrong: tuple[str, ...]
    named: str

    def functions(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """Return ``forward`` and ``backward``: the first is right."""
        ahead, ours = printed(self.layer)

        def forward(**given: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays and options
            arrays = {name: value for name, value in given.items() if isinstance(value, np.ndarray)}
            numbers = {name: value for name, value in given.items() if name not in arrays}
            return ahead(**given)[0], (arrays, numbers)

        return forward, lambda upstream, cache: self.backward(ours, cache[0], cache[1], upstream)


def printed(layer: str) -> tuple[Callable[..., Any], Ours]:
    """Return our forward pass, and our gradients for anything given."""
    names: dict[str, Any] = {}
    exec(_listing(layer), names)  # noqa: S102 - printed by ourselves

    def ours(arrays: Arrays, numbers: Mapping[str, Any], upstream: Any) -> Arrays:  # noqa: ANN401 - an array or several
        found: Arrays = names["backward"](upstream, names["forward"](**arrays, **numbers)[1])
        return found

    return names["forward"], ours


@cache
def _listing(layer: str) -> str:
    return changed_listing(layer)


def changed_listing(layer: str, *changes: list[str]) -> str:
    """Return the printed code of a layer whose definitions have something else written for something."""
    one = next(one for one in OPERATIONS if one.id == layer)
    texts = [*one.defines, one.output]
    for before, after in changes:
        assert any(before in text for text in texts), before
        texts = [text.replace(before, after) for text in texts]
    graph = read(replace(one, defines=tuple(texts[:-1]), output=texts[-1]))
    return dict(listings(graph, combined(graph)))["numpy"]


def _spoilt(layer: str, *changes: tuple[str, str]) -> Callable[..., Arrays]:
    """Return the backward pass that is printed for a layer, with parts of its text, or of what it keeps, replaced."""

    def backward(_: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
        head, text = _listing(layer).split("def backward(")
        for old, new in changes:
            assert old in head + text, old
            head, text = (head, text.replace(old, new)) if old in text else (head.replace(old, new), text)
        names: dict[str, Any] = {}
        exec(f"{head}def backward({text}", names)  # noqa: S102 - printed by ourselves
        found: Arrays = names["backward"](dy, names["forward"](**given, **numbers)[1])
        return found

    return backward


def _mean(x: Any) -> Any:  # noqa: ANN401 - an array
    return x.mean(-1, keepdims=True)


def _normed(x: Any, eps: float) -> tuple[Any, Any]:  # noqa: ANN401 - as above
    s = np.sqrt(x.var(-1, keepdims=True) + eps)
    return (x - _mean(x)) / s, s


def _gamma_twice(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    xhat, s = _normed(given["x"], numbers["eps"])
    g, n = dy * given["gamma"], dy.shape[-1]
    dx = given["gamma"] / s * (n * g - g.sum(-1, keepdims=True) - xhat * (g * xhat).sum(-1, keepdims=True)) / n
    return {**ours(given, numbers, dy), "x": dx}


def _means_missing(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    return {**ours(given, numbers, dy), "x": dy * given["gamma"] / _normed(given["x"], numbers["eps"])[1]}


def _variance_constant(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    g = dy * given["gamma"]
    return {**ours(given, numbers, dy), "x": (g - _mean(g)) / _normed(given["x"], numbers["eps"])[1]}


def _eps_outside(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    x, g = given["x"], dy * given["gamma"]
    s = np.sqrt(x.var(-1, keepdims=True)) + numbers["eps"]
    xhat = (x - _mean(x)) / s
    own = {"x": (g - _mean(g) - xhat * _mean(g * xhat)) / s, "gamma": (dy * xhat).sum(0)}
    return {**ours(given, numbers, dy), **own}


def _gamma_outside(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    r = np.sqrt(_mean(given["x"] ** 2) + numbers["eps"])
    xhat = given["x"] / r
    return {**ours(given, numbers, dy), "x": given["gamma"] * (dy - xhat * _mean(dy * xhat)) / r}


def _divided(*names: str) -> Callable[..., Arrays]:
    """Return the kernel that divides parameters' gradients by the number of examples, which is in the loss already."""

    def backward(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
        found = ours(given, numbers, dy)
        return {**found, **{name: found[name] / len(dy) for name in names}}

    return backward


def _given(change: Callable[[Arrays], Arrays], *names: str) -> Callable[..., Arrays]:
    """Return the kernel that has some gradients as if something else had been given."""

    def backward(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
        right, wrong = ours(given, numbers, dy), ours({**given, **change(given)}, numbers, dy)
        return {**right, **{name: wrong[name] for name in names}}

    return backward


def _diagonal(_: Ours, given: Arrays, __: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    e = np.exp(given["s"] - given["s"].max(-1, keepdims=True))
    p = e / e.sum(-1, keepdims=True)
    return {"s": dy * p * (1 - p)}


def _overwritten(_: Ours, given: Arrays, __: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    found = np.zeros_like(given["table"])
    found[given["id"]] = dy
    return {"table": found}


def _uncarried(ours: Ours, given: Arrays, numbers: Mapping[str, Any], upstream: Any) -> Arrays:  # noqa: ANN401 - as above
    return ours(given, numbers, {**upstream, "c": np.zeros_like(upstream["c"])})


def _turned(name: str) -> Callable[..., Arrays]:
    def backward(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
        found = ours(given, numbers, dy)
        return {**found, name: found[name].T}

    return backward


def _negated(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    return {name: -array for name, array in ours(given, numbers, dy).items()}


def _no_mask(_: Ours, __: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    return {"x": dy / (1 - numbers["rate"])}


def _no_skip(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    found = ours(given, numbers, dy)
    return {**found, "x": found["x"] - dy}


def _state_for_candidate(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    x, h = given["x"], given["h0"]
    gates = {name: x @ given[f"w{name}"].T + h @ given[f"u{name}"].T + given[f"b{name}"] for name in "rz"}
    r, z = (1 / (1 + np.exp(-gates[name])) for name in "rz")
    g = np.tanh(x @ given["wg"].T + (r * h) @ given["ug"].T + given["bg"])
    return {**ours(given, numbers, dy), "ug": (dy * z * (1 - g**2)).T @ h}


def _exchanged(one: str, other: str) -> Callable[..., Arrays]:
    def backward(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
        found = ours(given, numbers, dy)
        return {**found, one: found[other], other: found[one]}

    return backward


def _averaged(ours: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    counts = np.bincount(given["id"], minlength=len(given["table"]))
    return {"table": ours(given, numbers, dy)["table"] / np.maximum(counts, 1)[:, None]}


def _shared_ties(_: Ours, given: Arrays, numbers: Mapping[str, Any], dy: Any) -> Arrays:  # noqa: ANN401 - as above
    found = np.zeros_like(given["x"])
    for n, c, i in np.ndindex(dy.shape):
        window = i * numbers["stride"] + numbers["dilation"] * np.arange(numbers["U"]) - numbers["pad"]
        window = window[(window >= 0) & (window < found.shape[-1])]
        ties = given["x"][n, c, window] == given["x"][n, c, window].max()
        found[n, c, window] += dy[n, c, i] * ties / ties.sum()
    return {"x": found}


_DZ = "dz = dy[:, None]*(p - t)"
_TEXTS = (
    ("attention", "row-sum-over-queries", ('bij->bi", dp, p)[:, :, None]', 'bij->bj", dp, p)[:, None, :]'), "q k",
     "summed over i in place of j"),
    ("attention", "root-of-other-size", ("/C**0.5", "/v.shape[2]**0.5"), "q k", "divided as if C were D"),
    ("softmax-backward", "sum-over-all", ("[:, None])*p", ".sum())*p"), "s", "summed over i and j"),
    ("rnn", "last-step", ('"tnj,tnd->jd", da, x', '"nj,nd->jd", da[-1], x[-1]'), "w", "the last t alone"),
    ("lstm", "forget-gate-missing", ("at(dc, t + 1)*at(f, t + 1)", "at(dc, t + 1)"), "wf", "the factor f is missing"),
    ("conv2d", "pad-of-one-axis", ("np.arange(K)[:, None] - pad", "np.arange(K)[:, None]"), "x w",
     "pad is forgotten along"),
    ("conv1d", "bias-mean", ('np.einsum("noi->o", dy)', "dy.mean((0, 2))"), "b", "a mean over n and i"),
    ("linear-cross-entropy", "slope-again", (_DZ, f"{_DZ}; dz = p*(dz - (dz*p).sum(-1, keepdims=True))"), "x w",
     "the slope of the softmax p is applied once more"),
    ("linear-cross-entropy", "diagonal-again", (_DZ, f"{_DZ}*p*(1 - p)"), "x w", "the diagonal of the slope"),
    ("rms-norm", "mean-taken-off", ("(D*dxhat -", "(D*dxhat - dxhat.sum(1, keepdims=True) -"), "x",
     "the mean of dxhat"),
    ("layer-norm", "upstream-in-one-place", ('"nd->n", dxhat', '"nd->n", dy'), "x",
     "dy in place of dxhat, in one place"),
    ("batch-norm", "sum-over-features", ('np.einsum("nd->d", dxhat)', 'np.einsum("nd->n", dxhat)[:, None]'), "x",
     "summed over d in place of n"),
    ("embedding", "padding", ("    return {", "    dtable[0] = 0\n    return {"), "table", "the first row along v"),
    ("tied-weights", "tanh-twice", ('"nh,nh,nd->hd", da, 1 - a**2', '"nh,nh,nd->hd", da, 1 - np.tanh(a)**2'), "w",
     "tanh is taken of a once more, in one place"),
    ("max-pool2d", "zeros-around", ("-np.inf", "0"), "x", "the padding is 0 in place of −∞"),
    ("max-pool1d", "pad-forgotten", (":, None] - pad", ":, None]"), "x", "pad is forgotten"),
    ("avg-pool2d", "uncounted",
     ("dy[:, :, :, None", "(dy/forward(np.ones_like(x), U=U, V=V, stride=stride, pad=pad)[0])[:, :, :, None"), "x",
     "the padding is not counted"),
    ("attention", "mask-late", ("mask*np.exp(np.minimum(s - top, 0))", "np.exp(s - s.max(2, keepdims=True))"),
     "q k v", "mask"),
    ("lstm-cell", "slope-of-tanh", ("dc*g*(1 - i)*i", "dc*g*(1 - i**2)"), "wi", "the slope of tanh in place"),
    ("rnn-cell", "slope-of-sigmoid", ("1 - h**2", "h*(1 - h)"), "w u b", "the slope of a sigmoid in place"),
    ("layer-norm", "gain-outside", ("dxhat = dy*gamma", "dxhat = dy"), "x", "the factor gamma is missing"),
    ("group-norm", "gain-outside", ("dxhat = dy*gamma[:, :, None]", "dxhat = dy"),
     "x", "the factor gamma is missing"),
    ("layer-norm", "wrong-axis", ('dbeta = np.einsum("nd->d", dy)', "dbeta = dy.sum(1)"), "beta",
     "summed over d in place of n"),
    ("gru", "nothing-back", ("t + 1)", "t + 999)"), "wr wz wg", "nothing is carried back"),
    ("dropout", "other-mask", ("dy*mask", "dy*(1 - mask)"), "x", "mask and 1 − mask are exchanged"),
    ("softmax-backward", "no-slope", ('(dp - np.einsum("ij,ij->i", dp, p)[:, None])*p', "dp"), "s",
     "the slope of the softmax is left out"),
    ("gru-cell", "gate", ("dghat = dh*z*", "dghat = dh*(1 - z)*"), "wg ug bg", "z and 1 − z are exchanged"),
    ("lora", "scale-missing", ("ddown = ", "ddown = R/alpha*"), "down", "the scale α/R is missing"),
)  # fmt: skip
"""What is printed, one part of its text replaced: layer, name, old and new text, wrong arrays, words of the name."""

WRONG_KERNELS = (
    WrongKernel("layer-norm-gamma-twice", "layer-norm", _gamma_twice, ("x",), "gamma counted twice"),
    WrongKernel("layer-norm-means-missing", "layer-norm", _means_missing, ("x",), "means left out"),
    WrongKernel("layer-norm-variance-constant", "layer-norm", _variance_constant, ("x",), "the path through v"),
    WrongKernel("layer-norm-eps-outside", "layer-norm", _eps_outside, ("gamma", "x"), "eps outside of the root"),
    WrongKernel("layer-norm-one-over-m", "layer-norm", _divided("gamma", "beta"), ("gamma", "beta"), "divided by N"),
    WrongKernel("layer-norm-negated", "layer-norm", _negated, ("x", "gamma", "beta"), "the sign is turned"),
    WrongKernel("rms-norm-gamma-outside", "rms-norm", _gamma_outside, ("x",), "gamma"),
    WrongKernel("dense-one-over-m", "dense", _divided("w"), ("w",), "divided by"),
    WrongKernel("dense-transposed", "dense", _turned("w"), ("w",), "transposed"),
    WrongKernel("softmax-diagonal", "softmax-backward", _diagonal, ("s",), "the diagonal of the Jacobian"),
    WrongKernel("attention-no-mask", "attention",
                _given(lambda given: {"mask": np.ones_like(given["mask"])}, "q", "k", "v"), ("q", "k", "v"),
                "mask is forgotten"),
    WrongKernel("dropout-no-mask", "dropout", _no_mask, ("x",), "mask"),
    WrongKernel("embedding-overwritten", "embedding", _overwritten, ("table",), "stored in place of added"),
    WrongKernel("conv1d-no-flip", "conv1d", _given(lambda given: {"w": given["w"][:, :, ::-1]}, "x"), ("x",),
                "the other end"),
    WrongKernel("conv2d-no-flip", "conv2d", _given(lambda given: {"w": given["w"][:, :, ::-1, ::-1]}, "x"), ("x",),
                "flipped along u and v"),
    WrongKernel("gru-cell-state", "gru-cell", _state_for_candidate, ("ug",), "in place of the reset state"),
    WrongKernel("residual-no-skip", "residual", _no_skip, ("x",), "the skip left out"),
    WrongKernel("embedding-averaged", "embedding", _averaged, ("table",), "the mean of several contributions"),
    WrongKernel("max-pool1d-shared", "max-pool1d", _shared_ties, ("x",), "equal largest entries share"),
    WrongKernel("lstm-cell-exchanged", "lstm-cell", _exchanged("wi", "wf"), ("wi", "wf"), "are exchanged"),
    WrongKernel("lstm-cell-uncarried", "lstm-cell", _uncarried, ("c0", "wf"), "carries left out"),
    *(WrongKernel(f"{layer}-{name}", layer, _spoilt(layer, change), tuple(wrong.split()), words)
      for layer, name, change, wrong, words in _TEXTS),
)  # fmt: skip
