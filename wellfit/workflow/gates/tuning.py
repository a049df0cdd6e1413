"""Of images, level 3: what does it bring to train the backbone's last blocks on?"""

import time
from collections.abc import Mapping

from wellfit.diagnosis.wording import counted
from wellfit.engine.runs import Runs
from wellfit.engine.stop import Stop
from wellfit.transfer import tuning_recipes
from wellfit.workflow.answer import Answer
from wellfit.workflow.context import Context
from wellfit.workflow.gates.gate import Gate
from wellfit.workflow.levels.best_recipe import best_member, best_recipe, validation_loss
from wellfit.workflow.levels.compared import over, put_levels, said_of
from wellfit.workflow.levels.extent import FEWEST_EPOCHS, Wanted, affordable
from wellfit.workflow.levels.level import Level
from wellfit.workflow.levels.seen import seen
from wellfit.workflow.levels.time import measured

# The last block, then the last two: with each more weights are trained, and fewer are computed once.
BLOCKS = (1, 2)
# Of stochastic gradient descent with momentum, the likeliest first: the others are given up where time is short.
RATES = (1e-3, 3e-4, 1e-4)
EPOCHS, PATIENCE = 20, 6
ADVICE = "The head on the frozen backbone is as good here, and cheaper; more time or more images may tell them apart."


class TuningGate(Gate):
    """Trains the last block behind the head of level 2, then the last two, at a few very low rates.

    What lies before them is computed once. Rates and blocks are chosen on the validation split; the seeds differ in
    their batches, for all begin from the pretrained weights and one head.
    """

    name = "tuning"
    question = "What does it bring to train the backbone's last blocks on?"
    share = 0.6

    def run(self, context: Context) -> Answer:
        """Train the blocks that there is time for, choose, and keep the best as level 3."""
        began, tried = time.monotonic(), dict[int, Runs]()
        if context.backbone is None:
            raise RuntimeError("there is no backbone to tune")
        for blocks in BLOCKS[: context.backbone.blocks]:
            if (runs := self._train(context, blocks)) is None:
                break
            tried[blocks] = runs
        if not tried:
            why = "There was no time to train blocks of the backbone."
            return Answer(passed=False, sentence=why, evidence={"tried": {}}, advice="Give a larger budget.")
        level = _level(tried, time.monotonic() - began)
        context.levels["tuning"] = level
        context.candidates |= {recipe.name: (self.name, runs) for runs in tried.values() for recipe in runs.recipes}
        put_levels(context)
        gain = over(level, context.levels["features"])
        return Answer(
            passed=gain.better,
            sentence=f"{said_of(level, context)[:-1]}, with {counted(level.blocks, 'block')} trained.",
            evidence={
                "tried": {str(blocks): [recipe.name for recipe in runs.recipes] for blocks, runs in tried.items()},
                "blocks": level.blocks,
                "tuned_minus_features": gain,
            },
            advice="" if gain.better else ADVICE,
        )

    def _train(self, context: Context, blocks: int) -> Runs | None:
        """The runs of the recipes that there is time for; None where there is none, which is said."""
        backbone, head = context.backbone, context.levels["features"]
        if backbone is None:
            raise RuntimeError("there is no backbone to tune")
        if context.short_of_time(self.name):
            return None
        data = seen(context, blocks)
        recipes = tuning_recipes(
            backbone,
            best_member(head.runs, head.recipe),
            context.data.task,
            blocks,
            rates=RATES,
            batch_size=head.recipe.batch_size,
        )
        speed, shape = measured(context, recipes[0], data)
        epochs = max(FEWEST_EPOCHS, EPOCHS // context.views)
        wanted = Wanted(recipes=len(recipes), seeds=len(context.last_seeds), epochs=epochs)
        left = self.share * context.plan.left
        fits = affordable(wanted, len(data.rows("train")), speed, shape, left)
        if fits != wanted:
            context.plan.leave_out(f"{self.name}: {_less(wanted, fits)} of the last {counted(blocks, 'block')}")
        if fits is None:
            return None
        return context.trainer.train(
            self.name,
            recipes[: fits.recipes],
            data,
            seeds=context.last_seeds[: fits.seeds],
            epochs=fits.epochs,
            share=self.share,
            stop=Stop(patience=PATIENCE, together=True),
        )


def _level(tried: Mapping[int, Runs], seconds: float) -> Level:
    """The recipe with the lowest loss on the validation rows, of all blocks."""
    best = {blocks: best_recipe(runs) for blocks, runs in tried.items()}
    blocks = min(best, key=lambda blocks: validation_loss(tried[blocks], best[blocks]))
    runs = tried[blocks].only(best[blocks].name)
    return Level(name="tuning", recipe=best[blocks], runs=runs, seconds=seconds, blocks=blocks)


def _less(wanted: Wanted, fits: Wanted | None) -> str:
    """What there was no time for.

    >>> all_of_it = Wanted(recipes=3, seeds=5, epochs=20)
    >>> _less(all_of_it, Wanted(recipes=1, seeds=5, epochs=10))
    '2 of 3 rates, 10 of 20 epochs'
    >>> _less(all_of_it, None)
    'the training'
    """
    if fits is None:
        return "the training"
    said = {"rates": (wanted.recipes, fits.recipes), "seeds": (wanted.seeds, fits.seeds)}
    said["epochs"] = (wanted.epochs, fits.epochs)
    return ", ".join(f"{all_of - done} of {all_of} {what}" for what, (all_of, done) in said.items() if done < all_of)
