"""What is there to prove, and what does each proof depend on?

All entry points call ``prove`` and its like: derive, then judge. ``results`` is the same for many, stored between
builds and on all cores (``generator.build.jobs``). A proof sees nothing of its entry but what its key is made of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from generator.build.code_digest import digest
from generator.build.jobs import Task, outcomes, task
from generator.catalogue.derivations import derivation_of, partials_of, remember, second_of
from generator.catalogue.examples import Example
from generator.catalogue.index import Catalogue, source_file
from generator.catalogue.network import Formula
from generator.catalogue.network_derivations import Derived, derived
from generator.catalogue.operation import Operation
from generator.catalogue.posts import Post
from generator.catalogue.records import Activation, Case, Loss
from generator.errors import DldzError
from generator.pages.posts import RestoredPost
from generator.restore.restore import restore
from generator.store import Store
from generator.verify.computing import computed
from generator.verify.examples import Judged, judged
from generator.verify.judge import judge
from generator.verify.layer_evidence import ProvedLayer, judge_operation
from generator.verify.network import judge_formula
from generator.verify.network_records import NetworkEvidence
from generator.verify.proved import Proved, ProvedFormula
from generator.verify.sets import check_sets
from generator.verify.tables import Book, ProvedRow, prove_rules

Entry = Activation | Loss | Case
Wanted = Entry | Formula | Post | Example | Book | Operation
Result = Proved | ProvedFormula | RestoredPost | Judged | ProvedLayer | tuple[ProvedRow, ...] | DldzError

FOR_ENTRIES = (
    "generator.catalogue.derivations",
    "generator.verify.judge",
    "generator.verify.computing",
    "generator.verify.sets",
    "generator.verify.proved",
)
FOR_FORMULAS = ("generator.catalogue.network_derivations", "generator.verify.network")
FOR_POSTS = ("generator.restore.restore",)
FOR_EXAMPLES = ("generator.verify.examples",)
FOR_RULES = ("generator.verify.tables",)
FOR_LAYERS = ("generator.verify.layer_evidence",)
"""The modules that give the answers; all that they import decides them too."""

_WORD = re.compile(r"[a-z]\w*")


def prove(entry: Entry) -> Proved:
    """Derive an entry's gradients and second derivative, prove every step and measure the results.

    Raises ``DldzError`` where that fails.
    """
    try:
        first = derivation_of(entry)
        evidence = judge(first, entry)  # before the second derivative, which begins with this result
        second = second_of(entry)
        curved = None if second is None else Proved(entry, second, judge(second, entry))
        partials = tuple(Proved(entry, one, judge(one, entry)) for one in partials_of(entry))
        return Proved(entry, first, evidence, curved, computed(entry, first), partials)
    except DldzError as error:
        raise _named(error, entry) from error


def prove_declared(entry: Entry) -> Proved:
    """Prove an entry of the catalogue: what its record declares has to fit its formula too. Raises ``DldzError``."""
    try:
        if not entry.joined:
            check_sets(*entry.parts)
    except DldzError as error:
        raise _named(error, entry) from error
    return prove(entry)


def _named(error: DldzError, entry: Entry) -> DldzError:
    text = str(error)
    return type(error)(text if text.startswith(entry.id) else f"{entry.id} · {text}")


def located(error: DldzError, entry: Entry | Formula | Example | Operation) -> DldzError:
    """Return what went wrong with an entry of the catalogue, with the file to edit: its own, if none is named yet."""
    return error if ".py" in str(error) else type(error)(f"{error} · {source_file(entry)}")


def prove_formula(entry: Formula) -> ProvedFormula:
    """Derive a formula of the network, prove every step and measure it. Raises ``DldzError`` where that fails."""
    return ProvedFormula(*_prove_formula(entry))


def _prove_formula(entry: Formula) -> tuple[Derived, NetworkEvidence]:
    found = derived(entry)
    return found, judge_formula(found)


def judge_example(example: Example) -> Judged:
    """Derive, prove and judge a LaTeX example. Raises ``DldzError`` where a step or the result falls short."""
    return judged(example)


def results(wanted: Iterable[Wanted], catalogue: Catalogue, store: Store, *, quiet: bool = True) -> Iterator[Result]:
    """Yield what ``prove`` and its like give for each, or the error: from the store, or worked out on all cores."""
    items = tuple(wanted)
    context = _context(catalogue)
    for item, answer in zip(items, outcomes([_task(item, context) for item in items], store, quiet=quiet), strict=True):
        yield _failed(item, answer) if isinstance(answer, DldzError) else _result(item, answer)


def _failed(item: Wanted, error: DldzError) -> DldzError:
    return located(error, item) if isinstance(item, Entry | Formula | Operation) else error


def sound(found: Iterable[Result]) -> Iterator[Any]:
    """Yield what was found. Raises the first ``DldzError`` among it."""
    for result in found:
        if isinstance(result, DldzError):
            raise result
        yield result


@dataclass(frozen=True)
class Context:
    """All activations and losses: what proofs know of them, by id, and what else a post may call them."""

    entries: Mapping[str, Activation | Loss]
    names: str

    @property
    def text(self) -> str:
        """Everything that a proof may know of the catalogue."""
        return "\0".join(map(repr, self.entries.values()))


def _context(catalogue: Catalogue) -> Context:
    activations, losses = catalogue.activations, catalogue.losses
    known = {one.id: one.bare for one in activations} | {one.id: one.bare for one in losses}
    return Context(known, repr([entry.names for entry in (*activations, *losses)]))


def _task(item: Wanted, context: Context) -> Task:
    match item:
        case Formula():
            return task("proving", item.id, _prove_formula, item, repr(item), context.text, _code(*FOR_FORMULAS))
        case Post():
            text = repr(item.text)
            return task("restoring", item.id, restore, item.text, text, context.text, context.names, _code(*FOR_POSTS))
        case Example():
            return task("judging", item.id, judged, item, _code(*FOR_EXAMPLES))
        case Book():
            return task("proving", item.id, prove_rules, item, _code(*FOR_RULES))
        case Operation():
            return task("proving", item.id, judge_operation, item.bare, repr(item.bare), _code(*FOR_LAYERS))
    alone = item.bare
    return task("proving", item.id, prove_declared, alone, *_parts(alone.parts, context.entries), _code(*FOR_ENTRIES))


def texts(catalogue: Catalogue) -> Mapping[str, str]:
    """Return for each entry, by id, all that decides its proof, and what its record says to readers."""
    context = _context(catalogue)
    records = {one.id: one for one in catalogue.activations} | {one.id: one for one in catalogue.losses}
    return {one.id: "\0".join((_task(one, context).key, *_parts(one.parts, records))) for one in catalogue.entries}


def _code(*names: str) -> str:
    return digest("generator.engine.stored", *names)


def _parts(entries: tuple[Activation | Loss, ...], known: Mapping[str, Activation | Loss]) -> Iterator[str]:
    """Yield the records that a proof depends on: the entry, and those whose ids stand in its formula, and so on."""
    waiting, seen = list(entries), set[str]()
    while waiting:
        record = waiting.pop()
        yield repr(record)
        words = {word.replace("_", "-") for word in _WORD.findall(record.value)} - seen
        seen |= words
        waiting += [known[word] for word in sorted(words & known.keys())]


def _result(item: Wanted, answer: Any) -> Result:  # noqa: ANN401 - the answer to the item's task
    match item:
        case Formula():
            return ProvedFormula(*answer)
        case Post():
            return RestoredPost(item, answer)
        case Operation():
            return cast("ProvedLayer", replace(answer, operation=item, graph=replace(answer.graph, operation=item)))
        case Example() | Book():
            return cast("Judged | tuple[ProvedRow, ...]", answer)
    remember(item, answer.derivation, answer.second.derivation if answer.second else None)
    return _told_of(item, answer)


def _told_of(entry: Entry, proved: Proved) -> Proved:
    """Return a proof of the bare entry as one of the entry itself."""
    second = _told_of(entry, proved.second) if proved.second else None
    return replace(proved, entry=entry, second=second, partials=tuple(_told_of(entry, one) for one in proved.partials))
