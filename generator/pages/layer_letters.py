"""How are the names of a layer written in TeX?"""

import re

GREEK = ("alpha", "beta", "gamma", "mu")
WORDS = ("id", "up", "down")
"""Names that are a word; of others the second is raised: wq is w of q."""
NAME = re.compile(r"(?P<d>d?)(?P<letter>[a-zA-Z]+?)(?P<hat>hat)?(?P<count>\d*)(?P<out>_out)?")


def letter(name: str) -> str:
    """Return the TeX of a name: xhat is x with a hat, h0 has a superscript, a word is upright."""
    if name == "eps":
        return r"\varepsilon"
    if name in WORDS:
        return rf"\mathrm{{{name}}}"
    found = NAME.fullmatch(name)
    if found is None:
        return rf"\mathrm{{{name}}}"
    base = found["letter"]
    if len(base) == 2 and base not in {*GREEK, *WORDS}:
        shown = rf"{base[0]}^{{({base[1]})}}"
    else:
        shown = rf"\{base}" if base in GREEK else base if len(base) == 1 else rf"\mathrm{{{base}}}"
    if found["hat"]:
        shown = r"\hat{\imath}" if shown == "i" else rf"\hat{{{shown}}}"
    if found["count"]:
        shown = rf"{shown}^{{({found['count']})}}"
    if found["out"]:
        shown = rf"{shown}^{{\mathrm{{out}}}}"
    return f"d{shown}" if found["d"] else shown
