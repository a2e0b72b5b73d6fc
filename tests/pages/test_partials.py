"""A page tells the gradient for a parameter, with the steps that it has not shown yet, and code that computes it."""

import re

import numpy as np
import pytest

from generator.pages.languages.tabs import listings
from generator.pages.site import Page
from generator.verify.judge import judge
from generator.verify.proved import Proved


def section(page: Page) -> str:
    """Return the section about alpha's gradient."""
    _, _, rest = page.text.partition("## Gradient for α { #gradient-alpha }")
    return rest.partition("\n## ")[0]


def test_a_case_shows_what_its_page_has_not_shown(pages: dict[str, Page]) -> None:
    text = section(pages["cases/prelu-mse.md"])
    assert r"\label{gradient-alpha-result} \frac{dL}{d\alpha} = (a - y)" in text
    assert "it beside that by z" in text
    assert "Step 1" not in text
    assert "Step 2: da/dα" in text
    assert "receipt of the gradient for α" in text


def test_no_id_of_a_page_stands_twice(pages: dict[str, Page]) -> None:
    for uri in ("activations/prelu.md", "cases/prelu-huber.md", "losses/gaussian-nll.md", "activations/swiglu.md"):
        labels = re.findall(r"\\label\{([^}]*)\}", pages[uri].text)
        assert len(labels) == len(set(labels)) > 0


def test_the_loss_tells_its_own_and_its_cases_do_not(pages: dict[str, Page]) -> None:
    assert "#gradient-v }" in pages["losses/gaussian-nll.md"].text
    assert "#gradient-v }" not in pages["cases/linear-gaussian-nll.md"].text


@pytest.mark.parametrize(("name", "parameter"), [("prelu-huber", "alpha"), ("gaussian-nll", "v"), ("geglu", "g")])
def test_the_code_gives_the_slope_of_the_definition_beside_it(
    name: str, parameter: str, proved: dict[str, Proved]
) -> None:
    names: dict[str, object] = {}
    exec(listings(proved[name])[0].code, names)  # noqa: S102 - our own output
    function = names["activation" if proved[name].entry.kind == "activation" else "loss"]
    arguments = [np.array([-1.5, 0.75, 2.5]), np.array([0.5, -1.0, 2.0])][: 2 - (name == "geglu")]
    below, above = (function(*arguments, **{parameter: 0.6 + h}) for h in (-1e-6, 1e-6))  # type: ignore[operator]  # a function
    found = names[f"gradient_{parameter}"](*arguments, **{parameter: 0.6})  # type: ignore[operator]  # as above
    np.testing.assert_allclose(found, (above - below) / 2e-6, rtol=1e-7, atol=1e-9)


def test_the_judge_measures_it_and_rejects_what_is_wrong(proved: dict[str, Proved]) -> None:
    one = proved["prelu"]
    (partial,) = one.partials
    assert partial.evidence == judge(partial.derivation, one.entry)
    assert {variant.id for variant in partial.evidence.receipt.rejected_variants} >= {"sign-flipped", "factor-two"}
