"""How is a matrix expression written as SymPy, with the shape of every matrix, so that it runs where it is pasted?

    from sympy import MatrixSymbol, symbols

    m, n_l, n_l_minus_1 = symbols("m n_l n_l_minus_1", integer=True, positive=True)
    A_l_minus_1 = MatrixSymbol("A_l_minus_1", n_l_minus_1, m)
    dZ_l = MatrixSymbol("dZ_l", n_l, m)
    dW_l = dZ_l*A_l_minus_1.T/m

SymPy's matrices know no broadcasting: a bias is repeated, and a sum over rows or columns taken, by a product with ones.
"""

import re
from collections.abc import Iterator

from generator.engine import terms as t
from generator.engine.matrices import (
    Added,
    Applied,
    Constant,
    Elementwise,
    Matrix,
    Node,
    Product,
    Scaled,
    Summed,
    Transposed,
    parts_of,
)
from generator.engine.printing import name_code
from generator.engine.shapes import Shape, shape
from generator.engine.terms import Term

_TAKEN = re.compile(r"\b(Function|HadamardProduct|MatrixSymbol|OneMatrix|symbols)\(")


def matrix_sympy(target: str, node: Node) -> str:
    """Return Python that assigns the expression to a name, as ``target`` names it in NumPy: ``dW[l]`` is ``dW_l``."""
    body = f"{''.join(_declared(node))}{_identifier(target)} = {_written(node)}"
    return f"from sympy import {', '.join(sorted(set(_TAKEN.findall(body))))}\n\n{body}"


def _identifier(name: str) -> str:
    """Return ``A_l_minus_1`` for ``A[l - 1]``, and ``n_l`` for ``n_{l}``."""
    return "_".join(re.findall(r"[A-Za-z0-9]+", name.replace("-", " minus ").replace("+", " plus ")))


def word(name: str) -> str:
    r"""Return the name of a matrix or a function as a program's word: ``dZ^{[l-1]}`` is ``dZ_l_minus_1``."""
    return _identifier(name_code(name))


def _size(term: Term) -> str:
    return _identifier(str(term))


def _declared(node: Node) -> Iterator[str]:
    """Yield the lines that say what the letters are: numbers of rows and columns, matrices, functions."""
    parts = list(parts_of(node))
    matrices = {word(str(part.base.label)): shape(part) for part in parts if isinstance(part, Matrix)}
    divisors = [part.below for part in parts if isinstance(part, Scaled)]
    sizes = {
        _size(size) for size in (*(s for each in matrices.values() for s in each), *divisors) if not size.is_number
    }
    if sizes:
        names = sorted(sizes)
        kind = "integer=True, positive=True"
        yield f'{", ".join(names)} = symbols("{" ".join(names)}", {kind})\n'
    for name, held in sorted(matrices.items()):
        yield f'{name} = MatrixSymbol("{name}", {", ".join(map(_size, held))})\n'
    for name in sorted({word(part.function.__name__) for part in parts if isinstance(part, Applied)}):
        yield f'{name} = Function("{name}")\n'


def _written(node: Node) -> str:
    match node:
        case Matrix(base):
            return word(str(base.label))
        case Transposed(of):
            return f"{_held(of)}.T"
        case Product(factors):
            return "*".join(map(_held, factors))
        case Elementwise(factors):
            return f"HadamardProduct({', '.join(map(_written, factors))})"
        case Added(parts):
            return " + ".join(_repeated(part, shape(node)) for part in parts).replace(" + -", " - ")
        case Scaled(above, below, of):
            front = {t.ONE: "", t.MINUS_ONE: "-"}.get(above, f"{above}*")
            inner = _written(of) if isinstance(of, (Product, Summed)) else _held(of)
            return f"{front}{inner}" + (f"/{_size(below)}" if below != t.ONE else "")
        case Summed(of, axis):
            rows, columns = map(_size, shape(of))
            return f"{_held(of)}*OneMatrix({columns}, 1)" if axis else f"OneMatrix(1, {rows})*{_held(of)}"
        case Applied(function, of):
            return f"{_held(of)}.applyfunc({word(function.__name__)})"
    return str(node.value)


def _held(node: Node) -> str:
    text = _written(node)
    return f"({text})" if isinstance(node, (Added, Product, Scaled, Summed)) else text


def _repeated(part: Node, whole: Shape) -> str:
    """Return a part of a sum as large as the whole: a column beside a matrix stands for as many equal columns."""
    rows, columns = map(_size, whole)
    if isinstance(part, Constant):
        return f"{part.value}*OneMatrix({rows}, {columns})"
    if shape(part) == whole:
        return _written(part)
    return (
        f"{_held(part)}*OneMatrix(1, {columns})"
        if shape(part)[0] == whole[0]
        else f"OneMatrix({rows}, 1)*{_held(part)}"
    )
