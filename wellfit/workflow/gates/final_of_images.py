"""Of images, the last gate: train the chosen level on more of them, open the test split once, save one model."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wellfit.engine.callbacks import fit_with_callbacks
from wellfit.workflow.answer import Answer
from wellfit.workflow.baselines import constant
from wellfit.workflow.context import Context
from wellfit.workflow.delivery import best_seed, handed_over, put_best, save, score
from wellfit.workflow.evidence import verdict
from wellfit.workflow.forecast import affordable
from wellfit.workflow.gates.gate import Gate
from wellfit.workflow.levels.compared import choose_level, in_order, put_levels
from wellfit.workflow.levels.last import as_it_is, last_training, whole
from wellfit.workflow.levels.level import Level
from wellfit.workflow.levels.seen import images_among
from wellfit.workflow.levels.time import trained_speed
from wellfit.workflow.pictures import HeldOut, out_of_fold
from wellfit.workflow.plan import Extent

if TYPE_CHECKING:
    from wellfit.backend import keras


class ImageFinalGate(Gate):
    """Trains the level that the selection split supports on train + validation, where there is time for all of it.

    Else the best of its seeds is handed over as it is: half of a training would be worse than none. The saved model
    takes raw pixels, whatever the level.
    """

    name = "final"
    question = "How good is the chosen level on images that nothing was chosen by?"
    share = 0.9

    def run(self, context: Context) -> Answer:
        """Choose, train, save, reload, compare, and score the test split."""
        level, why = choose_level(in_order(context))
        context.chosen, context.chosen_runs = level.recipe, level.runs
        context.chosen_verdict = verdict(level.runs, level.recipe.name, constant.fit(level.runs.data))
        model, facts = self._model(context, level)
        difference, facts = save(model, context), {"level": level.name, **facts}
        selection = score(model, context.data, "selection")
        best = put_best(model, context, level.recipe, facts, selection, more=_suspects(context))
        put_levels(context, best["test"])
        return handed_over(best, context, facts, difference, why)

    def _model(self, context: Context, level: Level) -> "tuple[keras.Model, dict[str, Any]]":
        """The whole model, and how long and on what it was trained."""
        epochs = level.epochs
        seeds = self._seeds(context, level)
        if not seeds:
            context.plan.leave_out("final: training on the validation images as well, no time was left for it")
            return as_it_is(context, level), {"epochs": epochs, "rows": images_among(context, level.runs.data)}
        last = last_training(context, level)
        final = replace(last.recipe, name=f"{last.recipe.name} (final)")
        trained = context.trainer.train(
            self.name, [final], last.data, seeds=context.last_seeds[:seeds], epochs=epochs, share=self.share
        )
        seed = best_seed(trained, final.name)
        part, epochs = trained.model(final.name, seed, weights="last"), trained.members[0].epochs
        if context.callbacks:
            part, epochs = fit_with_callbacks(final, last.data, seed, epochs, context.callbacks)
        return whole(context, level, part), {"epochs": epochs, "seed": seed, "rows": images_among(context, last.data)}

    def _seeds(self, context: Context, level: Level) -> int:
        """With how many seeds there is time to train all of it; 0 for none."""
        speed, shape = trained_speed(level.runs, level.recipe)
        rows = len(np.union1d(level.runs.data.rows("train"), level.runs.data.rows("validation")))
        wanted = Extent(rows=rows, epochs=level.epochs, seeds=len(context.last_seeds), remedies=0)
        fits = affordable(context.plan, shape, wanted, speed)
        return fits.seeds if (fits.rows, fits.epochs) == (wanted.rows, wanted.epochs) else 0


def _suspects(context: Context) -> list[HeldOut]:
    """The images that were trained on, with the answers of linear models on the features that never saw them."""
    if "features" not in context.levels or context.data.task.kind == "regression":
        return []
    data, splits = context.levels["features"].runs.data, context.data.splits
    rows = np.concatenate([splits.train, splits.validation, splits.selection])
    groups = context.data.images.groups if context.data.images is not None else ()
    found = out_of_fold(np.asarray(data.blocks["dense"]), data.target, rows, groups=groups, seed=context.options.seed)
    return [] if found is None else [found]
