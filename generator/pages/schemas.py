"""What may a program expect of the files under ``api/``? JSON Schemas, served beside them."""

from typing import Any

Schema = dict[str, Any]

VERSION = 2
"""Raised when a key changes its meaning or goes away; a new key leaves it as it is."""

DRAFT = "https://json-schema.org/draft/2020-12/schema"
KINDS = ["activation", "loss", "case"]
TEXT: Schema = {"type": "string", "minLength": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}
HEX = r"^-?(0x[01]\.[0-9a-f]+p[+-]\d+|inf)$"
DECIMAL = r"^-?(\d+(\.\d+)?(e[+-]\d+)?|\.\d+)$"


def _record(properties: Schema, description: str) -> Schema:
    """Return the schema of an object that has all of these keys, and may have more in a later release."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }


def _tensor(pattern: str, name: str) -> Schema:
    """Return the schema of a number, or of an array of such: a vector, or a matrix by rows."""
    return {"oneOf": [{"type": "string", "pattern": pattern}, {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}]}


_FORM = {
    "title": TEXT,
    "tex": TEXT,
    "text": {**TEXT, "description": "in Unicode, on one line"},
    "where": {**TEXTS, "description": "preconditions, as TeX"},
}

_FORMULA = {
    "of": {**TEXT, "description": "what it is: dL/dz"},
    "tex": {**TEXT, "description": "the equation"},
    "text": {**TEXT, "description": "its right side in Unicode, on one line"},
    "numpy": {**TEXT, "description": "its right side in Python, of the inputs, a, parameters, np and scipy"},
    "where": {**TEXTS, "description": "preconditions, as TeX"},
    "forms": {"type": "array", "items": _record(_FORM, "another spelling of the same derivative")},
}

_FIGURES = _record(
    {
        "worst": {
            "type": ["number", "null"],
            "minimum": 0,
            "description": "the largest error in units in the last place, away from zeros; null: no value somewhere",
        },
        "zeros_included": {"type": ["number", "null"], "minimum": 0, "description": "the same, beside zeros too"},
        "within_allowed": {"type": "boolean", "description": "whether the worst error is within 8 of these units"},
    },
    "how a form fares in a format",
)

_COMPUTING = {
    "of": {**TEXT, "description": "what it is: L, or dL/dz"},
    "rewritten": {"type": "boolean", "description": "whether it is another form than the one that was derived"},
    "tex": {**TEXT, "description": "the equation"},
    "text": {**TEXT, "description": "its right side in Unicode, on one line"},
    "largest": {"type": ["string", "null"], "description": "u_k as TeX where m is the place of the largest"},
    "sympy": {**TEXT, "description": "Python that assigns it as an expression of SymPy"},
    "numpy": {**TEXT, "description": "Python that defines it as a function, with its imports"},
    "proved_steps": {"type": "integer", "minimum": 0, "description": "how many steps lead to it, each proved"},
    "measured_at": _record(
        {
            "letter": {**TEXT, "description": "what runs; of a vector, its first component"},
            "from": {"type": "number"},
            "to": {"type": "number"},
            "points": {"type": "integer", "minimum": 1},
            "beside": {"type": "array", "items": {"type": "number"}, "description": "the other components"},
            "targets": {"type": "array", "description": "the values of y in turn: numbers, or arrays of them"},
        },
        "the numbers at which it was measured",
    ),
    "formats": {
        "type": "array",
        "minItems": 4,
        "items": _record(
            {
                "format": {"enum": ["float64", "float32", "bfloat16", "float16"]},
                "written": {"$ref": "#/$defs/figures"},
                "to_compute": {"$ref": "#/$defs/figures"},
            },
            "a floating point format",
        ),
    },
}

_PARAMETER = {
    "id": {**TEXT, "description": "its name in code"},
    "tex": TEXT,
    "default": {**TEXT, "description": "its usual value, a number or a fraction"},
    "range": TEXT,
    "means": TEXT,
}

_VECTOR = {
    "kind": {"enum": ["ordinary", "far"], "description": "far: where float64 may overflow, cancel or divide by zero"},
    "inputs": {"type": "object", "additionalProperties": {"$ref": "#/$defs/numbers"}, "minProperties": 1},
    "value": {"$ref": "#/$defs/numbers"},
    "gradient": {"$ref": "#/$defs/numbers"},
    "second_derivative": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/numbers"}]},
}

ENTRY_SCHEMA: Schema = {
    "$schema": DRAFT,
    "title": "An entry of the catalogue, with its derivative, code, and golden vectors",
    **_record(
        {
            "$schema": TEXT,
            "version": {"const": VERSION},
            "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
            "kind": {"enum": KINDS},
            "title": TEXT,
            "page": {**TEXT, "description": "the entry's page, seen from this file"},
            "of_vectors": {"type": "boolean", "description": "whether the inputs, and a, are vectors"},
            "inputs": {**TEXTS, "description": "the arguments; derivatives are taken by the first"},
            "parameters": {"type": "array", "items": _record(_PARAMETER, "a further argument with a usual value")},
            "conditions": {**TEXTS, "description": "what the targets have to meet, as TeX; the vectors do"},
            "definition": {**TEXTS, "description": "the equations that define it, as TeX"},
            "gradient": {"$ref": "#/$defs/formula"},
            "second_derivative": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/formula"}]},
            "parameter_gradients": {
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/formula"},
                "description": "by name, for parameters that are learned or come from another layer",
            },
            "computing": {
                "type": "array",
                "items": _record(_COMPUTING, "the form to compute"),
                "description": "of the function and of its derivative",
            },
            "code": {"type": "object", "additionalProperties": TEXT, "required": ["numpy", "pytorch", "jax", "c"]},
            "receipt": {"type": "object", "required": ["points", "worst_relative_error", "digits", "oracles"]},
            "vectors": {"type": "array", "items": {"$ref": "#/$defs/vector"}, "minItems": 1},
        },
        "log is the natural logarithm, and L the loss of one example",
    ),
    "$defs": {
        "hex": _tensor(HEX, "hex"),
        "decimal": _tensor(DECIMAL, "decimal"),
        "numbers": _record(
            {"hex": {"$ref": "#/$defs/hex"}, "decimal": {"$ref": "#/$defs/decimal"}},
            "the nearest float64, exact for inputs, and 30 decimal digits",
        ),
        "figures": _FIGURES,
        "formula": _record(_FORMULA, "a derivative"),
        "vector": _record(_VECTOR, "a point, and what is expected there"),
    },
}

_ROW = {
    "id": TEXT,
    "kind": {"enum": KINDS},
    "title": TEXT,
    "page": {**TEXT, "description": "seen from this file"},
    "data": {**TEXT, "description": "seen from this file"},
    "tex": {**TEXT, "description": "the derivative, as an equation"},
}

_LAYER_ROW = {**{key: value for key, value in _ROW.items() if key != "tex"}, "kind": {"const": "layer"}}

INDEX_SCHEMA: Schema = {
    "$schema": DRAFT,
    "title": "All entries of the catalogue",
    **_record(
        {
            "$schema": TEXT,
            "version": {"const": VERSION},
            "entries": {"type": "array", "items": _record(_ROW, "an entry"), "minItems": 1},
            "layers": {"type": "array", "items": _record(_LAYER_ROW, "a layer")},
        },
        "the files beside this one",
    ),
}

_ARRAY = {"$ref": "#/$defs/array"}
_ARRAYS: Schema = {"type": "object", "additionalProperties": _ARRAY}
_ONE_OR_MORE: Schema = {"anyOf": [_ARRAY, _ARRAYS]}
_CLAIM = {
    "id": TEXT,
    "title": TEXT,
    "of": {**TEXT, "description": "the array whose gradient it is said to be"},
    "formula": TEXT,
    "verdict": {"enum": ["true", "false"]},
    "error": {"type": "number", "minimum": 0, "description": "relative to the largest component, at the worst point"},
}
_SETTING = {
    "sizes": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
    "options": {"type": "object", "additionalProperties": {"type": "number"}},
    "inputs": _ARRAYS,
    "parameters": _ARRAYS,
    "upstream": {**_ONE_OR_MORE, "description": "the derivative by the output; by name where several leave the layer"},
    "output": {**_ONE_OR_MORE, "description": "by name where several leave the layer"},
    "gradients": _ARRAYS,
}

LAYER_SCHEMA: Schema = {
    "$schema": DRAFT,
    "title": "A layer",
    **_record(
        {
            "$schema": TEXT,
            "version": {"const": VERSION},
            "id": TEXT,
            "kind": {"const": "layer"},
            "title": TEXT,
            "page": TEXT,
            "axes": {"type": "object"},
            "inputs": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
            "parameters": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
            "options": {"type": "object"},
            "definition": TEXTS,
            "gradients": {"type": "object", "additionalProperties": _record({"tex": TEXT, "text": TEXT}, "a gradient")},
            "code": _record({"numpy": TEXT, "torch": TEXT, "jax": TEXT}, "listings"),
            "libraries": {
                "type": "object",
                "additionalProperties": _record({"call": TEXT, "arguments": {"type": "object"}}, "a call"),
            },
            "claims": {"type": "array", "items": _record(_CLAIM, "a formula that is claimed")},
            "receipt": {"type": "object"},
            "vectors": {"type": "array", "items": _record(_SETTING, "a setting"), "minItems": 6},
        },
        "all that is known of it",
    ),
    "$defs": {
        "hex": _tensor(HEX, "hex"),
        "decimal": _tensor(DECIMAL, "decimal"),
        "array": _record({"hex": {"$ref": "#/$defs/hex"}, "decimal": {"$ref": "#/$defs/decimal"}}, "numbers, nested"),
    },
}
