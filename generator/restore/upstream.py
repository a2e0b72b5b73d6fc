"""Is a derivative right by what the post itself defines, whatever the loss: ``y = Wx`` and ``∂L/∂x = Wᵀ ∂L/∂y``?

The loss is any: the sum of what is defined last, each entry with a weight of its own. Its gradients by the rest are
measured. A post seldom says whether a small letter is a vector or a number, so every choice is tried in which what it
defines makes sense.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from generator.restore.called import unknown_in
from generator.restore.choices import CONSTANTS, TARGET, Choice, Defined, choices, outcome_of
from generator.restore.compare import SHAPES, TRUE, UNDECIDED
from generator.restore.deltas import with_gradients
from generator.restore.flat import of_unknown, plain, uncalled
from generator.restore.nodes import (
    Big,
    Call,
    Differential,
    Equation,
    Name,
    Node,
    Operation,
    Part,
    Slope,
    indices_of,
    quantities,
    rewritten,
    walk,
)
from generator.restore.place import Finding, Place
from generator.restore.roles import LOSSES

_INDICES = set("ijklmnpqruvco")
"""Letters that run as indices, where no quantity has them for its name."""


def judged(formula: Equation, place: Place) -> Finding | None:
    """Return the verdict, or None where the post does not define what the formula is about."""
    scene = _scene(formula, place)
    if scene is None:
        return None
    decided = [(kinds, said) for kinds in choices(scene) if (said := outcome_of(scene, kinds, place)) != UNDECIDED]
    if not decided:
        return None
    usual = [one for one in decided if not one[0].spread] or decided
    if any(said == TRUE for _, said in usual):
        return Finding("true", "both sides agree by what the post defines, at random values of its letters")
    if any(_holds(scene, kinds, place, _entry_by_entry(scene.formula)) for kinds, _ in usual):
        return Finding("true", "both sides agree entry by entry, by what the post defines")
    wrong = next(said for _, said in usual if said != TRUE)
    if loss := next((kinds.loss for kinds, _ in usual if outcome_of(scene, kinds, place, lost=True) == TRUE), None):
        return Finding(f"true when {loss} > 0", wrong)
    for letters, told in _symmetric(scene, place):
        if any(outcome_of(scene, kinds, place, symmetric=letters) == TRUE for kinds, _ in usual):
            verdict = "true" if told else f"true when {' and '.join(letters)} is symmetric"
            return Finding(verdict, "both sides agree by what the post defines, with a symmetric matrix")
    alike = [kinds for kinds, said in decided if said == TRUE and kinds.shapes == usual[0][0].shapes]
    true = next(iter(alike), None)
    if true is not None:
        numbers = [x.lstrip("\\") for x in sorted(true.numbers)]
        return Finding(
            f"true when {' and '.join(numbers)} {'is one number' if len(numbers) == 1 else 'are numbers'}", wrong
        )
    if any(_holds(scene, kinds, place, _turned(scene)) for kinds, _ in decided):
        return Finding("true when a derivative by a vector is laid out the other way round", wrong)
    return Finding("false", wrong if wrong.startswith(SHAPES) else f"by what the post defines: {wrong}")


def _symmetric(scene: Defined, place: Place) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the matrices that the post calls symmetric, with True, and those of its squares x^T A x, with False."""
    if told := tuple(x.removeprefix("symmetric ") for x in sorted(place.conventions) if x.startswith("symmetric ")):
        yield told, True
    rows = [x.parts for _, node in scene.own.values() for x in walk(node) if isinstance(x, Operation)]
    squares = [
        two.letter
        for parts in rows
        for one, two, three in zip(parts, parts[1:], parts[2:], strict=False)
        if isinstance(two, Name) and one == Operation("transpose", (three,))
    ]
    if squares:
        yield tuple(dict.fromkeys(squares)), False


def _holds(scene: Defined, choice: Choice, place: Place, others: tuple[Equation, ...]) -> bool:
    """Tell whether the formula holds in another reading, which is several equations."""
    return bool(others) and all(outcome_of(replace(scene, formula=one), choice, place) == TRUE for one in others)


def _turned(scene: Defined) -> tuple[Equation, ...]:
    """Return the formula with the derivative that it begins with on its side; that of a loss has its letter's shape."""
    head, *rest = scene.formula.sides
    if not isinstance(head, Slope) or (isinstance(head.of, Name) and head.of.letter in scene.losses):
        return ()
    return (replace(scene.formula, sides=(Operation("transpose", (head,)), *rest)),)


def _entry_by_entry(formula: Equation) -> tuple[Equation, ...]:
    """Return the formula for a vector's own entries, ``a' = a(1 - a)``, with the others all zero."""
    head, *rest = formula.sides
    if not isinstance(head, Slope):
        return ()
    diagonal = Call(Name("diag"), (head,))
    others = Equation((head, Call(Name("diag"), (diagonal,))), ("=",))
    return replace(formula, sides=(diagonal, *rest)), others


def _scene(formula: Equation, place: Place) -> Defined | None:
    """Return the formula with the definitions that its letters lead to, or None where they do not hang together."""
    formula = uncalled(formula, dict(place.local))
    stated = [pair for pair in place.stated if not _equal_indices(*pair, formula)]
    taken = {x.function.letter: x for pair in stated for x in walk(pair[1]) if isinstance(x, Call)}
    formula = of_unknown(formula, {x: taken[x] for x in unknown_in(tuple(taken.values())) - dict(place.local).keys()})
    inside = {x.letter for x in quantities(formula)}
    stated += [(Name(x), one.node) for x, one in place.local if x in inside and one.parameters]
    running = _running((formula, *(x for pair in stated for x in pair)), {head.letter for head, _ in stated})
    named = partial(_named, running=running, apart={x.letter for x in quantities(formula)})
    pairs = [(named(head), named(node)) for head, node in stated]
    heads = {head.letter for head, _ in pairs}
    own = {head.letter: (head, _upstream(node, heads)) for head, node in pairs}
    spoken = named(formula)
    spoken, own = with_gradients(spoken, own)
    settled = _upstream(spoken, {x.letter for pair in own.values() for part in pair for x in quantities(part)})
    needed = dict[str, tuple[Name, Node]]()
    letters = {x.letter for x in quantities(settled)} - {*running} - (CONSTANTS - own.keys())
    _follow(own, letters, needed)
    named_loss = place.setting.loss if place.setting.loss and place.setting.loss.entry else None
    if not needed and named_loss and (output := _predicted(settled)) is not None:
        needed["output"] = (Name("output"), output)
    about_loss = any(isinstance(x, Differential) or (isinstance(x, Name) and x.letter in LOSSES) for x in walk(settled))
    if {*LOSSES} & {*needed} or TARGET in needed or not about_loss:
        named_loss = None
    if named_loss and named_loss.entry and named_loss.entry.vector:
        return None
    found, every = Defined(settled, needed, running, named_loss), walk(settled)
    derived = [x for x in every if isinstance(x, (Slope, Differential))]
    told = (bool(needed) or _marked(settled)) and (named_loss is None or bool(found.last))
    return found if derived and told and letters <= found.letters and all(_led(x, found) for x in derived) else None


def _predicted(formula: Equation) -> Node | None:
    """Return what stands before the target, sigmoid(X @ w) in ``sigmoid(X @ w) - y``: the output, which has no name."""
    for x in walk(formula):
        match x:
            case Operation("sum", (Call() | Operation() as output, Operation("negative", (Name("y", None, None),)))):
                return output
    return None


def _equal_indices(head: Name, node: Node, formula: Equation) -> bool:
    """Tell whether two indices of a formula are set equal, ``i = j``: a condition, and no definition of a quantity."""
    places = {y.letter for x in walk(formula) if isinstance(x, Name) for y in walk(x.index) if isinstance(y, Name)}
    return isinstance(node, Name) and {head.letter, node.letter} <= places


def _marked(formula: Equation) -> bool:
    """Tell whether marks stand in a formula that only vectors and matrices have."""
    kinds = {x.kind for x in walk(formula) if isinstance(x, Operation)}
    called = {x.function.letter.lstrip("\\") for x in walk(formula) if isinstance(x, Call)}
    return bool(kinds & {"transpose", "norm", "dot"} or called & {"diag", "tr", "trace", "np.sum"})


def _follow(own: Mapping[str, tuple[Name, Node]], letters: Iterable[str], found: dict[str, tuple[Name, Node]]) -> None:
    """Add the definitions that lead to these letters, and those that these letters lead to."""
    known = set(letters)
    while True:
        more = {
            letter: pair
            for letter, pair in own.items()
            if letter not in found and (letter in known or known & {x.letter for x in quantities(pair[1])})
        }
        if not more:
            return
        found |= more
        known |= {x.letter for pair in more.values() for part in pair for x in quantities(part)}


def _led(node: Slope | Differential, found: Defined) -> bool:
    """Tell whether a derivative is of something that depends on what it is taken by, as far as the post tells."""
    if isinstance(node, Differential):
        return node.name.letter in {*found.own, *found.free}
    if isinstance(node.of, Name) and node.of.letter not in found.own:
        return False
    reached, wanted = set[str](), [node.of]
    while wanted:
        for name in quantities(wanted.pop()):
            if name.letter not in reached:
                reached.add(name.letter)
                wanted += [found.own[name.letter][1]] if name.letter in found.own else []
    return node.by.letter in reached


def _running(nodes: Iterable[object], heads: set[str]) -> tuple[str, ...]:
    """Return the letters that run as indices: those that a sum binds, or that no quantity has for its name."""
    every = tuple(x for node in nodes for x in walk(node))
    bound = {x.letter for one in every if isinstance(one, Big) for x in one.variables}
    names = [x for x in every if isinstance(x, Name)]
    places = [y.letter for x in names for y in walk(x.index) if isinstance(y, Name)]
    places += [y.letter for x in names for y in walk(x.layer) if isinstance(y, Name) and x.index is None]
    return tuple(dict.fromkeys(x for x in places if x in bound or (x in _INDICES - heads)))


def _named(node: Part, *, running: tuple[str, ...], apart: set[str]) -> Part:
    """Return the node with all that does not run, a step of time or a label, as a part of its letter's name."""

    def rule(x: object) -> object:
        match x:
            case Name(letter, None, None) if letter.isupper() and len(letter) > 1 and {*letter} <= apart:
                return Operation("product", tuple(map(Name, letter)))
            case Name():
                scripts = [*indices_of(x), *([x.layer] if x.layer is not None else [])]
                places = [y for y in scripts if {z.letter for z in walk(y) if isinstance(z, Name)} & {*running}]
                rest = [plain(y) for y in scripts if y not in places]
                index = None if not places else places[0] if len(places) == 1 else Operation("product", tuple(places))
                return Name("_".join((x.letter, *rest)), None, index)
            case Call(Name(letter), arguments, 0) if letter in LOSSES and all(isinstance(y, Name) for y in arguments):
                return Name(letter)
            case Call():
                return replace(x, arguments=rewritten(x.arguments, rule))
        return None

    return rewritten(node, rule)


def _upstream(node: Part, letters: set[str]) -> Part:
    """Return the node with derivatives of the loss, ∂L/∂z or δz, as differentials."""

    def rule(x: object) -> object:
        match x:
            case Slope(Name(letter), by, 1) if letter in LOSSES and letter not in letters:
                return Differential(by)
            case Operation("product", (Name(r"\delta", None, None), Name(letter) as by)) if letter in letters:
                return Differential(by)
            case Operation("product", (Name(r"\delta", None, None), Name(letter) as by, *rest)) if letter in letters:
                return Operation("product", (Differential(by), *rewritten(tuple(rest), rule)))
        return None

    return rewritten(node, rule)
