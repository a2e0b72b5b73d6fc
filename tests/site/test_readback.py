"""Every derivative of every built page, read back from it, agrees with numeric derivatives of the definition.

Three judges that share nothing with the generator: central differences in float64, mpmath at 50 digits, and JAX. One
test reads a page once and asks all of it: its gradient, its second derivative, the gradients for its parameters.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import jax
import mpmath
import numpy as np
import pytest
import sympy as sp

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from tests.site import headline
from tests.site.definitions import by_parameter, definition, jax_definition
from tests.site.headline import Published

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call]  # JAX ships this one untyped

ENTRIES = Catalogue().entries
POINTS, SIZE, FURTHER = 6, 4, 60
Entry = Activation | Loss | Case


@dataclass(frozen=True)
class Point:
    """Where to look: the arguments of the entry's function, and every letter that the formula may use."""

    arguments: tuple[Any, ...]
    letters: dict[str, Any]


def inside(wanted: sp.Set, rng: np.random.Generator, size: int | None) -> Any:  # noqa: ANN401 - number or list
    low, high = (float(sp.Min(sp.Max(end, -3), 3)) for end in (wanted.inf, wanted.sup))
    margin = 0.02 * (high - low)
    numbers = rng.uniform(low + margin, high - margin, size)
    return float(numbers) if size is None else [float(number) for number in numbers]


def targets(loss: Loss, rng: np.random.Generator, size: int | None) -> Any:  # noqa: ANN401 - number or list
    if loss.condition is None or size is None:
        return inside(loss.targets, rng, size)
    # Parts of 1024 are exact in binary, so that the targets sum to one to the last digit.
    return [float(part + 1) / 1024 for part in rng.multinomial(1024 - size, [1 / size] * size)]


def drawn(entry: Entry) -> Iterator[Point]:
    """Yield points drawn from the entry's sets, the same ones in every run; parameters have their usual values."""
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(entry.id.encode()).digest()[:8]))
    while True:
        with mpmath.workdps(50):
            found = point(entry, rng)
            letters = found.letters | {one.symbol.lstrip("\\"): default(one) for one in entry.parameters}
            more = {} if entry.vector else called(letters.get("g", letters[entry.inputs[0]]))
        yield Point(found.arguments, letters | more)


@cache
def points(entry: Entry) -> tuple[Point, ...]:
    """Return the first of the points that are drawn."""
    return tuple(islice(drawn(entry), POINTS))


def default(parameter: Parameter) -> Any:  # noqa: ANN401 - a number of mpmath's
    return mpmath.mpf(int(parameter.default.p)) / int(parameter.default.q)


def point(entry: Entry, rng: np.random.Generator) -> Point:
    size = SIZE if entry.vector else None
    if isinstance(entry, Loss):
        given = (inside(entry.domain, rng, size), *([] if entry.targets is None else [targets(entry, rng, size)]))
        return Point(given, dict(zip(entry.inputs, given, strict=True)))
    activation = entry.activation if isinstance(entry, Case) else entry
    z = inside(activation.sample, rng, size)
    a = definition(activation, mpmath)(mpf(z))
    if isinstance(entry, Activation):
        return Point((z,), {"z": z, "a": a})
    if entry.loss.targets is None:
        return Point((z,), {"z": z, "a": a})
    y = targets(entry.loss, rng, size)
    return Point((z, y), {"z": z, "a": a, "y": y})


def called(x: Any) -> dict[str, Any]:  # noqa: ANN401 - a number
    """Return the values of the functions that formulas call by name, by the letters that are read for them."""
    known = {entry.id: entry for entry in ACTIVATIONS}
    names = {"omega": "sigmoid", "nu": "probit", "theta": "softplus", "rho": "silu", "iota": "gelu"}
    return {letter: definition(known[name], mpmath)(mpf(x)) for letter, name in names.items()}


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Let JAX forget what it has compiled: no other entry asks for it, and hundreds of them fill a gigabyte."""
    yield
    jax.clear_caches()  # type: ignore[no-untyped-call]  # as above


@pytest.mark.each_entry
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_derivative_of_a_page_agrees_with_numeric_ones(entry: Entry, site_dir: Path) -> None:
    published = headline.derivatives(site_dir / entry.uri / "index.html")
    learned = {f"gradient-{by.id}-result": by for by in learned_by(entry)}
    assert published.keys() == {"result", *learned, *(["second-result"] if not entry.jacobian else [])}
    with mpmath.workdps(50):
        slopes, curves = jax_values(entry)
        check_gradient(entry, published["result"], slopes)
        if not entry.jacobian:
            check_second(entry, published["second-result"], curves)
        for name, by in learned.items():
            check_partial(entry, by, published[name])


def learned_by(entry: Entry) -> Iterator[Parameter]:
    """Yield the parameters with a gradient on the entry's page; that of a loss stands with it, not with its cases."""
    own = entry.activation.parameters if isinstance(entry, Case) else entry.parameters
    yield from (one for one in own if one.gradient)


def check_gradient(entry: Entry, formula: Published, slopes: np.ndarray) -> None:
    for where, automatic in zip(points(entry), slopes, strict=True):
        published = formula_values(formula, where)
        assert_near(published, mpmath_gradient(entry, where), 1e-25)
        assert_near(published, central_differences(entry, where), 1e-7)
        assert_near(published, automatic, 1e-10)
    check_branches(entry, formula, mpmath_gradient)
    where = next(where for where in islice(drawn(entry), 4 * POINTS) if any(mpmath_gradient(entry, where)))
    with pytest.raises(AssertionError):  # the same formula with its sign flipped disagrees
        assert_near(-formula_values(formula, where), mpmath_gradient(entry, where), 1e-7)


def check_second(entry: Entry, formula: Published, curves: np.ndarray) -> None:
    for where, automatic in zip(points(entry), curves, strict=True):
        published = formula_values(formula, where, whole=entry.vector)
        assert_near(published, mpmath_hessian(entry, where), 1e-25)
        assert_near(published, automatic, 1e-9)
    check_branches(entry, formula, mpmath_hessian)
    assert not np.array_equal(published, formula_values(formula, where, whole=entry.vector) + 1)


def check_branches(entry: Entry, formula: Published, expected: Callable[[Entry, Point], np.ndarray]) -> None:
    """Go on drawing until each way through the branches has been gone once: a few points may miss a narrow one."""
    found = () if entry.vector else headline.read(formula.tex).atoms(sp.Piecewise)
    branches = [sp.Piecewise(*((n, when) for n, (_, when) in enumerate(one.args))) for one in found]
    gone: set[tuple[mpmath.mpf, ...]] = set()
    for where in islice(drawn(entry), FURTHER) if branches else ():
        numbers = letters_of(formula, where, 1)
        way = tuple(headline.value(each, numbers, {}) for each in branches)
        if way not in gone:
            gone.add(way)
            assert_near(formula_values(formula, where), expected(entry, where), 1e-25)


def check_partial(entry: Entry, by: Parameter, formula: Published) -> None:
    function = by_parameter(entry, by.id, "mpmath")
    slope = jax.jit(jax.grad(by_parameter(entry, by.id, "jax")))
    for where in points(entry):
        published = formula_values(formula, where)
        arguments = [mpf(argument) for argument in where.arguments]
        numeric = mpmath.diff(lambda p, arguments=arguments: function(p, *arguments), default(by))
        assert_near(published, np.array([numeric], dtype=object), 1e-25)
        assert_near(published, np.array([slope(float(by.default), *where.arguments)]), 1e-10)
    assert not np.array_equal(published, formula_values(formula, where) + 1)


def formula_values(published: Published, where: Point, *, whole: bool = False) -> np.ndarray:
    """Return the formula's value for every index, row by row: one number, a gradient, or a Jacobian.

    A ``whole`` matrix has two indices, i and j, whichever of them the formula names.
    """
    size = len(where.arguments[0]) if isinstance(where.arguments[0], list) else 1
    formula, letters = headline.read(published.tex), letters_of(published, where, size)
    values = [headline.value(formula, letters, place) for place in headline.places(formula, size, "ij" * whole)]
    return np.array(values, dtype=object)


def letters_of(published: Published, where: Point, size: int) -> dict[str, object]:
    """Return the number of every letter at a point, those that the page introduces below the formula included."""
    return headline.with_named({name: mpf(x) for name, x in where.letters.items()}, published.named, size)


def moved(x: Any, n: int, step: Any) -> Any:  # noqa: ANN401 - number or list
    return x + step if not isinstance(x, list) else [*x[:n], x[n] + step, *x[n + 1 :]]


def rows(value: Any) -> list[Any]:  # noqa: ANN401 - number or list
    return list(value) if isinstance(value, (list, tuple)) or np.ndim(value) else [value]


def gradient(function: Callable[..., Any], where: Point, slope: Callable[..., Any]) -> np.ndarray:
    """Return the derivative of every component of the value by every component of the first argument."""
    first, *others = where.arguments
    columns = range(len(first)) if isinstance(first, list) else range(1)
    count = len(rows(function(*where.arguments)))
    along = [
        [slope(lambda step, n=n, m=m: rows(function(moved(first, n, step), *others))[m]) for n in columns]
        for m in range(count)
    ]
    return np.array([entry for row in along for entry in row], dtype=object)


def mpmath_gradient(entry: Entry, where: Point) -> np.ndarray:
    precise = Point(tuple(mpf(argument) for argument in where.arguments), where.letters)
    return gradient(definition(entry, mpmath), precise, lambda f: mpmath.diff(f, 0))


def mpf(x: Any) -> Any:  # noqa: ANN401 - number or list
    return [mpmath.mpf(component) for component in x] if isinstance(x, list) else mpmath.mpf(x)


def central_differences(entry: Entry, where: Point) -> np.ndarray:
    step = np.cbrt(np.finfo(float).eps)  # balances rounding and truncation: Numerical Recipes, section 5.7
    return gradient(definition(entry, np), where, lambda f: (f(step) - f(-step)) / (2 * step))


def jax_values(entry: Entry) -> tuple[np.ndarray, np.ndarray]:
    """Return JAX's first and second derivative, a row for each of the points; one program that is compiled has both."""
    function, places = jax_definition(entry), points(entry)
    both = jax.vmap(lambda *one: (jax.jacobian(function)(*one), () if entry.jacobian else jax.hessian(function)(*one)))
    found = jax.jit(both)(*(np.array(column) for column in zip(*(where.arguments for where in places), strict=True)))
    # As NumPy's, for JAX compiles what takes the rows of its own arrays apart.
    first, second = (np.asarray(each, dtype=float).reshape(len(places), -1) for each in found)
    return first, second


def assert_near(found: np.ndarray, expected: np.ndarray, tolerance: float) -> None:
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert abs(ours - mpmath.mpf(theirs)) <= tolerance * max(1, abs(ours)), (ours, theirs)


def mpmath_hessian(entry: Entry, where: Point) -> np.ndarray:
    """Return the second derivative by every pair of components of the first argument."""
    first, *others = (mpf(argument) for argument in where.arguments)
    function = definition(entry, mpmath)
    if not isinstance(first, list):
        return np.array([mpmath.diff(lambda x: function(x, *others), first, 2)], dtype=object)
    size = range(len(first))
    found = {
        (i, j): mpmath.diff(lambda u, v, i=i, j=j: function(moved(moved(first, i, u), j, v), *others), (0, 0), (1, 1))
        for i in size
        for j in size[i:]  # which of the two comes first makes no difference
    }
    return np.array([found[min(i, j), max(i, j)] for i in size for j in size], dtype=object)
