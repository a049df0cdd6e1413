"""The order in which remedies are tried, by verdict and data."""

from types import SimpleNamespace

import numpy as np
import pytest

from wellfit.recipes import remedies
from wellfit.recipes.remedies import Augment, ClassWeights, LearningRate, Remedy
from wellfit.workflow.candidates import ALL, MOST, all_of_them, called_for, most_remedies


def found(kind, *, task="binary", target=(0, 1) * 20, rate=None, block="dense", best=(4, 6)):
    """As much of a context as is looked at."""
    data = SimpleNamespace(
        task=SimpleNamespace(kind=task),
        target=np.array(target),
        rows=lambda split: np.arange(len(target)),
        shapes={block: (8, 8, 3)},
    )
    return SimpleNamespace(
        verdict=SimpleNamespace(kind=kind),
        runs=SimpleNamespace(best_epochs=lambda name: np.array(best)),
        plain=SimpleNamespace(name="plain"),
        data=data,
        better_rate=rate,
    )


@pytest.mark.parametrize(
    "kind, first",
    [
        ("overfit", ["l2 0.001", "dropout 0.5", "l2+dropout 0.001 0.5", "label smoothing 0.1"]),
        ("underfit", ["larger 4", "deeper 1", "batch normalization", "layer normalization"]),
        ("stuck", ["cosine decay 10", "warm-up 1", "step decay 5 0.3", "plateau decay 3 0.3", "gradient clipping 1"]),
        ("well_fit", ["l2 0.001", "dropout 0.5", "l2+dropout 0.001 0.5", "label smoothing 0.1"]),
    ],
)
def test_the_verdict_decides_what_comes_first(kind, first):
    labels = [remedy.label for remedy in called_for(found(kind))]
    assert labels[: len(first)] == first
    assert len(set(labels)) == len(labels) <= MOST


def test_a_better_rate_comes_before_all():
    assert called_for(found("stuck", rate=0.1))[0] == LearningRate(rate=0.1)


def test_answers_that_are_numbers_are_not_smoothed():
    labels = [remedy.name for remedy in all_of_them(found("overfit", task="regression"))]
    assert not {"label smoothing", "class weights"} & set(labels)


def test_classes_are_weighted_where_one_is_rare():
    assert ClassWeights() in called_for(found("overfit", target=[0] * 9 + [1]))
    assert ClassWeights() not in called_for(found("overfit"))


def test_a_network_that_never_had_a_finite_loss_gets_schedules_too():
    assert called_for(found("diverged", best=(0, 0)))[0].label == "cosine decay 20"


def test_on_request_every_remedy_is_tried():
    kinds = {getattr(remedies, name) for name in remedies.__all__} - {Remedy, remedies.EarlyStopping}
    for block, others in (("dense", {Augment, remedies.CutMix}), ("image", {LearningRate})):
        tried = all_of_them(found("overfit", target=[0] * 9 + [1], rate=0.1, block=block))
        assert {type(remedy) for remedy in tried} == kinds - others
        assert len(tried) <= ALL


def test_images_are_shown_anew_first_whatever_the_verdict():
    for kind in ("overfit", "undetermined"):
        tried = called_for(found(kind, block="image"))
        assert tried[0] == Augment(strength=1.0)
        assert len(tried) == most_remedies(found(kind, block="image").data, every=False)
    assert most_remedies(found("overfit").data, every=False) == MOST
    assert most_remedies(found("overfit").data, every=True) == ALL
