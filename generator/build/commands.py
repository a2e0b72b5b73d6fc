"""What can one do from a terminal? ``python -m generator`` (``__main__``), also installed as ``dldz``.

Data goes to standard output, progress and errors to standard error. The exit status is 1 where ``check`` finds
something short, and 2 with one line for anything that a user can mend. A newcomer adds a command as a function below.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from generator import __version__
from generator.build import proofs, work
from generator.build.links_command import links
from generator.build.offline import pack
from generator.build.project import write_pages, write_project
from generator.build.terminal import derivation_lines, entry_table, example_lines, formula_lines, write
from generator.catalogue.examples import EXAMPLES, Example
from generator.catalogue.formulas import is_free
from generator.catalogue.index import Catalogue
from generator.catalogue.network import FORMULAS, Formula
from generator.catalogue.records import Activation, Case, Loss, Parameter
from generator.engine.parse import parse
from generator.engine.terms import evaluated
from generator.errors import DldzError, ExpressionError
from generator.pages.data import checked, listed, shown
from generator.pages.more_data import checked_example, checked_formula, shown_example, shown_formula
from generator.restore.command import restore
from generator.store import Store
from generator.verify.examples import Judged
from generator.verify.proved import Proved, ProvedFormula

Anything = Activation | Loss | Case | Formula | Example

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
cached = click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".cache/dldz"),
    show_default=True,
    envvar="DLDZ_CACHE",
    help="Folder that keeps proofs between runs; what they depend on is seen to. Delete it to prove all anew.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dldz")
def cli() -> None:
    """Derive, prove and measure the gradients of backpropagation."""


@cli.command("list")
@as_json
def list_entries(*, as_json: bool) -> None:
    """List all entries."""
    entries = (*Catalogue().entries, *FORMULAS, *EXAMPLES)
    if as_json:
        _print_json([listed(entry) for entry in entries])
    else:
        entry_table(entries, _console())


@cli.command("show")
@click.argument("name", metavar="ID")
@as_json
def show(name: str, *, as_json: bool) -> None:
    """Show the derivation of one entry, with its proofs and its receipt."""
    data, lines = _shown(_find(Catalogue(), name))
    if as_json:
        _print_json(data)
    else:
        write(lines, _console())


def _shown(entry: Anything) -> tuple[dict[str, Any], Iterator[str]]:
    """Return a proved entry as data, and as lines for a terminal."""
    if isinstance(entry, Example):
        example = proofs.judge_example(entry)
        return shown_example(example), example_lines(example)
    try:
        if isinstance(entry, Formula):
            formula = work.prove_formula(entry)
            return shown_formula(formula), formula_lines(formula)
        proved = work.prove(entry)
        return shown(proved), derivation_lines(proved)
    except DldzError as error:
        raise proofs.located(error, entry) from error


@cli.command("derive")
@click.option("--activation", metavar="FORMULA", help='a as a formula in z, such as "atan(z)".')
@click.option("--loss", metavar="FORMULA", help='L as a formula in a and y, such as "(a - y)**2/2".')
@click.option(
    "--parameter",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help='A further letter of the formulas with its usual value, such as "alpha=0.01"; once for each.',
)
@as_json
def derive(activation: str | None, loss: str | None, parameters: tuple[str, ...], *, as_json: bool) -> None:
    """Derive the gradient of formulas that are in no catalogue: an activation, a loss, or one after the other."""
    entry = _entry(activation, loss, tuple(map(_parameter, parameters)))
    _print_proved(work.prove(entry), as_json=as_json)


@cli.command("check")
@click.argument("names", metavar="[ID]...", nargs=-1)
@cached
@as_json
def check(names: tuple[str, ...], *, cache: Path, as_json: bool) -> None:
    """Prove and measure entries, all of them if none is named."""
    catalogue = Catalogue()
    entries = [_find(catalogue, name) for name in names] or [*work.parts_first(catalogue), *FORMULAS, *EXAMPLES]
    found = proofs.results(entries, catalogue, Store(cache), quiet=False)
    results = [_checked(entry, result) for entry, result in zip(entries, found, strict=True)]
    if as_json:
        _print_json(results)
    else:
        write(map(_verdict, results), _console())
    sys.exit(0 if all(result["ok"] for result in results) else 1)


@cli.command("write")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of hand-written pages and assets to write too, with the tables filled in.",
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A mkdocs.yml: write DIR/docs and DIR/mkdocs.yml, which is all that Zensical needs.",
)
@cached
@as_json
def write_markdown(folder: Path, docs: Path | None, config: Path | None, *, cache: Path, as_json: bool) -> None:
    """Write all pages as Markdown files, and the data for programs, for any builder."""
    site = work.site(cache)
    texts = write_project(folder, site, config) if config else write_pages(folder, site, docs)
    if as_json:
        _print_json(texts)
    else:
        write(texts, _console())


def _parameter(text: str) -> Parameter:
    """Return the parameter that ``alpha=0.01`` declares. Raises ``ExpressionError`` where it declares none."""
    name, _, value = text.partition("=")
    default = evaluated(parse(value, {}))
    if not default.is_real:
        raise ExpressionError(f"{text!r} · a parameter is a name and a number, such as alpha=0.01")
    if not is_free(name):
        raise ExpressionError(f"{name!r} cannot be the name of a parameter")
    return Parameter(name, default, "a parameter")


def _entry(
    activation: str | None, loss: str | None, parameters: tuple[Parameter, ...] = ()
) -> Activation | Loss | Case:
    """Return an entry for formulas from outside. Raises ``ExpressionError`` where they do not fit together."""
    inner = (
        None
        if activation is None
        else Activation("activation", activation, activation, (), parameters=parameters, may_jump=True)
    )
    outer = None if loss is None else Loss("loss", loss, loss, (), parameters=parameters, may_jump=True)
    if inner is None or outer is None:
        if alone := inner or outer:
            return alone
        raise ExpressionError("nothing to derive · give --activation, --loss or both")
    if inner.vector != outer.vector:
        raise ExpressionError("one formula is for vectors, z[i], and the other for numbers, z · write both in one way")
    return Case(inner, outer)


def _find(catalogue: Catalogue, name: str) -> Anything:
    return next((one for one in (*FORMULAS, *EXAMPLES) if one.id == name), None) or catalogue.find(name)


def _checked(entry: Anything, result: proofs.Result) -> dict[str, Any]:
    match result:
        case ProvedFormula():
            return checked_formula(entry.id, result.evidence)
        case Judged():
            return checked_example(result)
        case Proved():
            return checked(entry.id, result)
    return checked(entry.id, None, str(result))


def _verdict(result: dict[str, Any]) -> str:
    if not result["ok"]:
        return f"{result['id']}: FALLS SHORT: {result['error']}"
    return (
        f"{result['id']}: {result['steps']} steps proved, {result['points']} points, "
        f"largest error {result['worst_relative_error']:.1e}, {result['rejected_variants']} wrong variants rejected"
    )


def _print_proved(proved: Proved, *, as_json: bool) -> None:
    if as_json:
        _print_json(shown(proved))
    else:
        write(derivation_lines(proved), _console())


def _print_json(data: Iterable[Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


cli.add_command(restore)
cli.add_command(links)
cli.add_command(pack)


def _console() -> Console:
    return Console(file=sys.stdout)
