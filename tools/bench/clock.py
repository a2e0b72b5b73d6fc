"""How long did this take? Wall clock, because that is what somebody who waits for a build feels."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Clock:
    """Adds up seconds by name. What runs inside of a timed call is not counted a second time."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.seconds: dict[str, float] = defaultdict(float)
        self._inside = False

    def timed(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        """Return a function that does the same and has its time added."""

        @functools.wraps(function)
        def watched(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.running(name):
                return function(*args, **kwargs)

        return watched

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Add the time that the body of a ``with`` takes."""
        if self._inside:
            yield
            return
        self._inside, begin = True, perf_counter()
        try:
            yield
        finally:
            self._inside = False
            self.seconds[name] += perf_counter() - begin
