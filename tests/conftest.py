"""What all tests share: where the repository is, a cache that is empty when they begin, and all proofs, made once."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

import pytest
from filelock import FileLock

from generator.build import proofs, work
from generator.catalogue.examples import EXAMPLES
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS
from generator.catalogue.posts import POSTS
from generator.errors import DldzError
from generator.pages.site import Site
from generator.store import Store
from generator.verify.proved import Proved
from generator.verify.tables import Book
from tests.selection import within_the_cover
from tests.whole import build, complaint, unmeasured
from tests.workers import workers

ROOT = Path(__file__).parents[1]
REQUIRE_TORCH = "DLDZ_REQUIRE_TORCH"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--whole``, and ``--update-golden``: write the golden files anew, to be read in the diff."""
    parser.addoption(
        "--whole", action="store_true", default=False, help="run what is marked whole too, as test-all does"
    )
    parser.addoption("--update-golden", action="store_true", default=False, help="write the golden files anew")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to run without PyTorch where it is required: its tests would be skipped, and nobody would notice.

    What JAX compiles is optimised as little as it may be, but in the whole run: without any optimisation, level 0, XLA
    gives a wrong second derivative of the pseudo-Huber loss behind SELU (JAX 0.10, seen on 2026-12-01).
    """
    if os.environ.get(REQUIRE_TORCH) and find_spec("torch") is None:
        raise pytest.UsageError(f"{REQUIRE_TORCH} is set, but PyTorch is not installed in {config.rootpath}/.venv")
    if not config.getoption("--whole"):  # each of hundreds of programs runs a few times: its optimisation takes longer
        flags = "--xla_backend_optimization_level=1 --xla_llvm_disable_expensive_passes=true"
        os.environ.setdefault("XLA_FLAGS", flags)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether the golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes ``--numprocesses auto`` runs: as many as there are cores, and memory for each.

    Without pytest-xdist nobody asks: ``make mutation`` switches it off.
    """
    return workers()


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a test that is parametrized by all entries keep to the cover, unless all is to run or it is about each."""
    test = metafunc.definition
    if not (metafunc.config.getoption("--whole") or test.get_closest_marker("each_entry")):
        test.own_markers[:] = [within_the_cover(m) if m.name == "parametrize" else m for m in test.own_markers]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the whole run; let what reads the built site come first.

    One process builds the site while the other begins at the other end.
    """
    if not config.getoption("--whole"):
        left = {item for item in items if item.get_closest_marker("whole")}
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    items.sort(key=lambda item: BUILT.isdisjoint(getattr(item, "fixturenames", ())))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what goes over the whole catalogue, so that ``-m "not catalogue"`` leaves out the minutes that it takes.

    Of a test that has more than ``FEW`` cases, such as one for each entry, all but one in ``ONE_IN`` are ``repeated``:
    they find faults in entries, and little about the code that the others do not. Coverage, which doubles the time of
    a test, is not measured of them, nor where a site is read that has been built. Mutation leaves out both, and proofs.
    """
    fixtures = set(getattr(item, "fixturenames", ()))
    test = item.nodeid.partition("[")[0]
    repeated = CASES[test] >= FEW and CASES[test] % ONE_IN
    CASES[test] += 1
    marks = {"catalogue": fixtures & (WHOLE | BUILT), "proofs": fixtures & PROVING, "repeated": repeated}
    marks["unmeasured"] = fixtures & BUILT or repeated
    for mark in (mark for mark, holds in marks.items() if holds):
        item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run what is marked so at full speed, from its fixtures to its end."""
    with unmeasured() if item.get_closest_marker("unmeasured") else nullcontext():
        return (yield)


BUILT = {"built_site", "site_dir"}
PROVING = {"results"}
WHOLE = {"derived"} | PROVING
FEW, ONE_IN = 32, 16
CASES: Counter[str] = Counter()
"""How many cases of each test have been collected."""


@pytest.fixture(scope="module", autouse=True)
def forgetful() -> Iterator[None]:
    """Let JAX forget what it has compiled for a file of tests: no other asks for it, and it fills gigabytes."""
    yield
    if jax := sys.modules.get("jax"):
        jax.clear_caches()


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this run of the tests share, whether there is one or more."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def kept_proofs(shared: Path) -> Iterator[Path]:
    """Keep proofs for as long as the tests run, and take none from earlier: what is proved is proved by this code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DLDZ_CACHE", str(shared / "cache"))
        yield shared / "cache"


@pytest.fixture(scope="session")
def results(shared: Path, kept_proofs: Path) -> tuple[Proved | DldzError, ...]:
    """Return what became of every entry: proved in this run, by whichever test was first."""
    catalogue = Catalogue()
    with FileLock(shared / "proofs.lock"), unmeasured():
        return tuple(proofs.results(catalogue.entries, catalogue, Store(kept_proofs)))  # type: ignore[arg-type] # of entries


@pytest.fixture(scope="session")
def proved(results: tuple[Proved | DldzError, ...]) -> dict[str, Proved]:
    """Return every entry by id, derived and judged."""
    return {one.id: one for one in proofs.sound(results)}


@pytest.fixture(scope="session")
def derived(request: pytest.FixtureRequest) -> None:
    """Have every entry derived once for all processes of this run: ``derivation_of`` finds it then.

    A process that is alone derives what it is asked for and no more, for that is quicker than a proof.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        request.getfixturevalue("results")


@pytest.fixture(scope="session")
def all_proofs(results: tuple[Proved | DldzError, ...], shared: Path, kept_proofs: Path) -> Path:
    """Return the cache with all in it that a build of the site proves, so that no build of this run proves it again."""
    assert results
    with FileLock(shared / "proofs.lock"), unmeasured():
        wanted = (Book(), *FORMULAS, *POSTS, *EXAMPLES)
        assert len(list(proofs.results(wanted, Catalogue(), Store(kept_proofs)))) == len(wanted)
    return kept_proofs


@pytest.fixture(scope="session")
def rendered(shared: Path, all_proofs: Path) -> Site:
    """Return every generated page, written once for all processes of this run and for the build of the site."""
    with FileLock(shared / "pages.lock"), unmeasured():
        return work.site(all_proofs, quiet=True)


@pytest.fixture(scope="session")
def built_site(root: Path, shared: Path, all_proofs: Path, rendered: Site) -> Path:
    """Return the folder of the site, built once for all tests with ``mkdocs build --strict``."""
    assert rendered.pages
    folder, told = shared / "site", shared / "site.txt"
    with FileLock(shared / "site.lock"):
        if not told.exists():
            done = build(root, "--quiet", "--site-dir", str(folder), DLDZ_CACHE=str(all_proofs))
            told.write_text(complaint(done), "utf-8")
    if wrong := told.read_text("utf-8"):
        pytest.fail(f"the site cannot be built:\n{wrong}", pytrace=False)
    return folder
