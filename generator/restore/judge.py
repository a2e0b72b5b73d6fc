"""Is this formula true in its place, and if not, where does it fail?

Numbers decide: an equation is compared at points that are drawn from its text. The verdict is ``true``, ``true when``
with what must hold, ``false`` with a counter-example, ``definition``, ``fragment``, ``garbled`` or ``not judged``; none
is written down anywhere. A newcomer who adds a way to read adds it to ``readings``.
"""

from dataclasses import replace

from generator.restore import digits, inequalities, letters, operated, readings, units, upstream
from generator.restore.about import about, cases_of, strange
from generator.restore.compare import NETWORK, SHAPES, TRUE, UNDECIDED
from generator.restore.flat import as_told, called, with_log, with_sigmoid
from generator.restore.nearly import near_miss
from generator.restore.nodes import (
    UNKNOWN,
    Call,
    Differential,
    Equation,
    Formula,
    Name,
    Node,
    Number,
    Open,
    Operation,
    Slope,
    names_in,
    parts_of,
    quantities,
    walk,
)  # fmt: skip
from generator.restore.place import Finding, Place
from generator.restore.roles import GRADIENTS, LOSSES
from generator.restore.settings import Setting


def judge(formula: Formula, place: Place) -> Finding:
    """Return the verdict on a formula that can be read."""
    formula = called(formula, dict(place.local), _variables(place))
    likelihoods = {x.letter.removeprefix("log ") for x, _ in place.stated if x.letter.startswith("log ")}
    formula = with_log(formula, likelihoods) if likelihoods else formula
    if _of_nothing(formula):
        return Finding("garbled", "a derivative is taken of nothing")
    if UNKNOWN in {x.by for x in walk(formula) if isinstance(x, Slope)}:
        return Finding("fragment", "a gradient, and the text does not tell by what")
    if not isinstance(formula, Equation):
        return _no_statement(formula)
    if inequalities.states(formula):
        return inequalities.judged(formula, place, about(formula, place))
    if set(formula.relations) - {"=", "~"} or any(isinstance(x, Open) and "=" not in x.text for x in walk(formula)):
        return Finding("fragment", "a condition or an unfinished formula: it states no equality to check")
    if _of_numbers(formula):
        return Finding("garbled", "a derivative of a bare number, by nothing")
    if _is_definition(formula):
        gradient = _by_weights(formula, place)
        found = statement(gradient, place) if gradient else None
        return _definition(formula, place) if found is None or found.verdict == "not judged" else found
    if _by_an_operator(formula.sides[0]):
        return Finding("not judged", "D is the derivative by a letter that is not written")
    return statement(formula, place)


def _variables(place: Place) -> dict[str, Name]:
    """Return of each letter that the post defines by one other letter what that is."""
    told = {head.letter: {x.letter for x in quantities(node)} - {"e", r"\pi"} for head, node in place.own}
    return {letter: Name(inner.pop()) for letter, inner in told.items() if len(inner) == 1}


def _by_weights(formula: Equation, place: Place) -> Equation | None:
    """Return ``grad = X.T @ (h - y)`` as the gradient by the weights of which its author speaks, or None."""
    head, *rest = formula.sides
    if not isinstance(head, Name) or head.letter not in GRADIENTS:
        return None
    letters = {*names_in(tuple(rest)), *(x for _, node in place.stated for x in names_in(node))}
    by = next((x for x in (r"\theta", "w", "W", r"\beta") if x in letters), None)
    return replace(formula, sides=(Differential(Name(by)), *rest)) if by else None


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


def _of_numbers(formula: Equation) -> bool:
    """Tell whether differentials stand side by side as factors: what is left of quotients that lost their bars."""
    return any(
        isinstance(x, Operation)
        and x.kind == "product"
        and any(isinstance(part, Differential) for part in x.parts)
        and any(isinstance(part, Name) and part.letter == "d" for part in x.parts)
        for x in walk(formula)
    )


def _no_statement(node: Node) -> Finding:
    if isinstance(node, Open):
        return Finding("fragment", "begun and not finished: nothing is stated")
    kind = "a quantity" if isinstance(node, (Slope, Name, Differential, Call)) else "an expression"
    return Finding("fragment", f"{kind}, set equal to nothing: there is no statement to check")


def _is_definition(formula: Equation) -> bool:
    head = formula.sides[0]
    if isinstance(head, Call) and not head.primes:
        return all(isinstance(x, Name) for x in head.arguments) and head.function.letter.strip("\\") not in {
            "tanh", "exp", "log", "ln", "sin", "cos", "max", "min", "softmax", "sqrt"}  # fmt: skip
    if isinstance(head, Operation) and head.kind == "power" and isinstance(head.parts[0], Name):
        return head.parts[0].letter == r"\sigma" and isinstance(head.parts[1], Number)
    if _of_a_step(head):
        return True
    return isinstance(head, Name) and head.letter != r"\delta"


def _by_an_operator(head: Node) -> bool:
    """Tell whether a side is D_j S_i: what D_j is a derivative by, its author knows."""
    if not isinstance(head, Operation) or head.kind != "product":
        return False
    first = head.parts[0]
    return isinstance(first, Name) and first.letter == "D" and first.index is not None


def _of_a_step(head: Node) -> bool:
    """Tell whether a side is Δw: what a weight changes by is set, and not proved."""
    return (
        isinstance(head, Operation)
        and head.kind == "product"
        and len(head.parts) == 2
        and head.parts[0] == Name(r"\Delta")
        and isinstance(head.parts[1], Name)
    )


def _definition(formula: Equation, place: Place) -> Finding:
    """Return ``definition``, unless the sides after the name contradict each other."""
    head = names_in(formula.sides[0])[0]
    if head in NETWORK and not operated.defines(formula, place):
        found = statement(formula, place)
        if found.verdict == "false":
            return found
    if len(formula.sides) > 2:
        rest = statement(Equation(formula.sides[1:], formula.relations[1:]), place)
        if rest.verdict == "false":
            return rest
    name = head.lstrip(chr(92))
    if len(formula.sides) == 2 and not names_in(formula.sides[1]):
        return Finding("definition", f"gives {name} a value: a condition for what is said beside it, nothing to prove")
    if isinstance(formula.sides[0], Call) and (known := _known_function(formula, place)) is not None:
        return known
    return Finding("definition", f"says what {name} stands for: there is nothing to prove")


def _known_function(formula: Equation, place: Place) -> Finding | None:
    """Return the verdict on what is said about a function that everybody knows, or that the post defined before."""
    head = formula.sides[0]
    if not isinstance(head, Call):
        return None
    elsewhere = any(letter == head.function.letter for letter, _ in place.local)
    composed = not all(isinstance(x, Name) for x in head.arguments)
    return statement(formula, place) if elsewhere and composed else None


def statement(formula: Equation, place: Place) -> Finding:
    """Return the verdict on an equation that states something."""
    formula = with_sigmoid(as_told(formula, place.conventions))
    numeric = digits.judged(formula, place)
    if numeric is not None:
        return numeric
    layer = operated.judged(formula, place)
    own = upstream.judged(formula, place) if place.setting.loss is None else None
    for found in (layer, own) if place.layers else (own, layer):
        if found is not None and found.holds:
            return found
    kind = about(formula, place)
    if own is not None and kind in {"unit", "letters"} and place.setting.activation is None:
        return own
    if layer is not None and kind == "unit" and NETWORK & set(names_in(formula)):
        return layer
    if operated.inside(formula, place, kind):
        return (
            layer
            or upstream.judged(formula, place)
            or Finding("not judged", "the post names a layer, and does not say what each letter here is in it")
        )
    if kind == "letters":
        found = letters.judged(formula, place)
    else:
        found = _in_cases(formula, place, kind, cases_of(formula, place, kind))
    if found.verdict == "not judged":
        return layer or upstream.judged(formula, place) or found
    by_post = upstream.judged(formula, place) if found.verdict == "false" and _defines_loss(place) else None
    return by_post if by_post is not None and by_post.verdict == "true" else found


def _defines_loss(place: Place) -> bool:
    """Tell whether the post names a loss, and also writes what it is: perhaps of vectors."""
    return place.setting.loss is not None and any(head.letter in LOSSES for head, _ in place.stated)


def condition_of(setting: Setting) -> str:
    """Return the precondition of the loss, in words."""
    entry = setting.loss.entry if setting.loss else None
    told = [loss.condition_text for loss in entry.losses] if entry else []
    return next(iter(told), "a precondition holds")


def _title(setting: Setting) -> str:
    slots = [slot for slot in (setting.activation, setting.loss) if slot]
    return (
        " with ".join(slot.entry.in_sentence if slot.entry else "the post's own definition" for slot in slots)
        or "the letters"
    )


def _in_cases(formula: Equation, place: Place, kind: str, cases: tuple[Setting, ...]) -> Finding:
    """Return the verdict over all settings that may be meant."""
    found = [(case, readings.in_setting(formula, replace_setting(place, case), case, kind)) for case in cases]
    decided = [(case, said) for case, said in found if said != UNDECIDED and not _misfit(case, said, cases)]
    true = [case for case, said in decided if said == TRUE]
    if not decided:
        return _undecided(formula, place, kind)
    if len(true) == len(decided):
        return _true(formula, place, true, kind)
    case, said = next(pair for pair in decided if pair[1] != TRUE)
    failing = f"for {_title(case)}: {said}" if len(cases) > 1 else said
    if not true and readings.of_a_class(formula):
        return Finding("not judged", "the post does not say that c is the class of the example")
    if not true:
        wrong = strange(formula, place, kind) or Finding("false", failing)
        return near_miss(formula, place, kind, failing, decided[0][0]) or wrong
    return Finding(f"true when {_when(true, decided)}", failing)


def _misfit(case: Setting, said: str, cases: tuple[Setting, ...]) -> bool:
    """Tell whether only the shapes of a vector's case do not fit, which the post does not name."""
    return len(cases) > 1 and case.vector and said.startswith(SHAPES) and any(not other.vector for other in cases)


def replace_setting(place: Place, setting: Setting) -> Place:
    """Return the place in another setting, what the post tells left as it is."""
    return place if place.setting.complete else replace(place, setting=replace(setting, hidden=setting.hidden))


def _when(true: list[Setting], decided: list[tuple[Setting, str]]) -> str:
    hidden = {case.hidden for case, _ in decided}
    cases = {(case.activation, case.loss) for case, _ in decided}
    if len(hidden) > 1 and {(case.activation, case.loss) for case in true} == cases:
        names = dict.fromkeys(case.hidden.entry.in_sentence for case in true if case.hidden and case.hidden.entry)
        return "the hidden layer is " + " or ".join(names)
    return "the case is " + " or ".join(dict.fromkeys(map(_title, true)))


def _true(formula: Equation, place: Place, true: list[Setting], kind: str) -> Finding:
    setting = true[0]
    if kind == "unit" and setting.vector and units.unit(formula, place, setting, normed=False) != TRUE:
        return Finding(f"true when {condition_of(setting)}", "measured at random points, with and without")
    if formula.condition is not None:
        return Finding(
            f"true when {digits.said(formula.condition)}", "both sides agree at random points where that holds"
        )
    where = _title(setting) if len(true) == 1 else f"{len(true)} cases"
    return Finding("true", f"both sides agree at random points of {where}")


def _undecided(formula: Equation, place: Place, kind: str) -> Finding:
    unknown = letters.unknown(formula) if kind == "letters" else None
    if unknown:
        return unknown
    if isinstance(formula.sides[0], Number):
        return Finding("fragment", "it has no value in any case of the catalogue")
    missing = readings.missing(place)
    return Finding("not judged", missing or "it has no value in any case of the catalogue")
