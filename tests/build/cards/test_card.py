"""A card shows its words within its margins, and the formula in its box, whatever both look like."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator.build.cards.card import FORMULA_BOTTOM, FORMULA_TOP, HEIGHT, MARGIN, WIDTH, Card, svg
from generator.build.cards.draw import png
from generator.errors import TypesetError
from generator.mathjax.typeset import Typeset, Typesetter

WIDE = r"\sum_k " + " + ".join(rf"\frac{{a_{{{n}}}}}{{1 + e^{{-z}}}}" for n in range(12))
TALL = r"\begin{cases}" + r"\\".join(rf"z^{n} & \text{{if }} z > {n}" for n in range(8)) + r"\end{cases}"


@pytest.fixture(scope="module")
def typesetter(root: Path) -> Iterator[Typesetter]:
    """Return a typesetter with the builds' own cache."""
    with Typesetter(root / ".cache/mathjax") as one:
        yield one


def inked(card: Card) -> np.typing.NDArray[np.bool_]:
    """Return which pixels of the card are not paper, the coloured edge at its top aside."""
    image = Image.open(io.BytesIO(png(svg(card)))).convert("RGB")
    assert image.size == (WIDTH, HEIGHT)
    dark: np.typing.NDArray[np.bool_] = np.asarray(image).min(axis=2) < 200
    dark[:20] = False
    return dark


@pytest.mark.parametrize("title", ["W" * 70, "Sigmoid with logistic loss", "M&W <W> " * 14, "ε-insensitive ‖z‖ " * 8])
@pytest.mark.parametrize("with_formula", [True, False])
def test_words_stay_within_the_margins(title: str, with_formula: bool, typesetter: Typesetter) -> None:  # noqa: FBT001 - a case
    picture = typesetter.typeset("z", display=True) if with_formula else None
    columns = np.flatnonzero(inked(Card(title, "dL/dz", "checked at 24 points", picture)).any(axis=0))
    assert columns.min() >= MARGIN - 4
    assert columns.max() < WIDTH - MARGIN + 4


@pytest.mark.parametrize("tex", [r"\frac{dL}{dz} = a - y", "x", WIDE, TALL])
def test_a_formula_fills_its_box_and_stays_in_it(tex: str, typesetter: Typesetter) -> None:
    rows, columns = np.nonzero(inked(Card("", "", "", typesetter.typeset(tex, display=True))))
    assert rows.min() >= FORMULA_TOP - 2
    assert rows.max() <= FORMULA_BOTTOM + 2
    assert columns.min() >= MARGIN - 2
    assert columns.max() <= WIDTH - MARGIN + 2
    wide, tall = np.ptp(columns) / (WIDTH - 2 * MARGIN), np.ptp(rows) / (FORMULA_BOTTOM - FORMULA_TOP)
    assert tex == "x" or max(wide, tall) > 0.8


def test_a_wrong_formula_has_a_cross_for_its_tick(typesetter: Typesetter) -> None:
    picture = typesetter.typeset("x", display=True)
    right, wrong = (svg(Card("T", "S", "mark", picture, wrong=wrong)) for wrong in (False, True))
    assert right != wrong
    assert ("#c62828" in right, "#c62828" in wrong) == (False, True)


def test_a_picture_that_is_not_mathjax_is_refused() -> None:
    with pytest.raises(TypesetError, match="does not begin"):
        svg(Card("T", "S", "", Typeset("<b>", "", "x", 1, 1, 0)))
