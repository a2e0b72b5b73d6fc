"""What does every formula of a post say, is it right, and what ought it to say?

``restore`` is the whole way: bytes, layout, formulas, readings, the judge, and for what is wrong the nearest true line.
Nothing is guessed in silence: a reading that the check did not single out is ``ambiguous``, with all candidates.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from generator.errors import RestoreError
from generator.restore import mend
from generator.restore.fuel import FUEL
from generator.restore.grammar import attempt, read
from generator.restore.judge import judge
from generator.restore.layered import deepest_in
from generator.restore.mend import Mended
from generator.restore.named import supplied
from generator.restore.nodes import Name, Node, names_in
from generator.restore.operated import layers_in
from generator.restore.place import RELATION, Finding, Local, Place
from generator.restore.posts import Draft, Post, read_post
from generator.restore.proofs import decided, example_of, proof
from generator.restore.records import AMBIGUOUS, AS_IT_STANDS, CHOSEN, NOT_RESTORED, UNIQUE, Claim
from generator.restore.said import conventions_of, counting_of, events_of, in_force, locals_of, own_of, stated_in
from generator.restore.settings import Event, setting_at, usual
from generator.restore.tokens import to_tex, upright

T = TypeVar("T")
WORK, ALL_WORK, SHOWN = 200_000, 1_000_000, 12
"""How many units of work are done for one formula, and for a whole post: more than any post needs, in seconds; how
many candidates a claim lists."""
UNJUDGED = "not judged: it asks for more work than is done for a formula or a post"


@dataclass
class _Reader:
    """The post while it is read: definitions in force, and how often each doubtful letter was decided."""

    post: Post
    events: tuple[Event, ...]
    local: tuple[tuple[int, str, Local], ...]
    own: tuple[tuple[int, Name, Node], ...] = ()
    linked: bool = True
    conventions: frozenset[str] = frozenset()
    layers: tuple[str, ...] = ()
    stated: tuple[tuple[Name, Node], ...] = ()
    deepest: int = 0
    votes: dict[str, dict[str, int]] = field(default_factory=dict)
    confirmed: dict[Draft, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    work: int = ALL_WORK
    told: dict[tuple[Place, str, bool], tuple[Claim, ...]] = field(default_factory=dict)


def restore(text: str | bytes, *, linked: bool = True) -> tuple[Claim, ...]:
    """Return a claim for every formula of a post, in order; ``linked`` with the lines of the site that prove them.

    To find these, derivations are worked out, which takes seconds. Raises ``RestoreError`` for a post that is too
    large.
    """
    post = read_post(text)
    with FUEL.granted(ALL_WORK):
        local = tuple(locals_of(post))
        functions = frozenset(letter for _, letter, _ in local)
        own, stated = tuple(own_of(post, functions)), tuple(stated_in(post, functions))
        reader = _Reader(
            post, events_of(post), local, own, linked, conventions_of(post) | counting_of(stated),
            layers_in(post.text), stated, deepest_in(attempt(draft.tex) for draft in post.drafts),
        )  # fmt: skip
    for draft in (one for one in post.drafts if post.doubtful(one.tex)):
        _limited(reader, partial(_vote, reader, draft))
    return tuple(claim for draft in post.drafts for claim in _claims(reader, draft))


def _limited(reader: _Reader, work: Callable[[], T]) -> T:
    """Do one formula's work with the fuel that is left for it."""
    granted = max(0, min(WORK, reader.work))
    with FUEL.granted(granted):
        done = work()
        reader.work -= granted - max(0, FUEL.left or 0)
    return done


def _place(reader: _Reader, draft: Draft) -> Place:
    local = {letter: function for at, letter, function in reader.local if at < draft.at}
    for _, letter, function in reader.local:
        if {name.letter for name in function.parameters} & set(names_in(function.node)):
            local.setdefault(letter, function)
    local = {**supplied(draft.tex), **local}
    found = usual(setting_at(reader.events, draft.at))
    before = usual(setting_at([event for event in reader.events if event.at <= draft.at], draft.at))
    own = in_force(reader.own, draft.at, reader.events)
    return Place(
        found, tuple(local.items()), draft.tex, own, before, reader.linked, reader.conventions, reader.layers,
        reader.stated, reader.deepest,
    )  # fmt: skip


def _judged(tex: str, place: Place) -> Finding:
    try:
        formula = read(tex, place.functions)
        return decided(formula, judge(formula, place))
    except RestoreError as error:
        if not _STATES.search(tex) or "\\pm" in tex or "±" in tex:
            return Finding("fragment", f"it is not read ({error}), and states nothing")
        return Finding("garbled", f"it is no formula: {error}")
    except RecursionError:
        return Finding("garbled", "it is nested too deep to be read")


_STATES = re.compile(r"[=≈<>≤≥≠]|\\(?:simeq|approx|leq?|geq?|neq?|equiv|to|rightarrow)(?![A-Za-z])|\\sum|\\frac")
"""What only a formula has that says something, or that a copy took apart."""


def _vote(reader: _Reader, draft: Draft) -> None:
    """Let the readings of a formula that the check singles out decide what its doubtful letters are."""
    reader.confirmed[draft] = _good(reader, draft)
    for table, _ in reader.confirmed[draft]:
        for mark, letter in table.items():
            votes = reader.votes.setdefault(mark, {})
            votes[letter] = votes.get(letter, 0) + 1


def _good(reader: _Reader, draft: Draft) -> list[tuple[dict[str, str], str]]:
    place = _place(reader, draft)
    return [(dict(table), tex) for table, tex in reader.post.readings(draft.tex) if _confirmed(tex, place)]


def _confirmed(tex: str, place: Place) -> bool:
    found = _judged(tex, place)
    if found.verdict == "definition":
        event = mend.definition(tex, 0)
        return event is not None and event.slot.entry is not None
    return found.holds and found.verdict != RELATION


def _claims(reader: _Reader, draft: Draft) -> tuple[Claim, ...]:
    """Return the claims of a formula; one that stands there again in the same setting says the same."""
    key = (_place(reader, draft), draft.found + draft.condition, draft.damaged)
    if key not in reader.told:
        reader.told[key] = _limited(reader, partial(_within_limits, reader, draft, key[0]))
    return tuple(replace(claim, line=draft.line) for claim in reader.told[key])


def _within_limits(reader: _Reader, draft: Draft, place: Place) -> tuple[Claim, ...]:
    """Return the claims; where the work that is allowed did not do, what was not decided is called so."""
    claims = _claims_of(reader, draft, place)
    if not FUEL.spent:
        return claims
    open_ended = {"fragment", "definition", "not judged"}
    return tuple(
        replace(claim, verdict="not judged", why=UNJUDGED) if claim.verdict in open_ended else claim for claim in claims
    )


def _conditioned(draft: Draft) -> str:
    """Return what a formula says together with the condition that the text puts behind it."""
    told = draft.condition and _STATES.search(draft.tex)
    return rf"{draft.tex} \text{{ if }} {draft.condition}" if told else draft.tex


def _claims_of(reader: _Reader, draft: Draft, place: Place) -> tuple[Claim, ...]:
    if draft.is_condition:
        finding = Finding("fragment", "the condition of the formula beside it: by itself it states nothing")
        return (_claim(draft, place, Mended(_clean(draft.tex), AS_IT_STANDS), finding),)
    if reader.post.doubtful(draft.tex):
        return (_doubtful(reader, draft, place),)
    finding = _judged(_conditioned(draft), place)
    if finding.verdict in {"false", "not judged"} and (other := _further(reader, draft, place)) is not None:
        again = _judged(_conditioned(draft), other)
        finding, place = (again, other) if again.holds else (finding, place)
    finding = _under_the_bar(draft, finding, place) or finding
    finding = mend.slip(draft.tex, finding, place) or mend.bare(draft.tex, finding) or finding
    finding = mend.run_together(draft.tex, finding) or finding
    gap = mend.lost_minus(draft.tex, finding, place)
    if gap is not None:
        why = f"a minus sign is lost where a gap stands; restored it is {gap[1].verdict}: {gap[1].why}"
        return (_claim(draft, place, Mended(_clean(gap[0]), UNIQUE), Finding("garbled", why)),)
    if draft.damaged:
        return (_damaged(draft, place, finding),)
    pieces = mend.cut(draft.tex, place) if finding.verdict in {"false", "garbled", "definition"} else ()
    if pieces:
        return tuple(_piece(draft, place, tex) for tex in pieces)
    if finding.verdict not in {"false", "garbled"}:
        tex = _raised(_clean(draft.tex))
        how = AS_IT_STANDS if tex == _clean(draft.tex) else UNIQUE
        return (_claim(draft, place, Mended(tex, how), finding),)
    return (_claim(draft, place, mend.mended(draft.tex, place), finding),)


_BAR = re.compile(r"/\s*([A-Za-z])\s*(\([^()]*\))")
"""A bar in front of a letter and a bracket: how far it reaches is open."""


def _under_the_bar(draft: Draft, finding: Finding, place: Place) -> Finding | None:
    """Return ``true when`` for ``(a - y)/a(1 - a)``, where it holds if the bar stands over both factors."""
    if finding.verdict != "false" or "\\" in draft.tex or not _BAR.search(draft.tex):
        return None
    again = _judged(_BAR.sub(r"/(\1\2)", draft.tex), place)
    if again.verdict != "true":
        return None
    below = "".join(_BAR.search(draft.tex).groups())  # type: ignore[union-attr]
    return Finding(f"true when all of {below} stands below the bar", finding.why)


def _further(reader: _Reader, draft: Draft, place: Place) -> Place | None:
    """Return the place with what the same line defines behind the formula: ``dL/da = 2(a - y)`` with ``L = (a - y)^2``."""  # noqa: E501 - one row a line
    end = reader.post.text.find("\n", draft.at)
    end = end if end >= 0 else len(reader.post.text)
    near = [(head, node) for at, head, node in reader.own if draft.at < at < end]
    if not near:
        return None
    heads = {head.letter for head, _ in near}
    return replace(place, own=(*(one for one in place.own if one[0].letter not in heads), *near))


def _piece(draft: Draft, place: Place, tex: str) -> Claim:
    found = mend.part_of(draft.found, tex)
    finding = _judged(tex, place)
    why = replace(finding, why=f"it had run together with its neighbours; {finding.why}")
    return _claim(replace(draft, found=found), place, Mended(_clean(found), CHOSEN), why)


def _damaged(draft: Draft, place: Place, finding: Finding) -> Claim:
    """Return the claim of a formula whose bytes or layout were damaged, and came back in one way only."""
    if finding.verdict in {"false", "garbled"}:
        better = mend.mended(draft.tex, place)
        if better.how != NOT_RESTORED:
            return _claim(
                draft, place, better, Finding("garbled", f"the copy is damaged; what is left is {finding.verdict}")
            )
    why = Finding("garbled", f"the copy is damaged; restored it is {finding.verdict}: {finding.why}")
    return _claim(draft, place, Mended(_clean(draft.tex), UNIQUE), why)


def _doubtful(reader: _Reader, draft: Draft, place: Place) -> Claim:
    """Return the claim of a formula in which bytes are missing: the check decides, else the post as a whole."""
    readings = [(dict(table), tex) for table, tex in reader.post.readings(draft.tex) if attempt(tex) is not None]
    chosen = reader.confirmed[draft]
    if len(chosen) != 1:
        chosen = [reading for reading in chosen or readings if _voted(reader, reading[0])]
    listed = tuple(_clean(tex) for _, tex in readings[:SHOWN])
    if len(chosen) != 1:
        how, why = AMBIGUOUS if readings else NOT_RESTORED, "bytes are missing, and nothing decides"
        return _claim(draft, place, Mended("", how, listed), Finding("garbled", why))
    finding = _judged(chosen[0][1], place)
    how = UNIQUE if len(readings) == 1 else CHOSEN
    why = f"bytes are missing; restored it is {finding.verdict}: {finding.why}"
    return _claim(draft, place, Mended(_clean(chosen[0][1]), how, listed), Finding("garbled", why))


def _voted(reader: _Reader, table: dict[str, str]) -> bool:
    """Tell whether every letter is the one that the rest of the post was found to have."""
    return all(letter == _winner(reader.votes.get(mark, {})) for mark, letter in table.items())


def _winner(votes: dict[str, int]) -> str:
    return max(votes, key=lambda letter: votes[letter]) if votes else ""


def _clean(tex: str) -> str:
    plain = to_tex(tex) if "vmatrix" in tex or "cases" in tex else to_tex(tex).replace("&", "")
    return " ".join(upright(plain.replace(" @ ", " ")).split()).replace(" }", "}").rstrip(" .,;")


def _raised(tex: str) -> str:
    """Return the TeX with layers raised again that a copy put on the line: ``Z[1]`` is ``Z^{[1]}``."""
    return _FLAT.sub(r"\1^{[\2]}", tex)


_FLAT = re.compile(r"(?<![A-Za-z\\][A-Za-z])(\bd?[A-Za-z])\[([0-9lL](?:[-+]1)?)\]")


def _claim(draft: Draft, place: Place, mended: Mended, finding: Finding) -> Claim:
    where = _where(draft, place, mended, finding) if place.linked else ""
    candidates = mended.candidates or ((mended.tex,) if mended.tex else ())
    return Claim(
        draft.line, draft.found, mended.tex, mended.how, candidates, finding.verdict, finding.why, mended.where or where
    )


def _where(draft: Draft, place: Place, mended: Mended, finding: Finding) -> str:
    return proof(mended.tex, place, _judged(mended.tex, place) if mended.tex else finding) or _example(draft)


def _example(draft: Draft) -> str:
    """Return the address of the example that says what was found, and puts it right."""
    formula = attempt(draft.tex)
    example = example_of(formula) if formula is not None else None
    return example.url if example else ""
