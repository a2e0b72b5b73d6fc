"""Where on the site is a formula proved, or, if it is a definition, told?

At a line of a derivation, at a formula of the network, at an example, or at the rule that it states. An address is seen
from the root of the site: ``cases/sigmoid-logistic/#step-3-4``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import sympy as sp

from generator.catalogue.examples import EXAMPLES, Example
from generator.engine import terms as t
from generator.engine.chain import LAYER_RULES
from generator.engine.differentiate import differentiate
from generator.engine.terms import D, Term
from generator.errors import DerivationError, RestoreError
from generator.restore.about import about
from generator.restore.compare import NETWORK
from generator.restore.flat import plain
from generator.restore.grammar import attempt, read
from generator.restore.lines import (
    TrueLine,
    forward_lines,
    goal_of,
    lines_about,
    lines_of,
    nearest,
    word_for_word,
    wordings_of,
)
from generator.restore.nodes import (
    Call,
    Differential,
    Equation,
    Formula,
    Name,
    Node,
    Number,
    Operation,
    Slope,
    called_in,
    names_in,
)
from generator.restore.place import RELATION, Finding, Place
from generator.restore.recognised import defines
from generator.restore.tokens import tokens
from generator.verify.examples import Place as Reached
from generator.verify.examples import verdict

INSERTED = "rules/#insert"
"""The rule by which what a post defines may be put in the place of its name."""


def proof(tex: str, place: Place, finding: Finding) -> str:
    """Return the address of what proves a true formula, or of the page that a definition has; nothing if none does."""
    formula = attempt(tex) if tex else None
    if formula is None:
        return ""
    example = example_of(formula)
    if example is not None:
        return example.url
    if finding.verdict == "definition" or not isinstance(formula, Equation):
        return _told(tex, formula)
    return _proved(tex, formula, place) if finding.holds else ""


def _told(tex: str, formula: Formula) -> str:
    """Return the page of what a formula defines: an entry, also as ``sigma(z) = a``, or a step of the forward pass."""
    event = defines(formula, 0)
    if event is None and isinstance(formula, Equation):
        event = defines(Equation(formula.sides[::-1], formula.relations), 0)
    if event is not None and event.slot.entry is not None:
        return f"{event.slot.entry.uri}/"
    if isinstance(formula, Equation) and set(names_in(formula.sides[0])) & NETWORK:
        line = nearest(tokens(tex), forward_lines(_layer(tex)), goal_of(tex))
        return line.where if line else ""
    return ""


def _proved(tex: str, formula: Equation, place: Place) -> str:
    if set(names_in(formula)) & NETWORK:
        return next((line.where for line in about_network(tex, formula)), "")
    if about(formula, place) == "letters":
        rule = rule_of(formula)
        if rule or _uses_local(formula, place):
            return f"rules/#{rule}" if rule else INSERTED
    goal, marks = goal_of(tex), tokens(_ends(tex))
    lines = tuple(line for line in lines_of(place.setting) if goal_of(line.goal) == goal)
    line = word_for_word(marks, wordings_of(place.setting)) or nearest(marks, lines)
    return line.where if line else ""


def _uses_local(formula: Equation, place: Place) -> bool:
    called = called_in(formula)
    return bool(called & {letter for letter, _ in place.local})


def _ends(tex: str) -> str:
    """Return a chain of equations as one, from its first side to its last: the line that is to be proved."""
    sides, depth = [""], 0
    for mark in tex:
        depth += (mark in "{(") - (mark in "})")
        if mark == "=" and depth == 0:
            sides.append("")
        else:
            sides[-1] += mark
    return f"{sides[0]}={sides[-1]}"


def about_network(tex: str, formula: Equation, *, quick: bool = False) -> Iterator[TrueLine]:
    """Yield the derived lines about the same gradient, at the layer that the formula names first."""
    head = formula.sides[0]
    if not isinstance(head, Differential) or head.name.layer is None:
        return
    goal = rf"d{head.name.letter}^{{[{plain(head.name.layer)}]}}"
    for wanted in dict.fromkeys((_layer(tex), "L", "2")):
        lines = lines_about(goal, wanted, quick=quick)
        line = nearest(tokens(tex), lines)
        if line is not None:
            yield line


def _layer(tex: str) -> str:
    """Return the layer that a formula names first."""
    layer = re.search(r"\[([^\[\]]*)\]", tex)
    return layer[1].replace(" ", "") if layer else "L"


LEADS = "it is derived, and every step proved, on the page of the examples"


def decided(formula: Formula, finding: Finding) -> Finding:
    """Return what the derivation of the same formula found, where numbers alone could not decide."""
    found = example_of(formula)
    undecided = finding.verdict == "definition" or finding.verdict.startswith(RELATION)
    return _finding(found) if found and undecided else finding


def example_of(formula: Formula) -> Example | None:
    """Return the example that says the same."""
    return _by_formula().get(formula)


@cache
def _by_formula() -> dict[Formula, Example]:
    found = {}
    for example in EXAMPLES:
        try:
            found[read(example.found)] = example
        except RestoreError:
            continue
    return found


@cache
def _finding(example: Example) -> Finding:
    found = verdict(example)
    why = found.why.rstrip(".")
    if found.word == "true when":
        return Finding(f"true when {why}", f"{LEADS}{_otherwise(found.fails)}")
    why = f"{why[:1].lower()}{why[1:]}" if why else LEADS
    return Finding(found.word, f"{why}{_otherwise(found.fails) if found.word == 'false' else ''}")


def _otherwise(place: Reached | None) -> str:
    """Return a place at which the condition does not hold, and both sides there."""
    if place is None:
        return ""
    left, right = (side.replace("-", "−") for side in (place.left, place.right))
    return f"; but for {place.title}: {left} on the left, {right} on the right"


FUNCTIONS = {"f", "g", "h", "u", "v"}


def rule_of(formula: Equation) -> str:
    """Return the id of the rule that takes the derivative on the left, or nothing where there is none."""
    slope = formula.sides[0]
    if not isinstance(slope, Slope) or slope.of is None or slope.order != 1:
        return ""
    try:
        line = differentiate(D(_term(slope.of), _term(slope.by)), LAYER_RULES)
    except DerivationError:
        return ""
    return line.steps[0].rule if line.steps else ""


def _term(node: Node) -> Term:
    """Return a node as a term of the engine. Raises ``DerivationError`` for what is no formula of functions."""
    match node:
        case Number(text) if text.isdecimal():
            return sp.Integer(int(text))
        case Name(letter, None, None) if letter.isalpha():
            return sp.Symbol(letter, real=True)
        case Call(Name(letter), arguments, 0) if letter in FUNCTIONS:
            return sp.Function(letter, real=True)(*map(_term, arguments))
        case Operation(kind, parts) if kind in _OPERATIONS:
            return _OPERATIONS[kind](*map(_term, parts))
    raise DerivationError("no formula of functions")


_OPERATIONS: Mapping[str, Callable[..., Term]] = {"sum": t.add, "product": t.mul, "quotient": t.over, "negative": t.neg}
