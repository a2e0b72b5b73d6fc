"""What do single marks and letters tell before a formula is read?"""

import re
from typing import TYPE_CHECKING

from generator.restore.nodes import (
    Name,
)
from generator.restore.signs import CALLED, FUNCTIONS, IF, NAMED_FUNCTIONS, OTHERWISE
from generator.restore.tokens import Token

if TYPE_CHECKING:
    from generator.restore.grammar import Reader


def unexpected(mark: str) -> str:
    """Return what is said of a mark where none like it belongs."""
    from generator.restore.signs import WORDS_INSIDE  # noqa: PLC0415 - used on errors only

    if mark in {IF, OTHERWISE, WORDS_INSIDE}:
        return "words stand in the midst of it"
    return f"unexpected {mark!r}" if mark else "it ends too early"


def primed(marks: tuple[Token, ...]) -> frozenset[str]:
    """Return the letters that carry a prime and a bracket somewhere: they are functions wherever they stand."""
    texts = [mark.text for mark in marks]
    found = (n for n in range(len(texts) - 2) if texts[n + 1] == "'" and texts[n].strip("\\").isalpha())
    return frozenset(texts[n] for n in found if next((x for x in texts[n + 1 :] if x != "'"), "") == "(")


def is_function(reader: "Reader", letter: str) -> bool:
    """Tell whether a letter is read as a function where a bracket follows."""
    known = letter in FUNCTIONS or letter in CALLED or letter.lower() in NAMED_FUNCTIONS
    return known or letter in reader.functions or _OF_PARAMETERS.fullmatch(letter) is not None


_OF_PARAMETERS = re.compile(r"(?:[fghpq]|\\pi)_(?:[Tt]heta|phi|w|W|\w+,b)")
"""Letters with parameters below, ``h_θ(x)``: what follows in a bracket is what such a function is taken of."""


def is_name(node: object, *letters: str) -> bool:
    """Tell whether a node is one of these letters and nothing else."""
    return isinstance(node, Name) and node.letter in letters and node.index is None and node.layer is None


def is_parted(reader: "Reader") -> bool:
    """Tell whether a bar in the bracket that begins here parts two arguments, D(p || q), and encloses nothing."""
    depth, bars = 0, 0
    for n in range(len(reader.marks) - reader.at):
        mark = reader.ahead(n)
        depth += (mark in {"(", "{"}) - (mark in {")", "}"})
        if depth < 0:
            break
        bars += depth == 0 and mark in {"|", r"\|"} and reader.ahead(n - 1) != mark
    return bars == 1
