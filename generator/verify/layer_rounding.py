"""What does rounding do to a layer's code, and which forms lose digits in it?

The printed NumPy is run with every result rounded to a format; sums are added up in float32 and rounded once, as
hardware does. Errors are those against the measured gradients, relative to the largest component of the array.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import ml_dtypes
import numpy as np
import sympy as sp

from generator.derive.graph import Graph
from generator.derive.softmax import softmax_of
from generator.verify.arithmetic import MP
from generator.verify.array_arithmetic import Numbers, as_floats
from generator.verify.kernels import right_arrays
from generator.verify.operations import Drawn

FORMATS: Mapping[str, Any] = {"float32": np.float32, "bfloat16": ml_dtypes.bfloat16, "float16": np.float16}


@dataclass(frozen=True)
class Rounding:
    """The largest error of a layer's outputs and gradients in a format, in which array, and at which setting."""

    format: str
    error: float
    array: str
    setting: int


class Rounded(np.ndarray):
    """An array of float32 whose every result is rounded to a narrower format, named by ``kind``.

    Results of one operation are right: float32 has more than twice the digits of the others, and two more.
    """

    kind: Any = np.float32

    def __array_finalize__(self, origin: Any) -> None:  # noqa: ANN401 - NumPy's own signature
        """Keep the format in views."""
        self.kind = getattr(origin, "kind", np.float32)

    def __array_ufunc__(self, ufunc: np.ufunc, method: Any, *inputs: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - NumPy's own signature
        """Round what a function of NumPy gives; one that works in place has its first array rounded."""
        kind = _kind(inputs)
        found = getattr(ufunc, method)(*_bare(inputs), **{name: _bare(each) for name, each in kwargs.items()})
        if method == "at":
            inputs[0][...] = rounded(np.asarray(inputs[0]), kind)
        return rounded(found, kind)

    def __array_function__(self, function: Any, _: Any, inputs: Any, options: Any) -> Any:  # noqa: ANN401 - NumPy's own signature
        """Round what einsum and its like give."""
        found = function(*_bare(inputs), **{name: _bare(each) for name, each in options.items()})
        return rounded(found, _kind((*inputs, *options.values())))


def rounded(array: Any, kind: Any) -> Any:  # noqa: ANN401 - whatever NumPy gives
    """Return numbers rounded to a format; what is no array of floats stays."""
    if not isinstance(array, np.ndarray | np.floating) or array.dtype.kind != "f":
        return array
    with np.errstate(over="ignore"):
        found = np.asarray(array).astype(kind).astype(np.float32).view(Rounded)
    found.kind = kind
    return found


def _kind(inputs: Iterable[Any]) -> Any:  # noqa: ANN401 - a type of NumPy or of ml_dtypes
    flat = (part for each in inputs for part in (each if isinstance(each, tuple | list) else (each,)))
    return next((each.kind for each in flat if isinstance(each, Rounded)), np.float32)


def _bare(x: Any) -> Any:  # noqa: ANN401 - arrays, and tuples of them
    if isinstance(x, tuple | list):
        return type(x)(map(_bare, x))
    return x.view(np.ndarray) if isinstance(x, Rounded) else x


class _Numpy:
    """NumPy, whose new arrays are rounded too."""

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a type of NumPy or of ml_dtypes
        self.kind = kind

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a function of NumPy
        return getattr(np, name)

    def zeros(self, *given: Any, **options: Any) -> Any:  # noqa: ANN401 - NumPy's own signature
        return rounded(np.zeros(*given, **options), self.kind)


Called = Callable[[Graph, Drawn], tuple[Mapping[str, Numbers], Mapping[str, float | int]]]


def roundings(code: str, graph: Graph, points: tuple[Drawn, ...], called_with: Called) -> tuple[Rounding, ...]:
    """Return the largest error of the printed NumPy in each format."""
    return tuple(max((_run(code, graph, point, (name, n), called_with) for n, point in enumerate(points)),
                     key=lambda one: one.error) for name in FORMATS)  # fmt: skip


def _run(code: str, graph: Graph, point: Drawn, where: tuple[str, int], called_with: Called) -> Rounding:
    name, setting = where
    errors = errors_of(code, graph, point, name, called_with)
    worst = max(errors, key=errors.__getitem__)
    return Rounding(name, errors[worst], worst if worst in output_names(graph) else f"d{worst}", setting)


def errors_of(code: str, graph: Graph, point: Drawn, name: str, called_with: Called) -> dict[str, float]:
    """Return the error of each array that the printed NumPy gives in a format."""
    kind, names = FORMATS[name], dict[str, Any]()
    exec(code, names)  # noqa: S102 - text that this package printed itself
    names["np"] = _Numpy(kind)
    arrays, numbers = called_with(graph, point)
    with np.errstate(all="ignore"):
        output, cache = names["forward"](**{key: rounded(array, kind) for key, array in arrays.items()}, **numbers)
        upstream = {key: rounded(as_floats(array), kind) for key, array in point.upstream.items()}
        several = len(upstream) > 1
        back = names["backward"](upstream if several else next(iter(upstream.values())), cache)
    found, right = {**(output if several else {graph.output.name: output}), **back}, right_arrays(graph, point)
    return {key: _error(as_floats(np.asarray(array)), right[key]) for key, array in found.items()}


OTHER_FORMS = 4
"""A right kernel of another form may be off by so many times what ours is: 1/cosh² for 1 - h²."""

Allowed = tuple[tuple[str, str, float], ...]
"""A format, an array, and how far a right kernel may be off there, where that is more than a format's usual error."""


def allowances(
    code: str, graph: Graph, points: tuple[Drawn, ...], called_with: Called, usual: Mapping[str, float]
) -> tuple[Allowed, ...]:
    """Return for each setting where rounding takes more digits of right kernels than ``usual``, by format."""
    return tuple(
        tuple((name, key, float(f"{min(OTHER_FORMS * error, 1e6):.2g}"))
              for name in FORMATS if name in usual
              for key, error in errors_of(code, graph, point, name, called_with).items()
              if not OTHER_FORMS * error <= usual[name])
        for point in points
    )  # fmt: skip


def output_names(graph: Graph) -> set[str]:
    """Return the names of what leaves a layer."""
    return {one.name for one in graph.outputs}


def _error(found: Numbers, right: Numbers) -> float:
    scale = max(float(np.max(np.abs(right), initial=0.0)), 1e-6)
    error = np.abs(found - right)
    return float(np.max(np.where(np.isnan(error), np.inf, error), initial=0.0)) / scale


# Forms.


@dataclass(frozen=True)
class Form:
    """Two ways to compute one thing in float32: each as NumPy with its relative error."""

    title: str
    why: str
    loses: tuple[str, float]
    keeps: tuple[str, float]


def _variance(graph: Graph) -> bool:
    """Tell whether squares of differences are added up."""
    differences = {one.base for one in graph.defined if one.value is not None and one.value.is_Add}
    squares = (part.base for term in _terms(graph) for part in term.atoms(sp.Pow) if part.exp == 2)
    return any(isinstance(square, sp.Indexed) and square.base in differences for square in squares)


def _softmax(graph: Graph) -> bool:
    return any(softmax_of(one, graph) for one in graph.defined)


def _sums(graph: Graph) -> bool:
    return any(term.has(sp.Sum) for term in _terms(graph))


def _tanh(graph: Graph) -> bool:
    return any(term.has(sp.tanh) for term in _terms(graph))


def _terms(graph: Graph) -> list[sp.Expr]:
    return [one.value for one in graph.defined if one.value is not None]


@dataclass(frozen=True)
class Row:
    """What is computed, for which layers, why one form loses digits, both forms, the numbers, and the exact value."""

    title: str
    of: Callable[[Graph], bool]
    why: str
    loses: str
    keeps: str
    numbers: Callable[[], Numbers]
    exact: Callable[[list[Any]], Any]


ROWS = (
    Row("Variance of 1000 numbers near 1000", _variance, "two large numbers nearly cancel",
        "(x*x).mean() - x.mean()**2", "((x - x.mean())**2).mean()",
        lambda: 1000 + np.sin(np.arange(1, 1001)),
        lambda x: MP.fsum(x, squared=True) / len(x) - (MP.fsum(x) / len(x)) ** 2),
    Row("Largest weight of a softmax, scores up to 100", _softmax, "e¹⁰⁰ is beyond float32",
        "(np.exp(x)/np.exp(x).sum()).max()", "(np.exp(x - x.max())/np.exp(x - x.max()).sum()).max()",
        lambda: np.linspace(0, 100, 41), lambda x: MP.exp(max(x)) / MP.fsum(map(MP.exp, x))),
    Row("Sum of 20 000 numbers", _sums, "a term is small beside the sum so far",
        "np.cumsum(x)[-1]", "x.sum()",
        lambda: np.sin(np.arange(1, 20001)) ** 2, MP.fsum),
    Row("Slope of tanh at 6", _tanh, "1 less a number that is nearly 1",
        "(1 - np.tanh(x)**2)[0]", "(1/np.cosh(x)**2)[0]",
        lambda: np.array([6.0]), lambda x: 1 / MP.cosh(x[0]) ** 2),
)  # fmt: skip


def forms(graph: Graph) -> tuple[Form, ...]:
    """Return the forms that lose digits in a layer and those that keep them, measured in float32."""
    return tuple(_form(row) for row in ROWS if row.of(graph))


@cache
def _form(row: Row) -> Form:
    x = row.numbers().astype(np.float32)
    with MP.workdps(30):
        right = row.exact([MP.mpf(float(n)) for n in x])
    loses, keeps = ((text, _relative(text, x, right)) for text in (row.loses, row.keeps))
    return Form(row.title, row.why, loses, keeps)


def _relative(text: str, x: Numbers, right: Any) -> float:  # noqa: ANN401 - a number of mpmath
    with np.errstate(all="ignore"):
        found = float(eval(text, {"np": np, "x": x}))  # noqa: S307 - a row of this table
    return float(abs(MP.mpf(found) - right) / abs(right)) if np.isfinite(found) else float("inf")
