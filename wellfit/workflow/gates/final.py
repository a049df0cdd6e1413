"""Gate 8: train the chosen recipe on more rows, open the test split once, save the model."""

from dataclasses import replace

from wellfit.backend import keras
from wellfit.engine.callbacks import fit_with_callbacks
from wellfit.engine.runs import Runs
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.baselines.scores import Scores
from wellfit.workflow.context import Context
from wellfit.workflow.delivery import best_seed, handed_over, more_rows, put_best, save, score
from wellfit.workflow.folded import judged
from wellfit.workflow.forecast import affordable
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.plan import Extent, Shape
from wellfit.workflow.trained import training
from wellfit.workflow.usual_epoch import usual_epoch


class FinalGate(Gate):
    """Trains the chosen recipe on train + validation for its best number of epochs; nothing is chosen on the test."""

    name = "final"
    question = "How good is the chosen network on rows that nothing was chosen by?"
    share = 0.9

    def run(self, context: Context) -> Answer:
        """Train, pick the seed on the selection split, save, reload, and score the test split."""
        recipe = context.chosen or context.plain
        runs = context.chosen_runs or context.runs
        final = replace(recipe, name=f"{recipe.name} (final)")
        data = more_rows(context.data)
        extent = _extent(context, runs, recipe, len(data.rows("train")))
        train = context.plan.rows(data.rows("train"), extent.rows)
        trained = context.trainer.train(
            self.name,
            [final],
            replace(data, splits=replace(data.splits, train=train)),
            seeds=context.last_seeds[: extent.seeds],
            epochs=extent.epochs,
            share=self.share,
        )
        epochs = trained.members[0].epochs
        seed = best_seed(trained, final.name)
        model = trained.model(final.name, seed, weights="last")
        if context.callbacks:
            model, epochs = fit_with_callbacks(final, trained.data, seed, epochs, context.callbacks)
        difference, facts = save(model, context), {"epochs": epochs, "seed": seed}
        best = put_best(model, context, recipe, facts, _selection(model, context, runs, recipe))
        context.writer.put("training", training(context.data, train, recipe, context.callbacks))
        return handed_over(best, context, facts, difference)


def _extent(context: Context, runs: Runs, recipe: Recipe, rows: int) -> Extent:
    """All rows, all seeds and the mean best epoch of the chosen recipe, as far as the time left allows."""
    members = runs.of(recipe.name)
    epochs = usual_epoch(runs, recipe.name) or 1
    wanted = Extent(rows=rows, epochs=epochs, seeds=len(context.last_seeds), remedies=0)
    shape = Shape.of(context.data, members[0].parameters, recipe.batch_size)
    extent = affordable(context.plan, shape, wanted)
    for name in ("rows", "epochs", "seeds"):
        if getattr(extent, name) < getattr(wanted, name):
            context.plan.leave_out(f"final: {getattr(extent, name):,} {name} instead of {getattr(wanted, name):,}")
    return extent


def _selection(model: keras.Model, context: Context, runs: Runs, recipe: Recipe) -> Scores:
    """What the selection rows say: of this model, or with folds of the recipe, as they do of the baselines."""
    return judged(runs, recipe.name) if runs.data.folds else score(model, context.data, "selection")
