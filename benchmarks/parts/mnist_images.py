"""A thousand digits of MNIST as a folder of images, through `wellfit run`."""

import gzip
import json
import tempfile
from pathlib import Path

import numpy as np
from parts.process import WELLFIT, run
from parts.targets import Line

TRAIN, TEST, HEAD = 1_000, 2_000, (16, 8)  # bytes before the pixels and before the labels of an idx file
NAMES = {"train": "train", "test": "t10k"}


def mnist_images(data: Path) -> list[Line]:
    """The first images of either file, in their order, so that anybody has the same."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "digits"
        for part, images in (("train", TRAIN), ("test", TEST)):
            write(data / "mnist", folder, part, images)
        done = run([*WELLFIT, "run", str(folder), "--budget", "10m", "--out", f"{place}/study", "--json"])
    summary = json.loads(done.output)
    accuracy = summary["best"]["test"]["accuracy"]
    said = f"{accuracy:.4f} ({summary['best']['recipe']}), {done.seconds:.0f} s"
    what = f"MNIST, {TRAIN:,} images: test accuracy on {TEST:,}"
    return [Line(what=what, target="≥ 0.96", measured=said, met=accuracy >= 0.96)]


def write(source: Path, folder: Path, part: str, images: int) -> None:
    """PNG files in a folder for each digit."""
    from PIL import Image

    pixels, labels = (
        np.frombuffer(gzip.decompress((source / f"{NAMES[part]}-{kind}-ubyte.gz").read_bytes()), np.uint8, offset=skip)
        for kind, skip in zip(("images-idx3", "labels-idx1"), HEAD, strict=True)
    )
    for row, digit in enumerate(labels[:images].tolist()):
        place = folder / part / str(digit)
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels[row * 784 : (row + 1) * 784].reshape(28, 28)).save(place / f"{row:05d}.png")
