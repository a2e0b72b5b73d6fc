"""The command line: data on standard output, one line for a mistake, and JSON that other programs can rely on."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from click.testing import CliRunner

from generator.__main__ import main
from generator.build import answers, commands, proofs, work
from generator.catalogue.index import Catalogue
from generator.errors import ProofError
from generator.verify.proved import Proved
from tests import whole

TEXT, NUMBER, LIST = {"type": "string"}, {"type": "number"}, {"type": "array"}


def record(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - a JSON Schema
    """Return the schema of an object that has at least these properties."""
    return {"type": "object", "required": list(properties), "properties": properties}


SHOWN = record(
    id=TEXT,
    title=TEXT,
    steps={"type": "array", "minItems": 1, "items": record(
        phase=TEXT, rule=TEXT, before=TEXT, after=TEXT,
        proof=record(method={"enum": ["exact", "bounded", "numeric"]}))},
    result=record(tex=TEXT, python=TEXT),
    receipt=record(points=NUMBER, worst_relative_error=NUMBER, oracles=LIST, rejected_variants=LIST),
)  # fmt: skip


def run(*arguments: str) -> tuple[int, str, str]:
    """Run a command as somebody would, and return its exit status, standard output and standard error."""
    done = whole.run(Path.cwd(), (sys.executable, "-m", "generator", *arguments))
    return done.returncode, done.stdout, done.stderr


def data(*arguments: str) -> Any:  # noqa: ANN401 - whatever the command prints
    """Run a command within this process and return what it prints as JSON."""
    done = CliRunner().invoke(commands.cli, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def text(*arguments: str) -> str:
    """Run a command within this process and return what it prints."""
    done = CliRunner().invoke(commands.cli, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_list_names_every_entry_and_its_page() -> None:
    rows = data("list")
    jsonschema.validate(rows, {"type": "array", "items": record(id=TEXT, kind=TEXT, title=TEXT, url=TEXT)})
    assert {"id": "sigmoid", "kind": "activation", "title": "Sigmoid", "url": "activations/sigmoid/"} in rows
    assert {"polar": "latex-examples/#polar", "bp2": "network/bp2/"}.items() <= {
        r["id"]: r["url"] for r in rows
    }.items()
    assert len(text("list").splitlines()) == len(rows)
    assert ["sigmoid-mse", "case", "Sigmoid with half squared error"] in [
        line.split(maxsplit=2) for line in text("list").splitlines()
    ]


def test_show_tells_steps_result_and_receipt() -> None:
    shown = data("show", "sigmoid-logistic")
    jsonschema.validate(shown, SHOWN)
    assert shown["result"] == {"tex": "a - y", "python": "a - y"}
    lines = text("show", "sigmoid-logistic").splitlines()
    assert lines[0] == "Sigmoid with logistic loss"
    assert "Result: dL/dz = a − y" in lines
    assert sum(line.startswith("    = ") for line in lines) == len(shown["steps"])


@pytest.mark.parametrize("name", ["network-dw", "bp3", "sum-of-squares"])
def test_show_has_the_same_keys_for_the_network_and_for_the_examples(name: str) -> None:
    shown = data("show", name)
    jsonschema.validate(shown, SHOWN)
    assert shown["receipt"]["rejected_variants"]
    assert 0 <= shown["receipt"]["worst_relative_error"] < 1e-6
    lines = text("show", name).splitlines()
    assert lines[0] == shown["title"]
    assert sum(line.startswith("  rejected: ") for line in lines) == len(shown["receipt"]["rejected_variants"])


def test_show_gives_the_line_of_numpy_of_a_matrix_formula() -> None:
    assert data("show", "network-dw")["result"]["python"] == "dZ[l] @ A[l - 1].T / m"
    assert "NumPy:  dZ[l] @ A[l - 1].T / m" in text("show", "network-dw").splitlines()


@pytest.mark.parametrize("name", ["network-z", "ld", "limit"])
def test_a_definition_and_a_fragment_are_shown_with_nothing_measured(name: str) -> None:
    assert data("show", name)["receipt"]["points"] == 0
    assert "Receipt" not in text("show", name)


def test_what_fits_on_no_line_is_shown_as_tex() -> None:
    assert r"\hbar" in text("show", "norm-rate")


def test_derive_does_what_nobody_thought_of() -> None:
    derived = data("derive", "--activation", "atan(z)", "--loss", "log(1 + (a - y)**2)/2")
    jsonschema.validate(derived, SHOWN)
    z, y = 0.7, 0.2
    a = np.arctan(z)
    got = eval(derived["result"]["python"], {"np": np, "a": a, "y": y, "z": z})  # noqa: S307 - our own output
    assert np.isclose((a - y) / (1 + (a - y) ** 2) / (1 + z**2), got, rtol=1e-14)
    assert derived["receipt"]["worst_relative_error"] < 1e-30
    assert derived["receipt"]["rejected_variants"]


@pytest.mark.parametrize(("option", "formula"), [("--activation", "tanh(z)"), ("--loss", "abs(a - y)")])
def test_derive_takes_one_formula_alone(option: str, formula: str) -> None:
    assert data("derive", option, formula)["title"] == formula


def test_derive_takes_parameters_and_tells_their_usual_values() -> None:
    derived = data("derive", "--activation", "log(1 + exp(beta*z))/beta", "--parameter", "beta=0.5")
    assert [(one["id"], one["tex"], one["default"]) for one in derived["parameters"]] == [("beta", r"\beta", "0.5")]
    z, beta = 0.7, 0.5
    a = np.log1p(np.exp(beta * z)) / beta
    got = eval(derived["result"]["python"], {"np": np, "a": a, "beta": beta, "z": z})  # noqa: S307 - our own output
    assert np.isclose(1 / (1 + np.exp(-beta * z)), got, rtol=1e-14)
    assert "solve the definition" in text(
        "derive", "--activation", "log(1 + exp(beta*z))/beta", "--parameter", "beta=1"
    )


def test_derive_takes_vectors() -> None:
    derived = data("derive", "--activation", "exp(z[i])/Sum(exp(z[k]), k)")
    assert derived["result"]["python"] == "a[..., :, None]*(np.eye(a.shape[-1]) - a[..., None, :])"


def test_text_from_outside_is_shown_as_it_is() -> None:
    """Square brackets mean colours to the library that writes to the terminal; not here."""
    assert text("derive", "--loss", "-Sum(y[k]*log(a[k]), k)").startswith("-Sum(y[k]*log(a[k]), k)\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "sigmoyd"), "sigmoyd · no such entry"),
        (("check", "sigmoyd"), "sigmoyd · no such entry"),
        (("derive", "--activation", "foo(z)"), "unknown function 'foo'"),
        (("derive", "--activation", "z +"), "not a formula"),
        (("derive", "--loss", "a - q"), "unknown name 'q'"),
        (("derive", "--activation", "__import__('os').system('true')"), "only plain calls"),
        (("derive",), "nothing to derive"),
        (("derive", "--activation", "z", "--parameter", "alpha"), "not a formula"),
        (("derive", "--activation", "z", "--parameter", "exp=1"), "'exp' cannot be the name of a parameter"),
        (("derive", "--activation", "z", "--parameter", "alpha=1/0"), "a parameter is a name and a number"),
        (("derive", "--activation", "z", "--loss", "-Sum(y[k]*log(a[k]), k)"), "write both in one way"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["dldz", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    out, err = capsys.readouterr()
    assert (end.value.code, out, len(err.splitlines())) == (2, "", 1)
    assert says in err


def test_a_command_that_is_none_is_told_too() -> None:
    status, out, err = run("prove")
    assert (status, out) == (2, "")
    assert "No such command 'prove'" in err


def test_check_passes_what_is_right(tmp_path: Path) -> None:
    status, out, err = run("check", "sigmoid", "logistic", "--json", "--cache", str(tmp_path))
    assert status == 0
    assert [(row["id"], row["ok"]) for row in json.loads(out)] == [("sigmoid", True), ("logistic", True)]
    assert err.splitlines() == ["proving sigmoid (1 of 2)", "proving logistic (2 of 2)"]
    assert run("check", "sigmoid", "logistic", "--json", "--cache", str(tmp_path)) == (0, out, "")


def test_check_fails_on_what_falls_short(monkeypatch: pytest.MonkeyPatch, proved_identity: Proved) -> None:
    error = ProofError("sigmoid · off by 2 at z = 1 · generator/catalogue/activations.py")

    def results(entries: Any, *_: Any, **__: Any) -> list[Any]:  # noqa: ANN401 - in the place of all proofs
        return [error if entry.id == "sigmoid" else proved_identity for entry in entries]

    monkeypatch.setattr(proofs, "results", results)
    monkeypatch.setattr(answers, "FAMILIES", ())
    done = CliRunner().invoke(commands.cli, ["check", "identity", "sigmoid"])
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].startswith("identity: 1 step")
    assert done.stdout.splitlines()[1] == (
        "sigmoid: FALLS SHORT: sigmoid · off by 2 at z = 1 · generator/catalogue/activations.py"
    )
    rows = json.loads(CliRunner().invoke(commands.cli, ["check", "--json"]).stdout)
    assert [row["id"] for row in rows if not row["ok"]] == ["sigmoid"]


@pytest.fixture
def proved_identity() -> Proved:
    """Return the simplest entry that there is, proved."""
    return work.prove(Catalogue().find("identity"))


@pytest.mark.usefixtures("rendered")
def test_write_makes_the_same_pages_as_files(tmp_path: Path, root: Path) -> None:
    status, out, _ = run("write", str(tmp_path), "--docs", str(root / "docs"))
    assert status == 0
    made = (file for pattern in ("**/*.md", "**/*.json", "assets/try/*.js") for file in tmp_path.glob(pattern))
    written = {file.relative_to(tmp_path).as_posix(): file for file in made}
    assert sorted(written) == out.splitlines()
    assert {"activations/sigmoid.md", "api/sigmoid.json", "api/index.json", "assets/try/sigmoid.js"} <= set(written)
    assert "](cases/sigmoid-logistic.md)" in written["index.md"].read_text("utf-8")
    assert (tmp_path / "assets/site.css").is_file()


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -m generator show sigmoid-logistic | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602 - a pipe
    assert (done.stdout, done.stderr) == ("Sigmoid with logistic loss\n", "")


def test_a_terminal_gets_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setattr(sys, "argv", ["dldz", "list"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert "─" in capsys.readouterr().out


def test_the_console_script_ends_with_status_2_on_a_mistake(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["dldz", "show", "nobody"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("dldz: nobody · no such entry")


def test_the_formulas_of_the_network_are_listed_and_checked_too() -> None:
    row = {"id": "network-db", "kind": "network", "title": "Gradient of the biases", "url": "network/db/"}
    assert row in data("list")
    (result,) = data("check", "network-db")
    assert result["ok"]
    assert result["points"] > 0
    assert result["rejected_variants"] > 0


WRONG = {
    "a field that no record has": ('title="Tanh",', 'tittle="Tanh",', "unexpected keyword argument 'tittle'"),
    "a field left out": ('id="tanh",', "", "missing 1 required positional argument: 'id'"),
    "a name that nothing has": ('title="Tanh",', "title=Tanh,", "name 'Tanh' is not defined"),
    "a bracket left open": ('id="tanh",', 'id=("tanh",', "'(' was never closed"),
}


@pytest.mark.parametrize(("before", "after", "said"), WRONG.values(), ids=WRONG)
@pytest.mark.unmeasured
def test_a_table_that_python_cannot_read_is_told_in_one_line(
    root: Path, tmp_path: Path, before: str, after: str, said: str
) -> None:
    table = tmp_path / "generator/catalogue/activations.py"
    shutil.copytree(root / "generator", table.parents[1], ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    text = table.read_text("utf-8")
    assert text.count(before) == 1
    table.write_text(text.replace(before, after), "utf-8")
    for command in (("-m", "generator", "list"), ("-c", MAKE)):
        done = whole.run(tmp_path, (sys.executable, *command))
        *_, told = done.stderr.splitlines()
        assert said in told
        assert re.search(r" · line \d+ · generator/catalogue/activations\.py$", told)
        assert "Traceback" not in done.stderr


MAKE = """
from generator import errors
from generator.build import work
if __name__ == "__main__":
    try:
        work.site(work.Path("cache"))
    except errors.DldzError as error:
        raise SystemExit(str(error))
"""
"""What the plugin does."""
