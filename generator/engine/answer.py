"""How is a derivative written in terms of the function's own value, as a(1 - a) for the sigmoid?

Several ways are tried in turn; the first that gets rid of the argument wins. ``name`` is the answer's symbol (a, or
a_i), ``value`` its definition.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sympy as sp

from generator.engine import rewrites as r
from generator.engine import terms as t
from generator.engine.bound import at_index
from generator.engine.human import human
from generator.engine.records import Line, Step
from generator.engine.rules import Rule, exhaust, rule
from generator.engine.shares import exponential, share_in
from generator.engine.simplify import cost, simplify
from generator.engine.terms import Term
from generator.engine.views import Ratio, kind, powers, ratio, without


def split_square(x: Term) -> Term | None:
    """u/v^2 = (1/v)(u/v)."""
    if not t.is_quotient(x):
        return None
    above, below = t.children(x)
    if not (below.is_Pow and below.exp == 2 and below.base.is_Add):
        return None
    return t.mul(t.over(t.ONE, below.base), t.over(above, below.base))


def complement(x: Term) -> Term | None:
    """u/(c + u) = 1 - c/(c + u) for a number c."""
    if not t.is_quotient(x):
        return None
    above, below = t.children(x)
    if not below.is_Add or above not in below.args:
        return None
    rest = t.add(*(part for part in below.args if part != above))
    if above.is_Number or not rest.is_Number:
        return None
    return t.add(t.ONE, t.neg(t.over(rest, below)))


SPLIT = (
    rule("split-square", "split the square", split_square, ("u/(1 + v)**2", "1/(1 + v)*(u/(1 + v))"),
         ("exp(u)/(1 + exp(u))**2", "1/(1 + exp(u))*(exp(u)/(1 + exp(u)))"), "u/v"),
)  # fmt: skip
COMPLEMENT = (
    rule("complement", "one less the rest", complement,
         ("u/(c + u)", "1 - c/(c + u)"), ("u/(1 + u)", "1 - 1/(1 + u)"), "1/(1 + u)"),
)  # fmt: skip
TABLES = (SPLIT, COMPLEMENT)


@dataclass(frozen=True)
class Answer:
    """The value of a function: its name, its definition, and the variable to be got rid of."""

    name: Term
    value: Term
    variable: Term

    def is_free(self, x: Term) -> bool:
        """Tell whether the variable is gone from x."""
        return not t.depends(x, self.variable)


def in_terms_of(answer: Answer, term: Term) -> tuple[Line, ...]:
    """Return the lines that write the term in the answer alone; none where no way is known."""
    for way in (_by_name, _by_splitting, _by_dividing, _by_solving, _by_raising):
        lines = tuple(way(answer, term))
        end = lines[-1].after if lines else term
        if lines and answer.is_free(end):
            return lines + simplify(end)
    return ()


def in_shares(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return lines that end in shares of a whole, e^(a_i)/sum_k e^(a_k), where their end gets shorter by that.

    They go on from the last line from which there is a way: a shorter form may hide the shares.
    """
    for count in range(len(lines), 0, -1):
        more = _in_shares(lines[count - 1].after, cost(lines[-1].after))
        if more:
            return (*lines[:count], *more)
    return lines


def _in_shares(term: Term, limit: float) -> tuple[Line, ...]:
    """Return the lines from a term to shares that are cheaper to read than the limit.

    They are found with a letter in the place of the share, and have the share itself.
    """
    found = None if term.has(t.D) else share_in(term)
    if found is None:
        return ()
    own, value = found
    variable = min(value.atoms(sp.Indexed), key=str)
    letter = sp.IndexedBase("_share", real=True)
    lines = in_terms_of(Answer(letter[own], value, variable), term)
    if not lines or cost(lines[-1].after) >= limit:
        return ()

    def whole(x: Term) -> Term:
        named = {part for part in x.atoms(sp.Indexed) if part.base == letter}
        return t.substitute(x, {part: at_index(value, own, part.indices[0]) for part in named})

    steps = (
        (line, tuple(Step(whole(s.before), whole(s.after), s.rule, s.place) for s in line.steps)) for line in lines
    )
    shown = tuple(Line(line.title.replace("Name the answer", "Take out the share"), found) for line, found in steps)
    return shown if shown[-1].after != term else ()


def naming(answer: Answer) -> Rule:
    """Return the rule that puts the name where the definition stands."""

    def apply(x: Term) -> Term | None:
        for name, value in _instances(answer, x):
            if x == value or (x.is_Mul and kind(x) == kind(value)):
                return name
            found = _as_factor(x, name, value)
            if found is not None:
                return found
        return None

    example = answer.value, answer.name
    return Rule("answer", "name the answer", apply, answer.value, answer.name, example, answer.name)


def _instances(answer: Answer, x: Term) -> Iterator[tuple[Term, Term]]:
    """Yield the definition, for an indexed answer once for every index that occurs in x."""
    components = answer.name.atoms(sp.Indexed)
    if not components:
        yield answer.name, answer.value
        return
    own = min(components, key=str).indices[0]
    letters = sorted({i for part in x.atoms(sp.Indexed) for i in part.indices}, key=str)
    for letter in letters:
        if not _is_bound(letter, answer.value):
            yield t.substitute(answer.name, {own: letter}), t.substitute(answer.value, {own: letter})


def _is_bound(letter: Term, x: Term) -> bool:
    return any(letter == total.args[1][0] for total in x.atoms(sp.Sum))


def _as_factor(x: Term, name: Term, value: Term) -> Term | None:
    """Take the definition, a fraction, out of a larger fraction."""
    if not t.is_quotient(x) or not t.is_quotient(value):
        return None
    whole, part = ratio(x), ratio(value)
    if not part.below or not all(_contains(w, p) for w, p in ((whole.above, part.above), (whole.below, part.below))):
        return None
    return Ratio(
        whole.sign * part.sign,
        (*without(whole.above, powers(part.above)), name),
        without(whole.below, powers(part.below)),
    ).term


def _contains(whole: tuple[Term, ...], part: tuple[Term, ...]) -> bool:
    have = powers(whole)
    return all(k in have and have[k].exponent >= p.exponent for k, p in powers(part).items())


def _line(term: Term, title: str, *tables: tuple[Rule, ...]) -> tuple[Line, ...]:
    line = exhaust(term, sum(tables, ()), title)
    return (line,) if line.steps else ()


def _chain(term: Term, *stages: tuple[str, tuple[Rule, ...]]) -> Iterator[Line]:
    for title, rules in stages:
        for line in _line(term, title, rules):
            yield line
            term = line.after


def _by_name(answer: Answer, term: Term) -> Iterator[Line]:
    """Put the name where the definition stands in the term as it is: 1 - tanh(z)^2."""
    if term.has(*answer.value.free_symbols) or term.is_number:
        yield from _chain(term, ("Name the answer", _named_whole(answer)))


def _named_whole(answer: Answer) -> tuple[Rule, ...]:
    plain = naming(answer)

    def apply(x: Term) -> Term | None:
        return answer.name if any(x == value for _, value in _instances(answer, x)) else None

    return (Rule(plain.id, plain.title, apply, plain.before, plain.after, plain.fires, plain.stays),)


def _by_splitting(answer: Answer, term: Term) -> Iterator[Line]:
    """Split u/v^2 into (1/v)(u/v), the second factor being one less the first: the sigmoid's way."""
    yield from _chain(
        term,
        ("Split the square", SPLIT),
        ("Write the second factor as one less the rest", COMPLEMENT),
        ("Name the answer", (naming(answer),)),
    )


def _by_dividing(answer: Answer, term: Term) -> Iterator[Line]:
    """Divide every term, and take the answer out of each: the way of the softmax."""
    yield from _chain(
        term,
        ("Divide each term", r.SUMS + r.APART + r.TIDY + r.PRODUCTS),
        ("Name the answer", (naming(answer),)),
    )


def _by_solving(answer: Answer, term: Term) -> Iterator[Line]:
    """Solve the definition for its exponential: e^z = e^a - 1 for the softplus."""
    kernel = _kernel(answer)
    if kernel is None:
        return
    shape = sp.Dummy("k", positive=True)
    try:
        found = sp.solve(t.evaluated(answer.value).subs(t.evaluated(kernel), shape) - answer.name, shape)
    except NotImplementedError:  # solve() knows no method for it, and then the letter stays
        return
    if len(found) != 1:
        return
    solved = human(found[0])
    new = t.substitute(term, {kernel: solved})
    if new != term:
        yield Line("Solve the definition for the exponential", (Step(term, new, "solve"),))


def _by_raising(answer: Answer, term: Term) -> Iterator[Line]:
    """Raise e to both sides of the definition, e^(a_j) = e^(z_j)/sum_k e^(z_k): the way of the log-softmax."""
    raised = exponential(answer.value) if isinstance(answer.name, sp.Indexed) else None
    if raised is None:
        return
    powered = replace(naming(Answer(t.call(sp.exp, answer.name), raised, answer.variable)), id="solve")
    yield from _chain(
        term,
        ("Divide each term", r.SUMS + r.APART + r.TIDY + r.PRODUCTS),
        ("Solve the definition for the exponential", (powered,)),
    )


def _kernel(answer: Answer) -> Term | None:
    if isinstance(answer.name, sp.Indexed):
        return None
    found = {part for _, part in t.walk(answer.value) if isinstance(part, sp.exp) and t.depends(part, answer.variable)}
    outside = [part for _, part in t.walk(t.substitute(answer.value, dict.fromkeys(found, t.ONE)))]
    alone = len(found) == 1 and not any(part == answer.variable for part in outside)
    return found.pop() if alone else None
