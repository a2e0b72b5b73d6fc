"""The losses of scores: a is what a last layer gives, and the activation, if any, is part of the loss.

A newcomer adds one here. No other activation stands before them, so each makes one case.
"""

from sympy import Interval, Rational, S, oo

from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Loss

CONTRAST = Parameter("tau", Rational(7, 100), "the temperature", Interval.open(0, oo))
WEIGHT = Parameter("w", S.One, "the weight of the positive examples", Interval.open(0, oo))
ONE, SHARES = ("Sum(y[k], k)", "1"), "the targets sum to one (a one-hot label or a probability vector)"

SCORES = (
    Loss(
        id="logistic-logits",
        title="Logistic loss from logits",
        value="-(w*y*log(sigmoid(a)) + (1 - y)*log(1 - sigmoid(a)))",
        targets=Interval(0, 1),
        scores=True,
        parameters=(WEIGHT,),
        names=("pos_weight", "weighted logistic loss", "weighted binary cross entropy", "cross entropy with logits"),
        prose="Here a is the logit, and the sigmoid is inside the loss: `BCEWithLogitsLoss`, with w as its "
        "`pos_weight`. With w = 1 the gradient is σ(a) − y.",
        references=("king-2001", "bishop-2006"),
    ),
    Loss(
        id="cross-entropy-from-logits",
        title="Cross entropy from logits",
        value="log(Sum(exp(a[k]), k)) - Sum(y[k]*a[k], k)",
        targets=Interval(0, 1),
        condition=ONE,
        condition_text=SHARES,
        scores=True,
        names=("CrossEntropyLoss", "softmax_cross_entropy_with_logits", "fused softmax loss", "log-sum-exp loss"),
        prose="The [softmax](../activations/softmax.md) is inside the loss: a holds logits, not probabilities. Where "
        "the targets sum to one it is the cross entropy of the softmax, and its gradient is the difference between "
        "that softmax and the target.",
        references=("goodfellow-2016", "blanchard-2021"),
    ),
    Loss(
        id="cosine-distance",
        title="Cosine distance",
        value="1 - Sum(a[k]*y[k], k)/(sqrt(Sum(a[k]**2, k))*sqrt(Sum(y[k]**2, k)))",
        targets=S.Reals,
        scores=True,
        names=("cosine similarity", "CosineEmbeddingLoss", "angular distance"),
        prose="Only the direction of a counts: the gradient stands at right angles to a, and is the smaller the longer "
        "a is. For a = 0 there is none.",
        references=("manning-2008",),
    ),
    Loss(
        id="infonce",
        title="InfoNCE",
        value="log(Sum(exp(a[k]/tau), k)) - Sum(y[k]*a[k], k)/tau",
        targets=Interval(0, 1),
        condition=ONE,
        condition_text=SHARES,
        parameters=(CONTRAST,),
        scores=True,
        names=("NT-Xent", "contrastive loss", "SimCLR", "CLIP", "MoCo"),
        prose="Here a holds the similarities of one example with all candidates, and y tells which of them belongs to "
        "it.",
        references=("oord-2018", "he-2020"),
    ),
)
