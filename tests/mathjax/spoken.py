r"""What does a spoken formula say? ``tex_of`` puts it back into TeX, in the spelling of ``tests.mathjax.spelling``.

It knows nothing of MathJax, and what it cannot read as a formula it refuses.
"""

import re
from collections.abc import Callable, Collection, Mapping

GREEK = frozenset((
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
))  # fmt: skip
WORDS: Mapping[str, str] = {
    "plus": "+", "minus": "-", "times": r"\cdot", "cross": r"\times", "circle times": r"\odot", "star": "*",
    "equals": "=", "is less than": "<", "is greater than": ">", "is at most": r"\leq", "is at least": r"\geq",
    "is not": r"\neq", "in": r"\in", "to": r"\to", "partial": r"\partial", "nabla": r"\nabla", "infinity": r"\infty",
    "and also": r"\wedge", "or also": r"\vee", "open paren": "(", "close paren": ")", "open bracket": "[",
    "close bracket": "]", "bar": "|", "slash": "/", "implies": r"\implies", "dots": r"\dots",
    "is about": r"\approx", "factorial": "!",
}  # fmt: skip
POWERS = {"squared": "2", "cubed": "3"}
TEXT = frozenset({"if", "otherwise", "where"})
LARGE = {"the sum": r"\sum", "the product": r"\prod", "the integral": r"\int"}
TABLES = {"the cases": "cases", "the matrix with rows": "pmatrix"}
PHRASES = sorted(
    (
        *WORDS, *LARGE, *TABLES, "end matrix", "the fraction with numerator", "and denominator", "end fraction",
        "the square root of", "end root", "end sub", "to the power", "end power", "of layer", "at layer", "end layer",
        "of example", "end example", "the absolute value of", "end absolute value", "end cases", "end brace",
    ),
    key=lambda phrase: -len(phrase),
)  # fmt: skip
_TOKEN = re.compile(rf"(?:{'|'.join(map(re.escape, PHRASES))})(?![\w])|[\w.]+|\S")


class Unread(Exception):  # noqa: N818 - what the reader says to itself
    """The words do not go on as this way of reading them wants."""


def tex_of(words: str) -> str:
    """Return the normal TeX of a spoken formula. Raises ``Unread``."""
    reader = _Reader(_TOKEN.findall(words))
    found = reader.row()
    if reader.left:
        raise Unread(reader.left)
    return found


class _Reader:
    """Reads from left to right; what may be one thing or several is tried as several first."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self._in_range = False
        self._items: dict[tuple[int, bool], tuple[str, int] | None] = {}

    @property
    def left(self) -> list[str]:
        return self.tokens[self.at :]

    def next(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        word = self.next()
        if not word or (wanted and word not in wanted):
            raise Unread(self.left)
        self.at += 1
        return word

    def tried(self, *ways: Callable[[], str]) -> str:
        start, in_range = self.at, self._in_range
        for way in ways:
            self.at, self._in_range = start, in_range
            try:
                return way()
            except Unread:
                continue
        raise Unread(self.left)

    def row(self, but: Collection[str] = ()) -> str:
        """Read as far as there is something to read; ``but`` are words that end it here."""
        found = []
        while self.left and self.next() not in but:
            start = self.at
            try:
                found.append(self.tried(self.item))
            except Unread:
                self.at = start
                break
        return "".join(found)

    def item(self) -> str:
        """Read one thing with all that belongs to it; what was read here before is not read again."""
        start = self.at, self._in_range
        if start not in self._items:
            try:
                self._items[start] = self.tried(self.rate, self.quotient), self.at
            except Unread:
                self._items[start] = None
        found = self._items[start]
        if found is None:
            raise Unread(self.left)
        text, self.at = found
        return text

    def quotient(self) -> str:
        above = self.scripted()
        if self.next() != "over":
            return above
        self.take()
        return rf"\frac{{{above}}}{{{self.scripted()}}}"

    def rate(self) -> str:
        """Read d L by d z, or d squared L by d z d y."""
        top, bottom = self.differential(), ""
        self.take("by")
        bottom = self.differential(whole=True)
        while self.next() in {"d", "partial"} and not self.another():
            bottom += self.differential(whole=True)
        return rf"\frac{{{top}}}{{{bottom}}}"

    def another(self) -> bool:
        """Tell whether another derivative begins here."""
        start = self.at
        try:
            self.differential()
        except Unread:
            return False
        else:
            return self.next() == "by"
        finally:
            self.at = start

    def differential(self, *, whole: bool = False) -> str:
        sign = WORDS.get(first := self.take("d", "partial"), first) + self.scripts()
        return sign + (self.scripted() if whole or self.next() != "by" else "")

    def scripted(self) -> str:
        atom = self.atom()
        name = atom + self.scripts()
        return name + self.argument() if re.match(r"\\?[A-Za-z]", atom) else name

    def argument(self) -> str:
        if self.next() != "of" or self._in_range:
            return ""
        self.take("of")
        return "" if self.next() == "open paren" else f"({self.scripted()})"

    def scripts(self) -> str:
        below = above = primes = ""
        while True:
            word = self.next()
            if word == "sub":
                below += f"_{{{self.closed('sub', 'end sub')}}}"
            elif word in POWERS:
                above += POWERS[self.take()]
            elif word == "prime":
                primes += self.take() and "'"
            elif word == "transpose":
                above += self.take() and "T"
            elif word == "to the power":
                above += self.closed(word, "end power")
            elif word in {"of layer", "of example"}:
                inside = self.closed(word, f"end {word.removeprefix('of ')}")
                above += f"[{inside}]" if word == "of layer" else f"({inside})"
            elif word == "at layer":
                above += self.closed(word, "end layer")
            else:
                return primes + below + (above and f"^{{{above}}}")

    def closed(self, begin: str, end: str) -> str:
        """Read one thing, or several and the word that closes them."""
        self.take(begin)

        def several() -> str:
            found = self.row()
            self.take(end)
            return found

        return self.tried(several, self.atom)

    def atom(self) -> str:
        word = self.take()
        if word in LARGE:
            return self.large(LARGE[word])
        if word == "the fraction with numerator":
            above = self.row()
            self.take("and denominator")
            below = self.row()
            self.take("end fraction")
            return rf"\frac{{{above}}}{{{below}}}"
        if word == "the square root of":
            self.at -= 1
            return rf"\sqrt{{{self.closed(word, 'end root')}}}"
        if word == "the absolute value of":
            inside = self.row()
            self.take("end absolute value")
            return f"|{inside}|"
        if word == "open paren":
            inside = self.row({"close paren"})
            self.take("close paren")
            return f"({inside})"
        if word in TABLES:
            return self.table(TABLES[word])
        if word == "brace":
            inside = self.row()
            self.take("labelled")
            label = self.row()
            self.take("end brace")
            return rf"\underbrace{{{inside}}}_{{{label}}}"
        if word == "cap":
            return _letter(self.take(), str.upper)
        if word == "script":
            self.take("cap")
            return rf"\mathcal{{{self.take()}}}"
        return self.single(word)

    def single(self, word: str) -> str:
        if word in TEXT:
            return rf"\text{{{word}}}"
        if word in WORDS and word != "close paren":
            return WORDS[word]
        if re.fullmatch(r"[\d.]+|,", word):
            return word
        if word in {"of", "sub", "over", "by", "squared", "cubed", "prime", "transpose", "labelled"} or " " in word:
            raise Unread(self.left)
        return _letter(word)

    def large(self, sign: str) -> str:
        if self.next() == "of":
            self.take()
            return sign
        around, self._in_range = self._in_range, True
        self.take("over")
        below, above = self.row({"from"}), ""
        if self.next() == "from":
            self.take()
            below += f"={self.row({'to'})}"
        if self.next() == "to":
            self.take()
            above = f"^{{{self.row()}}}"
        self.take("of")
        self._in_range = around
        return f"{sign}_{{{below}}}{above}"

    def table(self, name: str) -> str:
        rows = []
        while self.next() not in {"end cases", "end matrix"}:
            row = self.row({";"})
            rows.append(row.replace(",", "") if name == "pmatrix" else row)
            self.take(";")
        self.take()
        return rf"\{name}{{{';'.join(rows)}}}"


def _letter(name: str, shaped: Callable[[str], str] = str) -> str:
    if name in GREEK:
        return rf"\{name}" if shaped is str else rf"\{name.capitalize()}"
    if not name[0].isalpha():
        raise Unread(name)
    return name if len(name) == 1 else rf"\{name}"
