"""What can a reader copy of a formula: for which forum, program or language, and how does that reach the page?

Every text is made here, while the site is built. A page holds them in a block of Markdown named ``copy``, which
``generator.mathjax.menu`` turns into a menu; MathML and the plain line of a formula that is no term are filled in
there, for MathJax makes them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.engine.anchors import KeyLine, key_lines
from generator.engine.code import numpy_expression
from generator.engine.matrix_sympy import word
from generator.engine.named import spelled_out
from generator.engine.notation import LEIBNIZ
from generator.engine.oneline import plain_equation
from generator.engine.printing import line_name
from generator.engine.records import Definitions, Derivation
from generator.engine.renamed import renamed
from generator.engine.sympy_code import lettered, name_of, sympy_code
from generator.engine.terms import Term
from generator.engine.tex import equation, tex
from generator.errors import DerivationError
from generator.pages.authors import first_line, result_of
from generator.pages.dialects import FORUMS, marked
from generator.pages.languages.program import axes_of
from generator.pages.site import ADDRESS
from generator.pages.snippet import imports

MATHML, PLAIN = "MathML", "Unicode text"


@dataclass(frozen=True)
class Copies:
    """The texts of one formula by the name of what they are for; ``None`` where MathJax will write the text.

    ``title`` says of what page the formula is; ``tex`` is the formula, ``link`` its address.
    """

    title: str
    tex: str
    link: str
    code: tuple[tuple[str, str], ...] = ()
    plain: str | None = None

    @property
    def texts(self) -> Mapping[str, str | None]:
        """Every text, in the order of the menu."""
        forums = {name: formula(self.tex) + link(self.title, self.link) for name, (formula, link) in FORUMS.items()}
        plain = None if self.plain is None else f"{self.plain}\n{self.link}\n"
        return {"Link": f"{self.link}\n", **forums, MATHML: None, PLAIN: plain, **dict(self.code)}

    @property
    def block(self) -> str:
        """The block of Markdown that becomes the menu."""
        return block({"of": self.plain or "", "tex": self.tex, "link": self.link, "texts": self.texts})


def block(data: Mapping[str, object]) -> str:
    """Return a block of Markdown named ``copy``; its one line holds no mark of Markdown at its beginning."""
    return f"```copy\n{json.dumps(data, ensure_ascii=False)}\n```"


def permalink(uri: str, anchor: str) -> str:
    """Return the address of a formula: its page, without ``.md``, and its id there."""
    return f"{ADDRESS}{uri}/#{anchor}"


def copies_of(
    title: str, uri: str, derivation: Derivation, label: str = "result", start: int = 1
) -> Mapping[str, Copies]:
    """Return what can be copied of a derivation's result and of each of its lines, by the ids of the formulas.

    ``label`` is the id of the result, ``start`` the number of the first phase on the page.
    """
    result = KeyLine(label, derivation.goal, derivation.result, derivation.assuming)
    lines = (line for line in key_lines(derivation, start) if line.goal != line.term)
    return {
        line.anchor: _copies(title, permalink(uri, line.anchor), line, derivation.where) for line in (result, *lines)
    }


def component_copies(title: str, uri: str, derivation: Derivation | None) -> Mapping[str, Copies]:
    """Return what can be copied of each line of a derivation of a component, whose letters are named in TeX.

    There is no NumPy of a single component.
    """
    lines = (line for line in key_lines(derivation) if line.goal != line.term) if derivation else ()
    return {line.anchor: _component(title, permalink(uri, line.anchor), line) for line in lines}


def _component(title: str, link: str, line: KeyLine) -> Copies:
    code = sympy_code(renamed(line.goal, word), renamed(line.term, word))
    return _written(title, link, line, (("SymPy", code),), lambda term: renamed(term, line_name))


def _copies(title: str, link: str, line: KeyLine, names: Definitions) -> Copies:
    return _written(title, link, line, _code(line.goal, spelled_out(line.term, names)))


def _written(
    title: str,
    link: str,
    line: KeyLine,
    code: Iterable[tuple[str, str]],
    spelled: Callable[[Term], Term] = lambda term: term,
) -> Copies:
    """Return the texts of a line with its code, which say under which conditions it holds."""
    formula = equation(line.goal, line.term) + where(line.assuming)
    plain, *conditions = (plain_equation(*map(spelled, pair)) for pair in ((line.goal, line.term), *line.assuming))
    remarks = "".join(f"# where {condition}\n" for condition in conditions) + f"# {link}\n"
    texts = tuple((name, f"{text}\n{remarks}") for name, text in code)
    return Copies(title, formula, link, texts, ", where ".join((plain, *conditions)))


def where(assuming: Definitions) -> str:
    """Return in TeX under which conditions a formula holds; a formula that goes out alone takes them with it."""
    return "".join(rf" \quad \text{{where }} {equation(*pair)}" for pair in assuming)


def _code(goal: Term, term: Term) -> Iterator[tuple[str, str]]:
    """Yield the formula in every language that can say it: NumPy knows no derivative of a formula."""
    yield "SymPy", sympy_code(goal, term)
    try:
        value = numpy_expression(lettered(term), axes_of(goal), special="{0}")
    except DerivationError:
        return
    yield "NumPy", f"{_imports(value)}{name_of(goal)} = {value}"


def _imports(value: str) -> str:
    head = imports(value)
    if "math" in head:
        return f"{head}\n"
    return f"{head}\n\n" if "np." in value else ""


def headline_blocks(title: str, uri: str, derivation: Derivation) -> tuple[str, ...]:
    """Return the menus of the result, one for each author who has a spelling of his own for it."""
    _, *others = result_of(derivation)
    link = permalink(uri, "result")
    spelled = (Copies(title, other.tex + where(derivation.assuming), link) for other in others)
    return tuple(each.block for each in (copies_of(title, uri, derivation)["result"], *spelled))


# A whole derivation.


def derivation_block(title: str, uri: str, derivation: Derivation) -> str:
    """Return the menu of the whole derivation, for places that take text with formulas in it."""
    link = f"{ADDRESS}{uri}/"
    texts = {
        name: "".join(_told(title, derivation, formula)) + address(title, link)
        for name, (formula, address) in FORUMS.items()
        if name != "LaTeX"
    }
    return block({"of": "the derivation", "link": link, "texts": texts})


def _told(title: str, derivation: Derivation, formula: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines of a derivation as a person would post them."""
    yield f"**{marked(title)}**\n\n"
    for phase in derivation.phases:
        yield marked(phase.title) + formula(first_line(phase, LEIBNIZ) + where(phase.assuming))
        for line in phase.lines:
            yield marked(line.title) + formula(f"= {tex(line.after)}")
