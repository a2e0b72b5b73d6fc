"""How far are the functions of a listing from the truth, in units in the last place?

The truth is the definition and its derivatives, by series of balls and to as many digits as it takes: no derived
formula takes part. The places are those where people find faults: 0 and beside it, ordinary numbers, and far out, with
targets at the ends of their range. A few units are allowed, of the value itself; beside a zero, of the terms that
cancel there; and of as much as a target or a parameter changes the value, for these are rounded too. Where a function
jumps within the rounding of what it is given, either side is right.
"""

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import sympy as sp

from generator.catalogue.formulas import I, J, heads, usual
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.resolve import put_in
from generator.engine.terms import D, Term
from generator.verify.arithmetic import MP, NoValueError, Real
from generator.verify.proved import Proved
from generator.verify.rounding import ALLOWED
from generator.verify.world import World, gathered

Row: TypeAlias = tuple[Any, ...]
"""What an entry takes: numbers, or tuples of them."""

Values: TypeAlias = list[Real]
"""True values; None where there is none."""

NUMBERS = (0.0, 1e-8, 0.5, 3.0, 10.0, 37.0, 100.0, 1000.0)
SHARES = (0.25, 0.9, 1 - 2.0**-20)
TARGETS = (0.0, 1.0, -1.0, 0.25, 3.0)
VECTORS = (
    (0.0, 0.0, 0.0), (1e-8, -0.5, 3.0), (100.0, 99.5, -3.0), (1000.0, 0.0, 0.0), (-37.0, -37.0, -37.0),
    (10.0, -10.0, 0.5), (3.0, -1000.0, 2.0), (0.5, 0.25, 0.25), (1e-8, 0.5, 0.5), (-1000.0, -0.25, -2.0),
)  # fmt: skip
LABELS = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.25, 0.25, 0.5), (0.5, 0.25, 0.25))
BESIDE, STEP, JUMP = 0.25, 2.0**-20, 1e-3
FLOOR = -20_000
"""What is smaller than 10 to this power is as good as zero."""


@dataclass(frozen=True)
class Miss:
    """A number of a listing that is too far off: of which function, in which type, where, and what it should be."""

    what: str
    kind: str
    units: float
    at: object
    got: float
    true: float


@dataclass(frozen=True)
class Quantity:
    """A function of a listing by its name, as a term that is evaluated at rows of inputs, for each of its indices."""

    name: str
    term: Term
    axes: tuple[sp.Symbol, ...]
    letters: tuple[sp.Basic, ...]
    parameters: Mapping[Term, Term]

    @property
    def places(self) -> list[dict[sp.Basic, int]]:
        """The values of its indices."""
        return [dict(zip(self.axes, one, strict=True)) for one in product((1, 2, 3), repeat=len(self.axes))]

    def at(self, rows: list[Row], place: Mapping[sp.Basic, int], shift: Mapping[Term, float] | None = None) -> Values:
        """Return the true values at some rows; ``shift`` changes parameters by a part of themselves."""
        moved = shift or {}
        with MP.workprec(128):
            usually = {letter: MP.mpf(str(sp.N(value, 45))) for letter, value in self.parameters.items()}
            own = {letter: value * (1 + moved.get(letter, 0)) for letter, value in usually.items()}
            size = 3 if isinstance(rows[0][0], tuple) else 1
            given = ({name: _exact(one) for name, one in zip(self.letters, row, strict=True)} for row in rows)
            worlds = [World((), own | letters, size) for letters in given]
            try:
                return [world.attempt(self.term, place, FLOOR) for world in gathered(worlds)]
            except NoValueError:
                return [None] * len(rows)


def _exact(value: Any) -> Any:  # noqa: ANN401 - a number or a tuple of them
    return tuple(map(MP.mpf, value)) if isinstance(value, tuple) else MP.mpf(value)


def rows_of(entry: Activation | Loss | Case) -> list[Row]:
    """Return what an entry is given, in numbers that float32 holds too."""
    held = entry.domain if isinstance(entry, Loss) else sp.S.Reals
    loss = entry.loss if isinstance(entry, Case) else entry
    wanted = getattr(loss, "targets", None)
    numbers = dict.fromkeys(sign * x for x in (*NUMBERS, *SHARES) for sign in (1, -1))
    firsts: list[Any] = [_short(one) for one in (VECTORS if entry.vector else numbers)]
    labels: tuple[Any, ...] = LABELS if entry.vector else TARGETS
    seconds: list[Row] = [(one,) for one in labels if wanted is not None and _within(one, wanted)][:4]
    return [(one, *other) for one in firsts if _within(one, held) for other in (seconds or [()])]


def _short(value: Any) -> Any:  # noqa: ANN401 - as above
    return tuple(map(_short, value)) if isinstance(value, tuple) else float(np.float32(value))


def _within(value: Any, held: sp.Set) -> bool:  # noqa: ANN401 - as above
    return all(sp.Rational(x) in held for x in (value if isinstance(value, tuple) else (value,)))


def quantities(proved: Proved) -> Iterator[Quantity]:
    """Yield the functions of an entry's NumPy code: the value, the slopes by all inputs, and the second derivative."""
    entry, derivation = proved.entry, proved.derivation
    full, letters, own = put_in(derivation.definition, derivation.where), heads(entry), usual(entry)
    axes = (I,) if isinstance(derivation.goal.args[0], sp.Indexed) else ()
    index = J if axes else I

    def component(letter: sp.Basic) -> Term:
        return letter[index] if entry.vector else letter

    yield Quantity("activation" if isinstance(entry, Activation) else "loss", full, axes, letters, own)
    for n, letter in enumerate(letters):
        places = (*axes, index) if entry.vector else ()
        yield Quantity(f"gradient_{letter}" if n else "gradient", D(full, component(letter)), places, letters, own)
    if proved.second is not None:
        first = letters[0]
        slope = D(D(full, component(first)), first[J] if entry.vector else first)
        yield Quantity("second_derivative", slope, (I, J) if entry.vector else (), letters, own)


@dataclass(frozen=True)
class Kind:
    """A floating point type."""

    type: Any

    @property
    def info(self) -> Any:  # noqa: ANN401 - what NumPy knows of it
        """Its limits."""
        return np.finfo(self.type)

    def unit(self, size: float) -> float:
        """Return the distance of neighbouring numbers around one."""
        return float(self.info.eps) * 2.0 ** (math.frexp(max(abs(size), float(self.info.tiny)))[1] - 1)


KINDS = (Kind(np.float64), Kind(np.float32))


def misses(proved: Proved, names: Mapping[str, Callable[..., Any]]) -> Iterator[Miss]:
    """Yield where the functions of a listing are off by more than is allowed, change the type, or warn."""
    rows = rows_of(proved.entry)
    for one in quantities(proved):
        true = [one.at(rows, place) for place in one.places]
        for kind in KINDS:
            largest = float(kind.info.max)
            kept = [n for n in range(len(rows)) if all(v[n] is not None and abs(v[n]) <= largest for v in true)]
            if kept:
                got = _called(proved, names[one.name], one, [rows[n] for n in kept], kind)
                if isinstance(got, str):
                    yield Miss(one.name, kind.info.dtype.name, math.inf, got, math.nan, math.nan)
                else:
                    yield from _compared(one, [rows[n] for n in kept], [[v[n] for n in kept] for v in true], got, kind)


def _called(proved: Proved, function: Callable[..., Any], one: Quantity, rows: list[Row], kind: Kind) -> Any:  # noqa: ANN401 - an array, or what went wrong
    given = [np.array(column, kind.type) for column in zip(*rows, strict=True)]
    pulled = one.name == "gradient" and isinstance(proved.entry, Activation) and proved.entry.vector
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            if pulled:
                units = np.eye(given[0].shape[-1], dtype=kind.type)
                found = np.stack([function(*given, np.broadcast_to(unit, given[0].shape)) for unit in units], 1)
            else:
                found = np.asarray(function(*given))
        except RuntimeWarning as warning:
            return str(warning)
    if found.dtype != kind.type:
        return f"becomes {found.dtype}"
    return found.astype(float).reshape(len(rows), len(one.places)).T


def _compared(one: Quantity, rows: list[Row], true: list[Values], got: Any, kind: Kind) -> Iterator[Miss]:  # noqa: ANN401 - an array
    for place, expected, found in zip(one.places, true, got, strict=True):
        for row, value, number in zip(rows, expected, found, strict=True):
            tiny = float(kind.info.tiny)
            if abs(value) < tiny and abs(number) <= tiny:
                continue
            error = float(abs(MP.mpf(number) - value)) if math.isfinite(number) else math.inf
            if error > ALLOWED * kind.unit(float(value)) and not _excused(one, (row, place), value, error, kind):
                units = error / kind.unit(float(value))
                yield Miss(one.name, kind.info.dtype.name, units, (row, place), number, float(value))


def _excused(one: Quantity, where: tuple[Row, dict[sp.Basic, int]], value: Real, error: float, kind: Kind) -> bool:
    """Tell whether the error is that of terms that cancel beside a zero, of a rounded target, or of a jump."""
    row, place = where
    near = list(_moved(row, lambda x: 4 * float(kind.info.eps) * abs(x) or float(kind.info.tiny)))
    eps = 4 * float(kind.info.eps)
    shifts = ({letter: sign * eps} for letter in one.parameters for sign in (-1, 1))
    around = [*one.at(near, place), *(one.at([row], place, shift)[0] for shift in shifts)]
    if any(other is None or abs(other - value) > JUMP * max(abs(other), abs(value)) for other in around):
        return True
    wide = one.at(list(_moved(row, lambda x: BESIDE * max(1.0, abs(x)))), place)
    sizes = [abs(float(value)), *_by_data(one, row, place)]
    for a, b in zip(wide[::2], wide[1::2], strict=True):
        if a is not None and b is not None and (min(a * value, b * value) <= 0 or 4 * abs(value) < min(abs(a), abs(b))):
            sizes.append(float(max(abs(a), abs(b))))
    return math.isfinite(error) and error <= ALLOWED * kind.unit(max(sizes))


def _by_data(one: Quantity, row: Row, place: Mapping[sp.Basic, int]) -> Iterator[float]:
    """Yield how much a part of each target, and of each parameter, changes the value, as if it were all of it."""
    targets = one.at(list(_moved(row, lambda x: STEP * abs(x)))[2 * np.size(row[0]) :] or [row, row], place)
    pairs = list(zip(targets[::2], targets[1::2], strict=True))
    for letter in one.parameters:
        pairs += [(one.at([row], place, {letter: -STEP})[0], one.at([row], place, {letter: STEP})[0])]
    yield from (abs(float(b - a)) / (2 * STEP) for a, b in pairs if a is not None and b is not None)


def _moved(row: Row, step: Callable[[float], float]) -> Iterator[Row]:
    """Yield pairs of rows in which one number is lower, and higher."""
    for n, value in enumerate(row):
        parts = value if isinstance(value, tuple) else (value,)
        for k, x in enumerate(parts):
            for sign in (-1, 1):
                new = (*parts[:k], x + sign * step(x), *parts[k + 1 :])
                yield (*row[:n], new if isinstance(value, tuple) else new[0], *row[n + 1 :])
