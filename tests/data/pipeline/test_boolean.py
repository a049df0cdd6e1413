import numpy as np
import polars as pl

from wellfit.data.pipeline.boolean import BooleanEncoder


def test_values_gaps_and_the_share_of_true():
    frame = pl.DataFrame({"a": [True, False, False, None, False], "b": [True, True, False, True, True]})
    encoder = BooleanEncoder.fit(frame, ["a", "b"])
    assert encoder.feature_names == ("a", "b", "a is missing")
    out = np.empty((5, 3), np.float32)
    encoder.write(frame, out)
    assert out.tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 0], [0.25, 1, 1], [0, 1, 0]]
