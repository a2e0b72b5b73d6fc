r"""What may a wrong or unreadable formula have been before it was damaged?

Each kind of damage is a row of ``DAMAGES``: which marks it leaves, and what they were. Repairs are tried from the
smallest on; the judge decides among them. A sum of powers is equal to what SymPy
finds in closed form. A newcomer adds a kind of damage as one function and one row.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, islice, pairwise

import sympy as sp

from generator.errors import RestoreError
from generator.restore.fuel import FUEL
from generator.restore.grammar import parse
from generator.restore.nodes import Big, Equation, Formula, Name, Node, Number, Operation, Slope, every
from generator.restore.tokens import Token, tokens, written

Marks = tuple[Token, ...]
Edit = tuple[int, int, Marks]
"""Replace the marks from here to there by these."""

GREEK = {
    rf"\{name}"
    for name in (
        "alpha", "beta", "gamma", "delta", "theta", "lambda", "mu", "pi", "phi", "psi", "tau", "sigma", "infty",
    )
}  # fmt: skip
"""Commands that are letters, behind which something new may begin."""
LONGEST = 300
"""The most marks of a formula that is repaired or cut."""
MOST = 300
"""How many repairs of one formula are tried."""
MARKS = 5
"""How many marks are read in the time of one unit of work."""
TOGETHER = 3
"""How many repairs are made at once."""


def _t(*texts: str) -> Marks:
    return tuple(Token(text, glued=True) for text in texts)


def dropped_minus(marks: Marks) -> Iterator[Edit]:
    """``1y`` was ``1-y``: a number stands right before a letter."""
    for n, (left, right) in enumerate(pairwise(marks)):
        if left.text[:1].isdigit() and right.text.isalpha() and len(right.text) == 1:
            yield n + 1, n + 1, _t("-")


def sigma_misread(marks: Marks) -> Iterator[Edit]:
    r"""``\sin``, a sum sign without limits and ``\simeq`` were sigma."""
    for n, mark in enumerate(marks):
        bare = mark.text == r"\sum" and (n + 1 == len(marks) or marks[n + 1].text not in {"_", "^"})
        if bare or mark.text in {r"\sin", "sin", r"\simeq", r"\Sigma"}:
            yield n, n + 1, _t(r"\sigma")


def letter_misread(marks: Marks) -> Iterator[Edit]:
    """``dz/dz`` was ``da/dz``: two letters of a derivative look alike."""
    for n in range(2, len(marks)):
        slope = marks[n - 1].text in {"d", r"\partial"} and marks[n - 2].text in {"{", "/"}
        if slope and marks[n].text in {"a", "z"}:
            yield n, n + 1, _t("z" if marks[n].text == "a" else "a")


def flat_power(marks: Marks) -> Iterator[Edit]:
    """Raise what a copy put on the line: ``(a - y)2`` and ``e-z`` were powers."""
    for n, mark in enumerate(marks):
        before = marks[n - 1].text if n else ""
        if mark.text[:1].isdigit() and mark.glued and (before == ")" or (before.isalpha() and len(before) == 1)):
            yield n, n + 1, _t("^", mark.text)
        if mark.text == "e" and n + 2 < len(marks) and marks[n + 1].text == "-" and marks[n + 1].glued:
            yield n + 1, n + 3, _t("^", "{", "-", marks[n + 2].text, "}")


def flat_index(marks: Marks) -> Iterator[Edit]:
    """``ai`` was ``a_i``: an index stands right behind a letter."""
    for n in range(1, len(marks)):
        if marks[n].text in {"i", "j", "k"} and marks[n].glued and marks[n - 1].text in {"a", "y", "z"}:
            yield n, n + 1, _t("_", marks[n].text)


def lost_argument(marks: Marks) -> Iterator[Edit]:
    """``f'(x) g'(x)`` was ``f'(g(x)) g'(x)``: a slope is taken where the inner function's value belongs."""
    texts = [mark.text for mark in marks]
    inner = {tuple(texts[n : n + 4]) for n in range(len(texts) - 5) if texts[n - 1] == "(" and texts[n + 1] == "("}
    for n in range(2, len(marks)):
        if texts[n - 2 : n] == ["'", "("]:
            yield from ((n, n + 1, _t(*call)) for call in sorted(inner) if call[2:] == (texts[n], ")"))


DAMAGES: tuple[Callable[[Marks], Iterator[Edit]], ...] = (
    dropped_minus, sigma_misread, letter_misread, flat_power, flat_index, lost_argument,
)  # fmt: skip


def repairs(text: str) -> Iterator[tuple[int, Marks, Formula]]:
    """Yield what the text may have been, with the number of repairs, the fewest first."""
    marks = tokens(text)
    if len(marks) > LONGEST:
        return
    edits = [list(damage(marks)) for damage in DAMAGES]
    seen = set[Formula]()
    for count, chosen in islice(_choices(edits), MOST):
        formula = _read(repaired := _applied(marks, chosen))
        if formula is not None and formula not in seen and not _absurd(formula):
            seen.add(formula)
            yield count, repaired, formula


def _choices(edits: list[list[Edit]]) -> Iterator[tuple[int, tuple[Edit, ...]]]:
    """Yield all places of one kind at once, then every choice of few places."""
    for kind in edits:
        if len(kind) > 1:
            yield 1, tuple(kind)
    single = [edit for kind in edits for edit in kind]
    for count in range(1, TOGETHER + 1):
        for chosen in combinations(single, count):
            yield count, chosen


def _applied(marks: Marks, edits: tuple[Edit, ...]) -> Marks:
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        marks = (*marks[:start], *new, *marks[end:])
    return marks


def _read(marks: Marks) -> Formula | None:
    if not FUEL.spend(len(marks) // MARKS):
        return None
    try:
        return parse(marks)
    except RestoreError:
        return None


def _absurd(formula: Formula) -> bool:
    """Tell whether something is differentiated by itself, which nobody writes."""
    return any(x.of == x.by for x in every(formula, Slope))


def cuts(text: str) -> Iterator[tuple[Marks, ...]]:
    """Yield the ways to cut a chain of equations apart where several ran together: between two factors of a side."""
    marks = tokens(text)
    if len(marks) > LONGEST:
        return
    signs = [n for n, mark in enumerate(marks) if mark.text == "=" and _depth(marks, n) == 0]
    inner = list(pairwise(signs))
    if not inner or len(inner) > TOGETHER:
        return
    for places in islice(_products([[None, *_places(marks, low, high)] for low, high in inner]), MOST):
        bounds = [0, *(place for place in places if place is not None), len(marks)]
        if len(bounds) > 2:
            yield tuple(marks[low:high] for low, high in pairwise(bounds))


def _products(choices: list[list[int | None]]) -> Iterator[tuple[int | None, ...]]:
    """Yield every choice of one place a side, the most cuts first."""
    if not choices:
        yield ()
        return
    for first in reversed(choices[0]):
        for rest in _products(choices[1:]):
            yield (first, *rest)


def _places(marks: Marks, low: int, high: int) -> list[int]:
    """Return where a side may be cut: outside brackets, not after a sign, not inside a command's argument."""
    found = []
    for n in range(low + 2, high):
        before, mark = marks[n - 1].text, marks[n].text
        open_ended = before in {"+", "-", "=", "^", "_", "("} or (before.startswith("\\") and before not in GREEK)
        closed = mark in {"+", "-", "^", "_", "}", ")", "!", "'", "{", "(", "|"}
        if not open_ended and not closed and _depth(marks, n) == 0:
            found.append(n)
    return found


def _depth(marks: Marks, at: int) -> int:
    opened = sum(mark.text in {"{", "(", "["} or mark.text == r"\begin" for mark in marks[:at])
    return opened - sum(mark.text in {"}", ")", "]"} or mark.text == r"\end" for mark in marks[:at])


def as_tex(marks: Marks) -> str:
    """Return marks as TeX."""
    return written(marks)


def equations(pieces: tuple[Marks, ...]) -> tuple[Equation, ...] | None:
    """Return the pieces as equations of two sides, or None where one is not."""
    found = [_read(piece) for piece in pieces]
    if all(isinstance(x, Equation) and len(x.sides) == 2 and x.relations == ("=",) for x in found):
        return tuple(x for x in found if isinstance(x, Equation))
    return None


def closed_form(formula: Equation) -> str | None:
    """Return the TeX of what a sum on the left is equal to, or None where it is no sum of powers."""
    sum_ = formula.sides[0]
    if not isinstance(sum_, Big) or sum_.kind != "sum":
        return None
    (lower, upper), index = sum_.bounds[0], sum_.variables[0]
    parts = [_term(x) for x in (sum_.body, lower, upper) if not isinstance(x, Equation) and x is not None]
    if len(parts) != 3 or any(part is None for part in parts) or not _small(parts[0]):
        return None
    body, low, high = parts
    found = sp.factor(sp.summation(body, (sp.Symbol(index.letter), low, high)))
    return None if found.has(sp.Sum) else sp.latex(found)


def _small(body: sp.Expr) -> bool:
    powers = [abs(power.exp) for power in body.atoms(sp.Pow)]
    return body.is_polynomial() and all(power.is_Integer and power <= 9 for power in powers)  # a digit


def _term(node: Node) -> sp.Expr | None:
    match node:
        case Number(text) if text.isdecimal() and len(text) < 9:  # no giant
            return sp.Integer(int(text))
        case Name(letter, None, None) if letter.isalpha() and len(letter) == 1:
            return sp.Symbol(letter)
        case Operation(kind, parts) if kind in _OPERATIONS and len(parts) < 9:  # no sum of hundreds
            terms = [_term(part) for part in parts]
            return None if any(term is None for term in terms) else _OPERATIONS[kind](*terms)
    return None


_OPERATIONS = {
    "sum": sp.Add,
    "product": sp.Mul,
    "negative": lambda x: -x,
    "quotient": lambda x, y: x / y if y != 0 else sp.nan,
    "power": lambda x, y: x**y if y.is_Integer and abs(y) < 9 else sp.nan,  # no giant power
}
