"""The callback in `model.fit` itself; what it sees on curves of known truth is tested without Keras."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import wellfit
from wellfit.backend import keras
from wellfit.errors import OptionError


@pytest.fixture(scope="module")
def rows():
    """A target with much noise and few rows: a large network learns them by heart."""
    random = np.random.default_rng(0)
    x = random.normal(size=(120, 12)).astype("float32")
    y = (x[:, 0] + random.normal(0, 2, 120) > 0).astype("float32")
    return x, y


@pytest.fixture
def model():
    keras.utils.set_random_seed(0)
    made = keras.Sequential([keras.layers.Dense(128, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
    made.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
    return made


def fit(model, rows, watch, epochs=60, **options):
    options = {"validation_split": 0.5, "batch_size": 20, "verbose": 0, **options}
    return model.fit(*rows, epochs=epochs, callbacks=[watch], **options)


def loss_on_validation(model, rows):
    return model.evaluate(rows[0][60:], rows[1][60:], verbose=0)


def test_it_stops_once_it_overfits_and_puts_the_best_weights_back(model, rows):
    lines = []
    watch = wellfit.Watch(say=lines.append)
    history = fit(model, rows, watch).history
    assert len(history["loss"]) < 60
    assert watch.best_epoch == 1 + int(np.argmin(history["val_loss"]))
    assert loss_on_validation(model, rows) == pytest.approx(min(history["val_loss"]), rel=1e-4)
    assert watch.verdict.kind == "overfit"
    assert watch.verdict == wellfit.diagnose(history)
    assert all(line.startswith("wellfit: ") for line in lines)
    assert "it overfits since epoch" in lines[-2]
    assert lines[-1] == (
        f"wellfit: The weights are those of epoch {watch.best_epoch} again, where the validation loss was lowest."
    )


class Penalties(keras.callbacks.Callback):
    """Notes what Keras itself makes of the penalties after each epoch."""

    def __init__(self):
        super().__init__()
        self.noted = []

    def on_epoch_end(self, epoch, logs=None):
        self.noted.append(sum(float(loss) for loss in self.model.losses))


def test_a_penalty_that_falls_hides_nothing_from_it(rows):
    keras.utils.set_random_seed(0)
    hidden = keras.layers.Dense(128, activation="relu", kernel_regularizer=keras.regularizers.L2(0.03))
    model = keras.Sequential([hidden, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
    watch, penalties = wellfit.Watch(stop=False, say=None), Penalties()
    options = {"validation_split": 0.5, "batch_size": 20, "verbose": 0, "epochs": 40}
    history = model.fit(*rows, callbacks=[watch, penalties], **options)
    logged, bare = (np.array(history.history["val_loss"]) - taken for taken in (0, penalties.noted))
    assert np.argmin(logged) > np.argmin(bare) + 5
    assert watch.best_epoch == 1 + np.argmin(bare)
    assert loss_on_validation(model, rows) - sum(map(float, model.losses)) == pytest.approx(bare.min(), rel=1e-4)
    told = wellfit.diagnose(history).sentence
    penalty = sum(map(float, model.losses))  # of the weights that are back
    assert f"Both losses have a penalty on the weights in them, {penalty:.3g} by now" in told


def test_without_stopping_and_restoring_nothing_is_touched(model, rows):
    watch = wellfit.Watch(stop=False, restore=False, say=None)
    history = fit(model, rows, watch, epochs=30).history
    assert len(history["loss"]) == 30
    assert loss_on_validation(model, rows) == pytest.approx(history["val_loss"][-1], rel=1e-4)


def test_it_begins_anew_with_each_fit(model, rows):
    watch = wellfit.Watch(say=None)
    for _ in range(2):
        history = fit(model, rows, watch, epochs=3).history
        assert watch.best_epoch == 1 + int(np.argmin(history["val_loss"]))


def test_its_lines_stand_between_those_of_the_progress_bar(model, rows, capsys):
    fit(model, rows, wellfit.Watch(patience=1), verbose=2)
    printed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("wellfit: Epoch") and "which is the patience" in line for line in printed)


def test_it_is_a_callback_of_keras_and_a_watch():
    watch = wellfit.Watch()
    assert isinstance(watch, keras.callbacks.Callback)
    assert isinstance(watch, wellfit.Watch)
    assert type(watch) is type(wellfit.Watch())


@pytest.mark.parametrize("patience", [0, -3])
def test_a_patience_of_nothing(patience):
    with pytest.raises(OptionError, match="Expected None or a number of epochs from 1 on"):
        wellfit.Watch(patience=patience)


ASK = """
import json, sys
from wellfit import Watch, diagnose
before = "keras" in sys.modules
import keras
watch = Watch()
print(json.dumps([before, keras.backend.backend(), isinstance(watch, keras.callbacks.Callback)]))
"""


@pytest.mark.quick("numpy")
@pytest.mark.parametrize("backend", ["jax", "numpy"])
def test_naming_it_neither_imports_keras_nor_chooses_its_backend(backend, tmp_path):
    # numpy cannot train; it is here because it is always installed, and the backend must be the user's, not ours.
    code = (
        ASK.replace("watch = Watch()", "").replace("watch,", "keras.callbacks.Callback(),")
        if backend == "numpy"
        else ASK
    )
    (tmp_path / "keras.json").write_text(json.dumps({"backend": backend}))
    kept = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "KERAS_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [False, backend, True]
