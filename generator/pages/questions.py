"""What does somebody ask who has made a mistake? The heading of the page about it, by the id of the mistake.

A newcomer who adds a mistake adds its question here; a test asks for one of each.
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
    "inner-derivative-missing": "Where does the inner derivative of the chain rule go?",
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
    "transpose-missing": "Where does the transpose in dW = dZ Aᵀ go?",
    "mean-missing": "Where does the 1/m in dW come from?",
    "mean-twice": "Does 1/m belong into dZ or into dW?",
    "row-sum-missing": "Why is db a sum and not dZ?",
    "sum-along-the-other-axis": "Along which axis does db add up?",
    "weights-of-this-layer": "Does dZ[l] need W[l] or W[l+1]?",
    "layer-slope-missing": "Does the error need g′ when it goes back a layer?",
    "layer-slope-at-a": "Is g′ taken at Z or at A?",
    "layer-y-minus-a": "Is dZ of the last layer A − Y or Y − A?",
    "layer-sign-flipped": "Does the gradient hold the minus of gradient descent?",
    "layer-slope-doubled": "Is dZ of the last layer A − Y times g′(Z)?",
}


def anchor_of(title: str) -> str:
    """Return the name that the heading had when it was the title of the mistake: links to it stay."""
    return slugify(title, "-")
