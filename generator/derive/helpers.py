"""Short functions that stand above a listing where it uses them: entries at places, sums at places, where a maximum is.

Each is written once, with the words in which the libraries differ left open.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.engine.array_libraries import ArrayLibrary

_CHECK = '''
def check(**arrays):
    """Raise ValueError where an array has too few or too many axes, or two do not fit; * may be repeated."""
    known = {{}}
    for name, (array, letters) in arrays.items():
        own = letters.split()
        mark = own.pop(0) if own[:1] in (["..."], ["*"]) else ""
        before = array.ndim - len(own)
        if before < 0 or (before and not mark):
            raise ValueError(f"{{name}} has the shape {{tuple(array.shape)}}, expected {{letters}}")
        lead = [("...", tuple(array.shape[:before]))] if mark == "..." else []
        for letter, length in [*lead, *zip(own, array.shape[before:])]:
            expected, other = known.setdefault(letter, (length, name))
            if expected != length:
                raise ValueError(f"{{name}} has {{length}} along {{letter}}, expected {{expected}} as in {{other}}")
'''

_AT = '''
def at(x, t):
    """Return x[t]; before the first step and after the last all is 0."""
    return x[t] if 0 <= t < len(x) else {p}.zeros_like(x[0])
'''

_GATHER = '''
def gather(x, place, after=0, outside=0):
    """Return the entries of x at these places along an axis that has so many axes after it."""
    inside = (place >= 0) & (place < x.shape[x.ndim - after - 1])
    taken = x[(..., {p}.where(inside, place, 0)) + (slice(None),) * after]
    return {p}.where(inside.reshape(inside.shape + (1,) * after), taken, outside)
'''

_SCATTER = '''
def scatter(x, place, length, after=0):
    """Return the sums of the entries of x with the same place along an axis; those outside of it are left out."""
    inside = (place >= 0) & (place < length)
    x = {p}.where(inside.reshape(inside.shape + (1,) * after), x, 0)
    start, end = x.ndim - place.ndim - after, x.ndim - after
    shape = tuple(x.shape[:start]) + (length,) + tuple(x.shape[end:])
    place = {p}.where(inside, place, 0)
    {added}
'''

_FIRST = '''
def first_largest(x, count):
    """Return 1 at the first of the largest entries along the last axes, and 0 elsewhere."""
    flat = x.reshape(tuple(x.shape[: x.ndim - count]) + (-1,))
    chosen = {places} == {p}.argmax(flat, -1)[..., None]
    return chosen.reshape(x.shape){typed}
'''

_TABLE = {"check": _CHECK, "at": _AT, "gather": _GATHER, "scatter": _SCATTER, "first_largest": _FIRST}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "np": {
        "added": "whole = np.zeros(shape, dtype=x.dtype)\n"
        "    np.add.at(whole, (..., place) + (slice(None),) * after, x)\n"
        "    return whole",
        "places": "np.arange(flat.shape[-1])",
        "typed": ".astype(x.dtype)",
    },
    "torch": {
        "added": "flat = x.reshape(tuple(x.shape[:start]) + (-1,) + tuple(x.shape[end:]))\n"
        "    return x.new_zeros(shape).index_add(start, place.reshape(-1), flat)",
        "places": "torch.arange(flat.shape[-1], device=x.device)",
        "typed": ".to(x.dtype)",
    },
    "jnp": {
        "added": "return jnp.zeros(shape, dtype=x.dtype).at[(..., place) + (slice(None),) * after].add(x)",
        "places": "jnp.arange(flat.shape[-1])",
        "typed": ".astype(x.dtype)",
    },
}


def helpers(lines: Iterable[str], library: ArrayLibrary) -> Iterator[str]:
    """Yield the lines of the helpers that lines of code use, each followed by two empty ones."""
    text = "\n".join(lines)
    for name, template in _TABLE.items():
        if f"{name}(" in text.replace(".at(", ""):
            filled = template.format(p=library.prefix, **_WORDS[library.prefix])
            yield from (*filled.strip("\n").split("\n"), "", "")
