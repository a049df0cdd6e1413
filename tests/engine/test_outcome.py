"""What is said of a member at its end."""

import numpy as np
import pytest

from wellfit.engine.outcome import curve, outcome
from wellfit.engine.state import Measures
from wellfit.engine.streams import Stream
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe


@pytest.mark.parametrize(
    "losses, best, stopped, result, sentence",
    [
        ([0.5, 0.4, 0.3], 2, False, "trained", "Trained for 3 epochs; the validation loss was lowest in epoch 2."),
        ([0.5, 0.4, 0.3], 1, True, "stopped",
         "Stopped after epoch 3: the validation loss has not improved since epoch 1."),
        ([0.5, np.inf, np.nan], 1, True, "diverged",
         "The training loss was no longer a finite number in epoch 2."),
        ([0.5, 0.4], 0, False, "diverged", "The validation loss was not a finite number in any epoch."),
    ],
)  # fmt: skip
def test_a_word_and_a_sentence(losses, best, stopped, result, sentence):
    assert outcome(np.array(losses), best, stopped=stopped) == (result, sentence)


def test_a_curve_has_a_row_for_each_epoch():
    recipe = Recipe(name="plain", network=DenseNetwork())
    measures = Measures(*(np.array([place, place + 0.5]) for place in range(len(Measures._fields))))
    frame = curve(recipe, Stream(seed=3, control="one_batch", fold=2), measures, 2.0)
    assert frame.columns == ["recipe", "seed", "fold", "control", "epoch", *Measures._fields]
    assert frame.row(1)[:5] == ("plain", 3, 2, "one_batch", 2)
    assert frame.row(1, named=True)["train_loss"] == 2 * 0.5  # in the unit of all folds
    assert frame.row(1, named=True)["train_metric"] == 1.5  # which has its own
