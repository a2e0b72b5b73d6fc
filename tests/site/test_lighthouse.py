"""Does Lighthouse give pages of each type full marks where these do not depend on how fast the machine is?"""

from pathlib import Path

import pytest

from tests.site.server import serving
from tools import browser as chromium
from tools.lighthouse.judge import CERTAIN, PAGES, ask

pytestmark = pytest.mark.whole

POOR = """<!doctype html><html><head><meta charset="utf-8"></head>
<body><p style="color: #bbb">faint words, and <a href="other.html">click here</a></p></body></html>
"""


@pytest.fixture(scope="module")
def chrome() -> str:
    """Return the browser; without one the tests fail, unless somebody asked in so many words to skip them."""
    if chromium.skipping():
        pytest.skip(f"{chromium.SKIP_VARIABLE}={chromium.SKIP_WORDS}")
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    return path


def test_every_type_of_page_has_full_marks(chrome: str, site_url: str) -> None:
    said = ask(chrome, [site_url + page for page in PAGES], CERTAIN)
    assert [fault for one in said for fault in one.faults] == []
    assert [dict(one.scores) for one in said] == [dict.fromkeys(CERTAIN, 100)] * len(PAGES)


def test_a_poor_page_has_not(chrome: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(POOR, "utf-8")
    with serving(tmp_path) as url:
        (said,) = ask(chrome, [url], CERTAIN)
    assert [
        name for name in ("color-contrast", "document-title", "link-text") if name not in " ".join(said.faults)
    ] == []
    assert max(said.scores["accessibility"], said.scores["seo"]) < 100
