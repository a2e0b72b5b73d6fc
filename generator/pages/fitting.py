"""What of a title and a description do previews show, and how are longer ones made to fit?

This module imports nothing, so that a build which finds its pages in the cache need not load any mathematics.
"""

MAX_TITLE, MAX_DESCRIPTION = 80, 250
"""As much of a page's title and description as previews show, in characters."""


def shortened(text: str, limit: int = MAX_DESCRIPTION) -> str:
    """Return the text, cut at a word where it is longer than the limit."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def titled(title: str, result: str) -> str:
    """Return a title that carries the result, if both fit into a preview, and the title alone if not."""
    both = f"{title}: {result}"
    return both if len(both) <= MAX_TITLE else title
