"""What can a reader copy of a formula: for which forum, program or language, and how does that reach the page?

A page holds what only the generator knows in a block of Markdown named ``copy``, which ``generator.mathjax.menu`` turns
into a menu; MathML and the plain line of a formula that is no term are filled in there, for MathJax makes them. What
forums want, and the address under each text, follow from these, and are made when a reader opens the menu
(``docs/assets/forums.js``).
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
from generator.pages.dialects import brackets, dollars, marked
from generator.pages.languages.numpy import imports
from generator.pages.languages.program import axes_of

MATHML = "MathML"


@dataclass(frozen=True)
class Copies:
    """The texts of one formula by the name of what they are for; ``None`` where MathJax will write the text.

    ``tex`` is the formula, ``anchor`` its id on the page, ``plain`` the formula in Unicode. A result comes in MathML.
    """

    tex: str
    anchor: str
    code: tuple[tuple[str, str], ...] = ()
    plain: str | None = None
    result: bool = False

    @property
    def texts(self) -> Mapping[str, str | None]:
        """Every text that a page holds, in the order of the menu."""
        mathml = {MATHML: None} if self.result else {}
        return {"LaTeX": brackets(self.tex), **mathml, **dict(self.code)}

    @property
    def block(self) -> str:
        """The block of Markdown that becomes the menu."""
        return block({"of": self.plain, "tex": self.tex, "id": self.anchor, "texts": self.texts})


def block(data: Mapping[str, object]) -> str:
    """Return a block of Markdown named ``copy``; its one line holds no mark of Markdown at its beginning."""
    return f"```copy\n{json.dumps(data, ensure_ascii=False)}\n```"


def copies_of(derivation: Derivation, label: str = "result", start: int = 1) -> Mapping[str, Copies]:
    """Return what can be copied of a derivation's result and of each of its lines, by the ids of the formulas.

    ``label`` is the id of the result, ``start`` the number of the first phase on the page.
    """
    result = KeyLine(label, derivation.goal, derivation.result, derivation.assuming)
    lines = (line for line in key_lines(derivation, start) if line.goal != line.term)
    return {line.anchor: _copies(line, derivation.where, result=line is result) for line in (result, *lines)}


def component_copies(derivation: Derivation | None) -> Mapping[str, Copies]:
    """Return what can be copied of each line of a derivation of a component, whose letters are named in TeX.

    There is no NumPy of a single component.
    """
    lines = (line for line in key_lines(derivation) if line.goal != line.term) if derivation else ()
    return {line.anchor: _component(line) for line in lines}


def _component(line: KeyLine) -> Copies:
    code = sympy_code(renamed(line.goal, word), renamed(line.term, word))
    return _written(line, (("SymPy", code),), lambda term: renamed(term, line_name))


def _copies(line: KeyLine, names: Definitions, *, result: bool) -> Copies:
    return _written(line, _code(line.goal, spelled_out(line.term, names)), result=result)


def _written(
    line: KeyLine,
    code: Iterable[tuple[str, str]],
    spelled: Callable[[Term], Term] = lambda term: term,
    *,
    result: bool = False,
) -> Copies:
    """Return the texts of a line with its code, which say under which conditions it holds."""
    formula = equation(line.goal, line.term) + where(line.assuming)
    plain, *conditions = (plain_equation(*map(spelled, pair)) for pair in ((line.goal, line.term), *line.assuming))
    remarks = "".join(f"# where {condition}\n" for condition in conditions)
    texts = tuple((name, f"{text}\n{remarks}") for name, text in code)
    return Copies(formula, line.anchor, texts, ", where ".join((plain, *conditions)), result)


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


def headline_blocks(derivation: Derivation) -> tuple[str, ...]:
    """Return the menus of the result, one for each author who has a spelling of his own for it."""
    _, *others = result_of(derivation)
    spelled = (Copies(other.tex + where(derivation.assuming), "result", result=True) for other in others)
    return tuple(each.block for each in (copies_of(derivation)["result"], *spelled))


# A whole derivation.


def derivation_block(title: str, derivation: Derivation) -> str:
    """Return the menu of the whole derivation, for places that take text with formulas in it."""
    return block({"of": "the derivation", "texts": {"Markdown": "".join(_told(title, derivation))}})


def _told(title: str, derivation: Derivation) -> Iterator[str]:
    """Yield the lines of a derivation as a person would post them."""
    yield f"**{marked(title)}**\n\n"
    for phase in derivation.phases:
        yield marked(phase.title) + dollars(first_line(phase, LEIBNIZ) + where(phase.assuming))
        for line in phase.lines:
            yield marked(line.title) + dollars(f"= {tex(line.after)}")
