"""How good are the matrix formulas of a network, measured?

Each formula is run as the line of NumPy that its page prints, in networks of one to four layers, with one example and
several, with every elementwise activation and every output case of the catalogue, and every element of what comes out
is compared with the central difference of J. The same comparison rejects the wrong formulas of ``misprints``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from generator.catalogue.index import Catalogue
from generator.catalogue.layers import Derived, derived, is_difference, statement
from generator.catalogue.network import Formula, formula
from generator.engine.matrices import Node
from generator.engine.printing import matrix_code
from generator.engine.shapes import shape
from generator.errors import DerivationError, ProofError
from generator.verify.layers import prove_derivation, prove_gathered
from generator.verify.misprints import MISPRINTS, Misprint, without_mean
from generator.verify.nets import Array, Net, nets
from generator.verify.records import Proof

TOLERANCE = 1e-6
"""Central differences of float64 agree to some nine digits; a wrong formula is off in the first or second."""


@dataclass(frozen=True)
class Rejected:
    """A wrong formula and how it was found out.

    ``misfit`` says which shapes never fit, if any; in ``misfits`` layers NumPy refused, in ``wrong`` the numbers were
    wrong, by ``worst`` in the layer of the ``example``, and in ``same`` they came out right all the same.
    """

    misprint: Misprint
    matrix: Node
    misfit: str
    misfits: int
    wrong: int
    same: int
    worst: float
    example: str


@dataclass(frozen=True)
class NetworkReceipt:
    """The evidence for a formula: elements compared, in how many networks, the largest error, and the wrong ones."""

    networks: int
    elements: int
    worst: float
    worst_at: str
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, eq=False)
class Bench:
    """A network with the names that a line of NumPy uses, and its gradients by numbers alone."""

    net: Net
    names: Mapping[str, Any]
    slopes: Mapping[tuple[str, int], Array]


@dataclass(frozen=True)
class NetworkEvidence:
    """All that the judge found out about a formula; a definition has nothing to measure.

    ``mean_error`` is how far the gradient is off where 1/m is put into dZ, for formulas that have a 1/m.
    """

    proofs: tuple[Proof, ...]
    gathered: Proof
    receipt: NetworkReceipt | None = None
    mean_error: float | None = None


def judge_formula(found: Derived) -> NetworkEvidence:
    """Prove and measure a formula. Raises ``ProofError`` on any shortfall."""
    gathered = prove_gathered(found)
    if found.derivation is None:
        return NetworkEvidence((), gathered)
    averaged = found.entry.numerator == "dJ"
    return NetworkEvidence(
        prove_derivation(found.derivation), gathered, measure(found), mean_in_error(found) if averaged else None
    )


def measure(found: Derived) -> NetworkReceipt:
    """Measure a formula and its wrong variants. Raises ``ProofError`` where it fails, or a wrong one passes."""
    entry, code = found.entry, matrix_code(found.matrix)
    layers = [(bench, layer) for bench in benches(entry.layout.examples) for layer in _layers(entry, bench.net)]
    tried = [(bench, layer, _error(entry, code, bench, layer)) for bench, layer in layers]
    bench, layer, worst = max(tried, key=lambda one: one[2])
    if not worst < TOLERANCE:
        raise ProofError(f"{entry.id} · {code} · relative error {worst:.3g} in layer {layer} of {bench.net.name}")
    rejected = [_judged(found, slip, wrong, layers) for slip, wrong in wrong_forms(found)]
    elements = sum(_expected(entry, bench, layer).size for bench, layer in layers)
    used = len({id(bench) for bench, _ in layers})
    return NetworkReceipt(used, elements, worst, f"layer {layer} of {bench.net.name}", tuple(rejected))


def wrong_forms(found: Derived) -> Iterator[tuple[Misprint, Node]]:
    """Yield the wrong formulas that differ from the right one, each once."""
    seen = [found.matrix]
    for slip in MISPRINTS:
        wrong = slip.change(found.matrix, found.entry.layout)
        if wrong not in seen:
            seen.append(wrong)
            yield slip, wrong


def _judged(found: Derived, slip: Misprint, wrong: Node, layers: list[tuple[Bench, int]]) -> Rejected:
    code, misfits, same = matrix_code(wrong), list[str](), 0
    errors: list[tuple[float, str]] = []
    for bench, layer in layers:
        try:
            error = _error(found.entry, code, bench, layer)
        except KeyError:  # a layer that this network does not have
            continue
        except ValueError as misfit:
            misfits.append(f"{_short(misfit)} in layer {layer} of {bench.net.name}")
            continue
        same += error < TOLERANCE
        if not error < TOLERANCE:
            errors.append((error, f"layer {layer} of {bench.net.name}"))
    never = _misfit(wrong, found.matrix)
    if not (never or misfits or errors):
        raise ProofError(f"{found.entry.id} · the wrong formula {code!r} passes · generator/verify/misprints.py")
    worst, example = max(errors, default=(0.0, misfits[0] if misfits else ""))
    return Rejected(slip, wrong, never, len(misfits), len(errors), same, worst, example)


def _misfit(wrong: Node, right: Node) -> str:
    """Return which shapes do not fit whatever the widths are, or nothing."""
    try:
        rows, columns = shape(wrong)
    except DerivationError as error:
        return str(error).partition(" · ")[0]
    wanted = " x ".join(map(str, shape(right)))
    return "" if (rows, columns) == shape(right) else f"the shape is {rows} x {columns} where {wanted} belongs"


def _short(misfit: ValueError) -> str:
    text = str(misfit)
    if "mismatch in its core dimension" in text:
        return "the inner lengths of a product differ"
    return text.split(" (", maxsplit=1)[0] if "broadcast" in text else text


def _error(entry: Formula, code: str, bench: Bench, layer: int) -> float:
    """Return the relative error of a line in one layer. Raises ``ValueError`` where shapes do not fit."""
    expected = _expected(entry, bench, layer)
    got = np.asarray(eval(code, {**bench.names, "l": layer, "L": layer}))  # noqa: S307 - printed by this package
    if got.shape != expected.shape:
        raise ValueError(f"the shape is {_spelled(got)}, not {_spelled(expected)},")
    return float(np.max(np.abs(got - expected)) / max(float(np.max(np.abs(expected))), _FLOOR))


_FLOOR = 1e-3


def _spelled(array: Array) -> str:
    return " x ".join(map(str, array.shape))


def _layers(entry: Formula, net: Net) -> range:
    """Return the layers in which a formula is asked for."""
    last = net.depth
    output = {"dz-output": not net.case.vector, "dz-difference": is_difference(net.case)}
    if entry.what in output:
        return range(last, last + output[entry.what])
    return range(1, last if entry.what == "dz-hidden" else last + 1)


def _expected(entry: Formula, bench: Bench, layer: int) -> Array:
    """Return what the formula should give, by central differences, in the formula's own layout."""
    name = {"dw": "W", "db": "b", "da": "A"}.get(entry.what, "Z")
    return bench.slopes[name, layer - (entry.what == "da")]


@cache
def benches(layout: str) -> tuple[Bench, ...]:
    """Return all networks with their gradients, in a layout."""
    if layout == "rows":
        return tuple(_in_rows(bench) for bench in benches("columns"))
    found = tuple(_bench(net) for net in nets(Catalogue(), alike=layout == "none"))
    return tuple(_as_nielsen(bench) for bench in found) if layout == "none" else found


def _bench(net: Net) -> Bench:
    names = forward(net)
    backward(net, names)
    arrays = ((name, layer, array) for name in ("W", "b", "Z", "A") for layer, array in names[name].items())
    return Bench(net, names, {(name, layer): net.measured(name, layer, array.shape) for name, layer, array in arrays})


def forward(net: Net) -> dict[str, Any]:
    """Run the forward formulas, line by line as their pages print them."""
    layers = range(1, net.depth + 1)
    names: dict[str, Any] = {"m": net.examples, "Y": net.targets, "Z": {}, "A": {0: net.data}}
    names |= {"W": dict(enumerate(net.weights, 1)), "b": dict(enumerate(net.biases, 1))}
    names |= {"g": {n: net.activation(n) for n in layers}, "dg": {n: net.slope(n) for n in layers}}
    for n in layers:
        for name in ("network-z", "network-a"):
            _run(name, names, n)
    return names


def backward(net: Net, names: dict[str, Any]) -> None:
    """Run the backward formulas from the catalogue's result for the output on."""
    last = net.depth
    names |= {"dA": {last: net.output_slope(names["A"][last])}, "dW": {}, "db": {}}
    names["dZ"] = {last: net.output_error(names["Z"][last], names["A"][last])}
    for n in range(last, 0, -1):
        for name in (*(("network-dz-hidden",) if n < last else ()), "network-dw", "network-db", "network-da"):
            _run(name, names, n)


def _run(name: str, names: dict[str, Any], layer: int) -> None:
    exec(_line(name), names | {"l": layer})  # noqa: S102 - a line that this package printed itself


@cache
def _line(name: str) -> str:
    return statement(formula(name), _found(name).matrix)


@cache
def _found(name: str) -> Derived:
    return derived(formula(name))


def _in_rows(bench: Bench) -> Bench:
    """Return everything with the examples in rows; weights stay as they are."""
    names = bench.names
    turned = {name: {n: x.T for n, x in names[name].items()} for name in ("A", "Z", "dA", "dZ", "b", "db")}
    slopes = {key: x if key[0] == "W" else x.T for key, x in bench.slopes.items()}
    return Bench(bench.net, {**names, **turned}, slopes)


def _as_nielsen(bench: Bench) -> Bench:
    """Return the names of BP1 to BP4; one activation serves all layers."""
    names, last = bench.names, bench.net.depth
    letters = {"w": "W", "a": "A", "z": "Z", "delta": "dZ", "dw": "dW", "b": "b", "db": "db"}
    own = {"dsigma": names["dg"][last], "sigma": names["g"][last], "nabla_C": names["dA"][last]}
    return Bench(bench.net, {**{new: names[old] for new, old in letters.items()}, **own}, bench.slopes)


def mean_in_error(found: Derived) -> float:
    """Return how far the gradient is off where 1/m is put into dZ and left away here: both should be equal."""
    code, worst = matrix_code(without_mean(found.matrix)), 0.0
    for bench in benches(found.entry.layout.examples):
        shared = {n: x / bench.net.examples for n, x in bench.names["dZ"].items()}
        moved = Bench(bench.net, {**bench.names, "dZ": shared}, bench.slopes)
        worst = max(worst, *(_error(found.entry, code, moved, n) for n in _layers(found.entry, bench.net)))
    if not worst < TOLERANCE:
        raise ProofError(f"{found.entry.id} · 1/m in dZ gives something else: relative error {worst:.3g}")
    return worst
