r"""Every author's print of a layer says the same: it is read back by his own letters, calculated, and measured.

The reader below knows the letters of all dialects and nothing of how they are printed: ``z^{[l](s)}_{k}``,
``z^{x,l}_{k}`` and ``Z^{[l]}_{sk}`` are the weighted sum of unit k in one example.
"""

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from generator.catalogue.dialects import DIALECTS, Dialect
from generator.catalogue.network import FORMULAS, Formula, formula
from generator.catalogue.network_derivations import Derived, derived
from generator.engine.printing import matrix_tex
from generator.pages.tabs import gathered, in_components, others, own, tabs
from generator.verify.benches import benches
from generator.verify.network_records import Bench

DERIVED = [entry for entry in FORMULAS if entry.numerator]
PAIRS = [(entry, dialect) for entry in DERIVED for dialect in DIALECTS[entry.layout.examples]]
NAMES = {"z": "Z", "a": "A", "w": "W", r"\delta": "dZ", "dz": "dZ", "da": "dA", "y": "Y", r"\sigma": "g", "g": "g"}
MEASURED = {"dw": "W", "db": "b", "da": "A"}
EXAMPLE = {"s", "x"}
QUOTIENT = re.compile(
    r"\\frac\{\\partial [LC](?:_\{?[sx]\}?)?\}\{\\partial ([ZzAa])((?:\^\{[^{}]*\})(?:_\{[a-z]+\})?)\}"
)
TOKEN = re.compile(
    r"\\frac\{1\}\{m\}|\\sum_\{([a-z])=1\}\^\{(m|n_\{[^{}]*\})\}|\\cdot|\\left\(|\\right\)|[()+-]"
    r"|(\{\\nabla_a C(?:_x)?\}|\\[a-z]+|d?[A-Za-z])('?)(?:\^\{([^{}]*)\})?(?:_\{([a-z]+)\})?"
)


@cache
def found(entry: Formula) -> Derived:
    """Return a formula, derived once."""
    return derived(entry)


def bench_of(entry: Formula, what: str = "columns") -> list[Bench]:
    """Return a few networks that have what the formula is about."""
    fitting = (b for b in benches(what) if entry.what != "dz-difference" or b.net.case.id == "sigmoid-logistic")
    deep = [b for b in fitting if b.net.depth > 1 and not b.net.case.vector and (what == "none" or b.net.examples > 1)]
    return deep[:2]


class Reader:
    """Reads components, and calculates them on the way."""

    def __init__(self, text: str, bench: Bench, layer: int, place: dict[str, int]) -> None:
        text = QUOTIENT.sub(r"d\1\2", text)
        self.tokens = list(TOKEN.finditer(text))
        assert re.sub(r"\s", "", "".join(t[0] for t in self.tokens)) == re.sub(r"\s", "", text)
        self.bench, self.layer, self.place = bench, layer, place

    @property
    def next(self) -> str:
        return self.tokens[0][0] if self.tokens else ""

    def total(self) -> float:
        value = self.product()
        while self.next in {"+", "-"}:
            sign = self.tokens.pop(0)[0]
            value += self.product() * (1 if sign == "+" else -1)
        return value

    def product(self) -> float:
        value = 1.0
        while self.tokens and self.next not in {"+", "-", ")", r"\right)"}:
            value *= self.factor()
        return value

    def factor(self) -> float:
        token = self.tokens.pop(0)
        if token[0] == r"\cdot":
            return 1.0
        if token[0] == r"\frac{1}{m}":
            return 1 / self.bench.net.examples
        if token[1]:
            return self.summed(token[1], token[2])
        if token[0] in {"(", r"\left("}:
            value = self.total()
            self.tokens.pop(0)
            return value
        return self.letter(token)

    def summed(self, index: str, size: str) -> float:
        rest, value = list(self.tokens), 0.0
        count = self.bench.net.examples if size == "m" else self.bench.net.widths[self.at(size[3:-1])]
        for n in range(count):
            self.tokens, self.place = list(rest), {**self.place, index: n}
            value += self.product()
        return value

    def at(self, above: str) -> int:
        layer = re.sub(r"\([sx]\)|x,|[\[\]]", "", above) or "L"
        return self.layer + int(layer[1:] or 0)

    def letter(self, token: re.Match[str]) -> float:
        name = "dA" if "nabla" in token[3] else NAMES.get(token[3], token[3])
        above = token[5] or ""
        if name == "g":
            self.tokens.pop(0)
            value = self.total()
            self.tokens.pop(0)
            return float(self.bench.names["dg" if token[4] else "g"][self.at(above)](np.array(value)))
        array = self.bench.names[name]
        array = array[self.at("" if "nabla" in token[3] else above)] if isinstance(array, dict) else array
        units = [self.place[i] for i in token[6] or "" if i not in EXAMPLE]
        said = f"{token[6]} {above} {token[3].partition('C_')[2]}"
        examples = [self.place[i] for i in EXAMPLE if i in self.place and i in said]
        if name in {"W", "b"} or self.bench.net.examples == 1:
            examples = []
        return float(array[tuple((*units, *examples, 0)[:2])])


def value_of(text: str, bench: Bench, layer: int, place: dict[str, int]) -> float:
    """Return what a formula says at one place."""
    return Reader(text.partition(" = ")[2], bench, layer, place).total()


@pytest.mark.parametrize(("entry", "dialect"), PAIRS, ids=lambda x: getattr(x, "id", getattr(x, "author", "")))
def test_the_components_are_read_back_in_every_dialect_as_the_measured_gradient(
    entry: Formula, dialect: Dialect
) -> None:
    text, compared = in_components(found(entry), dialect), 0
    for bench in bench_of(entry) if entry.layout.examples != "none" else alone(entry):
        layers = {"dz-hidden": range(1, bench.net.depth), "dw": range(1, 3), "db": range(1, 3), "da": range(1, 3)}
        for layer in layers.get(entry.what, [bench.net.depth]):
            expected = bench.slopes[MEASURED.get(entry.what, "Z"), layer - (entry.what == "da")]
            for one, two in np.ndindex(*expected.shape):
                by_example = {"i": one, "j": one, "s": two, "x": two} if entry.what == "da" else {"i": one, "s": two}
                place = {"i": one, "j": two} if entry.what == "dw" else {**by_example, "x": two}
                got = value_of(text, bench, layer, place)
                assert got == pytest.approx(expected[one, two], rel=1e-5, abs=1e-8), (text, layer)
                compared += 1
    assert compared > 3


def alone(entry: Formula) -> list[Bench]:
    """Return networks with one example and one activation in all layers, under the names of matrices."""
    return [
        Bench(bench.net, {**bench.names, **_capital(bench)}, bench.slopes)
        for bench in bench_of(entry, "none")
    ]  # fmt: skip


def _capital(bench: Bench) -> dict[str, Any]:
    names = bench.names
    layers = range(1, bench.net.depth + 1)
    g, dg = (dict.fromkeys(layers, names[name]) for name in ("sigma", "dsigma"))
    return {"Z": names["z"], "A": names["a"], "W": names["w"], "dZ": names["delta"], "g": g, "dg": dg,
            "dA": {bench.net.depth: names["nabla_C"]}}  # fmt: skip


def test_the_reading_would_notice_another_function() -> None:
    entry = formula("network-dw")
    bench = bench_of(entry)[0]
    right = r"x = \frac{1}{m} \cdot \sum_{s=1}^{m} dZ^{[l]}_{is} A^{[l-1]}_{js}"
    places = [{"i": i, "j": j} for i, j in np.ndindex(2, 2)]
    differences = [value_of(right, bench, 2, p) - value_of(right.replace("js", "is"), bench, 2, p) for p in places]
    assert max(map(abs, differences)) > 1e-6


@pytest.mark.parametrize("entry", [e for e in FORMULAS if e.layout.examples == "rows"], ids=lambda e: e.id)
def test_the_derivation_in_columns_printed_in_rows_is_the_derivation_in_rows(entry: Formula) -> None:
    by_columns = next(e for e in FORMULAS if e.what == entry.what and e.layout.examples == "columns")
    printed = {tab.author: tab.tex for tab in tabs(found(by_columns))}["PyTorch"]
    assert printed == f"{entry.left} = {matrix_tex(found(entry).matrix)}"
    back = {tab.author: tab.tex for tab in tabs(found(entry))}["Ng"]
    assert back == f"{by_columns.left} = {matrix_tex(found(by_columns).matrix)}"


@pytest.mark.parametrize("entry", [formula("bp1"), formula("bp2")], ids=lambda e: e.id)
def test_nielsens_print_of_one_example_is_his_own_equation(entry: Formula) -> None:
    by_columns = next(e for e in FORMULAS if e.what == entry.what and e.layout.examples == "columns")
    printed = {tab.author: tab.tex for tab in tabs(found(by_columns))}["Nielsen"]
    assert printed.replace("x,", "").replace("C_x", "C") == f"{entry.left} = {matrix_tex(found(entry).matrix)}"


SHAPED = re.compile(r"\\underbrace\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}_\{(\S+) \\times (\S+)\}")


@pytest.mark.parametrize(("entry", "dialect"), PAIRS, ids=lambda x: getattr(x, "id", getattr(x, "author", "")))
def test_the_shape_under_every_factor_is_the_shape_of_its_numbers(entry: Formula, dialect: Dialect) -> None:
    whole = gathered(found(entry), dialect)
    if whole is None:
        assert dialect.author == "Index"
        return
    bench = (bench_of(entry) if entry.layout.examples != "none" else alone(entry))[0]
    reader = Reader("", bench, bench.net.depth if "L" in entry.left else 1, {})
    checked = 0
    for factor, rows, columns in SHAPED.findall(whole.shaped)[1:]:
        shape = tuple(size(side, reader) for side in (rows, columns))
        assert shape == shape_of(QUOTIENT.sub(r"d\1\2", factor), reader, dialect), factor
        checked += 1
    assert checked == len(SHAPED.findall(whole.shaped)) - 1 > 0


def size(side: str, reader: Reader) -> int:
    """Return how long a side is in the network that the reader has."""
    return {"m": reader.bench.net.examples, "1": 1}.get(side) or reader.bench.net.widths[reader.at(side[3:-1])]


def shape_of(factor: str, reader: Reader, dialect: Dialect) -> tuple[int, ...]:
    """Return the shape of the numbers that a factor stands for, as the author keeps them."""
    turned = r"\mathsf T" in factor
    plain = re.sub(r"\)?\^\{\\mathsf T\}|\\mathsf T", "", factor).removeprefix("(")
    token = next(t for t in TOKEN.finditer(plain) if NAMES.get(t[3] or "", t[3]) != "g" and t[3])
    name = "dA" if "nabla" in token[3] else NAMES.get(token[3], token[3])
    array = reader.bench.names[name]
    array = array[reader.at(token[5] or "")] if isinstance(array, dict) else array
    shape = tuple(array.shape)
    if name not in {"W", "b"} and dialect.whole and dialect.whole.examples == "none":
        shape = (shape[0], 1)
    if name != "W" and dialect.whole and dialect.whole.examples == "rows":
        shape = shape[::-1]
    return shape[::-1] if turned else shape


@pytest.mark.parametrize("entry", DERIVED, ids=lambda e: e.id)
def test_every_phase_has_all_dialects_with_as_many_lines_each(entry: Formula) -> None:
    derivation = found(entry).derivation
    assert derivation is not None
    for phase in derivation.phases:
        spellings = (own(phase, found(entry)), *others(phase, found(entry)))
        assert {one.author for one in spellings} == {d.author for d in DIALECTS[entry.layout.examples]}
        assert {len(one.lines) for one in spellings} == {len(phase.lines)}
