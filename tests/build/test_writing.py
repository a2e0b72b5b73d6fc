"""What is kept of a page is what would be written anew; the edit of an entry writes what shows it, and no more."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from generator.build import code_digest, proofs, writing
from generator.build.jobs import carry_out, task
from generator.catalogue.index import Catalogue
from generator.engine.stored import loads
from generator.pages.around import Around, arounds
from generator.pages.pieces import Piece
from generator.pages.written import Written, written
from generator.store import Store
from generator.verify.proved import Proved
from tests.whole import unmeasured

BEFORE = Catalogue()
MADE: list[str] = []
PIECES = tuple(
    Piece(" ".join(shows), " ".join(shows), shows) for shows in (("sigmoid",), ("tanh",), ("sigmoid", "tanh"))
)


@pytest.fixture
def _code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the code of the function of this test for that of the generator."""
    monkeypatch.setattr(writing, "digest", lambda *_: "code")


def noted(name: str) -> str:
    """Return what is given, and note that it was asked for."""
    MADE.append(name)
    return name


def made(kept: Store, catalogue: Catalogue = BEFORE, pieces: tuple[Piece[str], ...] = PIECES) -> list[str]:
    """Write pieces, and return the names of those that were not kept."""
    MADE.clear()
    answers = list(writing.writer(catalogue, kept)("noting", noted, pieces))
    assert answers == [piece.given for piece in pieces]
    return list(MADE)


def with_sigmoid(**changes: object) -> Catalogue:
    """Return the catalogue with an edited sigmoid."""
    return Catalogue(
        tuple(replace(one, **changes) if one.id == "sigmoid" else one for one in BEFORE.activations)  # type: ignore[arg-type]
    )


@pytest.mark.usefixtures("_code")
@pytest.mark.parametrize("changes", [{"prose": "Other words."}, {"value": "1/(exp(-z) + 1)"}, {"title": "Logistic"}])
def test_the_edit_of_an_entry_writes_anew_what_shows_it(tmp_path: Path, changes: dict[str, str]) -> None:
    kept = Store(tmp_path)
    assert made(kept) == ["sigmoid", "tanh", "sigmoid tanh"]
    assert made(kept) == []
    assert made(kept, with_sigmoid(**changes)) == ["sigmoid", "sigmoid tanh"]


def test_a_case_and_what_calls_an_entry_show_its_words() -> None:
    before, after = proofs.texts(BEFORE), proofs.texts(with_sigmoid(title="Logistic"))
    changed = {name for name, text in after.items() if text != before[name]}
    assert {"sigmoid", "sigmoid-logistic", "silu"} <= changed
    assert not changed & {"tanh", "tanh-mse", "logistic"}


@pytest.mark.usefixtures("_code")
def test_what_a_page_says_of_others_is_in_its_key(tmp_path: Path) -> None:
    kept, (first, *rest) = Store(tmp_path), PIECES
    made(kept)
    assert made(kept, BEFORE, (replace(first, more="a link"), *rest)) == ["sigmoid"]


@pytest.mark.usefixtures("_code")
def test_the_edit_of_a_template_or_of_code_writes_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, templates = Store(tmp_path / "kept"), tmp_path / "templates"
    templates.mkdir()
    (templates / "entry.md.jinja").write_text("one")
    monkeypatch.setattr(code_digest, "TEMPLATES", templates)
    code_digest.digest_of_templates.cache_clear()
    made(kept)
    (templates / "entry.md.jinja").write_text("two")
    code_digest.digest_of_templates.cache_clear()
    assert len(made(kept)) == len(PIECES)
    monkeypatch.setattr(writing, "digest", lambda *_: "other code")
    assert len(made(kept)) == len(PIECES)
    assert made(kept) == []
    code_digest.digest_of_templates.cache_clear()


def test_the_code_of_a_page_is_all_that_draws_and_prints_it() -> None:
    code = {file.relative_to(code_digest.PACKAGE).as_posix() for file in code_digest.code_of(written.__module__)}
    pages = ("written", "entry", "around", "curve_plot", "instrument", "copies", "api", "short", "languages/c")
    assert {f"pages/{name}.py" for name in pages} <= code
    assert {"engine/tex.py", "engine/javascript.py", "catalogue/corners.py"} <= code


@pytest.fixture(scope="module", params=["sigmoid", "sigmoid-logistic"])
def given(request: pytest.FixtureRequest) -> tuple[Proved, Around]:
    """Return what the page of an entry is written from."""
    proved = proofs.prove(BEFORE.find(request.param))
    (around,) = arounds((proved,), BEFORE)
    return proved, around


def test_a_page_is_the_same_kept_or_written_in_whichever_process(
    given: tuple[Proved, Around], tmp_path: Path, another_seed: ProcessPoolExecutor
) -> None:
    here, name = written(given), given[0].id
    piece = Piece(name, given, (name,))
    write = writing.writer(BEFORE, Store(tmp_path))
    assert list(write("writing", written, (piece,))) == [here]
    assert list(write("writing", written, (piece,))) == [here]
    one = task("writing", name, written, given)
    _, answer = another_seed.submit(carry_out, one.key, one.call).result()
    assert isinstance(answer, bytes)
    there = loads(answer)
    assert isinstance(there, Written)
    assert there == here


@pytest.fixture(scope="module")
def another_seed() -> Iterator[ProcessPoolExecutor]:
    """Yield a process that orders its sets in another way than this one."""
    with pytest.MonkeyPatch.context() as patch, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        patch.setenv("PYTHONHASHSEED", "4711")
        with unmeasured():
            pool.submit(int).result()
        yield pool
