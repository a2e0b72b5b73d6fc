"""In which case is a formula meant: which activation, which loss?

A post says so in words ("binary cross entropy", any name that an entry of the catalogue has) or by a formula that has
the values of an entry. The last one before a formula counts, else the first one after it. Nothing is added here for a
new activation or loss: its entry is enough.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.formulas import at_usual, value_of
from generator.catalogue.losses import LOSSES as EVERY_LOSS
from generator.catalogue.records import Activation, Loss
from generator.engine.tex import tex
from generator.errors import RestoreError
from generator.restore.arrays import FUNCTIONS, Array, same, shape_of, sigmoid
from generator.restore.grammar import read
from generator.restore.nodes import Call, Equation, Formula, Name, Node, Number, names_in, quantities, walk
from generator.restore.values import measured
from generator.restore.world import World

Entry = Activation | Loss
LOSSES = tuple(loss for loss in EVERY_LOSS if not loss.penalty)
"""What may follow an activation: a penalty that a post names is not the loss of its formulas."""
CASES = 4
"""In how many cases a formula is judged whose post does not tell which is meant."""
LOSS_LETTERS = {"L", "C", "J", "E", "Loss", "loss", "Cost", "cost", r"\ell", "H", "D"}
OUTPUT_LETTERS = {"a", "y hat", "p", "h", "o", "s", "out", "output", "f", "g", "y", "q", r"\phi", r"\sigma"}
INNER_LETTERS = ("z", "x", "s", "u", "net", "n", "v", "t", "in", "r", "h", "k", r"\eta", r"\theta")


@dataclass(frozen=True)
class Slot:
    """A definition in force: the node that it says, and the entry that it is, if any."""

    node: Node
    entry: Entry | None = None


@dataclass(frozen=True)
class Setting:
    """The activation and the loss that a formula is about, where the post tells."""

    activation: Slot | None = None
    loss: Slot | None = None
    hidden: Slot | None = None

    @property
    def vector(self) -> bool:
        """Whether the activation acts on whole vectors."""
        return bool(self.activation and self.activation.entry and self.activation.entry.vector)

    @property
    def complete(self) -> bool:
        """Whether both are told."""
        return self.activation is not None and self.loss is not None


@dataclass(frozen=True)
class Event:
    """A place in the post from which a definition is in force."""

    at: int
    slot: Slot
    is_loss: bool
    is_hidden: bool = False


@cache
def slot_of(entry: Entry) -> Slot:
    """Return the definition of an entry, read from the TeX that its page prints, with the usual parameters."""
    found = read(tex(at_usual(value_of(entry), entry)))
    if isinstance(found, Equation):
        message = f"{entry.id} · its definition is an equation"
        raise RestoreError(message)
    return Slot(found, entry)


@cache
def free_slot(entry: Entry) -> Slot:
    """Return the definition of an entry with its parameters as letters."""
    found = read(tex(value_of(entry)))
    return slot_of(entry) if isinstance(found, Equation) else Slot(found, entry)


@cache
def parameters(entry: Entry) -> Mapping[str, float]:
    """Return the letters of an entry's parameters; none where it has none."""
    try:
        letters = set(names_in(free_slot(entry).node)) - set(names_in(slot_of(entry).node))
    except RestoreError:
        return {}
    return dict.fromkeys(letters, 0.0)


@cache
def _readable(entry: Entry) -> bool:
    """Tell whether the grammar of posts has words for the definition; it has none for case distinctions."""
    try:
        return bool(slot_of(entry))
    except RestoreError:
        return False


@cache
def every_setting() -> tuple[Setting, ...]:
    """Return all cases of the catalogue that posts can be about, the best known first."""
    from generator.catalogue.index import Catalogue  # noqa: PLC0415 - checks the whole catalogue when it is made

    places = {entry.id: n for entries in (ACTIVATIONS, LOSSES) for n, entry in enumerate(entries)}
    known = [case for case in Catalogue().cases if _readable(case.activation) and _readable(case.loss)]
    cases = sorted(known, key=lambda case: max(places[case.activation.id], places[case.loss.id]))
    return tuple(Setting(slot_of(case.activation), slot_of(case.loss)) for case in cases)


@cache
def settings() -> tuple[Setting, ...]:
    """Return the settings that could be meant where a post does not tell: the first cases of the catalogue."""
    return every_setting()[:CASES]


def possible(known: Setting) -> tuple[Setting, ...]:
    """Return the settings that agree with what a post tells."""
    if known.complete:
        return (known,)
    if known.activation is None and known.loss is None:
        return tuple(replace(case, hidden=known.hidden) for case in settings())
    if known.loss is None and known.activation is not None and known.activation.entry is None:
        return tuple(replace(case, activation=known.activation, hidden=known.hidden) for case in settings()[:2])
    fitting = [
        replace(case, hidden=known.hidden)
        for case in every_setting()
        if (known.activation is None or _same_slot(known.activation, case.activation))
        and (known.loss is None or _same_slot(known.loss, case.loss))
    ]
    return tuple(fitting[: CASES + 2]) or (known,)


def _same_slot(first: Slot, second: Slot | None) -> bool:
    return second is not None and first.entry is not None and first.entry == second.entry


def hidden_slots(setting: Setting) -> tuple[Slot, ...]:
    """Return the activations that the layers before the last may have: the one that is told, or the usual ones."""
    if setting.hidden is not None:
        return (setting.hidden,)
    return tuple(slot_of(entry) for entry in ACTIVATIONS if entry.id in _HIDDEN)


_HIDDEN = ("sigmoid", "tanh", "relu")


FOREIGN: Mapping[str, tuple[str, ...]] = {
    "sigmoid": ("sigmoide", "sigmoïde", "сигмоида", "сигмоиды", "сигмоид", "シグモイド", "シグモイド関数"),
    "tanh": ("tangente hiperbólica", "tangente hyperbolique", "tangens hyperbolicus", "гиперболический тангенс", "双曲正切"),  # noqa: E501 - one row a line
    "logistic": (
        "binäre kreuzentropie", "entropía cruzada binaria", "entropie croisée binaire", "бинарная кросс энтропия", "логистическая",  # noqa: E501 - one row a line
        "логистической", "二元交叉熵", "binary cross entropy", "log loss", "bce", "交差エントロピー誤差",
    ),
    "cross-entropy": ("kreuzentropie", "entropía cruzada", "entropie croisée", "кросс энтропия", "交叉熵"),
    "squared-error": ("quadratischer fehler", "quadratischen fehler", "error cuadrático", "erreur quadratique", "平方误差", "квадратичная ошибка"),  # noqa: E501 - one row a line
}  # fmt: skip
"""What some entries are called in other languages."""


@cache
def _names() -> tuple[tuple[str, Entry], ...]:
    entries: tuple[Entry, ...] = (*(entry for entry in ACTIVATIONS if entry.id != "vector-identity"), *LOSSES)
    found = [
        (" ".join(name.lower().replace("-", " ").split()), entry)
        for entry in filter(_readable, entries)
        for name in (entry.title, entry.id, entry.id.replace("-", " "), *entry.names)
        if name.lower() not in {"sin", "cos", "exp", "log", "sign", "max", "abs"}  # words, or pieces of a formula
    ]
    found += [(name, entry) for entry in entries for name in FOREIGN.get(entry.id, ())]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]+") for name, _ in _names())
    return re.compile(
        rf"(?<![A-Za-z\\])({names})(?:s|es|n|r)?(?:[- ]?(?:funktion|function|func))?(?![A-Za-z(])", re.IGNORECASE
    )


def named(text: str, start: int = 0) -> Iterator[Event]:
    """Yield the entries that a piece of prose names; one that it says is not meant is left out."""
    known = dict(reversed(_names()))
    for match in _pattern().finditer(text):
        before = _clause(text[max(0, match.start() - _REACH) : match.start()])
        if _NEGATED.search(before):
            continue
        entry = _halved(
            known[" ".join(match[1].lower().replace("-", " ").split())], before, text[match.end() : match.end() + 12]
        )
        hidden = isinstance(entry, Activation) and _is_hidden(text, match, before)
        yield Event(start + match.start(), slot_of(entry), isinstance(entry, Loss), hidden)


_REACH = 48
_NEGATED = re.compile(
    r"\b(?:not|without|instead of|rather than|unlike|no|never|isn't|is not|n't|other than|except|nicht|kein\w*|statt|ohne|"  # noqa: E501 - one row a line
    r"pas|non|sans|sin)\b(?:\W+(?:the|a|an|with|for|to|of|use|used|using|any|half|mean|usual|plain|your|from|by|be|as|der|die|das|den|"
    r"dem|le|la|el|un|une|eine\w*)){0,4}\W*$",
    re.IGNORECASE,
)


_HALF = re.compile(
    r"(?:\bhalf|½|1/2|\bhalbe\w*|mitad|moiti[ée])(?:\W+(?:of|the|a|mean|its|de|del|du|la|los|den|dem|der|le|l))*\W*$",
    re.IGNORECASE,
)


def _halved(entry: Entry, before: str, behind: str) -> Entry:
    """Return half the squared error where the squared error is named with a half before it or behind it."""
    if entry.id == "squared-error" and (_HALF.search(before) or re.match(r"\s*(?:的一半|/\s*2)", behind)):
        return next(loss for loss in LOSSES if loss.id == "half-squared-error")
    return entry


def _clause(before: str) -> str:
    """Return what stands before a word in its sentence."""
    return re.split(r"[.;:!?。；](?=\s|$)|\n\n", before)[-1].replace("\n", " ")


def _is_hidden(text: str, match: re.Match[str], before: str) -> bool:
    near = f"{re.split(r'[,;]| and | und | et ', before)[-1]} {_ahead(text, match.end())}"
    last = re.search(r"output|last|final|letzte|ausgabe|sortie", near, re.IGNORECASE)
    return re.search(r"hidden|versteckt|cach[ée]e|oculta|隐藏|隐含", near, re.IGNORECASE) is not None and not last


def _ahead(text: str, at: int) -> str:
    return re.split(r"[.,;:!?\n]| and | und ", text[at : at + _REACH])[0]


def words(text: str) -> tuple[tuple[int, str], ...]:
    """Return the words of a text that name an entry, with their places: all that is read of prose."""
    return tuple((match.start(), match[0]) for match in _pattern().finditer(text))


def usual(setting: Setting) -> Setting:
    """Return the setting in which the cross entropy behind a single unit is that of two classes."""
    activation, loss = setting.activation, setting.loss
    single = activation is not None and activation.entry is not None and not activation.entry.vector
    if single and loss is not None and loss.entry is not None and loss.entry.id == "cross-entropy":
        two = next(entry for entry in LOSSES if entry.id == "logistic")
        return replace(setting, loss=slot_of(two))
    return setting


def setting_at(events: Iterable[Event], at: int) -> Setting:
    """Return the setting at a place of the post."""
    ordered = sorted(events, key=lambda event: event.at)
    plain = [event for event in ordered if not event.is_hidden]
    found = (_nearest([e for e in plain if e.is_loss == is_loss], at) for is_loss in (False, True))
    activation, loss = found
    return Setting(activation, loss, _nearest([e for e in ordered if e.is_hidden], at))


def _nearest(events: list[Event], at: int) -> Slot | None:
    before = [event for event in events if event.at <= at]
    return before[-1].slot if before else events[0].slot if events else None


def defines(formula: Formula, at: int) -> Event | None:
    """Return the definition that a formula puts in force: ``a = ...`` in z, ``L = ...`` in a and y, or a bare loss."""
    if not isinstance(formula, Equation):
        entry = entry_with_values(formula, LOSSES)
        return Event(at, slot_of(entry), is_loss=True) if entry else None
    if set(formula.relations) != {"="}:
        return None
    head = formula.sides[0]
    letter = head.function.letter if isinstance(head, Call) and not head.primes else getattr(head, "letter", "")
    if not isinstance(head, (Name, Call)) or (isinstance(head, Name) and head.layer is not None and head.letter != "a"):
        return None
    if letter in LOSS_LETTERS:
        return _event(formula.sides[1:], LOSSES, at)
    if letter in OUTPUT_LETTERS:
        return _event(formula.sides[1:], ACTIVATIONS, at, bare=letter == "a")
    return None


def _event(sides: tuple[Node, ...], entries: tuple[Entry, ...], at: int, *, bare: bool = False) -> Event | None:
    is_loss = entries is LOSSES
    for side in sides:
        if isinstance(side, Name) and not (bare and side.letter == "z"):
            continue
        for node in _in_usual_letters(side, is_loss=is_loss):
            entry = entry_with_values(node, entries)
            if entry:
                return Event(at, slot_of(entry), is_loss)
    for node in _in_usual_letters(sides[-1], is_loss=is_loss):
        letters = {x.letter for x in quantities(node)}
        if isinstance(node, Name) or not _known_calls(node) or (not is_loss and not bare):
            continue
        if letters <= {"e", r"\pi", *(("a", "y") if is_loss else ("z",))} and letters & {"a", "z"}:
            return Event(at, Slot(node), is_loss)
    return None


def _known_calls(node: Node) -> bool:
    """Tell whether every function in a node is one that has values by itself."""
    called = {x.function.letter.removeprefix("\\") for x in walk(node) if isinstance(x, Call)}
    return called <= {*FUNCTIONS, "sigma", "max", "min"} and not any(
        isinstance(x, Call) and x.primes for x in walk(node)
    )


def _in_usual_letters(node: Node, *, is_loss: bool) -> Iterator[Node]:
    """Yield the node with its letters as the catalogue has them: a and y in a loss, z in an activation."""
    letters = [
        x
        for x in dict.fromkeys(x.letter for x in quantities(node))
        if x not in {"e", r"\pi", "i", "j", "k", "N", "m", "n"}
    ]
    wanted = ("a", "y") if is_loss else ("z",)
    if set(letters) <= {*wanted, "e"} or any(letter in wanted for letter in letters):
        yield node
        return
    if is_loss and len(letters) == 2:
        yield renamed(node, dict(zip(letters, ("a", "y"), strict=True)))
        yield renamed(node, dict(zip(letters, ("y", "a"), strict=True)))
    if not is_loss and len(letters) == 1:
        yield renamed(node, {letters[0]: "z"})
    if is_loss and len(letters) == 1 and letters[0] in {"y hat", "p", "h", "o"}:
        yield renamed(node, {letters[0]: "a"})


def renamed(node: Any, table: Mapping[str, str]) -> Any:  # noqa: ANN401 - any record of a formula
    """Return the node with other letters."""
    if isinstance(node, Name):
        return replace(node, letter=table.get(node.letter, node.letter))
    if isinstance(node, tuple):
        return tuple(renamed(x, table) for x in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{one.name: renamed(getattr(node, one.name), table) for one in fields(node)})
    return node


def entry_with_values(node: Node, entries: tuple[Entry, ...]) -> Entry | None:
    """Return the entry whose values the node has at a few points, if it is a formula in its letters."""
    letters = set(names_in(node))
    if isinstance(node, Number):
        return None
    for vector, points in ((False, _POINTS), (True, _VECTORS)):
        if not letters & {"a", "z"}:
            return None
        try:
            found = [_total(node, point) for point in points]
        except RestoreError:
            continue
        for entry in entries:
            if entry.vector == vector and entry.variable in letters and _readable(entry):
                wanted = values_of(entry)
                if wanted and all(same(x, y) for x, y in zip(found, wanted, strict=True)):
                    return entry
    return None


@cache
def values_of(entry: Entry) -> tuple[Array, ...]:
    """Return the values of an entry at the points at which entries are recognised; none where it has none."""
    try:
        return tuple(_total(slot_of(entry).node, point) for point in (_VECTORS if entry.vector else _POINTS))
    except RestoreError:
        return ()


def _total(node: Node, point: Mapping[str, Array]) -> Array:
    """Return the value of a node at a point; of vectors their sum, for a loss is often written without its sum."""
    world = World({(letter, None): x for letter, x in point.items()}, functions={r"\sigma": sigmoid})
    for letter in sorted({x.index.letter for x in walk(node) if isinstance(x, Name) and isinstance(x.index, Name)}):
        world = world.running(letter, 2)
    found = measured(node, world)
    return found.sum() if shape_of(found) else found


_POINTS: tuple[Mapping[str, Array], ...] = tuple(
    dict(zip("ayz", place, strict=True))
    for place in ((0.3, 0.6, -0.7), (0.8, 0.45, 1.9), (0.55, 0.15, 0.4), (0.9, 0.2, -2.6))
)
_VECTORS: tuple[Mapping[str, Array], ...] = tuple(
    {"N": 3.0, "a": np.array(a), "y": np.array(y), "z": np.array(z)}
    for a, y, z in (
        ((0.3, 0.6, 0.1), (0.2, 0.5, 0.3), (-0.7, 1.1, 0.4)),
        ((0.15, 0.4, 0.45), (0.9, 0.05, 0.05), (2.1, 0.3, -1.4)),
    )
)
