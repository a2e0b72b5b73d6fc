"""Reduce a post to its formulas, so that it can be kept here without its sentences.

    python tools/reduce_post.py POST.txt > generator/catalogue/posts/000.txt

Every formula stays byte for byte on its line, with its delimiters; so do the names of entries ("binary cross entropy"),
by which ``restore`` knows what a formula is about. Any other stretch of prose becomes one `` … ``. The tool refuses to
write a reduction whose claims differ from those of the post.
"""

import re
import sys
from pathlib import Path

from generator.restore.named import words
from generator.restore.posts import read_post
from generator.restore.restore import restore

DELIMITED = re.compile(r"\\begin\{(align\*?|equation\*?)\}.*?\\end\{\1\}|\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
GONE = " … "


def reduced(text: str) -> str:
    """Return the text with its prose taken out."""
    kept = bytearray(len(text))
    for start, end in [*_formulas(text), *_names(text), *(m.span() for m in DELIMITED.finditer(text) if _says(m[0]))]:
        kept[start:end] = b"\1" * (end - start)
    pieces = re.finditer(rb"\x00+|\x01+", bytes(kept))
    return "".join(text[slice(*m.span())] if m[0][0] else _without_prose(text[slice(*m.span())]) for m in pieces)


def _says(formula: str) -> bool:
    return "group" not in formula


def _formulas(text: str) -> list[tuple[int, int]]:
    return [draft.span for draft in read_post(text).drafts]


def _names(text: str) -> list[tuple[int, int]]:
    return [(start, start + len(name)) for start, name in words(text)]


def _without_prose(text: str) -> str:
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    core = line.strip()
    return line if not core else line.replace(core, core if re.fullmatch(r"[=\[\]().\s]+", core) else GONE)


def main() -> None:
    """Print the reduction of the file named on the command line."""
    text = Path(sys.argv[1]).read_text("utf-8")
    found = reduced(text)
    if restore(found) != restore(text):
        sys.exit("the reduction does not have the claims of the post")
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
