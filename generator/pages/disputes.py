"""A page for each formula that is claimed of a layer, found by its question: what the judge says, with the numbers.

Everything comes from the rows ``claims`` of the catalogue and from the judge; a new row has its page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment

from generator.derive.reverse import Gradient
from generator.engine.tex import equation, tex
from generator.pages.copies import block
from generator.pages.dialects import dollars, marked
from generator.pages.fitting import shortened
from generator.pages.layers import notation_of, signed
from generator.pages.marks import REJECTED
from generator.pages.questions import anchor_of
from generator.pages.site import Page
from generator.pages.text import plural, scientific
from generator.verify.layer_evidence import Judgement, ProvedLayer

FOLDER, TEMPLATE, LIST = "disputes", "dispute.md.jinja", "disputes.md.jinja"
SOURCE = "generator/catalogue/operations"
ANSWERS = {True: "right", False: "wrong"}


@dataclass(frozen=True)
class Dispute:
    """A claimed formula of a layer with all that settles it; formulas are TeX, ``lines`` those of the derivation."""

    layer: ProvedLayer
    judgement: Judgement

    @property
    def id(self) -> str:
        """The name of the page."""
        return f"{self.layer.id}-{self.judgement.claim.id}"

    @property
    def question(self) -> str:
        """The question that people ask."""
        return signed(self.layer.operation.question(self.judgement.claim), self.layer)

    @property
    def anchor(self) -> str:
        """The address of the heading, in which names stand as the record has them."""
        return anchor_of(self.layer.operation.question(self.judgement.claim))

    @property
    def answer(self) -> str:
        """The verdict on the claimed formula in a word."""
        return ANSWERS[self.judgement.holds]

    @property
    def formula(self) -> str:
        """The claimed equation."""
        return equation(self._right.name, self.judgement.term, notation_of(self.layer))

    @property
    def right(self) -> str:
        """The derived equation."""
        return equation(self._right.name, self._right.term, notation_of(self.layer))

    @property
    def letters(self) -> tuple[str, ...]:
        """What the named quantities in both formulas are, and the gradients in them that come first, as equations."""
        graph, notation = self.layer.graph, notation_of(self.layer)
        known = [(one.component, one.value) for one in graph.defined]
        known += [(one.name, one.term) for one in self.layer.gradients if one is not self._right]
        terms = (self.judgement.term, *(() if self.judgement.holds else (self._right.term,)))
        return tuple(equation(*pair, notation) for pair in known if any(term.has(pair[0].base) for term in terms))

    @property
    def axes(self) -> tuple[tuple[str, str, str], ...]:
        """The indices of the layer, each with its size and what it counts."""
        return tuple((one.letter, one.size, one.means) for one in self.layer.operation.axes)

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The first line of the derivation, which has every path to the loss, and the last one, with their titles."""
        first, *rest = dict.fromkeys((self._right.phase.lines[0], self._right.phase.lines[-1]))
        notation = notation_of(self.layer)
        start = equation(self._right.phase.start, first.after, notation)
        return ((first.title, start), *((line.title, f"= {tex(line.after, notation)}") for line in rest))

    @property
    def numbers(self) -> str:
        """What the judge measured."""
        one, settings = self.judgement, plural(len(self.layer.vectors), "setting")
        if one.holds:
            return (
                f"It agrees with central differences of the definition at every component in {settings}, to 30 digits."
            )
        return (
            f"For {one.where}, it gives {_minus(one.claimed)}, and the gradient is {_minus(one.right)}: an error of "
            f"{scientific(one.error)}, relative to the largest component."
        )

    @property
    def text(self) -> str:
        """The text to post, as Markdown."""
        verdict = f"This formula is {self.answer}: {marked(self.why)}. "
        right = "" if self.judgement.holds else f" The right formula is{dollars(self.right)}"
        found = (f"**{marked(self.question)}**{dollars(self.formula)}", verdict, marked(self.numbers), right)
        return "".join(found).strip()

    @property
    def menu(self) -> str:
        """The menu that has this text for every forum."""
        return block({"of": "the answer", "texts": {"Markdown": f"{self.text}\n"}})

    @property
    def why(self) -> str:
        """The reason in the words of the record."""
        return signed(self.judgement.claim.where, self.layer)

    @property
    def _right(self) -> Gradient:
        return next(one for one in self.layer.gradients if one.of.name == self.judgement.claim.of)


def _minus(number: str) -> str:
    return number.replace("-", "−")


def disputes(layers: Iterable[ProvedLayer]) -> tuple[Dispute, ...]:
    """Return all claims of the layers."""
    return tuple(Dispute(one, each) for one in layers for each in one.claims)


def pages(env: Environment, layers: Iterable[ProvedLayer]) -> Iterator[Page]:
    """Yield the page that lists the questions, then theirs."""
    found = disputes(layers)
    if not found:
        return
    text = env.get_template(LIST).render(disputes=found)
    yield Page(f"{FOLDER}/index.md", "Questions about layers", text, f"generator/pages/templates/{LIST}", FOLDER)
    for one in found:
        text = env.get_template(TEMPLATE).render(
            dispute=one,
            of=one.judgement.claim.of,
            description=shortened(f"{one.question} The formula is {one.answer}: {one.why}. {one.numbers}"),
        )
        wrong = not one.judgement.holds
        mark = REJECTED if wrong else "the gradient check agrees"
        yield Page(f"{FOLDER}/{one.id}.md", one.question, text, SOURCE, FOLDER, one.formula, mark, wrong=wrong)
