import numpy as np
import polars as pl

from wellfit.data.pipeline.short_text import ShortTextEncoder


def test_frequent_words_become_features():
    names = [f"Ford {i}a" for i in range(120)] + [f"fiat-{i}" for i in range(200, 300)] + ["lada", None] * 50
    frame = pl.DataFrame({"name": names})
    encoder = ShortTextEncoder.fit(frame, ["name"])
    assert encoder.feature_names == ("name has a", "name has ford", "name has fiat", "name is missing")
    new = pl.DataFrame({"name": ["FORD fiat ford", "lada 7a", None]})
    out = np.empty((3, 4), np.float32)
    encoder.write(new, out)
    assert out.tolist() == [[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]]


def test_few_rows_bear_few_words():
    frame = pl.DataFrame({"name": ["ford a b c", "fiat a b c"] * 50})
    assert ShortTextEncoder.fit(frame, ["name"]).feature_names == ("name has a",)


def test_at_most_fifty_words():
    frame = pl.DataFrame({"name": [f"{i % 60} {chr(97 + i % 26)}x" for i in range(6000)]})
    assert len(ShortTextEncoder.fit(frame, ["name"]).feature_names) == 50
