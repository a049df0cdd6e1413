"""A whole study on whichever backend KERAS_BACKEND names, and what its best model predicts: `whole_study.py FOLDER`."""

import json
import sys
import warnings
from pathlib import Path

import keras  # before wellfit, as somebody who works with Keras has it
import numpy as np
import polars as pl

import wellfit
from wellfit.workflow.progress import Silent


def shop(rows=160):
    """Whether somebody buys: log-odds 2 size + 1.5 for red."""
    random = np.random.default_rng(0)
    size, colour = random.normal(size=rows), random.choice(["red", "green", "blue"], rows)
    bought = random.random(rows) < 1 / (1 + np.exp(-(2 * size + 1.5 * (colour == "red"))))
    return pl.DataFrame({"size": size, "colour": colour, "bought": np.where(bought, "yes", "no")})


class Listener(Silent):
    """Keeps the notes."""

    def __init__(self):
        self.notes = []

    def note(self, sentence):
        """Keep one."""
        self.notes.append(sentence)


def main(folder):
    """Run the study, and write beside it what was said and predicted."""
    listener, table = Listener(), shop()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        data = wellfit.read(table, target="bought", name="shop")
        study = wellfit.study(data, seeds=2, budget=20, out=folder / "study", progress=listener)
    rows = table.drop("bought")
    rows.write_parquet(folder / "rows.parquet")
    study.best.predict(rows).write_parquet(folder / "predictions.parquet")
    told = {
        "backend": keras.backend.backend(),
        "notes": listener.notes,
        "warnings": sorted({str(one.message) for one in caught if one.category is UserWarning}),
    }
    (folder / "told.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
