"""The penalties on weights: what is added to the loss of the data, so that weights stay small.

A newcomer adds one here. They take the weights w and no target, and no activation stands before them.
"""

from sympy import Interval, Rational, oo

from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Loss

STRENGTH = Parameter("lamda", Rational(1, 100), "the strength of the penalty", Interval.open(0, oo))

PENALTIES = (
    Loss(
        id="l2-penalty",
        title="L2 penalty",
        value="lamda/2*Sum(w[k]**2, k)",
        variable="w",
        targets=None,
        parameters=(STRENGTH,),
        names=("weight decay", "L2 regularization", "ridge regression", "Tikhonov regularization"),
        prose="Added to the gradient of the data, λw makes every step of plain gradient descent with learning rate ε "
        "multiply the weights by 1 − ελ as well: *weight decay*. `torch.optim.SGD` adds λw with its `weight_decay`. "
        "Where each gradient is scaled by itself, as in Adam, the penalty and the decay are no longer the same, and "
        "AdamW shrinks the weights apart from the gradient. `tf.keras.regularizers.L2` has no half, and so a gradient "
        "twice as large.",
        references=("goodfellow-penalties-2016", "krogh-1991", "loshchilov-2019"),
    ),
    Loss(
        id="l1-penalty",
        title="L1 penalty",
        value="lamda*Sum(abs(w[k]), k)",
        variable="w",
        targets=None,
        parameters=(STRENGTH,),
        names=("lasso", "L1 regularization", "sparsity penalty", "least absolute shrinkage"),
        prose="Every weight is pulled towards 0 with the same strength, however small it is, so that many end at 0: a "
        "weight may stay there where the gradient of the data lies between −λ and λ, for one of the subgradients "
        "below then makes the sum 0.",
        references=("tibshirani-1996", "goodfellow-penalties-2016"),
    ),
)
