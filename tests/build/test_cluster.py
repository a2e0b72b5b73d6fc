"""The README's recipe for a cluster fills a cache: on Dask's own cluster of this machine, with a small catalogue.

Its workers are processes with folders of their own: as on a cluster, they hold nothing but the installed package.
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from dask.distributed import LocalCluster

from generator.build import jobs, work
from generator.catalogue import index
from generator.catalogue.activations import ACTIVATIONS
from generator.catalogue.index import Catalogue
from generator.catalogue.losses import LOSSES

TABLES = (("examples", "EXAMPLES"), ("operations", "OPERATIONS"), ("posts", "POSTS"))
SCHEDULER, CACHE = '"tcp://scheduler:8786"', '".cache/dldz"'


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LocalCluster]:
    """Yield a cluster of two workers on this machine, each a process of its own."""
    folder = str(tmp_path / "dask")
    with LocalCluster(2, threads_per_worker=1, dashboard_address=None, local_directory=folder) as made:  # type: ignore[no-untyped-call]
        yield made


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """Let the catalogue be two activations, two losses and their cases, with the network that a page works out."""
    activations = tuple(one for one in ACTIVATIONS if one.id in {"sigmoid", "tanh"})
    losses = tuple(one for one in LOSSES if one.id in {"logistic", "half-squared-error"})
    monkeypatch.setattr(index, "Catalogue", partial(Catalogue, activations, losses, formulas=()))
    for module, table in TABLES:
        monkeypatch.setattr(f"generator.catalogue.{module}.{table}", ())
    return Catalogue(activations, losses, formulas=())


def test_the_recipe_of_the_readme_fills_the_cache(
    root: Path, cluster: LocalCluster, small: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (recipe,) = re.findall(r"```python\n(from pathlib[^`]*Client[^`]*)```", (root / "README.md").read_text("utf-8"))
    for shown, here in ((SCHEDULER, repr(cluster.scheduler_address)), (CACHE, repr(str(tmp_path / "cache")))):
        assert recipe.count(shown) == 1
        recipe = recipe.replace(shown, here)
    exec(recipe, {})  # noqa: S102 - our own README
    assert cluster.scheduler is not None
    assert cluster.scheduler.transition_counter > len(small.entries)
    monkeypatch.setattr(jobs, "carry_out", lambda *_: pytest.fail("nothing is left to do"))
    site = work.make_site(tmp_path / "cache", quiet=True)
    assert {f"{entry.uri}.md" for entry in small.entries} <= {page.uri for page in site.pages}
