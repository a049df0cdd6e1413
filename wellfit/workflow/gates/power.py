"""Gate 3: does a first network find what is there to be found?"""

from typing import Any

import numpy as np

from wellfit.data.series.facts import apart
from wellfit.data.wording import count
from wellfit.diagnosis import Effect, effect, mean_interval
from wellfit.engine.runs import Runs
from wellfit.engine.stop import Stop
from wellfit.engine.streams import Control
from wellfit.workflow import size
from wellfit.workflow.context import Context
from wellfit.workflow.effects import against
from wellfit.workflow.evidence import verdict
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.plan import CONTROL_SEEDS

CONTROLS: tuple[Control, ...] = ("permuted_labels", "zeroed_inputs", "one_batch")
# Those that can know nothing of held-out rows. Their gain must be clearer than others': it discredits all numbers.
BLIND: tuple[Control, ...] = ("permuted_labels", "zeroed_inputs")
SURE = 0.999


class PowerGate(Gate):
    """Trains a first network beside its controls: permuted labels and blank inputs, which must not beat the constant,
    and one batch, which can be learned by heart. Passes when the network beats the constant and these do not.
    """

    name = "power"
    question = "Does a first network find signal, and does it beat the baselines?"
    share = 0.3

    def run(self, context: Context) -> Answer:
        """Train network and controls in one program and compare them with the baselines."""
        extent, plain = context.plan.extent, context.plain
        controls: dict[Control, int] = {control: min(CONTROL_SEEDS, extent.fold_seeds) for control in CONTROLS}
        runs = context.trainer.train(
            self.name,
            [plain],
            context.search,
            seeds=context.seeds,
            epochs=extent.epochs,
            share=self.share,
            stop=Stop(patience=size.patience(extent.epochs), together=True),
            controls=controls,
        )
        context.plain_runs = runs
        context.candidates[plain.name] = (self.name, runs)
        # One batch by heart proves less than another rate that works: random labels can be learned by heart, too.
        if context.can_be_fitted is None:
            context.can_be_fitted = learned_by_heart(runs, plain.name, context)
        context.plain_verdict = verdict(runs, plain.name, context.constant, fits=context.can_be_fitted)
        gain = against(runs, plain.name, context.constant.selection_rows)
        best = context.best_baseline
        beside = against(runs, plain.name, best.selection_rows)
        evidence = {
            "network": _shown(runs, plain.name, "none"),
            **{str(control): _shown(runs, plain.name, control) for control in CONTROLS},
            "constant_loss": context.constant.selection.loss,
            "baseline": best.name,
            "baseline_loss": best.selection.loss,
            "network_minus_constant": gain,
            "network_minus_baseline": beside,
        }
        if knowing := knowing_controls(runs, plain.name, _unknowing(context)):
            return Answer(
                passed=False,
                sentence=f"A network that cannot know anything ({', '.join(knowing).replace('_', ' ')}) beats the "
                "constant prediction beyond noise.",
                evidence=evidence,
                advice="Distrust the numbers of this study: the held-out rows are known to the training in some way.",
            )
        return Answer(
            passed=gain.better,
            sentence=first_found(gain, beside, best.name),
            evidence=evidence,
            advice=first_advice(gain, beside),
        )


def knowing_controls(runs: Runs, recipe: str, constant: np.ndarray) -> list[Control]:
    """The controls that beat the constant's losses [rows] on held-out rows, though they can know nothing of them."""
    return [control for control in BLIND if _knows(runs, recipe, control, constant)]


def _unknowing(context: Context) -> np.ndarray:
    """The lowest losses on the selection rows that a network which knows nothing may have.

    Those of the constant; of a series, whose level may have moved since, those of the best constant in hindsight:
    any constant but the training rows' may lie nearer to the new level by chance.
    """
    data = context.data
    if data.series is None:
        return context.constant.selection_rows
    target = data.target[data.rows("selection")].astype(np.float64)
    return apart(np.square(target - target.mean()), data.series)


def _knows(runs: Runs, recipe: str, control: Control, constant: np.ndarray) -> bool:
    # A series runs through few states, such as its seasons. What was learned from permuted labels goes with or against
    # them by chance, and the validation rows would choose the epoch at which it goes with them: that is knowledge.
    chosen = runs.best_rows if runs.data.series is None else runs.last_rows
    rows, judged = chosen(recipe, control), runs.judged_by(control)
    whole = rows[np.isfinite(rows).all(axis=1)]
    if not len(whole):
        return False
    untaught = np.broadcast_to(constant[judged], whole.shape)
    return effect(whole, untaught, folds=runs.row_folds[judged], confidence=SURE).better


def learned_by_heart(runs: Runs, recipe: str, context: Context) -> bool:
    """Whether one batch, seen again and again, ends well below the constant's loss in every seed."""
    losses = runs.measure(recipe, "train_loss", "one_batch")
    last = [row[np.isfinite(row)][-1] if np.isfinite(row).any() else np.inf for row in losses]
    return bool(max(last) < 0.5 * context.constant.selection.loss)


def _shown(runs: Runs, recipe: str, control: Control) -> dict[str, Any]:
    if control == "one_batch":
        curves = runs.measure(recipe, "train_loss", control)
        values = np.array([row[np.isfinite(row)][-1] for row in curves if np.isfinite(row).any()])
    else:
        means = runs.member_losses(recipe, control)
        values = means[np.isfinite(means)]
    return {} if not len(values) else dict(mean_interval(values).as_dict())


def first_found(gain: Effect, beside: Effect, baseline: str) -> str:
    """What a first network's gain over the constant, and its difference from the best baseline, come to."""
    if gain.seeds < 2:
        return f"With {count(gain.seeds, 'seed')} to judge by, nothing can be said of the first network beyond noise."
    if not gain.better:
        return "The first network does not beat the constant prediction on held-out rows beyond noise."
    if beside.better:
        return f"The first network beats the best baseline ({baseline}) by {-beside.change:.3g} in loss, beyond noise."
    if beside.worse:
        return f"The first network finds signal, but {baseline} has a loss lower by {beside.change:.3g}, beyond noise."
    return f"The first network finds signal; it cannot be told apart from the best baseline ({baseline})."


def first_advice(gain: Effect, beside: Effect) -> str:
    """What to do about it; nothing where all is well."""
    if gain.seeds < 2:
        return "Take at least 5 seeds (--seeds 5)."
    if not gain.better:
        return "Check the target and the features; another network will hardly help where no signal is found."
    return "" if not beside.worse else "Before using a network here, ask whether the baseline is not enough."
