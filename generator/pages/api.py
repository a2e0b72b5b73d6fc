"""What does the site say to programs? One JSON file for each entry, an index, and the schemas of both, under ``api/``.

The keys are a contract: within a version they may grow, and never change. A newcomer who adds one describes it in
``generator.pages.schemas`` too; the tests hold every file to its schema.
"""

import json
from collections.abc import Iterable, Iterator

from jinja2 import Environment

from generator.catalogue.derivations import partials_of
from generator.catalogue.formulas import condition_of
from generator.engine.oneline import plain
from generator.engine.records import Derivation
from generator.engine.tex import equation, tex
from generator.pages.data import Json, parameter
from generator.pages.facts import Entry, definitions
from generator.pages.forms import form_data
from generator.pages.languages.tabs import Listing
from generator.pages.schemas import ENTRY_SCHEMA, INDEX_SCHEMA, VERSION
from generator.pages.site import Asset, Page
from generator.pages.snippet import python_of
from generator.verify.proved import Proved
from generator.verify.records import Number, Numbers, Receipt, Vector

FOLDER = "api"
PAGE, TEMPLATE = "api.md", "api.md.jinja"
UP = "../"
"""From a file of the folder to the root of the site."""


def files(work: Iterable[Proved], layers: Iterable[Json] = ()) -> tuple[Asset, ...]:
    """Return the files of the folder that are not about one entry: the index and the schemas."""
    index = {
        "$schema": "index.schema.json",
        "version": VERSION,
        "entries": list(map(_row, work)),
        "layers": list(layers),
    }
    return (json_file("index", index), json_file("index.schema", INDEX_SCHEMA), json_file("entry.schema", ENTRY_SCHEMA))


def file(proved: Proved, code: Iterable[Listing]) -> Asset:
    """Return the file of an entry; ``code`` are its listings."""
    return json_file(proved.id, entry_data(proved, code))


def page(env: Environment, work: Iterable[Proved]) -> Page:
    """Return the page that tells what stands in the folder, and how to test a backward pass with it."""
    proved = tuple(work)
    sample = env.get_template("api-sample.py.jinja").render(id=proved[0].id)
    text = env.get_template(TEMPLATE).render(count=len(proved), example=proved[0].entry, version=VERSION, sample=sample)
    return Page(PAGE, "Data", text, f"generator/pages/templates/{TEMPLATE}")


def uri_of(entry: Entry) -> str:
    """Return where the file of an entry stands, from the root of the site."""
    return f"{FOLDER}/{entry.id}.json"


def json_file(name: str, data: Json) -> Asset:
    """Return a file of data for programs."""
    return Asset(f"{FOLDER}/{name}.json", json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")


def _row(proved: Proved) -> Json:
    entry = proved.entry
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "page": f"{UP}{entry.uri}/",
        "data": f"{entry.id}.json",
        "tex": proved.tex,
    }


def entry_data(proved: Proved, code: Iterable[Listing]) -> Json:
    """Return all that a program may want to know of an entry; ``code`` are its listings."""
    entry, second = proved.entry, proved.second
    return {
        "$schema": "entry.schema.json",
        "version": VERSION,
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "page": f"{UP}{entry.uri}/",
        "of_vectors": entry.vector,
        "inputs": list(entry.inputs),
        "parameters": list(map(parameter, entry.parameters)),
        "conditions": [equation(*pair) for loss in entry.losses for pair in condition_of(loss)],
        "definition": [formula for formula, _ in definitions(entry)],
        "gradient": _formula(proved.derivation),
        "second_derivative": _formula(second.derivation) if second else None,
        "parameter_gradients": {str(one.variable): _formula(one) for one in _partials(proved)},
        "computing": [form_data(one, entry) for one in proved.computing],
        "code": {listing.id: listing.code for listing in code},
        "receipt": _receipt(proved.evidence.receipt),
        "vectors": list(map(_vector, proved.evidence.vectors)),
    }


def _partials(proved: Proved) -> Iterator[Derivation]:
    """Yield the derivatives by parameters that learn; those of a case's loss stand with the loss, in a."""
    yield from (one.derivation for one in proved.partials)
    if proved.entry.joined:
        yield from partials_of(proved.entry.parts[-1])


def _formula(derivation: Derivation) -> Json:
    """Return a derivative in three spellings, with what has to hold, and its other forms."""
    return {
        "of": plain(derivation.goal),
        "tex": equation(derivation.goal, derivation.result),
        "text": plain(derivation.result),
        "numpy": python_of(derivation),
        "where": [equation(*pair) for pair in derivation.assuming],
        "forms": [
            {
                "title": form.title,
                "tex": tex(form.term),
                "text": plain(form.term),
                "where": [equation(*pair) for pair in form.assuming],
            }
            for form in derivation.forms
        ],
    }


def _receipt(receipt: Receipt) -> Json:
    return {
        "points": receipt.points,
        "worst_relative_error": receipt.worst_relative_error,
        "worst_point": dict(receipt.worst_point),
        "digits": receipt.digits,
        "oracles": [oracle.name for oracle in receipt.oracles],
        "rejected_variants": len(receipt.rejected_variants),
    }


def _vector(vector: Vector) -> Json:
    return {
        "kind": vector.kind,
        "inputs": {name: exact_numbers(value) for name, value in vector.inputs},
        "value": exact_numbers(vector.value),
        "gradient": exact_numbers(vector.gradient),
        "second_derivative": None if vector.second is None else exact_numbers(vector.second),
    }


def exact_numbers(value: Numbers) -> Json:
    """Return a number, a vector or a matrix, all of it in hexadecimal and all of it in decimals."""
    return {"hex": _spelled(value, "hex"), "decimal": _spelled(value, "decimal")}


def _spelled(value: Numbers, spelling: str) -> str | list[object]:
    if isinstance(value, Number):
        return str(getattr(value, spelling))
    return [_spelled(part, spelling) for part in value]
