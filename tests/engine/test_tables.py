"""Sums are brought together, taken apart and put in order as on paper."""

import pytest

from generator.engine import rewrites as r
from generator.engine.rules import Rule, exhaust, reading
from generator.engine.tex import tex

CHAINS: tuple[tuple[str, tuple[Rule, ...], str], ...] = (
    ("u/v + w", r.TOGETHER, r"\frac{u + w v}{v}"),
    ("u/2 + v/3", r.TOGETHER, r"\frac{3 u + 2 v}{6}"),
    ("u/v - w/v**2", r.TOGETHER, r"\frac{u v - w}{v^{2}}"),
    ("(u - v + w)/z", r.APART, r"\frac{u}{z} - \frac{v}{z} + \frac{w}{z}"),
    ("(u - v)*(u + v)", r.EXPAND, "u u + u v - u v - v v"),
    ("u*v - v*u + 2*w + w", r.COLLECT, "3 w"),
    ("2*u*w - 4*v*w", r.FACTOR, "2 w (u - 2 v)"),
    ("-u - v", r.ORDER, "-(u + v)"),
    ("-u + v + v", r.ORDER, "v - u + v"),
    ("Sum(u[k]*(delta(k, i) - v[k]), k)", r.EXPAND + r.SUMS, r"u_{i} - \sum_{k=1}^{N} u_{k} v_{k}"),
    ("Sum(-c*u[k], k)", r.SUMS, r"-c \sum_{k=1}^{N} u_{k}"),
    ("Sum(delta(k, i)*delta(k, j), k)", r.SUMS, r"\delta_{ij}"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "table", "expected"), CHAINS, ids=[text for text, _, _ in CHAINS])
def test_a_table_leads_to_its_form(text: str, table: tuple[Rule, ...], expected: str) -> None:
    assert tex(exhaust(reading(text), table, "test").after) == expected


def test_nobody_expands_a_denominator() -> None:
    assert exhaust(reading("1/(u*(v + w))"), r.EXPAND, "test").steps == ()


def test_a_factor_goes_into_every_branch() -> None:
    line = exhaust(reading("-u*piecewise(v, x > 0, w)"), r.BRANCHES, "test")
    assert line.after == reading("piecewise(-u*v, x > 0, -u*w)")
