"""Convolutions. Indices count from 0; a component outside of its array is 0, which is what padding means.

Sources: I. Goodfellow, Y. Bengio and A. Courville 2016, section 9.5; V. Dumoulin and F. Visin 2016.
"""

from generator.catalogue.operation import Array, Axis, Claim, Operation
from generator.catalogue.operations.windows import (
    DILATION,
    EXAMPLES,
    IMAGES,
    KERNEL,
    PAD,
    STRIDE,
    chosen,
    padded,
    plane,
    torch,
)

ALL = (STRIDE, PAD, DILATION)
DILATED = ("dilation", "dilation")
CHANNELS = Axis("o", "O", "channels that come out"), Axis("c", "C", "channels that go in")
PLANE = plane("kernel", I=padded("A", "U"), K=padded("E", "V"))
BIAS = Array("b[o]", "the bias", "parameter")

CONVOLUTION = (
    Operation(
        "conv1d",
        "Convolution in one dimension",
        axes=(
            EXAMPLES, *CHANNELS,
            Axis("i", "I", "places that come out", padded("J", "U")),
            Axis("u", "U", "entries of the kernel"),
            Axis("j", "J", "places that go in"),
        ),
        arrays=(Array("x[n, c, j]", "what is convolved"), Array("w[o, c, u]", "the kernel", "parameter"), BIAS),
        defines=(),
        output="y[n, o, i] = Sum(w[o, c, u]*x[n, c, i*stride + u*dilation - pad], c, u) + b[o]",
        options=ALL,
        settings=chosen(
            "N O C I U J", ALL,
            ((2, 2, 3, 3, 2, 4), (1, 0, 1)),
            ((1, 3, 2, 2, 3, 6), (2, 0, 1)),
            ((2, 1, 2, 4, 3, 4), (1, 1, 1)),
            ((1, 2, 1, 3, 2, 5), (2, 1, 2)),
            ((1, 2, 3, 2, 3, 7), (3, 1, 2)),
            ((3, 1, 1, 2, 2, 3), (1, 0, 1)),
        ),
        claims=(
            Claim("scatter", "each gradient added where its input came from", "x",
                  "Sum(dy[n, o, i]*w[o, c, u]*delta(i*stride + u*dilation - pad, j), o, i, u)",
                  "the scatter form needs no flipped kernel",
                  "Convolution: where is the rotation by 180° in the backward pass?"),
            Claim("no-flip", "the kernel read from the other end", "x",
                  "Sum(dy[n, o, i]*w[o, c, U - 1 - u]*delta(i*stride + u*dilation - pad, j), o, i, u)",
                  "a kernel is flipped where it is slid over the gradient, and not where the gradient is scattered",
                  "Convolution: is the kernel flipped where the gradient is scattered?"),
            Claim("no-padding", "the padding forgotten", "w",
                  "Sum(dy[n, o, i]*x[n, c, i*stride + u*dilation], n, i)",
                  "the forward pass reads x at a place that counts the padding, and so has its gradient to"),
        ),
        libraries=(torch("conv1d", *KERNEL, DILATED),),
        names=("Conv1d", "nn.Conv1d", "convolution backward"),
        references=("goodfellow-2016", "dumoulin-visin-2016"),
    ),
    Operation(
        "conv2d",
        "Convolution in two dimensions",
        axes=(EXAMPLES, *CHANNELS, *PLANE),
        arrays=(IMAGES, Array("w[o, c, u, v]", "the kernel", "parameter"), BIAS),
        defines=(),
        output="y[n, o, i, k] = Sum(w[o, c, u, v]*x[n, c, i*stride + u*dilation - pad, k*stride + v*dilation - pad], "
        "c, u, v) + b[o]",
        options=ALL,
        settings=chosen(
            "N O C I K U V A E", ALL,
            ((1, 2, 1, 2, 3, 2, 1, 3, 3), (1, 0, 1)),
            ((2, 1, 2, 2, 1, 2, 2, 4, 3), (2, 0, 1)),
            ((1, 1, 2, 3, 2, 1, 2, 1, 1), (1, 1, 1)),
            ((1, 2, 1, 1, 2, 2, 2, 2, 3), (2, 1, 2)),
            ((1, 1, 1, 3, 2, 2, 2, 4, 3), (2, 1, 1)),
            ((2, 1, 1, 2, 2, 1, 1, 2, 2), (1, 0, 1)),
        ),
        libraries=(torch("conv2d", *KERNEL, DILATED),),
        names=("Conv2d", "nn.Conv2d", "convolution backward", "rotation by 180 degrees"),
        references=("goodfellow-2016", "dumoulin-visin-2016"),
    ),
    Operation(
        "depthwise-conv2d",
        "Depthwise convolution in two dimensions",
        axes=(EXAMPLES, Axis("c", "C", "channels"), *PLANE),
        arrays=(
            IMAGES,
            Array("w[c, u, v]", "the kernel of each channel", "parameter"),
            Array("b[c]", "the bias", "parameter"),
        ),
        defines=(),
        output="y[n, c, i, k] = Sum(w[c, u, v]*x[n, c, i*stride + u*dilation - pad, k*stride + v*dilation - pad], "
        "u, v) + b[c]",
        options=ALL,
        settings=chosen(
            "N C I K U V A E", ALL,
            ((1, 2, 2, 3, 2, 1, 3, 3), (1, 0, 1)),
            ((2, 3, 2, 1, 2, 2, 4, 3), (2, 0, 1)),
            ((1, 2, 3, 2, 1, 2, 1, 1), (1, 1, 1)),
            ((1, 1, 1, 2, 2, 2, 2, 3), (2, 1, 2)),
            ((1, 3, 3, 2, 2, 2, 4, 3), (2, 1, 1)),
            ((2, 1, 2, 2, 1, 1, 2, 2), (1, 0, 1)),
        ),
        libraries=(torch("conv2d", KERNEL[0], ("weight", "w[:, None]"), *KERNEL[2:], DILATED, ("groups", "C")),),
        names=("depthwise separable", "groups=C"),
        references=("dumoulin-visin-2016",),
    ),
    Operation(
        "grouped-conv2d",
        "Convolution in groups of channels",
        axes=(
            EXAMPLES, Axis("g", "G", "groups"), Axis("o", "O", "channels of a group that come out"),
            Axis("c", "C", "channels of a group that go in"), *PLANE,
        ),
        arrays=(
            Array("x[n, g, c, a, e]", "the images, their channels by groups"),
            Array("w[g, o, c, u, v]", "the kernel of each group", "parameter"),
            Array("b[g, o]", "the bias", "parameter"),
        ),
        defines=(),
        output="y[n, g, o, i, k] = Sum(w[g, o, c, u, v]*"
        "x[n, g, c, i*stride + u*dilation - pad, k*stride + v*dilation - pad], c, u, v) + b[g, o]",
        options=ALL,
        settings=chosen(
            "N G O C I K U V A E", ALL,
            ((1, 2, 1, 2, 2, 3, 2, 1, 3, 3), (1, 0, 1)),
            ((2, 2, 2, 1, 2, 1, 2, 2, 4, 3), (2, 0, 1)),
            ((1, 3, 1, 2, 3, 2, 1, 2, 1, 1), (1, 1, 1)),
            ((1, 1, 2, 1, 1, 2, 2, 2, 2, 3), (2, 1, 2)),
            ((1, 2, 1, 1, 3, 2, 2, 2, 4, 3), (2, 1, 1)),
            ((2, 2, 1, 1, 2, 2, 1, 1, 2, 2), (1, 0, 1)),
        ),
        libraries=(
            torch("conv2d", ("input", "x.flatten(1, 2)"), ("weight", "w.flatten(0, 1)"), ("bias", "b.flatten()"),
                  *KERNEL[3:], DILATED, ("groups", "G")),
        ),
        names=("groups", "grouped convolution", "ResNeXt"),
        references=("dumoulin-visin-2016",),
    ),
    Operation(
        "conv-transpose2d",
        "Transposed convolution in two dimensions",
        axes=(
            EXAMPLES, *CHANNELS,
            *plane("kernel", A="(I - 1)*stride - 2*pad + U", E="(K - 1)*stride - 2*pad + V"),
        ),
        arrays=(Array("x[n, c, i, k]", "the images"), Array("w[c, o, u, v]", "the kernel", "parameter"), BIAS),
        defines=(),
        output="y[n, o, a, e] = Sum(w[c, o, u, v]*x[n, c, i, k]*delta(i*stride + u - pad, a)"
        "*delta(k*stride + v - pad, e), c, i, k, u, v) + b[o]",
        options=(STRIDE, PAD),
        settings=chosen(
            "N O C I K U V A E", (STRIDE, PAD),
            ((1, 2, 1, 2, 3, 2, 1, 3, 3), (1, 0)),
            ((2, 1, 2, 2, 1, 2, 2, 4, 2), (2, 0)),
            ((1, 1, 2, 3, 2, 3, 2, 3, 1), (1, 1)),
            ((1, 2, 1, 1, 2, 3, 3, 1, 3), (2, 1)),
            ((1, 1, 1, 2, 1, 2, 2, 5, 2), (3, 0)),
            ((2, 1, 1, 2, 2, 1, 1, 2, 2), (1, 0)),
        ),
        libraries=(torch("conv_transpose2d", *KERNEL),),
        names=("ConvTranspose2d", "deconvolution", "nn.ConvTranspose2d"),
        references=("dumoulin-visin-2016",),
    ),
)  # fmt: skip
