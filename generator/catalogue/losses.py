"""The losses of one example. A newcomer adds one here: a record of some eight lines is the whole change."""

from sympy import Interval, Rational, S, oo

from generator.catalogue.records import Loss, Parameter

POSITIVE, NOT_NEGATIVE = Interval.open(0, oo), Interval(0, oo)

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
    Loss(
        id="cross-entropy",
        title="Cross entropy",
        value="-Sum(y[k]*log(a[k]), k)",
        domain=Interval.open(0, 1),
        targets=Interval(0, 1),
        condition=("Sum(y[k], k)", "1"),
        condition_text="the targets sum to one (a one-hot label or a probability vector)",
        names=("categorical cross entropy", "negative log likelihood", "NLLLoss"),
        names_with=(("softmax", ("CrossEntropyLoss", "softmax loss", "multinomial logistic regression")),),
        references=("bishop-2006", "goodfellow-2016"),
    ),
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
)
