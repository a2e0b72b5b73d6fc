"""Which lines of NumPy run and train a network of any depth?

Every line of mathematics in them is printed from a derived formula; what is written here is the loop around them. The
tests run the code as the page shows it.
"""

from generator.catalogue.formulas import value_of
from generator.catalogue.index import Catalogue
from generator.catalogue.network import formula
from generator.catalogue.network_derivations import derived, statement
from generator.catalogue.results import slope_of
from generator.engine.code import numpy_expression

NETWORK = '''import numpy as np


def forward(X, W, b, g):
    """Return the weighted sums Z and the activations A of all layers; W[l], b[l] and g[l] belong to layer l."""
    Z, A = {{}}, {{0: X}}
    for l in range(1, len(W) + 1):
        {z}
        {a}
    return Z, A


def backward(Y, W, Z, A, dg):
    """Return dW and db of all layers, where the error of the output is a difference; dg[l] is the slope of g[l]."""
    L, m = len(W), Y.shape[1]
    dZ, dW, db = {{}}, {{}}, {{}}
    {output}
    for l in range(L - 1, 0, -1):
        {hidden}
    for l in range(1, L + 1):
        {dw}
        {db}
    return dW, db
'''

XOR = """def sigmoid(z):
    return {sigmoid}


def slope(z):
    a = sigmoid(z)
    return {slope}


X = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
Y = np.array([[0, 1, 1, 0]])
draw = np.random.default_rng(1)
W = {{1: draw.normal(size=(4, 2)), 2: draw.normal(size=(1, 4))}}
b = {{1: np.zeros((4, 1)), 2: np.zeros((1, 1))}}
g, dg = {{1: sigmoid, 2: sigmoid}}, {{1: slope}}
for _ in range(3000):
    Z, A = forward(X, W, b, g)
    dW, db = backward(Y, W, Z, A, dg)
    for l in W:
        W[l] = W[l] - 2 * dW[l]
        b[l] = b[l] - 2 * db[l]
print(A[2].round(2))
"""


def line(name: str) -> str:
    """Return a formula of the network as a line of NumPy."""
    return statement(formula(name), derived(formula(name)).matrix)


def network_code() -> str:
    """Return the forward and the backward pass."""
    names = {"z": "z", "a": "a", "output": "dz-difference", "hidden": "dz-hidden", "dw": "dw", "db": "db"}
    return NETWORK.format(**{place: line(f"network-{name}") for place, name in names.items()})


def xor_code() -> str:
    """Return a network that learns exclusive or, to be run after ``network_code``."""
    sigmoid = next(entry for entry in Catalogue().activations if entry.id == "sigmoid")
    return XOR.format(sigmoid=numpy_expression(value_of(sigmoid)), slope=numpy_expression(slope_of(sigmoid)))
