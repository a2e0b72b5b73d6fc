"""Which words of a listing have a colour? Those that are not plain names, signs or spaces.

A filter for Pygments, which ``mkdocs.yml`` names. Each coloured word is an element of the page, and half of them would
be commas and names in the colour of the text around them.
"""

from collections.abc import Iterable, Iterator

from pygments.filter import Filter
from pygments.lexer import Lexer
from pygments.token import Name, Operator, Punctuation, Text, Whitespace, _TokenType

PLAIN = frozenset({Name, Operator, Punctuation, Whitespace})


class PlainFilter(Filter):
    """Leaves the words without a colour of their own unmarked."""

    def filter(self, lexer: Lexer, stream: Iterable[tuple[_TokenType, str]]) -> Iterator[tuple[_TokenType, str]]:  # noqa: ARG002 - Pygments' signature
        """Yield the tokens, the plain ones as text."""
        for kind, value in stream:
            yield (Text if kind in PLAIN else kind), value
