"""Encoders from raw rows to tensors and from outputs back to labels, fitted on training rows only."""

from wellfit.data.pipeline.pipeline import Pipeline
from wellfit.data.pipeline.prepare import Prepared
from wellfit.data.pipeline.target import TargetEncoder, label_text

__all__ = ["Pipeline", "Prepared", "TargetEncoder", "label_text"]
