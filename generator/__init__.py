"""Derive, prove and measure the gradients of backpropagation, and write them as a site.

The rooms, in the order in which they may import each other, are
``errors, store <- engine <- catalogue <- derive <- verify <- restore <- pages <- build``;
``mathjax`` needs nothing of ours but ``errors`` and ``store``. ``docs/house.md`` shows the way of an entry through
them.
"""

__version__ = "0.1.0"
