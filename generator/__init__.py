"""Derive, prove and measure the gradients of backpropagation, and write them as a site.

The rooms, in the order in which they may import each other, are
``errors <- engine <- catalogue <- verify <- pages <- plugin, commands``;
``mathjax`` needs nothing of ours but ``errors``.
"""

__version__ = "0.1.0"
