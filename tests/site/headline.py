r"""What does the headline formula of a built page say, as numbers?

The TeX is read from the page's own HTML and parsed by ``latex2sympy2_extended``, which had no part in writing it.
Settings: ``\log`` is natural on this site and so is read as ``\ln``; a subscript is part of a letter's name; the sign
of u, which the parser does not know, is read as u/|u|; a gamma, which it takes for Euler's constant, is a letter; a
case distinction, which the parser does not know, is read branch by branch, the innermost first.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import mpmath
import sympy as sp
from latex2sympy2_extended import latex2sympy
from lxml import html

CASES = re.compile(r"\\begin\{cases\}((?:(?!\\begin\{cases\}).)*?)\\end\{cases\}", re.DOTALL)
STAND_INS = ("xi", "chi", "eta", "zeta", "upsilon", "psi")
"""Letters that no formula of the site has."""
CALLED = {
    r"\sigma": "omega",
    r"\Phi": "nu",
    r"\operatorname{softplus}": "theta",
    r"\operatorname{silu}": "rho",
    r"\operatorname{gelu}": "iota",
}
"""The functions of entries that other entries call by name, and the letter that is read for each, whatever it is of: no
page has one function of two letters."""
SIGN = re.compile(r"\\operatorname\{sign\}\(([^()]*)\)")
SUBSCRIPT = re.compile(r"_\{?([a-zA-Z]+)\}?$")


def headline(page: Path, name: str = "result") -> str:
    """Return the TeX of the formula with this id."""
    (tex,) = html.parse(page).xpath("//*[@id=$name]/@data-tex", name=name)
    return str(tex)


@dataclass(frozen=True)
class Published:
    """The TeX of a derivative, and the equations below it that say what letters in it stand for, in their order."""

    tex: str
    named: tuple[str, ...] = ()


def derivatives(page: Path) -> dict[str, Published]:
    """Return each derivative of a page by its id: the result, the second, and those by parameters."""
    found = html.parse(page).xpath("//*[@data-tex][contains(concat('-', @id, '$'), '-result$')]")
    assert len({one.get("id") for one in found}) == len(found)
    return {one.get("id"): Published(one.get("data-tex"), _named_below(one)) for one in found}


def _named_below(formula: html.HtmlElement) -> tuple[str, ...]:
    """Return what stands in the paragraph right below a formula, if that says what its letters stand for."""
    below = formula.getnext()
    return () if below is None or below.get("class") != "named" else tuple(map(str, below.xpath(".//@data-tex")))


def with_named(numbers: Mapping[str, object], named: Iterable[str], size: int) -> dict[str, object]:
    """Return numbers by letter, with those of the letters that are introduced: a number, or one for each index."""
    known = dict(numbers)
    for equation in named:
        letter, _, index = equation.partition(" = ")[0].partition("_")
        body, places = read(equation), [{index.strip("{}"): n} for n in range(size)] if index else [{}]
        found = [value(body, known, place) for place in places]
        known[letter] = found if index else found[0]
    return known


def read(tex: str) -> sp.Expr:
    """Return the right-hand side of a formula; for sigma(z), and other functions of entries, there stands a letter."""
    _, _, right = tex.partition(" = ")
    for name, letter in CALLED.items():
        right = re.sub(rf"{re.escape(name)}(\^\{{\d\}})?\([agz]\)", rf" \\{letter}\1 ", right)
    return _read(right.rpartition(" = ")[2] if CASES.search(right) is None else right, {})


def _read(tex: str, known: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """Read case distinctions from the inside out: a letter stands for each that has been read."""
    found = CASES.search(tex)
    if found is None:
        return _parsed(tex).subs(known)
    stand_in = STAND_INS[len(known)]
    rest = CASES.sub(rf" \\{stand_in} ", tex, count=1)
    # A letter needs no brackets, and the parser would take y (x) for a function of x.
    bare = re.sub(rf"(?:\\left)?\(\s*(\\{stand_in})\s*(?:\\right)?\)", r" \1 ", rest)
    return _read(bare, {**known, sp.Symbol(stand_in): _cases(found[1], known)})


@cache
def _parsed(tex: str) -> sp.Expr:
    found = latex2sympy(SIGN.sub(r"\\frac{\1}{|\1|}", tex.replace(r"\log", r"\ln")).strip())
    return found.subs(sp.EulerGamma, sp.Symbol("gamma"))


def _cases(rows: str, known: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    branches = []
    for row in rows.split(r"\\"):
        value, _, words = row.partition("&")
        branches.append((_parsed(value).subs(known), sp.true if "otherwise" in words else _condition(words)))
    return sp.Piecewise(*branches)


def _condition(words: str) -> sp.Basic:
    """Read ``a < b``, and ``a < b < c`` as both of its halves."""
    parts = re.split(r"(<|>|\\leq?\b|\\geq?\b)", words.replace(r"\text{if }", ""))
    sides = [_parsed(part) for part in parts[::2]]
    signs = [{"<": sp.Lt, ">": sp.Gt}.get(sign, sp.Le if sign.startswith(r"\l") else sp.Ge) for sign in parts[1::2]]
    return sp.And(*(sign(*pair) for sign, pair in zip(signs, pairwise(sides), strict=True)))


def indices(formula: sp.Expr) -> tuple[str, ...]:
    """Return the free indices of the formula, in alphabetical order."""
    bound = {str(limits[0]) for part in formula.atoms(sp.Sum) for limits in part.limits}
    letters = {letter for symbol in formula.free_symbols for letter in _letters(symbol)}
    return tuple(sorted(letters - bound))


def _letters(symbol: sp.Symbol) -> tuple[str, ...]:
    found = SUBSCRIPT.search(symbol.name)
    return tuple(found[1]) if found else ()


def value(formula: sp.Expr, numbers: Mapping[str, object], place: Mapping[str, int]) -> mpmath.mpf:
    """Return the formula's value; ``numbers`` has scalars and lists, ``place`` a number from 0 for each free index."""
    size = next((len(entry) for entry in numbers.values() if isinstance(entry, list)), 0)
    symbols, function = _function(formula, size)
    sized = {"N": size, "n": size, **numbers}  # the parser writes letters that stand for whole numbers small
    return mpmath.mpf(function(*(_number(symbol, sized, place) for symbol in symbols)))


@cache
def _function(formula: sp.Expr, size: int) -> tuple[tuple[sp.Symbol, ...], Callable[..., object]]:
    """Return the formula with its sums written out as a function of mpmath's numbers, and what it is a function of."""
    whole = formula.replace(sp.Sum, lambda body, limits: _added(body, str(limits[0]), size))
    symbols = tuple(sorted(whole.free_symbols, key=str))
    return symbols, sp.lambdify(symbols, whole, "mpmath")


def _added(body: sp.Expr, index: str, size: int) -> sp.Expr:
    def component(symbol: sp.Symbol, n: int) -> sp.Symbol:
        letters = _letters(symbol)
        if len(letters) > 1 and index in letters:
            (other,) = {*letters} - {index}
            return sp.Symbol(f"delta_{{#{n}{other}}}")
        return sp.Symbol(re.sub(rf"_\{{?{index}\}}?$", f"_{{#{n}}}", symbol.name))

    return sp.Add(*(body.subs({s: component(s, n) for s in body.free_symbols}) for n in range(size)))


def _number(symbol: sp.Symbol, numbers: Mapping[str, object], place: Mapping[str, int]) -> object:
    numbered = re.fullmatch(r"(\w)_\{#(\d+)\}", symbol.name)
    if numbered:
        return numbers[numbered[1]][int(numbered[2])]  # type: ignore[index]
    if delta := re.fullmatch(r"delta_\{#(\d+)(\w)\}", symbol.name):
        return int(int(delta[1]) == place[delta[2]])
    letters = [place[letter] for letter in _letters(symbol)]
    if letters and symbol.name.lstrip("\\").startswith("delta"):
        return int(letters[0] == letters[1])
    entry = numbers[symbol.name.split("_")[0]]
    return entry[letters[0]] if isinstance(entry, list) else entry


def places(formula: sp.Expr, size: int, named: str = "") -> list[dict[str, int]]:
    """Return every way of giving numbers 0..size-1 to the free indices, and to those that are named besides."""
    free = sorted({*indices(formula), *named})
    return [dict(zip(free, choice, strict=True)) for choice in product(range(size), repeat=len(free))]
