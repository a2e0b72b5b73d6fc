"""What does somebody ask who has made a mistake, and what is the answer? The heading and the first lines of the page.

A newcomer who adds a mistake adds its question and its answer here, by the id of the mistake; a test asks for both.
"""

from collections.abc import Mapping

from markdown.extensions.toc import slugify

QUESTIONS: Mapping[str, str] = {
    "sign-flipped": "Why is the sign of my gradient wrong?",
    "factor-two": "Is there a factor 2 in the gradient of the squared error?",
    "factor-half": "Where does the factor 1/2 in front of the loss go?",
    "activation-slope-missing": "Is the error of the last layer just the derivative of the loss?",
    "activation-slope-twice": "Why is a − y not multiplied by σ′(z)?",
    "loss-slope-missing": "Is the gradient just the derivative of the activation?",
    "y-minus-a": "Is the error a − y or y − a?",
    "inner-derivative-missing": "Does the derivative of f(u) need the derivative of u?",
    "outer-derivative-missing": "Is the derivative of f(u) the derivative of u?",
    "diagonal-of-the-chain": "Can softmax be differentiated one number at a time?",
    "diagonal-lost": "What is δᵢⱼ in the derivative of softmax for?",
    "diagonal-only": "Is the derivative of softmax a (1 − a)?",
    "one-index": "Why does the derivative of softmax need two indices?",
    "sum-dropped": "Why is there a sum in the gradient of softmax?",
    "sum-for-a-component": "Do the targets add up in the gradient?",
    "targets-not-one": "Is the gradient of softmax with cross entropy always a − y?",
    "slope-at-a": "Is the derivative of the activation taken at z or at a?",
    "slope-with-z": "Is the derivative of the sigmoid z (1 − z) or a (1 − a)?",
    "made-to-fit": "Is the derivative of softmax a (y − a) / y?",
    "slope-squared": "Is the second derivative the square of the first?",
    "answer-for-variable": "Is the derivative of a − y equal to 1?",
    "gauss-newton": "Does the curvature of the activation count in the second derivative?",
    "input-of-the-wrong-layer": "Is dW made of A[l] or of A[l−1]?",
    "gradient-for-the-weights": "Does the error go back through W or through dW?",
    "error-of-layer-2": "Which dZ does dZ[l] come from?",
    "slope-of-layer-1": "Which g′ belongs to layer l?",
    "matrix-product-for-elementwise": "Is g′(Z) multiplied elementwise or as a matrix?",
    "all-misprints-at-once": "Is dZ[L−1] = dW[L]ᵀ dZ[2] g′[1](Z[1]) right?",
    "elementwise-for-matrix-product": "Is dW an elementwise product of dZ and A?",
    "transpose-missing": "Why is A transposed in dW = dZ Aᵀ?",
    "mean-missing": "Where does the 1/m in dW come from?",
    "mean-twice": "Does 1/m belong in dZ or in dW?",
    "row-sum-missing": "Why is db a sum and not dZ?",
    "sum-along-the-other-axis": "Along which axis does db add up?",
    "weights-of-this-layer": "Does dZ[l] need W[l] or W[l+1]?",
    "layer-slope-missing": "Does the error need g′ when it goes back a layer?",
    "layer-slope-at-a": "Is g′ taken at Z or at A?",
    "layer-y-minus-a": "Is dZ of the last layer A − Y or Y − A?",
    "layer-sign-flipped": "Does the gradient hold the minus of gradient descent?",
    "layer-slope-doubled": "Is dZ of the last layer A − Y times g′(Z)?",
}

ANSWERS: Mapping[str, str] = {
    "sign-flipped": (
        "Count the minus signs: many losses begin with one, and the derivative of an inner function such as $1 - "
        "a$ brings another. Each one that is lost reverses the sign of the whole gradient."
    ),
    "factor-two": "Yes for $(a - y)^2$, no for $\\frac{1}{2}(a - y)^2$: there the half cancels it.",
    "factor-half": (
        "It cancels the 2 that the square brings. A loss that is defined without a half has a gradient without one."
    ),
    "activation-slope-missing": (
        "No. $dL/da$ is the slope by the output $a$. The error is the slope by $z$, so it has the factor $da/dz$ too."
    ),
    "activation-slope-twice": (
        "Because $a - y$ has this factor already. With the logistic loss, $dL/da$ has $a(1 - a)$ in its "
        "denominator, and $\\sigma'(z) = a(1 - a)$ cancels it. With the squared error nothing cancels, and "
        "$\\sigma'(z)$ stays."
    ),
    "loss-slope-missing": "No. The slope of the loss is the other factor; without it the target would play no part.",
    "y-minus-a": (
        "$a - y$, the output minus the target. Gradient descent subtracts the gradient. Who writes $y - a$ has to "
        "*add* it to the weights."
    ),
    "inner-derivative-missing": "Yes, as a factor. The derivative of $f(u)$ is $f'(u)\\,u'$.",
    "outer-derivative-missing": "No. The derivative of $f(u)$ is $f'(u)\\,u'$, and $f'(u)$ is 1 for $f(u) = u$ only.",
    "diagonal-of-the-chain": (
        "No. Each $z_i$ acts on all outputs, so the gradient is a sum over them ([in numbers](../start.md#paths))."
    ),
    "diagonal-lost": (
        "It tells the diagonal of the Jacobian from the rest: $\\delta_{ij}$ is 1 where $i = j$, and 0 elsewhere "
        "([a 3 × 3 example](../start.md#delta))."
    ),
    "diagonal-only": (
        "On the diagonal only. Each output depends on every $z_j$, so the Jacobian has entries $-a_i a_j$ beside it."
    ),
    "one-index": (
        "One index says which output is differentiated, the other by which $z$. With one index, only the diagonal "
        "is left."
    ),
    "sum-dropped": (
        "Because each $z_i$ acts on the loss through all outputs. The rates along a path multiply, and the paths "
        "add up ([in numbers](../start.md#paths))."
    ),
    "sum-for-a-component": (
        "As a factor of $a_i$ only. The target that is subtracted is the one with the index of the component."
    ),
    "targets-not-one": "No. It is $a_i \\sum_k y_k - y_i$, and this is $a_i - y_i$ where the targets sum to 1.",
    "slope-at-a": (
        "At $z$. The derivative may be written in terms of $a = f(z)$, but $f'(a)$ is the slope at another place."
    ),
    "slope-with-z": "$a(1 - a)$. The formula is written in terms of the output $a$, not of $z$.",
    "made-to-fit": (
        "No. The derivative of an activation has no target in it. Softmax needs the sum over all outputs, and "
        "$a_i - y_i$ comes out of that sum."
    ),
    "slope-squared": (
        "No. The second derivative is the derivative of the gradient. Some methods use the square in its place, "
        "as an approximation."
    ),
    "answer-for-variable": "By $a$ it is. By $z$ it is $da/dz$, because $a$ depends on $z$.",
    "gauss-newton": (
        "Yes. By the product rule and the chain rule, the second derivative by $z$ is $\\frac{d^2L}{da^2} "
        "\\left(\\frac{da}{dz}\\right)^2 + \\frac{dL}{da} \\frac{d^2a}{dz^2}$. Without its last term it is the "
        "Gauss–Newton approximation."
    ),
    "input-of-the-wrong-layer": (
        "Of $A^{[l-1]}$: the gradient of a weight is the error of its unit times what comes *in* through it."
    ),
    "gradient-for-the-weights": (
        "Through $W$. The forward pass multiplies by $W$, so the backward pass multiplies by its transpose. No "
        "other gradient needs $dW$."
    ),
    "error-of-layer-2": "From $dZ^{[l+1]}$, the error of the next layer.",
    "slope-of-layer-1": "$g'^{[l]}(Z^{[l]})$. Each layer has an activation and weighted sums of its own.",
    "matrix-product-for-elementwise": (
        "Elementwise. The activation acts on each number by itself, and so does its derivative."
    ),
    "all-misprints-at-once": (
        "No. The weights belong there and not their gradient, the product with $g'$ is elementwise, and the "
        "numbers of the layers are wrong."
    ),
    "elementwise-for-matrix-product": "No, it is a matrix product, which adds up the examples: `@` in NumPy, not `*`.",
    "transpose-missing": (
        "Because the product has to add up the examples. In both factors an example is a column; in $A^\\top$ it "
        "is a row."
    ),
    "mean-missing": (
        "From the mean. $J$ is the mean of the losses of $m$ examples, and the product $dZ\\,A^\\top$ only adds "
        "them up."
    ),
    "mean-twice": "In $dW$ and $db$. It may stand in $dZ$ instead, but not in both.",
    "row-sum-missing": (
        "The same bias acts on every example, so there is a path to the loss through each of them, and the paths "
        "add up."
    ),
    "sum-along-the-other-axis": (
        "Along the examples: one entry is left for each unit. With examples in columns that is `axis=1`, with "
        "examples in rows `axis=0`."
    ),
    "weights-of-this-layer": "$W^{[l+1]}$: the error comes back through the weights through which $A^{[l]}$ goes on.",
    "layer-slope-missing": "Yes. What comes back through the weights is $dA$, and $dZ$ is $dA \\odot g'(Z)$.",
    "layer-slope-at-a": "At $Z$, where the activation was applied. $g'(A)$ is the slope at another place.",
    "layer-y-minus-a": "$A - Y$. With $Y - A$, gradient descent makes the loss larger.",
    "layer-sign-flipped": "No. The gradient has no minus of its own; the update subtracts it.",
    "layer-slope-doubled": "No. Where $dZ$ is $A - Y$, the factor $g'(Z)$ is in it already, and has cancelled.",
}
"""Markdown with formulas, for pages in the folder of the mistakes."""


def anchor_of(title: str) -> str:
    """Return the name that the heading had when it was the title of the mistake: links to it stay."""
    return slugify(title, "-")
