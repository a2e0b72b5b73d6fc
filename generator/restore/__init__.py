"""Garbled posts, their formulas found, restored and judged."""
