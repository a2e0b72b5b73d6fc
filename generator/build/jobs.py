"""How is much work done on all cores, and nothing of it twice?

A ``Task`` is a function with its argument, and a key for all that could change the answer. ``outcomes`` takes what is
in the store, has joblib carry out the rest, and hands out everything in order. A process gets its task and gives its
answer as bytes, for SymPy's terms do not bear to be pickled in any other way; see ``engine.stored``.

Which processes these are is joblib's affair: those of this machine, or those of a cluster within
``joblib.parallel_config(backend="dask")``.
"""

import hashlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from joblib import Parallel, delayed, effective_n_jobs
from joblib.externals.loky import get_reusable_executor
from joblib.parallel import LokyBackend, get_active_backend

from generator.build.progress import tracked
from generator.build.workers import most_workers, tidy_seldom
from generator.engine.stored import dumps, loads
from generator.errors import DldzError
from generator.store import Store

T = TypeVar("T")
Answer = tuple[str, bytes | DldzError]
Outcome = tuple["Task", bytes | DldzError]

TABLES = ("generator.catalogue.examples:EXAMPLES", "generator.verify.misprints:MISPRINTS")
"""Tables whose rows hold functions: they are stored by their place."""
_KEY = 32
_OPEN: ContextVar[list[Iterator[Answer]] | None] = ContextVar("_OPEN", default=None)
"""The answers that are still being worked out, while ``processes`` keeps the processes from one call to the next."""


@dataclass(frozen=True)
class Task:
    """One piece of work: ``doing`` is the word for it ("proving"), its answer what the function returns."""

    doing: str
    id: str
    key: str
    function: Callable[[Any], object]
    argument: object

    @property
    def call(self) -> bytes:
        """The function and its argument as another process gets them; what is in the store is never asked for them."""
        return dumps((self.function, self.argument), TABLES)


def task(doing: str, name: str, function: Callable[[T], object], argument: T, *depends: str) -> Task:
    """Return a task whose answer depends on nothing but its argument and ``depends``."""
    text = "\0".join((doing, name, *depends))
    if " at 0x" in text:
        raise TypeError(f"{name} · what it depends on has no text of its own, only an address · {text}")
    key = hashlib.sha256(text.encode()).hexdigest()[:_KEY]
    return Task(doing, name, key, function, argument)


def outcomes(tasks: Sequence[Task], store: Store, *, quiet: bool = False) -> Iterator[Any]:
    """Yield the answers in the order of the tasks; in the place of one that failed, its ``DldzError``.

    Tells on standard error what is done, unless ``quiet``; what is in the store is done already.
    """
    ready: dict[str, bytes | DldzError] = {}
    for one in tasks:
        if (data := store.get(one.key)) is not None:
            ready[one.key] = data
    missing = [one for one in tasks if one.key not in ready]
    done = _stored(_carried_out(missing), {one.key: one for one in missing}, store)
    fresh = done if quiet else tracked(done, _reported, total=len(missing))
    for one in tasks:
        while one.key not in ready:
            finished, answer = next(fresh)
            ready[finished.key] = answer
        yield _opened(ready[one.key])


def _reported(done: tuple[Task, bytes | DldzError]) -> str:
    return f"{done[0].doing} {done[0].id}"


def _stored(answers: Iterator[Answer], tasks: dict[str, Task], store: Store) -> Iterator[Outcome]:
    for key, answer in answers:
        one = tasks[key]
        if isinstance(answer, bytes):
            store.put(answer, key)
        yield one, answer


def _carried_out(tasks: Sequence[Task]) -> Iterator[Answer]:
    """Yield the answers as they come. Another process takes longer to begin than a few tasks take."""
    cores = effective_n_jobs(-1)
    if isinstance(get_active_backend()[0], LokyBackend):
        cores = most_workers(cores)
    if cores == 1 or len(tasks) <= 2 * cores:
        yield from (carry_out(one.key, one.call) for one in tasks)
        return
    try:
        parallel = Parallel(n_jobs=cores, return_as="generator_unordered")
        answers = parallel(delayed(carry_out)(one.key, one.call) for one in tasks)
        if (opened := _OPEN.get()) is not None:
            opened.append(answers)
        yield from answers
    except BrokenProcessPool as error:
        raise DldzError(
            f"{tasks[0].doing} · a process ended before it had answered, as it does when memory runs out"
        ) from error
    finally:
        if _OPEN.get() is None:
            _end()


@contextmanager
def processes() -> Iterator[None]:
    """Keep the processes of this machine from one ``outcomes`` to the next: it takes seconds to begin them anew.

    What is still being worked out when an error ends the block is given up first: processes that hand in an answer
    would wait for this one, and this one for them.
    """
    opened: list[Iterator[Answer]] = []
    token = _OPEN.set(opened)
    try:
        yield
    finally:
        for answers in opened:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # joblib warns of what is given up, which is meant
                answers.close()  # type: ignore[attr-defined] # joblib returns a generator, and ships no types
        _OPEN.reset(token)
        _end()


def _end() -> None:
    """End the processes of this machine, or they idle for minutes, and their parent waits for them."""
    if isinstance(get_active_backend()[0], LokyBackend):
        get_reusable_executor().shutdown(wait=True)


def carry_out(key: str, call: bytes) -> Answer:
    """Carry out a task and return its key with the answer as bytes, or with the error that a user can mend."""
    tidy_seldom()
    function, argument = loads(call)
    try:
        return key, dumps(function(argument), TABLES)
    except DldzError as error:
        return key, error


def _opened(answer: bytes | DldzError) -> Any:  # noqa: ANN401 - whatever the task gives
    return answer if isinstance(answer, DldzError) else loads(answer)
