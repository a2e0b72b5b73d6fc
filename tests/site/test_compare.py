"""A reader compares a kernel in the browser: by pasting, by a file, by the keyboard, with nothing sent anywhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.kernels import WRONG_KERNELS
from tests.site.visit import Reader, reading
from tests.test_compare import right_vectors, vectors_of

KERNELS = {one.id: one for one in WRONG_KERNELS}


@pytest.fixture(params=[Reader(390), Reader(1280, "dark")], ids=str)
def compare(browser: Browser, site_url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open the page; requests to other machines, and faults of scripts, fail the test."""
    with reading(browser, request.param) as context:
        page, strange = context.new_page(), list[str]()

        def look(asked: Request) -> None:
            if not asked.url.startswith(site_url):
                strange.append(asked.url)

        page.on("request", look)
        page.on("pageerror", lambda error: strange.append(str(error)))
        page.goto(f"{site_url}compare/")
        yield page
        assert strange == []


@pytest.mark.parametrize("name", ["layer-norm-gamma-twice", "embedding-overwritten"])
def test_a_wrong_kernel_is_named(compare: Page, name: str) -> None:
    compare.get_by_label("JSON", exact=True).fill(json.dumps(vectors_of(KERNELS[name])))
    compare.get_by_role("button", name="Compare", exact=True).focus()
    compare.keyboard.press("Enter")
    verdict = compare.locator(".kernel-verdict")
    expect(verdict).to_contain_text("Wrong")
    expect(verdict).to_contain_text(KERNELS[name].named)


def test_a_file_is_compared_when_it_is_chosen(compare: Page, tmp_path: Path) -> None:
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps(right_vectors()), "utf-8")
    compare.get_by_label("or a file").set_input_files(file)
    expect(compare.locator(".kernel-verdict")).to_contain_text("Right: all 1 arrays of Embedding agree in 6 settings")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "This is not JSON"),
        ('{"id": "nothing"}', "is no layer of this site"),
        ('{"id": "embedding", "vectors": [{"gradients": {"table": [["<b>x</b>"]]}}]}', "“<b>x</b>” is no number"),
    ],
)
def test_a_fault_is_told_as_it_is(compare: Page, text: str, says: str) -> None:
    compare.get_by_label("JSON", exact=True).fill(text)
    compare.get_by_role("button", name="Compare", exact=True).click()
    expect(compare.locator(".kernel-fault")).to_contain_text(says)
