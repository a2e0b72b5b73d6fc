"""Small layers: dense, embedding, dropout, residual, low-rank adaptation, router, tied weights, a fused output layer.

Sources: N. Srivastava and others 2014; K. He and others 2016; E. J. Hu and others 2021; N. Shazeer and others 2017.
"""

from sympy import Interval, Rational, oo

from generator.catalogue.operation import Array, Axis, Claim, Library, Operation, Option, settings

SMALL = (
    Operation(
        "dense",
        "Dense layer, examples in rows",
        axes=(Axis("n", "N", "examples"), Axis("o", "O", "units"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what comes in"),
            Array("w[o, d]", "the weights", "parameter"),
            Array("b[o]", "the bias", "parameter"),
        ),
        defines=(),
        output="y[n, o] = Sum(w[o, d]*x[n, d], d) + b[o]",
        settings=settings("N O D", (2, 3, 4), (1, 2, 3), (3, 1, 2), (4, 2, 1), (5, 3, 2), (2, 4, 3)),
        claims=(
            Claim("mean-again", "divided by the number of examples", "w", "Sum(dy[n, o]*x[n, d], n)/N",
                  "1/N stands in a mean loss, and is in dy already",
                  "Dense layer: does dW have a factor 1/m of its own?"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.linear", (("input", "x"), ("weight", "w"), ("bias", "b"))),
        ),
        names=("nn.Linear", "Dense", "fully connected", "linear backward"),
        references=("rumelhart-1986", "goodfellow-2016"),
    ),
    Operation(
        "embedding",
        "Embedding",
        axes=(Axis("n", "N", "places"), Axis("v", "V", "words"), Axis("d", "D", "features")),
        arrays=(
            Array("table[v, d]", "a row for each word", "parameter"),
            Array("id[n]", "which word stands at each place", "data", "index:v"),
        ),
        defines=(),
        output="y[n, d] = table[id[n], d]",
        settings=(
            *settings("N V D", (5, 3, 2), data=(("id", (2, 0, 2, 2, 1)),)),
            *settings("N V D", (4, 4, 3), data=(("id", (1, 1, 3, 1)),)),
            *settings("N V D", (1, 2, 3), (6, 4, 1), (3, 5, 2), (7, 2, 2)),
        ),
        claims=(
            Claim("duplicates", "repeated ids add up", "table", "Sum(dy[n, d]*delta(id[n], v), n)",
                  "each place at which a word stands is a path to the loss",
                  "Embedding: is the gradient of an id that stands there twice too large?"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.embedding", (("input", "id"), ("weight", "table"))),
            Library("jax", "jax.numpy.take", (("a", "table"), ("indices", "id"), ("axis", "0"))),
        ),
        names=("nn.Embedding", "lookup table", "embedding gradient too large"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "dropout",
        "Dropout",
        axes=(Axis("n", "N", "examples"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what comes in"),
            Array("mask[n, d]", "1 for what is kept, drawn in the forward pass", "data", "mask"),
        ),
        defines=(),
        output="y[n, d] = mask[n, d]*x[n, d]/(1 - rate)",
        options=(Option("rate", Rational(1, 2), "the share that is dropped", Interval.Ropen(0, 1)),),
        settings=settings("N D", (2, 5), (1, 4), (3, 3), (4, 2), (5, 1), (2, 7), options=(("rate", Rational(1, 4)),)),
        claims=(
            Claim("no-mask", "the mask left out", "x", "dy[n, d]/(1 - rate)",
                  "what was dropped does not reach the loss",
                  "Dropout: does the backward pass need the mask?"),
            Claim("no-scale", "the scale left out", "x", "mask[n, d]*dy[n, d]", "the forward pass divides by 1 - rate"),
        ),
        names=("nn.Dropout", "inverted dropout"),
        references=("srivastava-2014",),
    ),
    Operation(
        "residual",
        "Residual connection",
        axes=(Axis("n", "N", "examples"), Axis("d", "D", "features"), Axis("e", "E", "features")),
        arrays=(
            Array("x[n, d]", "what comes in"),
            Array("w[d, e]", "the weights of the branch", "parameter"),
        ),
        defines=("a[n, d] = Sum(w[d, e]*x[n, e], e)", "f[n, d] = tanh(a[n, d])"),
        output="y[n, d] = x[n, d] + f[n, d]",
        keeps=("a",),
        settings=settings("N D E", (2, 3, 3), (1, 2, 2), (3, 4, 4), (4, 1, 1), (5, 2, 2), (2, 5, 5)),
        claims=(
            Claim("no-skip", "the skip left out", "x", "Sum(da[n, e]*w[e, d], e)", "x reaches y by the skip too",
                  "Residual connection: is the gradient that of the branch alone?"),
        ),
        names=("skip connection", "ResNet"),
        references=("he-2016",),
    ),
    Operation(
        "lora",
        "Low-rank adaptation",
        axes=(Axis("n", "N", "examples"), Axis("o", "O", "units"), Axis("d", "D", "features"), Axis("r", "R", "rank")),
        arrays=(
            Array("x[n, d]", "what comes in"),
            Array("w[o, d]", "the weights, which are fixed", "data"),
            Array("down[r, d]", "A, from the features to the rank", "parameter"),
            Array("up[o, r]", "B, from the rank to the units", "parameter"),
        ),
        defines=("t[n, r] = Sum(down[r, d]*x[n, d], d)",),
        output="y[n, o] = Sum(w[o, d]*x[n, d], d) + alpha/R*Sum(up[o, r]*t[n, r], r)",
        options=(Option("alpha", Rational(16), "the scale, over the rank", Interval.open(0, oo)),),
        keeps=("t",),
        settings=settings("N O D R", (2, 3, 4, 2), (1, 2, 3, 1), (3, 1, 2, 2), (4, 2, 1, 3), (5, 3, 2, 1), (2, 4, 3, 2),
                          options=(("alpha", Rational(3)),)),
        claims=(
            Claim("no-scale", "alpha/R left out", "up", "Sum(dy[n, o]*t[n, r], n)", "the forward pass has it"),
        ),
        names=("LoRA", "low-rank adapter", "PEFT"),
        references=("hu-2021",),
    ),
    Operation(
        "router",
        "Router: softmax over those that are kept",
        axes=(Axis("n", "N", "examples"), Axis("e", "E", "experts")),
        arrays=(
            Array("s[n, e]", "the score of each expert"),
            Array("keep[n, e]", "1 for the experts with the largest scores", "data", "mask"),
        ),
        defines=("a[n, e] = keep[n, e]*exp(s[n, e])", "z[n] = Sum(a[n, e], e)"),
        output="p[n, e] = a[n, e]/z[n]",
        settings=settings("N E", (2, 5), (1, 4), (3, 3), (4, 2), (5, 6), (2, 7)),
        names=("mixture of experts", "top-k gating", "MoE router"),
        references=("shazeer-2017",),
    ),
    Operation(
        "tied-weights",
        "Tied weights",
        axes=(Axis("n", "N", "examples"), Axis("h", "H", "hidden units"), Axis("d", "D", "features"),
              Axis("e", "E", "features")),
        arrays=(
            Array("x[n, d]", "what comes in"),
            Array("w[h, d]", "the weights, used twice", "parameter"),
        ),
        defines=("a[n, h] = tanh(Sum(w[h, d]*x[n, d], d))",),
        output="y[n, e] = Sum(a[n, h]*w[h, e], h)",
        keeps=("a",),
        settings=settings("N H D E", (2, 3, 2, 2), (1, 2, 3, 3), (3, 1, 4, 4), (4, 2, 1, 1), (5, 3, 2, 2),
                          (2, 4, 3, 3)),
        claims=(
            Claim("one-use", "the second use forgotten", "w", "Sum(da[n, h]*(1 - a[n, h]**2)*x[n, d], n)",
                  "the weights reach the output twice, and both paths add up",
                  "Tied weights: is the gradient of one use enough?"),
        ),
        names=("weight sharing", "tied autoencoder", "tied embedding"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "linear-cross-entropy",
        "Linear layer with cross entropy, fused",
        axes=(Axis("n", "N", "examples"), Axis("k", "K", "classes"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what comes in"),
            Array("w[k, d]", "the weights", "parameter"),
            Array("t[n, k]", "the targets, of sum one", "data", "target"),
        ),
        defines=(
            "z[n, k] = Sum(w[k, d]*x[n, d], d)",
            "e[n, k] = exp(z[n, k])",
            "q[n] = Sum(e[n, k], k)",
            "p[n, k] = e[n, k]/q[n]",
        ),
        output="y[n] = -Sum(t[n, k]*log(p[n, k]), k)",
        keeps=("z",),
        settings=settings("N K D", (2, 3, 4), (1, 2, 3), (3, 4, 2), (4, 2, 1), (5, 3, 2), (2, 5, 3)),
        libraries=(
            Library("torch", "torch.nn.functional.cross_entropy",
                    (("input", "x @ w.T"), ("target", "t"), ("reduction", "'none'"))),
        ),
        names=("fused linear cross entropy", "lm_head", "logits never stored"),
        references=("goodfellow-2016",),
    ),
)  # fmt: skip
