"""What layers with a window that moves have in common: options, axes, and how many places come out.

Source: V. Dumoulin and F. Visin 2016, relationships 6, 14 and 15.
"""

from dataclasses import replace
from typing import TypeAlias

from sympy import Integer, Interval, Rational, S, oo

from generator.catalogue.operation import Array, Axis, Library, Option, Setting, settings


def _option(name: str, usual: int, means: str) -> Option:
    return Option(name, Integer(usual), means, S.Integers.intersect(Interval(usual, oo)))


STRIDE = _option("stride", 1, "how far the window moves")
PAD = _option("pad", 0, "zeros at each end")
BESIDE = replace(PAD, means="places at each end that no maximum counts")
DILATION = _option("dilation", 1, "how far the entries of the window stand apart")
EXAMPLES = Axis("n", "N", "examples")
IMAGES = Array("x[n, c, a, e]", "the images")


def padded(size: str, window: str) -> str:
    """Return how many places come out along an axis with zeros at its ends, as Python writes it."""
    return f"({size} + 2*pad - dilation*({window} - 1) - 1)//stride + 1"


def plane(what: str, **computed: str) -> tuple[Axis, ...]:
    """Return the axes of an image, I × K and A × E, and of a window U × V; what is computed comes out of the layer."""
    ways = [(size, "come out" if size in computed else "go in") for size in "IKAE"]
    rows, columns, other_rows, other_columns = (
        Axis(size.lower(), size, f"{'rows' if size in 'IA' else 'columns'} that {way}", computed.get(size, ""))
        for size, way in ways
    )
    window = Axis("u", "U", f"rows of the {what}"), Axis("v", "V", f"columns of the {what}")
    return rows, columns, *window, other_rows, other_columns


Row: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""Lengths, and values of the options."""


def chosen(sizes: str, options: tuple[Option, ...], *rows: Row) -> tuple[Setting, ...]:
    """Return a setting for each row; ``sizes`` names the letters of the lengths in their order: "N C A"."""
    return tuple(one for row, values in rows for one in settings(sizes, row, options=numbers(options, values)))


def numbers(options: tuple[Option, ...], values: tuple[int, ...]) -> tuple[tuple[str, Rational], ...]:
    """Return the options with their values."""
    return tuple((one.id, Integer(value)) for one, value in zip(options, values, strict=True))


def torch(function: str, *arguments: tuple[str, str]) -> Library:
    """Return PyTorch's function that computes the same."""
    return Library("torch", f"torch.nn.functional.{function}", arguments)


KERNEL = ("input", "x"), ("weight", "w"), ("bias", "b"), ("stride", "stride"), ("padding", "pad")
"""PyTorch's names for what a convolution takes."""
