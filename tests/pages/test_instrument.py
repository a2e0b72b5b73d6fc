"""The functions on a page's instrument give the numbers of the receipt, and its sliders stay where they have values."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from generator.catalogue.index import Catalogue
from generator.mathjax.node import node_path
from generator.pages.instrument import Slider, file, instrument, script, sliders
from generator.pages.languages.program import axes_of
from generator.verify.proved import Proved
from generator.verify.records import Point
from generator.verify.sampling import sampling_for, scene_of, worlds
from generator.verify.world import World

NAMES = [entry.id for entry in Catalogue().entries]
RUN = """
const { runInThisContext } = require("node:vm");
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { code, points } = JSON.parse(line);
  runInThisContext(code);
  const { entry } = dldz;
  const whole = (p) => dldz.complete({ ...entry, shares: [] }, p);
  console.log(JSON.stringify({
    entry,
    slopes: points.map((p) => entry.slope(whole(p))),
    wrong: entry.wrong.map(([id, , , f], n) => [id, points.map((p) => f(whole(p)))]),
  }));
});
"""
Run = Callable[[Proved, list[dict[str, Any]]], dict[str, Any]]


@pytest.fixture(scope="module")
def run(root: Path) -> Iterator[Run]:
    """Yield what runs an entry's file in Node, one for all, and gives what it holds and what its functions give."""
    command = [str(node_path()), "-r", "./docs/assets/numbers.js", "-e", RUN]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:

        def answer(one: Proved, points: list[dict[str, Any]]) -> dict[str, Any]:
            assert node.stdin
            assert node.stdout
            print(json.dumps({"code": script(one), "points": points}), file=node.stdin, flush=True)
            found: dict[str, Any] = json.loads(node.stdout.readline())
            return found

        yield answer


def at(one: Proved, world: World) -> list[dict[str, Any]]:
    """Return a point of the judge as JavaScript takes it, for every component."""
    given = {str(getattr(head, "label", head)): number(value) for head, value in world.given.items()}
    places: list[dict[str, Any]] = [{"N": world.size} | given]
    for axis in axes_of(one.derivation.goal):
        places = [place | {str(axis): n} for place in places for n in range(world.size)]
    return places


def number(value: Any) -> Any:  # noqa: ANN401 - a number or some
    return [float(part) for part in value] if isinstance(value, tuple) else float(value)


def rejected(point: Point) -> dict[str, Any]:
    """Return the point of a receipt as JavaScript takes it."""
    p: dict[str, Any] = {"N": 1}
    for name, value in point:
        letter, bracket, _ = name.partition("[")
        if bracket:
            p.setdefault(letter, []).append(float(value))
            p["N"] = len(p[letter])
        else:
            p[letter] = int(value) - 1 if letter in {"i", "j", "k"} else float(value)
    return p


@pytest.mark.parametrize("name", NAMES)
def test_the_derived_formula_gives_the_numbers_of_the_judge(name: str, run: Run, proved: dict[str, Proved]) -> None:
    one = proved[name]
    derivation, axes = one.derivation, axes_of(one.derivation.goal)
    found = worlds(sampling_for(one.entry), scene_of(derivation), 6)
    points = [point for world in found for point in at(one, world)]
    expected = [
        float(world.value(derivation.result, {axis: point[str(axis)] + 1 for axis in axes}))
        for world in found
        for point in at(one, world)
    ]
    answer = run(one, points)
    assert answer["slopes"] == [pytest.approx(value, rel=1e-9, abs=1e-12) for value in expected]
    assert len(answer["entry"]["points"]) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_the_wrong_formulas_give_the_numbers_of_the_receipt(name: str, run: Run, proved: dict[str, Proved]) -> None:
    one = proved[name]
    variants = one.evidence.receipt.rejected_variants
    answer = run(one, [rejected(each.rejected_by) for each in variants])
    assert [row[0] for row in answer["wrong"]] == [each.id for each in variants]
    for n, (each, (_, values)) in enumerate(zip(variants, answer["wrong"], strict=True)):
        if each.value != "no value":
            assert values[n] == pytest.approx(float(each.value), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_sliders_stay_in_the_domain_and_start_on_a_step(name: str, proved: dict[str, Proved]) -> None:
    one = proved[name]
    sets = {str(getattr(head, "label", head)): held for head, held in sampling_for(one.entry).sets}
    for slider in sliders(one):
        held = sets.get(slider.letter, sp.S.Naturals)
        assert [value for value in (slider.low, slider.start, slider.high) if not near(held, value)] == []
        assert slider.low <= slider.start <= slider.high
        assert slider.step > 0


def near(held: sp.Set, value: float) -> bool:
    """Tell whether a number lies in the set, to the digits of a slider."""
    shifts = (0, sp.Rational(1, 10**6), -sp.Rational(1, 10**6))
    return any(held.contains(sp.Rational(str(value)) + shift) == sp.true for shift in shifts)


def test_the_page_names_what_the_file_holds(proved: dict[str, Proved]) -> None:
    one = proved["softmax-cross-entropy"]
    assert [slider.label for slider in sliders(one)] == ["z₁", "z₂", "z₃", "y₁", "y₂", "y₃", "i"]
    assert instrument(one)["hint"] == "a formula in a, y, z"
    assert instrument(one)["shares"] == ["y"]
    assert file(one).uri == "assets/try/softmax-cross-entropy.js"
    assert sliders(proved["sigmoid-logistic"])[0] == Slider("z", -1, "z", -4.0, 4.0, 0.02, 1.2)


def test_a_penalty_is_tried_with_its_weights(proved: dict[str, Proved]) -> None:
    one = proved["l2-penalty"]
    assert [slider.label for slider in sliders(one)] == ["w₁", "w₂", "w₃", "λ", "i"]
    assert (instrument(one)["hint"], instrument(one)["variable"]) == ("a formula in w, λ", "w")


def test_an_answer_is_not_on_target_at_first(proved: dict[str, Proved]) -> None:
    starts = {slider.letter: slider.start for slider in sliders(proved["linear-mse"])}
    assert starts["z"] != starts["y"]


def test_a_parameter_is_typed_as_it_is_shown_too(proved: dict[str, Proved]) -> None:
    assert '"spelled": {"α": "alpha"}' in script(proved["prelu"])
    assert [slider.label for slider in sliders(proved["prelu"])] == ["z", "α"]
