"""Which Markdown does a page have beside it, for programs and chats that read no HTML?

``index.md`` beside each page has its prose, its formulas as TeX, its evidence and its code, with absolute links; and
``llms.txt`` lists all of them. What only a browser can show is left out: menus,
pictures, the instrument.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath

NAME, LIST = "index.md", "llms.txt"
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
COPY = re.compile(r"^[ \t]*```copy\n.*?^[ \t]*```[ \t]*\n", re.DOTALL | re.MULTILINE)
SHOWN_ONLY = re.compile(
    r'<figure\b.*?</figure>|<div class="try".*?</form>\n</div>\n</div>|<form\b.*?</form>', re.DOTALL
)
LABEL = re.compile(r"\\label\{[^{}]*\} ?")
MARKS = re.compile(r"^[ \t]*\{ [.#][^{}\n]*\}[ \t]*\n|[ \t]*\{ ?[.#][^{}\n]*\}(?=[ \t]*$)", re.MULTILINE)
TAGS = re.compile(r"</?(?:div|span|small)\b[^<>]*>")
OPENS = re.compile(r'^( *)(?:===|\?\?\?\+?(?: \w+)?) "(.*)"$')
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^()\s#]*)(#[^()\s]*)?(?=\))")
EMPTY = re.compile(r"\n{3,}")
ENTITY = re.compile(r"&#(\d+);(?=(.?))")
BARE, ESCAPED, BETWEEN = frozenset("^!'{}"), frozenset("_*|$`"), frozenset("<>&")
"""Signs that mean nothing in Markdown, those that a backslash makes plain, and those that are plain before a space."""


def twin(markdown: str, uri: str, root: str) -> str:
    """Return the Markdown of a page for who reads no HTML.

    ``uri`` is the page's file within the site, such as ``cases/x.md``, and ``root`` the absolute address of the site.
    """
    text = FRONT.sub("", markdown, count=1)
    for pattern in (COPY, SHOWN_ONLY, LABEL):
        text = pattern.sub("", text)
    text = ENTITY.sub(_sign, TAGS.sub("", MARKS.sub("", text)))
    text = "\n".join(_unfolded(text.splitlines()))
    text = LINK.sub(lambda found: _absolute(found, uri, root), text)
    return f"{EMPTY.sub(chr(10) * 2, text).strip()}\n\nSource: {root}{_place(uri)}\n"


def _sign(found: re.Match[str]) -> str:
    """Return a sign that pages write as an entity as one types it in Markdown; ``<script>`` stays escaped."""
    sign, after = chr(int(found[1])), found[2]
    if sign in ESCAPED:
        return f"\\{sign}"
    plain = sign in BARE or (sign in BETWEEN and after == " ") or (sign == "\\" and after.isalpha())
    return sign if plain else found[0]


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with the names of tabs and folds in bold, and what was in them no longer indented."""
    inside: list[int] = []
    for line in lines:
        depth = len(line) - len(line.lstrip(" "))
        while inside and line.strip() and depth <= inside[-1]:
            inside.pop()
        opens = OPENS.match(line)
        if opens:
            inside.append(len(opens[1]))
            yield f"**{opens[2]}**"
        else:
            yield line[min(depth, 4 * len(inside)) :]


def _place(uri: str) -> str:
    """Return where a page lies within the site: ``cases/x/``, and nothing for the home page."""
    place = uri.removesuffix(".md")
    if place.rpartition("/")[2] == "index":
        return place.removesuffix("index")
    return f"{place}/" if place else ""


def _absolute(found: re.Match[str], uri: str, root: str) -> str:
    target, anchor = normpath(str(PurePosixPath(uri).parent / found[1])), found[2] or ""
    return f"{root}{_place(target) if target.endswith('.md') else target}{anchor}"


def write(built: Path, pages: Mapping[str, tuple[str, str]], site: tuple[str, str], root: str) -> None:
    """Write the twin of each page and the list of all, from the title and the Markdown of each file."""
    name, described = site
    lines = [f"# {name}", "", f"> {described}", "", "## Pages", ""]
    for uri, (title, markdown) in pages.items():
        target = built / _place(uri) / NAME
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(twin(markdown, uri, root), "utf-8")
        lines.append(f"- [{title}]({root}{_place(uri)}{NAME})")
    (built / LIST).write_text("\n".join(lines) + "\n", "utf-8")
