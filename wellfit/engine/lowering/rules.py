"""The table of rules: which primitives are computed otherwise, by platform."""

from collections.abc import Mapping

from wellfit.engine.lowering.chance import bits
from wellfit.engine.lowering.convolution import convolution
from wellfit.engine.lowering.pooling import max_pooling, sum_pooling
from wellfit.engine.lowering.rule import Rules

# On an accelerator the native operations are the fast ones. On a CPU their gradients are slow, and some are slow
# forward. Milliseconds of one core of 105 GF/s inside a scan, jaxlib 0.10, images [8, 72, 72, 32], forward and with
# both gradients:
#                                   native          rule
#     convolution 3 × 3, 32 units   6.7  1112       6.9  21     (stride 2: 207 and 7; in 3-D 50, 1235 and 9, 30)
#     in 4 groups                    39   296       4.5  14
#     transposed, stride 2          2.9   234       3.1   9.8
#     depthwise 3 × 3                36   920       1.3  11
#     highest of 2 × 2              0.4    13       0.2   0.9   (of 3 × 3, stride 2: 1.9, 21 and 1.3, 2.3)
#     sum of 3 × 3, stride 1        5.8    11       1.3   1.8
# A product of shifted views laid side by side has 25 to 55 GF/s a core in training, against 90 to 107 of the
# kernels in `direct`: the views are nine times the image, and Eigen copies them once more.
_RULES: Mapping[str, Rules] = {
    "cpu": {
        "conv_general_dilated": convolution,
        "random_bits": bits,
        "reduce_window_max": max_pooling,
        "reduce_window_sum": sum_pooling,
    },
}


def rules_for(platform: str) -> Rules:
    """The rules of a platform, by the name of the primitive; none where the native primitives are fastest."""
    return _RULES.get(platform, {})
