"""How much work may a formula ask for, and is any left?

A unit is the value of one node, some 30 microseconds; what else takes time is counted in the same unit.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from generator.errors import RestoreError


class Fuel:
    """How many nodes may still be evaluated: a formula from outside can ask for any amount of work."""

    def __init__(self) -> None:
        """Start empty: without a limit."""
        self.left: int | None = None

    def burn(self) -> None:
        """Use up one unit. Raises ``RestoreError`` where none is left."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise RestoreError("too much work for one formula")

    def spend(self, units: int) -> bool:
        """Use up work that is done anyway, and tell whether there was as much left."""
        if self.left is not None:
            self.left -= units
        return not self.spent

    @property
    def spent(self) -> bool:
        """Whether more was asked for than there was."""
        return self.left is not None and self.left < 0

    @contextmanager
    def granted(self, units: int | None) -> Iterator[None]:
        """Allow this much work, or any amount with None, and then what was allowed before."""
        before, self.left = self.left, units
        try:
            yield
        finally:
            self.left = before


FUEL = Fuel()
