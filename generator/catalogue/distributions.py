"""The losses between two distributions over classes: of vectors whose components are probabilities or their logarithms.

A newcomer adds one here.
"""

from sympy import Integer, Interval, Rational, oo

from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Loss

FOCUS = Parameter("gamma", Integer(2), "how fast an example loses weight as it becomes easy", Interval(0, oo))
SMOOTHING = Parameter("epsilon", Rational(1, 10), "the share that is spread over all classes", Interval(0, 1))

CROSS_ENTROPY = Loss(
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
)

DISTRIBUTIONS = (
    Loss(
        id="focal-of-classes",
        title="Focal loss of classes",
        value="-Sum(y[k]*(1 - a[k])**gamma*log(a[k]), k)",
        domain=Interval.open(0, 1),
        targets=Interval(0, 1),
        parameters=(FOCUS,),
        case_name="focal",
        names=("multi-class focal loss", "categorical focal loss", "CategoricalFocalCrossentropy"),
        prose="The [cross entropy](cross-entropy.md) with a weight for each class that fades as its probability comes "
        "close to one. With γ = 0 it is the cross entropy itself.",
        references=("lin-2017",),
    ),
    Loss(
        id="negative-log-likelihood",
        title="Negative log likelihood",
        value="-Sum(y[k]*a[k], k)",
        domain=Interval.open(-oo, 0),
        targets=Interval(0, 1),
        condition=("Sum(y[k], k)", "1"),
        condition_text="the targets sum to one (a one-hot label or a probability vector)",
        case_name="nll",
        names=("NLLLoss", "nll_loss", "cross entropy from log probabilities"),
        names_with=(("log-softmax", ("CrossEntropyLoss", "F.log_softmax with F.nll_loss")),),
        prose="Here a holds log probabilities, as a log-softmax gives them. With a one-hot label only one of them is "
        "read, so that `nll_loss` takes the number of the class in place of y.",
        references=("goodfellow-2016",),
    ),
    Loss(
        id="kl-divergence",
        title="KL divergence",
        value="Sum(y[k]*log(y[k]/a[k]), k)",
        domain=Interval.open(0, 1),
        targets=Interval.open(0, 1),
        condition=("Sum(y[k], k)", "1"),
        condition_text="the targets sum to one",
        case_name="kl",
        names=("Kullback-Leibler divergence", "relative entropy", "KLDivLoss", "distillation loss"),
        prose="The cross entropy less the entropy of the targets, which does not depend on a: their gradients are "
        "the same.",
        references=("kullback-1951", "bishop-information-2006"),
    ),
    Loss(
        id="reverse-kl-divergence",
        title="Reverse KL divergence",
        value="Sum(a[k]*log(a[k]/y[k]), k)",
        domain=Interval.open(0, 1),
        targets=Interval.open(0, 1),
        case_name="reverse-kl",
        names=("exclusive KL", "mode-seeking KL", "I-projection", "variational inference"),
        prose="The divergence the other way round, as variational inference has it. It punishes a prediction that is "
        "large where the target is small, and not the reverse.",
        references=("kullback-1951", "bishop-variational-2006"),
    ),
    Loss(
        id="brier-score",
        title="Brier score",
        value="Sum((a[k] - y[k])**2, k)",
        domain=Interval(0, 1),
        targets=Interval(0, 1),
        proper=True,
        case_name="brier",
        names=("squared error of probabilities", "quadratic score", "mean squared error of a softmax"),
        references=("brier-1950",),
    ),
    Loss(
        id="label-smoothing",
        title="Label-smoothed cross entropy",
        value="-Sum((epsilon/N + (1 - epsilon)*y[k])*log(a[k]), k)",
        domain=Interval.open(0, 1),
        targets=Interval(0, 1),
        condition=("Sum(y[k], k)", "1"),
        condition_text="the targets sum to one",
        parameters=(SMOOTHING,),
        names=("label smoothing", "CrossEntropyLoss(label_smoothing=0.1)", "soft labels"),
        prose="A share epsilon of the target is taken away and spread evenly over all N classes.",
        references=("szegedy-2016",),
    ),
    Loss(
        id="jensen-shannon",
        title="Jensen–Shannon divergence",
        value="Sum(y[k]*log(2*y[k]/(a[k] + y[k])) + a[k]*log(2*a[k]/(a[k] + y[k])), k)/2",
        domain=Interval.open(0, 1),
        targets=Interval.open(0, 1),
        proper=True,
        names=("JSD", "symmetric KL divergence", "information radius"),
        prose="The mean of the KL divergences of the target and of the prediction from their mean. With the natural "
        "logarithm it is at most log 2.",
        references=("lin-1991",),
    ),
)
