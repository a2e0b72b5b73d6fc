"""Whatever is copied of a formula is that formula, in every dialect, and says where it comes from."""

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.catalogue.network_derivations import derived
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.notation import NOTATIONS
from generator.engine.sympy_code import name_of
from generator.engine.tex import equation
from generator.pages.copies import Copies, component_copies, copies_of, derivation_block, headline_blocks
from generator.pages.dialects import dollars, marked
from generator.pages.snippet import snippet
from tests.pages.forums import READERS, refused_by_github, written

pytestmark = pytest.mark.usefixtures("derived")

Entry = Activation | Loss | Case
EVERY_ENTRY = pytest.mark.parametrize("entry", Catalogue().entries, ids=lambda entry: entry.id)
LINK = "https://x.invalid/"
Z = np.array([-1.3, -0.2, 0.7, 1.9])
A = np.array([0.1, 0.2, 0.3, 0.4])
Y = np.array([0.125, 0.5, 0.25, 0.125])


def copies(entry: Entry) -> Mapping[str, Copies]:
    """Return what can be copied of an entry."""
    return copies_of(derivation_of(entry))


def data(block: str) -> dict[str, Any]:
    """Return what stands in a block of Markdown."""
    first, line, last = block.split("\n")
    assert (first, last) == ("```copy", "```")
    found: dict[str, Any] = json.loads(line)
    return found


@EVERY_ENTRY
def test_every_line_can_be_copied_and_a_result_as_mathml_too(entry: Entry) -> None:
    for name, each in copies(entry).items():
        assert [*each.texts][:3] == (
            ["LaTeX", "MathML", "SymPy"] if name == "result" else ["LaTeX", "SymPy", *[*each.texts][2:3]]
        )
        assert set(each.texts) <= {"LaTeX", "MathML", "SymPy", "NumPy"}
        assert data(each.block)["id"] == name
        assert each.plain


@EVERY_ENTRY
def test_forums_read_the_formula_and_nothing_else(entry: Entry) -> None:
    found = [*copies(entry).values()]
    asked = [(dollars(each.tex), entry.title, LINK, ()) for each in found]
    for each, texts in zip(found, written(asked), strict=True):
        for forum, reader in READERS.items():
            (formula,) = reader(f"So {texts[forum]}it is.")
            assert formula == re.sub(r"\\operatorname(?=\{)", r"\\mathrm", each.tex) if forum == "GitHub" else each.tex
        assert refused_by_github(texts["GitHub"]) == []
        assert each.texts["LaTeX"] == f"\\[\n{each.tex}\n\\]\n"


@EVERY_ENTRY
def test_the_numpy_of_the_result_is_the_gradient_on_the_page(entry: Entry) -> None:
    derivation = derivation_of(entry)
    names: dict[str, Any] = {}
    exec(snippet(entry, derivation), names)  # noqa: S102 - our own output
    given = {"z": Z, "a": A, "w": Z, "y": Y}
    arguments = [given[letter] for letter in entry.inputs]
    letters: dict[str, Any] = given | ({} if isinstance(entry, Loss) else {"a": inner(entry)})
    letters |= {one.id: float(one.default) for one in entry.parameters}
    exec(dict(copies(entry)["result"].code)["NumPy"], letters)  # noqa: S102 - our own output
    if isinstance(entry, Activation) and entry.vector:
        arguments = [np.tile(Z, (len(Z), 1)), np.eye(len(Z))]  # one row of the Jacobian for each component of a
    assert np.allclose(names["gradient"](*arguments), letters[name_of(derivation.goal)], rtol=1e-12, atol=1e-15)


def inner(entry: Entry) -> object:
    """Return a, as the activation's own code computes it."""
    part = entry.activation if isinstance(entry, Case) else entry
    names: dict[str, Any] = {}
    exec(snippet(part, derivation_of(part)), names)  # noqa: S102 - our own output
    return names["activation"](Z)


@EVERY_ENTRY
def test_each_author_has_a_result_to_copy(entry: Entry) -> None:
    derivation = derivation_of(entry)
    menus = [data(block) for block in headline_blocks(derivation)]
    spelled = dict.fromkeys(equation(derivation.goal, derivation.result, each) for each in NOTATIONS)
    assert [menu["tex"].partition(r" \quad")[0] for menu in menus] == [*spelled]


@EVERY_ENTRY
def test_a_whole_derivation_is_copied_line_by_line(entry: Entry) -> None:
    derivation = derivation_of(entry)
    texts = data(derivation_block(entry.title, derivation))["texts"]
    lines = sum(1 + len(phase.lines) for phase in derivation.phases)
    (found,) = written([(texts["Markdown"], entry.title, LINK, ())])
    assert {forum: len(READERS[forum](text)) for forum, text in found.items()} == dict.fromkeys(found, lines)
    first, second, _ = found["Discourse"].split("\n\n", 2)
    assert (first, second) == (f"**{marked(entry.title)}**", marked(derivation.phases[0].title))


def test_a_formula_takes_its_condition_along() -> None:
    result = copies(Catalogue().find("softmax-cross-entropy"))["result"]
    assert result.tex.endswith(r"\quad \text{where } \sum_{k=1}^{N} y_{k} = 1")
    assert result.plain == "∂L/∂zᵢ = aᵢ − yᵢ, where Σₖ yₖ = 1"
    assert "# where Σₖ yₖ = 1\n" in dict(result.code)["SymPy"]


def test_a_derivative_of_a_formula_has_no_numpy() -> None:
    lines = copies(Catalogue().find("sigmoid"))
    assert "NumPy" not in lines["step-1-0"].texts
    assert "Derivative(" in str(lines["step-1-0"].texts["SymPy"])


def component(formula: str, anchor: str) -> Copies:
    """Return what can be copied of one line of a formula of the network."""
    entry = next(each for each in FORMULAS if each.id == formula)
    return component_copies(derived(entry).derivation)[anchor]


def test_a_component_is_copied_in_every_dialect_but_numpy() -> None:
    line = component("network-dw", "step-3-2")
    assert [*line.texts] == ["LaTeX", "SymPy"]
    assert line.plain == "∂J/∂W[l]ᵢⱼ = 1/m · (Σₛ dZ[l]ᵢₛ A[l−1]ⱼₛ)"
    assert "dJ_dW_l = 1/m*Sum(dZ_l[i, s]*A_l_minus_1[j, s], (s, 1, m))\n" in str(line.texts["SymPy"])


def test_a_component_takes_its_condition_along() -> None:
    line = component("network-dz-difference", "step-5-1")
    assert line.plain is not None
    assert line.plain.startswith("∂Lₛ/∂Z[L]ᵢₛ = A[L]ᵢₛ − Yᵢₛ, where Σₖ Yₖₛ = 1")


def test_a_formula_without_derivation_has_no_lines() -> None:
    assert component_copies(None) == {}
