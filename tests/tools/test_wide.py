"""The widest line of a page is that of its open formulas; what is folded is not counted."""

from pathlib import Path

from tools.bench.wide import weighed, widest

LINE = '<div class="tex tex-display" data-tex="{0}"><div class="tex-picture"><svg width="{1}ex"></svg></div></div>'


def test_the_widest_open_line_of_each_page_is_found(tmp_path: Path) -> None:
    for name, *lines in (("narrow", ("a", 20), ("b", 30.5)), ("wide", ("c", 140), ("d", 90))):
        (tmp_path / "cases" / name).mkdir(parents=True)
        folded = f"<details><summary>more</summary>{LINE.format('e', 500)}</details>"
        body = "".join(LINE.format(*line) for line in lines)
        (tmp_path / "cases" / name / "index.html").write_text(f"<html><body>{body}{folded}</body></html>", "utf-8")
    assert [tuple(one) for one in widest(tmp_path)] == [(140, "cases/wide"), (30.5, "cases/narrow")]
    (target,) = weighed(tmp_path)
    assert not target.met


def test_a_site_without_formulas_has_no_target(tmp_path: Path) -> None:
    assert weighed(tmp_path) == []
