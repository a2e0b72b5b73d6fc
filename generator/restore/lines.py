"""Which true lines stand in the derivations of the catalogue, and which is nearest to a formula?

Distance is counted in marks that have to be changed, added or taken away. Every line is proved by the judge of the
derivations; its address is that of the line on its page. Equations of a network are nearest to the formulas that the
generator derives for layers, spelled as posts spell them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import permutations

from generator.catalogue.dense import COLUMNS, NIELSEN
from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.network_derivations import derived
from generator.catalogue.records import Activation, Case, Loss
from generator.catalogue.symbols import SYMBOLS
from generator.engine.anchors import KeyLine, key_lines
from generator.engine.notation import NOTATIONS
from generator.engine.printing import matrix_tex
from generator.engine.records import Derivation
from generator.engine.terms import D
from generator.engine.tex import equation, tex
from generator.errors import RestoreError
from generator.restore.fuel import FUEL
from generator.restore.grammar import read
from generator.restore.judge import condition_of, judge
from generator.restore.neuron import neuron_lines
from generator.restore.place import Place
from generator.restore.settings import Setting, settings
from generator.restore.tokens import Token, tokens

CASES = 4
"""The lines of how many cases are looked at where a post does not tell which is meant."""
LONGEST, CELLS = 200, 600
"""The most marks of a formula for which a line is looked for, and how many are compared in one unit of work."""
FAR = 0.75
"""The share of marks that may differ: beyond it nothing is near."""


@dataclass(frozen=True)
class TrueLine:
    """A line of a derivation: what it is equal to, as TeX, and where it stands.

    One with a ``setting`` is judged there before it is offered.
    """

    tex: str
    goal: str
    where: str
    setting: Setting | None = None

    @property
    def holds(self) -> bool:
        """Whether the line is true without more."""
        return self.setting is None or _holds(self)


@lru_cache(maxsize=4)
def lines_of(setting: Setting) -> tuple[TrueLine, ...]:
    """Return the lines about a setting, each to be judged there: of its case, its activation and its loss."""
    meant = (setting,) if setting.activation or setting.loss else settings()[:CASES]
    wanted = {slot.entry.id for case in meant for slot in (case.activation, case.loss) if slot and slot.entry}
    lines = (line for entry in Catalogue().entries if _about(entry, wanted) for line in _lines(entry))
    return tuple(replace(line, setting=setting) for line in (*lines, *_of_a_neuron()))


@cache
def _of_a_neuron() -> tuple[TrueLine, ...]:
    return tuple(TrueLine(equation(goal, term), tex(goal), where) for goal, term, where in neuron_lines())


@lru_cache(maxsize=4)
def wordings_of(setting: Setting) -> tuple[TrueLine, ...]:
    """Return equations that prove only what they say word for word: of two authors' symbols, and Nielsen's four."""
    nielsen = (
        _whole(one, f"{one.left} = {matrix_tex(derived(one).matrix)}") for one in FORMULAS if one.layout is NIELSEN
    )
    return tuple(replace(line, setting=setting) for line in (*nielsen, *_symbol_lines()))


def _symbol_lines() -> Iterator[TrueLine]:
    """Yield that two authors' symbols for one derivative are equal: dL/da = nabla_a C."""
    for _, term in SYMBOLS:
        if isinstance(term, D):
            spellings = dict.fromkeys(
                tex(term, spelling) for each in NOTATIONS for spelling in (each, each.arrays) if spelling
            )
            for left, right in permutations(spellings, 2):
                yield TrueLine(f"{left} = {right}", left, "notation/#symbol-by-symbol")


@lru_cache(maxsize=1024)
def _holds(line: TrueLine) -> bool:
    """Tell whether a line is true without more: those about i = j alone are not."""
    setting = line.setting or Setting()
    try:
        with FUEL.granted(None):
            found = judge(read(line.tex), Place(setting, seed=line.tex))
        return found.verdict == "true" or (setting.vector and found.verdict == f"true when {condition_of(setting)}")
    except RestoreError:
        return False


def _about(entry: Activation | Loss | Case, wanted: set[str]) -> bool:
    return {part.id for part in entry.parts} <= wanted


def _lines(entry: Activation | Loss | Case) -> Iterator[TrueLine]:
    derivation = derivation_of(entry)
    for line in key_lines(derivation):
        where = f"{entry.uri}/#{line.anchor}"
        if line.term != line.goal:
            yield TrueLine(equation(line.goal, line.term), tex(line.goal), where)
        yield from _named(line, derivation, where)


def _named(line: KeyLine, derivation: Derivation, where: str) -> Iterator[TrueLine]:
    """Yield what the name of a function allows to say: da/dz = d/dz sigma(z), and that it is sigma (1 - sigma)."""
    for call in (name for name, _ in derivation.where if getattr(name, "is_Function", False)):
        slope = tex(D(call, derivation.variable))
        if isinstance(line.term, D):
            yield TrueLine(f"{tex(line.goal)} = {slope}", tex(line.goal), where)
        yield TrueLine(f"{slope} = {tex(line.term)}", slope, where)


def word_for_word(text: tuple[Token, ...], lines: tuple[TrueLine, ...]) -> TrueLine | None:
    """Return the line that has the same marks."""
    return next((line for line in lines if _plain_marks(line.tex) == _marks(text) and line.holds), None)


def nearest(text: tuple[Token, ...], lines: tuple[TrueLine, ...], goal: str = "") -> TrueLine | None:
    """Return the line with the fewest differing marks, of those with the goal if there are any."""
    same = [line for line in lines if goal and goal_of(line.goal) == goal]
    for there in filter(None, (same, list(lines))):
        if len(text) > LONGEST or not FUEL.spend(len(text) * sum(len(line.tex) for line in there) // CELLS):
            return None
        found = sorted((distance(_marks(text), _plain_marks(line.tex)), n) for n, line in enumerate(there))
        best = next(((far, there[n]) for far, n in found if there[n].holds), None)
        if best is not None:
            far, line = best
            return line if far <= FAR * max(len(text), len(_plain_marks(line.tex))) else None
    return None


_ALIKE = {
    r"\partial": "d", r"\ln": r"\log", "log": r"\log", "ln": r"\log", r"\times": "", r"\cdot": "", r"\mathcal": "",
    "{": "", "}": "", "*": "",
}  # fmt: skip


def _marks(marks: tuple[Token, ...]) -> tuple[str, ...]:
    return tuple(text for mark in marks if (text := _ALIKE.get(mark.text, mark.text)))


@lru_cache(maxsize=2048)
def _plain_marks(text: str) -> tuple[str, ...]:
    return _marks(tokens(text))


def goal_of(text: str) -> str:
    """Return the left side of an equation in the spelling in which goals are compared: no indices, no brackets."""
    marks = _plain_marks(text.split("=", maxsplit=1)[0])
    kept = (mark for n, mark in enumerate(marks) if mark not in {"_", "(", ")"} and (not n or marks[n - 1] != "_"))
    spelled = " ".join(kept)
    plain = re.fullmatch(r"d (\S+) / d (\S+)", spelled)
    return rf"\frac d {plain[1]} d {plain[2]}" if plain else _SHORT.get(spelled, spelled)


_SHORT = {"d z": r"\frac d L d z", "d a": r"\frac d L d a", r"\delta ^ L": r"\frac d L d z"}
"""Short notations of one author, and the goal that they mean."""


def distance(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """Return how many marks are changed, added or taken away between the two (Levenshtein 1966)."""
    row = list(range(len(second) + 1))
    for n, left in enumerate(first, start=1):
        above, row = row, [n]
        for k, right in enumerate(second, start=1):
            row.append(min(above[k] + 1, row[k - 1] + 1, above[k - 1] + (left != right)))
    return row[-1]


@cache
def _derived_line(one: Formula) -> TrueLine:
    return _whole(one, _spelled(one))


def lines_about(goal: str, layer: str, *, quick: bool = False) -> tuple[TrueLine, ...]:
    """Return the derived equations of a network whose left side is this; ``quick`` leaves out the one of many cases."""
    found = []
    for spot in dict.fromkeys((layer, _shifted(layer, 1))):
        for one in FORMULAS:
            told = one.layout is COLUMNS and one.numerator and not (quick and one.what == "dz-difference")
            if told and _at(one.left, spot).replace(" ", "") == goal.replace(" ", ""):
                line = _derived_line(one)
                found.append(TrueLine(_at(line.tex, spot), _at(line.goal, spot), line.where))
    return tuple(found)


def forward_lines(layer: str) -> tuple[TrueLine, ...]:
    """Return what a layer computes on the way forward, by definition."""
    forward = (one for one in FORMULAS if one.layout is COLUMNS and not one.numerator)
    lines = (_whole(one, _spelled(one)) for one in forward)
    return tuple(TrueLine(_at(line.tex, layer), _at(line.goal, layer), line.where) for line in lines)


def _whole(formula: Formula, spelled: str) -> TrueLine:
    return TrueLine(spelled, formula.left, f"{formula.uri}/#result")


def _spelled(formula: Formula) -> str:
    """Return a formula as posts spell it: a transpose outside of the superscript, and NumPy's sum over a row."""
    shown = f"{formula.left} = {matrix_tex(derived(formula).matrix)}".replace(r"\,", "")
    shown = re.sub(r"(\w+\^\{\[[^\]]*\])\\mathsf T\}", r"{\1}}^{T}", shown)
    summed = r"\\operatorname{np.sum}(\1, \\operatorname{axis}=1, \\operatorname{keepdims}=\\operatorname{True})"
    return re.sub(r"\\operatorname\{rowsum\}\((.*)\)", summed, shown)


def _at(tex: str, layer: str) -> str:
    """Return an equation about layer l with another layer in its place."""
    for said, by in (("[l-1]", -1), ("[l+1]", 1), ("[l]", 0)):
        tex = tex.replace(said, f"[{_shifted(layer, by)}]")
    return tex


def _shifted(layer: str, by: int) -> str:
    """Return the layer so many above: 2 after 1, L after L-1."""
    if layer.isdecimal():
        return str(int(layer) + by)
    letter, above = layer[:1], int(layer[1:] or 0) + by
    return f"{letter}{above:+d}" if above else letter
