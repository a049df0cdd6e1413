"""Verdict `overfit`: after its minimum the held-out loss rises while the training loss keeps falling."""

import numpy as np

from wellfit.diagnosis.comparisons import gain_over_constant, rise, turns
from wellfit.diagnosis.curves import best_epochs, last_values, values_at
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.intervals import Interval, mean_interval
from wellfit.diagnosis.onset import onset
from wellfit.diagnosis.ruling import Verdict, whole
from wellfit.diagnosis.wording import ends, epoch_range, number


def check(evidence: Evidence, recipe: str) -> Verdict | None:
    """Holds when four things do, each beyond noise.

    At its best epoch the network beats the constant: else there was nothing to lose. The held-out
    loss rises from the best epoch to the last, over seeds and rows; the validation curves turn at an
    epoch that the seeds share, so that it is not the bouncing of single curves; and the training
    loss is lower at the end than at the best epoch.
    """
    rises, falls = rise(evidence), training_fall(evidence)
    if not (rises.worse and turns(evidence) and falls.high < 0 and gain_over_constant(evidence).better):
        return None
    since = onset(evidence.validation_loss, folds=evidence.folds)
    best, last = float(evidence.selection_best.mean()), float(evidence.selection_last.mean())
    train = float(last_values(evidence.train_loss).mean())
    return Verdict(
        kind="overfit",
        recipe=recipe,
        onset=since,
        sentence=f"'{recipe}' overfits after epoch {since.value:.0f} ({epoch_range(since)}, from "
        f"{evidence.trained}): its held-out loss rises from {number(best)} to {number(last)} "
        f"(95 % interval of the rise: {ends(rises.interval)}), while its training loss falls "
        f"from {number(train - falls.value)} to {number(train)}.",
        advice=f"Stop at epoch {since.value:.0f}, or keep the weights of that epoch. Then try one remedy at a time: "
        "dropout, L2, a smaller network; more rows help most.",
        evidence={
            **evidence.counts,
            "onset_epoch": whole(since),
            "best_held_out_loss": best,
            "last_held_out_loss": last,
            "held_out_rise": rises.interval.as_dict(),
            "training_fall": falls.as_dict(),
        },
    )


def training_fall(evidence: Evidence) -> Interval:
    """Training loss at the end minus that at the best epoch, over seeds: negative when it kept falling."""
    chosen = evidence.chosen_epochs
    epochs = best_epochs(evidence.validation_loss) if chosen is None else np.maximum(chosen, 1) - 1
    at_best = values_at(evidence.train_loss, epochs)
    return mean_interval(last_values(evidence.train_loss) - at_best)
