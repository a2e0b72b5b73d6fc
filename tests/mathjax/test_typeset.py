"""Does one Node process serve all formulas, and none when the cache knows them?"""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

import pytest

from generator.errors import TypesetError
from generator.mathjax import typeset
from generator.mathjax.typeset import Formula, Typesetter, shared


def test_answers_come_in_the_order_of_the_questions(typesetter: Typesetter) -> None:
    formulas = [Formula(tex, display) for tex in ("b", "a", "c") for display in (True, False)]
    assert [answer.readable for answer in typesetter.typeset_all(formulas)] == ["b", "b", "a", "a", "c", "c"]


def test_five_hundred_formulas_take_a_process_a_core_at_most(typesetter: Typesetter) -> None:
    answers = typesetter.typeset_all(Formula(f"x_{{{number}}}") for number in range(500))
    assert [answer.readable for answer in answers] == [f"x_{number}" for number in range(500)]
    assert typesetter.started <= (cpu_count() or 1)


def _started(folder: Path) -> int:
    with Typesetter(folder) as typesetter:
        typesetter.typeset_all(Formula(f"x_{{{number}}}") for number in range(30))
        return typesetter.started


def test_a_process_among_others_takes_one_process(tmp_path: Path) -> None:
    """Where pages are converted on all cores, each core would else have a Node process for every core."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(_started, tmp_path).result() == 1


def test_a_few_formulas_take_one_process(tmp_path: Path) -> None:
    with Typesetter(tmp_path) as typesetter:
        for number in range(3):
            typesetter.typeset(f"x_{{{number}}}")
        assert typesetter.started == 1


def test_what_came_before_an_error_is_kept_and_the_first_error_is_told(tmp_path: Path) -> None:
    formulas = [Formula(tex) for tex in (*"abcdefgh", r"\no", *"klmnopqr", r"\nor")]
    with Typesetter(tmp_path) as typesetter, pytest.raises(TypesetError, match=r"^\\no · "):
        typesetter.typeset_all(formulas)
    with Typesetter(tmp_path) as later:
        assert [one.readable for one in later.typeset_all(formulas[:8])] == [*"abcdefgh"]
        assert later.started == 0


def test_many_more_formulas_than_stay_in_memory_are_all_told(
    typesetter: Typesetter, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formulas = [Formula(f"m_{{{number}}}") for number in range(20)]
    typesetter.typeset_all(formulas)
    monkeypatch.setattr(typeset, "REMEMBERED", 3)
    with Typesetter(cache_dir) as forgetful:
        assert [one.readable for one in forgetful.typeset_all(formulas)] == [f"m_{number}" for number in range(20)]
        assert forgetful.started == 0


def test_a_known_formula_starts_no_process(typesetter: Typesetter, cache_dir: Path) -> None:
    first = typesetter.typeset(r"\sigma(z)")
    with Typesetter(cache_dir) as later:
        assert later.typeset(r"\sigma(z)") == first
        assert later.started == 0


def test_two_processes_draw_the_same_bytes(typesetter: Typesetter, tmp_path: Path) -> None:
    formulas = [Formula(r"\text{ü} \mathcal{L} \mathbb{R}"), Formula(r"\sum_i \frac{a}{b}", display=True)]
    with Typesetter(tmp_path) as other:
        assert other.typeset_all(reversed(formulas)) == typesetter.typeset_all(formulas)[::-1]


def test_another_worker_is_another_key(
    cache_dir: Path, typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    typesetter.typeset("k")
    monkeypatch.setattr(typeset, "fingerprint", lambda: "another worker")
    with Typesetter(cache_dir) as upgraded:
        upgraded.typeset("k")
        assert upgraded.started == 1


def test_a_cache_that_others_took_away_and_put_back_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Typesetter(tmp_path) as first:
        first.typeset("p")
        with monkeypatch.context() as patch:
            patch.setattr(typeset, "fingerprint", lambda: "another worker")
            with Typesetter(tmp_path) as upgraded:
                upgraded.typeset("p")
        with Typesetter(tmp_path) as third:
            third.typeset("q")
        assert first.typeset("r").readable == "r"


def test_threads_share_the_process(tmp_path: Path) -> None:
    with Typesetter(tmp_path) as typesetter, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(typesetter.typeset, [f"t_{{{number % 7}}}" for number in range(40)]))
        assert typesetter.started == 1
    assert [answer.readable for answer in answers] == [f"t_{number % 7}" for number in range(40)]


def test_a_builder_gets_the_same_typesetter_for_each_page(tmp_path: Path) -> None:
    assert shared(tmp_path) is shared(tmp_path)


def test_an_answer_that_takes_too_long_is_an_error_and_the_next_one_comes(tmp_path: Path) -> None:
    with Typesetter(tmp_path, seconds=0.001) as impatient:
        with pytest.raises(TypesetError, match="z · MathJax's process ended, or gave no answer in"):
            impatient.typeset("z")
        impatient._nodes[0]._seconds = 60.0  # noqa: SLF001 - the same typesetter, patient again
        assert impatient.typeset("z").readable == "z"
        assert impatient.started == 2


def test_a_process_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with Typesetter(tmp_path) as typesetter:
        typesetter.typeset("z")
        process = typesetter._nodes[0]._running()  # noqa: SLF001 - to end it behind the typesetter's back
        process.kill()
        process.wait()
        with pytest.raises(TypesetError, match="MathJax's process ended"):
            typesetter.typeset("w")


def test_without_mathjax_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.mathjax.node.STAMP", tmp_path / "missing")
    with Typesetter(tmp_path) as typesetter, pytest.raises(TypesetError, match=r"python -m generator\.mathjax install"):
        typesetter.typeset("z")


def test_a_cached_formula_is_plain_data(typesetter: Typesetter, tmp_path: Path) -> None:
    """Its keys are the worker's, whose source is in the key: no old record meets a new class."""
    with Typesetter(tmp_path) as other:
        answer = typeset._ask(other._nodes[0], Formula("q"))  # noqa: SLF001 - what the cache stores
    assert json.loads(json.dumps(answer)) == answer
    assert answer["svg"] == typesetter.typeset("q").svg


def test_a_damaged_formula_is_typeset_again(typesetter: Typesetter, tmp_path: Path) -> None:
    with Typesetter(tmp_path) as first:
        first.typeset("d")
    (file,) = tmp_path.glob("*/*")
    file.write_bytes(b"\0" * 50 + file.read_bytes()[50:])
    with Typesetter(tmp_path) as later:
        assert later.typeset("d") == typesetter.typeset("d")
        assert later.started == 1
