"""Which remedies are worth trying, the most promising first, for what was found of the plain network."""

from collections.abc import Sequence

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.recipes.remedies import (
    L1,
    L1L2,
    L2,
    ActivityPenalty,
    Augment,
    Averaging,
    BatchNormalization,
    BiasPenalty,
    ClassWeights,
    CosineDecay,
    CutMix,
    Deeper,
    Dropout,
    FewerFeatures,
    GaussianDropout,
    GaussianNoise,
    GradientClipping,
    L2Dropout,
    LabelSmoothing,
    Larger,
    LargerBatch,
    LayerNormalization,
    LearningRate,
    MaxNorm,
    Mixup,
    PlateauDecay,
    Remedy,
    Shallower,
    Smaller,
    SpatialDropout,
    StepDecay,
    WarmUp,
    WeightDecay,
)
from wellfit.workflow.context import Context
from wellfit.workflow.usual_epoch import usual_epoch

# Strengths are those of the texts that the remedies' files name, one weak and one strong where a single one cannot
# suit all data. Those that share a program with the plain network cost a fraction of the others.
HOLDING_BACK: tuple[Remedy, ...] = (
    L2(strength=1e-3),
    Dropout(rate=0.5),
    L2Dropout(l2=1e-3, rate=0.5),
    L1(strength=1e-4),
    L1L2(l1=1e-4, l2=1e-3),
    WeightDecay(decay=0.1),
    Dropout(rate=0.2),
    L2(strength=1e-2),
    MaxNorm(limit=1.0),
    Averaging(momentum=0.99),
    Smaller(),
    BatchNormalization(),
)
GETTING_GOING: tuple[Remedy, ...] = (
    GradientClipping(norm=1.0),
    Averaging(momentum=0.99),
    BatchNormalization(),
    LayerNormalization(),
    LargerBatch(),
)
MORE_ROOM: tuple[Remedy, ...] = (Larger(), Deeper(), BatchNormalization(), LayerNormalization())
# Of images, whose networks learn them by heart whatever the verdict on the first epochs: what shows them anew comes
# first, and once without flips, in which a digit is another one.
OF_IMAGES: tuple[Remedy, ...] = (
    Augment(strength=1.0),
    Augment(strength=0.5, flip=0.0),
    Dropout(rate=0.5),
    WeightDecay(decay=0.1),
    BatchNormalization(),
    CutMix(alpha=1.0),
    Mixup(alpha=0.2),
    LabelSmoothing(share=0.1),
)
# What is tried on request alone: each is like one above, and most need a program of their own.
OTHERS: tuple[Remedy, ...] = (
    FewerFeatures(),
    GaussianDropout(rate=0.3),
    GaussianNoise(deviation=0.1),
    ActivityPenalty(l2=1e-3),
    BiasPenalty(l2=1e-2),
    GradientClipping(norm=1.0),
    LayerNormalization(),
    Mixup(alpha=0.2),
    Shallower(),
    Deeper(),
    Larger(),
    LargerBatch(),
)
# A class is rare where it has less than this part of an even share of the rows.
RARE = 0.5
# Most remedies that a verdict calls for, and that there are.
MOST = 18
ALL = MOST + 20


def most_remedies(data: Dataset, *, every: bool) -> int:
    """How many remedies there are to try on such data, or with all of them."""
    if every:
        return ALL
    return len(OF_IMAGES) + 2 if "image" in data.shapes else MOST


def called_for(context: Context) -> list[Remedy]:
    """The remedies for the verdict on the plain network, and a better learning rate where one is known."""
    if "image" in context.data.shapes:
        return [*OF_IMAGES[:3], *_rates(context)[:1], *OF_IMAGES[3:], Larger()]
    kind, rates = context.verdict.kind, _rates(context)
    answers = _answers(context)
    if kind == "underfit":
        wanted = [*MORE_ROOM, *rates, Averaging(momentum=0.99), *HOLDING_BACK]
    elif kind in ("stuck", "diverged", "no_signal"):
        wanted = [*rates, *GETTING_GOING, *HOLDING_BACK]
    elif kind == "overfit":
        wanted = [*HOLDING_BACK[:3], *answers, *HOLDING_BACK[3:], rates[0], Shallower()]
    else:
        wanted = [*HOLDING_BACK[:3], *answers, *HOLDING_BACK[3:], rates[0], Larger()]
    if context.better_rate is not None:
        wanted.insert(0, LearningRate(rate=context.better_rate))
    return list(dict.fromkeys(wanted))[:MOST]


def all_of_them(context: Context) -> list[Remedy]:
    """Those that are called for, then all others."""
    rest = [*HOLDING_BACK, *_answers(context), *_rates(context), *OTHERS]
    return list(dict.fromkeys([*called_for(context), SpatialDropout(rate=0.3), *rest]))


def _rates(context: Context) -> Sequence[Remedy]:
    """Schedules as long as the plain network takes to its best epoch, and twice as long."""
    epochs = usual_epoch(context.runs, context.plain.name) or 10
    return (
        CosineDecay(epochs=2 * epochs),
        WarmUp(epochs=max(1, round(0.1 * epochs))),
        StepDecay(epochs=epochs),
        PlateauDecay(patience=3),
    )


def _answers(context: Context) -> Sequence[Remedy]:
    """What can be done with answers that are classes."""
    data = context.data
    if data.task.kind == "regression":
        return ()
    _, counts = np.unique(data.target[data.rows("train")], return_counts=True)
    even = counts.sum() / len(counts)
    return (LabelSmoothing(share=0.1), *([ClassWeights()] if counts.min() < RARE * even else []))
