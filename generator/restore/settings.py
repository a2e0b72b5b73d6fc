"""In which case is a formula meant: which activation, which loss?

A post says so in words ("binary cross entropy", any name that an entry of the catalogue has) or by a formula that has
the values of an entry. The last one before a formula counts, else the first one after it. Nothing is added here for a
new activation or loss: its entry is enough.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache

from sympy import Set

from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.formulas import at_usual, value_of
from generator.catalogue.losses import LOSSES as EVERY_LOSS
from generator.catalogue.records import Activation, Loss
from generator.engine.tex import tex
from generator.errors import RestoreError
from generator.restore.grammar import read
from generator.restore.nodes import Equation, Node, names_in

Entry = Activation | Loss
LOSSES = tuple(loss for loss in EVERY_LOSS if not loss.penalty)
"""What may follow an activation: a penalty that a post names is not the loss of its formulas."""
CASES = 4
"""In how many cases a formula is judged whose post does not tell which is meant."""


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
        raise RestoreError(f"{entry.id} · its definition is an equation")
    return Slot(found, entry)


@cache
def free_slot(entry: Entry) -> Slot:
    """Return the definition of an entry with its parameters as letters."""
    found = read(tex(value_of(entry)))
    return slot_of(entry) if isinstance(found, Equation) else Slot(found, entry)


@cache
def parameters(entry: Entry) -> Mapping[str, Set]:
    """Return the letters of an entry's parameters, as posts write them, each with the numbers that it may be."""
    try:
        letters = set(names_in(free_slot(entry).node)) - set(names_in(slot_of(entry).node))
    except RestoreError:
        return {}
    return {one.symbol: one.range for one in entry.parameters if one.symbol in letters}


def with_letters(slot: Slot, letters: AbstractSet[str]) -> Slot:
    """Return the slot with its entry's parameters as letters, where one of them is among those that a formula has."""
    return free_slot(slot.entry) if slot.entry is not None and {*parameters(slot.entry)} & letters else slot


@cache
def readable(entry: Entry) -> bool:
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
    known = [case for case in Catalogue().cases if readable(case.activation) and readable(case.loss)]
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
    fitting = sorted(_fitting(known), key=lambda case: not _is_common(case))
    return tuple(fitting[: CASES + len(_COMMON)]) or (known,)


_COMMON = ("logistic", "cross-entropy", "squared-error", "half-squared-error")
"""Losses that posts leave out more than others; they are tried first."""


def _is_common(case: Setting) -> bool:
    return case.loss is not None and case.loss.entry is not None and case.loss.entry.id in _COMMON


def _fitting(known: Setting) -> list[Setting]:
    """Return the cases that agree with what a post tells of one of the two; of vectors, softmax is what none names."""
    found = [
        replace(case, hidden=known.hidden)
        for case in every_setting()
        if (known.activation is None or _same_slot(known.activation, case.activation))
        and (known.loss is None or _same_slot(known.loss, case.loss))
    ]
    if known.activation is not None:
        return found
    first = next((case.activation for case in found if case.vector), None)
    return [case for case in found if not case.vector or case.activation == first]


def _same_slot(first: Slot, second: Slot | None) -> bool:
    return second is not None and first.entry is not None and first.entry == second.entry


def hidden_slots(setting: Setting) -> tuple[Slot, ...]:
    """Return the activations that the layers before the last may have: the one that is told, or the usual ones."""
    if setting.hidden is not None:
        return (setting.hidden,)
    return tuple(slot_of(entry) for entry in ACTIVATIONS if entry.id in _HIDDEN)


_HIDDEN = ("sigmoid", "tanh", "relu")


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
