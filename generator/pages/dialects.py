"""How is a formula written for LaTeX, and a text with formulas for Markdown, from which a page makes what forums want?

What each forum wants stands in ``docs/assets/forums.js``: a page carries one text, and its menu makes the others.
"""

import re

_MARKS = re.compile(r"[\\`*_\[\]<>$]")


def dollars(tex: str) -> str:
    """Return a formula within Markdown: ``$$`` by itself on a line, and an empty line around."""
    return f"\n\n$$\n{tex}\n$$\n\n"


def brackets(tex: str) -> str:
    """Return a formula for LaTeX."""
    return f"\\[\n{tex}\n\\]\n"


def marked(words: str) -> str:
    """Return words that Markdown shows as they are."""
    return _MARKS.sub(r"\\\g<0>", words)
