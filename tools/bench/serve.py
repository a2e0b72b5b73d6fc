"""How long after an edit of one entry does ``mkdocs serve`` show the new page?

A copy of the project is served by a process of its own, with the caches of a build that has been. One entry is edited
in it: in its words, and in its definition, so that it and all of its cases are proved anew. The seconds are those from
saving the file to the first answer that has the edit in it: noticing, proving, writing and building are all in them.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from tools.bench.settings import CONFIG, ROOT

PAGE, FILE = "activations/softsign/", "generator/catalogue/activations.py"
NAME, DEFINITION = '"ElliotSig"', '"z/(1 + abs(z))"'
"""What stands once in the file: a name of the entry, and its definition."""
OTHER = '"z/({} + abs(z))"'
PATIENCE, PAUSE = 1800, 0.1
"""Seconds: how long an answer may take, and between two questions."""


def rebuilds(cache: Path, runs: int) -> Iterator[tuple[float, float]]:
    """Yield the seconds until an edit is shown, of the words and of the definition, as often as asked for.

    ``cache`` holds the caches of an earlier build. Raises ``RuntimeError`` where the server ends.
    """
    with TemporaryDirectory(prefix="dldz-serve-") as folder:
        project = copied(Path(folder), cache)
        with served(project, cache) as (url, server):
            shown(url, "", server)
            for run in range(1, runs + 1):
                yield (
                    _seconds(project, {NAME: f'{NAME}, "words-{run}"'}, f"words-{run}", url, server),
                    _seconds(
                        project,
                        {NAME: f'{NAME}, "value-{run}"', DEFINITION: OTHER.format(run + 1)},
                        f"value-{run}",
                        url,
                        server,
                    ),
                )


def copied(folder: Path, cache: Path) -> Path:
    """Return a copy of the project that may be edited; Node's packages and typeset formulas are shared with it."""
    ignore = shutil.ignore_patterns("node_modules", "__pycache__")
    for name in ("generator", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(CONFIG, folder)
    packages = "generator/mathjax/node_modules"
    (folder / packages).symlink_to((ROOT / packages).resolve())
    (folder / ".cache").mkdir()
    (folder / ".cache/mathjax").symlink_to((cache / "mathjax").resolve())
    return folder


def edited(project: Path, changes: dict[str, str]) -> None:
    """Write the file of the entries with these changes, and none of an earlier edit. Raises ``ValueError``."""
    text = (ROOT / FILE).read_text("utf-8")
    for old, new in changes.items():
        if text.count(old) != 1:
            message = f"{old} does not stand once in {FILE} any more: say in {Path(__file__).name} what is edited"
            raise ValueError(message)
        text = text.replace(old, new)
    (project / FILE).write_text(text, "utf-8")


@contextmanager
def served(project: Path, cache: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a project with ``mkdocs serve`` while the body of a ``with`` runs; yield its page's address, and it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = (sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address)
    own = {"PYTHONPATH": str(project), "DLDZ_CACHE": str((cache / "dldz").resolve()), "NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(command, cwd=project, env=os.environ | own) as server:
        try:
            yield f"http://{address}/dldz/{PAGE}", server
        finally:
            server.terminate()


def _seconds(project: Path, changes: dict[str, str], mark: str, url: str, server: subprocess.Popen[bytes]) -> float:
    begin = perf_counter()
    edited(project, changes)
    shown(url, mark, server)
    return perf_counter() - begin


def shown(url: str, mark: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the page holds a text. Raises ``RuntimeError`` where the server ends, or takes too long."""
    last = monotonic() + PATIENCE
    while server.poll() is None and monotonic() < last:
        try:
            with urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
                if mark in answer.read().decode():
                    return
        except (URLError, ConnectionError):
            pass
        sleep(PAUSE)
    message = f"mkdocs serve has not shown {mark or 'its first build'} · exit status {server.poll()}"
    raise RuntimeError(message)
