"""In which order does a newcomer read? "Previous" and "next" lead along this path on the pages that lie on it.

Like ``site``, this module imports nothing. To add a stop, add its page.
"""

PATH = (
    "start.md", "activations/sigmoid.md", "losses/logistic.md", "cases/sigmoid-logistic.md", "cases/sigmoid-mse.md",
    "notation.md", "activations/softmax.md", "losses/cross-entropy.md", "cases/softmax-cross-entropy.md",
    "network/index.md", "network/dz-output.md", "network/dz-hidden.md", "network/dw.md", "network/db.md",
    "layers/index.md", "layers/layer-norm.md", "layers/attention.md", "layers/conv2d.md", "layers/lstm-cell.md",
    "mistakes/index.md",
)  # fmt: skip
