"""Does the Node side draw, say and write what it should, and refuse the rest?"""

import re
from xml.etree import ElementTree as ET

import pytest

from generator.errors import TypesetError
from generator.mathjax.typeset import Typesetter

READABLE = [
    (r"\underbrace{W^{[l]}}_{n_{l} \times m} = b", "W^[l] [n_l × m] = b"),
    (r"\min_{x} f", "min_x f"),
    (r"\frac{\partial L}{\partial z} = a - y", "∂L/∂z = a - y"),
    (r"-\frac{y}{a} + \frac{1 - y}{1 - a}", "-y/a + (1 - y)/(1 - a)"),
    (r"\frac{a - y}{a(1 - a)}", "(a - y)/(a(1 - a))"),
    (r"\frac{1}{2a}", "1/(2a)"),
    (r"y \log a + (1 - y) \log(1 - a)", "y log a + (1 - y) log(1 - a)"),
    (r"a_i (\delta_{ij} - a_j)", "a_i (δ_ij - a_j)"),
    (r"\frac{1}{1 + e^{-z}}", "1/(1 + e^(-z))"),
    (
        r"dZ^{[l]} = (W^{[l+1]})^{\mathsf T} dZ^{[l+1]} \odot g'(Z^{[l]})",
        "dZ^[l] = (W^[l + 1])^T dZ^[l + 1] ⊙ g'(Z^[l])",
    ),
    (r"\sum_{i=1}^m L^{(i)}", "∑_(i = 1)^m L^(i)"),
    (r"\hat y \in \mathcal{Y}, \sqrt{2}", "ŷ ∈ Y, √(2)"),
    (r"\sqrt[3]{x}", "3√(x)"),
    (r"\lim_{h \to 0} x", "lim_(h → 0) x"),
    (r"x_i^2 + \phantom{y} z", "x_i^2 + z"),
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "(1 2; 3 4)"),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b; = c"),
    (r"\begin{cases} z & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}", "{z if z > 0; 0 otherwise"),
]

REFUSED = [
    (r"\foo", r"Undefined control sequence \foo"),
    (r"\frac{1", "Missing close brace"),
    (r"\left( x", r"Extra \left or missing \right"),
    ("a & b", "Misplaced &"),
    ("   ", "Empty formula"),
    (r"\quad", "Nothing to read in this formula"),
    (r"\text{日}", 'No glyph for "日"'),
    (r"a \bowtie b", 'No word for "⋈" · generator/mathjax/words.mjs'),
    (r"\href{x}{y}", r"Undefined control sequence \href"),
    (r"\require{html}", r"Undefined control sequence \require"),
    (r"\def\x{1} \x", r"Undefined control sequence \def"),
    (r"\color{red}{x}", r"Undefined control sequence \color"),
    (r"\style{color: red}{x}", r"Undefined control sequence \style"),
    (r"\ref{x}", "Not allowed in a formula: a"),
    (r'\mmlToken{mi}[href="javascript:x"]{x}', "Not allowed in a formula: a"),
    (r'\mmlToken{mi}[mathcolor="red"]{x}', 'Not allowed in a formula: g fill="red"'),
    (r"x \tag{1}", r"(\tag, \notag) is not supported"),
    (r"\begin{array}{c|c} 1 & 2 \end{array}", "Not allowed in a formula: line class"),
]

DRAWN = [
    r"\cancel{a}",
    r"\boxed{x}",
    r"\left\{ \begin{matrix} a \\ b \\ c \\ d \\ e \end{matrix} \right.",
    r"\cancelto{0}{x}",
]


def parsed(svg: str) -> ET.Element:
    """Read a picture strictly, as XML."""
    return ET.fromstring(svg)  # noqa: S314 - our own worker wrote it


@pytest.mark.parametrize(("tex", "line"), READABLE)
def test_a_formula_is_written_on_a_line(typesetter: Typesetter, tex: str, line: str) -> None:
    assert typesetter.typeset(tex, display=True).readable == line


@pytest.mark.parametrize(("tex", "reason"), REFUSED)
def test_what_cannot_be_drawn_is_refused_with_its_tex(typesetter: Typesetter, tex: str, reason: str) -> None:
    with pytest.raises(TypesetError, match=re.escape(f"{' '.join(tex.split())} · ")) as refused:
        typesetter.typeset(tex, display=True)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_refusal_leaves_the_process_at_work(typesetter: Typesetter) -> None:
    typesetter.typeset("p")
    before = typesetter.started
    with pytest.raises(TypesetError):
        typesetter.typeset(r"\undefined")
    assert typesetter.typeset("p + q").readable == "p + q"
    assert typesetter.started == before


@pytest.mark.parametrize("tex", [tex for tex, _ in READABLE] + DRAWN)
def test_a_picture_is_ink_and_nothing_else(typesetter: Typesetter, tex: str) -> None:
    svg = typesetter.typeset(tex, display=True).svg
    root = parsed(svg)
    assert {element.tag for element in root.iter()} <= {"svg", "g", "path", "rect", "line"}
    assert root.get("fill") == root.get("stroke") == "currentColor"
    assert not re.search(r"data-|merror|href|style|class|id=|NaN|undefined", svg)


def test_sizes_are_those_of_the_picture(typesetter: Typesetter) -> None:
    picture = typesetter.typeset(r"\frac{a}{b}", display=True)
    root = parsed(picture.svg)
    assert (root.get("width"), root.get("height")) == (f"{picture.width:g}ex", f"{picture.height:g}ex")
    assert 0 < picture.depth < picture.height
    assert typesetter.typeset("a^2").depth < 0.1


def test_display_style_is_larger(typesetter: Typesetter) -> None:
    tex = r"\sum_{i=1}^n \frac{a}{b}"
    assert typesetter.typeset(tex, display=True).height > typesetter.typeset(tex).height


def test_outlines_are_written_with_relative_points(typesetter: Typesetter) -> None:
    """The minus sign begins and ends on the right of its bar."""
    (outline,) = re.findall(r' d="([^"]*)"', typesetter.typeset("-").svg)
    assert outline == "m698 270l-618 0c-16 0-24-7-24-20c0-13 8-20 24-20l618 0c16 0 24 7 24 20c0 12-12 20-24 20z"


@pytest.mark.parametrize("tex", [tex for tex, _ in READABLE])
def test_mathml_is_well_formed_and_free_of_what_only_mathjax_reads(typesetter: Typesetter, tex: str) -> None:
    root = parsed(typesetter.typeset(tex, display=True).mathml)
    assert root.tag == "{http://www.w3.org/1998/Math/MathML}math"
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("data-")]


def test_mathml_says_what_the_formula_is(typesetter: Typesetter) -> None:
    assert typesetter.typeset(r"\frac{dL}{dz} = a_{i}^{2} - y", display=True).mathml == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
        "<mfrac><mrow><mi>d</mi><mi>L</mi></mrow><mrow><mi>d</mi><mi>z</mi></mrow></mfrac><mo>=</mo>"
        "<msubsup><mi>a</mi><mi>i</mi><mn>2</mn></msubsup><mo>−</mo><mi>y</mi></math>"
    )
