"""How is a matrix expression printed: as TeX, as TeX with every shape underneath, in Unicode on one line, as NumPy?

One name serves both: the matrix ``W^{[l-1]}`` is ``W[l - 1]`` in NumPy, and the function ``g'^{[l]}`` is ``dg[l]``.
"""

import re
from collections.abc import Callable

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
)
from generator.engine.oneline import plain
from generator.engine.shapes import shape
from generator.engine.terms import Term
from generator.engine.tex import bracketed, tex

_LETTERS = {r"{\nabla_a C}": "nabla_C", r"\delta": "delta", r"\sigma": "sigma"}


def matrix_tex(node: Node) -> str:
    """Return the expression as TeX."""
    return _Tex().write(node)


def shaped_tex(node: Node) -> str:
    """Return the expression as TeX with rows and columns under every factor."""
    return _Tex(_under).write(node)


def _under(node: Node, text: str) -> str:
    return rf"\underbrace{{{text}}}_{{{shape_tex(node)}}}"


def shape_tex(node: Node) -> str:
    r"""Return the shape as ``n_{l} \times m``."""
    rows, columns = map(tex, shape(node))
    return rf"{rows} \times {columns}"


class _Tex:
    """Writes TeX; ``mark`` says what is written around a factor that is a matrix by itself."""

    def __init__(self, mark: Callable[[Node, str], str] = lambda _, text: text) -> None:
        self.mark = mark

    def write(self, node: Node) -> str:
        match node:
            case Matrix(base):
                return self.mark(node, tex(base.label))
            case Transposed(Matrix(base)):
                return self.mark(node, raised(tex(base.label)))
            case Transposed(of):
                return rf"{bracketed(self.write(of))}^{{\mathsf T}}"
            case Product(factors):
                return r" \, ".join(map(self.factor, factors))
            case Elementwise(factors):
                return r" \odot ".join(map(self.factor, factors))
            case Added(parts):
                return self.added(parts)
            case Scaled(above, below, of):
                return self.scaled(above, below, of)
            case Summed(of, axis):
                return rf"\operatorname{{{'rowsum' if axis else 'colsum'}}}{bracketed(self.write(of))}"
            case Applied(function, of):
                return self.mark(node, f"{function.__name__}{bracketed(matrix_tex(of))}")
        return tex(node.value)

    def factor(self, node: Node) -> str:
        text = self.write(node)
        return bracketed(text) if isinstance(node, (Product, Added, Scaled, Elementwise)) else text

    def added(self, parts: tuple[Node, ...]) -> str:
        text = self.write(parts[0])
        for part in parts[1:]:
            sign, rest = _signed(part)
            text += f" {sign} {self.write(rest)}"
        return text

    def scaled(self, above: Term, below: Term, of: Node) -> str:
        inner = self.write(of) if isinstance(of, Product) else self.factor(of)
        if below != t.ONE:
            return f"{tex(t.over(above, below))} {inner}"
        return {t.ONE: "", t.MINUS_ONE: "-"}.get(above, tex(above) + " ") + inner


def raised(name: str) -> str:
    r"""Return the name of a transpose: ``W^{[l]\mathsf T}``, or in brackets where the superscript is a bare layer."""
    if "^" not in name:
        return rf"{name}^{{\mathsf T}}"
    return rf"{name[:-1]}\mathsf T}}" if name.endswith("]}") else rf"({name})^{{\mathsf T}}"


def _signed(part: Node) -> tuple[str, Node]:
    """Return the sign of a term, and the term without it."""
    match part:
        case Scaled(above, below, of) if t.is_neg(above):
            positive = t.without_sign(above)
            return "-", of if (positive, below) == (t.ONE, t.ONE) else Scaled(positive, below, of)
        case Constant(value) if t.is_neg(value):
            return "-", Constant(t.without_sign(value))
    return "+", part


# Unicode.

_SIGNS = ((r"\delta", "δ"), (r"\sigma", "σ"), (r"\nabla_a ", "∇ₐ"), (r"\nabla", "∇"), ("'", "′"))
_ABOVE = "ˡᴸ⁺⁻¹"
_RAISED = str.maketrans("lL+-1", _ABOVE)


def matrix_line(node: Node) -> str:
    """Return the expression in Unicode on one line: ``dZ[l] A[l−1]ᵀ / m``."""
    match node:
        case Matrix(base):
            return line_name(str(base.label))
        case Transposed(of):
            text = _inside(of)
            return f"({text})ᵀ" if text[-1] in _ABOVE else f"{text}ᵀ"
        case Product(factors):
            return " ".join(map(_inside, factors))
        case Elementwise(factors):
            return " ⊙ ".join(map(_inside, factors))
        case Added(parts):
            signed = [_signed(part) for part in parts[1:]]
            rest = [f" {sign.replace('-', '−')} {matrix_line(part)}" for sign, part in signed]
            return matrix_line(parts[0]) + "".join(rest)
        case Scaled(above, below, of):
            front = {t.ONE: "", t.MINUS_ONE: "−"}.get(above, f"{plain(above)} ")
            text = matrix_line(of) if isinstance(of, Product) else _inside(of)
            return f"{front}{text}" + (f" / {plain(below)}" if below != t.ONE else "")
        case Summed(of, axis):
            return f"{'rowsum' if axis else 'colsum'}({matrix_line(of)})"
        case Applied(function, of):
            return f"{line_name(function.__name__)}({matrix_line(of)})"
    return plain(node.value)


def _inside(node: Node) -> str:
    text = matrix_line(node)
    return f"({text})" if isinstance(node, (Product, Elementwise, Added, Scaled)) else text


def line_name(name: str) -> str:
    """Return the name of a matrix, a function or a gradient in Unicode: ``dZ[l−1]``, ``δˡ⁺¹``, ``g′[l]``, ``∇ₐC``."""
    for sign, letter in _SIGNS:
        name = name.replace(sign, letter)
    name = re.sub(r"\^\{\[(.*?)\]\}", lambda found: f"[{found[1].replace('-', '−')}]", name)
    name = re.sub(r"\^\{(.*?)\}", lambda found: found[1].translate(_RAISED), name)
    return name.translate(str.maketrans("", "", "{}"))


# NumPy.


def matrix_code(node: Node) -> str:
    """Return the expression as Python, with NumPy's arrays under the names of ``name_code``."""
    match node:
        case Matrix(base):
            return name_code(str(base.label))
        case Transposed(of):
            return f"{_held(of)}.T"
        case Product(factors):
            return " @ ".join(map(_held, factors))
        case Elementwise(factors):
            return " * ".join(map(_held, factors))
        case Added(parts):
            return _added_code(parts)
        case Scaled(above, below, of):
            return _scaled_code(above, below, of)
        case Summed(of, axis):
            return f"{_held(of)}.sum(axis={axis}, keepdims=True)"
        case Applied(function, of):
            return f"{name_code(function.__name__)}({matrix_code(of)})"
    return plain(node.value).replace("−", "-")


def _held(node: Node) -> str:
    text = matrix_code(node)
    return f"({text})" if isinstance(node, (Product, Elementwise, Added, Scaled)) else text


def _added_code(parts: tuple[Node, ...]) -> str:
    text = matrix_code(parts[0])
    for part in parts[1:]:
        sign, rest = _signed(part)
        text += f" {sign} {matrix_code(rest)}"
    return text


def _scaled_code(above: Term, below: Term, of: Node) -> str:
    inner = matrix_code(of) if isinstance(of, Product) else _held(of)
    front = {t.ONE: "", t.MINUS_ONE: "-"}.get(above, f"{plain(above).replace('−', '-')} * ")
    return f"{front}{inner}" + (f" / {plain(below)}" if below != t.ONE else "")


def name_code(name: str) -> str:
    """Return the Python name of a matrix or a function: ``dZ[l]``, ``W[l + 1]``, ``dg[l]``, ``X``."""
    letter, _, above = name.partition("^")
    plain_letter = letter.removesuffix("'").strip()
    slope = "d" if letter.endswith("'") else ""
    layer = re.sub(r"([+-])", r" \1 ", above.strip("{[]}"))
    called = slope + _LETTERS.get(plain_letter, plain_letter)
    return f"{called}[{layer}]" if layer else called
