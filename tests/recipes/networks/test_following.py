"""What stands around hidden layers, by itself."""

import numpy as np

from wellfit.recipes.networks.following import batch_normalization


def test_predictions_under_batch_normalization_keep_up_after_a_few_steps():
    layer = batch_normalization("normalization")
    random = np.random.default_rng(0)
    for _ in range(60):
        layer(random.normal(3.0, 0.1, (256, 4)), training=True)
    np.testing.assert_allclose(layer.moving_mean, 3.0, rtol=0.03)
    np.testing.assert_allclose(layer.moving_variance, 0.01, rtol=0.3)  # 1 at the start
