"""Pooling: the mean or the maximum of a window that moves. Indices count from 0.

Source: I. Goodfellow, Y. Bengio and A. Courville 2016, section 9.3.
"""

from generator.catalogue.operation import Array, Axis, Claim, Operation, Setting, settings
from generator.catalogue.operations.windows import (
    DILATION,
    EXAMPLES,
    IMAGES,
    STRIDE,
    chosen,
    numbers,
    plane,
    torch,
    within,
)

BOTH = (STRIDE, DILATION)
CHANNELS = Axis("c", "C", "channels")
POOL = ("input", "x"), ("kernel_size", "(U, V)"), ("stride", "stride")
SPREAD = "spread", "spread over the window, as by a mean", "x"
ONE_MOVES = "only the largest entry of a window moves the output"


def _tied(sizes: str, lengths: tuple[int, ...], values: tuple[int, int], x: tuple[object, ...]) -> tuple[Setting, ...]:
    """Return a setting in which entries of a window are equal."""
    return settings(sizes, lengths, options=numbers(BOTH, values), data=(("x", x),))


POOLING = (
    Operation(
        "avg-pool2d",
        "Mean pooling",
        axes=(EXAMPLES, CHANNELS, *plane("window", I="(A - U)//stride + 1", K="(E - V)//stride + 1")),
        arrays=(IMAGES,),
        defines=(),
        output="y[n, c, i, k] = mean(x[n, c, i*stride + u, k*stride + v], u, v)",
        options=(STRIDE,),
        settings=chosen(
            "N C I K U V A E", (STRIDE,),
            ((1, 2, 2, 3, 2, 1, 3, 3), (1,)),
            ((2, 1, 2, 1, 2, 2, 5, 3), (2,)),
            ((1, 3, 1, 2, 3, 2, 3, 4), (2,)),
            ((1, 1, 2, 2, 1, 2, 4, 5), (3,)),
            ((2, 2, 1, 1, 2, 2, 2, 2), (1,)),
            ((1, 1, 3, 1, 1, 3, 3, 3), (1,)),
        ),
        libraries=(torch("avg_pool2d", *POOL),),
        names=("AvgPool2d", "average pooling"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "max-pool1d",
        "Maximum pooling in one dimension",
        axes=(
            EXAMPLES, CHANNELS,
            Axis("i", "I", "places that come out", within("A", "U")), Axis("u", "U", "entries of the window"),
            Axis("a", "A", "places that go in"),
        ),
        arrays=(Array("x[n, c, a]", "what is pooled"),),
        defines=(),
        output="y[n, c, i] = max(x[n, c, i*stride + u*dilation], u)",
        options=BOTH,
        settings=(
            *chosen(
                "N C I U A", BOTH,
                ((2, 1, 3, 2, 4), (1, 1)),
                ((1, 3, 2, 3, 6), (2, 1)),
                ((1, 2, 2, 3, 7), (2, 2)),
                ((2, 2, 1, 4, 4), (1, 1)),
            ),
            *_tied("N C I U A", (1, 1, 4, 2, 5), (1, 1), (((2, 2, 1, 1, 2),),)),
            *_tied("N C I U A", (1, 2, 3, 3, 7), (2, 1), (((1, 1, 1, 1, 1, 1, 1), (2, -1, 2, 2, 1, 2, 2)),)),
        ),
        claims=(Claim(*SPREAD, "Sum(dy[n, c, i]*delta(i*stride + u*dilation, a)/U, i, u)", ONE_MOVES),),
        libraries=(torch("max_pool1d", POOL[0], ("kernel_size", "U"), POOL[2], ("dilation", "dilation")),),
        names=("MaxPool1d", "maximum over a window"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "max-pool2d",
        "Maximum pooling in two dimensions",
        axes=(EXAMPLES, CHANNELS, *plane("window", I=within("A", "U"), K=within("E", "V"))),
        arrays=(IMAGES,),
        defines=(),
        output="y[n, c, i, k] = max(x[n, c, i*stride + u*dilation, k*stride + v*dilation], u, v)",
        options=BOTH,
        settings=(
            *chosen(
                "N C I K U V A E", BOTH,
                ((1, 2, 2, 3, 2, 1, 3, 3), (1, 1)),
                ((2, 1, 2, 1, 2, 2, 5, 3), (2, 1)),
                ((1, 1, 1, 2, 2, 2, 3, 5), (2, 2)),
                ((1, 3, 2, 1, 1, 3, 2, 3), (1, 1)),
            ),
            *_tied("N C I K U V A E", (1, 1, 2, 2, 2, 2, 3, 3), (1, 1), ((((2, 2, 1), (2, 2, 3), (1, 3, 3)),),)),
            *_tied("N C I K U V A E", (1, 1, 1, 2, 3, 2, 3, 4), (2, 1),
                   ((((1, 1, -1, 3), (1, 1, 3, -1), (1, 1, 3, 3)),),)),
        ),
        claims=(
            Claim(*SPREAD,
                  "Sum(dy[n, c, i, k]*delta(i*stride + u*dilation, a)*delta(k*stride + v*dilation, e)/(U*V), "
                  "i, k, u, v)", ONE_MOVES),
        ),
        libraries=(torch("max_pool2d", *POOL, ("dilation", "dilation")),),
        names=("MaxPool2d", "max pooling backward", "argmax of a window"),
        references=("goodfellow-2016",),
    ),
)  # fmt: skip
