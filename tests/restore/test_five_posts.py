"""The five posts that the project began with keep their verdicts, formula by formula."""

from pathlib import Path

import generator.catalogue.posts as catalogue
from generator.catalogue.posts import POSTS
from generator.restore.restore import restore

GOLDEN = Path(__file__).parent / "golden" / "posts.txt"
FOLDER = Path(catalogue.__file__).parent


def verdicts() -> str:
    """Return a line for each formula: its post, its line there, the verdict, and how it begins."""
    lines = []
    for post in POSTS:
        for claim in restore((FOLDER / post.file).read_bytes(), linked=False):
            begins = " ".join(claim.found.split())[:60]
            lines.append(f"{post.id} · {claim.line} · {claim.verdict} · {begins}".rstrip())
    return "\n".join(lines) + "\n"


def test_every_formula_keeps_its_verdict(*, update_golden: bool) -> None:
    found = verdicts()
    if update_golden:
        GOLDEN.write_text(found, "utf-8")
    assert found == GOLDEN.read_text("utf-8")
