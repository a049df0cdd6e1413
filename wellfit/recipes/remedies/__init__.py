"""Countermeasures, one file each."""

from wellfit.recipes.remedies.activity import ActivityPenalty
from wellfit.recipes.remedies.augment import Augment
from wellfit.recipes.remedies.averaging import Averaging
from wellfit.recipes.remedies.base import Remedy
from wellfit.recipes.remedies.batch_normalization import BatchNormalization
from wellfit.recipes.remedies.bias import BiasPenalty
from wellfit.recipes.remedies.class_weights import ClassWeights
from wellfit.recipes.remedies.clipping import GradientClipping
from wellfit.recipes.remedies.cosine_decay import CosineDecay
from wellfit.recipes.remedies.cutmix import CutMix
from wellfit.recipes.remedies.depth import Deeper, Shallower
from wellfit.recipes.remedies.dropout import Dropout
from wellfit.recipes.remedies.early_stopping import EarlyStopping
from wellfit.recipes.remedies.fewer_features import FewerFeatures
from wellfit.recipes.remedies.gaussian_dropout import GaussianDropout
from wellfit.recipes.remedies.gaussian_noise import GaussianNoise
from wellfit.recipes.remedies.l1 import L1
from wellfit.recipes.remedies.l1_l2 import L1L2
from wellfit.recipes.remedies.l2 import L2
from wellfit.recipes.remedies.l2_dropout import L2Dropout
from wellfit.recipes.remedies.label_smoothing import LabelSmoothing
from wellfit.recipes.remedies.larger_batch import LargerBatch
from wellfit.recipes.remedies.layer_normalization import LayerNormalization
from wellfit.recipes.remedies.learning_rate import LearningRate
from wellfit.recipes.remedies.max_norm import MaxNorm
from wellfit.recipes.remedies.mixup import Mixup
from wellfit.recipes.remedies.plateau_decay import PlateauDecay
from wellfit.recipes.remedies.spatial_dropout import SpatialDropout
from wellfit.recipes.remedies.step_decay import StepDecay
from wellfit.recipes.remedies.warm_up import WarmUp
from wellfit.recipes.remedies.weight_decay import WeightDecay
from wellfit.recipes.remedies.width import Larger, Smaller

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "ActivityPenalty",
    "Augment",
    "Averaging",
    "BatchNormalization",
    "BiasPenalty",
    "ClassWeights",
    "CosineDecay",
    "CutMix",
    "Deeper",
    "Dropout",
    "EarlyStopping",
    "FewerFeatures",
    "GaussianDropout",
    "GaussianNoise",
    "GradientClipping",
    "L2Dropout",
    "LabelSmoothing",
    "Larger",
    "LargerBatch",
    "LayerNormalization",
    "LearningRate",
    "MaxNorm",
    "Mixup",
    "PlateauDecay",
    "Remedy",
    "Shallower",
    "Smaller",
    "SpatialDropout",
    "StepDecay",
    "WarmUp",
    "WeightDecay",
]
