"""The activations. A newcomer adds one here: a record of some eight lines is the whole change."""

from sympy import Interval, Rational, S, oo, pi

from generator.catalogue.records import Activation, Parameter

SLOPE = Parameter("alpha", Rational(1, 100), "the slope for negative z", Interval(0, 1))
LEARNT = Parameter("alpha", Rational(1, 4), "the slope for negative z, which is learnt")
DEPTH = Parameter("alpha", S.One, "how far below zero the answers go", Interval.open(0, oo))
STEEPNESS = Parameter("beta", S.One, "the steepness", Interval.open(0, oo))

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
    Activation(
        id="tanh",
        title="Tanh",
        value="tanh(z)",
        range=Interval.open(-1, 1),
        names=("hyperbolic tangent", "symmetric sigmoid", "tansig"),
        references=("lecun-1998", "bishop-2006"),
    ),
    Activation(
        id="relu",
        title="ReLU",
        value="max(z, 0)",
        range=Interval(0, oo),
        names=("rectified linear unit", "rectifier", "ramp function", "positive part"),
        references=("nair-2010", "glorot-2011"),
    ),
    Activation(
        id="leaky-relu",
        title="Leaky ReLU",
        value="piecewise(z, z > 0, alpha*z)",
        parameters=(SLOPE,),
        names=("LReLU", "LeakyReLU", "negative_slope"),
        references=("maas-2013",),
    ),
    Activation(
        id="prelu",
        title="PReLU",
        value="piecewise(z, z > 0, alpha*z)",
        parameters=(LEARNT,),
        names=("parametric ReLU", "parametric rectified linear unit"),
        references=("he-2015",),
    ),
    Activation(
        id="elu",
        title="ELU",
        value="piecewise(z, z > 0, alpha*(exp(z) - 1))",
        range=Interval.open(-DEPTH.letter, oo),
        parameters=(DEPTH,),
        names=("exponential linear unit",),
        references=("clevert-2016",),
    ),
    Activation(
        id="celu",
        title="CELU",
        value="piecewise(z, z > 0, alpha*(exp(z/alpha) - 1))",
        range=Interval.open(-DEPTH.letter, oo),
        parameters=(DEPTH,),
        names=("continuously differentiable exponential linear unit",),
        references=("barron-2017",),
    ),
    Activation(
        id="softplus",
        title="Softplus",
        value="log(1 + exp(beta*z))/beta",
        range=Interval.open(0, oo),
        parameters=(STEEPNESS,),
        names=("smooth ReLU", "SmoothReLU", "log1pexp"),
        references=("dugas-2001", "goodfellow-functions-2016"),
    ),
    Activation(
        id="softsign",
        title="Softsign",
        value="z/(1 + abs(z))",
        range=Interval.open(-1, 1),
        names=("ElliotSig",),
        references=("bergstra-2009", "glorot-2010"),
    ),
    Activation(
        id="log-sigmoid",
        title="Log-sigmoid",
        value="-log(1 + exp(-z))",
        range=Interval.open(-oo, 0),
        names=("LogSigmoid", "log of the logistic function", "log_expit"),
        references=("goodfellow-functions-2016",),
    ),
    Activation(
        id="tanhshrink",
        title="Tanhshrink",
        value="z - tanh(z)",
        names=("tanh shrink",),
        references=("collobert-torch-2011",),
    ),
    Activation(
        id="exp",
        title="Exponential",
        value="exp(z)",
        range=Interval.open(0, oo),
        names=("inverse of the log link", "Poisson regression", "Gamma regression"),
        references=("mccullagh-1989",),
    ),
    Activation(
        id="arctan",
        title="Arctangent",
        value="atan(z)",
        range=Interval.open(-pi / 2, pi / 2),
        names=("inverse tangent", "atan"),
        references=("abramowitz-1964",),
    ),
    Activation(
        id="sin",
        title="Sine",
        value="sin(z)",
        range=Interval(-1, 1),
        names=("SIREN", "periodic activation"),
        references=("sitzmann-2020",),
    ),
    Activation(
        id="squared-relu",
        title="Squared ReLU",
        value="max(z, 0)**2",
        range=Interval(0, oo),
        names=("ReLU squared", "relu2"),
        references=("so-2021",),
    ),
)
