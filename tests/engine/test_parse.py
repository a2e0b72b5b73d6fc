"""A formula that somebody typed becomes a term in the same order, or one clear line of complaint; nothing is run."""

import time

import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.engine import terms as t
from generator.engine.parse import FUNCTIONS, INDICES, MAX_DEPTH, MAX_LENGTH, parse
from generator.engine.terms import Term
from generator.engine.tex import tex
from generator.errors import ExpressionError

A, Y, Z = (sp.Symbol(name, real=True) for name in "ayz")
LETTERS: dict[str, Term] = {"a": A, "y": Y, "z": Z}
CLASS = sp.Symbol("c", integer=True, positive=True)
VECTOR = sp.IndexedBase("v", real=True)

SHAPES = (
    ("a - y", t.add(A, t.neg(Y))),
    ("-y + a", t.add(t.neg(Y), A)),
    ("1 - a - y", t.add(t.ONE, t.neg(A), t.neg(Y))),
    ("1 - (a - y)", t.add(t.ONE, t.neg(t.add(A, t.neg(Y))))),
    ("a*y*z", t.mul(A, Y, Z)),
    ("y*a", t.mul(Y, A)),
    ("a*(y*z)", t.mul(A, t.mul(Y, Z))),
    ("a/y", t.over(A, Y)),
    ("a/y/z", t.over(t.over(A, Y), Z)),
    ("2/4", t.over(sp.Integer(2), sp.Integer(4))),
    ("-a*y", t.neg(t.mul(A, Y))),
    ("-a/y", t.neg(t.over(A, Y))),
    ("-z**2", t.neg(t.power(Z, 2))),
    ("2*(z + 1)", t.mul(sp.Integer(2), t.add(Z, t.ONE))),
    ("z**-2", t.over(t.ONE, t.power(Z, 2))),
    ("z**(1/2)", t.power(Z, t.HALF)),
    ("sqrt(z)", t.power(Z, t.HALF)),
    ("z**y**a", t.power(Z, t.power(Y, A))),
    ("0.25*z", t.mul(sp.Rational(1, 4), Z)),
    ("0.1", sp.Rational(1, 10)),
    ("+z", Z),
    (" z\n", Z),
    ("exp(-z)", t.call(sp.exp, t.neg(Z))),
    ("z^2", t.power(Z, 2)),
    ("z²", t.power(Z, 2)),
    ("z⁻¹²", t.over(t.ONE, t.power(Z, 12))),
    ("a · z − y", t.add(t.mul(A, Z), t.neg(Y))),
    ("np.exp(z)", t.call(sp.exp, Z)),
    ("ln(z)", t.call(sp.log, Z)),
    ("sech(z)", t.over(t.ONE, t.call(sp.cosh, Z))),
    ("arctan(z)", t.call(sp.atan, Z)),
    ("max(a, y, z)", t.call(sp.Max, A, t.call(sp.Max, Y, Z))),
    ("clip(z, 0, 6)", t.call(sp.Max, t.ZERO, t.call(sp.Min, sp.Integer(6), Z))),
    ("where(z > 0, a, y)", t.cases((A, sp.StrictGreaterThan(Z, 0)), (Y, sp.true))),
    ("norm(v)", t.power(t.total(t.power(VECTOR[INDICES["k"]], 2), INDICES["k"]), t.HALF)),
    (
        "logsumexp(v/2)",
        t.call(sp.log, t.total(t.call(sp.exp, t.over(VECTOR[INDICES["k"]], sp.Integer(2))), INDICES["k"])),
    ),
    ("Sum(v[c], c)", t.total(VECTOR[CLASS], CLASS)),
    (
        "Sum(Sum(v[k], k)*v[k], k)",
        t.total(t.mul(t.total(VECTOR[INDICES["l"]], INDICES["l"]), VECTOR[INDICES["k"]]), INDICES["k"]),
    ),
    ("max(z, 0)", t.call(sp.Max, Z, t.ZERO)),
    ("Sum(v[k], k)", t.total(VECTOR[INDICES["k"]], INDICES["k"])),
    ("delta(j, i)", t.delta(INDICES["j"], INDICES["i"])),
    (
        "piecewise(z, z > 0, -z, z <= -1, 0)",
        t.cases((Z, sp.StrictGreaterThan(Z, 0)), (t.neg(Z), sp.LessThan(Z, -1)), (t.ZERO, sp.true)),
    ),
)

REFUSED = (
    # text · what is wrong · the column
    ("x", "unknown name 'x'; this formula may use a, v, y, z", 1),
    ("a + foo(z)", "unknown function 'foo'", 5),
    ("z + exp", "the function 'exp' needs its argument in brackets", 5),
    ("a // 2", "the operator FloorDiv has no meaning in a formula", 1),
    ("a % 2", "the operator Mod has no meaning in a formula", 1),
    ("a @ y", "matrices are not derived here; a layer of weights is", 1),
    ("1 + True", "True is not a number", 5),
    ("'a'", "'a' is not a number", 1),
    ("1j", "1j is not a number", 1),
    ("1e50", "write the number 1e50 with plain digits", 1),
    ("0x1F", "write the number 0x1F with plain digits", 1),
    ("1234567890123", "a number of 13 characters; at most 12 are read", 1),
    ("z**65", "a fixed exponent is a number of at most 64", 1),
    ("(z**9)**9", "a power of a power goes up to 64", 1),
    ("z.real", "Attribute has no meaning in a formula", 1),
    ("z < 1", "a comparison is no number; write 1 if z < 1 else 0", 1),
    ("not z", "UnaryOp has no meaning in a formula", 1),
    ("a and y", "BoolOp has no meaning in a formula", 1),
    ("a if z else y", "a condition compares two terms", 6),
    ("lambda: z", "Lambda has no meaning in a formula", 1),
    ("[z]", "List has no meaning in a formula", 1),
    ("(z, z)", "Tuple has no meaning in a formula", 1),
    ("[z for z in a]", "ListComp has no meaning in a formula", 1),
    ("(z := a)", "NamedExpr has no meaning in a formula", 2),
    ("f'{z}'", "JoinedStr has no meaning in a formula", 1),
    ("z.exp(1)", "methods are not understood; write exp(z)", 1),
    ("exp(x=z)", "only plain calls such as exp(z) are understood", 1),
    ("exp(*z)", "only plain calls such as exp(z) are understood", 1),
    ("exp(z)(z)", "write products with *, as z*(1 - z)", 1),
    ("exp()", "exp takes 1 argument, not 0", 1),
    ("exp(a, z)", "exp takes 1 argument, not 2", 1),
    ("max(z)", "max takes two numbers or more, as max(0, z); of a vector", 1),
    ("sqrt(a, z)", "sqrt takes 1 argument, not 2", 1),
    ("delta(i)", "delta takes 2 arguments, not 1", 1),
    ("piecewise(z)", "piecewise takes value, condition, ..., and at last the value otherwise", 1),
    ("piecewise(z, z, 0)", "a condition compares two terms with <, <=, > or >=", 14),
    ("piecewise(z, z == 0, 0)", "a condition compares two terms with <, <=, > or >=", 14),
    ("piecewise(z, 0 < z < 1, 0)", "a condition compares two terms with <, <=, > or >=", 14),
    ("piecewise(z, 1 > 0, 0)", "a condition compares at least one variable", 14),
    ("Sum(z, a)", "an index is a letter that stands for nothing else, such as i, j or k", 8),
    ("expp(z)", "unknown function 'expp', the nearest is 'exp'", 1),
    ("norm(z)", "norm takes a vector, such as norm(a)", 1),
    ("z[i]", "only the vectors of this formula take an index: v", 1),
    ("a*v", "the vector v needs an index, such as v[k]", 3),
    ("v[1]", "an index is a letter that stands for nothing else, such as i, j or k", 3),
)

HOSTILE = (
    "__import__('os').system('true')",
    "().__class__.__bases__[0].__subclasses__()",
    "exec('import os')",
    "open('/etc/passwd').read()",
    "z.__class__",
    "9**9**9**9**9",
    "2**z**64**64",
    "(" * 500 + "z" + ")" * 500,
    "-" * 1500 + "z",
    "exp(" * 300 + "z" + ")" * 300,
    "+".join("z" * 900),
    "z*" * 999 + "z",
    "\x00",
    "\ud800",
    "z\x00",
    "\\",
    "z #",
    "α + ℯ",
    "ａ",
    "1_000_0",
    "0/0",
    "1/0",
    "log(0)",
    "z**0",
    "0**-1",
    "1 if z else",
    "print(z); z",
    "z = 1",
    "",
    " ",
    "\n\tz",
    "z\nz",
)


def read(text: str) -> Term:
    """Read a formula in a, y, z and the vector v."""
    return parse(text, LETTERS | {"v": VECTOR})


@pytest.mark.parametrize(("text", "expected"), SHAPES, ids=[text.strip() for text, _ in SHAPES])
def test_a_term_stands_in_the_order_in_which_it_was_typed(text: str, expected: Term) -> None:
    assert expected == read(text)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_is_called_by_its_name(name: str) -> None:
    arguments = (A, Y) if name in {"max", "min"} else (Z,)
    assert t.call(FUNCTIONS[name], *arguments) == read(f"{name}({', '.join(map(str, arguments))})")


@pytest.mark.parametrize(("text", "what", "column"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_a_refusal_is_one_line_with_the_text_what_is_wrong_and_the_column(text: str, what: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        read(text)
    message = str(caught.value)
    assert message.startswith(f"{text!r} · {what}")
    assert message.endswith(f" · column {column}")
    assert "\n" not in message


@pytest.mark.parametrize("text", ["a +", "(a", "a b", "2z", ")", "a $ y", "", "z = 1", "z; z", "1__0", "\x00"])
def test_what_python_cannot_read_is_not_a_formula(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"^'.*' · not a formula: [^\n]+ · column \d+$"):
        read(text)


@pytest.mark.parametrize(("text", "column"), [("a + * y", 5), ("  a $ y", 3), ("z + q", 5), ("\n z + q", 5)])
def test_a_column_is_counted_from_the_first_letter_of_the_formula(text: str, column: int) -> None:
    with pytest.raises(ExpressionError, match=rf" · column {column}$"):
        read(text)


def test_the_names_that_a_formula_may_use_are_named() -> None:
    with pytest.raises(ExpressionError, match="this formula may use z"):
        parse("a", {"z": Z})


def test_the_functions_that_a_formula_may_call_are_named() -> None:
    with pytest.raises(ExpressionError, match="functions have NumPy's names, as exp, log, tanh, where"):
        read("sigmoid(z)")


def test_a_long_formula_is_cut_short_in_its_message() -> None:
    with pytest.raises(ExpressionError) as caught:
        read("+".join(["z"] * 100) + "+x")
    assert len(str(caught.value)) < 200


def test_a_formula_that_is_too_long_is_not_read() -> None:
    with pytest.raises(ExpressionError, match=f"^formula of {MAX_LENGTH + 1} characters · at most {MAX_LENGTH}"):
        read(" " * MAX_LENGTH + "z")


def test_the_deepest_formula_is_read_and_a_deeper_one_is_not() -> None:
    deep = "exp(" * MAX_DEPTH + "z" + ")" * MAX_DEPTH
    assert read(deep).free_symbols == {Z}
    with pytest.raises(ExpressionError, match=f"nested deeper than {MAX_DEPTH} levels"):
        read(f"exp({deep})")


def test_the_index_of_a_sum_is_known_inside_the_sum_only() -> None:
    assert t.total(t.mul(VECTOR[INDICES["k"]], INDICES["k"]), INDICES["k"]) == read("Sum(v[k]*k, k)")
    with pytest.raises(ExpressionError, match="unknown name 'k'"):
        read("Sum(v[k], k) + k")


def test_further_functions_may_be_lent_to_a_formula() -> None:
    assert t.neg(Z) == parse("minus(z)", {"z": Z}, {"minus": t.neg})


def outcome(text: str) -> str:
    """Read the text and print what became of it; any other error than the one that is promised gets through."""
    try:
        return tex(read(text))
    except ExpressionError as error:
        return str(error)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_or_refused_in_one_line_at_once(text: str) -> None:
    started = time.process_time()
    assert "\n" not in outcome(text)
    assert time.process_time() - started < 2


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60))
@example("z" * 10_000)
def test_any_text_is_a_term_or_a_refusal(text: str) -> None:
    assert "\n" not in outcome(text)


SIGNS = ("+", "-", "*", "/", "**", "(", ")", "[", "]", ",", "<", ">=", ".", "=", ":=", " ", "0", "1", "2.5", "64")
WORDS = ("a", "y", "z", "v", "k", *FUNCTIONS, "sqrt", "Sum", "delta", "piecewise", "lambda", "if")


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(SIGNS + WORDS), max_size=14).map("".join))
def test_any_heap_of_formula_pieces_is_a_term_or_a_refusal(text: str) -> None:
    assert "\n" not in outcome(text)


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("e**z", "exp(z)"),
        ("e^(-z)", "exp(-z)"),
        ("e**-z", "exp(-z)"),
        ("z*e**z**2", "z*exp(z**2)"),
        ("|z - 1|", "abs(z - 1)"),
        ("√z", "sqrt(z)"),
        ("z if z > 0 else 0", "piecewise(z, z > 0, 0)"),
        ("heaviside(z)", "piecewise(1, z > 0, 0)"),
    ],
)
def test_what_people_type_is_read_as_what_it_means(typed: str, own: str) -> None:
    assert read(typed) == read(own)


def test_e_is_a_letter_where_the_formula_has_one() -> None:
    letter = sp.Symbol("e", real=True)
    assert parse("e**z", {"e": letter, "z": Z}) == t.power(letter, Z)
