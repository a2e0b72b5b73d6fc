"""Which rules does the rules page show, and which derivations use each?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import sympy as sp

from generator.catalogue.formulas import A_VEC, LOSS, Y_VEC, A, I, K, Z
from generator.catalogue.network import Formula
from generator.engine import terms as t
from generator.engine.book import SECTIONS
from generator.engine.lemmas import LEMMA
from generator.engine.primitives import PRIMITIVES
from generator.engine.records import Step
from generator.engine.rules import Rule
from generator.engine.tex import equation
from generator.errors import PageError
from generator.verify.proved import Proved, ProvedFormula

URI = "rules.md"

INTROS = {
    "Derivatives": "Each takes one derivative, or hands it on to smaller parts.",
    "Tidying": "Each is used in passing, without a line of its own. Like all that follow, it never changes a value.",
}
"""What is said under the heading of a section of the book, where there is something to say."""


@dataclass(frozen=True)
class RuleView:
    """One rule as the page shows it; ``says`` is a remark in plain words."""

    id: str
    title: str
    statement: str
    example: str
    condition: str = ""
    says: str = ""


@dataclass(frozen=True)
class Section:
    """A headed part of the rules page."""

    title: str
    intro: str
    rules: tuple[RuleView, ...]


def _view(row: Rule) -> RuleView:
    says = next((primitive.says for primitive in PRIMITIVES if primitive.id == row.id), "")
    return RuleView(row.id, row.title, equation(row.before, row.after), equation(*row.fires), row.condition, says)


def _joining() -> tuple[RuleView, ...]:
    """Return what joins the parts of a derivation: these are no rows of a table, for they need its definitions."""
    sigma = sp.Function(r"\sigma", real=True)(Z)
    chain = equation(t.D(LOSS, Z), t.mul(t.D(LOSS, A), t.D(A, Z)))
    vectors = equation(t.D(LOSS, _z(I)), t.total(t.mul(t.D(LOSS, A_VEC[K]), t.D(A_VEC[K], _z(I))), K))
    targets = equation(t.total(Y_VEC[K], K), t.ONE)
    return (
        RuleView("chain", "chain rule", chain, vectors, "", "For vectors every component of a passes its share on."),
        RuleView(
            "insert",
            "insert what was found",
            r"u = v \;\Rightarrow\; u w = v w",
            equation(t.D(A, Z), t.mul(A, t.add(t.ONE, t.neg(A)))),
        ),
        RuleView(
            "answer",
            "name the answer",
            equation(A, sigma),
            equation(sigma, t.over(t.ONE, t.add(t.ONE, t.call(sp.exp, t.neg(Z))))),
        ),
        RuleView("solve", "solve the definition", *_solved()),
        RuleView("shares", "shares sum to one", *_shares()),
        RuleView("mean", "derivative of a mean", *_mean()),
        RuleView("precondition", "use the precondition", targets, targets),
    )


def _solved() -> tuple[str, str]:
    raised = t.call(sp.exp, Z)
    defined = equation(A, t.call(sp.log, t.add(t.ONE, raised)))
    solved = equation(raised, t.add(t.call(sp.exp, A), t.neg(t.ONE)))
    return rf"{defined} \;\Rightarrow\; {solved}", solved


def _shares() -> tuple[str, str]:
    part = sp.IndexedBase("u", real=True)
    defined = equation(A_VEC[I], t.over(part[I], t.total(part[K], K)))
    share = t.over(t.call(sp.exp, _z(I)), t.total(t.call(sp.exp, _z(K)), K))
    return rf"{defined} \;\Rightarrow\; {equation(t.total(A_VEC[K], K), t.ONE)}", equation(t.total(share, I), t.ONE)


def _mean() -> tuple[str, str]:
    mean, one, count = sp.Symbol("J", real=True), sp.IndexedBase("L", real=True), sp.Symbol("m", integer=True)
    weight = sp.Symbol("w", real=True)
    slopes = t.mul(t.over(t.ONE, count), t.total(t.D(one[K], weight), K, count))
    defined = equation(mean, t.mul(t.over(t.ONE, count), t.total(one[K], K, count)))
    return rf"{defined} \;\Rightarrow\; {equation(t.D(mean, weight), slopes)}", equation(t.D(mean, weight), slopes)


def _z(index: sp.Symbol) -> t.Term:
    return sp.IndexedBase("z", real=True)[index]


@cache
def sections() -> tuple[Section, ...]:
    """Return all rules in their groups."""
    groups = tuple(Section(title, INTROS.get(title, ""), tuple(map(_view, table))) for title, table in SECTIONS)
    return (
        *groups,
        Section("Joining the parts", "These bring definitions and earlier results into a line.", _joining()),
    )


def titles(groups: Iterable[Section]) -> Mapping[str, str]:
    """Return the rules' titles by id."""
    return {row.id: row.title for group in groups for row in group.rules}


def users(proved: Iterable[Proved]) -> Mapping[str, tuple[Proved, ...]]:
    """Return for each rule the entries whose derivation fires it."""
    found = defaultdict[str, list[Proved]](list)
    for one in proved:
        for rule in dict.fromkeys(step.rule for step in _all_steps(one)):
            found[rule].append(one)
    return {rule: tuple(entries) for rule, entries in found.items()}


def _all_steps(one: Proved) -> Iterator[Step]:
    """Yield every step on the page of an entry: to both derivatives, to those by parameters, and to stable forms."""
    for each in (one, *([one.second] if one.second else []), *one.partials):
        yield from each.derivation.steps
    yield from (step for form in one.computing if form.better for line in form.better.lines for step in line.steps)


def formulas_with(rule: str, formulas: Iterable[ProvedFormula]) -> tuple[Formula, ...]:
    """Return the formulas of the network whose derivation fires the rule."""
    found = ((one, one.found.derivation) for one in formulas)
    return tuple(one.entry for one, way in found if way and any(step.rule == rule for step in way.steps))


def linker(
    groups: Iterable[Section], pages: Mapping[str, tuple[str, str]], rules: str
) -> Callable[[str], tuple[str, str]]:
    """Return the function that turns the id in a step's ``rule`` into words and an address.

    ``pages`` maps the ids of lemmas to words and address. The function raises ``PageError`` for an id in no table.
    """
    known = titles(groups)

    def link(name: str) -> tuple[str, str]:
        if name.startswith(LEMMA):
            title, address = pages.get(name.removeprefix(LEMMA), (name.removeprefix(LEMMA), ""))
            return f"lemma {title}", address
        if name not in known:
            raise PageError(f"{name} · a step names a rule that stands in no table · generator/pages/rules.py")
        return known[name], f"{rules}#{name}"

    return link
