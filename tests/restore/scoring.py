"""The corpus of posts is loaded, and a reader of posts is scored with it: ``score(restore)``.

The texts and the rules of their verdicts are in ``tests/restore/corpus``; see the README there. ``score`` takes any
function that returns claims with ``line``, ``found``, ``restored`` and ``verdict``, as ``restore`` of
``generator.restore.restore`` does.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml

FOLDER = Path(__file__).parent / "corpus"
VERDICTS = ("false", "garbled", "not judged", "fragment", "true when", "true", "definition")
"""All verdicts; of the parts of one formula, the verdict that stands first here is that of the whole."""
HOLDS, FAILS = {"true", "true when"}, {"false"}


class Claimed(Protocol):
    """What is read of a claim."""

    @property
    def line(self) -> int: ...
    @property
    def found(self) -> str: ...
    @property
    def restored(self) -> str: ...
    @property
    def verdict(self) -> str: ...


@dataclass(frozen=True)
class Formula:
    """One formula of a text: where it begins, how it may be found whole, and the verdicts that it may have."""

    at: int
    found: str
    also: tuple[str, ...]
    verdicts: tuple[str, ...]
    restored: str
    why: str
    optional: bool
    twin: str

    @property
    def end(self) -> int:
        return self.at + len(self.found)


@dataclass(frozen=True)
class Text:
    """One text of the corpus with its formulas in order; ``twin`` names its true or its spoilt twin."""

    name: str
    manner: str
    covers: tuple[str, ...]
    twin: str
    text: str
    formulas: tuple[Formula, ...]

    @property
    def spoilt(self) -> bool:
        return self.name.endswith("-spoilt")


@dataclass(frozen=True)
class Outcome:
    """What became of one formula, or of a claim where no formula stands (``wanted`` is empty)."""

    text: str
    found: str
    wanted: tuple[str, ...]
    claimed: tuple[tuple[str, str], ...]
    whole: bool = False
    verdict: str = ""
    restored: bool | None = None

    @property
    def right(self) -> bool:
        return self.whole and self.verdict in self.wanted

    @property
    def inverted(self) -> bool:
        """Tell whether a true formula, or a part of it, is called false, or a false one true."""
        verdicts, wanted = {verdict for _, verdict in self.claimed}, set(self.wanted)
        true, false = wanted & HOLDS and not wanted & FAILS, wanted & FAILS and not wanted & HOLDS
        return bool((true and verdicts & FAILS) or (false and verdicts & HOLDS))


@dataclass(frozen=True)
class Score:
    """The outcomes for all texts. Rates are between 0 and 1."""

    outcomes: tuple[Outcome, ...]

    @property
    def formulas(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.wanted)

    @property
    def crumbs(self) -> tuple[Outcome, ...]:
        """The claims that no formula of the corpus stands behind."""
        return tuple(one for one in self.outcomes if not one.wanted)

    @property
    def found_whole(self) -> float:
        return sum(one.whole for one in self.formulas) / len(self.formulas)

    @property
    def recall(self) -> float:
        """The share of formulas that are found whole and have the right verdict."""
        return sum(one.right for one in self.formulas) / len(self.formulas)

    @property
    def precision(self) -> float:
        """The share of claims that are whole and have the right verdict."""
        claimed = [one for one in self.outcomes if one.claimed]
        return sum(one.right for one in claimed) / max(1, len(claimed))

    @property
    def restored(self) -> float:
        """The share of restored formulas that are the wanted ones, as far as their TeX shows it."""
        weighed = [one.restored for one in self.formulas if one.restored is not None]
        return sum(weighed) / max(1, len(weighed))

    @property
    def inversions(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.inverted)

    @property
    def faults(self) -> tuple[Outcome, ...]:
        """Everything that the reader's author wants to look at."""
        return tuple(one for one in self.outcomes if not one.right)


@cache
def corpus() -> tuple[Text, ...]:
    """Return all texts, in the order of their names."""
    return tuple(_loaded(path) for path in sorted(FOLDER.glob("*.txt")))


def _loaded(path: Path) -> Text:
    text = path.read_bytes().decode("utf-8")
    side = yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
    formulas = tuple(_formulas(text, side["formulas"]))
    return Text(path.stem, side["manner"], tuple(side["covers"]), side.get("twin", ""), text, formulas)


def _formulas(text: str, rows: Sequence[dict[str, Any]]) -> Iterator[Formula]:
    end = 0
    for row in rows:
        at = text.find(row["found"], end)
        verdicts = row["verdict"] if isinstance(row["verdict"], list) else [row["verdict"]]
        words = (row.get("restored", ""), row.get("why", ""), bool(row.get("optional")), row.get("twin", ""))
        yield Formula(at, row["found"], tuple(row.get("also", ())), tuple(verdicts), *words)
        end = at + len(row["found"])


def score(restore: Callable[[str], Sequence[Claimed]]) -> Score:
    """Return how a reader of posts does on the corpus."""
    return Score(tuple(outcome for text in corpus() for outcome in outcomes(text, restore(text.text))))


def outcomes(text: Text, claims: Sequence[Claimed]) -> Iterator[Outcome]:
    """Yield an outcome for every formula of a text, and for every claim that belongs to none and is not neutral."""
    behind: dict[Formula, list[Claimed]] = {formula: [] for formula in text.formulas}
    for at, claim in _located(text.text, claims):
        formula = _formula_at(text, at, at + len(claim.found))
        if formula is not None and not formula.optional:
            behind[formula].append(claim)
        elif not _neutral(text, formula, at, claim):
            yield Outcome(text.name, claim.found, (), ((claim.found, verdict_of(claim)),))
    for formula, found in behind.items():
        if not formula.optional:
            yield _outcome(text.name, formula, found)


def _located(text: str, claims: Sequence[Claimed]) -> Iterator[tuple[int, Claimed]]:
    """Yield each claim with where it begins; -1 where its words do not stand in the text."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    end = 0
    for claim in claims:
        line = starts[min(max(claim.line, 1), len(starts)) - 1]
        tried = (text.find(claim.found, start) for start in (max(line, end), line, 0))
        at = next((at for at in tried if at >= 0), -1)
        end = at + len(claim.found) if at >= 0 else end
        yield at, claim


def _formula_at(text: Text, start: int, end: int) -> Formula | None:
    """Return the formula that a claim lies upon: the first that is not optional, if there is one."""
    here = [one for one in text.formulas if start >= 0 and start < one.end and one.at < end]
    return min(here, key=lambda one: one.optional, default=None)


def _neutral(text: Text, formula: Formula | None, at: int, claim: Claimed) -> bool:
    """Tell whether a claim is neither wanted nor wrong: an optional formula, or a bare term between its delimiters."""
    verdict, after = verdict_of(claim), text.text[at + len(claim.found) :].lstrip()
    if formula is not None:
        return verdict in formula.verdicts
    framed = at > 0 and text.text[:at].rstrip()[-1:] in set("$`([") and after[:1] in set("$`)\\")
    bare = not re.search(r"[=≠≈<>≤≥]|\\(neq?|leq?|geq?|approx)\b", claim.found)
    return framed and bare and verdict in {"fragment", "not judged"}


def _outcome(name: str, formula: Formula, claims: Sequence[Claimed]) -> Outcome:
    claimed = tuple((claim.found, verdict_of(claim)) for claim in claims)
    verdict = min((verdict for _, verdict in claimed), key=VERDICTS.index, default="")
    whole = _whole(formula, [claim.found for claim in claims])
    restored = None
    if formula.restored and claims:
        restored = _plain(formula.restored) == _plain("".join(claim.restored for claim in claims))
    return Outcome(name, formula.found, formula.verdicts, claimed, whole, verdict, restored)


def verdict_of(claim: Claimed) -> str:
    """Return what a verdict begins with: ``true when the classes sum to one`` is ``true when``."""
    fitting = [verdict for verdict in VERDICTS if claim.verdict.startswith(verdict)]
    return max(fitting, key=len, default=claim.verdict)


def _whole(formula: Formula, found: Sequence[str]) -> bool:
    """Tell whether one claim holds the formula, or several hold its rows, cut between rows only."""
    if len(found) == 1:
        return normal(found[0]) in {normal(one) for one in (formula.found, *formula.also)}
    rows = [normal(row) for row in re.split(r"\\\\|\n", formula.found)]
    cuts = {"".join(rows[:count]) for count in range(1, len(rows) + 1)}
    heads = ["".join(map(normal, found[:count])) for count in range(1, len(found) + 1)]
    return bool(heads) and heads[-1] == "".join(rows) and set(heads) <= cuts


_FRAME = re.compile(
    r"\\\\(\[\w+\])?|\\(begin|end)\{(align|aligned|equation|split|gathered|gather|multline|eqnarray)\*?\}"
    r"|\\(label|tag)\{[^{}]*\}|\\nonumber|\\[\[\]()]|[$`&\s]"
)


def normal(found: str) -> str:
    """Return a formula without what frames it: spaces, delimiters, environments, labels, a full stop behind."""
    bare = _FRAME.sub("", found)
    return re.sub(r"^(\\Rightarrow|\\implies|\\therefore|⇒|∴)", "", bare).rstrip(".,;:。，；")


def _plain(tex: str) -> str:
    """Return TeX without what does not change its sense."""
    drop = r"\\(left|right|cdot|times|mathrm|text|operatorname|displaystyle|quad|[,;:! ])|[{}()\s*]|\\odot"
    return normal(re.sub(drop, "", tex).replace("\\ln", "\\log"))
