"""Under which condition or convention that a post does not tell does a formula hold that fails as it stands?

A newcomer who meets another convention of authors adds it to ``near_miss``.
"""

from dataclasses import replace

from generator.restore import digits, readings, units
from generator.restore.compare import TRUE
from generator.restore.flat import SAID, WEIGHTS, recounted
from generator.restore.nodes import Differential, Equation, Name, Number, Operation, Slope, names_in, quantities, walk
from generator.restore.place import Finding, Place
from generator.restore.settings import Setting, possible


def near_miss(formula: Equation, place: Place, kind: str, failing: str, case: Setting) -> Finding | None:
    """Return ``true when`` for a formula that holds under a condition or a convention that the post does not tell."""
    if kind == "layers" and "counted" not in place.conventions and (other := _counted(formula, place, case)):
        return Finding(f"true when {other}", failing)
    if kind == "network" and (said := readings.under_convention(formula, place, case)):
        return Finding(f"true when {said}", failing)
    if kind == "unit" and (condition := readings.under_condition(formula, place, case)) is not None:
        return Finding(f"true when {digits.said(condition)}", failing)
    numbers = _numbers(formula, place) if kind == "unit" else {}
    if numbers and units.unit(formula, place, case, given=numbers) == TRUE:
        said = " and ".join(f"{x.lstrip(chr(92))} = {number:g}" for x, number in numbers.items())
        return Finding(f"true when {said}", failing)
    if kind == "unit" and (by := _of_itself(formula, place, case)):
        name = formula.sides[0].name.letter  # type: ignore[union-attr]
        return Finding(f"true when d{name} stands for d{name}/d{by}", failing)
    if kind == "unit" and (count := _mean_over(formula, place, case)):
        return Finding(f"true when the loss is the mean over the {count} examples", failing)
    if kind == "unit" and any(isinstance(x, Slope) for x in walk(formula)) and _of_shares(formula, place, case):
        return Finding("true when the targets sum to one", failing)
    return _of_a_sibling(formula, place, kind, failing, case)


def _numbers(formula: Equation, place: Place) -> dict[str, float]:
    """Return the values that the post gives to letters of a formula and its definitions: "where x = 1 and y = 0"."""
    told = (formula, *(node for _, node in place.own))
    letters = {y for x in told for y in names_in(x)} - {x.by.letter for x in walk(formula) if isinstance(x, Slope)}
    pairs = ((head, node) for head, node in place.stated if isinstance(node, Number))
    return {
        head.letter: float(node.text) for head, node in pairs if head == Name(head.letter) and head.letter in letters
    }


def _counted(formula: Equation, place: Place, case: Setting) -> str:
    """Return how the layers are counted where a formula holds if the inputs are the first of them, else nothing."""
    told = any(head.letter in {"z", "Z"} and head.layer is not None for head, _ in place.stated)
    rounded = any(isinstance(x, Name) and x.round for x in walk(formula))
    if told or not rounded or not {*names_in(formula)} & WEIGHTS:
        return ""
    again = recounted(formula)
    return SAID if readings.in_setting(again, place, case, "layers") == TRUE else ""


def _of_itself(formula: Equation, place: Place, case: Setting) -> str:
    """Return by which letter a differential is a derivative of its own: ds = s (1 - s) in code; else nothing."""
    head, *rest = formula.sides
    if not isinstance(head, Differential) or any(isinstance(x, Differential) for side in rest for x in walk(side)):
        return ""
    nodes = [node for name, node in place.own if name == head.name]
    letters = {x.letter for node in nodes for x in quantities(node)} - {"e", r"\pi"}
    if len(letters) != 1:
        return ""
    (by,) = letters
    again = Equation((Slope(head.name, Name(by)), *rest), formula.relations)
    return by if units.unit(again, place, case) == TRUE else ""


def _mean_over(formula: Equation, place: Place, case: Setting) -> str:
    """Return by which letter a gradient is divided that is right of a mean, else nothing."""
    head, *rest = formula.sides
    counts = {"m", "n", "N"} & {x for side in rest for x in names_in(side)}
    if not isinstance(head, Differential) or len(counts) != 1:
        return ""
    (count,) = counts
    raised = Equation((Operation("quotient", (head, Name(count))), *rest), formula.relations)
    return count if units.unit(raised, place, case) == TRUE else ""


def _of_shares(formula: Equation, place: Place, case: Setting) -> bool:
    """Tell whether a formula about a vector of targets holds where these sum to one."""
    scene = units.scene_of(formula, place, case)
    wide = scene.axes.get(scene.roles.target, 0) == 1
    return wide and not case.vector and units.unit(formula, place, case, normed=None) == TRUE


def _of_a_sibling(formula: Equation, place: Place, kind: str, failing: str, case: Setting) -> Finding | None:
    """Return ``true when`` for a formula about a loss that only a factor tells from the one that the post names."""
    loss = place.setting.loss
    if loss is None or loss.entry is None or kind != "unit":
        return None
    for other in readings.siblings(loss):
        said = [units.unit(formula, place, replace(one, loss=other)) for one in (case, *possible(place.setting)[1:2])]
        if said[0] == TRUE and other.entry is not None:
            first = case.activation.entry if set(said) != {TRUE} and case.activation else None
            name = f"case is {first.in_sentence} with" if first else "loss is the"
            return Finding(
                f"true when the {name} {other.entry.in_sentence}", f"with the {loss.entry.in_sentence}, {failing}"
            )
    return None
