"""What stands on the page of one entry?"""

from collections.abc import Callable, Mapping
from typing import Any

from generator.catalogue.corners import corners_of
from generator.engine.oneline import plain
from generator.engine.records import Derivation, Form
from generator.engine.shorthand import Shorthands
from generator.engine.tex import equation
from generator.pages.api import uri_of
from generator.pages.around import UP, Around
from generator.pages.authors import form_of, result_of
from generator.pages.computing import computing_views
from generator.pages.copies import copies_of, derivation_block, headline_blocks
from generator.pages.curve_plot import curve_plot
from generator.pages.evidence import counted, known
from generator.pages.facts import Entry, assumptions, conventions, definitions, kept
from generator.pages.fitting import shortened, titled
from generator.pages.instrument import instrument
from generator.pages.kinks import choice_of, kink_sentences
from generator.pages.languages.tabs import Listing
from generator.pages.likely import likely
from generator.pages.lookup import boost, chips, tags
from generator.pages.partials import partial_contexts
from generator.pages.second import second_context
from generator.pages.shorthand import shorthands_of
from generator.pages.text import escape, within
from generator.pages.views import Link, phases_of
from generator.pages.why import mixes, why
from generator.verify.proved import Proved


def context(proved: Proved, around: Around, link: Callable[[str], Link], code: tuple[Listing, ...]) -> dict[str, Any]:
    """Return what the template of an entry's page needs; ``code`` are its listings."""
    entry, derivation, receipt = proved.entry, proved.derivation, proved.evidence.receipt
    names = shorthands_of(proved)
    return {
        "title": entry.title,
        "kind": entry.kind,
        "heading": titled(entry.title, proved.plain),
        "description": description(proved),
        "headlines": result_of(derivation, names),
        "menus": headline_blocks(derivation),
        "copies": copies_of(derivation),
        "whole": derivation_block(entry.title, derivation),
        "steps": len(derivation.steps),
        "counted": counted(map(known, derivation.steps, proved.evidence.proofs)),
        "why": why(entry, derivation),
        "paths": mixes(derivation) if len(entry.parts) > 1 else None,
        "prose": getattr(entry, "prose", ""),
        "definitions": [(formula, _own(part, entry)) for formula, part in definitions(entry)],
        "conventions": conventions(entry),
        "assumptions": assumptions(entry),
        "phases": phases_of(derivation, proved.evidence, link, names=names),
        "provided": [equation(*pair) for pair in derivation.assuming],
        "kept": kept(derivation, entry.parameters) if entry.activations else "",
        "forms": [_form(derivation, form, names) for form in derivation.forms],
        "kinks": kink_sentences(receipt.kinks, derivation.variable, derivation.where),
        "choice": choice_of(entry, derivation.variable),
        "chosen_by": [_own(part, entry) for part in entry.parts if part is not entry and corners_of(part)],
        "computing": computing_views(proved, link),
        "second": second_context(proved, link, names),
        "partials": tuple(partial_contexts(proved, link, names)),
        "receipt": receipt,
        "likely": likely(derivation, receipt, names),
        "instrument": instrument(proved),
        "sampled": sampled(proved),
        "listings": code,
        "vector": entry.vector,
        "data": uri_of(entry),
        "plot": curve_plot(proved),
        "plotted_at": _usual(entry),
        "uses": around.uses,
        "used_by": around.used_by,
        "names": entry.names,
        "tags": tags(proved),
        "chips": tuple(chips(proved)),
        "boost": boost(entry),
        "references": around.references,
    }


def _usual(entry: Entry) -> str:
    """Return at which values of the parameters an entry is drawn."""
    values = (escape(f"{plain(one.letter)} = {one.number}") for one in entry.parameters)
    return "".join(f"{', ' if n else ' with '}{value}" for n, value in enumerate(values))


def _own(part: Entry, entry: Entry) -> Link | None:
    return None if part is entry else (escape(part.title), f"{UP}{part.uri}.md")


def _form(derivation: Derivation, form: Form, names: Shorthands) -> Mapping[str, Any]:
    return {
        "title": form.title[:1].upper() + form.title[1:],
        "headlines": form_of(derivation, form, names),
        "assuming": [equation(*pair) for pair in form.assuming],
    }


def description(proved: Proved) -> str:
    """Return one or two sentences for previews, in Unicode, without TeX."""
    names = (*proved.entry.names, *(name for part in proved.entry.parts for name in part.names[:3]))
    also = f" Also known as: {', '.join(dict.fromkeys(names))}." if names else ""
    return shortened(
        f"{proved.plain}, derived one rule at a time, each step checked, measured against numerical derivatives.{also}"
    )


def sampled(proved: Proved) -> str:
    """Return where the judge draws its points, in signs."""
    found = ((plain(getattr(letter, "label", letter)), held) for letter, held in proved.evidence.drawn)
    return escape(", ".join(within(name, held) for name, held in found))
