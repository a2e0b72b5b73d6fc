"""A display formula that is wider than a phone goes on in another line, at a sign of its outermost row."""

import re

import pytest

from generator.mathjax.typeset import Typesetter

PHONE = 358 / 8.45
"""What a phone of 390 px shows of a formula, in ex of the site's font: its margins take 32 px."""
TERM = r"\left(\sum_{n', j'} d\hat{r}_{n',j'} w^{(r)}_{j',d}\right)"
SHORT = f"dx_{{nd}} = {TERM}"
SUM = f"{SHORT} + {TERM} - {TERM} + {TERM}"
INSIDE = rf"dx_{{nd}} = \left({TERM} + {TERM} + {TERM}\right)"
FRACTION = r"\delta = -\frac{" + " + ".join(f"a_{n} b_{n} c_{n} d_{n}" for n in range(9)) + "}{2}"
PRODUCT = rf"= {TERM} \cdot \frac{{\partial}}{{\partial x}} \left({TERM} + {TERM} + {TERM}\right)"


def lines(typesetter: Typesetter, tex: str) -> int:
    """Return how many lines a formula has: so many times is it as high as its first part."""
    return round(typesetter.typeset(tex, display=True).height / typesetter.typeset(SHORT, display=True).height)


def test_a_sum_goes_on_before_its_signs_and_fits_a_phone(typesetter: Typesetter) -> None:
    assert typesetter.typeset(SHORT, display=True).width < PHONE
    assert typesetter.typeset(SUM, display=True).width < PHONE
    assert lines(typesetter, SUM) > 1


@pytest.mark.parametrize("tex", [SHORT, INSIDE, FRACTION])
def test_what_has_no_such_sign_stays_on_its_line(typesetter: Typesetter, tex: str) -> None:
    assert lines(typesetter, tex) == 1


def test_a_product_goes_on_only_where_two_phones_would_not_hold_it(typesetter: Typesetter) -> None:
    shorter = PRODUCT.replace(f" + {TERM}", "", 1)
    assert PHONE < typesetter.typeset(shorter, display=True).width < 2 * PHONE
    assert lines(typesetter, shorter) == 1
    assert typesetter.typeset(PRODUCT, display=True).width < 2 * PHONE
    assert lines(typesetter, PRODUCT) > 1


def test_whoever_copies_or_hears_a_formula_has_it_on_one_line(typesetter: Typesetter) -> None:
    picture = typesetter.typeset(SUM, display=True)
    assert not re.search("linebreak|indent", picture.mathml)
    assert picture.speech == typesetter.typeset(SUM).speech
    assert picture.readable == typesetter.typeset(SUM).readable
