"""Does a display formula keep its id?"""

import pytest

from generator.errors import TypesetError
from generator.mathjax.ids import PageIds, formula_id, take_label


@pytest.mark.parametrize("tex", [r"\label{result} a - y", r"a - y \label{result}", "\\label{result}\na - y\n"])
def test_a_label_is_taken_out_wherever_it_stands(tex: str) -> None:
    assert take_label(tex) == ("a - y", "result")


def test_a_label_between_two_parts_leaves_a_space() -> None:
    assert take_label(r"\partial\label{x}z") == (r"\partial z", "x")


def test_a_formula_without_a_label_is_only_stripped() -> None:
    assert take_label("  a - y\n") == ("a - y", None)


@pytest.mark.parametrize("tex", [r"\label{a} x \label{b}", r"\label{} x", r"\label{1} x", r"\label{a b} x"])
def test_two_labels_or_a_bad_name_are_refused(tex: str) -> None:
    with pytest.raises(TypesetError, match=r"wants one \\label"):
        take_label(tex)


def test_the_id_of_a_formula_never_changes() -> None:
    """Somebody has linked to it."""
    assert formula_id("a - y") == "f-8c715f80"


def test_equal_formulas_on_a_page_get_ids_of_their_own() -> None:
    ids = PageIds({"f-8c715f80-2"})
    assert [ids.claim("a - y", None) for _ in range(3)] == ["f-8c715f80", "f-8c715f80-3", "f-8c715f80-4"]


def test_a_label_that_is_taken_is_refused() -> None:
    ids = PageIds({"intro"})
    assert ids.claim("a", "result") == "result"
    for taken in ("result", "intro"):
        with pytest.raises(TypesetError, match=f"x · the id '{taken}' is taken"):
            ids.claim("x", taken)
