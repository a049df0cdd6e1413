import numpy as np
import pytest

from wellfit.errors import DataError
from wellfit.histories.columns import history_of

NAN = float("nan")


def test_the_columns_of_keras(overfitting):
    found = history_of(overfitting, "mine")
    assert found.train_loss.tolist() == overfitting["loss"]
    assert found.validation_loss.tolist() == overfitting["val_loss"]
    assert found.epochs.tolist() == list(range(1, 21))
    assert found.metric == "accuracy"
    assert not found.failed


@pytest.mark.parametrize(
    "pair", [("train_loss", "val_loss"), ("Loss/train", "Loss/validation"), ("loss", "valid_loss")]
)
def test_other_common_names(pair):
    found = history_of(dict(zip(pair, ([0.5, 0.4], [0.6, 0.5]), strict=True)), "mine")
    assert found.validation_loss.tolist() == [0.6, 0.5]


def test_epochs_without_validation_are_left_out_and_the_others_keep_their_numbers():
    found = history_of({"epoch": [0, 1, 2, 3], "loss": [4, 3, 2, 1], "val_loss": [None, 3, None, 1]}, "mine")
    assert found.epochs.tolist() == [2, 4]
    assert found.train_loss.tolist() == [3, 1]


def test_epochs_that_keep_counting_are_taken_as_they_are():
    assert history_of({"epoch": [5, 6], "loss": [2, 1], "val_loss": [2, 1]}, "mine").epochs.tolist() == [5, 6]


def test_a_loss_that_is_lost_at_the_end_is_a_result_and_no_error():
    found = history_of({"loss": [1.0, NAN, NAN], "val_loss": [1.0, NAN, NAN]}, "mine")
    assert found.failed
    assert history_of({"loss": [NAN], "val_loss": [NAN]}, "mine").failed


def test_arrays_and_numbers_of_numpy_are_taken():
    found = history_of({"loss": np.array([1.0, 0.5], np.float32), "val_loss": [np.float64(1), np.int64(1)]}, "mine")
    assert found.train_loss.dtype == np.float64


BAD = {
    "no loss": ({"accuracy": [0.1, 0.2]}, "mine holds no training loss. Expected a column 'loss'"),
    "no columns": ({}, "received no columns"),
    "no validation": ({"loss": [1.0, 0.5]}, "mine has no validation loss, and without it nobody can see overfitting"),
    "validation never ran": (
        {"loss": [1.0, 0.5], "val_loss": [None, None]},
        "Pass validation_data= or validation_split=",
    ),
    "no epoch": ({"loss": [], "val_loss": []}, "mine has columns and no epoch in them. Expected at least 2"),
    "unequal lengths": ({"loss": [1.0, 0.5], "val_loss": [1.0]}, "'loss' has 2 epochs, 'val_loss' has 1"),
    "length 1": ({"loss": [1.0], "val_loss": [1.0]}, "mine has a single epoch with a validation loss"),
    "nan between": ({"loss": [1.0, NAN, 0.5], "val_loss": [1.0, 1.0, 1.0]}, "nan in 'loss' at epoch 2 and finite"),
    "nan in validation": ({"loss": [1.0, 0.5], "val_loss": [1.0, NAN]}, "nan in 'val_loss' at epoch 2"),
    "inf in validation": ({"loss": [1.0, 0.5], "val_loss": [float("inf"), 1.0]}, "inf in 'val_loss' at epoch 1"),
    "a gap in the training loss": ({"loss": [1.0, None], "val_loss": [1.0, 0.5]}, "'None' in 'loss'"),
    "words": ({"loss": ["low", 1.0], "val_loss": [1.0, 1.0]}, "'low' in 'loss' where a number was expected (value 1)"),
    "lists": ({"loss": [[1.0], [0.5]], "val_loss": [1.0, 1.0]}, "'[1.0]' in 'loss'"),
    "a huge integer": ({"loss": [10**400, 1.0], "val_loss": [1.0, 1.0]}, "where a number was expected"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_judged_is_refused(case):
    columns, said = BAD[case]
    with pytest.raises(DataError) as refused:
        history_of(columns, "mine")
    assert said in str(refused.value)
