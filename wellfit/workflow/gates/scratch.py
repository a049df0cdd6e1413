"""Of images, level 1: what does a network reach that knows these images alone?"""

import time
from typing import Any

from wellfit.diagnosis import Effect
from wellfit.engine.stop import Stop
from wellfit.workflow import size
from wellfit.workflow.answer import Answer
from wellfit.workflow.context import Context
from wellfit.workflow.effects import against
from wellfit.workflow.evidence import verdict
from wellfit.workflow.gates.gate import Gate
from wellfit.workflow.gates.power import first_advice, first_found
from wellfit.workflow.levels.compared import put_levels, said_of
from wellfit.workflow.levels.level import Level
from wellfit.workflow.levels.time import last_seconds, measured, settle
from wellfit.workflow.priors import said, try_priors, winner
from wellfit.workflow.remedied import try_remedies

# Of the time left, with levels to come and without. Two fifths of ten minutes are three seeds of ten epochs on 1,400
# images of 150 x 150 on two cores; the other levels reach more in less.
SHARE, SHARE_ALONE = 0.4, 0.9


class ScratchGate(Gate):
    """Trains a small convnet over the seeds and judges it, then another kind and remedies as far as the time allows.

    What one epoch takes is measured on a few images first, and seeds, remedies and epochs are planned by it.
    """

    name = "scratch"
    question = "What does a small convnet reach that is trained on these images alone?"
    share = SHARE_ALONE

    def run(self, context: Context) -> Answer:
        """Train, judge, try what may help, and keep the recipe that was chosen as level 1."""
        began, plan = time.monotonic(), context.plan
        share = SHARE if context.backbone is not None else SHARE_ALONE
        speed, shape = measured(context, context.plain, context.data)
        settle(context, speed, shape, share)
        plan.reserve = max((1 - share) * plan.left, last_seconds(plan.extent, speed, shape))
        gain, beside = self._first(context)
        compared, runs = try_priors(context, self.name) if plan.extent.remedies else ([], None)
        if runs is not None and (best := winner(compared, runs)) is not None:
            context.plain, context.plain_runs = best, runs.only(best.name)
            context.plain_verdict = verdict(runs, best.name, context.constant)
        context.candidates |= {one.recipe.name: (self.name, runs) for one in compared if runs is not None}
        context.writer.put("priors", [one.as_dict() for one in compared])
        helped = try_remedies(context, self.name, self._left(context)) if plan.extent.remedies else None
        level = _level(context, time.monotonic() - began)
        context.levels["scratch"] = level
        put_levels(context)
        plan.reserve = last_seconds(plan.extent, speed, shape) if context.backbone is None else 0.0
        return Answer(
            passed=gain.better,
            sentence=f"{said_of(level, context)} {first_found(gain, beside, context.best_baseline.name)}"
            f"{said(compared)}{'' if helped is None else f' {helped.sentence}'}",
            evidence=_evidence(context, gain, beside, helped),
            advice=first_advice(gain, beside),
        )

    def _first(self, context: Context) -> tuple[Effect, Effect]:
        """Train the plain network; what it changes against the constant and against the best baseline."""
        epochs, plain = context.plan.extent.epochs, context.plain
        runs = context.trainer.train(
            self.name,
            [plain],
            context.search,
            seeds=context.seeds,
            epochs=epochs,
            share=self._left(context),
            stop=Stop(patience=size.patience(epochs), together=True),
        )
        context.plain_runs = runs
        context.candidates[plain.name] = (self.name, runs)
        context.plain_verdict = verdict(runs, plain.name, context.constant)
        rows = context.constant.selection_rows, context.best_baseline.selection_rows
        return against(runs, plain.name, rows[0]), against(runs, plain.name, rows[1])

    def _left(self, context: Context) -> float:
        """The share of the time left that is this gate's: what is not set aside for those to come."""
        left = context.plan.left
        return max(0.0, (left - context.plan.reserve) / left) if left > 0 else 0.0


def _level(context: Context, seconds: float) -> Level:
    recipe, runs = context.chosen or context.plain, context.chosen_runs or context.runs
    return Level(name="scratch", recipe=recipe, runs=runs, seconds=seconds)


def _evidence(context: Context, gain: Effect, beside: Effect, helped: Answer | None) -> dict[str, Any]:
    best = context.best_baseline
    return {
        "network": context.plain.network.description,
        "verdict": context.verdict.kind,
        "constant_loss": context.constant.selection.loss,
        "baseline": best.name,
        "baseline_loss": best.selection.loss,
        "network_minus_constant": gain,
        "network_minus_baseline": beside,
        **({} if helped is None else dict(helped.evidence)),
    }
