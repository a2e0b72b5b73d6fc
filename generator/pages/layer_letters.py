"""How are the names of a layer written in TeX?"""

import re
from collections.abc import Container

GREEK = ("alpha", "beta", "gamma", "mu")
WORDS = ("id", "up", "down")
"""Names that are a word; of others the second is raised: wq is w of q."""
OPTIONS = {"stride": "s", "pad": "p", "dilation": "r"}
"""How an option with a long name is written within an index; r is the rate of dilation, for d is a derivative."""
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


def option_letter(option: str, taken: Container[str]) -> str:
    """Return the TeX of an option: one letter, unless another thing on the page has it; else its name, upright."""
    short = OPTIONS.get(option)
    if short and short not in taken:
        return short
    return letter(option) if len(option) == 1 or option in {*GREEK, "eps"} else rf"\mathrm{{{option}}}"
