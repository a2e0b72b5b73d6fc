"""Convolutions and pooling. Indices count from 0; a component outside of its array is 0, which is what padding means.

Sources: I. Goodfellow, Y. Bengio and A. Courville 2016, section 9.5; V. Dumoulin and F. Visin 2016.
"""

from sympy import Integer, Interval, Rational, S, oo

from generator.catalogue.operation import Array, Axis, Claim, Library, Operation, Option, settings

WHOLE = S.Integers
STRIDE = Option("stride", Integer(1), "how far the window moves", WHOLE.intersect(Interval(1, oo)))
PAD = Option("pad", Integer(0), "zeros at each end", WHOLE.intersect(Interval(0, oo)))
DILATION = Option(
    "dilation", Integer(1), "how far the entries of the window stand apart", WHOLE.intersect(Interval(1, oo))
)


def _with(stride: int, pad: int, dilation: int) -> tuple[tuple[str, Rational], ...]:
    return ("stride", Integer(stride)), ("pad", Integer(pad)), ("dilation", Integer(dilation))


def _out(size: str, kernel: str) -> str:
    """Return how many places come out along an axis."""
    return f"({size} + 2*pad - dilation*({kernel} - 1) - 1)//stride + 1"


def _pooled(size: str, window: str) -> str:
    """Return how many windows fit along an axis."""
    return f"({size} - dilation*({window} - 1) - 1)//stride + 1"


def _step(stride: int, dilation: int) -> tuple[tuple[str, Rational], ...]:
    return ("stride", Integer(stride)), ("dilation", Integer(dilation))


CONVOLUTION = (
    Operation(
        "conv1d",
        "Convolution in one dimension",
        axes=(
            Axis("n", "N", "examples"), Axis("o", "O", "channels that come out"), Axis("c", "C", "channels that go in"),
            Axis("i", "I", "places that come out", _out("J", "U")),
            Axis("u", "U", "entries of the kernel"),
            Axis("j", "J", "places that go in"),
        ),
        arrays=(
            Array("x[n, c, j]", "what is convolved"),
            Array("w[o, c, u]", "the kernel", "parameter"),
            Array("b[o]", "the bias", "parameter"),
        ),
        defines=(),
        output="y[n, o, i] = Sum(w[o, c, u]*x[n, c, i*stride + u*dilation - pad], c, u) + b[o]",
        options=(STRIDE, PAD, DILATION),
        settings=(
            *settings("N O C I U J", (2, 2, 3, 3, 2, 4), options=_with(1, 0, 1)),
            *settings("N O C I U J", (1, 3, 2, 2, 3, 6), options=_with(2, 0, 1)),
            *settings("N O C I U J", (2, 1, 2, 4, 3, 4), options=_with(1, 1, 1)),
            *settings("N O C I U J", (1, 2, 1, 3, 2, 5), options=_with(2, 1, 2)),
            *settings("N O C I U J", (1, 2, 3, 2, 3, 7), options=_with(3, 1, 2)),
            *settings("N O C I U J", (3, 1, 1, 2, 2, 3), options=_with(1, 0, 1)),
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
                  "the forward pass read from i stride + u - pad"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.conv1d",
                    (("input", "x"), ("weight", "w"), ("bias", "b"), ("stride", "stride"), ("padding", "pad"),
                     ("dilation", "dilation"))),
        ),
        names=("Conv1d", "nn.Conv1d", "convolution backward"),
        references=("goodfellow-2016", "dumoulin-visin-2016"),
    ),
    Operation(
        "conv2d",
        "Convolution in two dimensions",
        axes=(
            Axis("n", "N", "examples"), Axis("o", "O", "channels that come out"), Axis("c", "C", "channels that go in"),
            Axis("i", "I", "rows that come out", _out("A", "U")),
            Axis("k", "K", "columns that come out", _out("E", "V")),
            Axis("u", "U", "rows of the kernel"), Axis("v", "V", "columns of the kernel"),
            Axis("a", "A", "rows that go in"), Axis("e", "E", "columns that go in"),
        ),
        arrays=(
            Array("x[n, c, a, e]", "the images"),
            Array("w[o, c, u, v]", "the kernel", "parameter"),
            Array("b[o]", "the bias", "parameter"),
        ),
        defines=(),
        output="y[n, o, i, k] = Sum(w[o, c, u, v]*x[n, c, i*stride + u*dilation - pad, k*stride + v*dilation - pad], "
        "c, u, v) + b[o]",
        options=(STRIDE, PAD, DILATION),
        settings=(
            *settings("N O C I K U V A E", (1, 2, 1, 2, 3, 2, 1, 3, 3), options=_with(1, 0, 1)),
            *settings("N O C I K U V A E", (2, 1, 2, 2, 1, 2, 2, 4, 3), options=_with(2, 0, 1)),
            *settings("N O C I K U V A E", (1, 1, 2, 3, 2, 1, 2, 1, 1), options=_with(1, 1, 1)),
            *settings("N O C I K U V A E", (1, 2, 1, 1, 2, 2, 2, 2, 3), options=_with(2, 1, 2)),
            *settings("N O C I K U V A E", (1, 1, 1, 3, 2, 2, 2, 4, 3), options=_with(2, 1, 1)),
            *settings("N O C I K U V A E", (2, 1, 1, 2, 2, 1, 1, 2, 2), options=_with(1, 0, 1)),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.conv2d",
                    (("input", "x"), ("weight", "w"), ("bias", "b"), ("stride", "stride"), ("padding", "pad"),
                     ("dilation", "dilation"))),
        ),
        names=("Conv2d", "nn.Conv2d", "convolution backward", "rotation by 180 degrees"),
        references=("goodfellow-2016", "dumoulin-visin-2016"),
    ),
    Operation(
        "depthwise-conv2d",
        "Depthwise convolution in two dimensions",
        axes=(
            Axis("n", "N", "examples"), Axis("c", "C", "channels"),
            Axis("i", "I", "rows that come out", _out("A", "U")),
            Axis("k", "K", "columns that come out", _out("E", "V")),
            Axis("u", "U", "rows of the kernel"), Axis("v", "V", "columns of the kernel"),
            Axis("a", "A", "rows that go in"), Axis("e", "E", "columns that go in"),
        ),
        arrays=(
            Array("x[n, c, a, e]", "the images"),
            Array("w[c, u, v]", "the kernel of each channel", "parameter"),
            Array("b[c]", "the bias", "parameter"),
        ),
        defines=(),
        output="y[n, c, i, k] = Sum(w[c, u, v]*x[n, c, i*stride + u*dilation - pad, k*stride + v*dilation - pad], "
        "u, v) + b[c]",
        options=(STRIDE, PAD, DILATION),
        settings=(
            *settings("N C I K U V A E", (1, 2, 2, 3, 2, 1, 3, 3), options=_with(1, 0, 1)),
            *settings("N C I K U V A E", (2, 3, 2, 1, 2, 2, 4, 3), options=_with(2, 0, 1)),
            *settings("N C I K U V A E", (1, 2, 3, 2, 1, 2, 1, 1), options=_with(1, 1, 1)),
            *settings("N C I K U V A E", (1, 1, 1, 2, 2, 2, 2, 3), options=_with(2, 1, 2)),
            *settings("N C I K U V A E", (1, 3, 3, 2, 2, 2, 4, 3), options=_with(2, 1, 1)),
            *settings("N C I K U V A E", (2, 1, 2, 2, 1, 1, 2, 2), options=_with(1, 0, 1)),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.conv2d",
                    (("input", "x"), ("weight", "w[:, None]"), ("bias", "b"), ("stride", "stride"), ("padding", "pad"),
                     ("dilation", "dilation"), ("groups", "C"))),
        ),
        names=("depthwise separable", "groups=C", "grouped convolution"),
        references=("dumoulin-visin-2016",),
    ),
    Operation(
        "conv-transpose2d",
        "Transposed convolution in two dimensions",
        axes=(
            Axis("n", "N", "examples"), Axis("o", "O", "channels that come out"), Axis("c", "C", "channels that go in"),
            Axis("i", "I", "rows that go in"), Axis("k", "K", "columns that go in"),
            Axis("u", "U", "rows of the kernel"), Axis("v", "V", "columns of the kernel"),
            Axis("a", "A", "rows that come out", "(I - 1)*stride - 2*pad + U"),
            Axis("e", "E", "columns that come out", "(K - 1)*stride - 2*pad + V"),
        ),
        arrays=(
            Array("x[n, c, i, k]", "the images"),
            Array("w[c, o, u, v]", "the kernel", "parameter"),
            Array("b[o]", "the bias", "parameter"),
        ),
        defines=(),
        output="y[n, o, a, e] = Sum(w[c, o, u, v]*x[n, c, i, k]*delta(i*stride + u - pad, a)"
        "*delta(k*stride + v - pad, e), c, i, k, u, v) + b[o]",
        options=(STRIDE, PAD),
        settings=(
            *settings("N O C I K U V A E", (1, 2, 1, 2, 3, 2, 1, 3, 3), options=_with(1, 0, 1)[:2]),
            *settings("N O C I K U V A E", (2, 1, 2, 2, 1, 2, 2, 4, 2), options=_with(2, 0, 1)[:2]),
            *settings("N O C I K U V A E", (1, 1, 2, 3, 2, 3, 2, 3, 1), options=_with(1, 1, 1)[:2]),
            *settings("N O C I K U V A E", (1, 2, 1, 1, 2, 3, 3, 1, 3), options=_with(2, 1, 1)[:2]),
            *settings("N O C I K U V A E", (1, 1, 1, 2, 1, 2, 2, 5, 2), options=_with(3, 0, 1)[:2]),
            *settings("N O C I K U V A E", (2, 1, 1, 2, 2, 1, 1, 2, 2), options=_with(1, 0, 1)[:2]),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.conv_transpose2d",
                    (("input", "x"), ("weight", "w"), ("bias", "b"), ("stride", "stride"), ("padding", "pad"))),
        ),
        names=("ConvTranspose2d", "deconvolution", "nn.ConvTranspose2d"),
        references=("dumoulin-visin-2016",),
    ),
    Operation(
        "avg-pool2d",
        "Mean pooling",
        axes=(
            Axis("n", "N", "examples"), Axis("c", "C", "channels"),
            Axis("i", "I", "rows that come out", "(A - U)//stride + 1"),
            Axis("k", "K", "columns that come out", "(E - V)//stride + 1"),
            Axis("u", "U", "rows of the window"), Axis("v", "V", "columns of the window"),
            Axis("a", "A", "rows that go in"), Axis("e", "E", "columns that go in"),
        ),
        arrays=(Array("x[n, c, a, e]", "the images"),),
        defines=(),
        output="y[n, c, i, k] = mean(x[n, c, i*stride + u, k*stride + v], u, v)",
        options=(STRIDE,),
        settings=(
            *settings("N C I K U V A E", (1, 2, 2, 3, 2, 1, 3, 3), options=_with(1, 0, 1)[:1]),
            *settings("N C I K U V A E", (2, 1, 2, 1, 2, 2, 5, 3), options=_with(2, 0, 1)[:1]),
            *settings("N C I K U V A E", (1, 3, 1, 2, 3, 2, 3, 4), options=_with(2, 0, 1)[:1]),
            *settings("N C I K U V A E", (1, 1, 2, 2, 1, 2, 4, 5), options=_with(3, 0, 1)[:1]),
            *settings("N C I K U V A E", (2, 2, 1, 1, 2, 2, 2, 2), options=_with(1, 0, 1)[:1]),
            *settings("N C I K U V A E", (1, 1, 3, 1, 1, 3, 3, 3), options=_with(1, 0, 1)[:1]),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.avg_pool2d",
                    (("input", "x"), ("kernel_size", "(U, V)"), ("stride", "stride"))),
        ),
        names=("AvgPool2d", "average pooling"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "max-pool1d",
        "Maximum pooling in one dimension",
        axes=(
            Axis("n", "N", "examples"), Axis("c", "C", "channels"),
            Axis("i", "I", "places that come out", _pooled("A", "U")), Axis("u", "U", "entries of the window"),
            Axis("a", "A", "places that go in"),
        ),
        arrays=(Array("x[n, c, a]", "what is pooled"),),
        defines=(),
        output="y[n, c, i] = max(x[n, c, i*stride + u*dilation], u)",
        options=(STRIDE, DILATION),
        settings=(
            *settings("N C I U A", (2, 1, 3, 2, 4), options=_step(1, 1)),
            *settings("N C I U A", (1, 3, 2, 3, 6), options=_step(2, 1)),
            *settings("N C I U A", (1, 2, 2, 3, 7), options=_step(2, 2)),
            *settings("N C I U A", (2, 2, 1, 4, 4), options=_step(1, 1)),
            *settings("N C I U A", (1, 1, 4, 2, 5), options=_step(1, 1), data=(("x", (((2, 2, 1, 1, 2),),)),)),
            *settings("N C I U A", (1, 2, 3, 3, 7), options=_step(2, 1),
                      data=(("x", (((1, 1, 1, 1, 1, 1, 1), (2, -1, 2, 2, 1, 2, 2)),)),)),
        ),
        claims=(
            Claim("spread", "spread over the window, as by a mean", "x",
                  "Sum(dy[n, c, i]*delta(i*stride + u*dilation, a)/U, i, u)",
                  "only the largest entry of a window moves the output"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.max_pool1d",
                    (("input", "x"), ("kernel_size", "U"), ("stride", "stride"), ("dilation", "dilation"))),
        ),
        names=("MaxPool1d", "maximum over a window"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "max-pool2d",
        "Maximum pooling in two dimensions",
        axes=(
            Axis("n", "N", "examples"), Axis("c", "C", "channels"),
            Axis("i", "I", "rows that come out", _pooled("A", "U")),
            Axis("k", "K", "columns that come out", _pooled("E", "V")),
            Axis("u", "U", "rows of the window"), Axis("v", "V", "columns of the window"),
            Axis("a", "A", "rows that go in"), Axis("e", "E", "columns that go in"),
        ),
        arrays=(Array("x[n, c, a, e]", "the images"),),
        defines=(),
        output="y[n, c, i, k] = max(x[n, c, i*stride + u*dilation, k*stride + v*dilation], u, v)",
        options=(STRIDE, DILATION),
        settings=(
            *settings("N C I K U V A E", (1, 2, 2, 3, 2, 1, 3, 3), options=_step(1, 1)),
            *settings("N C I K U V A E", (2, 1, 2, 1, 2, 2, 5, 3), options=_step(2, 1)),
            *settings("N C I K U V A E", (1, 1, 1, 2, 2, 2, 3, 5), options=_step(2, 2)),
            *settings("N C I K U V A E", (1, 3, 2, 1, 1, 3, 2, 3), options=_step(1, 1)),
            *settings("N C I K U V A E", (1, 1, 2, 2, 2, 2, 3, 3), options=_step(1, 1),
                      data=(("x", ((((2, 2, 1), (2, 2, 3), (1, 3, 3)),),)),)),
            *settings("N C I K U V A E", (1, 1, 1, 2, 3, 2, 3, 4), options=_step(2, 1),
                      data=(("x", ((((1, 1, -1, 3), (1, 1, 3, -1), (1, 1, 3, 3)),),)),)),
        ),
        claims=(
            Claim("spread", "spread over the window, as by a mean", "x",
                  "Sum(dy[n, c, i, k]*delta(i*stride + u*dilation, a)*delta(k*stride + v*dilation, e)/(U*V), "
                  "i, k, u, v)",
                  "only the largest entry of a window moves the output"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.max_pool2d",
                    (("input", "x"), ("kernel_size", "(U, V)"), ("stride", "stride"), ("dilation", "dilation"))),
        ),
        names=("MaxPool2d", "max pooling backward", "argmax of a window"),
        references=("goodfellow-2016",),
    ),
)  # fmt: skip
