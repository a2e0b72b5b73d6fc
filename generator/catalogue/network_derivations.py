"""The derivation of each formula of the network, and the indices of its rows and columns.

One function for each kind of formula says through which node the derivative passes; the engine does the rest. The
layouts (examples in columns, in rows, one vector) share these functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import sympy as sp

from generator.catalogue.dense import Layout, S, before, width
from generator.catalogue.formulas import A_VEC, Y_VEC, Z_VEC, A, I, J, K, Y, Z, condition_of, value_of
from generator.catalogue.index import Catalogue
from generator.catalogue.network import Formula
from generator.catalogue.records import Case
from generator.catalogue.results import is_difference, result_of
from generator.engine import terms as t
from generator.engine.chain import Node, Titles, derive_through
from generator.engine.matrices import Index, Matrix, Transposed, gather, walk
from generator.engine.matrices import Node as Matrices
from generator.engine.printing import matrix_code, name_code
from generator.engine.records import Definitions, Derivation, Line, Phase, Step
from generator.engine.terms import D, Term

LEMMAS: Mapping[str, str] = {"columns": "network-da", "rows": "rows-da"}
"""The derivation of dA in each layout, which the hidden error builds on; for one vector it is derived in place."""


@dataclass(frozen=True)
class Derived:
    """A formula in components, and gathered into matrices; a definition has no derivation."""

    entry: Formula
    term: Term
    rows: Index
    columns: Index
    matrix: Matrices
    derivation: Derivation | None = None

    @property
    def unit(self) -> sp.Symbol:
        """The index of the unit in a definition."""
        return I

    @property
    def where(self) -> Definitions:
        """What the judge calculates with."""
        last = self.derivation.phases[-1].where if self.derivation else self.entry.layout.some_activation("l")
        return tuple((name, term) for name, term in last if not isinstance(name, D))


def derived(entry: Formula) -> Derived:
    """Return the formula of an entry. Raises ``DerivationError`` where it cannot be derived or gathered."""
    if entry.what in _DEFINITIONS:
        term, rows, columns = _DEFINITIONS[entry.what](entry.layout)
        return Derived(entry, term, rows, columns, _gathered(entry, term, rows, columns))
    derivation = _DERIVATIONS[entry.what](entry)
    term, (rows, columns) = derivation.result, _axes(entry, derivation)
    return Derived(entry, term, rows, columns, _gathered(entry, term, rows, columns), derivation)


def _gathered(entry: Formula, term: Term, rows: Index, columns: Index) -> Matrices:
    """Gather a formula; beside examples in rows a bias is a row too."""
    whole = gather(term, rows, columns)
    return walk(whole, as_row) if entry.layout.examples == "rows" else whole


def as_row(node: Matrices) -> Matrices:
    """Return a transposed column as the row that it is kept as, beside examples in rows."""
    match node:
        case Transposed(Matrix(base)) if len(base.shape) == 1:
            return Matrix(base, row=True)
    return node


def target(entry: Formula) -> str:
    """Return the Python name of what the formula gives: ``dW[l]``."""
    return name_code(left_of(entry, entry.layout, "d{}"))


def left_of(entry: Formula, x: Layout, gradient: str) -> str:
    """Return the TeX of what the formula gives in a layout; ``gradient`` names those of the weights and the biases."""
    patterns = {
        "z": (x.weighted, "l"),
        "a": (x.active, "l"),
        "dz-output": (x.slope_z, "L"),
        "dz-difference": (x.slope_z, "L"),
        "da": (x.slope_a, "l-1"),
        "dz-hidden": (x.slope_z, "l"),
        "dw": (x.weights, "l"),
        "db": (x.bias, "l"),
    }
    pattern, layer = patterns[entry.what]
    if entry.what == "da" and not x.has_name("slope_a", layer):
        return rf"\frac{{\partial {x.loss}}}{{\partial {x.active.format(layer)}}}"
    name = pattern.format(layer)
    return gradient.format(name) if entry.what in {"dw", "db"} else name


def statement(entry: Formula, matrix: Matrices) -> str:
    """Return a formula as a line of Python: ``dW[l] = dZ[l] @ A[l - 1].T / m``."""
    return f"{target(entry)} = {matrix_code(matrix)}"


def _axes(entry: Formula, derivation: Derivation) -> tuple[Index, Index]:
    """Return the indices of rows and columns: those of the variable; a bias is a column or, beside rows, a row."""
    indices = derivation.variable.indices
    if len(indices) > 1:
        return indices[0], indices[1]
    return (None, indices[0]) if entry.layout.examples == "rows" else (indices[0], None)


# Definitions.


def _weighted(layout: Layout) -> tuple[Term, Index, Index]:
    return layout.weighted_sum(I), *_order(layout)


def _activated(layout: Layout) -> tuple[Term, Index, Index]:
    return layout.activated(I), *_order(layout)


def _order(layout: Layout) -> tuple[Index, Index]:
    orders: Mapping[str, tuple[Index, Index]] = {"columns": (I, S), "rows": (S, I), "none": (I, None)}
    return orders[layout.examples]


# Derivatives.


def _slope(x: Layout, component: Term) -> D:
    return D(x.one_loss, component)


def _through_z(entry: Formula, variable: Term, titles: Titles, layer: str = "l") -> Derivation:
    """Derive the derivative by something that acts through the weighted sums of its layer."""
    x, size = entry.layout, width(layer)
    node = Node(x.z(K, layer), x.weighted_sum(K, layer), x.dz(K, layer), K, size)
    mean = x.mean if titles.mean and x.examples != "none" else None
    return derive_through(titles, _slope(x, variable), node, _from_z(x, layer), mean)


def _from_z(x: Layout, layer: str) -> Definitions:
    """Return what the judge calculates with, where everything above the weighted sums of a layer is the loss."""
    z = x.z(K, layer)
    return (*x.some_loss(z, width(layer)), (z, x.weighted_sum(K, layer)), (x.dz(K, layer), _slope(x, z)))


def _dw(entry: Formula) -> Derivation:
    titles = Titles(entry.id, entry.title, "What one weight does to one unit", _ONE, _ALL)
    return _through_z(entry, entry.layout.w(I, J), titles)


def _db(entry: Formula) -> Derivation:
    titles = Titles(entry.id, entry.title, "What one bias does to one unit", _ONE, _ALL)
    return _through_z(entry, entry.layout.b(I), titles)


_ONE, _ALL = "The loss of one example", "The mean over all examples"


def _da(entry: Formula, layer: str = "l") -> Derivation:
    titles = Titles(
        entry.id, entry.title, "What one activation does to one unit above", "All paths through the units above"
    )
    return _through_z(entry, entry.layout.a(J, before(layer)), titles, layer)


_THROUGH_A = "What one weighted sum does to one activation", "All paths through the activations of the layer"


def _dz_output(entry: Formula) -> Derivation:
    x = entry.layout
    a = x.a(K, "L")
    node = Node(a, x.activated(K, "L"), x.da(K, "L"), K, width("L"))
    meanings = ((a, x.activated(K, "L")), (x.da(K, "L"), _slope(x, a)))
    where = (*x.some_loss(a, width("L")), *meanings, *x.some_activation("L"))
    return derive_through(Titles(entry.id, entry.title, *_THROUGH_A), _slope(x, x.z(I, "L")), node, where)


def _dz_hidden(entry: Formula) -> Derivation:
    """Derive dA first (or take it from its own page), and go on through the activations."""
    x = entry.layout
    down = _da(entry, "l+1")
    node = Node(x.a(K), x.activated(K), _exchanged(down.result), K, width("l"), LEMMAS.get(x.examples, ""))
    where = (*down.where, (x.a(K), x.activated(K)), *x.some_activation("l"))
    own = derive_through(Titles(entry.id, entry.title, *_THROUGH_A), _slope(x, x.z(I)), node, where)
    return own if node.lemma else replace(own, phases=(*down.phases, *own.phases))


def _exchanged(total: sp.Sum) -> Term:
    """Return the sum with its letters exchanged: k is the unit of this layer, j runs over those of the layer above."""
    return t.total(t.substitute(total.args[0], {K: J, J: K}), J, total.args[1][2])


# The output layer, case by case.


def _dz_difference(entry: Formula) -> Derivation:
    """Lift every case whose result is the difference to all units and examples: one phase a case.

    They stand in the order of their losses, where new ones come last: a phase that is published keeps its number.
    """
    x = entry.layout
    goal = _slope(x, x.z(I, "L"))
    catalogue = Catalogue()
    cases = sorted(filter(is_difference, catalogue.cases), key=lambda case: catalogue.losses.index(case.loss))
    phases = tuple(_lifted_phase(x, case, goal) for case in cases)
    result = phases[0].result
    return Derivation(entry.id, entry.title, goal, goal.args[0], goal.args[1], phases, result)


def _lifted_phase(x: Layout, case: Case, goal: D) -> Phase:
    result = lifted(x, result_of(case), I)
    line = Line("At every unit of every example", (Step(goal, result, f"lemma:{case.id}"),))
    assuming = tuple((lifted(x, left, I), right) for left, right in condition_of(case.loss))
    return Phase(case.title, goal, goal, (line,), _meanings(x, case), assuming, (case.id,))


def _meanings(x: Layout, case: Case) -> Definitions:
    """Return the loss of one example and its activations, as this case has them."""
    loss, value = (lifted(x, value_of(part), I) for part in (case.loss, case.activation))
    each = loss if case.vector else t.total(lifted(x, value_of(case.loss), K), K, width("L"))
    return (x.one_loss, each), (x.a(I, "L"), value)


def lifted(x: Layout, term: Term, unit: sp.Symbol) -> Term:
    """Return a term of a case for one unit of the output layer, in the example s."""
    letters = {A: x.a, Y: x.y, Z: x.z}
    table = {letter: component(unit, "L") for letter, component in letters.items()}
    vectors = {A_VEC: x.a, Y_VEC: x.y, Z_VEC: x.z}
    for part in term.atoms(sp.Indexed):
        table[part] = vectors[part.base](part.indices[0], "L")
    return t.substitute(term, table)


_DEFINITIONS: Mapping[str, Callable[[Layout], tuple[Term, Index, Index]]] = {"z": _weighted, "a": _activated}
_DERIVATIONS: Mapping[str, Callable[[Formula], Derivation]] = {
    "dz-output": _dz_output,
    "dz-difference": _dz_difference,
    "da": _da,
    "dz-hidden": _dz_hidden,
    "dw": _dw,
    "db": _db,
}
