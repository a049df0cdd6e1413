"""What is said of a run while it goes on, on simulated curves of which the truth is known; no Keras needed."""

from itertools import pairwise

import numpy as np
import pytest

from wellfit.errors import DataError
from wellfit.histories.watched import Watched


def noise(random, epochs, size, resemblance):
    drawn = random.normal(0, size, epochs)
    for epoch in range(1, epochs):
        drawn[epoch] = resemblance * drawn[epoch - 1] + np.sqrt(1 - resemblance**2) * drawn[epoch]
    return drawn


def follow(training, validation, **options):
    """All sights that were said, and the epoch at which the run ended, if it was ended."""
    watched, said = Watched(**options), []
    for epoch, (loss, val_loss) in enumerate(zip(training, validation, strict=True), start=1):
        sight, _ = watched.add(epoch, {"loss": loss} | ({} if val_loss is None else {"val_loss": val_loss}))
        if sight is not None:
            said.append((epoch, sight))
            if sight.ends:
                return watched, said, epoch
    return watched, said, None


def plateau(truth, epochs=100, size=0.01, resemblance=0.5):
    random, at = np.random.default_rng(truth), np.arange(epochs)
    training = 0.05 + 0.6 * np.exp(-at / 20) + noise(random, epochs, size / 3, resemblance)
    return training, 0.4 + 0.3 * np.exp(-at / 4) + noise(random, epochs, size, resemblance)


def turning(truth, size=0.01, slope=0.01, epochs=100):
    training, validation = plateau(truth, epochs, size)
    return training, validation + slope * np.maximum(np.arange(epochs) - 15, 0)


@pytest.mark.parametrize("resemblance", [0.0, 0.5])
def test_plain_bouncing_for_a_hundred_epochs_is_stopped_in_less_than_one_of_twenty_runs(resemblance):
    ended = [follow(*plateau(truth, resemblance=resemblance))[2] for truth in range(40)]
    assert sum(end is not None for end in ended) <= 2, ended


def test_overfitting_is_stopped_soon_and_the_best_epoch_is_where_the_truth_turns():
    found = [follow(*turning(truth)) for truth in range(20)]
    ends = [end for _, _, end in found]
    assert all(end is not None for end in ends)
    assert np.median(ends) <= 30
    assert abs(np.median([watched.best_epoch for watched, _, _ in found]) - 15) <= 2
    assert {watched.verdict().kind for watched, _, _ in found} == {"overfit"}


def test_the_noisier_the_curve_the_longer_it_waits():
    quiet, loud = (np.median([follow(*turning(truth, size=size))[2] for truth in range(10)]) for size in (0.003, 0.03))
    assert quiet < loud


def test_it_speaks_of_changes_only_and_once_an_epoch():
    for truth in range(10):
        _, said, _ = follow(*turning(truth))
        kinds = [sight.kind for _, sight in said]
        assert all(one != other for one, other in pairwise(kinds))
        assert len(said) <= 8
        assert kinds[-1] == "overfits"
        assert all("\n" not in sight.line for _, sight in said)


def test_learning_is_said_first():
    _, said, _ = follow(*turning(0, size=0.002))
    assert said[0][1].kind == "falls"
    assert "the validation loss still falls" in said[0][1].line


def test_patience_ends_it_whatever_the_evidence():
    _, said, end = follow([0.5] * 10, [0.5, 0.4, 0.41, 0.42, 0.43, 0.44, 0.4, 0.4, 0.4, 0.4], patience=3)
    assert end == 5
    assert "no lower validation loss than 0.400 for 3 epochs" in said[-1][1].line


def test_a_loss_that_is_no_number_ends_it():
    watched, said, end = follow([0.7, float("nan"), 0.1], [0.7, float("nan"), 0.1])
    assert end == 2
    assert "the training diverges, its loss is nan" in said[0][1].line
    assert watched.verdict().kind == "diverged"


def test_without_validation_it_says_once_that_it_sees_nothing():
    watched, said, end = follow([0.7 * 0.9**epoch for epoch in range(10)], [None] * 10)
    assert [sight.kind for _, sight in said] == ["blind"]
    assert end is None
    with pytest.raises(DataError, match="Nothing has been watched that can be judged"):
        watched.verdict()


def test_a_validation_loss_that_is_no_number_is_said_and_left_out():
    curves = [0.7 * 0.9**epoch for epoch in range(10)]
    watched, said, _ = follow(curves, [*curves[:4], float("inf"), *curves[5:]])
    assert said[0][1].kind == "lost"
    assert watched.verdict().evidence["epochs"] == 10


def test_validation_in_every_other_epoch():
    training, validation = turning(0)
    seldom = [loss if epoch % 2 else None for epoch, loss in enumerate(validation)]
    watched, _, end = follow(training, seldom)
    assert end is not None
    assert watched.best_epoch % 2 == 0


def test_a_training_that_does_not_fall_is_said():
    random = np.random.default_rng(0)
    _, said, end = follow(2.3 + random.normal(0, 0.02, 30), 2.3 + random.normal(0, 0.02, 30))
    assert said[-1][1].kind == "flat"
    assert "Try another learning rate" in said[-1][1].line
    assert end is None


def test_logs_without_a_loss_are_passed_over():
    assert Watched().add(1, {"accuracy": 0.5}) == (None, False)
