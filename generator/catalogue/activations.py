"""The activations. A newcomer adds one here: a record of some eight lines is the whole change.

Those of two layers at once, with a gate, stand in ``gates``.
"""

from sympy import Interval, Rational, S, oo, pi

from generator.catalogue.gates import GATES
from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation

SLOPE = Parameter("alpha", Rational(1, 100), "the slope for negative z", Interval(0, 1))
LEARNT = Parameter("alpha", Rational(1, 4), "the slope for negative z, which is learned", gradient=True)
DEPTH = Parameter("alpha", S.One, "how far below zero the outputs go", Interval.open(0, oo))
SELF_DEPTH = Parameter(
    "alpha", Rational("1.6732632423543772"), "how far below zero the outputs go, before scaling", Interval.open(0, oo)
)
SELF_SCALE = Parameter("lamda", Rational("1.0507009873554805"), "the scale", Interval.open(0, oo))
THRESHOLD = Parameter("lamda", Rational(1, 2), "the threshold", Interval.open(0, oo))
FITTED = Parameter("kappa", Rational("0.044715"), "fitted to the exact GELU", Interval(0, 1))
TEMPERATURE = Parameter("tau", S.One, "the temperature", Interval.open(0, oo))
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
        id="selu",
        title="SELU",
        value="lamda*piecewise(z, z > 0, alpha*(exp(z) - 1))",
        range=Interval.open(-SELF_SCALE.letter * SELF_DEPTH.letter, oo),
        parameters=(SELF_SCALE, SELF_DEPTH),
        names=("scaled exponential linear unit", "self-normalizing network"),
        references=("klambauer-2017",),
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
        id="silu",
        title="SiLU",
        value="z*sigmoid(z)",
        names=("swish", "sigmoid linear unit", "sigmoid-weighted linear unit", "swish-1"),
        references=("elfwing-2018", "ramachandran-2017"),
    ),
    Activation(
        id="probit",
        title="Probit",
        value="(1 + erf(z/sqrt(2)))/2",
        symbol=r"\Phi",
        range=Interval.open(0, 1),
        names=("normal CDF", "Gaussian CDF", "cumulative normal distribution", "probit regression"),
        references=("bliss-1934", "bishop-2006"),
    ),
    Activation(
        id="gelu",
        title="GELU",
        value="z*probit(z)",
        names=("Gaussian error linear unit", "exact GELU"),
        references=("hendrycks-2016",),
    ),
    Activation(
        id="gelu-tanh",
        title="GELU by tanh",
        value="z/2*(1 + tanh(sqrt(2/pi)*(z + kappa*z**3)))",
        parameters=(FITTED,),
        names=("approximate GELU", "gelu_new", "tanh approximation of GELU"),
        references=("hendrycks-2016",),
    ),
    Activation(
        id="mish",
        title="Mish",
        value="z*tanh(softplus(z))",
        names=("self-regularized non-monotonic activation",),
        references=("misra-2020",),
    ),
    Activation(
        id="hard-sigmoid",
        title="Hard sigmoid",
        value="piecewise(0, z < -3, 1, z > 3, z/6 + 1/2)",
        range=Interval(0, 1),
        names=("hardsigmoid", "piecewise linear sigmoid"),
        references=("howard-2019",),
    ),
    Activation(
        id="hard-swish",
        title="Hard swish",
        value="piecewise(0, z < -3, z, z > 3, z*(z + 3)/6)",
        names=("hardswish", "h-swish", "hard SiLU"),
        references=("howard-2019",),
    ),
    Activation(
        id="hard-tanh",
        title="Hard tanh",
        value="piecewise(-1, z < -1, 1, z > 1, z)",
        range=Interval(-1, 1),
        names=("hardtanh", "clip", "clamp"),
        references=("collobert-2011",),
    ),
    Activation(
        id="relu6",
        title="ReLU6",
        value="piecewise(0, z < 0, 6, z > 6, z)",
        range=Interval(0, 6),
        sample=Interval(-4, 10),
        names=("clipped ReLU", "capped ReLU"),
        references=("krizhevsky-2010", "howard-2019"),
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
        id="softshrink",
        title="Softshrink",
        value="piecewise(z - lamda, z > lamda, z + lamda, z < -lamda, 0)",
        parameters=(THRESHOLD,),
        names=("soft thresholding", "shrinkage operator", "lambd"),
        references=("donoho-1995",),
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
    Activation(
        id="softmin",
        title="Softmin",
        value="exp(-z[i])/Sum(exp(-z[k]), k)",
        range=Interval.open(0, 1),
        names=("softargmin", "Gibbs distribution of energies"),
        references=("lecun-2006",),
    ),
    Activation(
        id="tempered-softmax",
        title="Tempered softmax",
        value="exp(z[i]/tau)/Sum(exp(z[k]/tau), k)",
        range=Interval.open(0, 1),
        parameters=(TEMPERATURE,),
        names=("softmax with temperature", "Boltzmann distribution", "knowledge distillation"),
        references=("hinton-2015",),
    ),
    Activation(
        id="log-softmax",
        title="Log-softmax",
        value="z[i] - log(Sum(exp(z[k]), k))",
        range=Interval.open(-oo, 0),
        names=("logarithm of the softmax", "LogSoftmax", "log probabilities"),
        references=("goodfellow-2016",),
    ),
    Activation(
        id="vector-identity",
        title="Identity of vectors",
        value="z[i]",
        names=("logits", "no activation", "embedding"),
        case_name="linear",
        prose="What a last layer gives stays as it is: scores, or logits, for losses that have the softmax inside.",
        references=("goodfellow-2016",),
    ),
    *GATES,
)
