"""Pretrained networks: loaded with their preprocessing, their features trained on, their last blocks tuned."""

from wellfit.transfer.backbone import RANDOM, Backbone
from wellfit.transfer.checked import checked_data
from wellfit.transfer.checks import Agreement, PreprocessingCheck, agreement, check_preprocessing, prepared
from wellfit.transfer.feature_data import feature_data, tuning_data
from wellfit.transfer.heads import heads
from wellfit.transfer.tuning import tuning_recipes
from wellfit.transfer.views import Views
from wellfit.transfer.whole import whole_model

__all__ = [
    "RANDOM",
    "Agreement",
    "Backbone",
    "PreprocessingCheck",
    "Views",
    "agreement",
    "check_preprocessing",
    "checked_data",
    "feature_data",
    "heads",
    "prepared",
    "tuning_data",
    "tuning_recipes",
    "whole_model",
]
