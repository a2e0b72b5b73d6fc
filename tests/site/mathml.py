"""What does a formula in MathML say? Its elements are put back into TeX, which ``headline`` reads.

It knows the elements that MathJax writes for our headlines, and fails for any other.
"""

import re
from collections.abc import Callable, Mapping
from xml.etree import ElementTree as ET

import sympy as sp

from tests.site import headline

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
SIGNS = {
    "−": "-", "⋅": r" \cdot ", "∂": r"\partial ", "∑": r"\sum", "δ": r"\delta ", "σ": r"\sigma ", "α": r"\alpha ",
    "β": r"\beta ", "γ": r"\gamma ", "λ": r"\lambda ", "τ": r"\tau ", "π": r"\pi ", "≤": r"\le ", "≥": r"\ge ",
    "ϵ": r"\epsilon ", "Φ": r"\Phi ", "∧": r"\wedge ", "\u2061": "", "|": "|", "{": "", "′": "'",
}  # fmt: skip
NAMES = {"log", "ln", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "arcsin", "arccos", "max", "min"}

NO_BREAK = "\N{NO-BREAK SPACE}"
LINE = r" \\ "
ROWS: Mapping[str, Callable[..., str]] = {
    "mfrac": lambda above, below: rf"\frac{{{above}}}{{{below}}}",
    "msqrt": lambda *inside: rf"\sqrt{{{''.join(inside)}}}",
    "msub": lambda base, below: f"{base}_{{{below}}}",
    "msup": lambda base, above: f"{base}^{{{above}}}",
    "msubsup": lambda base, below, above: f"{base}_{{{below}}}^{{{above}}}",
    "munderover": lambda base, below, above: f"{base}_{{{below.replace(' ', '')}}}^{{{above}}} ",
    "mtable": lambda *rows: rf"\begin{{cases}} {LINE.join(rows)} \end{{cases}}",
    "mtr": lambda *cells: " & ".join(cells),
    **dict.fromkeys(("math", "mrow", "mtd"), lambda *inside: "".join(inside)),
}


def read(source: str) -> sp.Expr:
    """Return the right-hand side of a formula in MathML, without the condition under which it holds."""
    whole = tex(ET.fromstring(source)).partition(r"\quad")[0]  # noqa: S314 - our own page
    # The name of a function stands next to its (z); a gamma is a letter here, and would be read as a function.
    return headline.read(re.sub(r"(\\(?!gamma)[A-Za-z]+) (?=[(^])", r"\1", whole))


def tex(element: ET.Element) -> str:
    """Return an element as TeX."""
    kind = element.tag.removeprefix(NAMESPACE)
    if kind in {"mi", "mn", "mo"}:
        return _token((element.text or "").strip())
    if kind == "mtext":
        return rf"\text{{{(element.text or '').replace(NO_BREAK, ' ')}}}"
    if kind == "mspace":
        return r"\quad "
    return ROWS[kind](*map(tex, element))


def _token(text: str) -> str:
    if text in SIGNS:
        return SIGNS[text]
    if text == "=":
        return " = "
    return rf"\{text} " if text in NAMES else rf"\operatorname{{{text}}}" if text.isalpha() and len(text) > 1 else text
