"""How do forums read what is pasted? As markdown-it with a plugin for formulas, set to the rule of each.

``discourse`` follows the rule of Discourse Math: a formula begins and ends with ``$$`` that stands alone on its line.
``written`` is what the page's own script writes for each of them.
"""

import json
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from gfm_math_lint import Linter
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.dollarmath import dollarmath_plugin

from generator.mathjax.node import node_path

SCRIPT = Path(__file__).parents[2] / "docs" / "assets" / "forums.js"
_ASK = """
require("vm").runInThisContext(require("fs").readFileSync(process.argv[1], "utf8"));
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const { remarked, written } = globalThis.dldzForums;
const coded = (code, link) => Object.fromEntries(code.map(([name, said]) => [name, remarked(name, said, link)]));
const told = ([text, title, link, code]) => ({ ...written(text, title, link), ...coded(code, link) });
process.stdout.write(JSON.stringify(asked.map(told)));
"""
Asked = tuple[str, str, str, tuple[tuple[str, str], ...]]
"""Markdown with formulas between dollars, a title, a link, and texts by the name of their language."""
Reader = Callable[[str], list[str]]


def _is_mark(state: StateBlock, line: int) -> bool:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip() == "$$"


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not _is_mark(state, start):
        return False
    if silent:
        return True
    last = next((line for line in range(start + 1, end) if _is_mark(state, line)), end)
    token = state.push("math_block", "math", 0)
    token.content = state.getLines(start + 1, last, state.blkIndent, keepLastLF=False)
    state.line = min(last + 1, end)
    return True


def _discourse(md: MarkdownIt) -> None:
    md.block.ruler.after("code", "math_block", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def formulas(md: MarkdownIt, kind: str, info: str = "") -> Reader:
    """Return what finds the formulas of a text; nothing else in it may be taken for one."""
    return lambda text: [
        token.content.strip() for token in md.parse(text) if token.type == kind and token.info.strip() == info
    ]


READERS: Mapping[str, Reader] = {
    "Discourse": formulas(MarkdownIt("commonmark").use(_discourse), "math_block"),
    "Stack Exchange": formulas(MarkdownIt("commonmark").use(dollarmath_plugin, allow_space=True), "math_block"),
    "GitHub": formulas(MarkdownIt("gfm-like", {"linkify": False}), "fence", "math"),
}


def refused_by_github(text: str) -> list[str]:
    """Return what GitHub would not draw in the formulas of a text.

    The linter would have each fence written with dollars, so it is shown them so: what is in them is what counts.
    """
    dollars = "\n\n".join(f"$$\n{formula}\n$$" for formula in READERS["GitHub"](text))
    return [fault.message for fault in Linter().lint_string(f"{dollars}\n").violations]


def written(asked: Iterable[Asked]) -> list[dict[str, str]]:
    """Return what the script of the pages writes for every place, for each that it is asked."""
    command = [str(node_path()), "-e", _ASK, str(SCRIPT)]
    said = subprocess.run(command, input=json.dumps(list(asked)), capture_output=True, text=True, check=True)
    found: list[dict[str, str]] = json.loads(said.stdout)
    return found
