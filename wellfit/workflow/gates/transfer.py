"""Of images, level 2: what does a head reach on the features of a pretrained backbone?"""

import time

from wellfit.data.wording import count
from wellfit.engine.stop import Stop
from wellfit.transfer import heads
from wellfit.workflow import size
from wellfit.workflow.answer import Answer
from wellfit.workflow.baselines import constant
from wellfit.workflow.context import Context
from wellfit.workflow.effects import against
from wellfit.workflow.evidence import verdict
from wellfit.workflow.gates.gate import Gate
from wellfit.workflow.levels.best_recipe import best_recipe
from wellfit.workflow.levels.compared import put_levels, said_of
from wellfit.workflow.levels.level import Level
from wellfit.workflow.levels.seen import seen

# Heads may train twice as long as a small network: their lower rates need it, and they cost next to nothing.
LONGER, MOST_EPOCHS = 2, 100
WITHOUT = (
    "No pretrained backbone was given. A head on the features of one reaches in a minute what a network from scratch "
    "needs many times as many images for."
)
HOW = (
    "Name one of keras.applications, as in `wellfit run SOURCE --backbone MobileNetV2` (`--weights FILE` where there "
    "is no network to fetch its weights by), or a model of your own: `--backbone FILE.keras`."
)


class TransferGate(Gate):
    """Computes the features of every image once, keeps them, and trains many heads on them together.

    The head is chosen on the validation split, so that the selection split judges it fresh.
    """

    name = "transfer"
    question = "What does a head reach on the features of a pretrained backbone?"
    share = 0.4

    def run(self, context: Context) -> Answer:
        """Extract, train the heads, choose one, and keep it as level 2."""
        if context.backbone is None:
            return Answer(passed=False, sentence=WITHOUT, evidence={"backbone": None}, advice=HOW)
        began, backbone = time.monotonic(), context.backbone
        data = seen(context)
        extracted, epochs = time.monotonic() - began, min(MOST_EPOCHS, LONGER * size.epochs(len(data.rows("train"))))
        runs = context.trainer.train(
            self.name,
            heads(batch_size=context.plain.batch_size),
            data,
            seeds=context.options.member_seeds,
            epochs=epochs,
            share=self.share,
            stop=Stop(patience=size.patience(epochs), together=True),
        )
        best = best_recipe(runs)
        chosen = runs.only(best.name)
        context.candidates[best.name] = (self.name, chosen)
        level = Level(name="features", recipe=best, runs=chosen, seconds=time.monotonic() - began)
        context.levels["features"] = level
        put_levels(context)
        known = constant.fit(data)
        gain, found = against(chosen, best.name, known.selection_rows), verdict(chosen, best.name, known)
        return Answer(
            passed=gain.better,
            sentence=f"{backbone.sentence}; {count(len(runs.recipes), 'head')} of "
            f"{count(data.shapes['dense'][0], 'feature')}. {said_of(level, context)}",
            evidence={
                "backbone": backbone.name,
                "features": data.shapes["dense"][0],
                "rows_with_views": len(data.rows("train")),
                "seconds_for_the_features": extracted,
                "heads": len(runs.recipes),
                "head": best.network.description,
                "network_minus_constant": gain,
                "verdict": found.kind,
            },
            advice="" if gain.better else "Is the backbone made for such images, and are its weights its own?",
        )
