"""What the golden vectors of an entry expect of code, and how near float64 has to come."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sympy import Integer, Interval, Rational, S

from generator.catalogue.index import Catalogue
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.pages.languages.tabs import listings
from generator.store import Store
from generator.verify.proved import Proved
from generator.verify.records import Number, Numbers, Vector
from tests.pages.languages.rounding import JUMP, STEP, rows_of

RELATIVE, ABSOLUTE = 1e-9, 1e-11
"""The formulas are printed as they were derived, and may cancel: 1 - a loses what a has beyond float64."""

Letters = dict[str, Any]

_CODE: dict[Activation | Loss | Case, dict[str, str]] = {}
"""The code of an entry in every language, as this process has it."""


def points(proved: Proved) -> Iterator[tuple[Vector, Letters, dict[str, float]]]:
    """Yield every point at which a formula has to be right in any form, with its letters and its parameters."""
    for vector in proved.evidence.vectors:
        if vector.kind == "ordinary":
            given = {name: floats(value) for name, value in vector.inputs}
            letters = {name: np.array(given[name]) for name in proved.entry.inputs}
            yield vector, letters, {one.id: given[one.id] for one in proved.entry.parameters}


def batch(proved: Proved, most: int = 4) -> Letters:
    """Return some ordinary points at once, along a first axis: every letter, then every parameter."""
    found = [letters | parameters for _, letters, parameters in points(proved)][:most]
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def curved(proved: Proved) -> tuple[list[Any], Any]:
    """Return inputs at zero and far out, and the second derivative there by the formula of NumPy's code.

    Places where it jumps are left out: a kink has a slope on each side, and code may give either or a half. So are
    those where the gradient has no number: ``test_rounding`` lists them.
    """
    given = [np.array(one) for one in zip(*rows_of(proved.entry), strict=True)]
    curve, slope = of_numpy(proved, "second_derivative"), of_numpy(proved, "gradient")
    with np.errstate(all="ignore"):
        left, right = (curve(given[0] + side * STEP * (1 + abs(given[0])), *given[1:]) for side in (-1, 1))
        expected, sloped = np.asarray(curve(*given)), np.isfinite(slope(*given))
        near = np.isclose(left, right, rtol=JUMP, atol=JUMP) & np.isfinite(expected)
    kept = near.reshape(len(near), -1).all(1) & sloped.reshape(len(near), -1).all(1)
    return [one[kept] for one in given], expected[kept]


def floats(numbers: Numbers | None) -> Any:  # noqa: ANN401 - a float, or lists of them
    """Return numbers as float64."""
    if isinstance(numbers, Number):
        return float.fromhex(numbers.hex)
    return [floats(part) for part in numbers or ()]


def near(expected: Numbers, got: object) -> bool:
    """Tell whether code came near enough to what is expected, in the same shape."""
    wanted, found = np.array(floats(expected)), np.asarray(got)
    return found.shape == wanted.shape and np.allclose(wanted, found, rtol=RELATIVE, atol=ABSOLUTE)


def code_of(proved: Proved, name: str) -> str:
    """Return the code of an entry in a language; nothing where it has none."""
    if proved.entry not in _CODE:
        _CODE[proved.entry] = _all_code(proved)
    return _CODE[proved.entry].get(name, "")


def _all_code(proved: Proved) -> dict[str, str]:
    """Return the code in every language: written once for all processes of this run, which share a cache.

    Half a second for each entry: the forms to compute are sought each time.
    """
    store, key = Store(Path(os.environ["DLDZ_CACHE"])), ("tests", "code", repr(proved.entry))
    if (kept := store.get(*key)) is not None:
        return dict(json.loads(kept))
    found = {one.id: one.code for one in listings(proved)}
    store.put(json.dumps(found).encode(), *key)
    return found


def of_numpy(proved: Proved, name: str) -> Any:  # noqa: ANN401 - a function
    """Return a function of the NumPy code, which other tests compare with slopes."""
    names: dict[str, Any] = {}
    exec(code_of(proved, "numpy"), names)  # noqa: S102 - our own output
    return names[name]


ALPHA = Parameter("alpha", Rational(1, 100), "the slope for negative z", Interval(0, 1))
BETA = Parameter("beta", Integer(1), "how sharply it bends", Interval(Rational(1, 2), 2))
DELTA = Parameter("width", Integer(1), "where the loss becomes linear", Interval(Rational(1, 2), 2))
LEAKY = Activation("leaky", "Leaky", "piecewise(z, z > 0, alpha*z)", (), parameters=(ALPHA,))
HUBER = Loss(
    "huberlike",
    "Huberlike",
    "piecewise((a - y)**2/2, abs(a - y) < width, width*abs(a - y) - width**2/2)",
    (),
    targets=S.Reals,
    parameters=(DELTA,),
)
ACTIVE = Loss("active", "Active", "beta*a**2/2", (), targets=None, parameters=(BETA,))
ELASTIC = "Sum(alpha*abs(w[k]) + beta*w[k]**2/2, k)"
SHAPES: tuple[Activation | Loss | Case, ...] = (
    LEAKY,
    HUBER,
    Case(LEAKY, HUBER),
    Activation("softer", "Softer", "log(1 + exp(beta*z))/beta", (), parameters=(BETA,)),
    Activation("gaussian", "Gaussian", "z*(1 + erf(z/sqrt(2)))/2", ()),
    Activation("clipped", "Clipped", "max(min(z, 1), -1)", ()),
    Activation("trigonometric", "Trigonometric", "atan(z) + sin(3*z)*exp(-z**2)/sqrt(2) + abs(z)", ()),
    Activation("doubled", "Doubled", "2*z", ()),
    Activation("cooler", "Cooler", "exp(z[i]/beta)/Sum(exp(z[k]/beta), k)", (), parameters=(BETA,)),
    Loss("weighted", "Weighted", "Sum(beta*(a[k] - y[k])**2, k)/2", (), targets=S.Reals, parameters=(BETA,)),
    ACTIVE,
    Case(LEAKY, ACTIVE),
    Loss("pulled", "Pulled", "beta*abs(w)", (), variable="w", targets=None, parameters=(BETA,)),
    Loss("elastic", "Elastic", ELASTIC, (), variable="w", targets=None, parameters=(ALPHA, BETA)),
)
"""Shapes of code that an entry may need, whatever the catalogue holds: parameters, choices, functions, vectors, losses
without a target, and penalties on weights."""

ENTRIES = (*Catalogue().entries, *SHAPES)
NAMES = [entry.id for entry in ENTRIES]
WITH_PARAMETERS = [entry.id for entry in ENTRIES if entry.parameters]

LEARNED = [(entry.id, one.id) for entry in ENTRIES for one in entry.parameters if one.gradient]
"""Every entry with each of its parameters that a backward pass returns a gradient for."""
