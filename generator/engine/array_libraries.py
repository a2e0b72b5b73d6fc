"""The libraries of arrays that layers are printed for: a new one is a row, and its words in ``derive.helpers``."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ArrayLibrary:
    """How a library spells things: ``arange`` makes whole numbers, ``same`` 0 or 1 of an array's type."""

    name: str
    prefix: str
    arange: str
    same: str
    functions: Mapping[str, str] = field(default_factory=dict, hash=False)

    def called(self, name: str) -> str:
        """Return the name of a function of one array."""
        return self.functions.get(name, f"{self.prefix}.{name}")


NUMPY = ArrayLibrary(
    "NumPy",
    "np",
    "np.arange({0})",
    "({0} == {1}).astype({2}.dtype)",
    {r"\sigma": "expit", "erf": "erf", "erfc": "erfc", "Abs": "np.abs"},
)
TORCH = ArrayLibrary(
    "PyTorch", "torch", "torch.arange({0}, device={1}.device)", "({0} == {1}).to({2}.dtype)",
    {r"\sigma": "torch.sigmoid", "Abs": "torch.abs"},
)  # fmt: skip
JAX = ArrayLibrary(
    "JAX",
    "jnp",
    "jnp.arange({0})",
    "({0} == {1}).astype({2}.dtype)",
    {r"\sigma": "jax.nn.sigmoid", "erf": "jax.lax.erf", "erfc": "jax.lax.erfc", "Abs": "jnp.abs"},
)
