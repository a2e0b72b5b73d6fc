"""How do the gradients of a layer look as products of matrices?"""

import re

from generator.derive.matrix_forms import ONES, Factor, Product, matrix_line
from generator.engine import terms as t
from generator.engine.notation import Notation
from generator.engine.tex import tex
from generator.pages.layer_letters import letter
from generator.pages.text import inline
from generator.verify.layer_evidence import ProvedLayer
from generator.verify.layer_matrices import Matrices

_SINGLE = re.compile(r"(?<![a-zA-Z\\])[a-z](?![a-zA-Z])")


def matrix_rows(one: ProvedLayer, notation: Notation) -> tuple[tuple[str, str, str], ...]:
    """Return each as TeX with examples in rows, as TeX with examples in columns (empty where none are), and as code."""
    slopes = {f"d{each.name}" for each in (*one.graph.given, *one.graph.defined)}

    vectors = {each.of.name for each in one.gradients if len(each.of.indices) == 1}

    def shown(each: Matrices, form: tuple[Product, ...]) -> str:
        left = letter(f"d{each.of}") if each.of in vectors else _letter(f"d{each.of}", slopes)
        return inline(f"{left} = {_sum(form, slopes, notation)}") if form else ""

    return tuple(
        (shown(each, each.rows), shown(each, each.columns), f"d{each.of} = {matrix_line(each.rows)}")
        for each in one.matrices
    )


def _sum(form: tuple[Product, ...], slopes: set[str], notation: Notation) -> str:
    parts = [(one.sign, _product(one, slopes, notation)) for one in form]
    first = ("-" if parts[0][0] < 0 else "") + parts[0][1]
    return first + "".join((" - " if sign < 0 else " + ") + text for sign, text in parts[1:])


def _product(one: Product, slopes: set[str], notation: Notation) -> str:
    scale = [] if one.scale == t.ONE else [tex(one.scale, notation)]
    return " \\, ".join((*scale, *(_factor(each, slopes) for each in one.factors)))


def _factor(one: Factor, slopes: set[str]) -> str:
    shown = r"\mathbf{1}" if one.name == ONES else _letter(one.name, slopes)
    if not one.transposed:
        return shown
    return rf"({shown})^{{\top}}" if "^" in shown else rf"{shown}^{{\top}}"


def _letter(name: str, slopes: set[str]) -> str:
    """Return the TeX of a matrix: its letter is a capital, dX of dx."""
    if name in slopes:
        return "d" + _letter(name[1:], set())
    return _SINGLE.sub(lambda found: found[0].upper(), letter(name), count=1)
