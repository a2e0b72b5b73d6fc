"""Attention and what stands inside it.

Sources: A. Vaswani and others 2017, equation 1; T. Dao and others 2022, appendix B; J. Su and others 2021.
"""

from generator.catalogue.operation import Array, Axis, Claim, Library, Operation, settings

ATTENTION = (
    Operation(
        "softmax-backward",
        "Softmax inside a layer",
        axes=(Axis("i", "I", "rows"), Axis("j", "J", "entries of a row")),
        arrays=(Array("s[i, j]", "the scores"),),
        defines=("e[i, j] = exp(s[i, j])", "z[i] = Sum(e[i, j], j)"),
        output="p[i, j] = e[i, j]/z[i]",
        settings=settings("I J", (2, 3), (1, 4), (3, 2), (2, 5), (4, 3), (3, 1)),
        claims=(
            Claim("diagonal-only", "the diagonal of the Jacobian only", "s", "dp[i, j]*p[i, j]*(1 - p[i, j])",
                  "each weight depends on every score of its row",
                  "Softmax: is its backward pass p (1 - p) times the upstream gradient?"),
        ),
        libraries=(
            Library("torch", "torch.softmax", (("input", "s"), ("dim", "-1"))),
            Library("jax", "jax.nn.softmax", (("x", "s"), ("axis", "-1"))),
        ),
        names=("softmax backward", "softmax vjp", "dS"),
        references=("vaswani-2017",),
    ),
    Operation(
        "attention",
        "Scaled dot-product attention",
        axes=(
            Axis("i", "I", "queries"), Axis("j", "J", "keys"), Axis("c", "C", "features of a key"),
            Axis("d", "D", "features of a value"),
        ),
        arrays=(
            Array("q[i, c]", "the queries"),
            Array("k[j, c]", "the keys"),
            Array("v[j, d]", "the values"),
            Array("mask[i, j]", "1 where a query may look, 0 where it may not", "data", "mask"),
        ),
        defines=(
            "s[i, j] = Sum(q[i, c]*k[j, c], c)/sqrt(C)",
            "e[i, j] = mask[i, j]*exp(s[i, j])",
            "z[i] = Sum(e[i, j], j)",
            "p[i, j] = e[i, j]/z[i]",
        ),
        output="o[i, d] = Sum(p[i, j]*v[j, d], j)",
        keeps=("p", "s"),
        settings=(
            *settings("I J C D", (2, 3, 4, 5), (3, 2, 1, 2), (1, 4, 3, 2)),
            *settings("I J C D", (3, 3, 2, 1), data=(("mask", ((1, 0, 0), (1, 1, 0), (1, 1, 1))),)),
            *settings("I J C D", (4, 3, 2, 2), (2, 5, 3, 1)),
        ),
        claims=(
            Claim("no-scale", "the scale left out", "q", "Sum(ds[i, j]*k[j, c], j)",
                  "the scores were divided by a root"),
            Claim("no-row-sum", "the row sum left out", "s", "p[i, j]*dp[i, j]",
                  "each weight depends on every score of its row"),
            Claim("row-sum", "the row sum of dO and O in place of that of dP and P", "s",
                  "p[i, j]*(dp[i, j] - Sum(do[i, d]*o[i, d], d))",
                  "both row sums are equal, which is why a fused kernel keeps the output alone",
                  "Attention: is the row sum of dO and O in the backward pass a mistake?"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.scaled_dot_product_attention",
                    (("query", "q"), ("key", "k"), ("value", "v"), ("attn_mask", "mask.bool()"))),
        ),
        prose="A query that may look nowhere has no weights: they are 0/0, and NaN in the code below. PyTorch's "
        "`scaled_dot_product_attention` gives 0 in such a row, and lets nothing back.",
        names=("self-attention", "scaled_dot_product_attention", "QK^T V backward"),
        references=("vaswani-2017", "dao-2022"),
    ),
    Operation(
        "multi-head-attention",
        "Attention with several heads",
        axes=(
            Axis("i", "I", "positions that ask"), Axis("j", "J", "positions that are asked"), Axis("h", "H", "heads"),
            Axis("c", "C", "features of a head"), Axis("e", "E", "features of the model"),
        ),
        arrays=(
            Array("x[i, e]", "what asks"),
            Array("m[j, e]", "what is asked"),
            Array("wq[h, c, e]", "the weights of the queries", "parameter"),
            Array("wk[h, c, e]", "the weights of the keys", "parameter"),
            Array("wv[h, c, e]", "the weights of the values", "parameter"),
            Array("wo[e, h, c]", "the weights of the output", "parameter"),
        ),
        defines=(
            "q[h, i, c] = Sum(wq[h, c, e]*x[i, e], e)",
            "k[h, j, c] = Sum(wk[h, c, e]*m[j, e], e)",
            "v[h, j, c] = Sum(wv[h, c, e]*m[j, e], e)",
            "s[h, i, j] = Sum(q[h, i, c]*k[h, j, c], c)/sqrt(C)",
            "a[h, i, j] = exp(s[h, i, j])",
            "z[h, i] = Sum(a[h, i, j], j)",
            "p[h, i, j] = a[h, i, j]/z[h, i]",
            "o[h, i, c] = Sum(p[h, i, j]*v[h, j, c], j)",
        ),
        output="y[i, e] = Sum(wo[e, h, c]*o[h, i, c], h, c)",
        keeps=("q", "k", "v", "s", "p", "o"),
        settings=settings("I J H C E", (2, 3, 2, 1, 3), (3, 2, 1, 2, 2), (1, 2, 2, 2, 3), (2, 2, 3, 1, 2),
                          (3, 1, 2, 1, 2), (1, 3, 1, 3, 2)),
        names=("MultiheadAttention", "nn.MultiheadAttention", "cross-attention"),
        references=("vaswani-2017",),
    ),
    Operation(
        "rotary",
        "Rotary positions",
        axes=(Axis("n", "N", "positions"), Axis("k", "K", "pairs of features"), Axis("r", "R", "the two of a pair"),
              Axis("u", "U", "the two of a pair")),
        arrays=(
            Array("x[n, k, r]", "the features, in pairs"),
            Array("turn[n, k, u, r]", "the rotation by the position times the angle of the pair: cos, -sin; sin, cos",
                  "data"),
        ),
        defines=(),
        output="y[n, k, u] = Sum(turn[n, k, u, r]*x[n, k, r], r)",
        settings=settings("N K R U", (2, 3, 2, 2), (3, 1, 2, 2), (1, 2, 2, 2), (4, 2, 2, 2), (5, 1, 2, 2),
                          (2, 2, 2, 2)),
        names=("RoPE", "rotary position embedding"),
        references=("su-2021",),
    ),
)  # fmt: skip
