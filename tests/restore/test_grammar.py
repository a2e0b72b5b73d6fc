"""The grammar reads several authors' notations, and nothing that is no formula."""

import pytest

from generator.errors import RestoreError
from generator.restore.grammar import read
from generator.restore.nodes import Differential, Equation, Name, Number, Operation, Slope


def test_a_derivative_is_read_in_every_spelling() -> None:
    slope = Slope(Name("L"), Name("a"))
    for text in (
        r"\frac{dL}{da}",
        r"\frac{\partial L}{\partial a}",
        "dL/da",
        r"\nabla_a L",
        r"\frac{d𝓛}{da}".replace("𝓛", "L"),
    ):
        assert read(text) == slope


def test_a_fraction_takes_one_digit_as_tex_does() -> None:
    assert read(r"\frac1m") == Operation("quotient", (Number("1"), Name("m")))


def test_layers_are_read_raised_and_on_the_line() -> None:
    assert read("dZ^{[L]}") == read("dZ[L]") == Differential(Name("Z", Name("L")))
    assert read("a^L") == Name("a", Name("L"))


def test_a_chain_has_all_its_sides() -> None:
    found = read(r"\frac{dL}{dz} = \frac{dL}{da} \times \frac{da}{dz} = a - y")
    assert isinstance(found, Equation)
    assert len(found.sides) == 3


@pytest.mark.parametrize(
    "text",
    ["", "(", "a)", r"\frac{a}", "a +", "__import__('os')", r"\frac{d}{dz}\simeq (z) = \sum (1 - \sum (z))", "(" * 500, r"\hat" * 600,  # noqa: E501 - one formula a line
     "a/" * 900 + "a", "x" * 3000],
)  # fmt: skip
def test_what_is_no_formula_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(RestoreError) as caught:
        read(text)
    assert "\n" not in str(caught.value)
