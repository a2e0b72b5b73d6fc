"""What do libraries take for the slope where a function has a corner?

Mathematics leaves the choice open, between the slopes on the two sides; libraries choose, and not all alike. The tables
were measured with ``MEASURED_WITH``, and the tests measure them again with each library that is installed. ``slopes``
pairs places on the axis with slopes, both as formulas in the entry's letters.

Sources: PyTorch, *Autograd mechanics*, "Gradients for non-differentiable functions"; JAX, ``jax.nn.relu``, which notes
its slope at 0; TensorFlow writes nothing of it.
"""

from dataclasses import dataclass

from generator.catalogue.records import Entry

MEASURED_WITH = {"torch": "PyTorch 2.13.0", "jax": "JAX 0.10.2", "optax": "Optax 0.2.8", "tf": "TensorFlow 2.21.0"}
"""Each library under the name by which calls begin."""


@dataclass(frozen=True)
class Corner:
    """What one function of a library has for the slopes of an entry at its corners; ``call`` is code."""

    entry: str
    call: str
    slopes: tuple[tuple[str, str], ...]

    @property
    def library(self) -> str:
        """The name by which the call begins: torch, jax, optax or tf."""
        return self.call.partition(".")[0]


CORNERS = (
    Corner("relu",           "torch.nn.functional.relu(z)",              (("0", "0"),)),
    Corner("relu",           "jax.nn.relu(z)",                           (("0", "0"),)),
    Corner("relu",           "tf.nn.relu(z)",                            (("0", "0"),)),
    Corner("leaky-relu",     "torch.nn.functional.leaky_relu(z, alpha)", (("0", "alpha"),)),
    Corner("leaky-relu",     "jax.nn.leaky_relu(z, alpha)",              (("0", "1"),)),
    Corner("leaky-relu",     "tf.nn.leaky_relu(z, alpha)",               (("0", "alpha"),)),
    Corner("prelu",          "torch.nn.functional.prelu(z, alpha)",      (("0", "alpha"),)),
    Corner("elu",            "torch.nn.functional.elu(z, alpha)",        (("0", "alpha"),)),
    Corner("elu",            "jax.nn.elu(z, alpha)",                     (("0", "alpha"),)),
    Corner("elu",            "tf.keras.activations.elu(z, alpha)",       (("0", "alpha"),)),
    Corner("selu",           "torch.nn.functional.selu(z)",              (("0", "lamda*alpha"),)),
    Corner("selu",           "jax.nn.selu(z)",                           (("0", "lamda*alpha"),)),
    Corner("selu",           "tf.nn.selu(z)",                            (("0", "lamda"),)),
    Corner("hard-sigmoid",   "torch.nn.functional.hardsigmoid(z)",       (("-3", "0"), ("3", "0"))),
    Corner("hard-sigmoid",   "jax.nn.hard_sigmoid(z)",                   (("-3", "0"), ("3", "0"))),
    Corner("hard-sigmoid",   "tf.keras.activations.hard_sigmoid(z)",     (("-3", "0"), ("3", "0"))),
    Corner("hard-swish",     "torch.nn.functional.hardswish(z)",         (("-3", "0"), ("3", "1"))),
    Corner("hard-swish",     "jax.nn.hard_swish(z)",                     (("-3", "0"), ("3", "1"))),
    Corner("hard-swish",     "tf.keras.activations.hard_silu(z)",        (("-3", "0"), ("3", "1"))),
    Corner("hard-tanh",      "torch.nn.functional.hardtanh(z)",          (("-1", "0"), ("1", "0"))),
    Corner("hard-tanh",      "jax.nn.hard_tanh(z)",                      (("-1", "1"), ("1", "1"))),
    Corner("hard-tanh",      "tf.keras.activations.hard_tanh(z)",        (("-1", "1"), ("1", "1"))),
    Corner("relu6",          "torch.nn.functional.relu6(z)",             (("0", "0"), ("6", "0"))),
    Corner("relu6",          "jax.nn.relu6(z)",                          (("0", "0"), ("6", "0"))),
    Corner("relu6",          "tf.nn.relu6(z)",                           (("0", "0"), ("6", "0"))),
    Corner("softshrink",     "torch.nn.functional.softshrink(z, lamda)", (("-lamda", "0"), ("lamda", "0"))),
    Corner("softshrink",     "tf.keras.activations.soft_shrink(z, lamda)", (("-lamda", "0"), ("lamda", "0"))),
    Corner("maxout",         "torch.maximum(z, g)",                      (("g", "1/2"),)),
    Corner("maxout",         "jax.numpy.maximum(z, g)",                  (("g", "1/2"),)),
    Corner("maxout",         "tf.maximum(z, g)",                         (("g", "1"),)),
    Corner("absolute-error", "torch.nn.functional.l1_loss(a, y)",        (("y", "0"),)),
    Corner("absolute-error", "jax.numpy.abs(a - y)",                     (("y", "1"),)),
    Corner("absolute-error", "tf.abs(a - y)",                            (("y", "0"),)),
    Corner("hinge",          "optax.hinge_loss(a, y)",                   (("1/y", "-y/2"),)),
    Corner("hinge",          "tf.keras.losses.hinge(y, a)",              (("1/y", "-y"),)),
    Corner("l1-penalty",     "torch.abs(w).sum()*lamda",                 (("0", "0"),)),
    Corner("l1-penalty",     "jax.numpy.abs(w).sum()*lamda",             (("0", "lamda"),)),
    Corner("l1-penalty",     "tf.keras.regularizers.L1(lamda)(w)",       (("0", "0"),)),
)  # fmt: skip


def corners_of(entry: Entry) -> tuple[Corner, ...]:
    """Return what the libraries take for an activation or a loss, one row for each function that they have."""
    return tuple(corner for corner in CORNERS if corner.entry == entry.id)
