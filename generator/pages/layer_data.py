"""How does a layer look as JSON? One file under ``api/`` for each, for programs that test a backward pass."""

from collections.abc import Iterable, Iterator

from generator.engine.oneline import plain
from generator.engine.tex import equation
from generator.pages.api import exact_numbers, json_file
from generator.pages.data import Json
from generator.pages.layers import notation_of
from generator.pages.schemas import LAYER_SCHEMA, VERSION
from generator.pages.site import Asset
from generator.verify.layer_evidence import ArrayVector, Judgement, ProvedLayer
from generator.verify.records import Numbers


def files(layers: Iterable[ProvedLayer]) -> Iterator[Asset]:
    """Yield the schema and the file of each layer."""
    every = tuple(layers)
    if every:
        yield json_file("layer.schema", LAYER_SCHEMA)
    yield from (json_file(one.id, layer_data(one)) for one in every)


def row(one: ProvedLayer) -> Json:
    """Return what the index says of a layer."""
    operation = one.operation
    page, data = f"../{operation.uri}/", f"{operation.id}.json"
    return {"id": operation.id, "kind": operation.kind, "title": operation.title, "page": page, "data": data}


def layer_data(one: ProvedLayer) -> Json:
    """Return all that a program may want to know of a layer."""
    operation, notation = one.operation, notation_of(one)
    inputs = [each.name for each in one.graph.given if each.array and each.array.role != "parameter"]
    return {
        "$schema": "layer.schema.json",
        "version": VERSION,
        **{key: value for key, value in row(one).items() if key != "data"},
        "axes": {axis.letter: {"size": axis.size, "means": axis.means} for axis in operation.axes},
        "inputs": {each.name: _shape(each.base.shape) for each in one.graph.given if each.name in inputs},
        "parameters": {each.name: _shape(each.base.shape) for each in one.graph.given if each.name not in inputs},
        "options": {each.id: {"default": str(each.default), "means": each.means} for each in operation.options},
        "definition": [equation(each.component, each.value, notation) for each in one.graph.defined],
        "gradients": {
            each.of.name: {"tex": equation(each.name, each.term, notation), "text": plain(each.term)}
            for each in one.gradients
        },
        "code": dict(one.code),
        "libraries": {
            each.name: {"call": each.call, "arguments": dict(each.arguments)} for each in operation.libraries
        },
        "claims": list(map(_claim, one.claims)),
        "receipt": {
            "steps": one.steps,
            "digits": one.digits,
            "components": one.components,
            "float64": one.rounding,
            **{each.format: each.error for each in one.roundings},
            "wrong_kernels": len(one.wrong),
            "rejected_variants": one.rejected,
        },
        "vectors": [_vector(each, inputs, one) for each in one.vectors],
    }


def checked(one: ProvedLayer) -> Json:
    """Return what ``check`` found out about a layer: its points are the numbers that were compared."""
    return {
        "id": one.id,
        "ok": True,
        "steps": one.steps,
        "points": one.components,
        "worst_relative_error": one.rounding,
        "rejected_variants": one.rejected,
    }


def _shape(shape: Iterable[object] | None) -> list[str]:
    return list(map(str, shape or ()))


def _claim(each: Judgement) -> Json:
    return {
        "id": each.claim.id,
        "title": each.claim.title,
        "of": each.claim.of,
        "formula": each.claim.formula,
        "verdict": "true" if each.holds else "false",
        "error": each.error,
        "claimed": each.claimed,
        "right": each.right,
        "where": each.where,
    }


def _vector(vector: ArrayVector, inputs: list[str], one: ProvedLayer) -> Json:
    chosen = {option.id: option.default for option in one.operation.options} | dict(vector.setting.options)
    arrays = dict(vector.arrays)
    several = len(vector.output) > 1
    return {
        "sizes": dict(vector.setting.sizes),
        "options": {name: int(value) if value.is_Integer else float(value) for name, value in chosen.items()},
        "inputs": {name: exact_numbers(value) for name, value in arrays.items() if name in inputs},
        "parameters": {name: exact_numbers(value) for name, value in arrays.items() if name not in inputs},
        "upstream": _named(vector.upstream, several=several),
        "output": _named(vector.output, several=several),
        "gradients": {name: exact_numbers(value) for name, value in vector.gradients},
    }


def _named(pairs: tuple[tuple[str, Numbers], ...], *, several: bool) -> Json:
    """Return an array or, where several leave the layer, each under its name."""
    if not several:
        return exact_numbers(pairs[0][1])
    return {name: exact_numbers(value) for name, value in pairs}
