"""The edit of an entry proves anew what depends on it, and nothing else."""

import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

import pytest

from generator.build import proofs
from generator.build.jobs import TABLES, carry_out
from generator.catalogue.examples import EXAMPLES
from generator.catalogue.formulas import functions_in
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.catalogue.operations import OPERATIONS
from generator.catalogue.posts import POSTS
from generator.catalogue.records import Activation, Loss
from generator.engine.records import Derivation
from generator.engine.stored import dumps, loads
from generator.errors import DldzError, ProofError
from generator.pages.posts import RestoredPost
from generator.restore.restore import restore
from generator.store import Store
from generator.verify.layer_evidence import judge_operation
from generator.verify.proved import Proved
from generator.verify.tables import Book, prove_rules
from tests.cover import cover
from tests.whole import unmeasured

BEFORE = Catalogue()
SIGMOID = next(one for one in BEFORE.activations if one.id == "sigmoid")


def with_sigmoid(**changes: Any) -> Catalogue:  # noqa: ANN401 - fields of an activation
    edited = replace(SIGMOID, **changes)
    return Catalogue(tuple(edited if one.id == "sigmoid" else one for one in BEFORE.activations))


def keys(catalogue: Catalogue) -> dict[str, str]:
    wanted = (*catalogue.entries, *FORMULAS, *POSTS, *EXAMPLES)
    context = proofs._context(catalogue)  # noqa: SLF001 - what the keys are made from
    return {f"{one.doing}.{one.id}": one.key for one in (proofs._task(item, context) for item in wanted)}  # noqa: SLF001 - as above


def changed(after: Catalogue) -> set[str]:
    old, new = keys(BEFORE), keys(after)
    assert old.keys() == new.keys()
    return {name for name in old if old[name] != new[name]}


def calls_sigmoid(entry: Activation | Loss) -> bool:
    """Tell whether an entry is the sigmoid, or calls it by name, or calls one that does."""
    return entry == SIGMOID or any(map(calls_sigmoid, functions_in(entry)))


def test_an_edit_concerns_the_entry_its_cases_and_what_is_about_all_entries() -> None:
    found = changed(with_sigmoid(value="1/(1 + exp(-1*z))"))
    entries: tuple[Activation | Loss, ...] = (*BEFORE.activations, *BEFORE.losses)
    touched = {entry.id for entry in entries if calls_sigmoid(entry)}
    cases = {f"proving.{case.id}" for case in BEFORE.cases if touched & {case.activation.id, case.loss.id}}
    network = {f"proving.{formula.id}" for formula in FORMULAS}
    alone = {f"proving.{name}" for name in touched}
    assert found == alone | cases | network | {f"restoring.{post.id}" for post in POSTS}


def test_prose_proves_nothing_anew() -> None:
    assert changed(with_sigmoid(prose="Another word.", references=("bishop-2006",))) == set()


def test_names_concern_the_posts_that_may_use_them() -> None:
    assert changed(with_sigmoid(names=("squashing function",))) == {f"restoring.{post.id}" for post in POSTS}


def test_an_entry_within_another_counts() -> None:
    """A formula that names an entry depends on that entry's record."""
    swish = Activation("swish", "Swish", "z*sigmoid(z)", ())
    before = Catalogue((*BEFORE.activations, replace(swish, references=SIGMOID.references)))
    context = proofs._context(before)  # noqa: SLF001 - as above
    edited = proofs._context(with_sigmoid(value="1/(1 + exp(-1*z))"))  # noqa: SLF001 - as above
    found = [proofs._task(swish, one).key for one in (context, edited)]  # noqa: SLF001 - as above
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("entry", "value", "said"),
    [
        ("glu", "z*sigmoid(q)", "unknown name 'q'.* · column 11 · generator/catalogue/gates.py"),
        ("sigmoid", "sqrt(-1 - z**2)", "has no real value in .* at z = .* · generator/catalogue/activations.py"),
        ("logistic-logits", "unheard(a)", "unknown .*generator/catalogue/scores.py"),
    ],
)
def test_an_error_names_the_entry_first_and_the_file_to_edit_last(entry: str, value: str, said: str) -> None:
    wrong = replace(cast("Activation | Loss", BEFORE.find(entry)), value=value)
    (error,) = proofs.results([wrong], BEFORE, Store())
    assert isinstance(error, DldzError)
    assert re.fullmatch(f"{entry} · .*{said}", str(error)), error


def test_the_file_of_a_rule_is_the_one_to_edit() -> None:
    error = ProofError("tanh · 1 + a**2 · not equal · generator/engine/primitives.py")
    assert proofs.located(error, BEFORE.find("tanh")) is error


@pytest.mark.parametrize("name", ["max-pool1d", "softmax-backward"])
def test_the_proof_of_a_layer_can_be_handed_from_process_to_process(name: str) -> None:
    layer = judge_operation(next(one for one in OPERATIONS if one.id == name))
    handed = loads(dumps(layer, TABLES))
    assert (handed.operation, handed.gradients, handed.code) == (layer.operation, layer.gradients, layer.code)


def test_what_is_kept_is_the_proof_that_was_made(tmp_path: Path) -> None:
    wanted = (BEFORE.find("linear-mse"), FORMULAS[0], POSTS[0], EXAMPLES[0], Book())
    first = list(proofs.results(wanted, BEFORE, Store(tmp_path)))
    second = list(proofs.results(wanted, BEFORE, Store(tmp_path)))
    assert first == second
    assert isinstance(first[0], Proved)
    assert first[0] == proofs.prove(BEFORE.find("linear-mse"))
    assert first[1:] == [
        proofs.prove_formula(FORMULAS[0]),
        RestoredPost(POSTS[0], restore(POSTS[0].text)),
        proofs.judge_example(EXAMPLES[0]),
        prove_rules(Book()),
    ]


@pytest.mark.unmeasured
@pytest.mark.parametrize("entry", cover(BEFORE)[::4], ids=lambda entry: entry.id)
def test_a_proof_is_the_same_whatever_the_hash_seed(
    entry: proofs.Entry, proved: dict[str, Proved], another_seed: ProcessPoolExecutor
) -> None:
    """What this run has proved on all cores, each process with its own seed, comes out of one more process too."""
    (wanted,) = [proofs._task(entry, proofs._context(BEFORE))]  # noqa: SLF001 - what a build carries out
    _, answer = another_seed.submit(carry_out, wanted.key, wanted.call).result()
    assert isinstance(answer, bytes)
    again, before = proofs._result(entry, loads(answer)), proved[entry.id]  # noqa: SLF001 - as above
    assert isinstance(again, Proved)
    assert _derivations(again) == _derivations(before)
    assert repr(again) == repr(before)  # where a number is none, it is not equal to itself


def _derivations(one: Proved) -> list[Derivation]:
    return [each.derivation for each in (one, one.second) if each]


@pytest.fixture(scope="module")
def another_seed() -> Iterator[ProcessPoolExecutor]:
    """Yield a process that orders its sets in another way than any that begins without a seed."""
    with pytest.MonkeyPatch.context() as patch, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        patch.setenv("PYTHONHASHSEED", "1")
        with unmeasured():
            pool.submit(int).result()  # begins now, with this seed
        yield pool


def test_a_broken_entry_is_told_and_stops_whoever_wants_all() -> None:
    nowhere = Activation("nowhere", "Nowhere real", "sqrt(-1 - z**2)", ())
    (found,) = proofs.results([nowhere], BEFORE, Store())
    assert isinstance(found, DldzError)
    assert str(found).startswith("nowhere · ")
    with pytest.raises(DldzError, match=r"^nowhere · "):
        list(proofs.sound([found]))
