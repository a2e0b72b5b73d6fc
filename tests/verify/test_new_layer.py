"""A layer that is in no catalogue, as one record: heads that share keys and values, J. Ainslie and others 2023."""

import numpy as np
import pytest

from generator.catalogue.operation import Array, Axis, Claim, Operation, settings
from generator.verify.array_arithmetic import as_floats
from generator.verify.layer_evidence import called_with, judge_operation
from generator.verify.operations import points_of

SHARED = Operation(
    "grouped-query-attention",
    "Attention in which several heads share keys and values",
    axes=(
        Axis("g", "G", "groups of heads"), Axis("h", "H", "heads of a group"), Axis("i", "I", "queries"),
        Axis("j", "J", "keys"), Axis("c", "C", "features of a key"), Axis("d", "D", "features of a value"),
    ),
    arrays=(
        Array("q[g, h, i, c]", "the queries of each head"),
        Array("k[g, j, c]", "the keys of each group"),
        Array("v[g, j, d]", "the values of each group"),
        Array("mask[i, j]", "1 where a query may look, 0 where it may not", "data", "mask"),
    ),
    defines=(
        "s[g, h, i, j] = Sum(q[g, h, i, c]*k[g, j, c], c)/sqrt(C)",
        "e[g, h, i, j] = mask[i, j]*exp(s[g, h, i, j])",
        "z[g, h, i] = Sum(e[g, h, i, j], j)",
        "p[g, h, i, j] = e[g, h, i, j]/z[g, h, i]",
    ),
    output="o[g, h, i, d] = Sum(p[g, h, i, j]*v[g, j, d], j)",
    keeps=("p", "s"),
    settings=settings("G H I J C D", (2, 3, 1, 2, 1, 2), (1, 2, 3, 2, 2, 1), (3, 1, 2, 2, 2, 1)),
    claims=(
        Claim("mean-over-heads", "a mean over the heads that share them", "k",
              "Sum(ds[g, h, i, j]*q[g, h, i, c], h, i)/(H*sqrt(C))", "every head is a path, and paths add up"),
    ),
)  # fmt: skip


def test_one_record_is_derived_proved_and_agrees_with_pytorch() -> None:
    torch = pytest.importorskip("torch")
    found = judge_operation(SHARED)
    assert found.digits >= 40
    assert found.rejected > 0
    assert [one.error > 0.5 for one in found.claims] == [True]
    assert any(": over " in one.title for one in found.wrong)
    names: dict[str, object] = {}
    exec(dict(found.code)["numpy"], names)  # noqa: S102 - printed by ourselves
    for point in points_of(found.graph):
        arrays, _ = called_with(found.graph, point)
        given = {name: torch.from_numpy(array).requires_grad_(name != "mask") for name, array in arrays.items()}
        heads = {name: given[name].repeat_interleave(given["q"].shape[1], 0) for name in ("k", "v")}
        own = torch.nn.functional.scaled_dot_product_attention(
            given["q"].flatten(0, 1), heads["k"], heads["v"], given["mask"].detach().bool()
        )
        dy = torch.from_numpy(as_floats(point.upstream["o"]))
        own.backward(dy.reshape(own.shape))
        output, cache = names["forward"](**arrays)  # type: ignore[operator] # a function of the listing
        np.testing.assert_allclose(output, own.detach().numpy().reshape(output.shape), atol=1e-12)
        for name, array in names["backward"](dy.numpy(), cache).items():  # type: ignore[operator] # as above
            np.testing.assert_allclose(array, given[name].grad.numpy(), atol=1e-12)
