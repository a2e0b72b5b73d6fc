"""Garbled posts, their formulas found, restored and judged: ``restore(text)`` returns a ``Claim`` for each formula."""
