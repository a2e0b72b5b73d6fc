"""Who judges the built pages? axe-core and html-validate, pinned in ``node/package-lock.json``.

``node/htmlvalidate.json`` turns off what is a matter of taste (how a doctype or an empty element is spelled), and two
rules more: ``no-inline-style``, because how far a formula reaches below its line stands at the formula; ``wcag/h32``,
because neither of the theme's forms is ever sent.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

from generator.mathjax.node import node_path
from tools.packages import install

HERE = Path(__file__).parent / "node"
AT_ONCE = 200


def axe() -> str:
    """Return the script that judges whether a page is accessible."""
    return (install(HERE) / "axe-core/axe.min.js").read_text("utf-8")


def invalid(files: Iterable[Path]) -> Iterator[str]:
    """Yield what is not valid in HTML files: the file, the line, what is wrong, and the rule that says so."""
    every = list(map(str, files))
    for start in range(0, len(every), AT_ONCE):
        for report in _validate(every[start : start + AT_ONCE]):
            for said in report["messages"]:
                yield f"{report['filePath']}:{said['line']}: {said['message']} ({said['ruleId']})"


def _validate(files: list[str]) -> list[dict[str, list[dict[str, str]]]]:
    program = install(HERE) / "html-validate/bin/html-validate.mjs"
    command = [
        str(node_path()),
        str(program),
        "--formatter",
        "json",
        "--config",
        str(HERE / "htmlvalidate.json"),
        *files,
    ]
    with TemporaryFile("w+") as said:  # not a pipe: the program ends before it has written all of a long report to one
        subprocess.run(command, stdout=said, check=False)
        said.seek(0)
        reports: list[dict[str, list[dict[str, str]]]] = json.load(said)
    return reports
