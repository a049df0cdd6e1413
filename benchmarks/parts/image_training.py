"""The convnet of the text in plain Keras, in a process of its own: `image_training.py --images DIR`; prints JSON.

Runs under the Python of an environment with TensorFlow; it needs nothing of wellfit.
"""

import argparse
import json
import time
from pathlib import Path

import keras
import numpy as np

SIZE, BATCH = 150, 32


def main() -> None:
    """Read the folder, and train on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, required=True, help="a folder of a folder of images for each class")
    parser.add_argument("--epochs", type=int, default=1)
    asked = parser.parse_args()
    print(json.dumps(train(asked.images, asked.epochs)))


def train(folder: Path, epochs: int) -> dict[str, float]:
    """The convnet with dropout and Keras' own layers of augmentation, from pixels in memory; compilation counts."""
    batches = [(x.numpy(), y.numpy()) for x, y in files(folder)]
    x, y = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    model = convnet()
    began = time.perf_counter()
    history = model.fit(x, y, epochs=epochs, batch_size=BATCH, verbose=0).history
    return {"images": len(x), "seconds": time.perf_counter() - began, "loss": history["loss"][-1]}


def files(folder: Path) -> object:
    """Batches of pixels from 0 to 255 and labels."""
    return keras.utils.image_dataset_from_directory(
        folder, image_size=(SIZE, SIZE), batch_size=BATCH, label_mode="binary", verbose=False
    )


def convnet() -> keras.Model:
    """32-32-64 and a dense layer of 64 (Chollet, 2016), with changes like those of `Augmentation.usual()`."""
    layers = keras.layers
    stack = [
        keras.Input((SIZE, SIZE, 3)),
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(15 / 360),
        layers.RandomZoom(0.2),
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomBrightness(0.1, value_range=(0, 255)),
        layers.RandomContrast(0.2, value_range=(0, 255)),
        layers.Rescaling(1 / 255),
    ]
    for filters in (32, 32, 64):
        stack += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D()]
    stack += [layers.Flatten(), layers.Dense(64, activation="relu"), layers.Dropout(0.5)]
    model = keras.Sequential([*stack, layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
    return model


if __name__ == "__main__":
    main()
