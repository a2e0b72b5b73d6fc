"""Every headline formula of the network, read back from its built page, is run in whole networks and measured."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup

from generator.catalogue.network import FORMULAS, Formula
from generator.verify.benches import benches
from generator.verify.network_records import Bench

TOKEN = re.compile(
    r"\\frac\{1\}\{m\}|\\operatorname\{(?:row|col)sum\}|\\odot|\\,|\^\{\\mathsf T\}|[()+-]"
    r"|\{\\nabla_a C\}|(?:\\[a-z]+|d?[A-Za-z])'?(?:\^\{[^}]*\})?"
)
LETTERS = {r"\delta": "delta", r"{\nabla_a C}": "nabla_C", r"\sigma'": "dsigma"}
MEASURED = {"dw": "W", "db": "b", "da": "A", "dz-hidden": "Z", "dz-output": "Z", "dz-difference": "Z"}


class Reader:
    """Reads the TeX of a matrix formula by a grammar of its own, and calculates it on the way."""

    def __init__(self, text: str, bench: Bench, layer: int) -> None:
        self.tokens, self.bench, self.layer = TOKEN.findall(text), bench, layer
        assert "".join(self.tokens) == text.replace(" ", "").replace(r"\nabla_aC", r"\nabla_a C").replace(
            r"\mathsfT", r"\mathsf T"
        )

    def take(self, *wanted: str) -> str:
        """Return the next token if it is one of these, and nothing otherwise."""
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def total(self) -> Any:  # noqa: ANN401 - an array
        value = self.product()
        while sign := self.take("+", "-"):
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self) -> Any:  # noqa: ANN401
        share = self.bench.net.examples if self.take(r"\frac{1}{m}") else 1
        value = self.factor()
        while sign := self.take(r"\,", r"\odot"):
            value = value @ self.factor() if sign == r"\," else value * self.factor()
        return value / share

    def factor(self) -> Any:  # noqa: ANN401
        if self.take("("):
            value = self.closed()
        elif axis := self.take(r"\operatorname{rowsum}", r"\operatorname{colsum}"):
            self.take("(")
            value = self.closed().sum(axis=int("row" in axis), keepdims=True)
        else:
            value = self.named(self.tokens.pop(0))
        return value.T if self.take(r"^{\mathsf T}") else value

    def closed(self) -> Any:  # noqa: ANN401
        value = self.total()
        assert self.take(")")
        return value

    def named(self, token: str) -> Any:  # noqa: ANN401
        letter, _, above = token.partition("^")
        turned = r"\mathsf T" in above
        layer = above.replace(r"\mathsf T", "").strip("{[]}")
        name = LETTERS.get(letter) or (f"d{letter.rstrip(chr(39))}" if letter.endswith("'") else letter)
        value = self.bench.names[name]
        if isinstance(value, dict):
            before, sign, step = layer.partition("-" if "-" in layer else "+")
            assert before in {"l", "L"}
            value = value[self.layer + int(f"{sign}{step or 0}")]
        if callable(value):
            assert self.take("(")
            return value(self.closed())
        return value.T if turned else value


@pytest.mark.parametrize("entry", [one for one in FORMULAS if one.numerator], ids=lambda entry: entry.id)
def test_the_headline_gives_the_gradient_when_it_is_read_back(entry: Formula, site_dir: Path) -> None:
    soup = BeautifulSoup((site_dir / entry.uri / "index.html").read_bytes(), "lxml")
    found = soup.select_one("#result[data-tex]")
    assert found is not None
    formula = re.sub(r"\\label\{.*?\}", "", str(found["data-tex"])).partition("=")[2].strip()
    compared = 0
    for bench in benches(entry.layout.examples):
        if (entry.what == "dz-output" and bench.net.case.vector) or not fits(entry, bench):
            continue
        last = bench.net.depth
        layers = [last] if entry.what.startswith("dz-") and entry.what != "dz-hidden" else range(1, last + 1)
        for layer in layers if entry.what != "dz-hidden" else range(1, last):
            expected = bench.slopes[MEASURED[entry.what], layer - (entry.what == "da")]
            np.testing.assert_allclose(Reader(formula, bench, layer).total(), expected, rtol=1e-5, atol=1e-8)
            compared += 1
    assert compared >= 9


def fits(entry: Formula, bench: Bench) -> bool:
    """Tell whether the output's error is the difference, where that is the formula."""
    pairs = {"sigmoid-logistic", "linear-mse", "softmax-cross-entropy"}
    return entry.what != "dz-difference" or bench.net.case.id in pairs
