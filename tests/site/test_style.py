"""The style sheet is whole: a brace that is missing would hand all that follows to printers alone."""

import re
from pathlib import Path


def test_braces_are_balanced_rule_by_rule(root: Path) -> None:
    text = (root / "docs/assets/site.css").read_text("utf-8")
    plain = re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    depth, inside = 0, []
    for number, line in enumerate(plain.splitlines(), 1):
        if depth and re.match(r"[@.:\w]", line):
            inside.append(number)
        depth += line.count("{") - line.count("}")
    assert (depth, inside) == (0, [])
