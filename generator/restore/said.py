"""What does a post say of its letters: which entry it names, which functions and letters it defines?

All of it is in force from where it stands; before the first one, that one is. A newcomer who meets another way to
introduce a letter adds it here.
"""

import re
from collections.abc import Iterator

from generator.errors import RestoreError
from generator.restore import mend
from generator.restore.compare import NETWORK
from generator.restore.flat import LIKELIHOODS, counts_inputs, flat_name, with_log
from generator.restore.grammar import read
from generator.restore.named import models, named
from generator.restore.nodes import (
    Big,
    Call,
    Differential,
    Equation,
    Formula,
    Name,
    Node,
    Number,
    Open,
    Operation,
    Slope,
    indices_of,
    names_in,
    quantities,
    walk,
)  # fmt: skip
from generator.restore.place import Local
from generator.restore.posts import Post
from generator.restore.roles import GRADIENTS, LOSSES
from generator.restore.settings import Event
from generator.restore.signs import FUNCTIONS

Own = tuple[int, Name, Node]
"""Where a letter is defined, the letter, and what it is equal to."""
_FUNCTIONS = {"f", "g", "h", "s", "p", "q", r"\phi", r"\psi", r"\varphi", r"\zeta", r"\rho", "r", "u", "v", "F", "G"}


def events_of(post: Post) -> tuple[Event, ...]:
    """Return the definitions that words and formulas put in force; a damaged one as what it was."""
    found = tuple(_events_of(post))
    return (*found, *models(post.text[:_SMALL], found))


def _events_of(post: Post) -> Iterator[Event]:
    prose = _prose(post)
    for low, high in _windows(post, len(prose)):
        yield from named(prose[low:high], low)
    for draft in post.drafts:
        if draft.condition or draft.is_condition:
            continue
        for _, tex in post.readings(draft.tex):
            event = mend.definition(tex, draft.at)
            if event is not None and (event.slot.entry or not post.doubtful(draft.tex)):
                yield event
                break


_SMALL, _REACH = 200_000, 6000
"""A text of fewer characters is searched for names as a whole; of a longer one, so much around each formula."""


def _windows(post: Post, size: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text in which names of entries are looked for."""
    if size < _SMALL:
        yield 0, size
        return
    end = 0
    for draft in post.drafts:
        low, high = max(end, draft.at - _REACH), min(size, draft.at + _REACH)
        if low < high:
            yield low, high
            end = high


def _prose(post: Post) -> str:
    """Return the text with spaces where formulas stand."""
    parts, at = [], 0
    for draft in post.drafts:
        start = draft.at
        end = min(start + max(1, min(len(draft.tex), len(draft.found))), len(post.text))
        if start >= at:
            parts += [post.text[at:start], " " * (end - start)]
            at = end
    return "".join([*parts, post.text[at:]])


_ROWS = re.compile(
    r"PyTorch|torch\.nn|nn\.Linear|\brows?\b[^.\n]{0,30}\bexamples?|examples?[^.\n]{0,30}\brows?\b|batch[ -]first|"
    r"X\s*@\s*W|X\s*W\s*\+|X\.dot\(W|np\.dot\(X,\s*W",
    re.IGNORECASE,
)
_SUMMED = re.compile(r"\bsum(?:med)?\b\s+(?:of|over|instead)|\bnot (?:the )?(?:mean|averaged?)\b", re.IGNORECASE)
_MEAN = re.compile(r"\bmean\b|averag|[JCLE]\s*=\s*(?:\\frac\s*\{?\s*1|1\s*/)", re.IGNORECASE)


_NEGATED = re.compile(
    r"(?:delta|δ)\w*\$?\s*(?:is|=|stands for|means|denotes|:=)\s*\$?(?:minus|the negative|negative|[-−])\s*\$?"
    r"(?:the|of|\\frac|\\partial|d[A-Z]|∂|gradient|derivative)",
    re.IGNORECASE,
)


def conventions_of(post: Post) -> frozenset[str]:
    """Return what a post says of its examples: that they stand in ``rows``, that their losses are ``summed``.

    ``negated`` says that its δ is minus the derivative.

    ``symmetric A`` says so of a matrix; one that does not say that the loss is a mean leaves it ``open``.
    """
    found = {"rows": _ROWS, "summed": _SUMMED}
    found["negated"] = _NEGATED
    said = frozenset(name for name, pattern in found.items() if pattern.search(post.text))
    said |= {f"symmetric {x[1] or x[2]}" for x in _SYMMETRIC.finditer(post.text)}
    return said if _MEAN.search(post.text) else said | {"open"}


_SYMMETRIC = re.compile(
    r"(?<![A-Za-z])([A-Z])\$?\s(?:is |being |ist |es |симметричн\w+ )?(?:an? |una? |eine? )?(?:symm|symétr|simétr)|"
    r"(?:symmetric|symmetrische[nr]?|simétrica|symétrique|对称矩阵|симметричн\w+)"
    r"(?: matri[xz]\w*| positive[- ]\w+)*\s?\$?([A-Z])(?![A-Za-z])",
    re.IGNORECASE,
)


def counting_of(stated: tuple[tuple[Name, Node], ...]) -> frozenset[str]:
    """Return ``counted`` where what a post states counts its inputs as the first layer."""
    return frozenset({"counted"} if counts_inputs(stated) else ())


_NORMAL = re.compile(
    r"standard normal|GELU|normal distribution|Gaussian (?:CDF|cumulative)|normal CDF|Normalverteilung", re.IGNORECASE
)


def locals_of(post: Post) -> Iterator[tuple[int, str, Local]]:
    """Yield the functions that formulas define: ``f(x) = tanh(x)``; of a normal distribution, its usual letters."""
    if _NORMAL.search(post.text):
        yield 0, r"\Phi", Local((Name("x"),), _node(r"\frac{1}{2}(1 + erf(x/\sqrt{2}))"))
        yield 0, r"\phi", Local((Name("x"),), _node(r"e^{-x^2/2}/\sqrt{2 \pi}"))
    for draft in post.drafts:
        formula = _read(draft.tex)
        if not isinstance(formula, Equation) or set(formula.relations) != {"="} or formula.condition is not None:
            continue
        head = formula.sides[0]
        if (
            isinstance(head, Call)
            and not head.primes
            and (head.function.letter in _FUNCTIONS or _is_named(head.function.letter))
            and head.function.layer is None
        ):
            names = tuple(x for x in head.arguments if isinstance(x, Name))
            last = formula.sides[-1]
            if len(names) == len(head.arguments) and head.function.letter not in _called(last):
                yield draft.at, head.function.letter, Local(names, last)


def _node(text: str) -> Node:
    found = read(text)
    assert not isinstance(found, Equation)  # noqa: S101 - the two above are terms
    return found


def _is_named(letter: str) -> bool:
    """Tell whether a function has a name of its own: GELU, L_delta; not one that everybody knows."""
    return len(letter) > 1 and letter[0] != "\\" and letter not in FUNCTIONS


def _called(node: object) -> set[str]:
    return {x.function.letter for x in walk(node) if isinstance(x, Call)}


def own_of(post: Post, functions: frozenset[str]) -> Iterator[Own]:
    """Yield the letters that formulas define: ``h = tanh(u)``, ``z^{(2)} = w^{(2)} a^{(1)} + b^{(2)}``."""
    for draft in post.drafts:
        if post.doubtful(draft.tex) or draft.damaged or draft.condition or draft.is_condition:
            continue
        formula = _read(draft.tex, functions)
        if isinstance(formula, Equation) and set(formula.relations) <= {"=", "~"} and formula.condition is None:
            found = _defined(formula)
            if found is not None and not _slipped(draft.tex, found[0]):
                yield (draft.at, *found)


def stated_in(post: Post, functions: frozenset[str]) -> Iterator[tuple[Name, Node]]:
    """Yield what formulas set letters equal to, those of a network too."""
    for draft in post.drafts:
        formula = None if post.doubtful(draft.tex) or draft.condition else _read(draft.tex, functions)
        if isinstance(formula, Equation) and isinstance(head := _headed(formula.sides[0], functions), Name):
            node = formula.sides[1] if _worked_out(formula) else formula.sides[-1]
            if isinstance(node, Slope) and isinstance(node.of, Name) and node.of.letter in LOSSES:
                node = Differential(node.by)
            if head.letter not in GRADIENTS and not any(
                isinstance(x, (Slope, Open)) and x != Open("keepdims=True") for x in walk(node)
            ):
                yield head, node


def _headed(head: Node, functions: frozenset[str]) -> Node:
    """Return J for J(w), and the logarithm of a likelihood as one letter."""
    match with_log(head, LIKELIHOODS | {"p", "P", "q"}):
        case Call(Name(letter) as name, arguments, 0) if letter not in functions | FUNCTIONS and arguments:
            return name if all(isinstance(x, Name) for x in arguments) else head
        case found:
            return found


def _worked_out(formula: Equation) -> bool:
    """Tell whether a chain ends in the rounded value of what stands before it: a = tanh(0.6) = 0.537."""
    middle = formula.sides[1]
    return len(formula.sides) > 2 and isinstance(formula.sides[-1], Number) and not quantities(middle)


def _defined(formula: Equation) -> tuple[Name, Node] | None:
    head = formula.sides[0]
    last = formula.sides[-1]
    if isinstance(head, Call) and not head.primes and all(isinstance(x, Name) for x in head.arguments):
        if head.function.letter not in LOSSES and (
            head.function.letter in _FUNCTIONS or head.function.letter.startswith("\\")
        ):
            return None
        head = head.function
    if len(formula.sides) > 2 and not {x.letter for x in quantities(last)} <= {
        x.letter for x in quantities(formula.sides[1])
    } | {"e"}:
        return None
    if not isinstance(head, Name) or head.letter in NETWORK | {"b", r"\delta", r"\sigma"}:
        return None
    if _general(head) or flat_name(head) in {flat_name(x) for x in quantities(last)} or not _plain(last):
        return None
    if any(isinstance(x, Name) and _general(x) for x in walk(last)) and head.letter not in LOSSES:
        return None
    return head, last


def _general(name: Name) -> bool:
    """Tell whether a letter stands at a general layer or example: what is said of it is said of all of them."""
    layer = name.layer
    letters = set(names_in(layer)) if layer is not None else set()
    return bool(letters - {"L"})


def _plain(node: Node) -> bool:
    """Tell whether a node can be what a letter is equal to: no derivative, nothing unfinished."""
    return (
        not any(isinstance(x, (Slope, Differential, Open)) for x in walk(node))
        and not (isinstance(node, Operation) and node.kind == "determinant")
        and not any(isinstance(x, Big) and x.kind == "integral" for x in walk(node))
    )


def _slipped(tex: str, head: Name) -> bool:
    """Tell whether a loss is one of the catalogue's but for a slip: then the slip is no definition."""
    return head.letter in LOSSES and mend.slipped(tex)


_CONVENTIONAL = {"z", "a", "y", "w", "b"}
"""Letters with a meaning of their own: what is said of them further down is not said here."""


def in_force(own: tuple[Own, ...], at: int, events: tuple[Event, ...] = ()) -> tuple[tuple[Name, Node], ...]:
    """Return the definitions in force at a place: of each letter the last one before it, else the first after it.

    A loss that words name in between takes the place of one that a formula defined, and so does an activation.
    """
    found: dict[str, tuple[Name, Node]] = {}
    losses = [event.at for event in events if event.is_loss and event.at <= at]
    outputs = [event.at for event in events if not event.is_loss and not event.is_hidden and event.at <= at]
    own = tuple(one for one in own if not _replaced(one, at, losses, outputs))
    for place, head, node in own:
        letter = flat_name(head).letter
        numeric = isinstance(node, Number)
        if place < at and not (numeric and letter in found):
            found[letter] = (head, node)
    for place, head, node in own:
        if place > at and not isinstance(node, Number) and head.letter not in _CONVENTIONAL:
            found.setdefault(flat_name(head).letter, (head, node))
    return tuple(found.values())


def _replaced(own: Own, at: int, losses: list[int], outputs: list[int]) -> bool:
    place, head, _ = own
    named = losses if head.letter in LOSSES else outputs if head.letter == "a" else []
    return bool(named) and (place > at or (max(named) > place and named is losses))


def _read(tex: str, functions: frozenset[str] = frozenset()) -> Formula | None:
    try:
        return read(tex, functions)
    except RestoreError:
        return None


__all__ = ["events_of", "in_force", "indices_of", "locals_of", "own_of"]
