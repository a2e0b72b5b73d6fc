r"""What of TeX only decorates a formula: boxes, colours, braces with remarks, labels?

It is taken off, with what it is given, and what it surrounds stays. A newcomer adds a command to one of the tables.
"""

import re

_WITHOUT = {"label", "tag", "tag*", "color", "hspace", "hspace*", "vspace", "phantom", "hphantom", "vphantom", "eqref", "ref",  # noqa: E501 - one row a line
            "cite", "footnote", "rule"}  # fmt: skip
"""Commands that go with all that they are given."""
_AROUND = {"boxed", "fbox", "framebox", "bm", "boldsymbol", "pmb", "cancel", "bcancel", "xcancel", "mathop", "mathbin", "mathrel",  # noqa: E501 - one row a line
           "mathord", "underline", "ensuremath", "mathstrut", "bbox", "uwave", "mathinner", "mathclap", "smash"}  # fmt: skip  # noqa: E501 - one row a line
"""Commands of which what they surround stays."""
_SECOND = {"textcolor": 1, "colorbox": 1, "fcolorbox": 2, "class": 1, "cssId": 1, "style": 1, "raisebox": 1}
"""Commands of which the last argument stays; how many stand before it."""
_BRACED = {"underbrace": "_", "overbrace": "^", "underbracket": "_", "overbracket": "^"}
"""Commands whose remark below or above goes."""
_COMMAND = re.compile(r"\\([A-Za-z]+\*?)\s*")
_MOST = 200


def undecorated(tex: str) -> str:
    """Return the TeX without what only decorates."""
    at = 0
    for _ in range(_MOST):
        match = next((m for m in _COMMAND.finditer(tex, at) if _known(m[1])), None)
        if match is None:
            return tex
        at = match.start()
        tex = tex[:at] + _plain(match[1], tex, match.end())
    return tex


def _known(name: str) -> bool:
    return name in _WITHOUT or name in _AROUND or name in _SECOND or name in _BRACED


def _plain(name: str, tex: str, at: int) -> str:
    """Return what is left of the command, and all that follows it."""
    at = _option(tex, at)
    if name in _WITHOUT:
        return " " + tex[_group(tex, at)[1] :]
    before = _SECOND.get(name, 0)
    for _ in range(before):
        at = _group(tex, at)[1]
    inner, end = _group(tex, at)
    kept = f" {inner} " if name not in _AROUND and name not in _BRACED else f"{{{inner}}}" if len(inner) != 1 else inner
    if name == "boxed" or name in _BRACED:
        kept = f" {inner} "
    if name in _BRACED:
        end = _remark(tex, end, _BRACED[name])
    return kept + tex[end:]


def _option(tex: str, at: int) -> int:
    if tex[at : at + 1] == "[":
        end = tex.find("]", at)
        return end + 1 if end >= 0 else at
    return at


def _remark(tex: str, at: int, sign: str) -> int:
    behind = at + len(tex[at:]) - len(tex[at:].lstrip())
    return _group(tex, behind + 1)[1] if tex[behind : behind + 1] == sign else at


def _group(tex: str, at: int) -> tuple[str, int]:
    """Return one argument without its braces, and where it ends."""
    while tex[at : at + 1].isspace():
        at += 1
    if tex[at : at + 1] != "{":
        command = re.compile(r"\\[A-Za-z]+|\S|$").match(tex, at)
        end = command.end() if command else at
        return tex[at:end], end
    depth = 0
    for n in range(at, len(tex)):
        depth += (tex[n] == "{" and tex[n - 1 : n] != "\\") - (tex[n] == "}" and tex[n - 1 : n] != "\\")
        if depth == 0:
            return tex[at + 1 : n], n + 1
    return tex[at + 1 :], len(tex)
