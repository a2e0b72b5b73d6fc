"""Which picture and which words belong to a formula?

A formula is looked up in a cache on disk first; Node starts at the first formula that is not there, and stays for all
others; where a page lacks many, there is a process for each core, or one for each process that converts pages. The key
of the cache is the TeX, its display style and ``node.fingerprint()``, so that a new MathJax or a changed worker makes
new pictures.
"""

import json
import subprocess
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from multiprocessing import parent_process
from os import cpu_count
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Self

from generator.errors import TypesetError
from generator.mathjax.font import Font, font
from generator.mathjax.node import HERE, fingerprint, node_path, require_installed
from generator.store import Store

Answer = dict[str, Any]
CACHE_DIR = Path(".cache/mathjax")
SECONDS_PER_FORMULA = 60.0
MANY = 8
"""From so many formulas on, another process is worth the half second that it takes to begin."""
REMEMBERED = 2000
"""So many formulas stay in memory: those that most pages show, and not the outlines of all."""


@dataclass(frozen=True, order=True)
class Formula:
    """TeX without delimiters, and whether it stands on a line of its own."""

    tex: str
    display: bool = False


@dataclass(frozen=True)
class Typeset:
    """A formula as it is shown, read aloud, searched for and handed on; sizes in ex, ``depth`` below the baseline."""

    svg: str
    speech: str
    readable: str
    width: float
    height: float
    depth: float
    mathml: str = ""


class Typesetter:
    """All formulas of a process: one cache, and a Node process a core.

    Threads may share it. A process that was begun by another, to convert pages beside others, has one Node process.
    """

    def __init__(self, cache_dir: Path = CACHE_DIR, *, seconds: float = SECONDS_PER_FORMULA) -> None:
        """Keep formulas in ``cache_dir``; give up on one that takes longer than ``seconds``. Starts nothing yet."""
        self._nodes = tuple(_Node(seconds) for _ in range(_cores()))
        self._lock = threading.Lock()
        self._store = Store(cache_dir)
        self._version = fingerprint()
        self._read = lru_cache(REMEMBERED)(self._stored)

    @property
    def started(self) -> int:
        """How many Node processes were started so far: 0 while the cache answers."""
        return sum(node.started for node in self._nodes)

    @property
    def font(self) -> Font:
        """The font of the pictures. Raises TypesetError where MathJax is not installed."""
        return font(self._store)

    def style(self) -> str:
        """Return the style sheet of the formulas, with their font in it. Raises TypesetError as ``font``."""
        return self.font.css() + (HERE / "tex.css").read_text("utf-8")

    def typeset(self, tex: str, *, display: bool = False) -> Typeset:
        """Typeset one formula. Raises TypesetError with the TeX and MathJax's message if MathJax rejects it."""
        return self.typeset_all([Formula(tex, display)])[0]

    def typeset_all(self, formulas: Iterable[Formula]) -> tuple[Typeset, ...]:
        """Typeset formulas, in their order. Raises TypesetError for the first that MathJax rejects."""
        wanted = tuple(formulas)
        with self._lock:
            found = dict(self._known(dict.fromkeys(wanted)))
            if missing := [one for one in dict.fromkeys(wanted) if one not in found]:
                found |= self._made(missing)
            return tuple(found[one] for one in wanted)

    def close(self) -> None:
        """End the Node processes, if there are any; the next miss starts another."""
        for node in self._nodes:
            node.close()

    def __enter__(self) -> Self:
        """Return the typesetter; leaving ends its Node processes."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the Node processes."""
        self.close()

    def _known(self, formulas: Iterable[Formula]) -> Iterator[tuple[Formula, Typeset]]:
        for one in formulas:
            try:
                typeset = self._read(one)
            except KeyError:
                continue
            yield one, typeset

    def _stored(self, formula: Formula) -> Typeset:
        """Return what the store holds of a formula. Raises ``KeyError``."""
        if (stored := self._store.get(*self._key(formula))) is None:
            raise KeyError(formula)
        return Typeset(**json.loads(stored))

    def _key(self, formula: Formula) -> tuple[str, ...]:
        return "formula", self._version, formula.tex, str(formula.display)

    def _made(self, formulas: Sequence[Formula]) -> Iterator[tuple[Formula, Typeset]]:
        """Yield what is made of formulas, in their order: a few by one process, many by all of them.

        Each is stored as it comes: what comes before an error is not made again.
        """
        nodes = self._nodes if len(formulas) >= MANY else self._nodes[:1]
        idle: SimpleQueue[_Node] = SimpleQueue()
        for node in nodes:
            idle.put(node)
        with ThreadPoolExecutor(len(nodes)) as pool:
            waiting = [pool.submit(_asked, idle, formula) for formula in formulas]
            try:
                for formula, answer in zip(formulas, waiting, strict=True):
                    made = answer.result()
                    self._store.put(json.dumps(made).encode(), *self._key(formula))
                    yield formula, Typeset(**made)
            finally:
                pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """Return how many Node processes may work at once: one where this process is one of several that convert pages."""
    return 1 if parent_process() else cpu_count() or 1


def _asked(idle: "SimpleQueue[_Node]", formula: Formula) -> Answer:
    node = idle.get()
    try:
        return _ask(node, formula)
    finally:
        idle.put(node)


@cache
def shared(cache_dir: Path = CACHE_DIR) -> Typesetter:
    """Return this process's typesetter for a cache: MkDocs makes a new extension for each page."""
    return Typesetter(cache_dir)


def _ask(node: "_Node", formula: Formula) -> Answer:
    answer = node.ask(asdict(formula))
    if "error" in answer:
        raise TypesetError(f"{' '.join(formula.tex.split())} · {answer['error']}")
    return answer


class _Node:
    """The Node process: a question and its answer at a time, so that neither side ever waits for a full pipe."""

    def __init__(self, seconds: float) -> None:
        self.started = 0
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        process = self._running()
        watchdog = threading.Timer(self._seconds, process.kill)
        watchdog.start()
        try:
            line = _exchange(process, json.dumps(question))
        finally:
            watchdog.cancel()
        if not line:
            self.close()
            raise TypesetError(
                f"{question['tex']} · MathJax's process ended, or gave no answer in {self._seconds:g} seconds"
            )
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        if self._process is not None:
            self._stop()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            require_installed()
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no outside input
                [str(node_path()), str(HERE / "worker.mjs")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            self._stop = weakref.finalize(self, _stop, self._process)
            self.started += 1
        return self._process


def _exchange(process: subprocess.Popen[str], line: str) -> str:
    """Write a line, read a line; an empty one if the process is gone."""
    try:
        _pipe(process.stdin).write(line + "\n")
        _pipe(process.stdin).flush()
        return _pipe(process.stdout).readline()
    except OSError:
        return ""


def _stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None  # noqa: S101 - both pipes were asked for
    return stream
