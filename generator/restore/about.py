"""What is a formula about: a network, its layers, its examples, one unit, or free letters, and in which settings?

A newcomer who meets a letter that tells of a case adds it to ``ABOUT_A_CASE``, a convention of authors to ``cases_of``.
"""

from dataclasses import replace

from generator.restore import readings, units
from generator.restore.called import unknown_in
from generator.restore.definitions import ranges_of
from generator.restore.nodes import (
    Big,
    Branches,
    Call,
    Differential,
    Equation,
    Formula,
    Name,
    Slope,
    called_in,
    every,
    names_in,
    quantities,
    walk,
)
from generator.restore.place import Finding, Place
from generator.restore.roles import LOSSES, letters_of
from generator.restore.settings import Setting, hidden_slots, possible
from generator.restore.units import scene_of
from generator.restore.worlds import Scene

ABOUT_A_CASE = {"a", "y", "z", r"\delta", "y hat", "w", *LOSSES} - {"H", "D"}
"""Letters that tell of a case; the others stand in any formula."""


def about(formula: Formula, place: Place) -> str:
    """Return what a formula is about: a ``network``, ``layers``, ``examples``, a ``unit``, or free ``letters``."""
    if not isinstance(formula, Equation):
        return "letters"
    kind = "letters" if _integrated(formula) else readings.shape(formula)
    if kind != "unit":
        return kind
    return "unit" if _of_a_unit(formula, place) else "letters"


def _of_a_unit(formula: Equation, place: Place) -> bool:
    if any(every(formula, Differential)) and not _integrated(formula):
        return True
    scene = units.scene_of(formula, place, place.setting)
    told = letters_of(scene.formula)
    slopes = list(every(formula, Slope))
    usual = _usual(scene)
    if told & set(scene.own) and (slopes or told <= usual):
        return True
    derived = {scene.roles.output, *scene.roles.losses, "z", r"\delta"}
    if any((set(names_in(x.of)) - {x.by.letter}) & derived for x in slopes if x.of is not None and not _partial(x)):
        return True
    bare = any(x.primes and not x.arguments for x in every(formula, Call))
    known = called_in(formula) & {letter for letter, _ in place.local}
    if known or not told & ABOUT_A_CASE:
        return bare
    return (
        told <= usual
        and bool(told & {"a", r"\delta", *LOSSES, "y hat"})
        and bool(told & {"z", "a", "y", "w", "y hat", scene.roles.target})
    )


def _usual(scene: Scene) -> set[str]:
    """Return the letters that a case has, with those that the post defines."""
    usual = {"a", "y", "z", "w", "x", "b", "m", "N", "y hat", "e", r"\pi", *ABOUT_A_CASE, *scene.own}
    return usual | {scene.roles.output, scene.roles.target, scene.roles.inner}


def _upstream(formula: Equation, letters: set[str]) -> bool:
    """Tell whether a formula goes on from a gradient of an unknown loss by what the post defines: dL/dh."""
    slopes = (x for x in every(formula, Slope) if isinstance(x.of, Name) and x.of.letter in LOSSES)
    inner = {x.by.letter for x in slopes} | {x.name.letter for x in every(formula, Differential)}
    return bool(inner & letters) and not letters & {*LOSSES}


def _partial(slope: Slope) -> bool:
    """Tell whether a slope is of an expression by a letter in it that is none of a network: ∂/∂q (p log p/q)."""
    usual = {"z", "w", "x", "b", "W", "a", r"\theta"}
    return not isinstance(slope.of, Name) and slope.by.letter in names_in(slope.of) and slope.by.letter not in usual


def _integrated(formula: Equation) -> bool:
    return any(x.kind == "integral" for x in every(formula, Big))


def strange(formula: Equation, place: Place, kind: str) -> Finding | None:
    """Return why a formula about no case that the post names is not judged in all of them: letters that none has."""
    if kind != "unit":
        return None
    scene = units.scene_of(formula, place, place.setting)
    strange = sorted(letters_of(scene.formula) - _usual(scene) - {*ranges_of(units.with_parameters(scene).setting)})
    if place.setting.activation or place.setting.loss:
        inner = {x.by.letter for x in every(formula, Slope)}
        strange = [x for x in strange if (x not in inner and len(x) == 1) or x.startswith("\\")]
        return Finding("not judged", _unsaid(strange)) if strange else None
    if not strange and not (
        scene.own and _upstream(formula, {x.letter for pair in place.stated for x in quantities(pair)})
    ):
        return None
    return Finding("not judged", _unsaid(strange) if strange else "the post does not tell which loss is meant")


def _unsaid(letters: list[str]) -> str:
    names = " and ".join(x.lstrip(chr(92)) for x in letters)
    return f"the post does not tell what {names} {'is' if len(letters) == 1 else 'are'}"


def cases_of(formula: Equation, place: Place, kind: str) -> tuple[Setting, ...]:
    """Return the settings that fit what the post tells, with the activations that hidden layers may have."""
    known = place.before if kind == "network" and place.before is not None else place.setting
    if kind == "layers":
        known = _completed(known)
    if kind == "unit" and _uses_sigma(formula) and known.activation is None:
        known = _completed(known)
    cases = possible(known)
    if kind == "unit":
        return (Setting(),) if not known.complete and _told_by_itself(formula, place) else cases
    names_one = any(x.function.letter in {r"\sigma", "sigmoid", "tanh", r"\tanh", "relu"} for x in every(formula, Call))
    hidden = hidden_slots(known)
    if kind == "layers" and known.hidden is None and not any(every(formula, Branches)):
        hidden = hidden[:2]
    if kind == "layers" and names_one and known.hidden is None:
        hidden = hidden[:1]
    if kind == "layers" and place.setting.activation is None:
        return tuple(dict.fromkeys(replace(case, activation=slot, hidden=slot) for case in cases for slot in hidden))
    return tuple(replace(case, hidden=slot) for case in cases for slot in hidden)


def _uses_sigma(formula: Equation) -> bool:
    return any(x.function.letter == r"\sigma" and x.primes for x in every(formula, Call))


def _told_by_itself(formula: Equation, place: Place) -> bool:
    """Tell whether the post defines all that a formula is about, so that no case of the catalogue is needed."""
    if any(isinstance(x, Differential) or (isinstance(x, Call) and not x.arguments) for x in walk(formula)):
        return False
    scene = scene_of(formula, place, Setting())
    told = letters_of(scene.formula)
    if unknown_in(tuple(node for _, node in scene.own.values())) - place.functions:
        return False
    for _, node in scene.own.values():
        told |= letters_of(node)
    tops = {name for x in every(scene.formula, Slope) if x.of is not None for name in names_in(x.of)}
    needed = {"a", "y hat", r"\delta", scene.roles.output, *scene.roles.losses} - set(scene.own)
    by = {x.by.letter for x in every(scene.formula, Slope)}
    through = by & {scene.roles.inner, "z", "w", "b", "x", "W", r"\theta"}
    free = set() if through else {"a", "y hat", scene.roles.output}
    return bool(tops & set(scene.own)) and not (told & needed) - by - free


def _completed(known: Setting) -> Setting:
    """Return the setting of a network in which every layer has one activation, where the post tells of none."""
    from generator.restore.settings import settings  # noqa: PLC0415 - the first case of all

    first = settings()[0]
    return replace(known, activation=known.activation or first.activation)
