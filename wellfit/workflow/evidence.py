"""From trained members to the evidence that a verdict is given on."""

import numpy as np

from wellfit.diagnosis import Evidence, Verdict, judge
from wellfit.engine.runs import Runs
from wellfit.workflow.baselines import Baseline


def evidence(
    runs: Runs, recipe: str, constant: Baseline, *, bigger: Runs | None = None, fits: bool | None = None
) -> Evidence:
    """The evidence on one recipe; `bigger` are the runs of a larger network with the same seeds."""
    members = runs.of(recipe)
    larger = None if bigger is None else bigger.best_rows(bigger.recipes[0].name)
    return Evidence(
        train_loss=runs.measure(recipe, "train_loss"),
        validation_loss=runs.measure(recipe, "validation_loss"),
        selection_best=runs.best_rows(recipe),
        selection_last=runs.last_rows(recipe),
        constant_rows=constant.selection_rows,
        constant_train=constant.score(runs.data.rows("train")).loss,
        failed=np.array([member.result == "diverged" for member in members]),
        bigger_best=larger,
        input_can_be_fitted=fits,
        row_folds=runs.row_folds if runs.data.folds else None,
        chosen_epochs=runs.best_epochs(recipe) if runs.data.folds else None,
        selection_rows=None if runs.data.series is None else len(runs.data.rows("selection")),
    )


def verdict(
    runs: Runs, recipe: str, constant: Baseline, *, bigger: Runs | None = None, fits: bool | None = None
) -> Verdict:
    """The verdict on one recipe of these runs."""
    return judge(evidence(runs, recipe, constant, bigger=bigger, fits=fits), recipe=recipe)
