"""What a page says of a form to compute is what was measured."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from generator.build.proofs import prove
from generator.catalogue.records import Activation
from generator.pages.computing import ComputedView, computing_views
from generator.verify.proved import Proved
from generator.verify.rounding import truth
from tests.judged import proved_entry


def views(proved: Proved) -> tuple[ComputedView, ...]:
    return computing_views(proved, lambda name: (name, ""))


@pytest.fixture(scope="module")
def fused() -> Proved:
    return proved_entry("sigmoid-logistic")


def test_the_verdict_tells_the_error_the_formats_and_the_targets(fused: Proved) -> None:
    value, slope = views(fused)
    assert value.verdict.startswith(
        "This form is within 2 units in the last place of the true value in all four formats"
    )
    assert value.verdict.endswith("for every z from −1000 to 1000 and y = 0, 1, 0.25.")
    assert "away from its zeros" in slope.verdict


def test_the_table_tells_where_the_written_form_is_good(fused: Proved) -> None:
    value, _ = views(fused)
    assert [row.format for row in value.rows] == ["float64", "float32", "bfloat16", "float16"]
    assert {row.written for row in value.rows} == {"no value"}
    assert all(re.fullmatch(r"−[\d.]+\s≤\sz\s≤\s[\d.]+", row.good) for row in value.rows)


def test_a_page_draws_one_picture_small_and_alike_in_every_build(fused: Proved) -> None:
    value, slope = views(fused)
    assert value.plot == ""
    assert len(slope.plot.encode()) < 20_000
    assert slope.plot == views(fused)[1].plot
    assert 'id="figure' not in slope.plot


def test_what_needs_no_other_form_says_so_without_a_picture() -> None:
    for view in views(proved_entry("identity")):
        assert view.verdict.startswith("As it is written, it is within")
        assert (view.lines, view.plot, view.missed) == ((), "", False)


def test_a_shortfall_is_stated_with_its_figures() -> None:
    view = views(prove(Activation("f", "F", "2*z - sinh(z)*z + z*sinh(z)", ())))[0]
    assert view.missed
    assert "No better form is known here" in view.verdict
    assert "no value in float64, float32, bfloat16 and float16." in view.verdict


def test_of_a_vector_it_says_what_ran_and_what_stood_still() -> None:
    for view in views(proved_entry("softmax")):
        assert view.verdict.endswith("for every z₁ from −1000 to 1000, z₂ = 0.5 and z₃ = −2.")
        assert view.largest == "z_{k}"
        assert {row.written for row in view.rows} == {"no value"}


def test_of_a_loss_it_names_the_letter_and_its_domain() -> None:
    value, slope = views(proved_entry("logistic"))
    assert value.verdict.endswith(
        "for every a from 6.1\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁻⁵ to 0.938 and y = 0, 1, 0.25."
    )
    assert value.largest == slope.largest == ""
    assert [row.good.replace("\N{NO-BREAK SPACE}", " ") for row in value.rows if row.format == "float16"] == [
        "3.9 × 10⁻³ ≤ a ≤ 0.938"
    ]


def run(view: ComputedView) -> Callable[..., Any]:
    """Return the function that the code of a view defines."""
    names: dict[str, Any] = {}
    exec(view.code.removeprefix("```python\n").removesuffix("```"), names)  # noqa: S102 - printed by this project
    found: Callable[..., Any] = next(names[name] for name in ("loss", "activation", "gradient") if name in names)
    return found


@pytest.mark.unmeasured
@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("name", ["sigmoid-logistic", "softmax-cross-entropy", "log-softmax", "log-cosh", "gelu"])
def test_the_code_of_a_form_is_right_where_the_written_one_overflows(name: str, kind: type[np.floating[Any]]) -> None:
    proved = proved_entry(name)
    for one, view in zip(proved.computing, views(proved), strict=True):
        if not view.code:
            continue
        for point in (-1000.0, -0.25, 1000.0):
            for target in one.sweep.targets:
                swept = (point, *one.sweep.beside) if one.sweep.beside else point
                inputs = (swept, target) if one.sweep.target is not None else (swept,)
                got = np.asarray(run(view)(*(np.array(value, kind) for value in inputs)), float).ravel()
                here = replace(one.sweep, points=(point,), targets=(target,))
                expected = truth(one.written.term, here).high.ravel()
                assert np.all(np.isfinite(got))
                assert got == pytest.approx(expected, rel=16 * float(np.finfo(kind).eps), abs=1e-30)
