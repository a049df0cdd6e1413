"""Train a network that overfits in a plain Keras script with `wellfit.Watch()`, and write down what it said."""

import json
import sys
from pathlib import Path

import keras
import numpy as np

import wellfit


def main(folder: str) -> None:
    keras.utils.set_random_seed(0)
    random = np.random.default_rng(0)
    x = random.normal(size=(120, 12)).astype("float32")
    y = (x[:, 0] + random.normal(0, 2, 120) > 0).astype("float32")
    hidden = keras.layers.Dense(128, activation="relu", kernel_regularizer=keras.regularizers.L2(0.001))
    model = keras.Sequential([hidden, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
    lines: list[str] = []
    penalties: list[float] = []
    watch = wellfit.Watch(say=lines.append)
    note = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: penalties.append(sum(map(float, model.losses))))
    options = {"validation_split": 0.5, "batch_size": 20, "epochs": 60, "verbose": 0}
    history = model.fit(x, y, callbacks=[note, watch], **options).history
    bare = np.array(history["val_loss"]) - penalties
    told = {
        "backend": keras.backend.backend(),
        "lines": lines,
        "best_epoch": watch.best_epoch,
        "lowest_without_penalty": 1 + int(bare.argmin()),
        "kind": watch.verdict.kind,
        "diagnosed": wellfit.diagnose(history).kind,
        "lowest": history["val_loss"][watch.best_epoch - 1],
        "restored": model.evaluate(x[60:], y[60:], verbose=0),
        "epochs": len(history["loss"]),
    }
    (Path(folder) / "watched.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
