"""How do words, numbers, sets and formulas become Markdown?

Whatever is not Markdown already goes through ``escape``: a title, another name, a formula that somebody typed.
"""

import math
import re
from typing import Any

import sympy as sp

from generator.engine.human import human
from generator.engine.oneline import plain

SPECIAL = re.compile(r"[\\`*_{}\[\]#|$~^<>&]")
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
SPACE = re.compile(r"[ \t\r\n]+")
SMALL, LARGE = 0.01, 100


def escape(text: str) -> str:
    r"""Return text that Markdown and HTML show as it is; a backslash would not do, for ``\(`` opens a formula."""
    return SPECIAL.sub(lambda found: f"&#{ord(found[0])};", SPACE.sub(" ", text.strip()))


def display(tex: str, label: str = "") -> str:
    r"""Return a displayed formula as a block of Markdown, with an id of its own where a label is given."""
    mark = rf"\label{{{label}}} " if label else ""
    return f"$$\n{mark}{tex}\n$$"


def inline(tex: str) -> str:
    """Return a formula within a line of Markdown; a bar would end the cell of a table."""
    return f"${tex.replace('|', chr(92) + 'vert ').rstrip()}$"


def scientific(number: Any) -> str:  # noqa: ANN401 - a float or a number of mpmath
    """Return a number with two digits: 0.25 as it is, a very small or large one as 1.3 × 10⁻⁴⁹, and ∞."""
    value = float(number)
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0 or SMALL <= abs(value) < LARGE:
        return f"{value:.2g}".replace("-", "−")
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return f"{mantissa.replace('-', '−')}{power_of_ten(int(exponent))}"


def power_of_ten(exponent: int) -> str:
    """Return what follows a mantissa, `` × 10⁻⁴⁹``; no line ends within it."""
    return f"\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{str(exponent).translate(SUPERSCRIPT)}"


def plural(count: int, noun: str) -> str:
    """Return ``1 step`` or ``2 steps``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def within(name: str, where: sp.Set) -> str:
    """Return in signs where a number lies: ``0 < a < 1``."""
    if where == sp.S.Reals:
        return f"{name} is any real number"
    if isinstance(where, sp.FiniteSet):
        *others, last = (f"{name} = {_bound(value)}" for value in sorted(where, key=float))
        return f"{', '.join(others)} or {last}" if others else last
    if not isinstance(where, sp.Interval):
        return f"{name} lies in {where}"
    low = "" if where.start == -sp.oo else f"{_bound(where.start)} {'<' if where.left_open else '≤'} "
    high = "" if where.end == sp.oo else f" {'<' if where.right_open else '≤'} {_bound(where.end)}"
    return f"{low}{name}{high}".replace(" ", "\N{NO-BREAK SPACE}")


def _bound(value: sp.Expr) -> str:
    return plain(human(value))
