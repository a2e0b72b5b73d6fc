"""How is a formula put right that is wrong or unreadable as it stands?

By the smallest repair that the check finds true; by cutting a chain in which several ran together; else by the nearest
true line. ``definition`` and ``slip`` look at definitions, which are right where they are those of an entry.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from generator.errors import RestoreError
from generator.restore.about import about
from generator.restore.compare import NETWORK
from generator.restore.grammar import attempt, read
from generator.restore.judge import judge
from generator.restore.lines import TrueLine, distance, goal_of, lines_of, nearest
from generator.restore.nodes import Call, Equation, Formula, Name, Number, Operation, Slope, names_in, walk
from generator.restore.place import RELATION, Finding, Place
from generator.restore.proofs import about_network
from generator.restore.recognised import LOSS_LETTERS, defines
from generator.restore.records import AMBIGUOUS, CHOSEN, NEAREST, NOT_RESTORED
from generator.restore.repair import Marks, as_tex, closed_form, cuts, equations, repairs
from generator.restore.settings import Event
from generator.restore.tokens import tokens


@dataclass(frozen=True)
class Mended:
    """A restored formula: its TeX, how it was found, what else was weighed, and where it is proved."""

    tex: str
    how: str
    candidates: tuple[str, ...] = ()
    where: str = ""


def mended(tex: str, place: Place) -> Mended:
    """Return the formula put right, or say that it is not restored."""
    try:
        return _repaired(tex, place) or _nearest(tex, place) or Mended("", NOT_RESTORED)
    except RestoreError:
        return Mended("", NOT_RESTORED)


def _repaired(tex: str, place: Place) -> Mended | None:
    """Return what the smallest repairs make of it that the check finds true."""
    best, found = 0, dict[str, None]()
    for count, marks, formula in (*repairs(tex), *_with_a_sign(tex)):
        if best and count > best:
            break
        if _right(formula, place):
            best, found[as_tex(marks)] = count, None
    if len(found) > 1:
        found = {text: None for text in found if _is_line(text, place)} or found
    if not found:
        return None
    return Mended(next(iter(found)), CHOSEN, tuple(found)) if len(found) == 1 else Mended("", AMBIGUOUS, tuple(found))


def _with_a_sign(tex: str) -> Iterator[tuple[int, Marks, Formula]]:
    """Yield the repairs of a loss that lost the minus in front of its bracket as well."""
    signed = _SIGNED.sub("= -", tex, count=1)
    formula = attempt(tex)
    head = formula.sides[0] if isinstance(formula, Equation) else None
    if signed != tex and isinstance(head, Name) and head.letter in LOSS_LETTERS:
        yield from ((count + 1, marks, repaired) for count, marks, repaired in repairs(signed))


_SIGNED = re.compile(r"=\s*(?=\(|\\left|\[)")


def _right(formula: Formula, place: Place) -> bool:
    try:
        finding = judge(formula, place)
    except RestoreError:
        return False
    if finding.verdict == "definition":
        event = defines(formula, 0)
        return event is not None and event.slot.entry is not None
    return finding.holds and finding.verdict != RELATION


def _is_line(text: str, place: Place) -> bool:
    if not place.linked:
        return True
    line = nearest(tokens(text), lines_of(place.setting), goal_of(text))
    return line is not None and goal_of(line.tex) == goal_of(text) and _apart(text, line) == 0


def _apart(text: str, line: TrueLine) -> int:
    plain = tuple(goal_of(text.replace("=", " ")).split())
    return distance(plain, tuple(goal_of(line.tex.replace("=", " ")).split()))


def _nearest(tex: str, place: Place) -> Mended | None:
    """Return the nearest true line: of a network, of a sum, or of the derivations about the setting."""
    formula = attempt(tex)
    if isinstance(formula, Equation):
        closed = closed_form(formula)
        if closed is not None:
            return _confirmed(
                f"{tex.split('=', maxsplit=1)[0].strip() if '=' not in _lower(tex) else _left(tex)} = {closed}", place
            )
        if set(names_in(formula)) & NETWORK:
            return _in_network(tex, formula, place)
        if about(formula, place) == "letters" and _states_goal(formula):
            return None
    if not place.linked and not place.setting.complete:
        return None
    line = nearest(tokens(tex), lines_of(place.setting), goal_of(tex))
    if line is None or (
        _states_goal(formula) and goal_of(line.goal) != goal_of(tex) and goal_of(line.tex) != goal_of(tex)
    ):
        return None
    return Mended(line.tex, NEAREST, (line.tex,), line.where)


def _states_goal(formula: Formula | None) -> bool:
    """Tell whether a formula says what it is about: then nothing about something else is offered."""
    return isinstance(formula, Equation) and not (isinstance(formula.sides[0], Slope) and formula.sides[0].of is None)


def _lower(tex: str) -> str:
    found = re.search(r"_\{[^{}]*\}", tex)
    return found[0] if found else ""


def _left(tex: str) -> str:
    """Return what stands before the first equals sign outside braces."""
    depth = 0
    for n, mark in enumerate(tex):
        depth += (mark == "{") - (mark == "}")
        if mark == "=" and depth == 0:
            return tex[:n].strip()
    return tex


def _confirmed(tex: str, place: Place) -> Mended | None:
    return Mended(tex, NEAREST, (tex,)) if judge(read(tex), place).holds else None


def _in_network(tex: str, formula: Equation, place: Place) -> Mended | None:
    for line in about_network(tex, formula, quick=not place.linked):
        if judge(read(line.tex), place).holds:
            return Mended(line.tex, NEAREST, (line.tex,), line.where)
    return None


def cut(tex: str, place: Place) -> tuple[str, ...]:
    """Return the formulas that ran together into one, or nothing where no cut leaves only right ones."""
    formula = attempt(tex)
    if isinstance(formula, Equation) and isinstance(formula.sides[0], (Name, Call)) and _said(formula, place):
        return ()
    stands = lru_cache(partial(_stands, place=place))
    try:
        for pieces in cuts(tex):
            found = equations(pieces)
            if found and all(map(stands, found)):
                return tuple(map(as_tex, pieces))
    except RestoreError:
        return ()
    return ()


def _said(formula: Equation, place: Place) -> bool:
    return judge(formula, place).verdict == "definition"


def _stands(formula: Formula, place: Place) -> bool:
    verdict = judge(formula, place).verdict
    return verdict.startswith("true") or (verdict == "definition" and isinstance(formula, Equation) and _named(formula))


def _named(formula: Equation) -> bool:
    return isinstance(formula.sides[0], Name)


def part_of(found: str, piece: str) -> str:
    """Return the part of the text as found that a piece of its marks is."""
    marks = [re.escape(mark.text) for mark in tokens(piece)]
    match = re.search(r"[\s]*".join(marks), found) if marks else None
    return match[0] if match else found


def definition(tex: str, at: int) -> Event | None:
    """Return the definition that a formula puts in force; one that a small repair makes an entry's is that entry's."""
    formula = attempt(tex)
    event = defines(formula, at) if formula is not None else None
    if event is not None and event.slot.entry is None:
        return _entry_by_repair(tex, at) or event
    return event


def _entry_by_repair(tex: str, at: int) -> Event | None:
    events = (defines(formula, at) for _, _, formula in (*repairs(tex), *_with_a_sign(tex)))
    return next((event for event in events if event is not None and event.slot.entry), None)


_GAP = re.compile(
    r"(?<=[\w)}\]])(?: {2,}|\t+)(?=[\w(\\{])(?!\\(?:quad|text|cdot|times|odot|leq|geq|neq|to|in|over|\\))"
)


def lost_minus(tex: str, finding: Finding, place: Place) -> tuple[str, Finding] | None:
    """Return a formula with a minus sign wherever a wide gap stands, if that makes it true and it was not."""
    if finding.verdict.startswith("true"):
        return None
    filled = _GAP.sub(" - ", tex)
    formula = attempt(filled) if filled != tex else None
    if formula is None:
        return None
    found = judge(formula, place)
    return (filled, found) if found.holds and found.verdict != RELATION else None


def slip(tex: str, finding: Finding, place: Place) -> Finding | None:
    """Return ``false`` for a definition that is an entry's but for a slip: ``(1y) log(1a)``."""
    if finding.verdict != "definition":
        return None
    formula = attempt(tex)
    event = defines(formula, 0) if formula is not None else None
    better = _entry_by_repair(tex, 0) if event is not None and event.slot.entry is None else None
    if better is None or better.slot.entry is None or not isinstance(formula, Equation):
        return None
    claimed = Equation((better.slot.node, formula.sides[-1]), ("=",))
    rest = judge(claimed, place)
    first = better.slot.entry.in_sentence
    if not _one_sign(tex):
        return Finding("garbled", f"minus signs are lost; with them it is the {first}")
    return Finding("false", f"it is not the {better.slot.entry.in_sentence}, from which a sign is missing: {rest.why}")


def run_together(tex: str, finding: Finding) -> Finding | None:
    """Return ``garbled`` for a definition in which a 1 stands before a letter as no one writes it: ``1t`` was 1 - t."""
    formula = attempt(tex) if finding.verdict == "definition" else None
    for x in walk(formula) if formula is not None else ():
        if (
            isinstance(x, Operation)
            and x.kind == "product"
            and x.parts[0] == Number("1")
            and isinstance(x.parts[1], Name)
        ):
            return Finding("garbled", "a 1 stands right before a letter: a sign between them is lost")
    return None


def _one_sign(tex: str) -> bool:
    """Tell whether a single repair of one kind makes a loss one of the catalogue's: then it may have been meant so."""
    events = (defines(formula, 0) for count, _, formula in repairs(tex) if count == 1)
    return any(event is not None and event.slot.entry for event in events)


def slipped(tex: str) -> bool:
    """Tell whether a formula is no definition of the catalogue's as it stands, but is one after a small repair."""
    formula = attempt(tex)
    event = defines(formula, 0) if formula is not None else None
    return (event is None or event.slot.entry is None) and _entry_by_repair(tex, 0) is not None


def bare(tex: str, finding: Finding) -> Finding | None:
    """Return ``definition`` for an expression with the values of an entry's, though no name is set equal to it."""
    formula = attempt(tex) if finding.verdict == "fragment" else None
    event = defines(formula, 0) if formula is not None else None
    if event is None or event.slot.entry is None:
        return None
    return Finding("definition", f"it has the values of the {event.slot.entry.in_sentence}")
