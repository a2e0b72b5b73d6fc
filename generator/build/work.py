"""How does an entry become something to print, and all entries a site?

``prove`` is what every way in shares: derive, then judge. ``make_site`` does it for the whole catalogue. A builder asks
``site``, which looks into the cache first and otherwise works in a fresh process, so that an edit of an entry, a
template or the engine counts at once, and a builder that finds its pages ready loads no mathematics at all.
"""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from importlib.metadata import version
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from generator.build.import_errors import import_errors_reported
from generator.pages.site import Asset, Page, Short, Site, Table
from generator.store import Store

if TYPE_CHECKING:
    from generator.catalogue.index import Catalogue
    from generator.catalogue.network import Formula
    from generator.catalogue.records import Activation, Case, Loss
    from generator.verify.proved import Proved, ProvedFormula

PACKAGE = Path(__file__).parents[1]
SOURCES = ("catalogue", "derive", "engine", "pages", "restore", "verify")
"""The folders that decide what stands on the pages."""
OF_BUILD = ("code_digest", "jobs", "proofs", "work", "writing")
"""The modules of this folder that decide it too."""
LIBRARIES = ("jinja2", "ml-dtypes", "mpmath", "numpy", "python-flint", "sympy")


def prove(entry: "Activation | Loss | Case") -> "Proved":
    """Derive an entry's gradients and second derivative, prove every step and measure the results.

    Raises ``DldzError`` where that fails.
    """
    from generator.build import proofs  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    return proofs.prove(entry)


def prove_formula(entry: "Formula") -> "ProvedFormula":
    """Derive a formula of the network, prove every step and measure it. Raises ``DldzError`` where that fails."""
    from generator.build import proofs  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    return proofs.prove_formula(entry)


def make_site(cache: Path | None = None, *, quiet: bool = False) -> Site:
    """Derive, prove and write everything, telling on standard error how far it is unless ``quiet``.

    Proofs, and what is written of each entry, are stored in ``cache``, if there is one. Raises ``DldzError`` for the
    first entry that falls short.
    """
    store = Store(cache)
    with import_errors_reported():
        from generator.build import house, jobs, proofs  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.build.writing import writer  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.catalogue.examples import EXAMPLES  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.catalogue.index import Catalogue  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.catalogue.network import FORMULAS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.catalogue.operations import OPERATIONS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.catalogue.posts import POSTS  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.pages.render import Records, render  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.verify.instances import instances  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it
        from generator.verify.tables import Book  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    catalogue = Catalogue()
    parts = (parts_first(catalogue), FORMULAS, POSTS, EXAMPLES, OPERATIONS)
    with jobs.processes():
        found = proofs.sound(proofs.results(chain((Book(),), *parts), catalogue, store, quiet=quiet))
        next(found)  # the tables of rules are proved, or this raises; a page has nothing more to say of it
        proved, formulas, restored, judged, layers = (tuple(islice(found, len(part))) for part in parts)
        write = writer(catalogue, store, quiet=quiet)
        shown = instances(proved)
        made = render(Records(catalogue, shown, proved, formulas, restored, judged, layers), write)
        return replace(made, tables=(*made.tables, house.table()))


def parts_first(catalogue: "Catalogue") -> "tuple[Activation | Loss | Case, ...]":
    """Return all entries, the cases last: what is wrong with an activation is told of it, and not of its cases."""
    return (*catalogue.activations, *catalogue.losses, *catalogue.cases)


def site(cache: Path, *, quiet: bool = False) -> Site:
    """Return the site from the cache, or make it in a fresh process. Raises ``DldzError``."""
    store, key = Store(cache), ("site", fingerprint())
    if stored := store.get(*key):
        return _read(stored.decode())
    made = _in_fresh_process(cache, quiet=quiet)
    store.put(json.dumps(asdict(made), ensure_ascii=False).encode(), *key)
    store.sweep()
    return made


def _in_fresh_process(cache: Path, *, quiet: bool) -> Site:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(make_site, cache, quiet=quiet).result()


def _read(text: str) -> Site:
    data = json.loads(text)
    pages, tables = (Page(**page) for page in data["pages"]), (Table(**table) for table in data["tables"])
    shorts = (Short(**one | {name: tuple(one[name]) for name in ("letters", "provided")}) for one in data["shorts"])
    return Site(tuple(pages), tuple(tables), tuple(Asset(**asset) for asset in data["assets"]), tuple(shorts))


def fingerprint() -> str:
    """Return a name for all that decides what stands on the pages: the sources, and the versions of the libraries."""
    digest = hashlib.sha256()
    for file in sources():
        digest.update(f"{file.relative_to(PACKAGE).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    digest.update(" ".join(version(library) for library in LIBRARIES).encode())
    return digest.hexdigest()[:16]


def sources() -> Iterator[Path]:
    """Yield the files that decide what stands on the pages, in order."""
    yield from (PACKAGE / "errors.py", PACKAGE / "store.py")
    yield from (PACKAGE / "build" / f"{name}.py" for name in OF_BUILD)
    for folder in SOURCES:
        yield from sorted(file for file in (PACKAGE / folder).rglob("*") if file.suffix in {".py", ".jinja", ".txt"})
