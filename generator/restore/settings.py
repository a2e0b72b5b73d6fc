"""In which case is a formula meant: which activation, which loss?

A post says so in words ("binary cross entropy", any name that an entry of the catalogue has) or by a formula that has
the values of an entry. The last one before a formula counts, else the first one after it. Nothing is added here for a
new activation or loss: its entry is enough.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.formulas import at_usual, value_of
from generator.catalogue.losses import LOSSES as EVERY_LOSS
from generator.catalogue.records import Activation, Loss
from generator.engine.parse import FUNCTIONS
from generator.engine.tex import tex
from generator.errors import RestoreError
from generator.restore.arrays import Array, array, entrywise, number, same
from generator.restore.grammar import read
from generator.restore.nodes import Call, Equation, Formula, Name, Node, names_in, walk
from generator.restore.values import measured
from generator.restore.world import World
from generator.verify.arithmetic import MP

Entry = Activation | Loss
LOSSES = tuple(loss for loss in EVERY_LOSS if not loss.penalty)
"""What may follow an activation: a penalty that a post names is not the loss of its formulas."""
CASES = 4
"""In how many cases a formula is judged whose post does not tell which is meant."""
LOSS_LETTERS = {"L", "C", "J", "E"}


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


@cache
def slot_of(entry: Entry) -> Slot:
    """Return the definition of an entry, read from the TeX that its page prints, with the usual parameters."""
    found = read(tex(at_usual(value_of(entry), entry)))
    if isinstance(found, Equation):
        message = f"{entry.id} · its definition is an equation"
        raise RestoreError(message)
    return Slot(found, entry)


@cache
def _readable(entry: Entry) -> bool:
    """Tell whether the grammar of posts has words for the definition; it has none for case distinctions."""
    try:
        return bool(slot_of(entry))
    except RestoreError:
        return False


@cache
def settings() -> tuple[Setting, ...]:
    """Return the settings that could be meant where a post does not tell: the first cases of the catalogue."""
    from generator.catalogue.index import Catalogue  # noqa: PLC0415 - checks the whole catalogue when it is made

    places = {entry.id: n for entries in (ACTIVATIONS, LOSSES) for n, entry in enumerate(entries)}
    known = [case for case in Catalogue().cases if _readable(case.activation) and _readable(case.loss)]
    cases = sorted(known, key=lambda case: max(places[case.activation.id], places[case.loss.id]))
    return tuple(Setting(slot_of(case.activation), slot_of(case.loss)) for case in cases[:CASES])


@cache
def _names() -> tuple[tuple[str, Entry], ...]:
    entries: tuple[Entry, ...] = (*ACTIVATIONS, *LOSSES)
    found = [
        (name.lower(), entry)
        for entry in filter(_readable, entries)
        for name in (entry.title, entry.id, entry.id.replace("-", " "), *entry.names)
        if name not in FUNCTIONS  # "sin" in prose is a piece of a formula, "sine" and "Tanh" are words
    ]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(re.escape(name) for name, _ in _names()) + r")\b", re.IGNORECASE)


def named(text: str, start: int = 0) -> Iterator[Event]:
    """Yield the entries that a piece of prose names."""
    known = dict(reversed(_names()))
    for match in _pattern().finditer(text):
        entry = known[match[0].lower()]
        yield Event(start + match.start(), slot_of(entry), isinstance(entry, Loss))


def words(text: str) -> tuple[tuple[int, str], ...]:
    """Return the words of a text that name an entry, with their places: all that is read of prose."""
    return tuple((match.start(), match[0]) for match in _pattern().finditer(text))


def setting_at(events: Iterable[Event], at: int) -> Setting:
    """Return the setting at a place of the post."""
    ordered = sorted(events, key=lambda event: event.at)
    return Setting(*(_nearest([e for e in ordered if e.is_loss == is_loss], at) for is_loss in (False, True)))


def _nearest(events: list[Event], at: int) -> Slot | None:
    before = [event for event in events if event.at <= at]
    return before[-1].slot if before else events[0].slot if events else None


def defines(formula: Formula, at: int) -> Event | None:
    """Return the definition that a formula puts in force: ``a = ...`` in z, ``L = ...`` in a and y, or a bare loss."""
    if not isinstance(formula, Equation):
        entry = entry_with_values(formula, LOSSES)
        return Event(at, slot_of(entry), is_loss=True) if entry else None
    head = formula.sides[0]
    letter = head.function.letter if isinstance(head, Call) and not head.primes else getattr(head, "letter", "")
    if letter == "a" and isinstance(head, (Name, Call)):
        return _event(formula.sides[1:], ACTIVATIONS, {"z"}, at)
    if letter in LOSS_LETTERS and isinstance(head, (Name, Call)):
        return _event(formula.sides[1:], LOSSES, {"a", "y"}, at)
    return None


def _event(sides: tuple[Node, ...], entries: tuple[Entry, ...], letters: set[str], at: int) -> Event | None:
    for side in sides:
        entry = entry_with_values(side, entries)
        if entry:
            return Event(at, slot_of(entry), isinstance(entry, Loss))
    last = sides[-1]
    own = letters | {"e", r"\log", r"\ln", "log", "ln", "exp", r"\exp", r"\pi", "tanh", r"\tanh", r"\sin", r"\cos"}
    if set(names_in(last)) <= own and letters & set(names_in(last)):
        return Event(at, Slot(last), is_loss="a" in letters)
    return None


def entry_with_values(node: Node, entries: tuple[Entry, ...]) -> Entry | None:
    """Return the entry whose values the node has at a few points, if it is a formula in its letters."""
    for entry in filter(_readable, entries):
        points = _VECTORS if entry.vector else _POINTS
        if entry.variable in names_in(node) and _agree(node, slot_of(entry).node, points):
            return entry
    return None


def _agree(node: Node, other: Node, points: tuple[Mapping[str, Array], ...]) -> bool:
    """Tell whether two nodes agree; of vectors their sums count, for a loss is often written without its sum."""
    try:
        return all(same(_total(node, point), _total(other, point)) for point in points)
    except RestoreError:
        return False


def _total(node: Node, point: Mapping[str, Array]) -> Array:
    world = World({(letter, None): x for letter, x in point.items()}, functions={r"\sigma": sigmoid})
    for letter in sorted({x.index.letter for x in walk(node) if isinstance(x, Name) and isinstance(x.index, Name)}):
        world = world.running(letter, 2)
    found = measured(node, world)
    return number(sum(found.flat)) if "N" in point else found


_POINTS: tuple[Mapping[str, Array], ...] = tuple(
    {letter: number(x) for letter, x in zip("ayz", place, strict=True)}
    for place in (("0.3", "0.6", "-0.7"), ("0.8", "0.45", "1.9"), ("0.55", "0.15", "0.4"))
)
_VECTORS: tuple[Mapping[str, Array], ...] = tuple(
    {"N": number(3), "a": array(a), "y": array(y), "z": array(z)}
    for a, y, z in (
        (("0.3", "0.6", "0.1"), ("0.2", "0.5", "0.3"), ("-0.7", "1.1", "0.4")),
        (("0.15", "0.4", "0.45"), ("0.9", "0.05", "0.05"), ("2.1", "0.3", "-1.4")),
    )
)


def sigmoid(x: Array) -> Array:
    """Return the sigmoid of every number: what sigma means wherever a post does not say otherwise."""
    return entrywise(lambda u: 1 / (1 + MP.exp(-u)), x)
