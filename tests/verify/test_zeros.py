"""A change of sign is found, whatever the function is like there."""

import pytest

from generator.verify.arithmetic import MP, Real
from generator.verify.zeros import Function, zero_between

CLOSE = MP.mpf(10) ** -40


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: x**2 - 2, MP.sqrt(2)),
        (lambda x: MP.exp(x) - 3, MP.log(3)),
        (lambda x: 4 * x - 5, MP.mpf(5) / 4),
        (lambda x: (x - MP.mpf("1.1")) ** 3, MP.mpf("1.1")),
        (lambda x: MP.mpf(-1 if x < MP.mpf("1.3") else 1), MP.mpf("1.3")),
        (lambda x: min(x - MP.mpf("1.2"), MP.zero) if x < 1.5 else x - 1.5, MP.mpf("1.2")),
        (lambda x: x - MP.mpf("1.7") if x < MP.mpf("1.4") else None, MP.mpf("1.4")),
    ],
    ids=["a parabola", "an exponential", "a line", "a flat zero", "a jump", "a stretch of zeros", "no value"],
)
def test_a_change_of_sign_is_found(function: Function, expected: Real) -> None:
    assert abs(zero_between(function, MP.mpf(-1), MP.mpf(1), MP.mpf(2)) - expected) < CLOSE


def test_secants_take_a_few_steps_only() -> None:
    asked: list[Real] = []

    def function(x: Real) -> Real:
        asked.append(x)
        return MP.exp(x) - 3

    zero_between(function, MP.mpf(-1), MP.mpf(1), MP.mpf(2))
    assert len(asked) < 30
