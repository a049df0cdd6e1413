import numpy as np
import pytest

from wellfit.reproduce.deviations import deviations
from wellfit.reproduce.experiment import Setting
from wellfit.reproduce.experiments.dense import ADAM, dense
from wellfit.reproduce.options import Options
from wellfit.reproduce.rows import split

SETTING = Setting(data="HIGGS", rows=(3, 2), recipes=(dense("one", (2,), ADAM, 2),), epochs=7)


@pytest.fixture
def data():
    x, y = np.zeros((5, 2), np.float32), np.array([0, 1, 0, 1, 1])
    return split("five", "dense", "binary", (x[:3], y[:3]), (x[3:], y[3:]))


@pytest.mark.parametrize("epochs", [None, 7])
def test_the_experiment_as_it_stands_has_none(data, epochs):
    assert deviations(SETTING, Options(epochs=epochs), data) == []


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({"epochs": 2}, "Trained for 2 epochs instead of 7: numbers of the text are not to be expected."),
        ({"seeds": 9}, "9 seeds instead of 5: the intervals are those of 9."),
        ({"seeds": 1}, "1 seed instead of 5: there are no intervals, and nothing can be said to agree."),
    ],
)
def test_options_that_change_it_are_named(data, options, sentence):
    assert deviations(SETTING, Options(**options), data) == [sentence]
