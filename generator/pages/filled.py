"""Was the plugin run that makes the pages? A Python-Markdown extension stops a build in which it was not.

    markdown_extensions:
      - generator.pages.filled

A builder that knows no plugins of MkDocs, or a ``mkdocs.yml`` without ours, would publish the few pages that are
written by hand, with empty places, in the name of the site. The home page has a mark that the plugin takes away.
"""

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from generator.errors import PageError
from generator.pages.site import UNFILLED

FIRST = 100
"""Before all that changes a text."""


class Filled(Preprocessor):
    """Refuse a page that still has the mark."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines as they are. Raises ``PageError``."""
        if UNFILLED.mark in lines:
            raise PageError(
                "the plugin 'dldz' was not run · the pages that it makes are missing · mkdocs.yml, or for another "
                "builder: python -m generator write DIR --config mkdocs.yml"
            )
        return lines


class FilledExtension(Extension):
    """The extension; it has no options."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processor."""
        md.preprocessors.register(Filled(md), "filled", FIRST)


def makeExtension(**options: Any) -> FilledExtension:  # noqa: ANN401, N802 - Python-Markdown's own signature
    """Return the extension, as Python-Markdown asks for it."""
    return FilledExtension(**options)
