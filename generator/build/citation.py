"""How is a page cited? In words, and as BibTeX, both with the version and the date of the site."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from generator import __version__

AUTHOR = "the dldz authors"
ISSUES = "https://github.com/dldz/dldz/issues/new"

_SPECIAL = re.compile(r"[&%$#_{}]")


@dataclass(frozen=True)
class Citation:
    """A page to cite: its title in plain words, its site, its place there, its permanent address, the site's date."""

    title: str
    site: str
    place: str
    url: str
    day: date

    @property
    def words(self) -> str:
        """The citation as a sentence; the address follows it."""
        who = f"{AUTHOR[:1].upper()}{AUTHOR[1:]} ({self.day.year})"
        return f"{who}. “{self.title}”, {self.site}, version {__version__} of {self.day}."

    @property
    def bibtex(self) -> str:
        """The citation for BibTeX; signs beyond ASCII are left to Biber or to an ``inputenc`` that knows them."""
        fields = {
            "author": f"{{{AUTHOR}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "howpublished": _escaped(self.site),
            "note": f"Version {__version__} of {self.day}",
            "year": str(self.day.year),
            "url": self.url,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{self.key},\n{lines}}}"

    @property
    def report(self) -> str:
        """The address of the form for a wrong formula, with page, formula and version filled in."""
        fields = {
            "template": "wrong-formula.yml",
            "title": f"wrong formula: {self.title}",
            "page": self.url,
            "shown": f"{self.title}\n\nVersion {__version__} of {self.day}",
        }
        return f"{ISSUES}?{urlencode(fields, quote_via=quote)}"

    @property
    def key(self) -> str:
        """The name under which BibTeX knows the page: its address, in letters that BibTeX takes."""
        return "dldz:" + (re.sub("[^a-z0-9]+", "-", self.place.lower()).strip("-") or "home")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text.replace("\\", r"\textbackslash "))
