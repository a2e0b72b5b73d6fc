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
_DIGITS = "A form to compute that keeps more digits is known: of tails, beside means, at open corners, in float16."
_WITH_DIGITS: tuple[tuple[str, str, str], ...] = (
    ("absolute-error", "slope",
     "gelu gelu-tanh"),
    ("brier", "slope",
     "softmax softmin tempered-softmax"),
    ("exponential", "slope",
     "gelu gelu-tanh"),
    ("gamma", "value",
     "probit"),
    ("gaussian-nll", "slope",
     "gelu gelu-tanh"),
    ("gaussian-nll", "value",
     ("celu elu gelu gelu-tanh hard-swish leaky-relu log-sigmoid mish prelu relu selu silu softplus "
      "softshrink squared-relu tanhshrink")),
    ("gaussian-variance", "value",
     "probit"),
    ("hinge", "slope",
     "gelu gelu-tanh probit sigmoid silu sin softplus softsign tanh"),
    ("hinge", "value",
     "probit sigmoid tanh"),
    ("huber", "slope",
     "gelu gelu-tanh"),
    ("log-cosh", "slope",
     "gelu gelu-tanh"),
    ("mse", "slope",
     "gelu gelu-tanh"),
    ("pseudo-huber", "slope",
     "gelu gelu-tanh"),
    ("quantile", "slope",
     "gelu gelu-tanh"),
    ("reverse-kl", "slope",
     "softmax softmin tempered-softmax"),
    ("squared-error", "slope",
     "gelu gelu-tanh"),
    ("squared-hinge", "slope",
     "gelu gelu-tanh probit sigmoid tanh"),
    ("squared-hinge", "value",
     "probit sigmoid tanh"),
)  # fmt: skip
_OTHER_DIGITS = (
    "activations/gelu-tanh/#compute-slope",
    "activations/gelu/#compute-slope",
    "activations/gelu/#compute-value",
    "activations/probit/#compute-value",
    "cases/linear-gaussian-nll/#compute-value",
    "losses/gaussian-nll/#compute-value",
)

_INNER = "The branches of the activation are asked first: a condition with branches of its own could not be read."
_ASKED: tuple[tuple[str, str, str], ...] = (
    ("hinge", "slope", "celu elu hard-sigmoid hard-swish hard-tanh leaky-relu log-sigmoid prelu relu6 selu softshrink"),
    ("huber", "slope", "celu elu hard-swish hard-tanh relu6 selu softshrink"),
    ("huber", "value", "celu elu hard-swish hard-tanh relu6 softshrink"),
    ("quantile", "slope", "celu elu hard-sigmoid hard-swish hard-tanh leaky-relu prelu relu6 selu softshrink"),
    ("quantile", "value", "celu elu hard-sigmoid hard-swish hard-tanh leaky-relu prelu relu6 selu softshrink"),
)

_READ = "The derivations were read line by line, and end as a person ends them, mostly in fewer lines."
_ENDS: tuple[tuple[str, str], ...] = (
    ("absolute-error", "gelu silu softplus"),
    ("brier", "softmax softmin tempered-softmax"),
    ("cosine-distance", "linear"),
    ("cross-entropy", "softmin tempered-softmax"),
    ("exponential", ("arctan celu elu exp gelu-tanh hard-swish leaky-relu log-sigmoid mish prelu probit selu "
     "sigmoid silu softplus softshrink softsign squared-relu tanh tanhshrink")),
    ("gamma", "softplus"),
    ("gaussian-nll", "elu exp gelu-tanh hard-swish selu sigmoid softplus"),
    ("gaussian-variance", "sigmoid softplus"),
    ("hinge", "sigmoid silu softplus"),
    ("huber", "hard-sigmoid leaky-relu prelu sigmoid softplus"),
    ("jensen-shannon", "softmax softmin tempered-softmax"),
    ("kl", "softmin tempered-softmax"),
    ("label-smoothing", "softmax softmin"),
    ("log-cosh", "elu gelu-tanh hard-swish log-sigmoid selu sigmoid softplus"),
    ("logistic-logits", "linear"),
    ("mse", "elu exp gelu-tanh hard-swish leaky-relu log-sigmoid prelu selu sigmoid softplus softshrink"),
    ("poisson", "probit softplus"),
    ("pseudo-huber", ("arctan elu gelu-tanh hard-sigmoid hard-swish hard-tanh leaky-relu linear log-sigmoid prelu relu "
     "relu6 selu sigmoid softplus softshrink softsign")),
    ("quantile", "arctan log-sigmoid sigmoid silu softplus"),
    ("squared-error", "elu exp gelu-tanh hard-swish log-sigmoid selu sigmoid softplus softshrink"),
    ("squared-hinge", "elu gelu-tanh hard-swish leaky-relu prelu selu softplus"),
)  # fmt: skip
_SOFTPLUS = (
    "absolute-error exponential gamma gaussian-nll gaussian-variance hinge huber log-cosh mse poisson "
    "pseudo-huber quantile squared-error squared-hinge "
)
_OTHER_ENDS = (
    "activations/log-sigmoid/",
    "activations/silu/",
    "activations/softmin/",
    "activations/softplus/",
    "activations/tanh/",
    "f/cosine-distance/",
    "f/linear-cosine-distance/",
    "f/softmax-label-smoothing/",
    "f/softplus/",
    "losses/cosine-distance/",
    "losses/jensen-shannon/",
    "losses/logistic-logits/",
    "losses/pseudo-huber/",
    *(f"f/softplus-{loss}/" for loss in _SOFTPLUS.split()),
    *(f"cases/{name}-{loss}/" for loss, names in _ENDS for name in names.split()),
)
_FEWER: tuple[tuple[str, int, int, int], ...] = (
    ("cases/sigmoid-exponential/", 4, 5, 6), ("cases/sigmoid-huber/", 4, 6, 8), ("cases/sigmoid-quantile/", 4, 6, 7),
    ("cases/sigmoid-hinge/", 4, 6, 7), ("cases/linear-logistic-logits/", 4, 4, 5),
    ("cases/softmax-label-smoothing/", 4, 3, 4), ("cases/softmax-jensen-shannon/", 1, 6, 9),
    ("cases/leaky-relu-pseudo-huber/", 4, 8, 9), ("cases/prelu-pseudo-huber/", 4, 8, 9),
    ("cases/elu-log-cosh/", 4, 3, 4), ("cases/elu-exponential/", 4, 4, 5), ("cases/elu-pseudo-huber/", 4, 6, 7),
    ("cases/elu-squared-hinge/", 4, 3, 5), ("cases/selu-mse/", 4, 3, 4), ("cases/selu-squared-error/", 4, 3, 4),
    ("cases/selu-log-cosh/", 4, 3, 4), ("cases/selu-exponential/", 4, 4, 5), ("cases/selu-pseudo-huber/", 4, 6, 7),
    ("cases/selu-squared-hinge/", 4, 3, 5), ("cases/selu-gaussian-nll/", 4, 3, 4),
    ("cases/celu-exponential/", 4, 4, 5), ("cases/silu-quantile/", 4, 6, 7), ("cases/silu-hinge/", 4, 6, 7),
    ("cases/probit-poisson/", 4, 7, 10), ("cases/gelu-tanh-squared-error/", 4, 5, 6),
    ("cases/gelu-tanh-exponential/", 4, 5, 6), ("cases/hard-sigmoid-huber/", 4, 4, 5),
    ("cases/hard-swish-log-cosh/", 4, 3, 4), ("cases/hard-swish-exponential/", 4, 4, 5),
    ("cases/hard-swish-pseudo-huber/", 4, 6, 7), ("cases/hard-swish-squared-hinge/", 4, 3, 5),
    ("cases/softshrink-pseudo-huber/", 4, 8, 9), ("cases/exp-mse/", 4, 4, 6), ("cases/exp-squared-error/", 4, 4, 6),
    ("cases/exp-gaussian-nll/", 4, 4, 6), ("cases/squared-relu-exponential/", 4, 4, 5),
    ("cases/softmin-cross-entropy/", 5, 4, 6), ("cases/softmin-kl/", 5, 4, 6),
    ("cases/softmin-label-smoothing/", 6, 3, 5), ("cases/softmin-jensen-shannon/", 1, 6, 9),
    ("cases/tempered-softmax-cross-entropy/", 4, 2, 3), ("cases/tempered-softmax-kl/", 4, 2, 3),
    ("cases/tempered-softmax-jensen-shannon/", 1, 6, 9), ("cases/linear-cosine-distance/", 4, 6, 7),
    ("activations/tanh/", 3, 2, 4), ("activations/log-sigmoid/", 3, 3, 5), ("activations/softmin/", 3, 1, 2),
    ("losses/jensen-shannon/", 1, 6, 9), ("losses/logistic-logits/", 2, 4, 5), ("losses/cosine-distance/", 2, 6, 7),
)  # fmt: skip
"""Pages with the number of a part, that of its last line by now, and that of the last line it had."""

MOVED: tuple[Moved, ...] = (
    *(Moved(page, page, "0.1.0", _RESIDUAL) for page in _TWEEDIE),
    Moved("cases/probit-tweedie/#step-4-11", "cases/probit-tweedie/#step-4-7", "0.1.0", _RESIDUAL),
    *(Moved(page, page, "0.1.0", _SPLIT) for page in _FOCAL),
    Moved("cases/selu-huber/#compute-value", "cases/selu-huber/#compute-value", "0.1.0", _UNREAD),
    *(
        Moved(place, place, "0.1.0", why)
        for why, table in ((_EXACT, _FORMS), (_DIGITS, _WITH_DIGITS), (_INNER, _ASKED))
        for loss, what, names in table
        for name in names.split()
        for place in (f"cases/{name}-{loss}/#compute-{what}",)
    ),
    *(Moved(place, place, "0.1.0", _EXACT) for place in _OTHER_FORMS),
    *(Moved(place, place, "0.1.0", _DIGITS) for place in _OTHER_DIGITS),
    *(Moved(page, page, "0.1.0", _READ) for page in _OTHER_ENDS),
    *(
        Moved(f"{page}#step-{part}-{line}", f"{page}#step-{part}-{last}", "0.1.0", _READ)
        for page, part, last, once in _FEWER
        for line in range(last + 1, once + 1)
    ),
)
