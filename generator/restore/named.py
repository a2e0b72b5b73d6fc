"""Which entries do the words of a post name, with what they deny left out, and which does a formula call?

A formula may say ``swish(x)`` or ``GELU'(x)`` without saying what that is. A newcomer who knows what
an entry is called in another language adds it to ``FOREIGN``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from generator.catalogue.activations import ACTIVATIONS
from generator.restore.nodes import Name
from generator.restore.place import Local
from generator.restore.settings import LOSSES, Entry, Event, readable, slot_of
from generator.restore.signs import FUNCTIONS, NAMED_FUNCTIONS

FOREIGN: Mapping[str, tuple[str, ...]] = {
    "sigmoid": (
        "logistic unit", "logistic neuron", "logistic activation", "logistic output", "logistic f", "logistic σ",
        "sigmoide", "sigmoïde", "сигмоида", "сигмоиды", "сигмоид", "シグモイド", "シグモイド関数",
    ),
    "tanh": ("tangente hiperbólica", "tangente hyperbolique", "tangens hyperbolicus", "гиперболический тангенс", "双曲正切"),  # noqa: E501 - one row a line
    "logistic": (
        "binäre kreuzentropie", "entropía cruzada binaria", "entropie croisée binaire", "entropia incrociata binaria", "бинарная кросс энтропия", "логистическая",  # noqa: E501 - one row a line
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
        for entry in filter(readable, entries)
        for name in (entry.title, entry.id, entry.id.replace("-", " "), *entry.names)
        if name.lower() not in {"sin", "cos", "exp", "log", "sign", "max", "abs"}  # words, or pieces of a formula
    ]
    found += [(name, entry) for entry in entries for name in FOREIGN.get(entry.id, ())]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"[\s_-]*") for name, _ in _names())
    return re.compile(
        rf"(?<![A-Za-z\\])({names})(?:s|es|n|r)?(?:[- ]?(?:funktion|function|func))?(?![A-Za-z(])", re.IGNORECASE
    )


def named(text: str, start: int = 0) -> Iterator[Event]:
    """Yield the entries that a piece of prose names; one that it says is not meant is left out."""
    known = {re.sub(r"[\s_-]+", "", name): entry for name, entry in reversed(_names())}
    for match in _pattern().finditer(text):
        before = _clause(text[max(0, match.start() - _REACH) : match.start()])
        if _NEGATED.search(before):
            continue
        entry = _halved(known[re.sub(r"[\s_-]+", "", match[1].lower())], before, text[match.end() : match.end() + 12])
        hidden = bool(entry.activations) and _is_hidden(text, match, before)
        yield Event(start + match.start(), slot_of(entry), bool(entry.losses), hidden)


_REGRESSION = re.compile(
    r"logistic(?:al)? regression|logistische\w* regression|regresi[oó]n log[ií]stica|r[eé]gression logistique|"
    r"逻辑回归|逻辑斯[谛蒂]回归|логистическ\w+ регресси\w+|ロジスティック回帰",
    re.IGNORECASE,
)
"""A model that says both, the activation and the loss, where the post names no other."""


def models(text: str, found: tuple[Event, ...]) -> Iterator[Event]:
    """Yield what the name of a model says of a case, where nothing in the post says anything else of it."""
    match = next((m for m in _REGRESSION.finditer(text) if not _NEGATED.search(_clause(text[: m.start()]))), None)
    entries = [entry for entry in (*ACTIVATIONS, *LOSSES) if entry.id in {"sigmoid", "logistic"}] if match else []
    for entry in entries:
        is_loss = bool(entry.losses)
        if match and not any(event.is_loss == is_loss and not event.is_hidden for event in found):
            yield Event(match.start(), slot_of(entry), is_loss)


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


@cache
def named_functions() -> Mapping[str, Local]:
    """Return what the functions are that have a name of one word in the catalogue, by that name in small letters."""
    found: dict[str, Local] = {}
    for entry in ACTIVATIONS:
        for name in (entry.id, entry.title, *entry.names):
            word = re.sub(r"[-\s]", "", name).lower()
            if word in NAMED_FUNCTIONS and word not in FUNCTIONS and not entry.vector:
                found.setdefault(word, Local((Name("z"),), slot_of(entry).node))
    return found


def supplied(tex: str) -> Mapping[str, Local]:
    """Return what the catalogue knows of the functions that a formula calls, by the letters that call them."""
    called = {name.lower(): name for name in _CALLED.findall(tex)}
    return {name: named_functions()[word] for word, name in called.items() if word in named_functions()}


_CALLED = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}(?=\}?'*\s*(?:\\left\s*)?\()")
"""A name before a bracket; those of the catalogue have three letters or more."""
