"""Features of images in a process of its own: `features.py wellfit|keras --data DIR --out FILE.npy`; prints JSON.

Runs under the Python of another environment too: it needs Keras, NumPy and Pillow, and wellfit for its own side only.
"""

import argparse
import json
import time
from pathlib import Path

import keras
import numpy as np
from PIL import Image

SIZE, ALPHA, BATCH = 160, 0.35, 32  # 32 is the batch of `predict` if none is given


def main() -> None:
    """MobileNetV2 over all training images twice: with all that the first call needs, and again."""
    asked = options()
    model = keras.applications.MobileNetV2(
        input_shape=(SIZE, SIZE, 3), alpha=ALPHA, include_top=False, pooling="avg", weights=str(asked.weights)
    )
    images = read(asked.images)
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        found = by_wellfit(model, images) if asked.side == "wellfit" else by_keras(model, images)
        seconds.append(time.perf_counter() - began)
    np.save(asked.out, found)
    print(json.dumps({"images": len(images), "first": seconds[0], "again": seconds[1]}))


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("side", choices=["wellfit", "keras"])
    parser.add_argument("--images", type=Path, required=True, help="a folder of folders of JPEG files")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def read(folder: Path) -> np.ndarray:
    """All images, [images, SIZE, SIZE, 3], from -1 to 1 as MobileNetV2 wants them."""
    paths = sorted(folder.glob("*/*.jpg"))
    pixels = [
        np.asarray(Image.open(path).convert("RGB").resize((SIZE, SIZE), Image.Resampling.BILINEAR)) for path in paths
    ]
    return np.stack(pixels).astype("float32") / 127.5 - 1


def by_wellfit(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """[images, features] by wellfit."""
    from wellfit.engine.features import features

    return np.asarray(features(model, images, BATCH))


def by_keras(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """[images, features] by Keras' own `predict`."""
    return np.asarray(model.predict(images, batch_size=BATCH, verbose=0))


if __name__ == "__main__":
    main()
