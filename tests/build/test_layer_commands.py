"""The commands know layers: they are listed, shown and checked like any other entry."""

import json
from pathlib import Path

from click.testing import CliRunner

from generator.build.commands import cli


def run(*arguments: str) -> str:
    """Return what a command prints."""
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_layers_are_listed() -> None:
    row = {"id": "layer-norm", "kind": "layer", "title": "Layer normalisation", "url": "layers/layer-norm/"}
    assert row in json.loads(run("list", "--json"))


def test_a_layer_is_checked(tmp_path: Path) -> None:
    (found,) = json.loads(run("check", "embedding", "--json", "--cache", str(tmp_path)))
    assert found["ok"]
    assert found["points"] > 0
    assert run("check", "embedding", "--cache", str(tmp_path)).startswith("embedding: ")


def test_a_layer_is_shown() -> None:
    shown = run("show", "softmax-backward").splitlines()
    assert shown[0] == "Softmax inside a layer"
    assert "Result: dsᵢⱼ = (dpᵢⱼ − (Σ_j' dp_ij' p_ij')) pᵢⱼ" in shown
    assert any(line.startswith("Claim:  Softmax: ") and line.endswith(" false") for line in shown)
    assert json.loads(run("show", "embedding", "--json"))["id"] == "embedding"
