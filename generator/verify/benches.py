"""Which networks is a formula run in, and what do the lines of its page know there?

Every network runs forward and backward by the lines that the pages print; its slopes are measured by numbers alone. The
same networks serve all layouts, their arrays turned or renamed.
"""

from functools import cache
from random import Random
from typing import Any

from generator.catalogue.index import Catalogue
from generator.catalogue.network import formula
from generator.catalogue.network_derivations import Derived, derived, statement
from generator.verify.nets import Net, make_net, nets
from generator.verify.network_records import Bench

EQUAL, DEPTH = 3, 3
"""How many units each layer has, and how many examples there are, where all lengths are equal."""


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


@cache
def equal_bench(layout: str) -> Bench | None:
    """Return a network whose layers are as wide as there are examples, so that slips in shapes give numbers too.

    There is none for a single example: a column and a row never have the same shape.
    """
    if layout == "none":
        return None
    case = next(case for case in Catalogue().cases if not case.vector)
    drawing = Random(f"equal {case.id}")  # noqa: S311 - repeatable
    bench = _bench(make_net(case.activation, case, (EQUAL,) * (DEPTH + 1), EQUAL, drawing))
    return _in_rows(bench) if layout == "rows" else bench
