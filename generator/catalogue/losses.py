"""The losses of one example. A newcomer adds one here: a record of some eight lines is the whole change.

Those between distributions stand in ``distributions``, those of scores in ``scores``, penalties on the weights in
``penalties``. The first few are what a post means that does not say which.
"""

from sympy import FiniteSet, Interval, Rational, S, oo

from generator.catalogue.distributions import CROSS_ENTROPY, DISTRIBUTIONS, FOCUS
from generator.catalogue.parameter import Parameter
from generator.catalogue.penalties import PENALTIES
from generator.catalogue.records import Loss
from generator.catalogue.scores import SCORES

POSITIVE, NOT_NEGATIVE = Interval.open(0, oo), Interval(0, oo)
SIGNS = FiniteSet(-1, 1)
WIDTH = Parameter("delta", S.One, "the distance at which the square turns into a line", POSITIVE)

LOSSES = (
    Loss(
        id="logistic",
        title="Logistic loss",
        value="-(y*log(a) + (1 - y)*log(1 - a))",
        domain=Interval.open(0, 1),
        targets=Interval(0, 1),
        names=("binary cross entropy", "BCE", "log loss", "logloss", "BCELoss"),
        names_with=(("sigmoid", ("BCEWithLogitsLoss", "sigmoid cross entropy", "logistic regression")),),
        references=("bishop-2006", "nielsen-2015"),
    ),
    Loss(
        id="half-squared-error",
        title="Half squared error",
        value="(a - y)**2/2",
        domain=S.Reals,
        targets=S.Reals,
        names=("mean squared error", "MSE", "quadratic loss", "L2 loss"),
        names_with=(("identity", ("linear regression", "least squares", "MSELoss")),),
        case_name="mse",
        references=("bishop-2006",),
    ),
    CROSS_ENTROPY,
    Loss(
        id="squared-error",
        title="Squared error",
        value="(a - y)**2",
        targets=S.Reals,
        names=("MSELoss", "residual sum of squares", "L2 loss without the half"),
        prose="The square brings a factor 2, which the [half squared error](half-squared-error.md) cancels in advance. "
        "Frameworks keep it: `MSELoss` has no half, so that its gradients are twice as large. A learning rate half as "
        "large makes up for that.",
        references=("bishop-2006", "hastie-2009"),
    ),
    Loss(
        id="absolute-error",
        title="Absolute error",
        value="abs(a - y)",
        targets=S.Reals,
        names=("mean absolute error", "MAE", "L1 loss", "L1Loss", "least absolute deviations"),
        prose="The gradient has one size however far off the prediction is, so that a few outliers pull no harder than "
        "others; the best constant prediction is the median.",
        references=("hastie-2009",),
    ),
    Loss(
        id="poisson",
        title="Poisson loss",
        value="a - y*log(a)",
        domain=POSITIVE,
        targets=NOT_NEGATIVE,
        proper=True,
        names=("Poisson negative log likelihood", "PoissonNLLLoss", "count regression"),
        prose="Here a is the expected count, not its logarithm. The term log y! of the likelihood does not depend on a "
        "and is left out.",
        references=("mccullagh-1989",),
    ),
    Loss(
        id="log-cosh",
        title="Log-cosh loss",
        value="log(cosh(a - y))",
        targets=S.Reals,
        names=("logcosh", "LogCosh", "log hyperbolic cosine"),
        prose="Near the target this is half the squared error, far from it the absolute error less log 2, and smooth "
        "between them.",
        references=("saleh-2022",),
    ),
    Loss(
        id="exponential-loss",
        title="Exponential loss",
        case_name="exponential",
        value="exp(-y*a)",
        targets=SIGNS,
        names=("AdaBoost loss", "boosting loss"),
        prose="The target is a sign, −1 or 1, and y a is the margin: positive where the sign of a is right.",
        references=("friedman-2000", "hastie-2009"),
    ),
    Loss(
        id="huber",
        title="Huber loss",
        value="piecewise((a - y)**2/2, abs(a - y) <= delta, delta*(abs(a - y) - delta/2))",
        targets=S.Reals,
        proper=True,
        parameters=(WIDTH,),
        names=("HuberLoss", "SmoothL1Loss", "smooth L1 loss"),
        prose="`SmoothL1Loss` of PyTorch, with its `beta` as delta, is this loss divided by delta: the same where delta"
        " is 1.",
        references=("huber-1964", "hastie-2009"),
    ),
    Loss(
        id="pseudo-huber",
        title="Pseudo-Huber loss",
        value="delta*(sqrt(delta**2 + (a - y)**2) - delta)",
        targets=S.Reals,
        proper=True,
        parameters=(
            Parameter("delta", S.One, "the distance at which the square begins to turn into a line", POSITIVE),
        ),
        names=("Charbonnier loss", "smooth Huber loss", "L1-L2 loss"),
        prose="A [Huber loss](huber.md) without a seam: near half the square for small errors, near a line of slope "
        "delta for large ones. Papers take delta out of the root, √(1 + (a − y)²/δ²), which is the same.",
        references=("charbonnier-1994", "hartley-2003"),
    ),
    Loss(
        id="quantile",
        title="Quantile loss",
        value="piecewise(tau*(y - a), y > a, (1 - tau)*(a - y))",
        targets=S.Reals,
        parameters=(Parameter("tau", Rational(1, 2), "the quantile that a estimates", Interval.open(0, 1)),),
        names=("pinball loss", "tilted absolute loss", "quantile regression"),
        prose="A prediction that is too small costs tau times the difference, one that is too large 1 − tau times the "
        "difference. With tau = 1/2 this is half the absolute error, and the best constant prediction is the "
        "median.",
        references=("koenker-1978",),
    ),
    Loss(
        id="hinge",
        title="Hinge loss",
        value="max(0, 1 - y*a)",
        targets=SIGNS,
        names=("margin loss", "SVM loss", "support vector machine"),
        prose="The target is a sign, −1 or 1. Outputs beyond the margin, where y a is above 1, cost nothing and get no "
        "gradient.",
        references=("cortes-1995", "hastie-2009"),
    ),
    Loss(
        id="squared-hinge",
        title="Squared hinge loss",
        value="max(0, 1 - y*a)**2",
        targets=SIGNS,
        names=("L2-SVM loss", "quadratic hinge"),
        prose="The square takes the corner away from the hinge loss: at the margin the gradient is 0 from both sides.",
        references=("tang-2013",),
    ),
    Loss(
        id="gaussian-nll",
        title="Gaussian negative log likelihood",
        value="(log(v) + (a - y)**2/v)/2",
        targets=S.Reals,
        proper=True,
        parameters=(Parameter("v", S.One, "the variance", POSITIVE, gradient=True),),
        names=("GaussianNLLLoss", "heteroscedastic regression", "normal likelihood"),
        prose="Here a is the mean and v the variance; the constant log(2 pi)/2 is left out. A network that gives the "
        "variance too has [the same loss of the variance](gaussian-nll-variance.md) behind it.",
        references=("nix-1994",),
    ),
    Loss(
        id="gaussian-nll-variance",
        title="Gaussian negative log likelihood of a variance",
        case_name="gaussian-variance",
        value="(log(a) + (y - mu)**2/a)/2",
        domain=POSITIVE,
        targets=S.Reals,
        proper=True,
        parameters=(Parameter("mu", S.Zero, "the mean"),),
        names=("gradient for the variance", "GaussianNLLLoss var", "mean variance estimation"),
        prose="Here a is the variance and mu the mean; [for the mean](gaussian-nll.md) the same loss has a page of its "
        "own. With the [exponential](../activations/exp.md) before it, z is the log variance that networks often give.",
        references=("nix-1994",),
    ),
    Loss(
        id="gamma-loss",
        title="Gamma loss",
        case_name="gamma",
        value="log(a) + y/a",
        domain=POSITIVE,
        targets=POSITIVE,
        names=("gamma negative log likelihood", "gamma deviance"),
        prose="The negative log likelihood of a gamma distribution of mean a, divided by its shape, without the terms "
        "that do not depend on a.",
        references=("mccullagh-1989",),
    ),
    Loss(
        id="tweedie",
        title="Tweedie loss",
        value="a**(2 - p)/(2 - p) - y*a**(1 - p)/(1 - p)",
        domain=POSITIVE,
        targets=NOT_NEGATIVE,
        proper=True,
        parameters=(
            Parameter("p", Rational(3, 2), "the power of the mean that the variance grows with", Interval.open(1, 2)),
        ),
        names=("Tweedie deviance", "compound Poisson-gamma", "power variance"),
        references=("dunn-2018",),
    ),
    Loss(
        id="focal",
        title="Focal loss",
        value="-(alpha*y*(1 - a)**gamma*log(a) + (1 - alpha)*(1 - y)*a**gamma*log(1 - a))",
        domain=Interval.open(0, 1),
        targets=Interval(0, 1),
        parameters=(
            Parameter("alpha", Rational(1, 4), "the weight of the positive examples", Interval.open(0, 1)),
            FOCUS,
        ),
        names=("binary focal loss", "sigmoid_focal_loss", "BinaryFocalCrossentropy", "RetinaNet"),
        prose="An example that is as good as right counts for little: the power of its error is small. With γ = 0 it "
        "is the [logistic loss](logistic.md), weighted by α and 1 − α.",
        references=("lin-2017",),
    ),
    *DISTRIBUTIONS,
    *SCORES,
    *PENALTIES,
)
