"""What acts in training alone, in the script: it trains as the study did, and says so in a line or two."""

import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.code.changes import Changes
from wellfit.data.task import Task
from wellfit.errors import StudyError
from wellfit.recipes.examples import Examples
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.steps import Steps
from wellfit.recipes.training import Training

PLAIN = wellfit.Recipe(
    name="plain", network=DenseNetwork(units=(8,)), optimizer=Optimizer(learning_rate=0.02), batch_size=32
)


def thirds(rows=320):
    """Three classes along a line, with some noise."""
    random = np.random.default_rng(3)
    x = random.normal(size=(rows, 2))
    place = x[:, 0] + 0.3 * random.normal(size=rows)
    return pl.DataFrame(
        {"a": x[:, 0], "b": x[:, 1], "third": np.array(["low", "mid", "top"])[np.digitize(place, [-0.5, 0.5])]}
    )


# A table, its target, what its recipe changes, and what the script must say.
CASES = {
    "all that goes together": (
        "shop",
        Training(
            examples=Examples(label_smoothing=0.1, class_weights=1.0),
            schedule=Schedule(kind="cosine", epochs=20, warm_up=2),
            steps=Steps(clip_norm=0.5, average=0.9),
        ),
        (
            "steps = -(-int(trained.sum()) // BATCH)",
            "learning_rate=keras.optimizers.schedules.CosineDecay(0.0, 20 * steps, ",
            "warmup_target=0.02, warmup_steps=2 * steps)",
            "global_clipnorm=0.5, use_ema=True, ema_momentum=0.9",
            "loss=keras.losses.BinaryCrossentropy(label_smoothing=0.1)",
            "class_weight={0: ",
        ),
    ),
    "mixed classes": (
        "thirds",
        Training(
            examples=Examples(mixup=0.2, label_smoothing=0.1), schedule=Schedule(kind="plateau", epochs=3, factor=0.3)
        ),
        (
            "share = np.float32(self.random.beta(0.2, 0.2))",
            "wanted = np.eye(3, dtype=np.float32)[y]",
            'keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.3, patience=3, mode="min")',
            "model.fit(Mixed([x[trained]], wanted[trained]), epochs=EPOCHS, verbose=2, callbacks=[falls], ",
            "loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)",
        ),
    ),
    "mixed numbers": (
        "flats",
        Training(examples=Examples(mixup=0.4), schedule=Schedule(kind="step", epochs=8, factor=0.5)),
        ("keras.optimizers.schedules.ExponentialDecay(0.02, 8 * steps, 0.5, staircase=True)",),
    ),
}


@pytest.mark.quick("all that goes together")
@pytest.mark.parametrize("name", CASES)
def test_it_trains_as_the_study_did(name, table, study_of, executed_script, tmp_path, capsys):
    kind, changes, lines = CASES[name]
    frame = thirds() if kind == "thirds" else table(kind)
    target = {"thirds": "third", "shop": "bought", "flats": "rent"}[kind]
    frame.write_csv(tmp_path / "table.csv")
    data = wellfit.read(tmp_path / "table.csv", target=target)
    study, runs = study_of(data, tmp_path / "study", replace(PLAIN, training=changes), seeds=range(4))
    script = study.code()
    for line in lines:
        assert line in script
    executed_script(script)["main"]()
    found = float(re.search(r"test loss (\S+), ", capsys.readouterr().out)[1])
    losses = [member.last_rows.mean() for member in runs.members]
    assert found == pytest.approx(
        study.best.facts["test"]["loss"], abs=3 * np.sqrt(2) * max(np.std(losses, ddof=1), 0.02)
    )


def test_mixed_and_weighted_rows_are_refused():
    training = {"examples": {"mixup": 0.2}, "schedule": {}, "steps": {}}
    with pytest.raises(StudyError, match="mixes rows and weighs their classes, which `fit` of Keras cannot do"):
        Changes.of(
            {"training": training, "class_weights": [1.0, 2.0]}, Task(kind="binary", target="y", classes=("a", "b"))
        )


@pytest.mark.parametrize(
    "section, name", [({"augmentation": {"flip": 0.0, "zoom": 0.2}}, "zoom"), ({"examples": {"cutmix": 1.0}}, "cutmix")]
)
def test_changed_pictures_are_refused(section, name):
    message = rf"changes its pictures while it trains \({name}\), which is not written as plain Keras yet"
    with pytest.raises(StudyError, match=message):
        Changes.of({"training": section}, Task(kind="binary", target="y", classes=("a", "b")))


def test_a_warm_up_alone():
    changes = Changes.of({"training": {"schedule": {"warm_up": 2}}}, Task(kind="regression", target="y"))
    stored = {"module": "keras.optimizers", "class_name": "Adam", "config": {"learning_rate": 0.001}}
    assert changes.optimizer({"compile_config": {"optimizer": stored}}) == (
        "keras.optimizers.Adam(learning_rate=keras.optimizers.schedules.PolynomialDecay(0.0, 2 * steps, 0.001))"
    )
