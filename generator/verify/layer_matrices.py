"""Is a gradient as a product of matrices the gradient that was measured? Each line is run as it is printed."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.derive.graph import Graph
from generator.derive.matrix_forms import Product, in_columns, matrix_form, matrix_line
from generator.derive.reverse import Gradient
from generator.errors import ProofError
from generator.verify.array_arithmetic import as_floats
from generator.verify.kernels import differs
from generator.verify.operations import Drawn


@dataclass(frozen=True)
class Matrices:
    """A gradient as products of matrices: examples in rows, and in columns where the layer has examples."""

    of: str
    rows: tuple[Product, ...]
    columns: tuple[Product, ...] = ()


def matrices(graph: Graph, gradients: tuple[Gradient, ...], points: tuple[Drawn, ...]) -> tuple[Matrices, ...]:
    """Return the gradients that are products of matrices. Raises ``ProofError`` for one that gives other numbers."""
    first = graph.operation.axes[0]
    examples = first.index if first.means == "examples" else None
    found = list[Matrices]()
    for one in gradients:
        rows = matrix_form(one)
        columns = in_columns(rows, one.of.indices, examples) if rows and examples is not None else ()
        for form, turned in ((rows, None), (columns, examples)):
            for point in points if form else ():
                _check(one, form, point, turned, graph)
        if rows:
            found.append(Matrices(one.of.name, rows, columns))
    return tuple(found)


def _check(one: Gradient, form: tuple[Product, ...], point: Drawn, examples: Any, graph: Graph) -> None:  # noqa: ANN401 - an index or None
    line = matrix_line(form)
    got = eval(line, _names(form, point, examples))  # noqa: S307 - a line that this package printed
    expected = as_floats(point.measured[one.of.name])
    if examples is not None and examples in one.of.indices:
        expected = expected.T
    if differs(np.asarray(got), expected):
        raise ProofError(f"{graph.operation.id} · d{one.of.name} = {line} gives other numbers")


def _names(form: tuple[Product, ...], point: Drawn, examples: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    names: dict[str, Any] = {str(letter): float(x) for letter, x in point.point.letters.items()}
    for factor in (factor for each in form for factor in each.factors if factor.name in point.point.arrays):
        array = as_floats(point.point.arrays[factor.name])
        names[factor.name] = array.T if examples is not None and examples in factor.indices else array
    return names
