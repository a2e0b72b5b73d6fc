"""Is the form to compute the one that libraries take, is it proved, and is it claimed only where it is measured?"""

import math
from dataclasses import replace

import numpy as np
import pytest

from generator.catalogue.derivations import derivation_of
from generator.catalogue.index import Catalogue
from generator.catalogue.records import Activation, Case, Loss
from generator.engine import terms as t
from generator.engine.oneline import plain
from generator.engine.records import Line, Phase, Step
from generator.engine.resolve import resolved
from generator.engine.stable import stable_lines
from generator.engine.terms import Term
from generator.errors import ProofError
from generator.verify import computing
from generator.verify.computing import Computed, computed
from generator.verify.floats import FORMATS, in_format
from generator.verify.judge import in_force
from generator.verify.sampling import sampling_for
from generator.verify.steps import prove_phase

CATALOGUE = Catalogue()


def forms(entry: Activation | Loss | Case) -> tuple[Computed, ...]:
    return computed(entry, derivation_of(entry))


def activation(formula: str) -> Activation:
    return Activation("f", "F", formula, ())


@pytest.mark.parametrize(
    ("name", "value", "slope"),
    [
        ("sigmoid", None, "e^(−|z|)/(1 + e^(−|z|))²"),
        ("tanh", None, "4 e^(−2 |z|)/(1 + e^(−2 |z|))²"),
        (
            "sigmoid-logistic",
            "max(0, z) − y z + log1p(e^(−|z|))",
            "((1 − y) e^min(0, z) − y e^min(0, −z))/(1 + e^(−|z|))",
        ),
        ("probit", "erfc(min(0, −z)/√2) erfcx(max(0, −z)/√2) e^(−min(0, z)²/2)/2", None),
        ("gaussian-nll", "ln(v)/2 + (a − y) · (a − y)/(2 v)", None),
        (
            "tanh-hinge",
            "max(0, ((1 − y) e^min(0, 2 z) + (1 + y) e^min(0, −2 z))/(1 + e^(−2 |z|)))",
            (
                "4 e^(−2 |z|) {−y if ((1 − y) e^min(0, 2 z) + (1 + y) e^min(0, −2 z))/(1 + e^(−2 |z|)) ≥ 0; "
                "0 otherwise}/(1 + e^(−2 |z|))²"
            ),
        ),
        (
            "gelu",
            "z erfc(min(0, −z)/√2) erfcx(max(0, −z)/√2) e^(−min(0, z)²/2)/2",
            "erfc(−z/√2)/2 + z e^(−z · z/2)/√(2 π)",
        ),
        ("linear-mse", "(z − y) · (z − y)/2", None),
        ("linear-absolute-error", None, None),
    ],
)
def test_the_form_to_compute_is_the_one_of_the_libraries(name: str, value: str | None, slope: str | None) -> None:
    found = forms(CATALOGUE.find(name))
    assert [one.better and plain(one.better.term) for one in found] == [value, slope]


def test_a_form_is_proved_step_by_step_and_measured_in_every_format() -> None:
    value, slope = forms(CATALOGUE.find("sigmoid-logistic"))
    for one in (value, slope):
        assert one.better is not None
        assert len(one.proofs) == sum(len(line.steps) for line in one.better.lines)
        assert [fare.format for fare in one.better.fares] == [kind.name for kind in FORMATS]
        assert one.better.misses == 0 < one.written.misses


def test_a_share_near_one_is_not_lost_beside_the_mean() -> None:
    _, slope = forms(CATALOGUE.find("softmax-reverse-kl"))
    assert slope.better is not None
    assert slope.better.misses == 0
    assert all(math.isinf(fare.worst) for fare in slope.written.fares)


def test_a_form_may_be_better_in_some_formats_alone() -> None:
    _, slope = forms(CATALOGUE.find("gelu-tanh"))
    assert slope.better is not None
    assert [math.isinf(fare.worst) for fare in slope.better.fares] == [False, False, False, True]
    assert slope.better.order < slope.written.order


def test_a_tail_keeps_its_digits_and_the_figure_says_how_many() -> None:
    value, slope = forms(CATALOGUE.find("gelu"))
    for one in (value, slope):
        assert one.better is not None
        pairs = zip(one.better.fares, one.written.fares, strict=True)
        assert all(better.worst < written.worst for better, written in pairs)
        assert one.better.misses == 0


def test_a_form_that_is_as_good_as_what_is_written_is_not_worth_another_formula() -> None:
    good, _ = forms(CATALOGUE.find("sigmoid-logistic"))
    assert good.better is not None
    assert good.better.misses == 0
    assert computing._worth(good.better, good.written)  # noqa: SLF001 - what decides
    assert not computing._worth(good.better, good.better)  # noqa: SLF001 - as above


def test_what_is_exact_as_it_stands_is_left_alone() -> None:
    assert all(one.better is None for one in forms(activation("atan(z)")))


def test_what_no_rewrite_mends_is_reported_as_it_is() -> None:
    value, _ = forms(activation("z - sin(z)"))
    assert value.better is None
    assert value.written.lapses


def test_what_is_exact_as_it_stands_has_no_other_form() -> None:
    assert all(one.better is None and not one.written.lapses for one in forms(CATALOGUE.find("huber")))


@pytest.mark.parametrize(
    ("name", "value", "slope"),
    [
        ("logistic", "−(y ln(a) + (1 − y) log1p(−a))", None),
        (
            "logistic-logits",
            "w y (max(0, a) − a + log1p(e^(−|a|))) + (1 − y) (max(0, a) + log1p(e^(−|a|)))",
            "((1 − y) e^min(0, a) − w y e^min(0, −a))/(1 + e^(−|a|))",
        ),
        (
            "softmax",
            "e^(zᵢ − zₘ)/(Σₖ e^(zₖ − zₘ))",
            "e^(zᵢ − zₘ)/(Σₖ e^(zₖ − zₘ)) · (δᵢⱼ (Σₖ (1 − δₖⱼ) e^(zₖ − zₘ)) − (1 − δᵢⱼ) e^(zⱼ − zₘ))/(Σₖ e^(zₖ − zₘ))",
        ),
        (
            "log-softmax",
            "zᵢ − zₘ − log1p(Σₖ (1 − δₖₘ) e^(zₖ − zₘ))",
            "(δᵢⱼ (Σₖ (1 − δₖⱼ) e^(zₖ − zₘ)) − (1 − δᵢⱼ) e^(zⱼ − zₘ))/(Σₖ e^(zₖ − zₘ))",
        ),
        (
            "softmax-cross-entropy",
            "−(Σₖ yₖ (zₖ − zₘ − log1p(Σₗ (1 − δₗₘ) e^(zₗ − zₘ))))",
            "((1 − yᵢ) e^(zᵢ − zₘ) − yᵢ (Σₖ (1 − δₖᵢ) e^(zₖ − zₘ)))/(Σₖ e^(zₖ − zₘ))",
        ),
        (
            "cross-entropy-from-logits",
            "aₘ − (Σₖ yₖ aₖ) + log1p(Σₖ (1 − δₖₘ) e^(aₖ − aₘ))",
            "((1 − yᵢ) e^(aᵢ − aₘ) − yᵢ (Σₖ (1 − δₖᵢ) e^(aₖ − aₘ)))/(Σₖ e^(aₖ − aₘ))",
        ),
    ],
)
def test_losses_and_vectors_have_the_forms_of_the_libraries(name: str, value: str | None, slope: str | None) -> None:
    found = forms(CATALOGUE.find(name))
    assert [one.better and plain(one.better.term) for one in found] == [value, slope]
    assert all(fare.worst < 10 for one in found for fare in (one.better or one.written).fares)


def turned(step: Step) -> Step:
    """Return the step with the wrong sign in front of what it leads to."""
    return replace(step, after=t.neg(step.after))


def gone_wrong(term: Term, **ways: bool) -> tuple[Line, ...]:
    """Return the lines to the form to compute, the last step of which has a wrong sign."""
    lines = stable_lines(term, **ways)
    if not lines:
        return ()
    *first, last = lines
    return (*first, Line(last.title, (*last.steps[:-1], turned(last.steps[-1]))))


@pytest.mark.parametrize("name", ["sigmoid-logistic", "logistic-logits", "softmax-cross-entropy", "log-softmax"])
def test_a_form_of_the_wrong_sign_is_not_offered_whatever_its_figures(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing, "_rank", lambda form: (-len(form.lines), 0, 0.0, 0.0))
    monkeypatch.setattr(computing, "_worth", lambda better, _written: bool(better.lines))
    assert all(one.better for one in forms(CATALOGUE.find(name)))
    monkeypatch.setattr(computing, "stable_lines", gone_wrong)
    assert [one.better for one in forms(CATALOGUE.find(name))] == [None, None]


def test_a_wrong_sign_is_told_with_the_numbers_that_show_it() -> None:
    case = CATALOGUE.find("sigmoid-logistic")
    derivation = derivation_of(case)
    lines = gone_wrong(resolved(derivation.definition, derivation.where))
    phase = Phase("The form to compute", lines[0].before, lines[0].before, lines, derivation.where)
    with pytest.raises(ProofError, match="not equal"):
        prove_phase(in_force(phase, derivation, sampling_for(case)), sampling_for(case))


def test_the_exponential_less_one_is_exact_near_zero() -> None:
    value, _ = forms(activation("exp(z) - 1"))
    assert value.better is not None
    assert plain(value.better.term).startswith("expm")
    z = np.array([1e-12])
    (variable,) = value.better.term.free_symbols
    assert float(in_format(value.better.term, {variable: z}, FORMATS[0])[0]) == pytest.approx(
        math.expm1(1e-12), rel=1e-15
    )
