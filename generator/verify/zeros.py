"""Where does a function of one number change its sign?

By halving the stretch between two ends, and by secants once it is short: a smooth function is done in a few steps then,
and one that jumps is halved to the end.
"""

from collections.abc import Callable

from generator.verify.arithmetic import MP, Real

_HALVINGS, _SHORT, _SECANTS = 240, 12, 16
"""How often a stretch is halved at most; after how many halvings secants are tried, and how many of them."""

_NEAREST = MP.mpf(10) ** -45

Function = Callable[[Real], Real | None]


def zero_between(value: Function, sign: Real, left: Real, right: Real) -> Real:
    """Return where a function loses its sign between two ends, to 45 digits; a number of no value has no sign.

    The sign is that at the left end; at a jump, and beside a stretch of zeros, it is where the other side begins.
    """

    def lost(x: Real) -> bool:
        found = value(x)
        return found is None or bool(MP.sign(found) != sign)

    for halved in range(_HALVINGS):
        if halved == _SHORT:
            root = _by_secants(value, left, right)
            if root is not None and lost(root + _NEAREST) and not lost(root - _NEAREST):
                return root if lost(root) else root + _NEAREST
        middle = (left + right) / 2
        left, right = (left, middle) if lost(middle) else (middle, right)
    return right


def _by_secants(value: Function, last: Real, x: Real) -> Real | None:
    """Return a zero to 45 digits, or None where secants do not lead to one."""
    before, here = value(last), value(x)
    for _ in range(_SECANTS):
        if before is None or here is None or before == here:
            return None
        last, x, before = x, x - here * (x - last) / (here - before), here
        here = value(x)
        if here == 0 or abs(x - last) < _NEAREST:
            return x
    return None
