"""How do libraries of arrays spell what formulas need: NumPy, PyTorch and JAX?

What functions are called stands in ``primitives``. To add a library, add a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.engine.primitives import by_head

FUNCTIONS: Mapping[str, str] = {
    **{head.__name__: row.arrays or row.id for head, row in by_head().items() if not row.scipy},
    "Max": "maximum",
    "Min": "minimum",
}
"""SymPy's names of functions, and NumPy's, which PyTorch and JAX took over."""

PLAIN: Mapping[str, str] = {"Abs": "abs", "Max": "max", "Min": "min"}
"""What Python itself has for single numbers; the rest stands in ``math``, under SymPy's names."""

ARRAYS = ("z", "a", "y")
"""The letters that stand for arrays; any other is a single number."""

SPECIAL = {head.__name__: row for head, row in by_head().items() if row.scipy}
"""The functions that libraries of arrays keep elsewhere, or lack, by SymPy's names."""

VECTORIZED = "np.vectorize(math.{0})"
"""NumPy has no error function; Python has one for single numbers."""


@dataclass(frozen=True)
class Library:
    """A library of arrays: its name, the prefix of its functions, and its words for an axis and for what it keeps.

    ``special`` is how it spells the functions of ``SPECIAL``, with Python's and PyTorch's name at {0}, or SciPy's at
    {scipy}, and ``zero_log`` u log(v) where u = 0 counts as 0, if it does. In one that is ``typed`` numbers come from
    ``math`` and a choice between them is made an array, so that every result has the type of what is given. ``arrays``
    are the letters that stand for arrays, ``singles`` those with one number for each vector. One that is ``bounded``
    takes the larger of arrays only.
    """

    name: str
    prefix: str
    axis: str
    keep: str
    special: str
    place: str = "np.arange({0}.shape[-1])"
    eye: str = "np.eye({0}.shape[-1])"
    zero_log: str = ""
    typed: bool = False
    bounded: bool = False
    arrays: tuple[str, ...] = ARRAYS
    singles: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        """All letters that stand for arrays."""
        return (*self.arrays, *self.singles)


NUMPY = Library("NumPy", "np", "axis", "keepdims", VECTORIZED)
TYPED_EYE = "np.eye({0}.shape[-1], dtype={0}.dtype)"
NUMPY_TYPED = replace(NUMPY, special="{scipy}", zero_log="xlogy", typed=True, eye=TYPED_EYE)
JAX = Library(
    "JAX",
    "jnp",
    "axis",
    "keepdims",
    "jax.scipy.special.{scipy}",
    "jnp.arange({0}.shape[-1])",
    "jnp.eye({0}.shape[-1], dtype={0}.dtype)",
    "jax.scipy.special.xlogy",
    typed=True,
)
TORCH = Library(
    "PyTorch",
    "torch",
    "dim",
    "keepdim",
    "torch.{0}",
    "torch.arange({0}.shape[-1], device={0}.device)",
    "torch.eye({0}.shape[-1], dtype={0}.dtype, device={0}.device)",
    "torch.xlogy",
    typed=True,
    bounded=True,
)
