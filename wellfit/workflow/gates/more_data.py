"""Gate 7: what would more rows bring?"""

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.data.wording import count
from wellfit.diagnosis import Effect, effect, mean_interval
from wellfit.engine.runs import Runs
from wellfit.engine.stop import Stop
from wellfit.recipes.recipe import Recipe
from wellfit.workflow import size
from wellfit.workflow.context import Context
from wellfit.workflow.forecast import FEWER_ROWS
from wellfit.workflow.gates.gate import Answer, Gate

# The fewest rows worth a look.
FEWEST = 20


class MoreDataGate(Gate):
    """Trains the chosen recipe on growing parts of the training rows, judged by the same rows as before.

    What the last doubling brought is what the next may bring at most: as a rule each brings less than the one before
    it (Hestness et al. 2017, "Deep learning scaling is predictable, empirically").
    """

    name = "more_data"
    question = "What would more rows bring?"
    share = 0.3

    def run(self, context: Context) -> Answer:
        """Compare half of the rows with all of them."""
        parts = [part for part in FEWER_ROWS if part * _rows(context.search) >= FEWEST]
        if not parts or context.short_of_time(self.name):
            why = "There was no time to train on fewer rows." if parts else "There are too few rows to train on fewer."
            return Answer(passed=False, sentence=why, evidence={"rows": _rows(context.search)}, advice=_ADVICE)
        whole, recipe = context.chosen_runs or context.runs, context.chosen or context.plain
        runs = {part: self._train(context, recipe, part) for part in parts}
        found = [_measured(one, one.recipes[0].name, part, context.search) for part, one in runs.items()]
        found.append(_measured(whole, recipe.name, 1.0, context.search))
        gain = _gain(whole, recipe.name, runs[parts[-1]])
        return Answer(
            passed=True,
            sentence=_sentence(gain, _rows(context.search), len(context.seeds)),
            evidence={"recipe": recipe.name, "curve": found, "half_to_all": None if gain is None else asdict(gain)},
        )

    def _train(self, context: Context, recipe: Recipe, part: float) -> Runs:
        epochs, data = context.plan.extent.epochs, fewer_rows(context.search, part, context.options.seed)
        return context.trainer.train(
            self.name,
            [replace(recipe, name=f"{recipe.name} ({part:.0%} of the rows)")],
            data,
            seeds=context.seeds,
            epochs=epochs,
            share=self.share,
            stop=Stop(patience=size.patience(epochs), together=True, jointly=context.folded is not None),
        )


_ADVICE = "Give a larger budget, or more rows, to learn what rows bring."


def fewer_rows(data: Dataset, part: float, seed: int) -> Dataset:
    """The data with a part of the training rows, drawn anew in each fold; a smaller part lies within a larger one."""
    if data.folds:
        folds = tuple(fewer_rows(fold, part, seed + number) for number, fold in enumerate(data.folds))
        return replace(data, folds=folds)
    train = data.splits.train
    order = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 8]))).permutation(len(train))
    kept = np.sort(train[order[: max(1, round(part * len(train)))]])
    return replace(data, splits=replace(data.splits, train=kept))


def _rows(data: Dataset) -> int:
    return len(data.parts[0].rows("train"))


def _measured(runs: Runs, recipe: str, part: float, data: Dataset) -> dict[str, Any]:
    losses = runs.member_losses(recipe)
    finite = losses[np.isfinite(losses)]
    loss = mean_interval(finite).as_dict() if len(finite) else None
    return {"part": part, "rows": round(part * _rows(data)), "selection_loss": loss}


def _gain(whole: Runs, recipe: str, half: Runs) -> Effect | None:
    """What all rows change against half of them; None where some member has no finite loss."""
    rows, base = whole.best_rows(recipe), half.best_rows(half.recipes[0].name)
    if not (np.isfinite(rows).all() and np.isfinite(base).all()):
        return None
    return effect(rows, base, folds=whole.row_folds)


def _sentence(gain: Effect | None, rows: int, seeds: int) -> str:
    if gain is None:
        return "Some networks diverged on fewer rows, so nothing can be said of more."
    change = f"{gain.change:.3g} (95 % interval {gain.low:.3g} to {gain.high:.3g})"
    grown = f"From half of the {count(rows, 'training row')} to all of them the held-out loss changes by {change}"
    if seeds < 2:
        return f"{grown}; one seed cannot tell that from chance."
    if gain.better:
        return f"{grown}: twice as many rows would bring at most about as much again."
    if gain.worse:
        return f"{grown}: more rows of this kind would not help this recipe."
    return f"{grown}, which is within noise: more rows of this kind would bring little."
