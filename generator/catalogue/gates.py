"""The activations that two layers feed, z and g, with a gradient for each. A newcomer adds one here."""

from sympy import S

from generator.catalogue.parameter import Parameter
from generator.catalogue.records import Activation

OTHER = Parameter("g", S.One, "the other piece, which comes from weights of its own", gradient=True)


def _gate(within: str) -> Parameter:
    return Parameter("g", S.One, f"the gate before its {within}, which another layer gives", gradient=True)


GATES = (
    Activation(
        id="glu",
        title="GLU",
        value="z*sigmoid(g)",
        parameters=(_gate("sigmoid"),),
        hidden=True,
        names=("gated linear unit",),
        prose="Two layers see one input: the first gives z, the other the gate g. Frameworks halve one vector instead.",
        references=("dauphin-2017",),
    ),
    Activation(
        id="geglu",
        title="GEGLU",
        value="z*gelu(g)",
        parameters=(_gate("GELU"),),
        hidden=True,
        names=("GELU gated linear unit",),
        prose="The [GLU](glu.md) with a [GELU](gelu.md) where the sigmoid was.",
        references=("shazeer-2020",),
    ),
    Activation(
        id="swiglu",
        title="SwiGLU",
        value="z*silu(g)",
        parameters=(_gate("SiLU"),),
        hidden=True,
        names=("swish gated linear unit", "SiLU gated linear unit"),
        prose="The [GLU](glu.md) with a [SiLU](silu.md), or swish, where the sigmoid was.",
        references=("shazeer-2020",),
    ),
    Activation(
        id="maxout",
        title="Maxout",
        value="max(z, g)",
        parameters=(OTHER,),
        hidden=True,
        names=("maximum of linear pieces", "max feature map"),
        prose="The larger of two linear pieces, each with weights of its own. With more than two it is the same: the "
        "largest gets the whole gradient, the others nothing.",
        references=("goodfellow-2013",),
    ),
)
