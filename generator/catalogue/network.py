"""Which formulas does a network of dense layers have?

Each is an entry with a page of its own. An entry says what is looked for, in which layout, and through which node; the
formula itself is derived. A newcomer adds an entry here, and what it is called in prose.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from generator.catalogue.dense import COLUMNS, NIELSEN, ROWS, Layout

Kind = Literal["z", "a", "dz-output", "dz-difference", "da", "dz-hidden", "dw", "db"]
"""What is looked for; ``catalogue.network_derivations`` has a function for each."""


@dataclass(frozen=True)
class Formula:
    """One formula of the network.

    ``left`` is the TeX of the quantity's usual name, ``numerator`` what is differentiated ("dL", "dJ", or nothing for a
    definition), ``edges`` the edges of the computation graph that the formula uses. ``prose`` is Markdown.
    """

    kind: ClassVar[str] = "network"
    folder: ClassVar[str] = "network"
    id: str
    title: str
    what: Kind
    layout: Layout
    left: str
    numerator: str
    edges: tuple[str, ...]
    prose: str
    names: tuple[str, ...] = ()
    references: tuple[str, ...] = ("rumelhart-1986", "goodfellow-2016")

    @property
    def uri(self) -> str:
        """The page of the formula, from the root of the site, without ``.md``."""
        return f"{self.folder}/{self.id.removeprefix('network-')}"

    @property
    def url(self) -> str:
        """Where its page is on the site."""
        return f"{self.uri}/"


FORMULAS = (
    Formula(
        "network-z", "Weighted sums of a layer", "z", COLUMNS, r"Z^{[l]}", "", ("A0-Z1", "W1-Z1", "b1-Z1"),
        "Every unit adds up what the layer below says, each voice with its own weight, and a bias. The bias is one "
        "column; it is added to the column of every example.",
        ("forward pass", "linear layer", "fully connected layer", "nn.Linear", "Dense"),
    ),
    Formula(
        "network-a", "Activations of a layer", "a", COLUMNS, r"A^{[l]}", "", ("Z1-A1",),
        "The activation is applied to every element by itself. The first layer reads the data: $A^{[0]} = X$.",
        ("forward pass", "activation"),
    ),
    Formula(
        "network-dz-output", "Error of the output layer, in general", "dz-output", COLUMNS, r"dZ^{[L]}", "dL",
        ("Z2-A2",),
        "For an activation that acts on each element, so not for softmax: the loss's slope, times the activation's "
        "slope, element by element. "
        "The output layer is where many courses write $A - Y$ instead; that is this formula after the two factors "
        "have been multiplied, for pairs of activation and loss in which the slope of the activation cancels.",
        ("output error", "delta of the last layer", "dZL"),
    ),
    Formula(
        "network-dz-difference", "Error of the output layer, as a difference", "dz-difference", COLUMNS,
        r"dZ^{[L]}", "dL", ("Z2-A2", "A2-L"),
        "True for the pairs of activation and loss that are derived below, and for no other pair on this site: with "
        "another loss, use the general formula.",
        ("A - Y", "AL - Y", "dZL"),
    ),
    Formula(
        "network-da", "Error handed down to the layer below", "da", COLUMNS, r"dA^{[l-1]}", "dL",
        ("A0-Z1",),
        "An activation of the layer below reaches the loss through every unit of this layer, so its share comes back "
        "from each of them. That is a sum over the units, with the weights read column by column: hence the transpose.",
        ("dA_prev", "dX", "grad_input"),
    ),
    Formula(
        "network-dz-hidden", "Error of a hidden layer", "dz-hidden", COLUMNS, r"dZ^{[l]}", "dL",
        ("Z1-A1", "A1-Z2"),
        "The error of the layer above, sent back through the weights of the layer above, times the slope of this "
        "layer's own activation at this layer's own input.",
        ("backpropagated error", "hidden delta"),
    ),
    Formula(
        "network-dw", "Gradient of the weights", "dw", COLUMNS, r"dW^{[l]}", "dJ", ("W1-Z1", "L-J"),
        "A weight acts once in every example, on one unit: its gradient is the error of that unit times what came in "
        "through the weight, averaged over the examples. The product with the transpose does the adding up.",
        ("weight gradient", "dW", "grad_weight"),
    ),
    Formula(
        "network-db", "Gradient of the biases", "db", COLUMNS, r"db^{[l]}", "dJ", ("b1-Z1", "L-J"),
        "A bias is added to its unit in every example, so its gradient is the mean of the unit's errors: the sum along "
        "each row, over $m$. In NumPy `keepdims=True` keeps the result a column.",
        ("bias gradient", "db", "np.sum(dZ, axis=1, keepdims=True)"),
    ),
    Formula(
        "bp1", "BP1: error of the output layer", "dz-output", NIELSEN, r"\delta^{L}", "dC", ("Z2-A2",),
        r"Nielsen's first equation, for one example: $\delta^L$ is $\partial C/\partial z^L$, and $\nabla_a C$ the "
        "column of the slopes of the cost by the activations.",
        ("BP1", "delta L"), ("nielsen-2015",),
    ),
    Formula(
        "bp2", "BP2: error of a hidden layer", "dz-hidden", NIELSEN, r"\delta^{l}", "dC", ("Z1-A1", "A1-Z2"),
        "Nielsen's second equation, for one example.",
        ("BP2", "delta l"), ("nielsen-2015",),
    ),
    Formula(
        "bp3", "BP3: gradient of the biases", "db", NIELSEN, r"\nabla_{b^{l}} C", "dC", ("b1-Z1",),
        "Nielsen's third equation, for one example: the error is the gradient of the bias. No sum and no $1/m$, for "
        "there is one example.",
        ("BP3",), ("nielsen-2015",),
    ),
    Formula(
        "bp4", "BP4: gradient of the weights", "dw", NIELSEN, r"\nabla_{w^{l}} C", "dC", ("W1-Z1",),
        "Nielsen's fourth equation, for one example: a column times a row, so a matrix with the shape of the weights.",
        ("BP4",), ("nielsen-2015",),
    ),
    Formula(
        "rows-z", "Weighted sums, examples in rows", "z", ROWS, r"Z^{[l]}", "", ("A0-Z1", "W1-Z1", "b1-Z1"),
        "The same layer with one example in each row, as PyTorch stores a batch. The weights keep their shape.",
        ("nn.Linear", "torch.nn.functional.linear", "batch first"),
    ),
    Formula(
        "rows-da", "Error handed down, examples in rows", "da", ROWS, r"dA^{[l-1]}", "dL", ("A0-Z1",),
        "With the examples in rows no transpose is left here; it stands in the forward pass instead.",
        ("grad_input", "dX"),
    ),
    Formula(
        "rows-dz-hidden", "Error of a hidden layer, examples in rows", "dz-hidden", ROWS, r"dZ^{[l]}", "dL",
        ("Z1-A1", "A1-Z2"),
        "The hidden error with one example in each row.",
        ("batch first",),
    ),
    Formula(
        "rows-dw", "Gradient of the weights, examples in rows", "dw", ROWS, r"dW^{[l]}", "dJ",
        ("W1-Z1", "L-J"),
        "The gradient has the shape of the weights in either layout; only the side of the transpose changes.",
        ("grad_weight",),
    ),
    Formula(
        "rows-db", "Gradient of the biases, examples in rows", "db", ROWS, r"db^{[l]}", "dJ",
        ("b1-Z1", "L-J"),
        "With the examples in rows the bias is a row, and the sum runs down the columns.",
        ("grad_bias",),
    ),
)  # fmt: skip


def formula(name: str) -> Formula:
    """Return the formula with this id."""
    return next(entry for entry in FORMULAS if entry.id == name)
