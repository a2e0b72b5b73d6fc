"""The activations. A newcomer adds one here: a record of some eight lines is the whole change."""

from sympy import Interval, S

from generator.catalogue.records import Activation

ACTIVATIONS = (
    Activation(
        id="sigmoid",
        title="Sigmoid",
        value="1/(1 + exp(-z))",
        symbol=r"\sigma",
        range=Interval.open(0, 1),
        names=("logistic function", "expit", "sigma"),
        references=("bishop-2006", "nielsen-2015"),
    ),
    Activation(
        id="identity",
        title="Identity",
        value="z",
        range=S.Reals,
        names=("linear", "no activation", "regression output"),
        case_name="linear",
        references=("bishop-2006",),
    ),
    Activation(
        id="softmax",
        title="Softmax",
        value="exp(z[i])/Sum(exp(z[k]), k)",
        range=Interval.open(0, 1),
        names=("normalised exponential", "softargmax", "multinomial logit"),
        references=("bridle-1990", "goodfellow-2016"),
    ),
)
