"""Which settings fit what a post tells, for a formula of this kind?

A newcomer adds a convention of authors to ``cases_of``.
"""

from dataclasses import replace

from generator.restore.called import unknown_in
from generator.restore.nodes import (
    Branches,
    Call,
    Differential,
    Equation,
    Slope,
    names_in,
    walk,
)  # fmt: skip
from generator.restore.place import Place
from generator.restore.roles import letters_of
from generator.restore.settings import Setting, hidden_slots, possible
from generator.restore.units import scene_of


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
    names_one = any(
        isinstance(x, Call) and x.function.letter in {r"\sigma", "sigmoid", "tanh", r"\tanh", "relu"}
        for x in walk(formula)
    )
    hidden = hidden_slots(known)
    if kind == "layers" and known.hidden is None and not any(isinstance(x, Branches) for x in walk(formula)):
        hidden = hidden[:2]
    if kind == "layers" and names_one and known.hidden is None:
        hidden = hidden[:1]
    if kind == "layers" and place.setting.activation is None:
        return tuple(dict.fromkeys(replace(case, activation=slot, hidden=slot) for case in cases for slot in hidden))
    return tuple(replace(case, hidden=slot) for case in cases for slot in hidden)


def _uses_sigma(formula: Equation) -> bool:
    return any(isinstance(x, Call) and x.function.letter == r"\sigma" and x.primes for x in walk(formula))


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
    tops = {name for x in walk(scene.formula) if isinstance(x, Slope) and x.of is not None for name in names_in(x.of)}
    needed = {"a", "y hat", r"\delta", scene.roles.output, *scene.roles.losses} - set(scene.own)
    by = {x.by.letter for x in walk(scene.formula) if isinstance(x, Slope)}
    through = by & {scene.roles.inner, "z", "w", "b", "x", "W", r"\theta"}
    free = set() if through else {"a", "y hat", scene.roles.output}
    return bool(tops & set(scene.own)) and not (told & needed) - by - free


def _completed(known: Setting) -> Setting:
    """Return the setting of a network in which every layer has one activation, where the post tells of none."""
    from generator.restore.settings import settings  # noqa: PLC0415 - the first case of all

    first = settings()[0]
    return replace(known, activation=known.activation or first.activation)
