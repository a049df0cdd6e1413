"""Prints the verdict on a network that trains with a learning rate of 1.0: `large_rate.py FOLDER_OF_MNIST`."""

import gzip
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

import wellfit
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.workflow.baselines import constant
from wellfit.workflow.evidence import verdict

SEEDS, EPOCHS = 3, 5


def idx(path: Path) -> np.ndarray:
    """The array in a file of LeCun's idx format of bytes."""
    content = gzip.decompress(path.read_bytes())
    axes = content[3]
    shape = np.frombuffer(content, ">u4", count=axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def main(folder: Path) -> str:
    """Train with the rate and with a usual one, which shows that the rows can be learned."""
    images = idx(folder / "train-images-idx3-ubyte.gz").reshape(-1, 784)
    data = wellfit.read((images, idx(folder / "train-labels-idx1-ubyte.gz")), task="multiclass", name="mnist")
    usual = wellfit.Recipe(
        name="rate 0.001", network=DenseNetwork(units=(512,)), optimizer=Optimizer(name="rmsprop"), batch_size=128
    )
    large = replace(usual, name="rate 1", optimizer=Optimizer(name="rmsprop", learning_rate=1.0))
    runs = wellfit.fit_many([usual, large], data, seeds=SEEDS, epochs=EPOCHS)
    floor = constant.fit(data, seed=0, max_rows=len(data.rows("train")))
    learned = runs.measure(usual.name, "train_loss")[:, -1].max() < floor.score(data.rows("train")).loss
    return verdict(runs, large.name, floor, fits=bool(learned)).kind


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
