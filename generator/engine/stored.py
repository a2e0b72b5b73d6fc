"""How are derivations stored and sent to another process, so that every term comes back as it was written?

SymPy pickles a term as a call of its class, and the call puts it in order: ``1 + 1`` comes back as ``2``. Here a term
comes back as the node that it was, argument for argument. The rows of a table of rules hold functions that cannot be
pickled at all: they are stored by their place in it. Everything else is pickled as Python does it. Read only what this
program has written: like any pickle, a foreign one could run code.
"""

import io
import pickle
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

import sympy as sp
from sympy.core.function import UndefinedFunction

_BY_CALL = (sp.IndexedBase, sp.Indexed)
"""Classes that keep their assumptions in every node, and whose constructors keep their arguments as they are."""
_OWN = frozenset({"_args", "_mhash", "_assumptions"})


def dumps(value: object, tables: Iterable[str] = ()) -> bytes:
    """Return a record, with all the terms in it, as bytes.

    ``tables`` are tuples, as "module:NAME", whose rows are stored by their place.
    """
    file = io.BytesIO()
    rows = {id(row): (table, n) for table in tables for n, row in enumerate(_table(table))}
    _Pickler(file, rows).dump(value)
    return file.getvalue()


def loads(data: bytes) -> Any:  # noqa: ANN401 - as pickle's own: the caller knows what was stored
    """Return what ``dumps`` was given."""
    return pickle.loads(data)  # noqa: S301 - only what dumps() wrote, in our own cache and workers


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, rows: Mapping[int, tuple[str, int]]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._rows = rows

    def reducer_override(self, value: Any) -> Any:  # noqa: ANN401 - pickle hands over objects of every type
        """Return how a term is made again, and leave the rest to pickle."""
        if id(value) in self._rows:
            return _row, self._rows[id(value)]
        if isinstance(value, UndefinedFunction):
            return _function, (value.__name__, value._kwargs)  # noqa: SLF001 - SymPy has no other way to its assumptions
        if isinstance(value, sp.Basic) and value.args and not isinstance(value, _BY_CALL):
            return _node, (type(value), value.args, _attributes(value))
        return NotImplemented


def _attributes(term: sp.Basic) -> dict[str, Any]:
    """Return what a class keeps in its nodes beside their arguments, such as ``is_commutative``."""
    slots = (name for kind in type(term).__mro__ for name in getattr(kind, "__slots__", ()))
    found = {name: getattr(term, name) for name in slots if name not in _OWN and hasattr(term, name)}
    return found | getattr(term, "__dict__", {})


def _node(kind: type[sp.Basic], args: tuple[sp.Basic, ...], attributes: dict[str, Any]) -> sp.Basic:
    term = sp.Basic.__new__(kind, *args)
    for name, value in attributes.items():
        setattr(term, name, value)
    return term


def _function(name: str, assumptions: dict[str, Any]) -> Any:  # noqa: ANN401 - a class that SymPy makes
    return sp.Function(name, **assumptions)


def _row(table: str, place: int) -> object:
    return _table(table)[place]


def _table(name: str) -> tuple[object, ...]:
    module, _, table = name.partition(":")
    found: tuple[object, ...] = getattr(import_module(module), table)
    return found
