"""The page on which a reader's kernel is compared with ours, and the numbers that it needs of each layer.

``docs/assets/kernels.js`` compares, in the browser; nothing is sent anywhere.
"""

import json
from collections.abc import Iterable

from jinja2 import Environment

from generator.derive.scale_factors import scale_factors
from generator.pages.site import Asset, Page
from generator.verify.kernel_compare import NAMED, TOLERANCES
from generator.verify.layer_evidence import ArrayVector, ProvedLayer
from generator.verify.records import Number, Numbers

URI, TEMPLATE, FOLDER = "compare.md", "compare.md.jinja", "assets/kernels"


def page(env: Environment, layers: Iterable[ProvedLayer]) -> Page:
    """Return the page that compares."""
    every = tuple(layers)
    text = env.get_template(TEMPLATE).render(
        layers=[(one.id, one.operation.title) for one in every],
        types=[(name, f"{tolerance:.0e}".replace("e-0", "e-")) for name, tolerance in TOLERANCES.items()],
        slips=sum(len(one.wrong) for one in every),
    )
    return Page(URI, "Compare your kernel", text, f"generator/pages/templates/{TEMPLATE}")


def file(one: ProvedLayer) -> Asset:
    """Return the numbers of a layer as JavaScript: what is right, what wrong kernels give, and what may multiply it."""
    data = {
        "id": one.id,
        "title": one.operation.title,
        "output": one.graph.output.name,
        "named": NAMED,
        "tolerances": TOLERANCES,
        "settings": [_setting(each) for each in one.vectors],
        "wrong": [{"title": each.title, "arrays": [dict(rows) for rows in each.arrays]} for each in one.wrong],
        "factors": [[words, list(numbers)] for words, numbers in scale_factors(one.operation)],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    name = json.dumps(one.id)
    return Asset(f"{FOLDER}/{one.id}.js", f"((globalThis.dldz ??= {{}}).kernels ??= {{}})[{name}] = {text};\n")


def _setting(vector: ArrayVector) -> dict[str, object]:
    return {
        "sizes": dict(vector.setting.sizes),
        "given": {name: _floats(array) for name, array in vector.arrays},
        "arrays": {name: _floats(array) for name, array in (*vector.output, *vector.gradients)},
        "gradients": [name for name, _ in vector.gradients],
    }


def _floats(array: Numbers) -> object:
    return float.fromhex(array.hex) if isinstance(array, Number) else [_floats(part) for part in array]
