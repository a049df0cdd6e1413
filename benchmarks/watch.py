"""Prints what `wellfit.Watch` adds to an epoch of about one second: `python benchmarks/watch.py --epochs 100`."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from parts.machine import machine

import wellfit
from wellfit.backend import backend_name, keras

MOST = 0.02  # share of the epochs that watching may take
UNITS, FEATURES, BATCH = 1000, 30, 128


@dataclass
class Clock:
    """Seconds of each epoch, and those spent within the callback in it."""

    epochs: list[float] = field(default_factory=list)
    watching: list[float] = field(default_factory=list)


def main() -> int:
    """Train once with the callback; 1 where it took more of the epochs than it may."""
    asked = options().parse_args()
    x, y = rows(1_000_000 // BATCH * BATCH)
    model = network()
    count = rows_of_a_second(model, x, y, asked.seconds)
    clock = train(model, x[:count], y[:count], asked.epochs)
    found = {
        "backend": backend_name(),
        "parameters": model.count_params(),
        "epochs": len(clock.epochs),
        "seconds_an_epoch": float(np.median(clock.epochs)),
        "seconds_watching_an_epoch": float(np.mean(clock.watching)),
        "share": sum(clock.watching) / sum(clock.epochs),
        "share_of_the_worst_epoch": max(np.array(clock.watching) / np.array(clock.epochs)),
        "at_most": MOST,
    }
    if asked.json:
        print(json.dumps({"result": found, "machine": machine()}, indent=1))
    else:
        print(
            "\n".join(
                f"{name:28} {f'{value:.4g}' if isinstance(value, float) else value}" for name, value in found.items()
            )
        )
    return int(found["share"] > MOST)


def train(model: Any, x: np.ndarray, y: np.ndarray, epochs: int) -> Clock:
    """Train with a callback that is timed, and neither stops nor stays silent."""
    clock, watch = Clock(), wellfit.Watch(stop=False)
    began = [0.0]

    def timed(method: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: Any, **named: Any) -> None:
            start = time.perf_counter()
            method(*arguments, **named)
            clock.watching[-1] += time.perf_counter() - start

        return call

    class Beginning(keras.callbacks.Callback):
        """Stands before the callback that is timed: a new epoch begins."""

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            began[0] = time.perf_counter()
            clock.watching.append(0.0)

    class End(keras.callbacks.Callback):
        """Stands behind it."""

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            clock.epochs.append(time.perf_counter() - began[0])

    watch.on_epoch_begin, watch.on_epoch_end = timed(watch.on_epoch_begin), timed(watch.on_epoch_end)
    callbacks = [Beginning(), watch, End()]
    model.fit(x, y, batch_size=BATCH, epochs=epochs, validation_split=0.1, verbose=0, callbacks=callbacks)
    return clock


def rows_of_a_second(model: Any, x: np.ndarray, y: np.ndarray, seconds: float) -> int:
    """How many rows make an epoch of so many seconds, once everything is compiled."""
    count = 40 * BATCH
    for _ in range(3):
        model.fit(x[:count], y[:count], batch_size=BATCH, validation_split=0.1, verbose=0)
        start = time.perf_counter()
        model.fit(x[:count], y[:count], batch_size=BATCH, validation_split=0.1, verbose=0)
        count = int(np.clip(count * seconds / (time.perf_counter() - start), BATCH, len(x)))
    return count


def network() -> Any:
    """A million weights: their copies, when an epoch is the best so far, are most of the cost."""
    layers = [keras.layers.Dense(UNITS, activation="relu") for _ in range(2)]
    model = keras.Sequential([keras.Input((FEATURES,)), *layers, keras.layers.Dense(1, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(1e-6), "binary_crossentropy")
    return model


def rows(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows to learn; at so small a rate nearly every epoch is the best so far, and its weights are copied."""
    random = np.random.default_rng(0)
    x = random.normal(size=(count, FEATURES)).astype(np.float32)
    return x, (np.sin(3 * x[:, 0]) + x[:, 1] + random.normal(size=count) > 0).astype(np.float32)


def options() -> argparse.ArgumentParser:
    """What the command line knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", metavar="N", type=int, default=100, help="how many epochs to train (default 100)")
    parser.add_argument(
        "--seconds", metavar="S", type=float, default=1.0, help="how long an epoch is to take (default 1)"
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    return parser


if __name__ == "__main__":
    sys.exit(main())
