"""Pooling: the mean or the maximum of a window that moves. Indices count from 0.

A component outside of its array is 0 to a mean, and less than all others to a maximum.

Source: I. Goodfellow, Y. Bengio and A. Courville 2016, section 9.3.
"""

from generator.catalogue.operation import Array, Axis, Claim, Operation, Setting, settings
from generator.catalogue.operations.windows import (
    BESIDE,
    DILATION,
    EXAMPLES,
    IMAGES,
    PAD,
    STRIDE,
    chosen,
    numbers,
    padded,
    plane,
    torch,
)

ALL = (STRIDE, BESIDE, DILATION)
CHANNELS = Axis("c", "C", "channels")
POOL = ("input", "x"), ("kernel_size", "(U, V)"), ("stride", "stride")
AROUND = ("padding", "pad"), ("dilation", "dilation")
SPREAD = "spread", "spread over the window, as by a mean", "x"
BOUND = (
    "A maximum does not count the padding: what is outside of the array is taken for −∞, not for 0, which would be the "
    "largest entry of a window of negative numbers. A window that is in the padding alone has no maximum; PyTorch "
    "refuses padding beyond half of the window."
)
ONE_MOVES = "only the largest entry of a window moves the output"


def _tied(
    sizes: str, lengths: tuple[int, ...], values: tuple[int, int, int], x: tuple[object, ...]
) -> tuple[Setting, ...]:
    """Return a setting in which entries of a window are equal."""
    return settings(sizes, lengths, options=numbers(ALL, values), data=(("x", x),))


POOLING = (
    Operation(
        "avg-pool2d",
        "Mean pooling",
        axes=(EXAMPLES, CHANNELS, *plane("window", I="(A + 2*pad - U)//stride + 1", K="(E + 2*pad - V)//stride + 1")),
        arrays=(IMAGES,),
        defines=(),
        output="y[n, c, i, k] = mean(x[n, c, i*stride + u - pad, k*stride + v - pad], u, v)",
        options=(STRIDE, PAD),
        settings=chosen(
            "N C I K U V A E", (STRIDE, PAD),
            ((1, 2, 2, 3, 2, 1, 3, 3), (1, 0)),
            ((2, 1, 3, 2, 2, 2, 5, 3), (2, 1)),
            ((1, 3, 1, 2, 3, 2, 3, 4), (2, 0)),
            ((1, 1, 2, 2, 1, 2, 4, 5), (3, 0)),
            ((1, 2, 2, 1, 3, 3, 2, 1), (1, 1)),
            ((1, 1, 3, 1, 1, 3, 3, 3), (1, 0)),
        ),
        prose="The zeros of the padding are counted in the mean, as `torch.nn.functional.avg_pool2d` counts them; with "
        "`count_include_pad=False`, and in TensorFlow, they are not, and a window at the edge is divided by fewer.",
        libraries=(torch("avg_pool2d", *POOL, AROUND[0]),),
        names=("AvgPool2d", "average pooling"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "max-pool1d",
        "Maximum pooling in one dimension",
        axes=(
            EXAMPLES, CHANNELS,
            Axis("i", "I", "places that come out", padded("A", "U")), Axis("u", "U", "entries of the window"),
            Axis("a", "A", "places that go in"),
        ),
        arrays=(Array("x[n, c, a]", "what is pooled"),),
        defines=(),
        output="y[n, c, i] = max(x[n, c, i*stride + u*dilation - pad], u)",
        options=ALL,
        settings=(
            *chosen(
                "N C I U A", ALL,
                ((2, 1, 3, 2, 4), (1, 0, 1)),
                ((1, 3, 3, 3, 6), (2, 1, 1)),
                ((1, 2, 3, 3, 7), (2, 1, 2)),
                ((2, 2, 1, 4, 4), (1, 0, 1)),
            ),
            *_tied("N C I U A", (1, 1, 4, 2, 5), (1, 0, 1), (((2, 2, 1, 1, 2),),)),
            *_tied("N C I U A", (1, 2, 4, 3, 7), (2, 1, 1), (((1, 1, 1, 1, 1, 1, 1), (2, -1, 2, 2, 1, 2, 2)),)),
        ),
        claims=(Claim(*SPREAD, "Sum(dy[n, c, i]*delta(i*stride + u*dilation - pad, a)/U, i, u)", ONE_MOVES),),
        prose=BOUND,
        libraries=(torch("max_pool1d", POOL[0], ("kernel_size", "U"), POOL[2], *AROUND),),
        names=("MaxPool1d", "maximum over a window"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "max-pool2d",
        "Maximum pooling in two dimensions",
        axes=(EXAMPLES, CHANNELS, *plane("window", I=padded("A", "U"), K=padded("E", "V"))),
        arrays=(IMAGES,),
        defines=(),
        output="y[n, c, i, k] = max(x[n, c, i*stride + u*dilation - pad, k*stride + v*dilation - pad], u, v)",
        options=ALL,
        settings=(
            *chosen(
                "N C I K U V A E", ALL,
                ((1, 2, 2, 3, 2, 1, 3, 3), (1, 0, 1)),
                ((2, 1, 3, 2, 2, 2, 5, 3), (2, 1, 1)),
                ((1, 1, 2, 3, 2, 2, 3, 5), (2, 1, 2)),
                ((1, 3, 2, 3, 3, 3, 2, 3), (1, 1, 1)),
            ),
            *_tied("N C I K U V A E", (1, 1, 2, 2, 2, 2, 3, 3), (1, 0, 1), ((((2, 2, 1), (2, 2, 3), (1, 3, 3)),),)),
            *_tied("N C I K U V A E", (1, 1, 1, 2, 3, 2, 3, 4), (2, 0, 1),
                   ((((1, 1, -1, 3), (1, 1, 3, -1), (1, 1, 3, 3)),),)),
        ),
        claims=(
            Claim(*SPREAD,
                  "Sum(dy[n, c, i, k]*delta(i*stride + u*dilation - pad, a)*delta(k*stride + v*dilation - pad, e)"
                  "/(U*V), i, k, u, v)", ONE_MOVES),
        ),
        prose=BOUND,
        libraries=(torch("max_pool2d", *POOL, *AROUND),),
        names=("MaxPool2d", "max pooling backward", "argmax of a window"),
        references=("goodfellow-2016",),
    ),
)  # fmt: skip
