"""What is typed for ``derive`` in place of a formula: the name of an activation or a loss, with or without numbers."""

import re
from difflib import get_close_matches

from generator.build.names import Definition, Names, plain_name
from generator.engine.formula import spelled
from generator.engine.formula_names import DEFINED
from generator.errors import ExpressionError

_CALL = re.compile(
    r"\s*(?:(?:torch|nn|functional|F|tf|keras|losses|activations)\.)*(?P<name>[A-Za-z][\w-]*)(?:\(\))?\s*(?:\((?P<given>[^()]*)\))?\s*"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")
_TAKES = {"activation": ("z",), "loss": ("a", "y")}

Letters = tuple[tuple[str, str], ...]
"""Parameters with their values as text."""


def sorted_out(formulas: tuple[str, ...], known: Names) -> dict[str, str]:
    """Return formulas that were typed without an option as an activation and a loss: one of z, and one of a and y."""
    found = dict[str, str]()
    for text in formulas:
        if re.fullmatch(r"--[A-Za-z-]{2,}", text):
            raise ExpressionError(f"{text!r} · no such option; --help lists them")
        _check_name(text, known)
        letters = set(re.findall(r"[A-Za-z_]\w*", spelled(text)))
        of_loss = not letters & {"z"} and (letters & {"a", "y"} or _definition(text, "loss", known) is not None)
        kind = "loss" if of_loss else "activation"
        if kind in found:
            raise ExpressionError(
                f"{text!r} · {found[kind]!r} is {_KINDS[kind]} too; give one of z, and one of a and y"
            )
        found[kind] = text
    return found


_KINDS = {"activation": "an activation", "loss": "a loss"}


def _check_name(text: str, known: Names) -> None:
    """Raise ``ExpressionError`` with the nearest names where a word is typed that is no entry's."""
    every = [name for each in known.definitions.values() for name in each]
    if _WORD.fullmatch(text) and plain_name(text) not in every and text not in known.functions:
        ids = sorted({one.id for each in known.definitions.values() for one in each.values()})
        near = get_close_matches(text.lower(), ids, 3, 0.6)
        hint = f"the nearest are {', '.join(near)}" if near else "python -m generator list names all entries"
        raise ExpressionError(f"{text!r} · no activation or loss is called so · {hint}")


_WORD = re.compile(r"[A-Za-z][\w-]{2,}")


def put_in_full(text: str, kind: str, known: Names) -> tuple[str, Letters]:
    """Return an entry that was typed by its name as a formula, with its parameters; any other formula as it is."""
    found = _definition(text, kind, known)
    if found is None:
        return text, ()
    definition, values = found
    if kind == "activation" and not values:
        return f"{definition.id.replace('-', '_')}(z)", ()
    usual = dict(definition.parameters)
    if len(values) > len(usual):
        number = f"{len(usual)} parameter{'s' * (len(usual) != 1)}"
        raise ExpressionError(f"{text!r} · {definition.id} has {number}: {', '.join(usual) or 'none'}")
    return definition.formula, tuple((usual | dict(zip(usual, values, strict=False))).items())


def _definition(text: str, kind: str, known: Names) -> tuple[Definition, tuple[str, ...]] | None:
    """Return the entry that a text names, with the numbers that it gives to its parameters."""
    call = _CALL.fullmatch(text)
    definition = known.definitions.get(kind, {}).get(plain_name(call["name"])) if call else None
    if call is None or definition is None:
        return None
    given = [part.strip() for part in (call["given"] or "").split(",") if part.strip()]
    takes = _TAKES[kind]
    if given and (tuple(given[: len(takes)]) != takes or len(given) == len(DEFINED.get(call["name"], ((),))[0])):
        return None
    values = tuple(part.partition("=")[2].strip() or part for part in given[len(takes) :])
    return (definition, values) if all(map(_NUMBER.fullmatch, values)) else None
