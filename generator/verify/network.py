"""How good are the matrix formulas of a network, measured?

Each formula is run as the line of NumPy that its page prints, in networks of one to four layers, with one example and
several, with every elementwise activation and every output case of the catalogue, and every element of what comes out
is compared with the central difference of J. The same comparison rejects the wrong formulas of ``misprints``.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np

from generator.catalogue.network import Formula
from generator.catalogue.network_derivations import Derived
from generator.catalogue.results import is_difference
from generator.engine.matrices import Node, without_mean
from generator.engine.printing import matrix_code
from generator.engine.shapes import shape
from generator.errors import DerivationError, ProofError
from generator.verify.benches import benches, equal_bench
from generator.verify.misprints import MISPRINTS, Misprint
from generator.verify.net_meaning import meaning, quantity
from generator.verify.nets import Array, Net
from generator.verify.network_records import TOLERANCE, Bench, NetworkEvidence, NetworkReceipt, Numbers, Rejected
from generator.verify.network_steps import prove_derivation, prove_gathered


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
    errors: list[tuple[float, str, Bench, int]] = []
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
            errors.append((error, f"layer {layer} of {bench.net.name}", bench, layer))
    never = _misfit(wrong, found.matrix)
    if not (never or misfits or errors):
        raise ProofError(f"{found.entry.id} · the wrong formula {code!r} passes · generator/verify/misprints.py")
    worst, example = max(
        ((error, where) for error, where, _, _ in errors), default=(0.0, misfits[0] if misfits else "")
    )
    spot = max(errors, key=lambda one: one[0], default=None)
    numbers = _numbers(found.entry, code, *spot[2:]) if spot else _numbers_anywhere(found.entry, code, layers)
    meant = meaning(found.entry, layers, partial(_value, code))
    return Rejected(slip, wrong, never, len(misfits), len(errors), same, worst, example, numbers, meant)


def _value(code: str, bench: Bench, layer: int) -> Array | None:
    """Return what a line gives in one layer; nothing where shapes or layers do not fit."""
    try:
        got = eval(code, {**bench.names, "l": layer, "L": layer})  # noqa: S307 - printed by this package
    except (KeyError, ValueError):
        return None
    return np.asarray(got)


def _numbers(entry: Formula, code: str, bench: Bench, layer: int) -> Numbers | None:
    """Return the element in which a wrong line is furthest off, or the first where its shape is wrong."""
    got, expected = _value(code, bench, layer), _expected(entry, bench, layer)
    if got is None or got.ndim != expected.ndim:
        return None
    fits = got.shape == expected.shape
    row, column = np.unravel_index(int(np.argmax(np.abs(got - expected))), expected.shape) if fits else (0, 0)
    where = f"layer {layer} of {bench.net.name}"
    return Numbers(where, int(row) + 1, int(column) + 1, float(got[row, column]), float(expected[row, column]))


def _numbers_anywhere(entry: Formula, code: str, layers: list[tuple[Bench, int]]) -> Numbers | None:
    """Return numbers against a line whose shapes do not fit: where all lengths are equal, if that helps."""
    equal = equal_bench(entry.layout.examples)
    first = [(equal, layer) for layer in _layers(entry, equal.net)] if equal else []
    found = (_numbers(entry, code, bench, layer) for bench, layer in (*first, *layers))
    return next((numbers for numbers in found if numbers and not _close(numbers)), None)


def _close(numbers: Numbers) -> bool:
    return abs(numbers.wrong - numbers.right) < TOLERANCE


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
    return bench.slopes[quantity(entry, layer)]


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
