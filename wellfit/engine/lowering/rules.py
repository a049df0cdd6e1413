"""The table of rules: which primitives are computed otherwise, by platform."""

from collections.abc import Mapping

from wellfit.engine.lowering.convolution import convolution
from wellfit.engine.lowering.pooling import max_pooling, sum_pooling
from wellfit.engine.lowering.rule import Rules

# XLA's convolution on a CPU is slow, many times so inside a loop; on an accelerator the native ones are the fast ones.
_RULES: Mapping[str, Rules] = {
    "cpu": {
        "conv_general_dilated": convolution,
        "reduce_window_max": max_pooling,
        "reduce_window_sum": sum_pooling,
    },
}


def rules_for(platform: str) -> Rules:
    """The rules of a platform, by the name of the primitive; none where the native primitives are fastest."""
    return _RULES.get(platform, {})
