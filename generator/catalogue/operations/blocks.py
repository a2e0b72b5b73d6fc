"""Whole blocks: operations joined output to input. What is typed is how they are joined; the rest is their records'.

Sources: A. Vaswani and others 2017; R. Xiong and others 2020 (normalised before each branch); Y. LeCun, L. Bottou,
G. B. Orr and K.-R. Müller 1998.
"""

import re
from dataclasses import replace

from sympy import Integer

from generator.catalogue.operation import Array, Axis, Claim, Operation, settings
from generator.catalogue.operations.attention import ATTENTION
from generator.catalogue.operations.convolution import CONVOLUTION
from generator.catalogue.operations.normalisation import EPS, LARGE, NORMALISATION
from generator.catalogue.operations.pooling import POOLING
from generator.catalogue.operations.small import SMALL
from generator.catalogue.operations.windows import padded, plane

_MEMBERS = {one.id: one for one in (*SMALL, *NORMALISATION, *ATTENTION, *CONVOLUTION, *POOLING)}
_WORD = re.compile(r"[A-Za-z_]\w*")


def part(name: str, mark: str = "", /, **names: str) -> Operation:
    """Return an operation as a part of a block, with its axes, arrays and options under the block's ``names``.

    Quantities without a name of their own get the ``mark``; a size is called as its axis is, in upper case.
    """
    whole = _MEMBERS[name]
    quantities = [
        text.partition("[")[0] for text in (*(one.name for one in whole.arrays), *whole.defines, whole.output)
    ]
    table = {one: names.get(one, f"{one}{mark}") for one in quantities}
    table |= {one.size: names.get(one.letter, one.letter).upper() for one in whole.axes}
    table |= {one: names.get(one, one) for one in (*(a.letter for a in whole.axes), *(o.id for o in whole.options))}

    def called(text: str) -> str:
        return _WORD.sub(lambda word: table.get(word[0], word[0]), text)

    return replace(
        whole,
        arrays=tuple(replace(one, name=called(one.name)) for one in whole.arrays),
        defines=tuple(map(called, whole.defines)),
        output=called(whole.output),
        keeps=tuple(map(called, whole.keeps)),
    )


def block(whole: Operation, *parts: Operation | str) -> Operation:
    """Return a block that computes its parts in order, operations and definitions; the last ends in the output.

    Its arrays are those of ``whole`` and all parameters and data of the parts.
    """
    defines = [text for one in parts for text in ([one] if isinstance(one, str) else [*one.defines, one.output])]
    members = [one for one in parts if isinstance(one, Operation)]
    links = ", ".join(f"[{one.title}]({one.id}.md)" for one in members)
    return replace(
        whole,
        arrays=(*whole.arrays, *(array for one in members for array in one.arrays if array.role != "input")),
        defines=tuple(defines[:-1]),
        output=defines[-1],
        keeps=(*whole.keeps, *(name for one in members for name in one.keeps)),
        prose=f"Its parts, in order: {links}. What joins them stands among the definitions.",
    )


BLOCKS = (
    block(
        Operation(
            "add-norm",
            "Residual sum with layer normalisation, fused",
            axes=(Axis("n", "N", "examples"), Axis("d", "D", "features")),
            arrays=(Array("x[n, d]", "the residual stream"), Array("f[n, d]", "what the branch gives")),
            defines=(),
            output="",
            options=(EPS,),
            keeps=("r",),
            also=("r",),
            settings=settings("N D", (2, 5), (1, 3), (3, 7), (5, 2), (4, 3), (2, 6), options=LARGE),
            claims=(
                Claim("both-through", "both gradients sent through the normalisation", "x",
                      "(D*gamma[d]*(dy[n, d] + dr_out[n, d]) - Sum(gamma[d1]*(dy[n, d1] + dr_out[n, d1]), d1)"
                      " - xhat[n, d]*Sum(gamma[d1]*(dy[n, d1] + dr_out[n, d1])*xhat[n, d1], d1))/(D*s[n])",
                      "the stream goes on beside the normalisation, not through it",
                      "Residual and normalisation: is the gradient of the stream multiplied by that of the norm?"),
                Claim("no-stream", "the gradient of the stream left out", "x",
                      "(D*dxhat[n, d] - Sum(dxhat[n, d1], d1) - xhat[n, d]*Sum(dxhat[n, d1]*xhat[n, d1], d1))/(D*s[n])",
                      "where the sum is used again, as before the next branch, its own gradient adds up"),
            ),
            names=("add and norm", "post-norm", "pre-norm", "fused add layer norm"),
            references=("ba-2016", "xiong-2020"),
        ),
        "r[n, d] = x[n, d] + f[n, d]",
        part("layer-norm", x="r"),
    ),
    block(
        Operation(
            "transformer-block",
            "Transformer block, normalised before each branch",
            axes=(
                Axis("i", "I", "positions"), Axis("j", "I", "positions that are asked"), Axis("h", "H", "heads"),
                Axis("c", "C", "features of a head"), Axis("e", "E", "features of the model"),
                Axis("f", "F", "hidden features"),
            ),
            arrays=(Array("x[i, e]", "a sequence"),),
            defines=(),
            output="",
            options=(EPS,),
            keeps=("n1", "r", "n2", "m", "g"),
            settings=settings("I H C E F", (2, 2, 1, 3, 2), (3, 1, 2, 2, 3), (1, 2, 2, 3, 1), (2, 2, 1, 4, 2),
                              (2, 1, 1, 3, 2), (3, 2, 1, 2, 1), options=LARGE),
            claims=(
                Claim("no-skip", "the skip left out", "x",
                      "(E*dxhat1[i, e] - Sum(dxhat1[i, e1], e1) - xhat1[i, e]*Sum(dxhat1[i, e1]*xhat1[i, e1], e1))"
                      "/(E*s1[i])", "x reaches y by the skip too",
                      "Transformer block: is the gradient at the input that of the branches alone?"),
            ),
            names=("pre-norm transformer", "nn.TransformerEncoderLayer", "GPT block"),
            references=("vaswani-2017", "xiong-2020"),
        ),
        part("layer-norm", "1", n="i", d="e", x="x", y="n1"),
        part("multi-head-attention", x="n1", m="n1", y="u"),
        "r[i, e] = x[i, e] + u[i, e]",
        part("layer-norm", "2", n="i", d="e", x="r", y="n2"),
        part("dense", n="i", o="f", d="e", x="n2", w="wu", b="bu", y="m"),
        "g[i, f] = gelu(m[i, f])",
        part("dense", n="i", o="e", d="f", x="g", w="wd", b="bd", y="t"),
        "y[i, e] = r[i, e] + t[i, e]",
    ),
    block(
        Operation(
            "convolutional-net",
            "Small convolutional network, from the loss to each weight",
            axes=(
                Axis("n", "N", "examples"), Axis("c", "C", "channels of an image"), Axis("o", "O", "channels"),
                *plane("kernel", I=padded("A", "U"), K=padded("E", "V")),
                Axis("r", "R", "rows that are pooled", "(I - F)//hop + 1"),
                Axis("t", "T", "columns that are pooled", "(K - G)//hop + 1"),
                Axis("f", "F", "rows of the window"), Axis("g", "G", "columns of the window"),
                Axis("m", "M", "classes"),
            ),
            arrays=(Array("x[n, c, a, e]", "the images"),),
            defines=(),
            output="",
            options=(*_MEMBERS["conv2d"].options, replace(_MEMBERS["avg-pool2d"].options[0], id="hop",
                                                          means="how far the window of the maximum moves")),
            keeps=("s", "h", "d", "b"),
            settings=tuple(
                one
                for sizes, values in (
                    ((2, 1, 2, 4, 4, 3, 3, 6, 6, 2, 2, 2, 2, 3), (1, 0, 1, 2)),
                    ((1, 2, 1, 2, 3, 2, 2, 3, 4, 1, 2, 2, 2, 2), (1, 0, 1, 1)),
                    ((3, 1, 1, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2), (1, 1, 1, 1)),
                    ((1, 1, 2, 2, 3, 2, 1, 4, 5, 1, 1, 2, 2, 2), (2, 0, 1, 2)),
                    ((2, 2, 2, 3, 2, 1, 2, 3, 3, 2, 1, 2, 2, 3), (1, 0, 1, 1)),
                    ((1, 1, 1, 3, 3, 2, 2, 5, 5, 1, 1, 3, 2, 4), (1, 0, 2, 2)),
                )
                for one in settings("N C O I K U V A E R T F G M", sizes, options=tuple(
                    zip(("stride", "pad", "dilation", "hop"), map(Integer, values), strict=True)))
            ),
            names=("CNN", "LeNet", "convolutional neural network"),
            references=("lecun-1998", "goodfellow-2016"),
        ),
        part("conv2d", w="wc", b="bc", y="s"),
        "h[n, o, i, k] = tanh(s[n, o, i, k])",
        part("max-pool2d", c="o", i="r", k="t", u="f", v="g", a="i", e="k", x="h", y="d", stride="hop", pad="0",
             dilation="1"),
        "b[n, o] = mean(d[n, o, r, t], r, t)",
        part("linear-cross-entropy", k="m", d="o", x="b", w="wo", t="target", z="z", e="power", q="q", p="p", y="y"),
    ),
)  # fmt: skip
