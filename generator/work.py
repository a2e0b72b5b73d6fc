"""How does an entry become something to print, and all entries a site?

``prove`` is what every way in shares: derive, then judge. ``make_site`` does it for the whole catalogue. A builder asks
``site``, which looks into the cache first and otherwise works in a fresh process, so that an edit of an entry, a
template or the engine counts at once, and a builder that finds its pages ready loads no mathematics at all.
"""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import DldzError
from generator.pages.site import Page, Site, Table

if TYPE_CHECKING:
    from generator.catalogue.examples import Example
    from generator.catalogue.index import Catalogue
    from generator.catalogue.network import Formula
    from generator.catalogue.posts import Post
    from generator.catalogue.records import Activation, Case, Loss
    from generator.pages.network import ProvedFormula
    from generator.pages.posts import RestoredPost
    from generator.pages.records import Proved
    from generator.verify.examples import Judged

PACKAGE = Path(__file__).parent
SOURCES = ("catalogue", "engine", "pages", "restore", "verify")
"""The folders that decide what stands on the pages."""
LIBRARIES = ("jinja2", "matplotlib", "mpmath", "numpy", "sympy")


def prove(entry: "Activation | Loss | Case") -> "Proved":
    """Derive an entry's gradient and second derivative, prove every step and measure the results.

    Raises ``DldzError`` where that fails.
    """
    from generator.catalogue.derivations import derivation_of, second_of  # noqa: PLC0415 - mathematics takes a second to load
    from generator.pages.records import Proved  # noqa: PLC0415
    from generator.verify.judge import judge  # noqa: PLC0415

    try:
        first, second = derivation_of(entry), second_of(entry)
        curved = None if second is None else Proved(entry, second, judge(second, entry))
        return Proved(entry, first, judge(first, entry), curved)
    except DldzError as error:
        text = str(error)
        raise type(error)(text if text.startswith(entry.id) else f"{entry.id} · {text}") from error


def make_site(*, quiet: bool = False) -> Site:
    """Derive, prove and write everything, telling on standard error how far it is unless ``quiet``."""
    from generator.catalogue.examples import EXAMPLES  # noqa: PLC0415 - as above
    from generator.catalogue.index import Catalogue  # noqa: PLC0415
    from generator.catalogue.network import FORMULAS  # noqa: PLC0415
    from generator.catalogue.posts import POSTS  # noqa: PLC0415
    from generator.pages.render import render  # noqa: PLC0415
    from generator.progress import tracked  # noqa: PLC0415

    catalogue = Catalogue()
    entries = parts_first(catalogue)
    proved = tuple(map(prove, entries if quiet else tracked(entries, "proving", lambda entry: entry.id)))
    formulas = FORMULAS if quiet else tracked(FORMULAS, "proving", lambda entry: entry.id)
    posts = POSTS if quiet else tracked(POSTS, "restoring", lambda post: post.id)
    sampler = EXAMPLES if quiet else tracked(EXAMPLES, "judging", lambda example: example.id)
    return render(
        catalogue,
        proved,
        tuple(map(prove_formula, formulas)),
        tuple(map(restore_post, posts)),
        tuple(map(judge_example, sampler)),
    )


def prove_formula(entry: "Formula") -> "ProvedFormula":
    """Derive a formula of the network, prove every step and measure it. Raises ``DldzError`` where that fails."""
    from generator.catalogue.layers import derived  # noqa: PLC0415 - as above
    from generator.pages.network import ProvedFormula  # noqa: PLC0415
    from generator.verify.network import judge_formula  # noqa: PLC0415

    found = derived(entry)
    return ProvedFormula(found, judge_formula(found))


def judge_example(example: "Example") -> "Judged":
    """Derive, prove and judge a LaTeX example. Raises ``DldzError`` where a step or the result falls short."""
    from generator.verify.examples import judged  # noqa: PLC0415 - as above

    return judged(example)


def restore_post(post: "Post") -> "RestoredPost":
    """Restore and judge every formula of a post. Raises ``DldzError`` where it cannot be read."""
    from generator.pages.posts import RestoredPost  # noqa: PLC0415 - as above
    from generator.restore.restore import restore  # noqa: PLC0415

    return RestoredPost(post, restore(post.text))


def parts_first(catalogue: "Catalogue") -> "tuple[Activation | Loss | Case, ...]":
    """Return all entries, the cases last: what is wrong with an activation is told of it, and not of its cases."""
    return (*catalogue.activations, *catalogue.losses, *catalogue.cases)


def site(cache: Path, *, quiet: bool = False) -> Site:
    """Return the site from the cache, or make it in a fresh process. Raises ``DldzError``."""
    kept = cache / f"pages-{fingerprint()}.json"
    if kept.is_file():
        return _read(kept.read_text("utf-8"))
    made = _in_fresh_process(quiet=quiet)
    for old in cache.glob("pages-*.json"):
        old.unlink()
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(asdict(made), ensure_ascii=False), "utf-8")
    return made


def _in_fresh_process(*, quiet: bool) -> Site:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(make_site, quiet=quiet).result()


def _read(text: str) -> Site:
    data = json.loads(text)
    return Site(tuple(Page(**page) for page in data["pages"]), tuple(Table(**table) for table in data["tables"]))


def fingerprint() -> str:
    """Return a name for all that decides what stands on the pages: the sources, and the versions of the libraries."""
    digest = hashlib.sha256()
    for file in sources():
        digest.update(f"{file.relative_to(PACKAGE).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    digest.update(" ".join(version(library) for library in LIBRARIES).encode())
    return digest.hexdigest()[:16]


def sources() -> Iterator[Path]:
    """Yield the files that decide what stands on the pages, in order."""
    yield from (PACKAGE / "errors.py", PACKAGE / "work.py")
    for folder in SOURCES:
        yield from sorted(file for file in (PACKAGE / folder).rglob("*") if file.suffix in {".py", ".jinja", ".txt"})
