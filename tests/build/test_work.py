"""The pages come out of the cache while nothing that decides them has changed, and out of a fresh process otherwise."""

from pathlib import Path

import pytest

from generator.build import work
from generator.catalogue.records import Activation
from generator.errors import ProofError
from generator.pages.site import Page, Site, Table

SITE = Site((Page("a.md", "A", "text", "file.py", "folder"),), (Table("<!-- table: a -->", "| a |"),))


@pytest.fixture
def makings(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Replace the making of the site by one that takes no time, and count it."""
    made: list[bool] = []

    def make(_: Path, *, quiet: bool) -> Site:
        made.append(quiet)
        return SITE

    monkeypatch.setattr(work, "_in_fresh_process", make)
    return made


def test_the_cache_gives_back_what_was_put_in(tmp_path: Path, makings: list[bool]) -> None:
    assert work.site(tmp_path / "new", quiet=True) == SITE
    assert work.site(tmp_path / "new", quiet=True) == SITE
    assert makings == [True]


def test_a_change_of_the_sources_makes_the_site_anew(
    tmp_path: Path, makings: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    work.site(tmp_path)
    monkeypatch.setattr(work, "fingerprint", lambda: "another")
    work.site(tmp_path)
    assert makings == [False, False]


def test_damaged_pages_are_made_anew(tmp_path: Path, makings: list[bool]) -> None:
    work.site(tmp_path)
    (file,) = tmp_path.glob("*/*")
    file.write_bytes(file.read_bytes()[:-3] + bytes(3))
    assert work.site(tmp_path) == SITE
    assert makings == [False, False]


def test_the_fingerprint_sees_every_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = {file.relative_to(work.PACKAGE).as_posix() for file in work.sources()}
    assert {"catalogue/activations.py", "engine/terms.py", "pages/templates/entry.md.jinja", "build/work.py"} <= names
    before = work.fingerprint()
    other = tmp_path / "extra.py"
    other.write_text("")
    found = [*work.sources(), other]
    monkeypatch.setattr(work, "PACKAGE", Path("/"))
    monkeypatch.setattr(work, "sources", lambda: iter(found))
    assert work.fingerprint() != before


def test_the_fresh_process_hands_its_errors_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An error crosses from one process to the other with its kind and its text."""
    monkeypatch.setattr(work, "make_site", _fails)
    with pytest.raises(ProofError, match="sigmoid · off by 2"):
        work._in_fresh_process(tmp_path, quiet=True)  # noqa: SLF001 - what stands between two processes


def _fails(cache: Path, *, quiet: bool) -> Site:
    raise ProofError(f"sigmoid · off by 2 · {cache} · {quiet}")


def test_an_error_names_its_entry_first() -> None:
    with pytest.raises(ProofError, match=r"^nowhere · "):
        work.prove(Activation("nowhere", "Nowhere real", "sqrt(-1 - z**2)", ()))
