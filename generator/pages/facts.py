"""What has to be said about an entry before its derivation: definition, conventions, assumptions, other names?"""

from collections.abc import Iterable, Iterator
from itertools import chain

import sympy as sp

from generator.catalogue.formulas import (
    A_VEC,
    LOSS,
    Y_VEC,
    Z_VEC,
    A,
    I,
    Y,
    Z,
    condition_of,
    function_of,
    functions_in,
    plain_value,
    value_of,
    written_of,
)
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation, Case, Loss
from generator.engine.oneline import plain
from generator.engine.records import Derivation
from generator.engine.tex import equation, tex
from generator.pages.text import escape, inline, within

START = "../start.md"
"""The page for newcomers, which explains what is used here for the first time."""
KEPT = (("$a$", (A, A_VEC)), ("$z$", (Z, Z_VEC)), ("$y$", (Y, Y_VEC)))
"""What a backward pass may need, by letter."""

Entry = Activation | Loss | Case


def definitions(entry: Entry) -> tuple[tuple[str, Activation | Loss], ...]:
    """Return the formulas that define the entry, each with the entry that it belongs to."""
    return tuple(chain.from_iterable(map(_defined, entry.parts)))


def _defined(part: Activation | Loss) -> Iterator[tuple[str, Activation | Loss]]:
    left = LOSS if part.losses else A_VEC[I] if part.vector else A
    symbol = getattr(part, "symbol", "")
    name = f"{tex(left)} = {symbol}(z)" if symbol else tex(left)
    yield f"{name} = {tex(written_of(part))}", part
    yield from ((equation(function_of(other)(Z), plain_value(other)), other) for other in functions_in(part))


def conventions(entry: Entry) -> tuple[str, ...]:
    """Return the conventions that this entry depends on, as sentences of Markdown."""
    return tuple(_conventions(entry))


def _conventions(entry: Entry) -> Iterator[str]:
    if entry.penalty:
        yield (
            "$L$ is added once to $J$, the mean of the losses of $m$ examples, and its gradient to that of $J$. It is "
            f"a function of the weights ${entry.inputs[0]}$, mostly without the biases, and not of what an activation "
            "gives; so it makes no case."
        )
    elif entry.losses:
        yield (
            "$L$ is the loss of one example. $J$, the mean over $m$ examples, brings its $1/m$ in later, "
            "with $dW$ and $db$."
        )
    if entry.joined:
        yield f"Courses and code write `dz` for {_slope(entry)}; the two are the same thing."
    if any(value_of(part).has(sp.log) for part in entry.parts):
        yield r"$\log$ is the natural logarithm."
    yield from _shapes(entry)


def _slope(entry: Entry) -> str:
    return r"$\partial L/\partial z$" if entry.vector else "$dL/dz$"


def _shapes(entry: Entry) -> Iterator[str]:
    if not entry.vector:
        yield (
            "All letters are numbers. For arrays everything holds element by element, "
            "and the gradient has the array's shape."
        )
        if entry.joined:
            yield f"Why the chain rule multiplies: [rates, in numbers]({START}#rates)."
        return
    *others, last = (f"${letter}$" for letter in sorted({*entry.inputs, *_answer(entry)}))
    vectors = f"{', '.join(others)} and {last} are vectors" if others else f"{last} is a vector"
    of = "weight" if entry.penalty else "class"
    yield f"{vectors} with $N$ components, one for each {of}; $N$ is any whole number from 1 up."
    if entry.jacobian:
        yield r"The derivative is an $N \times N$ matrix: row $i$ belongs to $a_i$, column $j$ to $z_j$."
    else:
        yield f"The gradient is a vector with $N$ components, like ${entry.inputs[0]}$."
    if entry.joined:
        yield f"Why the chain rule has a sum for vectors: [one path for each output]({START}#paths)."
    yield rf"$\delta_{{ij}}$ is 1 where $i = j$ and 0 elsewhere: [an example]({START}#delta)."


def _answer(entry: Entry) -> tuple[str, ...]:
    """Return the letter of what an activation gives, where there is one."""
    return ("a",) if entry.activations else ()


def assumptions(entry: Entry) -> tuple[str, ...]:
    """Return where letters and parameters lie, and the preconditions, as sentences of Markdown."""
    return (*_assumptions(entry), *_parameters(entry))


def _parameters(entry: Entry) -> Iterator[str]:
    for one in entry.parameters:
        where = escape(within(plain(one.letter), one.range))
        usual = inline(f"{one.symbol} = {one.number}")
        yield f"{inline(one.symbol)} is {escape(one.means)}: {where}, usually {usual}."


def _assumptions(entry: Entry) -> Iterator[str]:
    each = ", for each component" if entry.vector else ""
    for part in entry.activations:
        yield f"Range of the activation{each}: {escape(within('a', part.range))}."
    for loss in entry.losses:
        target = "" if loss.targets is None else f"; the target: {escape(within('y', loss.targets))}"
        taker = "penalty" if loss.penalty else "loss"
        yield f"Domain of the {taker}{each}: {escape(within(loss.variable, loss.domain))}{target}."
        yield from _condition(loss)


def _condition(loss: Loss) -> Iterator[str]:
    for left, right in condition_of(loss):
        yield f"Precondition: {escape(loss.condition_text)}, {inline(equation(left, right))}."


def kept(derivation: Derivation, parameters: Iterable[Parameter] = ()) -> str:
    """Return what a forward pass has to keep for the formula, as a sentence of Markdown; a gate is a parameter.

    The activation's value a comes first: it is computed anyway, and the next layer needs it too.
    """
    gates = ((inline(one.symbol), (one.letter,)) for one in parameters if one.gradient)
    needed = [letter for letter, names in (*KEPT, *gates) if derivation.result.has(*names)]
    if not needed:
        return "A backward pass needs nothing from the forward pass for this: it is the same everywhere."
    rest = ", and not $z$" if "$z$" not in needed else "; no formula without $z$ is known"
    listed = " and ".join(filter(None, (", ".join(needed[:-1]), needed[-1])))
    return f"A backward pass needs {listed} for this{rest}."
