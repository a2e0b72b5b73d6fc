"""How does a formula have to be written so that it shows as one where it is pasted?

One function for each place that renders formulas. What they return begins and ends so that it may be pasted into the
middle of a text, and its last words are the address of the formula.

Sources: Discourse Math, ``discourse-math.js`` (``$$`` on lines of its own); GitHub Docs, "Writing mathematical
expressions" (fences named ``math``); Mathematics Stack Exchange, "MathJax basic tutorial and quick reference".
"""

import re
from collections.abc import Callable, Mapping

_OPERATOR = re.compile(r"\\operatorname\{(\w+)\}")
_MARKS = re.compile(r"[\\`*_\[\]<>$]")


def dollars(tex: str) -> str:
    """Return a formula for Discourse and Stack Exchange: ``$$`` by itself on a line, and an empty line around."""
    return f"\n\n$$\n{tex}\n$$\n\n"


def fence(tex: str) -> str:
    r"""Return a formula for GitHub, whose MathJax knows no ``\operatorname``."""
    upright = _OPERATOR.sub(r"\\mathrm{\1}", tex)
    return f"\n\n```math\n{upright}\n```\n\n"


def brackets(tex: str) -> str:
    """Return a formula for LaTeX."""
    return f"\\[\n{tex}\n\\]\n"


def bare(_words: str, link: str) -> str:
    """Return the address by itself, which Discourse turns into a card."""
    return f"{link}\n"


def linked(words: str, link: str) -> str:
    """Return a link in Markdown."""
    return f"[{marked(words)}]({link})\n"


def marked(words: str) -> str:
    """Return words that Markdown shows as they are."""
    return _MARKS.sub(r"\\\g<0>", words)


def remarked(_words: str, link: str) -> str:
    """Return the address as a remark of LaTeX."""
    return f"% {link}\n"


FORUMS: Mapping[str, tuple[Callable[[str], str], Callable[[str, str], str]]] = {
    "Discourse": (dollars, bare),
    "Stack Exchange": (dollars, linked),
    "GitHub": (fence, linked),
    "LaTeX": (brackets, remarked),
}
"""How each place writes a formula, and the address under it."""
