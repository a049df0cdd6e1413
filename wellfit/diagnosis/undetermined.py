"""Verdict `undetermined`: the evidence does not decide, and what would."""

from wellfit.diagnosis.comparisons import capacity_gain, gain_over_constant, rise, training_gap, turns
from wellfit.diagnosis.curves import last_epochs
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.no_signal import hides_a_gain, too_short
from wellfit.diagnosis.ruling import Verdict
from wellfit.diagnosis.wording import counted, ends, number


def too_few_seeds(evidence: Evidence, recipe: str) -> Verdict | None:
    """Holds when fewer than two seeds are left: one seed says nothing about the next."""
    if evidence.seeds >= 2:
        return None
    return Verdict(
        kind="undetermined",
        recipe=recipe,
        sentence=f"'{recipe}' was trained to its end with {evidence.trained}: "
        "whether another seed would show the same cannot be said.",
        advice="Run it again with at least 5 seeds (--seeds 5).",
        evidence={**evidence.counts},
    )


def rule(evidence: Evidence, recipe: str) -> Verdict:
    """The verdict when no other holds, with the reason found first."""
    sentence, advice = _reason(evidence, recipe)
    return Verdict(
        kind="undetermined",
        recipe=recipe,
        sentence=sentence,
        advice=advice,
        evidence={
            **evidence.counts,
            "training_minus_constant": training_gap(evidence).as_dict(),
            "held_out_minus_constant": gain_over_constant(evidence).interval.as_dict(),
            "held_out_rise": rise(evidence).interval.as_dict(),
        },
    )


def _reason(evidence: Evidence, recipe: str) -> tuple[str, str]:
    gain, change, rows = gain_over_constant(evidence), rise(evidence), evidence.judged
    seeds = evidence.trained
    if not gain.better and hides_a_gain(gain, evidence):
        return (
            f"Whether '{recipe}' learns anything cannot be said: on {rows} and {seeds} its held-out loss differs from "
            f"that of always giving the same answer by {ends(gain.interval)}, which includes zero.",
            "More held-out rows would decide it, or more seeds.",
        )
    if not gain.better and training_gap(evidence).high < 0 and too_short(evidence):
        epochs = counted(int(last_epochs(evidence.train_loss).max()) + 1, "epoch")
        return (
            f"'{recipe}' learns its training rows, and after {epochs} nothing of it shows on others: so short a "
            f"training does not say whether it will ({seeds}).",
            "Train for more epochs: give a larger --budget.",
        )
    if not gain.better:
        return (
            f"'{recipe}' does not learn its training rows, and whether they can be learned at all is not known "
            f"({seeds}).",
            "Try other learning rates, and let it learn a single batch by heart: if that works, it is stuck.",
        )
    if turns(evidence) and not change.worse:
        return (
            f"'{recipe}' looks as if it overfits: its validation loss turns, and the {seeds} agree on when. But on the "
            f"{rows} held out for judging, the loss changes by {ends(change.interval)}, which includes zero.",
            "More held-out rows would decide it. Until then keep the weights of the best epoch.",
        )
    if turns(evidence):
        return (
            f"The held-out loss of '{recipe}' rises by {ends(change.interval)} after its minimum, but its training "
            f"loss does not fall meanwhile ({seeds}): the training itself becomes unsteady.",
            "Lower the learning rate, or let it fall during training.",
        )
    if capacity_gain(evidence) is None:
        loss = number(float(evidence.selection_best.mean()))
        return (
            f"'{recipe}' learns (its held-out loss is {loss} at its best epoch) "
            f"and is not shown to overfit, but no larger network was trained as long beside it ({seeds}).",
            "Train a larger network with the same seeds for as long: if it does better, this one underfits. Where time "
            "was short, give a larger --budget.",
        )
    return (
        f"What '{recipe}' does after its best epoch differs too much between {seeds} for a verdict.",
        "Lower the learning rate, so that the training becomes steadier, or run more seeds (--seeds 10).",
    )
