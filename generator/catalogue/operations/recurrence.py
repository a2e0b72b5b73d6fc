"""Recurrent cells, for one step and through time; before the first step all is 0.

Sources: I. Goodfellow, Y. Bengio and A. Courville 2016, section 10.2.2; S. Hochreiter and J. Schmidhuber 1997;
R. C. Staudemeyer and E. R. Morris 2019; K. Cho and others 2014.
"""

from generator.catalogue.operation import Array, Axis, Claim, Library, Operation, settings

_NB = (
    Axis("n", "N", "examples"),
    Axis("j", "J", "units"),
    Axis("k", "K", "units a step before"),
    Axis("d", "D", "features"),
)


def _gate(name: str, out: str) -> str:
    return f"Sum(w{name}[j, d]*x[n, d], d) + Sum(u{name}[j, k]*{out}[n, k], k) + b{name}[j]"


def _step(name: str) -> str:
    return f"Sum(w{name}[j, d]*x[t, n, d], d) + Sum(u{name}[j, k]*h[t - 1, n, k], k) + b{name}[j]"


def _weights(name: str, what: str) -> tuple[Array, ...]:
    return (
        Array(f"w{name}[j, d]", f"the weights of {what} for the input", "parameter"),
        Array(f"u{name}[j, k]", f"the weights of {what} for the state", "parameter"),
        Array(f"b{name}[j]", f"the bias of {what}", "parameter"),
    )


_SMALL = settings("N J K D", (2, 3, 3, 2), (1, 2, 2, 3), (3, 1, 1, 2), (2, 2, 2, 1), (1, 4, 4, 2), (4, 2, 2, 2))

RECURRENCE = (
    Operation(
        "rnn-cell",
        "Recurrent cell, one step",
        axes=_NB,
        arrays=(
            Array("x[n, d]", "the input of the step"),
            Array("h0[n, k]", "the state before"),
            *_weights("", "the cell"),
        ),
        defines=(f"a[n, j] = {_gate('', 'h0')}",),
        output="h[n, j] = tanh(a[n, j])",
        keeps=("a",),
        settings=_SMALL,
        libraries=(
            Library("torch", "torch.rnn_tanh_cell",
                    (("input", "x"), ("hx", "h0"), ("w_ih", "w"), ("w_hh", "u"), ("b_ih", "b"),
                     ("b_hh", "torch.zeros_like(b)"))),
        ),
        names=("RNNCell", "nn.RNNCell", "Elman network"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "lstm-cell",
        "LSTM cell, one step",
        axes=_NB,
        arrays=(
            Array("x[n, d]", "the input of the step"),
            Array("h0[n, k]", "the state before"),
            Array("c0[n, j]", "the cell before"),
            *_weights("i", "the input gate"), *_weights("f", "the forget gate"),
            *_weights("g", "the candidate"), *_weights("o", "the output gate"),
        ),
        defines=(
            f"ihat[n, j] = {_gate('i', 'h0')}", f"fhat[n, j] = {_gate('f', 'h0')}",
            f"ghat[n, j] = {_gate('g', 'h0')}", f"ohat[n, j] = {_gate('o', 'h0')}",
            "i[n, j] = sigmoid(ihat[n, j])", "f[n, j] = sigmoid(fhat[n, j])",
            "g[n, j] = tanh(ghat[n, j])", "o[n, j] = sigmoid(ohat[n, j])",
            "c[n, j] = f[n, j]*c0[n, j] + i[n, j]*g[n, j]",
        ),
        output="h[n, j] = o[n, j]*tanh(c[n, j])",
        also=("c",),
        claims=(
            Claim("no-carried", "the gradient that the cell carries left out", "c",
                  "dh[n, j]*o[n, j]*(1 - tanh(c[n, j])**2)", "the cell reaches the loss by the next step too",
                  "LSTM: should the gradient that the cell carries be removed?"),
        ),
        keeps=("c", "ihat", "fhat", "ghat", "ohat"),
        settings=_SMALL,
        libraries=(
            Library("torch", "torch.lstm_cell",
                    (("input", "x"), ("hx", "(h0, c0)"), ("w_ih", "torch.cat((wi, wf, wg, wo))"),
                     ("w_hh", "torch.cat((ui, uf, ug, uo))"), ("b_ih", "torch.cat((bi, bf, bg, bo))"),
                     ("b_hh", "torch.zeros(4*J, dtype=x.dtype)"))),
        ),
        names=("LSTMCell", "nn.LSTMCell", "long short-term memory"),
        references=("hochreiter-schmidhuber-1997", "staudemeyer-morris-2019"),
    ),
    Operation(
        "gru-cell",
        "GRU cell, one step",
        axes=_NB,
        arrays=(
            Array("x[n, d]", "the input of the step"),
            Array("h0[n, k]", "the state before"),
            *_weights("r", "the reset gate"), *_weights("z", "the update gate"), *_weights("g", "the candidate"),
        ),
        defines=(
            f"rhat[n, j] = {_gate('r', 'h0')}", f"zhat[n, j] = {_gate('z', 'h0')}",
            "r[n, j] = sigmoid(rhat[n, j])", "z[n, j] = sigmoid(zhat[n, j])",
            "q[n, k] = r[n, k]*h0[n, k]",
            f"ghat[n, j] = {_gate('g', 'q')}",
            "g[n, j] = tanh(ghat[n, j])",
        ),
        output="h[n, j] = (1 - z[n, j])*h0[n, j] + z[n, j]*g[n, j]",
        keeps=("rhat", "zhat", "ghat", "q"),
        claims=(
            Claim("state-for-candidate", "the state in place of the reset state", "ug",
                  "Sum(dghat[n, j]*h0[n, k], n)", "the candidate saw r h0, and not h0",
                  "GRU: is the gradient of the candidate's weights a product with the state?"),
            Claim("reset-after", "the reset gate of the unit that comes out", "ug",
                  "Sum(dghat[n, j]*r[n, j]*h0[n, k], n)",
                  "here the gate comes before the product, and belongs to the unit that goes in; where it comes after, "
                  "as in PyTorch, this is right",
                  "GRU: does the gradient of the candidate's weights have the reset gate of the row or of the column?"),
            Claim("reset-gradient", "the gradient of a reset gate that comes after the product", "rhat",
                  "dghat[n, j]*Sum(ug[j, k]*h0[n, k], k)*r[n, j]*(1 - r[n, j])",
                  "before the product a gate reaches every unit of the candidate, and its gradient is a sum over them"),
            Claim("update-turned", "the update gate keeps the state", "zhat",
                  "dh[n, j]*(h0[n, j] - g[n, j])*z[n, j]*(1 - z[n, j])",
                  "here z lets the candidate in; where z keeps the state, h = z h0 + (1 - z) g, the sign is turned",
                  "GRU: is the gradient of the update gate dh (h0 - g) or dh (g - h0)?"),
            Claim("no-slope", "the slope of the gate left out", "uz", "Sum(dh[n, j]*(g[n, j] - h0[n, j])*h0[n, k], n)",
                  "the gate is a sigmoid of what the weights give"),
            Claim("direct-only", "the direct path alone", "h0", "dh[n, k]*(1 - z[n, k])",
                  "the state reaches both gates and the candidate too",
                  "GRU: is the gradient of the state before dh (1 - z)?"),
        ),
        settings=_SMALL,
        names=("GRUCell", "gated recurrent unit"),
        references=("cho-2014",),
    ),
    Operation(
        "rnn",
        "Recurrent layer through time",
        axes=(Axis("t", "T", "steps"), *_NB),
        arrays=(Array("x[t, n, d]", "the inputs"), *_weights("", "the cell")),
        defines=(
            "a[t, n, j] = Sum(w[j, d]*x[t, n, d], d) + Sum(u[j, k]*h[t - 1, n, k], k) + b[j]",
        ),
        output="h[t, n, j] = tanh(a[t, n, j])",
        keeps=("a", "h"),
        settings=settings("T N J K D", (3, 1, 2, 2, 2), (2, 2, 1, 1, 3), (1, 2, 2, 2, 1), (4, 1, 2, 2, 1),
                          (3, 2, 3, 3, 1), (2, 1, 3, 3, 2)),
        names=("RNN", "nn.RNN", "backpropagation through time", "BPTT"),
        references=("goodfellow-2016",),
    ),
    Operation(
        "lstm",
        "LSTM through time",
        axes=(Axis("t", "T", "steps"), *_NB),
        arrays=(
            Array("x[t, n, d]", "the inputs"),
            *_weights("i", "the input gate"), *_weights("f", "the forget gate"),
            *_weights("g", "the candidate"), *_weights("o", "the output gate"),
        ),
        defines=(
            f"ihat[t, n, j] = {_step('i')}", f"fhat[t, n, j] = {_step('f')}",
            f"ghat[t, n, j] = {_step('g')}", f"ohat[t, n, j] = {_step('o')}",
            "i[t, n, j] = sigmoid(ihat[t, n, j])", "f[t, n, j] = sigmoid(fhat[t, n, j])",
            "g[t, n, j] = tanh(ghat[t, n, j])", "o[t, n, j] = sigmoid(ohat[t, n, j])",
            "c[t, n, j] = f[t, n, j]*c[t - 1, n, j] + i[t, n, j]*g[t, n, j]",
        ),
        output="h[t, n, j] = o[t, n, j]*tanh(c[t, n, j])",
        keeps=("c", "h", "ihat", "fhat", "ghat", "ohat"),
        settings=settings("T N J K D", (3, 1, 2, 2, 1), (2, 2, 1, 1, 2), (1, 2, 2, 2, 1), (4, 1, 1, 1, 2),
                          (2, 1, 2, 2, 2), (3, 2, 1, 1, 1)),
        names=("LSTM", "nn.LSTM", "backpropagation through time"),
        references=("hochreiter-schmidhuber-1997", "staudemeyer-morris-2019"),
    ),
    Operation(
        "gru",
        "GRU through time",
        axes=(Axis("t", "T", "steps"), *_NB),
        arrays=(
            Array("x[t, n, d]", "the inputs"),
            *_weights("r", "the reset gate"), *_weights("z", "the update gate"), *_weights("g", "the candidate"),
        ),
        defines=(
            f"rhat[t, n, j] = {_step('r')}", f"zhat[t, n, j] = {_step('z')}",
            "r[t, n, j] = sigmoid(rhat[t, n, j])", "z[t, n, j] = sigmoid(zhat[t, n, j])",
            "q[t, n, k] = r[t, n, k]*h[t - 1, n, k]",
            "ghat[t, n, j] = Sum(wg[j, d]*x[t, n, d], d) + Sum(ug[j, k]*q[t, n, k], k) + bg[j]",
            "g[t, n, j] = tanh(ghat[t, n, j])",
        ),
        output="h[t, n, j] = (1 - z[t, n, j])*h[t - 1, n, j] + z[t, n, j]*g[t, n, j]",
        keeps=("h", "rhat", "zhat", "ghat", "q"),
        settings=settings("T N J K D", (3, 1, 2, 2, 1), (2, 2, 1, 1, 2), (1, 2, 2, 2, 1), (4, 1, 1, 1, 2),
                          (2, 1, 2, 2, 2), (3, 2, 1, 1, 1)),
        names=("GRU", "nn.GRU"),
        references=("cho-2014",),
    ),
    Operation(
        "gru-cell-after",
        "GRU cell whose reset gate comes after the product",
        axes=_NB,
        arrays=(
            Array("x[n, d]", "the input of the step"),
            Array("h0[n, k]", "the state before"),
            *_weights("r", "the reset gate"), *_weights("z", "the update gate"), *_weights("g", "the candidate"),
            Array("bu[j]", "the bias of the state's part of the candidate", "parameter"),
        ),
        defines=(
            f"rhat[n, j] = {_gate('r', 'h0')}", f"zhat[n, j] = {_gate('z', 'h0')}",
            "r[n, j] = sigmoid(rhat[n, j])", "z[n, j] = sigmoid(zhat[n, j])",
            "q[n, j] = Sum(ug[j, k]*h0[n, k], k) + bu[j]",
            "ghat[n, j] = Sum(wg[j, d]*x[n, d], d) + bg[j] + r[n, j]*q[n, j]",
            "g[n, j] = tanh(ghat[n, j])",
        ),
        output="h[n, j] = (1 - z[n, j])*g[n, j] + z[n, j]*h0[n, j]",
        keeps=("rhat", "zhat", "ghat", "q"),
        claims=(
            Claim("reset-after", "the reset gate of the unit that comes out", "ug",
                  "Sum(dghat[n, j]*r[n, j]*h0[n, k], n)", "the gate comes after the product, and belongs to its unit",
                  "PyTorch's GRU: which reset gate stands in the gradient of the candidate's weights?"),
            Claim("reset-before", "the reset gate of the unit that goes in", "ug",
                  "Sum(dghat[n, j]*r[n, k]*h0[n, k], n)",
                  "right for the cell of the first paper, whose gate comes before the product"),
            Claim("reset-gradient", "the gradient of a reset gate that comes before the product", "rhat",
                  "h0[n, j]*Sum(dghat[n, j1]*ug[j1, j], j1)*r[n, j]*(1 - r[n, j])",
                  "after the product a gate reaches its own unit of the candidate alone"),
            Claim("update-keeps", "the update gate keeps the state", "zhat",
                  "dh[n, j]*(h0[n, j] - g[n, j])*z[n, j]*(1 - z[n, j])", "h = z h0 + (1 - z) g"),
        ),
        settings=_SMALL,
        libraries=(
            Library("torch", "torch.gru_cell",
                    (("input", "x"), ("hx", "h0"), ("w_ih", "torch.cat((wr, wz, wg))"),
                     ("w_hh", "torch.cat((ur, uz, ug))"), ("b_ih", "torch.cat((br, bz, bg))"),
                     ("b_hh", "torch.cat((torch.zeros(2*J, dtype=x.dtype), bu))"))),
        ),
        names=("nn.GRUCell", "reset after"),
        references=("cho-2014",),
    ),
)  # fmt: skip
