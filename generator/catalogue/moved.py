"""Which published links lead elsewhere by now, and which were withdrawn?

A link once published works for ever: ``generator/published.txt`` names every page and every named place on it,
and a test fails for one that is gone, or that shows another formula, until a row here says what became of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Moved:
    """A published link and what became of it, from which version on, and why, in one sentence.

    ``old`` and ``new`` are places within the site: ``cases/sigmoid-mse/`` or ``cases/sigmoid-mse/#step-1-2``. Without a
    ``new`` place the old one was withdrawn. Where both are the same, the same formula is written otherwise by now; on
    a whole page, for which one row stands, so are its steps.
    """

    old: str
    new: str
    version: str
    why: str

    @property
    def page(self) -> str:
        """The page that the old link led to."""
        return self.old.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The place on that page; empty for a whole page."""
        return self.old.partition("#")[2]


_RESIDUAL = "The gradient is written as the residual over the variance, (a - y)/a^p, and the steps lead there."
_TWEEDIE = (
    "losses/tweedie/", "f/tweedie/",
    *(f"{folder}/{case}-tweedie/" for folder in ("cases", "f") for case in ("exp", "probit", "sigmoid", "softplus")),
)  # fmt: skip
_SPLIT = "The powers are split in the first line that can be, and joined at the end: fewer steps lead to the result."
_FOCAL = (
    *(f"losses/{loss}/" for loss in ("focal", "focal-of-classes")),
    *(f"cases/{case}-focal/" for case in ("probit", "sigmoid", "softmax", "softmin", "tempered-softmax")),
)
_UNREAD = "A form to compute whose conditions have branches of their own is not offered any more."
_EXACT = "The form to compute cancels nothing near zero by now, or its squares no longer overflow in float16."
_FORMS: tuple[tuple[str, str, str], ...] = (
    ("log-cosh", "slope",
     "mish"),
    ("log-cosh", "value",
     ("arctan exp gelu gelu-tanh linear log-sigmoid mish probit relu sigmoid silu sin softplus softsign squared-relu "
      "tanh tanhshrink")),
    ("mse", "value",
     ("celu elu gelu gelu-tanh hard-swish leaky-relu linear log-sigmoid mish prelu relu selu silu softplus "
     "softshrink squared-relu tanhshrink")),
    ("pseudo-huber", "slope",
     ("celu elu hard-swish leaky-relu linear log-sigmoid mish prelu relu selu silu softplus softshrink "
     "tanhshrink")),
    ("pseudo-huber", "value",
     ("arctan celu elu exp gelu gelu-tanh hard-sigmoid hard-swish hard-tanh leaky-relu linear log-sigmoid "
     "mish prelu probit relu relu6 selu sigmoid silu sin softplus softshrink softsign squared-relu tanh "
     "tanhshrink")),
)  # fmt: skip
_OTHER_FORMS = (
    "activations/gelu-tanh/#compute-value",
    "activations/mish/#compute-slope",
    "cases/mish-absolute-error/#compute-slope",
    "cases/mish-exponential/#compute-slope",
    "cases/mish-hinge/#compute-slope",
    "cases/mish-quantile/#compute-slope",
    "cases/mish-squared-hinge/#compute-slope",
    "cases/sigmoid-gamma/#compute-value",
    "cases/softplus-gamma/#compute-slope",
)

MOVED: tuple[Moved, ...] = (
    *(Moved(page, page, "0.1.0", _RESIDUAL) for page in _TWEEDIE),
    Moved("cases/probit-tweedie/#step-4-11", "cases/probit-tweedie/#step-4-7", "0.1.0", _RESIDUAL),
    *(Moved(page, page, "0.1.0", _SPLIT) for page in _FOCAL),
    Moved("cases/selu-huber/#compute-value", "cases/selu-huber/#compute-value", "0.1.0", _UNREAD),
    *(
        Moved(place, place, "0.1.0", _EXACT)
        for loss, what, names in _FORMS
        for name in names.split()
        for place in (f"cases/{name}-{loss}/#compute-{what}",)
    ),
    *(Moved(place, place, "0.1.0", _EXACT) for place in _OTHER_FORMS),
)
