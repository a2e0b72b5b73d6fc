"""The lines of a simplification lead to the form at which a person would stop, and no line is wasted."""

import pytest

from generator.engine.rules import reading
from generator.engine.simplify import BRANCHED, ROUTES, cost, simplify, walk_route
from generator.engine.tex import tex

ENDS = (
    ("a - y", "a - y"),
    ("-y + a", "a - y"),
    ("a*1 + 0", "a"),
    ("2*(a - y)/2", "a - y"),
    ("-(y/a) + (1 - y)/(1 - a)", r"\frac{a - y}{a (1 - a)}"),
    ("(a - y)/(a*(1 - a))*a*(1 - a)", "a - y"),
    ("u*v + u*w", "u (v + w)"),
    ("(u - v)/(v - u)", "-1"),
    ("u**2/u", "u"),
    ("exp(u)*exp(-u)", "1"),
    ("1/u + 1/u", r"\frac{2}{u}"),
    ("(u + v)*(u - v) - u**2", "-v^{2}"),
    ("u - u", "0"),
    ("-(v - u)", "u - v"),
    ("u*(1 - u) + (u - v)*(1 - u) - (u - v)*u", "u (1 - u) + (u - v) (1 - 2 u)"),
    ("(1 - 1/(1 + exp(u)))*v", r"\frac{v e^{u}}{1 + e^{u}}"),
    ("1 - exp(-log(1 + u))", r"\frac{u}{1 + u}"),
    ("(1/(1 + u))**(1 - w)*v", r"(1 + u)^{w - 1} v"),
    ("u - v - (1 - w)*z + w - w", "u - v - (1 - w) z"),
    ("piecewise(1, z > 0, 0)**2*u", r"\begin{cases} u & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}"),
    ("-y*exp(-y*a)*a*(1 - a)", "-y a (1 - a) e^{-y a}"),
    ("2*max(0, 1 - u)*piecewise(-v, u < 1, 0)", r"-2 v \max(0, 1 - u)"),
    ("-(-1/(1 + z))", r"\frac{1}{1 + z}"),
    (
        "(1 - u)*(piecewise(0, v > w, 0) - u*piecewise(1, v > w, z))",
        r"-(1 - u) u \left(\begin{cases} 1 & \text{if } v > w \\ z & \text{otherwise} \end{cases}\right)",
    ),
    (
        "a*piecewise(u, z > 0, v) + piecewise(w, z > 0, 0)",
        r"\begin{cases} a u + w & \text{if } z > 0 \\ a v & \text{otherwise} \end{cases}",
    ),
    (
        "u*max(0, 1 - v) - piecewise(w, v < 1, 0)",
        r"\begin{cases} u (1 - v) - w & \text{if } v < 1 \\ 0 & \text{otherwise} \end{cases}",
    ),
    (
        "-2*y*piecewise(-y, z > 0, 0)/(u + v)",
        r"\begin{cases} \frac{2 y^{2}}{u + v} & \text{if } z > 0 \\ 0 & \text{otherwise} \end{cases}",
    ),
    (
        "piecewise(piecewise(1, z > 0, 0), y > 0, 0)*piecewise(1, z > 0, 0)",
        " ".join(
            rf"\left(\begin{{cases}} 1 & \text{{if }} {letter} > 0 \\ 0 & \text{{otherwise}} \end{{cases}}\right)"
            for letter in "yz"
        ),
    ),
)


@pytest.mark.parametrize(("text", "expected"), ENDS)
def test_a_term_ends_in_the_form_that_a_person_writes(text: str, expected: str) -> None:
    lines = simplify(reading(text))
    assert tex(lines[-1].after if lines else reading(text)) == expected


@pytest.mark.parametrize("text", [text for text, _ in ENDS])
def test_the_lines_join_and_every_line_changes_something(text: str) -> None:
    lines = simplify(reading(text))
    ends = [reading(text), *(line.after for line in lines)]
    assert [line.before for line in lines] == ends[:-1]
    assert len(set(ends)) == len(ends)


@pytest.mark.parametrize("text", ["a - y", "u", "u*v", "1 - u", "exp(u)", "u/v", "a*(1 - a)"])
def test_what_is_short_already_gets_no_line(text: str) -> None:
    assert simplify(reading(text)) == ()


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("a - y", "-y + a"),
        ("u", "u*v"),
        ("u/v", "u/v/w"),
        ("u", "-u"),
        ("u**2", "u*u*u"),
        ("u*(1 - u)", "u - u**2 + v"),
        ("piecewise(u, z > 0, v)*piecewise(1, y < 1, 0)", "piecewise(piecewise(u, z > 0, v), y < 1, 0)"),
    ],
)
def test_what_is_easier_to_read_costs_less(shorter: str, longer: str) -> None:
    assert cost(reading(shorter)) < cost(reading(longer))


def test_a_route_without_an_end_has_no_lines() -> None:
    huge = "*".join(f"(u + v + {n})" for n in range(8))
    assert all(isinstance(walk_route(reading(huge), route), tuple) for route in ROUTES + BRANCHED)
