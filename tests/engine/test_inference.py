import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.inference import filled, values


@pytest.mark.parametrize("rows", [0, 1, 4, 5, 8])
def test_every_row_is_in_one_batch_and_all_have_one_size(rows):
    given = np.arange(1, 1 + 6 * rows, dtype=np.uint8).reshape(rows, 2, 3)
    batches = list(filled(given, 4))
    assert [batch.shape for _, batch in batches] == [(4, 2, 3)] * -(-rows // 4)
    for part, batch in batches:
        count = part.stop - part.start
        assert batch.dtype == np.uint8
        np.testing.assert_array_equal(batch[:count], given[part])
        assert not batch[count:].any()
    assert [row for part, _ in batches for row in range(part.start, part.stop)] == list(range(rows))


def test_the_weights_are_those_that_the_model_is_called_with():
    model = keras.Sequential([keras.Input((2,)), keras.layers.BatchNormalization(), keras.layers.Dense(1)])
    trained, fixed = values(model)
    assert [one.shape for one in trained] == [(2,), (2,), (2, 1), (1,)]
    assert len(fixed) >= 2  # the moving mean and variance
    outputs, _ = model.stateless_call(trained, fixed, np.ones((3, 2), np.float32), training=False)
    np.testing.assert_allclose(outputs, model.predict(np.ones((3, 2), np.float32), verbose=0), rtol=1e-6)
