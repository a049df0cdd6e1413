"""Small files in the original formats, and the reader's own code on them."""

import gzip
import struct
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from PIL import Image

from wellfit.backend import keras
from wellfit.reproduce.found import Found


def _write_idx(path, array):
    head = bytes([0, 0, 8, array.ndim]) + b"".join(struct.pack(">I", size) for size in array.shape)
    data = head + array.astype(np.uint8).tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def _pictures(rows, seed=0):
    """Pictures of which each class lights rows of its own, and the classes."""
    draw = np.random.default_rng(seed)
    target = np.arange(rows) % 10
    pixels = draw.integers(0, 60, (rows, 28, 28))
    for row, number in enumerate(target):
        pixels[row, 2 * number : 2 * number + 4] += 150
    return pixels.astype(np.uint8), target.astype(np.uint8)


def _write_pictures(folder, train=60, test=20):
    parts = zip(("train", "t10k"), (_pictures(train), _pictures(test, 1)), strict=True)
    for part, (pixels, target) in parts:
        _write_idx(folder / f"{part}-images-idx3-ubyte.gz", pixels)
        _write_idx(folder / f"{part}-labels-idx1-ubyte.gz", target)


def _lists(rows, seed=0):
    """Reviews as lists of ranks: good ones hold word 5, bad ones word 6."""
    draw = np.random.default_rng(seed)
    target = np.arange(rows) % 2
    found = np.empty(rows, object)
    for row, good in enumerate(target):
        found[row] = [6 - int(good), *draw.integers(10, 40, draw.integers(2, 9)).tolist()]
    return found, target


def _write_imdb(path, train=50, test=30):
    (x, y), (x_test, y_test) = _lists(train), _lists(test, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, x_train=x, y_train=y, x_test=x_test, y_test=y_test)


def _write_cars(path, rows=40):
    draw = np.random.default_rng(0)
    lines = ['25.0   4   98.00      ?          2046.      19.0   71  1\t"ford pinto"']
    for number in range(rows):
        weight = draw.uniform(1600, 5000)
        lines.append(
            f"{50 - weight / 125:.1f}   {4 + number % 3 * 2}   {weight / 20:.1f}      {weight / 30:.1f}      "
            f'{weight:.0f}.      {draw.uniform(8, 20):.1f}   {70 + number % 12}  {1 + number % 3}\t"a car"'
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def _write_collisions(path, rows=110):
    draw = np.random.default_rng(0)
    target = np.arange(rows) % 2
    features = draw.normal(target[:, None] * 0.5 + 3.0, 2.0, (rows, 28))
    lines = [",".join([f"{y:.18e}", *(f"{value:.18e}" for value in x)]) for y, x in zip(target, features, strict=True)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))


def _write_photographs(folder, train=24, validation=8):
    """Pictures of two classes, of which one is light on the left and one on the right."""
    draw = np.random.default_rng(0)
    for part, count in (("train", train), ("validation", validation)):
        for number in range(count):
            right = number % 2
            pixels = draw.integers(0, 120, (40, 48, 3)).astype(np.uint8)
            pixels[:, 24 * right : 24 * right + 24] += 120
            place = folder / part / ("dogs" if right else "cats")
            place.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(place / f"{number}.png")


@pytest.fixture(scope="session")
def backbone(tmp_path_factory):
    """A network of two blocks in a file."""
    keras.utils.set_random_seed(0)
    x = image = keras.Input((150, 150, 3))
    for filters in (4, 6):
        x = keras.layers.Conv2D(filters, 3, strides=2, activation="relu")(x)
        x = keras.layers.MaxPooling2D(4)(x)
    path = tmp_path_factory.mktemp("backbone") / "small.keras"
    keras.Model(image, x).save(path)
    return path


@pytest.fixture(scope="session")
def everything(tmp_path_factory):
    """A folder with small files of all collections."""
    folder = tmp_path_factory.mktemp("originals")
    _write_pictures(folder / "mnist")
    _write_pictures(folder / "fashion-mnist")
    _write_imdb(folder / "imdb" / "imdb.npz")
    _write_cars(folder / "auto_mpg" / "auto-mpg.data")
    _write_collisions(folder / "higgs" / "higgs.csv.gz")
    _write_photographs(folder / "dogs_vs_cats")
    return folder


@pytest.fixture
def said():
    """What a reader says while it works; its `append` is handed to it."""
    return []


def _made(curves, rows=None, same_rows=True, **columns):
    """Found from validation losses [seeds, epochs] by variant, and further columns by name."""
    frames = []
    for variant, losses in curves.items():
        losses = np.asarray(losses, float)
        seeds, epochs = losses.shape
        more = {name: np.asarray(values[variant], float).reshape(-1) for name, values in columns.items()}
        frame = pl.DataFrame(
            {
                "seed": np.repeat(np.arange(seeds), epochs),
                "epoch": np.tile(np.arange(1, epochs + 1), seeds),
                "validation_loss": losses.reshape(-1),
                **more,
            }
        )
        frames.append(frame.select(pl.lit(variant).alias("variant"), pl.all()))
    return Found(curves=pl.concat(frames), rows=rows or {}, same_rows=same_rows)


@pytest.fixture(scope="session")
def write():
    """Functions that write a collection: `write.pictures(folder)`, `write.imdb(file)` and so on."""
    return SimpleNamespace(
        idx=_write_idx,
        pictures=_write_pictures,
        imdb=_write_imdb,
        cars=_write_cars,
        collisions=_write_collisions,
        some_pictures=_pictures,
    )


@pytest.fixture(scope="session")
def made():
    """A function from validation losses to what was found."""
    return _made
