"""Which words name quantities or functions, and which are never part of a formula?

The tables of ``plain``.
"""

SAID = {"sigmoid", "softmax", "softplus", "relu", "axis", "True", "keepdims", "max", "min", "tan", "exp", "det", "sign", "sin",  # noqa: E501 - one row a line
         "abs", "diag", "sqrt", "logistic", "ReLU", "Sigmoid", "Softmax", "Tanh", "tanh", "log", "ln", "cos", "Relu"}  # fmt: skip  # noqa: E501 - one row a line
"""Words that are mathematics in front of a bracket, and prose on their own."""


ROLES = {"out", "net", "output", "target", "loss", "Loss", "cost", "Cost", "error", "pred", "logits", "logit", "label", "input",  # noqa: E501 - one row a line
         "probs", "grad", "dout", "dlogits", "dscores", "score", "y_hat", "y_pred", "y_true", "yhat"}  # fmt: skip
"""Words that name quantities, where a sign stands beside them."""


STOPS = {"the", "a", "an", "and", "or", "which", "that", "this", "so", "but", "i", "you", "we", "it", "is", "are", "nice", "right", "yes", "no", "not", "for", "if", "ok"}  # fmt: skip  # noqa: E501 - one row a line
