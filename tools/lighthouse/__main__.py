"""What does Lighthouse say of the built site? ``make lighthouse``, or ``python -m tools.lighthouse SITE``.

Pages are served compressed, as a web host does it. The exit status is 1 where a score that does not depend on the
machine is below 100; performance is printed, for a busy machine is no fault of the pages.
"""

import argparse
import sys
from pathlib import Path

from tools import browser
from tools.bench.report import say, table
from tools.bench.server import serving
from tools.lighthouse.judge import CERTAIN, PAGES, PERFORMANCE, Said, ask


def main() -> int:
    """Ask for the pages of each type, print the scores, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.lighthouse", description="Have Lighthouse judge the site.")
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="a built site (default: %(default)s)")
    parser.add_argument("pages", nargs="*", default=PAGES, help="addresses in it (default: one of each type)")
    asked = parser.parse_args()
    chrome = browser.find()
    if chrome is None:
        say(browser.MISSING)
        return 2
    with serving(asked.site) as url:
        said = ask(chrome, [url + page for page in asked.pages], (PERFORMANCE, *CERTAIN))
        table("Lighthouse, a phone", " | ".join(("page", PERFORMANCE, *CERTAIN)), [_scores(one, url) for one in said])
        table(
            "Its figures",
            "page | layout shift | blocked | largest paint | weight",
            [_figures(one, url) for one in said],
        )
    say(f"The machine's speed by its measure: {min(one.speed for one in said):.0f}")
    for fault in dict.fromkeys(fault for one in said for fault in one.faults):
        say(fault)
    return int(any(one.scores[name] < 100 for one in said for name in CERTAIN))


def _scores(said: Said, root: str) -> tuple[str, ...]:
    return _place(said, root), *(str(said.scores[name]) for name in (PERFORMANCE, *CERTAIN))


def _figures(said: Said, root: str) -> tuple[str, ...]:
    shift, blocked, largest, weight = (value or 0.0 for value in said.figures.values())
    return _place(said, root), f"{shift:.3f}", f"{blocked:.0f} ms", f"{largest / 1000:.2f} s", f"{weight / 1000:.0f} kB"


def _place(said: Said, root: str) -> str:
    return said.url.removeprefix(root) or "home"


if __name__ == "__main__":
    sys.exit(main())
