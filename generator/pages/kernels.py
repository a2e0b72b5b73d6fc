"""The page on which a reader's kernel is compared with ours, and the numbers that it needs of each layer.

``docs/assets/kernels.js`` compares, in the browser; nothing is sent anywhere.
"""

import json
from collections.abc import Iterable
from math import floor, log10
from typing import Any, TypeAlias

import numpy as np
from jinja2 import Environment

from generator.derive.scale_factors import scale_factors
from generator.pages.site import Asset, Page
from generator.verify.kernel_compare import NAMED
from generator.verify.kernels import TOLERANCES, Print, WrongKernel
from generator.verify.layer_evidence import ArrayVector, ProvedLayer
from generator.verify.layer_rounding import Allowed
from generator.verify.records import Number, Numbers

URI, TEMPLATE, FOLDER = "compare.md", "compare.md.jinja", "assets/kernels"

DIGITS = 5
"""So many digits of an array's largest component are written."""

Setting: TypeAlias = dict[str, Any]
"""A setting as JSON."""


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
    settings = [_setting(each, rows) for each, rows in zip(one.vectors, one.allowed, strict=True)]
    data = {
        "id": one.id,
        "title": one.operation.title,
        "output": one.graph.output.name,
        "named": NAMED,
        "tolerances": TOLERANCES,
        "settings": settings,
        "wrong": [_wrong(each, settings) for each in one.wrong],
        "factors": [[words, list(numbers)] for words, numbers in scale_factors(one.operation)],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    name = json.dumps(one.id)
    return Asset(f"{FOLDER}/{one.id}.js", f"((globalThis.dldz ??= {{}}).kernels ??= {{}})[{name}] = {text};\n")


def _wrong(kernel: WrongKernel, settings: list[Setting]) -> list[object]:
    """Return a title and, for each setting, the sums of each wrong array; its shape before them where that is wrong.

    None stands for a setting in which the kernel has no value.
    """
    rows = zip(kernel.arrays, settings, strict=True)
    return [kernel.title, [None if row is None else {name: _packed(one, setting, name) for name, one in row}
                           for row, setting in rows]]  # fmt: skip


def _packed(one: Print, setting: Setting, name: str) -> list[object]:
    """Return sums in the unit of the array, to a hundred-thousandth of the largest: more than a name needs."""
    sums = [each / 10.0 ** setting["units"][name] for each in one.sums]
    digits = max(0, setting["units"][name] + DIGITS - _exponent(one.sums))
    shape = [] if one.shape == np.shape(setting["arrays"][name]) else [one.shape]
    return [*shape, *(round(each, digits) if digits else round(each) for each in sums)]


def _exponent(numbers: object) -> int:
    largest = float(np.max(np.abs(np.asarray(numbers, dtype=float)), initial=0.0))
    return floor(log10(largest)) if largest else 0


def _setting(vector: ArrayVector, allowed: Allowed) -> Setting:
    arrays = {name: _floats(array) for name, array in (*vector.output, *vector.gradients)}
    return {
        "sizes": dict(vector.setting.sizes),
        "given": {name: _floats(array) for name, array in vector.arrays},
        "arrays": arrays,
        "gradients": [name for name, _ in vector.gradients],
        "units": {name: _exponent(array) - DIGITS for name, array in arrays.items()},
        "loose": {kind: {name: number for each, name, number in allowed if each == kind}
                  for kind in dict.fromkeys(kind for kind, _, _ in allowed)},
    }  # fmt: skip


def _floats(array: Numbers) -> object:
    return float.fromhex(array.hex) if isinstance(array, Number) else [_floats(part) for part in array]
