"""The command ``derive``: formulas that are in no catalogue in, their gradient out.

What is typed is checked before any mathematics is loaded, so that a mistake is answered at once.
"""

import keyword
import re
from dataclasses import dataclass

import click

from generator.build.names import Names, names
from generator.build.output import print_json, write
from generator.build.typed import put_in_full, sorted_out
from generator.engine import formula
from generator.engine.formula import USUAL, Vocabulary
from generator.engine.formula_names import SPECIAL
from generator.errors import ExpressionError

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

_NAME = re.compile("[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_MEANINGS = {
    "a": "a is what the activation gives",
    "y": "y is the target",
    "z": "z is what the activation takes",
    "L": "L is the loss",
    "J": "J is the mean loss",
    "C": "C is a loss",
    "N": "N is the size of a vector",
    "D": "D takes a derivative",
    "pi": "pi is a number",
}


_OTHERS = {
    "z": {"x", "u", "s", "t", "net", "v", "h", "input"},
    "ay": {"t", "o", "p", "q", "d", "x", "f", "h", "target"},
}
"""Letters that other authors have for z, and for a and y."""


@dataclass(frozen=True)
class Letter:
    """A parameter as it was typed: its name in formulas, and its usual value as a formula without letters."""

    name: str
    value: str


@click.command(context_settings={"ignore_unknown_options": True})  # a formula may begin with a minus
@click.argument("formulas", nargs=-1)
@click.option("--activation", metavar="FORMULA", help='a as a formula in z, such as "atan(z)".')
@click.option("--loss", metavar="FORMULA", help='L as a formula in a and y, such as "(a - y)**2/2".')
@click.option(
    "--parameter",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help='A further letter of the formulas with its usual value, such as "alpha=0.01"; once for each.',
)
@as_json
def derive(
    formulas: tuple[str, ...], activation: str | None, loss: str | None, parameters: tuple[str, ...], *, as_json: bool
) -> None:
    """Derive the gradient of FORMULAS that are in no catalogue: an activation in z, a loss in a and y, or both.

    A name such as sigmoid or huber stands for that entry of the catalogue.
    """
    known = names()
    typed = sorted_out(formulas, known)
    letters = tuple(map(_letter, parameters))
    activation, letters = _read(activation or typed.get("activation"), "activation", letters, known)
    loss, letters = _read(loss or typed.get("loss"), "loss", letters, known)
    if not activation and not loss:
        raise ExpressionError("nothing to derive · give --activation, --loss or both")
    vector = tuple(formula.is_of_vectors(text, known.vector_functions) for text in (activation, loss) if text)
    for letter in letters:
        _check_letter(letter, known, vector=any(vector))
    for text, own in ((activation, "z"), (loss, "ay")):
        if text:
            _check(text, own, letters, known)
    if len(set(vector)) > 1:
        raise ExpressionError("one formula is for vectors, z[i], and the other for numbers, z · write both in one way")
    from generator.build import deriving  # noqa: PLC0415 - SymPy takes a second to load, and --help needs none of it

    proved = deriving.derived(activation, loss, tuple((one.name, one.value) for one in letters))
    if as_json:
        print_json(deriving.data_of(proved))
    else:
        write(deriving.lines_of(proved))


def _read(
    text: str | None, kind: str, letters: tuple[Letter, ...], known: Names
) -> tuple[str | None, tuple[Letter, ...]]:
    """Return a formula as it was pasted, or that of the entry whose name was typed, with the letters that it brings."""
    if not text:
        return text, letters
    if kind == "activation" and re.match(r"\s*z\s*=(?!=)", text):
        raise ExpressionError(f"{text!r} · z is what the activation takes, and stays a letter; write a formula in z")
    formula_of, brought = put_in_full(headless(text), kind, known)
    own = {one.name for one in letters}
    return formula_of, (*letters, *(Letter(name, value) for name, value in brought if name not in own))


_HEAD = re.compile(r"^\s*(?:return\b)?\s*(?:[A-Za-z_]\w*\s*(?:\([A-Za-z_, ]*\))?\s*=(?!=))?\s*")
"""What stands before a formula in a line of code or of mathematics: ``a =``, ``f(z) =``, ``return``."""


def headless(text: str) -> str:
    """Return a formula as it was pasted: without what it is set equal to, and from TeX in Python's spelling."""
    bare = text.strip().strip("$`").strip().rstrip(";,")
    if "\\" in bare or re.search(r"[_^]\{", bare):
        from generator.build.tex_formula import as_typed  # noqa: PLC0415 - most formulas need no reader of TeX

        return as_typed(bare)
    return _HEAD.sub("", bare, count=1)


def _letter(text: str) -> Letter:
    """Return the parameter that ``alpha=0.01`` declares. Raises ``ExpressionError`` where it declares none."""
    name, _, value = text.partition("=")
    formula.read(value, Vocabulary({"pi"}, functions={"exp": (1,), "log": (1,)}))
    return Letter(formula.spelled(name), value)


def _check_letter(letter: Letter, known: Names, *, vector: bool) -> None:
    """Raise ``ExpressionError`` where a parameter cannot be called so, with the reason."""
    name = letter.name
    why = _MEANINGS.get(name, "")
    if name in {*known.functions, *SPECIAL, *known.vector_functions} - {"delta"}:
        why = f"{name} is a function"
    elif vector and name in USUAL:
        why = f"{name} is an index of vectors; take another letter"
    elif not _NAME.fullmatch(name) or keyword.iskeyword(name):
        why = "a name is letters and digits, such as alpha or beta_1"
    if why:
        raise ExpressionError(f"{name!r} cannot be the name of a parameter: {why}")


def _check(text: str, own: str, letters: tuple[Letter, ...], known: Names) -> None:
    """Raise ``ExpressionError`` where a formula cannot be read."""
    vector = formula.is_of_vectors(text, known.vector_functions)
    words = set(re.findall(r"[A-Za-z_]\w*", formula.spelled(text)))
    others = sorted(words & _OTHERS[own] - {one.name for one in letters} - set(own)) if not words & set(own) else []
    if len(others) == 1 and own == "z":
        again = re.sub(rf"\b{others[0]}\b", "z", text)
        _check(again, own, letters, known)
        raise ExpressionError(f"{text!r} · an activation is a formula in z · write {again!r}")
    loss = re.sub(r"\bz\b", "a", formula.spelled(text))
    if own == "z" and "y" in words and "a" not in words | {one.name for one in letters}:
        _check(loss, "ay", letters, known)
        raise ExpressionError(f"{text!r} · a loss is a formula in a, the output, and y, the target · write {loss!r}")
    if others and own == "ay":
        raise ExpressionError(f"{text!r} · a loss is a formula in a, the output, and y, the target")
    numbers = {"pi", *(one.name for one in letters), *(("N",) if vector else own)}
    formula.read(text, Vocabulary(numbers, own if vector else "", known.functions, known.vector_functions))
