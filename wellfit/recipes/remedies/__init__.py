"""Countermeasures, one file each, and the list that the regularize gate tries."""

from wellfit.recipes.remedies.base import Remedy
from wellfit.recipes.remedies.batch_normalization import BatchNormalization
from wellfit.recipes.remedies.dropout import Dropout
from wellfit.recipes.remedies.l1 import L1
from wellfit.recipes.remedies.l1_l2 import L1L2
from wellfit.recipes.remedies.l2 import L2
from wellfit.recipes.remedies.l2_dropout import L2Dropout
from wellfit.recipes.remedies.learning_rate import LearningRate
from wellfit.recipes.remedies.weight_decay import WeightDecay
from wellfit.recipes.remedies.width import Larger, Smaller

# In the order in which they are kept when time is short. Strengths are those of the tutorials that the
# remedies' files name, one weak and one strong where a single one cannot suit all data.
STANDARD: tuple[Remedy, ...] = (
    L2(strength=1e-3),
    Dropout(rate=0.5),
    L2Dropout(l2=1e-3, rate=0.5),
    L1(strength=1e-4),
    L1L2(l1=1e-4, l2=1e-3),
    WeightDecay(decay=0.1),
    Dropout(rate=0.2),
    L2(strength=1e-2),
    Smaller(),
    BatchNormalization(),
    Larger(),
)

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "STANDARD",
    "BatchNormalization",
    "Dropout",
    "L2Dropout",
    "Larger",
    "LearningRate",
    "Remedy",
    "Smaller",
    "WeightDecay",
]
