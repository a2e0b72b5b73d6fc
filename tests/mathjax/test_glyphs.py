"""An outline that a page draws twice stands there once, for each size; nothing else changes."""

import re

from generator.mathjax.glyphs import shared

LONG, OTHER, SHORT = "m1 2" * 20, "m3 4" * 20, "m5 6"
UP, SMALL = "scale(1,-1)", "scale(0.707,-0.707)"


def path(outline: str, transform: str = "") -> str:
    """Return an outline as MathJax's picture holds it."""
    place = f' transform="{transform}"' if transform else ""
    return f'<path d="{outline}"{place}></path>'


def drawn(html: str) -> str:
    """Return the page with every reference replaced by what it refers to."""
    content, _, defs = html.partition('\n<svg class="tex-glyphs"')
    shapes = {name: (outline, "") for name, outline in re.findall(r'<path id=(\S+) d="([^"]*)"/>', defs)}
    for name, of, scale in re.findall(r'<use id=(\S+) href=#(\S+) transform="([^"]*)"/>', defs):
        shapes[name] = shapes[of][0], scale

    def replaced(use: re.Match[str]) -> str:
        (outline, scale), x, y = shapes[use[1]], use[2] or "0", use[3] or "0"
        move = "" if x == y == "0" else f"translate({x})" if y == "0" else f"translate({x},{y})"
        return path(outline, " ".join(filter(None, (move, scale))))

    return re.sub(r"<use href=#(\S+)(?: x=(\S+))?(?: y=(\S+))? />", replaced, content)


def test_an_outline_that_is_drawn_twice_stands_once_and_keeps_its_places() -> None:
    places = ("", UP, SMALL, f"translate(9) {UP}", f"translate(0,-7) {UP}", f"translate(-9,7) {SMALL}", "translate(5)")
    html = f"<p>{''.join(path(LONG, place) for place in places)}{path(OTHER, UP)}</p>"
    assert shared(html).count(LONG) == 1
    assert shared(html).count(OTHER) == 1
    assert drawn(shared(html)) == html


def test_what_is_drawn_once_or_short_stays() -> None:
    html = path(LONG) + path(SHORT) * 3
    assert shared(html) == html


def test_a_bar_is_written_short() -> None:
    html = f'{path(LONG) * 2}<rect width="9" height="60" x="-2" y="0"></rect>'
    assert "<rect width=9 height=60 x=-2 y=0 />" in shared(html)


def test_names_differ_however_many_there_are() -> None:
    html = "".join(path(f"{LONG}{n}", f"translate({n}) {scale}") * 2 for n in range(1, 201) for scale in (UP, SMALL))
    assert drawn(shared(html)) == html
    names = re.findall(r" id=(\S+)", shared(html))
    assert len({*names}) == len(names) == 600


def test_a_picture_that_is_drawn_twice_stands_once() -> None:
    inside = "".join(path(LONG, f"translate({n}) {UP}") for n in range(1, 9))
    html = shared(f"<p><svg><desc>a</desc>{inside}</svg><svg><desc>b</desc>{inside}</svg></p>")
    assert html.count("x=5") == 1
    assert (
        html.count("<desc>a</desc><use href=#p-0 /></svg>") == html.count("<desc>b</desc><use href=#p-0 /></svg>") == 1
    )
    assert "<g id=p-0><use href=#g-0 x=1 />" in html
