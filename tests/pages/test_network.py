"""The pages of the network: one a formula and one for all, with code that learns."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits

from generator.build.work import prove_formula
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS, formula
from generator.pages.graph import graph
from generator.pages.network_code import network_code, xor_code
from generator.pages.render import Records, render
from generator.pages.site import Page
from generator.pages.worked import example, matrix
from generator.verify.instances import instances, worked
from generator.verify.proved import ProvedFormula


@pytest.fixture(scope="module")
def proved() -> tuple[ProvedFormula, ...]:
    return tuple(map(prove_formula, FORMULAS))


@pytest.fixture(scope="module")
def pages(proved: tuple[ProvedFormula, ...]) -> dict[str, Page]:
    return {
        page.uri: page
        for page in render(Records(Catalogue(), instances(()), formulas=tuple(proved))).pages
        if page.folder == "network"
    }


def test_every_formula_has_a_page_and_one_page_joins_them(pages: dict[str, Page]) -> None:
    assert set(pages) == {"network/index.md", *(f"{entry.uri}.md" for entry in FORMULAS)}


@pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry.id)
def test_the_page_shows_the_formula_with_the_shape_of_every_factor(
    entry: Any,  # noqa: ANN401 - an entry
    pages: dict[str, Page],
    proved: tuple[ProvedFormula, ...],
) -> None:
    one = next(one for one in proved if one.entry is entry)
    text = pages[f"{entry.uri}.md"].text
    assert rf"\label{{result}} {one.tex}" in text
    assert one.shaped.count(r"\underbrace") >= 2
    assert one.shaped in text


def test_the_page_tells_which_numerator_a_gradient_has(pages: dict[str, Page]) -> None:
    assert "Differentiated is $J$" in pages["network/dw.md"].text
    assert "Differentiated is $L$" in pages["network/dz-hidden.md"].text
    assert "Differentiated is $C$" in pages["network/bp4.md"].text


def test_a_formula_can_be_copied_for_programs(pages: dict[str, Page]) -> None:
    text = pages["network/dw.md"].text
    assert "dW_l = dZ_l*A_l_minus_1.T/m\\n" in text
    assert "dW[l] = dZ[l] @ A[l - 1].T / m\\n" in text


def test_both_places_of_one_over_m_are_shown(pages: dict[str, Page]) -> None:
    assert r"dW^{[l]} = dZ^{[l]} \, A^{[l-1]\mathsf T}" in pages["network/dw.md"].text
    assert "Where 1/m may stand instead" not in pages["network/bp4.md"].text


def test_the_output_pages_say_when_the_difference_is_right(pages: dict[str, Page]) -> None:
    text = pages["network/dz-output.md"].text
    rows = {line.split("](")[0] for line in text.splitlines() if line.startswith("| [") and "cases/" in line}
    assert "| [Sigmoid with logistic loss" in rows
    assert "| [Sigmoid with half squared error" not in rows
    assert f"In the other {len(Catalogue().cases) - len(rows)} pairs it is not" in text


def test_the_drawing_shows_what_is_used_and_what_comes_from_upstream() -> None:
    found = graph(formula("network-dw"))
    assert [edge.use for edge in found.edges].count("used") == 2
    assert [edge.use for edge in found.edges].count("upstream") == 4
    assert "W [l] to Z [l]" in found.words
    assert {spot.letter for spot in graph(formula("bp4")).spots} == {"a", "w", "b", "z", "C"}


def test_a_definition_has_no_upstream() -> None:
    assert "upstream" not in {edge.use for edge in graph(formula("network-z")).edges}


def test_the_worked_example_agrees_with_its_own_check() -> None:
    found = example(worked())
    assert found.slope == pytest.approx(found.measured, rel=1e-6)
    assert [one.name for one in found.backward] == [
        "dZ^{[2]}", "dW^{[2]}", "db^{[2]}", "dZ^{[1]}", "dW^{[1]}", "db^{[1]}",
    ]  # fmt: skip


def test_numbers_are_rounded_and_minus_zero_is_zero() -> None:
    assert matrix(np.array([[0.123456, -0.0]])) == r"\begin{pmatrix} 0.1235 & 0 \end{pmatrix}"


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the code that the page shows
    return names


def test_the_code_on_the_page_learns_exclusive_or(pages: dict[str, Page], capsys: pytest.CaptureFixture[str]) -> None:
    code, xor = network_code(), xor_code()
    assert code in pages["network/index.md"].text
    assert xor in pages["network/index.md"].text
    answers = run(f"{code}\n\n{xor}")["A"][2]
    assert np.abs(answers - [[0, 1, 1, 0]]).max() < 0.1
    assert "1." in capsys.readouterr().out


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_the_code_runs_at_any_depth(depth: int) -> None:
    names, draw = run(network_code()), np.random.default_rng(depth)
    widths = [3, 5, 4, 2, 6][: depth + 1]
    W = {l: draw.normal(size=(widths[l], widths[l - 1])) for l in range(1, depth + 1)}  # noqa: E741, N806 - as on the page
    b = {l: draw.normal(size=(widths[l], 1)) for l in range(1, depth + 1)}  # noqa: E741
    g, dg = dict.fromkeys(W, np.tanh), dict.fromkeys(W, lambda z: 1 - np.tanh(z) ** 2)
    Z, A = names["forward"](draw.normal(size=(3, 7)), W, b, g)  # noqa: N806
    dW, db = names["backward"](draw.normal(size=A[depth].shape), W, Z, A, dg)  # noqa: N806
    assert {l: x.shape for l, x in W.items()} == {l: x.shape for l, x in dW.items()}  # noqa: E741
    assert {l: x.shape for l, x in b.items()} == {l: x.shape for l, x in db.items()}  # noqa: E741


def test_no_page_is_written_without_formulas() -> None:
    assert [page for page in render(Records(Catalogue(), instances(()))).pages if page.folder == "network"] == []


def test_the_templates_leave_no_braces_behind(pages: dict[str, Page]) -> None:
    assert [uri for uri, page in pages.items() if "{%" in page.text] == []
    assert all(Path(page.source).suffix == ".py" for page in pages.values())


def softmax(z: Any) -> Any:  # noqa: ANN401 - arrays
    raised = np.exp(z - z.max(axis=0))
    return raised / raised.sum(axis=0)


def test_the_code_on_the_page_learns_to_read_handwritten_digits() -> None:
    names, draw = run(network_code()), np.random.default_rng(0)
    images, labels = load_digits(return_X_y=True)
    X, Y = images.T / 16, np.eye(10)[labels].T  # noqa: N806 - as on the page
    order = draw.permutation(X.shape[1])
    seen, unseen = order[:1200], order[1200:]
    W = {1: draw.normal(size=(32, 64)) / 8, 2: draw.normal(size=(10, 32)) / 6}  # noqa: N806
    b = {1: np.zeros((32, 1)), 2: np.zeros((10, 1))}
    g, dg = {1: np.tanh, 2: softmax}, {1: lambda z: 1 - np.tanh(z) ** 2}
    for _ in range(200):
        Z, A = names["forward"](X[:, seen], W, b, g)  # noqa: N806
        dW, db = names["backward"](Y[:, seen], W, Z, A, dg)  # noqa: N806
        W, b = {n: W[n] - dW[n] for n in W}, {n: b[n] - db[n] for n in b}  # noqa: N806
    answers = names["forward"](X[:, unseen], W, b, g)[1][2]
    assert np.mean(answers.argmax(axis=0) == labels[unseen]) > 0.93
