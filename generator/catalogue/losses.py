"""The losses of one example. A newcomer adds one here: a record of some eight lines is the whole change."""

from sympy import Interval, S

from generator.catalogue.records import Loss

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
)
