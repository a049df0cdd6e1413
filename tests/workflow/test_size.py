import pytest

from wellfit.workflow import size


@pytest.mark.parametrize("rows, batch", [(20, 20), (32, 32), (1_280, 32), (5_120, 128), (20_480, 512), (10**7, 512)])
def test_a_batch_is_about_a_fortieth_of_the_rows(rows, batch):
    assert size.batch_size(rows) == batch


@pytest.mark.parametrize("rows", [20, 100, 254, 1_000, 20_000, 10**6])
def test_epochs_stay_within_bounds_and_come_in_tens(rows):
    epochs = size.epochs(rows)
    assert size.FEWEST_EPOCHS <= epochs <= size.MOST_EPOCHS
    assert epochs % 10 == 0


def test_more_rows_never_want_more_epochs():
    wanted = [size.epochs(rows) for rows in (100, 1_000, 10_000, 100_000, 1_000_000)]
    assert wanted == sorted(wanted, reverse=True)


def test_patience_is_an_eighth_of_the_epochs_and_at_least_seven():
    assert [size.patience(epochs) for epochs in (20, 80, 200)] == [7, 10, 25]
