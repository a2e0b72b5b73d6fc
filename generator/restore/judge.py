"""Is this formula true in its place, and if not, where does it fail?

Numbers decide: an equation is compared at points that are drawn from its text. The verdict is ``true``, ``true when``
with what must hold, ``false`` with a counter-example, ``definition``, ``fragment`` or ``garbled``; none is written down
anywhere. A newcomer who adds a kind of world adds it to ``_outcomes``.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from generator.catalogue.records import Loss
from generator.errors import RestoreError
from generator.restore import worlds
from generator.restore.arrays import number, same
from generator.restore.compare import NETWORK, POINTS, TRUE, UNDECIDED, compared, outcome
from generator.restore.counter import counter_example
from generator.restore.integrals import CLOSE, between
from generator.restore.nodes import (
    Big,
    Call,
    Differential,
    Equation,
    Formula,
    Name,
    Node,
    Open,
    Operation,
    Slope,
    names_in,
    parts_of,
    walk,
)
from generator.restore.place import RELATION, Finding, Local, Place
from generator.restore.settings import Setting, settings
from generator.restore.values import measured, value
from generator.restore.world import World

SCALAR = {"a", "y", "z", "w", "x", "b", "m", "L", "C", "J", "E", r"\delta", "y hat", "i", "j", "k", "N", "h"}
_TELLING = SCALAR - {"x", "b", "y", "i", "j", "k", "m", "N"}
"""Letters that tell of a case; the others stand in any formula."""
NEUTRAL = {"e", r"\pi", r"\infty", "T"}


def judge(formula: Formula, place: Place) -> Finding:
    """Return the verdict on a formula that can be read."""
    if _of_nothing(formula):
        return Finding("garbled", "a derivative is taken of nothing")
    if not isinstance(formula, Equation):
        return _no_statement(formula)
    if set(formula.relations) != {"="} or any(isinstance(x, Open) and "=" not in x.text for x in walk(formula)):
        return Finding("fragment", "a condition or an unfinished formula: it states no equality to check")
    if _is_definition(formula):
        return _definition(formula, place)
    return _statement(formula, place)


def _of_nothing(node: object) -> bool:
    """Tell whether an operator d/dz stands alone: before a factor it may be in a bracket, as in Laplace's operator."""
    if isinstance(node, Slope) and node.of is None:
        return True
    inner = parts_of(node)
    if isinstance(node, Operation) and node.kind == "product":
        inner = tuple(part for n, part in enumerate(inner) if not _operators(part) or n == len(inner) - 1)
    return any(map(_of_nothing, inner))


def _operators(node: object) -> bool:
    """Tell whether a bracket holds operators and nothing else."""
    if isinstance(node, Operation) and node.kind in {"sum", "negative"}:
        return all(map(_operators, node.parts))
    return isinstance(node, Slope) and node.of is None


def _no_statement(node: Node) -> Finding:
    if isinstance(node, Open):
        return Finding("fragment", "begun and not finished: nothing is stated")
    kind = "a quantity" if isinstance(node, (Slope, Name, Differential, Call)) else "an expression"
    return Finding("fragment", f"{kind}, set equal to nothing: there is no statement to check")


def _is_definition(formula: Equation) -> bool:
    head = formula.sides[0]
    if isinstance(head, Call) and not head.primes:
        return all(isinstance(x, Name) for x in head.arguments)
    return isinstance(head, Name) and head.letter != r"\delta"


def _definition(formula: Equation, place: Place) -> Finding:
    """Return ``definition``, unless the sides after the name contradict each other."""
    head = names_in(formula.sides[0])[0]
    if head in NETWORK:
        found = _statement(formula, place)
        if found.verdict == "false":
            return found
    if len(formula.sides) > 2:
        rest = _statement(Equation(formula.sides[1:], formula.relations[1:]), place)
        if rest.verdict == "false":
            return rest
    name = head.lstrip(chr(92))
    if len(formula.sides) == 2 and not names_in(formula.sides[1]):
        return Finding("definition", f"gives {name} a value: a condition for what is said beside it, nothing to prove")
    return Finding("definition", f"says what {name} stands for: there is nothing to prove")


def _statement(formula: Equation, place: Place) -> Finding:
    kind = about(formula, place)
    if kind == "network":
        return _in_cases(formula, place, settings())
    if kind == "letters":
        return _in_letters(formula, place)
    known = place.setting
    return _in_case(formula, place) if known.complete else _in_cases(formula, place, _possible(known))


def about(formula: Formula, place: Place) -> str:
    """Return what a formula is about: a ``network``, a ``case`` of one layer, or free ``letters``."""
    letters = set(names_in(formula)) - NEUTRAL - _functions(formula)
    if letters & NETWORK:
        return "network"
    local = _functions(formula) & {letter for letter, _ in place.local}
    return "case" if letters <= SCALAR and letters & _TELLING and not local else "letters"


def _functions(formula: Formula) -> set[str]:
    return {x.function.letter for x in walk(formula) if isinstance(x, Call)} - {"a", "L"}


def _possible(known: Setting) -> tuple[Setting, ...]:
    return tuple(
        case for case in settings() if known.activation in (None, case.activation) and known.loss in (None, case.loss)
    ) or (known,)


def _in_case(formula: Equation, place: Place) -> Finding:
    found = outcome(formula, place, place.setting)
    if found == UNDECIDED:
        return Finding("fragment", "has no value in the case that the post is about")
    if found != TRUE:
        return Finding("false", found)
    if place.setting.vector and outcome(formula, place, place.setting, normed=False) != TRUE:
        return Finding(f"true when {condition_of(place.setting)}", "measured at random points, with and without")
    return Finding("true", f"both sides agree at random points of {_title(place.setting)}")


def condition_of(setting: Setting) -> str:
    """Return the precondition of the loss, in words."""
    entry = setting.loss.entry if setting.loss else None
    return entry.condition_text if isinstance(entry, Loss) else "a precondition holds"


def _title(setting: Setting) -> str:
    slots = [slot for slot in (setting.activation, setting.loss) if slot]
    return " with ".join(slot.entry.in_sentence if slot.entry else "the post's own definition" for slot in slots)


def _in_cases(formula: Equation, place: Place, cases: tuple[Setting, ...]) -> Finding:
    found = [(case, outcome(formula, place, case)) for case in cases]
    decided = [(case, said) for case, said in found if said != UNDECIDED]
    true = [_title(case) for case, said in decided if said == TRUE]
    if not decided:
        return Finding("fragment", "has no value in any case of the catalogue")
    if len(true) == len(decided):
        return Finding("true", f"both sides agree at random points of {len(true)} cases")
    case, said = next(pair for pair in decided if pair[1] != TRUE)
    failing = f"for {_title(case)}: {said}"
    return Finding("true when the case is " + " or ".join(true), failing) if true else Finding("false", failing)


def _in_letters(formula: Equation, place: Place) -> Finding:
    unknown = _unknown_functions(formula)
    if unknown:
        return Finding(
            "definition",
            f"{unknown.lstrip(chr(92))} is an unknown function: the equation says which, and is no identity",
        )
    constant = len(formula.sides) == 2 and any(map(_indefinite, formula.sides))
    rng = random.Random(place.seed)  # noqa: S311 - points, not secrets
    found = {compared_free(formula, place, rng, constant=constant) for _ in range(POINTS)}
    failing = sorted(found - {TRUE, UNDECIDED})
    if failing:
        return _not_an_identity(formula, failing[0])
    if found == {UNDECIDED}:
        return Finding("definition", "cannot be computed from the letters alone: it sets a condition, or defines")
    if constant:
        return Finding("true when an arbitrary constant is allowed for", "both sides have the same differences")
    return Finding("true", "both sides agree at random values of all letters")


def _not_an_identity(formula: Equation, failing: str) -> Finding:
    """Tell a false identity from a relation, whose one side has letters of its own that it determines."""
    plain = not any(isinstance(x, (Big, Call, Slope)) for x in walk(formula))
    left, right = (set(names_in(side)) - NEUTRAL for side in (formula.sides[0], formula.sides[-1]))
    if plain and len(formula.sides) == 2 and left and right and not left & right:
        return Finding(RELATION, f"a relation between letters, not an identity: {failing}")
    return Finding("false", failing)


def compared_free(formula: Equation, place: Place, rng: random.Random, *, constant: bool) -> str:
    """Compare the sides in a world of free letters; where a constant is free, their differences between two places."""
    world = worlds.of_letters(_with_bodies(formula, place), rng, {})
    world = replace(world, functions={**world.functions, **_local(world, place)})
    if not constant:
        return compared(formula, world)
    integral = next(side for side in formula.sides if isinstance(side, Big) and _indefinite(side))
    return _differences(formula, integral, world)


def _with_bodies(formula: Equation, place: Place) -> Equation:
    used = _functions(formula)
    bodies = tuple(local.node for letter, local in place.local if letter in used)
    return Equation((*formula.sides, *bodies), formula.relations)


def _local(world: World, place: Place) -> dict[str, Callable[..., object]]:
    def function(local: Local) -> Callable[..., object]:
        def at(*arguments: object) -> object:
            inner = world
            for name, x in zip(local.parameters, arguments, strict=False):
                inner = inner.moved((name.letter, None), x)
            return value(local.node, inner)

        return at

    return {letter: function(local) for letter, local in place.local}


def _unknown_functions(formula: Equation) -> str:
    """Return a letter that is differentiated without being known as anything: u in the heat equation."""
    for x in walk(formula):
        if isinstance(x, Slope) and isinstance(x.of, Name) and x.of != x.by:
            return x.of.letter
    return ""


def _indefinite(side: Node) -> bool:
    return isinstance(side, Big) and side.kind == "integral" and side.bounds == ((None, None),)


def _differences(formula: Equation, integral: Big, world: World) -> str:
    key = (integral.variables[0].letter, None)
    low = world.moved(key, number("0.2"))
    other = next(side for side in formula.sides if side is not integral)
    try:
        area = number(between(integral, low.at(key)[()], world.at(key)[()], world))
        rise = number(measured(other, world)[()] - measured(other, low)[()])
    except RestoreError:
        return UNDECIDED
    return TRUE if same(area, rise, CLOSE) else counter_example(formula, world, area, rise)
