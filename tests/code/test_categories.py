"""The numbers of levels in a script are those of the pipeline, and a study of such a network can be written down."""

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.code.categories import categories_section
from wellfit.data.pipeline.category_ids import CategoryIds
from wellfit.recipes.networks import CategoryNetwork

LEVELS = [f"le'v\"el {number:02}" for number in range(11)]


@pytest.mark.parametrize("more", [[], ["once"], [None, None], ["once", None]])
def test_they_are_those_of_the_pipeline(executed, more):
    seen = pl.DataFrame({"a": [*LEVELS * 2, *more], "b": [*LEVELS * 2, *LEVELS[: len(more)]]})
    ids = CategoryIds.fit(seen, ["a", "b"])
    new = pl.DataFrame({"a": [*LEVELS, "once", "never", None], "b": [*LEVELS[::-1], None, "never", "once"]})
    names = executed(categories_section(ids))
    np.testing.assert_array_equal(names["categories"](new), ids.encode(new))


@pytest.mark.slow
def test_a_script_of_a_network_of_vectors_for_levels_trains(study_of, run, tmp_path):
    random = np.random.default_rng(0)
    town = random.permutation(240) % 12
    frame = pl.DataFrame({"town": [f"t{number}" for number in town], "size": random.normal(size=240).round(3)})
    path = tmp_path / "towns.csv"
    frame.with_columns(y=pl.Series(np.where(town > 5, "a", "b"))).write_csv(path)
    data = wellfit.read(path, target="y")
    recipe = wellfit.Recipe(name="levels", network=CategoryNetwork(levels=data.pipeline.ids.count, units=(4,)))
    study, _ = study_of(data, tmp_path / "study", recipe, seeds=range(2))
    script = tmp_path / "train.py"
    script.write_text(study.code(), encoding="utf-8")
    assert "x, y = [categories(frame), dense(frame)], answers(frame)" in study.code()
    assert "test loss" in run(script)
