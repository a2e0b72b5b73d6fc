"""Normalisations: subtract a mean, divide by a root of a variance, scale and shift.

Sources: S. Ioffe and C. Szegedy 2015, section 3; J. L. Ba, J. R. Kiros and G. E. Hinton 2016; B. Zhang and R. Sennrich
2019, section 4; Y. Wu and K. He 2018; D. Ulyanov, A. Vedaldi and V. Lempitsky 2016.
"""

from sympy import Interval, Rational, oo

from generator.catalogue.operation import Array, Axis, Claim, Library, Operation, Option, settings

EPS = Option("eps", Rational(1, 100000), "keeps the root away from zero", Interval.open(0, oo))
LARGE = (("eps", Rational(1, 4)),)
"""An epsilon that is large enough to matter."""

NORMALISATION = (
    Operation(
        "layer-norm",
        "Layer normalisation",
        axes=(Axis("n", "N", "examples"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what is normalised, each row by itself"),
            Array("gamma[d]", "the scale of each feature", "parameter"),
            Array("beta[d]", "the shift of each feature", "parameter"),
        ),
        defines=(
            "mu[n] = mean(x[n, d], d)",
            "c[n, d] = x[n, d] - mu[n]",
            "v[n] = mean(c[n, d]**2, d)",
            "s[n] = sqrt(v[n] + eps)",
            "xhat[n, d] = c[n, d]/s[n]",
        ),
        output="y[n, d] = gamma[d]*xhat[n, d] + beta[d]",
        options=(EPS,),
        keeps=("xhat",),
        settings=settings("N D", (2, 5), (1, 3), (3, 7), (5, 2), (4, 3), (2, 6), options=LARGE),
        claims=(
            Claim("gamma-twice", "gamma counted twice", "x",
                  "gamma[d]*(D*dxhat[n, d] - Sum(dxhat[n, d1], d1) "
                  "- xhat[n, d]*Sum(dxhat[n, d1]*xhat[n, d1], d1))/(D*s[n])",
                  "the gain is in dxhat already",
                  "Layer normalisation: is gamma in front of the bracket, and in dxhat too?"),
            Claim("means-missing", "both means left out", "x", "dxhat[n, d]/s[n]",
                  "the mean and the variance depend on x too"),
            Claim("sample-variance", "1/(D - 1) in the forward pass, 1/D in the backward pass", "x",
                  "(dxhat[n, d] - Sum(dxhat[n, d1], d1)/D - xhat[n, d]*Sum(dxhat[n, d1]*xhat[n, d1], d1)/(D - 1))/s[n]",
                  "the two variances are mixed"),
            Claim("eps-outside", "epsilon outside of the root", "x",
                  "(dxhat[n, d] - Sum(dxhat[n, d1], d1)/D - xhat[n, d]*Sum(dxhat[n, d1]*xhat[n, d1], d1)/D)"
                  "/(sqrt(v[n]) + eps)",
                  "the forward pass has it within the root"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.layer_norm",
                    (("input", "x"), ("normalized_shape", "gamma.shape"), ("weight", "gamma"), ("bias", "beta"),
                     ("eps", "eps"))),
        ),
        names=("LayerNorm", "nn.LayerNorm", "layer norm backward"),
        references=("ba-2016",),
    ),
    Operation(
        "rms-norm",
        "RMS normalisation",
        axes=(Axis("n", "N", "examples"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what is normalised, each row by itself"),
            Array("gamma[d]", "the scale of each feature", "parameter"),
        ),
        defines=(
            "q[n] = mean(x[n, d]**2, d)",
            "r[n] = sqrt(q[n] + eps)",
            "xhat[n, d] = x[n, d]/r[n]",
        ),
        output="y[n, d] = gamma[d]*xhat[n, d]",
        options=(EPS,),
        keeps=("xhat",),
        settings=settings("N D", (2, 5), (1, 3), (3, 7), (5, 2), (4, 3), (2, 6), options=LARGE),
        claims=(
            Claim("gamma-outside", "gamma outside of the sum", "x",
                  "(dxhat[n, d] - gamma[d]*xhat[n, d]*Sum(dy[n, d1]*xhat[n, d1], d1)/D)/r[n]",
                  "invisible where gamma is 1"),
            Claim("mean-missing", "the mean left out", "x", "dxhat[n, d]/r[n]", "the root depends on x too"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.rms_norm",
                    (("input", "x"), ("normalized_shape", "gamma.shape"), ("weight", "gamma"), ("eps", "eps"))),
        ),
        names=("RMSNorm", "nn.RMSNorm", "root mean square normalisation"),
        references=("zhang-sennrich-2019",),
    ),
    Operation(
        "batch-norm",
        "Batch normalisation, training",
        axes=(Axis("n", "N", "examples"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what is normalised, each feature over the batch"),
            Array("gamma[d]", "the scale of each feature", "parameter"),
            Array("beta[d]", "the shift of each feature", "parameter"),
        ),
        defines=(
            "mu[d] = mean(x[n, d], n)",
            "c[n, d] = x[n, d] - mu[d]",
            "v[d] = mean(c[n, d]**2, n)",
            "s[d] = sqrt(v[d] + eps)",
            "xhat[n, d] = c[n, d]/s[d]",
        ),
        output="y[n, d] = gamma[d]*xhat[n, d] + beta[d]",
        options=(EPS,),
        keeps=("xhat",),
        settings=settings("N D", (3, 2), (5, 3), (7, 2), (2, 5), (4, 1), (6, 3), options=LARGE),
        claims=(
            Claim("gamma-twice", "gamma counted twice", "x",
                  "gamma[d]*(N*dxhat[n, d] - Sum(dxhat[n1, d], n1) "
                  "- xhat[n, d]*Sum(dxhat[n1, d]*xhat[n1, d], n1))/(N*s[d])",
                  "the gain is in dxhat already"),
            Claim("means-missing", "both means left out", "x", "dxhat[n, d]/s[d]",
                  "right when evaluating, where the mean and the variance are fixed"),
            Claim("mean-path", "no path from the mean through the variance", "mu", "-Sum(dxhat[n, d], n)/s[d]",
                  "the variance does not move with the mean, for deviations from a mean add up to 0",
                  "Batch normalisation: is the term through the variance missing in the derivative by the mean?"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.batch_norm",
                    (("input", "x"), ("running_mean", "None"), ("running_var", "None"), ("weight", "gamma"),
                     ("bias", "beta"), ("training", "True"), ("eps", "eps"))),
        ),
        names=("BatchNorm", "nn.BatchNorm1d", "batch norm backward", "batchnorm gradient"),
        references=("ioffe-szegedy-2015",),
    ),
    Operation(
        "batch-norm-eval",
        "Batch normalisation, evaluating",
        axes=(Axis("n", "N", "examples"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what is normalised"),
            Array("gamma[d]", "the scale of each feature", "parameter"),
            Array("beta[d]", "the shift of each feature", "parameter"),
            Array("mu[d]", "the running mean, which is fixed", "data"),
            Array("v[d]", "the running variance, which is fixed", "data", "positive"),
        ),
        defines=("s[d] = sqrt(v[d] + eps)", "xhat[n, d] = (x[n, d] - mu[d])/s[d]"),
        output="y[n, d] = gamma[d]*xhat[n, d] + beta[d]",
        options=(EPS,),
        settings=settings("N D", (3, 2), (5, 3), (1, 4), (2, 5), (4, 1), (6, 3), options=LARGE),
        claims=(
            Claim("as-in-training", "as in training, with both means", "x",
                  "gamma[d]*(N*dy[n, d] - Sum(dy[n1, d], n1) - xhat[n, d]*Sum(dy[n1, d]*xhat[n1, d], n1))/(N*s[d])",
                  "the running mean and variance do not depend on x",
                  "Batch normalisation when evaluating: are the two means in the gradient?"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.batch_norm",
                    (("input", "x"), ("running_mean", "mu"), ("running_var", "v"), ("weight", "gamma"),
                     ("bias", "beta"), ("training", "False"), ("eps", "eps"))),
        ),
        names=("BatchNorm eval", "batch norm inference backward", "model.eval()"),
        references=("ioffe-szegedy-2015",),
    ),
    Operation(
        "group-norm",
        "Group normalisation",
        axes=(
            Axis("n", "N", "examples"), Axis("g", "G", "groups"), Axis("k", "K", "channels of a group"),
            Axis("p", "P", "places"),
        ),
        arrays=(
            Array("x[n, g, k, p]", "what is normalised; channel g K + k of an image with P places"),
            Array("gamma[g, k]", "the scale of each channel", "parameter"),
            Array("beta[g, k]", "the shift of each channel", "parameter"),
        ),
        defines=(
            "mu[n, g] = mean(x[n, g, k, p], k, p)",
            "c[n, g, k, p] = x[n, g, k, p] - mu[n, g]",
            "v[n, g] = mean(c[n, g, k, p]**2, k, p)",
            "s[n, g] = sqrt(v[n, g] + eps)",
            "xhat[n, g, k, p] = c[n, g, k, p]/s[n, g]",
        ),
        output="y[n, g, k, p] = gamma[g, k]*xhat[n, g, k, p] + beta[g, k]",
        options=(EPS,),
        keeps=("xhat",),
        settings=settings("N G K P", (2, 2, 3, 1), (1, 3, 2, 2), (2, 1, 3, 2), (1, 2, 1, 5), (3, 2, 2, 1),
                          (1, 1, 2, 3), options=LARGE),
        libraries=(
            Library("torch", "torch.nn.functional.group_norm",
                    (("input", "x.reshape(N, G*K, P)"), ("num_groups", "G"), ("weight", "gamma.reshape(G*K)"),
                     ("bias", "beta.reshape(G*K)"), ("eps", "eps"))),
        ),
        names=("GroupNorm", "nn.GroupNorm"),
        references=("wu-he-2018",),
    ),
    Operation(
        "instance-norm",
        "Instance normalisation",
        axes=(Axis("n", "N", "examples"), Axis("k", "K", "channels"), Axis("p", "P", "places")),
        arrays=(
            Array("x[n, k, p]", "what is normalised, each channel of each example by itself"),
            Array("gamma[k]", "the scale of each channel", "parameter"),
            Array("beta[k]", "the shift of each channel", "parameter"),
        ),
        defines=(
            "mu[n, k] = mean(x[n, k, p], p)",
            "c[n, k, p] = x[n, k, p] - mu[n, k]",
            "v[n, k] = mean(c[n, k, p]**2, p)",
            "s[n, k] = sqrt(v[n, k] + eps)",
            "xhat[n, k, p] = c[n, k, p]/s[n, k]",
        ),
        output="y[n, k, p] = gamma[k]*xhat[n, k, p] + beta[k]",
        options=(EPS,),
        keeps=("xhat",),
        settings=settings("N K P", (2, 3, 5), (1, 2, 3), (3, 1, 4), (2, 2, 2), (1, 4, 7), (4, 3, 2), options=LARGE),
        libraries=(
            Library("torch", "torch.nn.functional.instance_norm",
                    (("input", "x"), ("weight", "gamma"), ("bias", "beta"), ("eps", "eps"))),
        ),
        names=("InstanceNorm", "nn.InstanceNorm1d"),
        references=("ulyanov-2016",),
    ),
    Operation(
        "l2-normalize",
        "Division by the length of a vector",
        axes=(Axis("n", "N", "examples"), Axis("d", "D", "features")),
        arrays=(Array("x[n, d]", "what comes in"),),
        defines=("r[n] = sqrt(Sum(x[n, d]**2, d) + eps)",),
        output="y[n, d] = x[n, d]/r[n]",
        options=(Option("eps", Rational(1, 10**12), "keeps the length away from zero", Interval.open(0, oo)),),
        settings=settings("N D", (2, 3), (1, 4), (3, 2), (4, 5), (5, 1), (2, 7), options=(("eps", Rational(1, 8)),)),
        claims=(
            Claim("length-only", "divided by the length only", "x", "dy[n, d]/r[n]",
                  "the length depends on every feature"),
        ),
        names=("L2 normalisation", "F.normalize", "unit vector", "cosine similarity"),
        references=("wang-2017",),
    ),
    Operation(
        "weight-norm",
        "Dense layer with weight normalisation",
        axes=(Axis("n", "N", "examples"), Axis("o", "O", "units"), Axis("d", "D", "features")),
        arrays=(
            Array("x[n, d]", "what comes in"),
            Array("v[o, d]", "the direction of each unit's weights", "parameter"),
            Array("g[o]", "the length of each unit's weights", "parameter"),
            Array("b[o]", "the bias", "parameter"),
        ),
        defines=("r[o] = sqrt(Sum(v[o, d]**2, d))", "w[o, d] = g[o]*v[o, d]/r[o]"),
        output="y[n, o] = Sum(w[o, d]*x[n, d], d) + b[o]",
        keeps=("w",),
        settings=settings("N O D", (2, 3, 4), (1, 2, 3), (3, 1, 2), (4, 2, 3), (5, 3, 2), (2, 4, 5)),
        claims=(
            Claim("length-constant", "the length taken for a constant", "v", "g[o]*dw[o, d]/r[o]",
                  "the length depends on every weight of the unit"),
            Claim("paper", "as in equation 3 of the paper", "v",
                  "g[o]*dw[o, d]/r[o] - g[o]*dg[o]*v[o, d]/r[o]**2", "the part along v is taken off",
                  "Weight normalisation: why is the gradient of g subtracted in that of v?"),
        ),
        libraries=(
            Library("torch", "torch.nn.functional.linear",
                    (("input", "x"), ("weight", "torch._weight_norm(v, g[:, None], 0)"), ("bias", "b"))),
        ),
        names=("weight_norm", "nn.utils.parametrizations.weight_norm"),
        references=("salimans-kingma-2016",),
    ),
)  # fmt: skip
