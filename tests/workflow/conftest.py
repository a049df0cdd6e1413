"""Small data whose truth is known, one finished study that all tests share, and programs compiled once."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.workflow.progress import Silent

ROWS, SEEDS = 240, 3


def shop(rows: int = ROWS, seed: int = 0) -> pl.DataFrame:
    """Whether somebody buys: log-odds 2 size + age + 1.5 for red; some ages are missing."""
    random = np.random.default_rng(seed)
    size, age, colour = (
        random.normal(size=rows),
        random.normal(size=rows),
        random.choice(["red", "green", "blue"], rows),
    )
    bought = random.random(rows) < 1 / (1 + np.exp(-(2 * size + age + 1.5 * (colour == "red"))))
    known = np.where(random.random(rows) < 0.1, None, age.round(6))
    return pl.DataFrame(
        {
            "size": size,
            "age": pl.Series(known.tolist(), dtype=pl.Float64),
            "colour": colour,
            "bought": np.where(bought, "yes", "no"),
        }
    )


def line(rows: int = ROWS) -> pl.DataFrame:
    """y = 30 + 4 a - 3 b with noise of deviation 0.5."""
    random = np.random.default_rng(1)
    a, b = random.normal(size=(2, rows))
    return pl.DataFrame({"a": a, "b": b, "y": 30 + 4 * a - 3 * b + random.normal(0, 0.5, rows)})


def chance(rows: int = 500) -> pl.DataFrame:
    """Labels that no column says anything about."""
    random = np.random.default_rng(2)
    x = random.normal(size=(rows, 4))
    return pl.DataFrame({**{f"x{i}": x[:, i] for i in range(4)}, "y": random.choice(["heads", "tails"], rows)})


TABLES = {"shop": (shop, "bought"), "line": (line, "y"), "chance": (chance, "y")}


@pytest.fixture(scope="session")
def table() -> Callable[..., pl.DataFrame]:
    """Raw rows of "shop", "line" or "chance"."""
    return lambda name, *args: TABLES[name][0](*args)


@pytest.fixture(scope="session")
def data() -> Callable[[str], wellfit.Dataset]:
    """The data set of "shop", "line" or "chance", made once."""
    made: dict[str, wellfit.Dataset] = {}

    def of(name: str) -> wellfit.Dataset:
        if name not in made:
            make, target = TABLES[name]
            made[name] = wellfit.read(make(), target=target, name=name)
        return made[name]

    return of


class Listener(Silent):
    """Keeps what it is told, and can raise an interruption while a gate trains."""

    def __init__(self, interrupt_in: str | None = None) -> None:
        self.interrupt_in = interrupt_in
        self.plans: list[str] = []
        self.started: list[str] = []
        self.finished: list[str] = []
        self.notes: list[str] = []
        self.trained: list[tuple[str, int, int, int, float, float]] = []

    def plan(self, sentence: str) -> None:
        self.plans.append(sentence)

    def gate_started(self, name: str, question: str) -> None:
        self.started.append(name)

    def training(
        self, name: str, members: int, epoch: int, epochs: int, epochs_per_second: float, seconds_left: float
    ) -> None:
        self.trained.append((name, members, epoch, epochs, epochs_per_second, seconds_left))
        if name == self.interrupt_in:
            raise KeyboardInterrupt

    def gate_finished(self, name: str, passed: bool, sentence: str, seconds: float) -> None:
        self.finished.append(name)

    def note(self, sentence: str) -> None:
        self.notes.append(sentence)


@pytest.fixture
def listener() -> type[Listener]:
    """Who keeps what a study tells."""
    return Listener


@pytest.fixture(scope="session")
def told() -> Listener:
    """What the finished study told while it went on."""
    return Listener()


@pytest.fixture(scope="session")
def finished(
    data: Callable[[str], wellfit.Dataset], told: Listener, tmp_path_factory: pytest.TempPathFactory
) -> wellfit.Study:
    """A whole study of the shop with three seeds."""
    folder: Path = tmp_path_factory.mktemp("studies") / "shop"
    return wellfit.study(data("shop"), seeds=SEEDS, out=folder, progress=told)


SIDE = 16


def stripes(rows: int = 200) -> wellfit.Dataset:
    """Noisy images with a light stripe, across or down, which is the class."""
    random = np.random.default_rng(0)
    down = random.integers(0, 2, rows)
    images = random.integers(0, 120, (rows, SIDE, SIDE, 3))
    for image, upright, place in zip(images, down, random.integers(0, SIDE - 4, rows), strict=True):
        stripe = image.transpose(1, 0, 2) if upright else image
        stripe[place : place + 3] += 110
    cuts = np.cumsum([round(rows * share) for share in (0.5, 0.15, 0.2)])
    parts = dict(zip(("train", "validation", "selection", "test"), np.split(np.arange(rows), cuts), strict=True))
    return from_arrays(
        {"image": images.astype(np.uint8)},
        down,
        kind="binary",
        splits=Splits(**parts),
        classes=["across", "down"],
        name="stripes",
    )


@pytest.fixture(scope="session")
def striped() -> wellfit.Dataset:
    """Images of two classes."""
    return stripes()


@pytest.fixture(scope="session")
def backbone_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network that has seen no image: its random filters tell stripes apart to some degree."""
    from wellfit.backend import keras

    keras.utils.set_random_seed(1)
    image = keras.Input((SIDE, SIDE, 3), name="picture")
    x = keras.layers.Rescaling(1 / 127.5, -1.0)(image)
    for width in (8, 16):
        x = keras.layers.Conv2D(width, 3, activation="relu")(x)
        x = keras.layers.MaxPooling2D()(x)
    path = tmp_path_factory.mktemp("backbone") / "random.keras"
    keras.Model(image, x, name="random").save(path)
    return path


@pytest.fixture(scope="session")
def told_of_images() -> Listener:
    """What the finished study of images told while it went on."""
    return Listener()


@pytest.fixture(scope="session")
def of_images(
    striped: wellfit.Dataset,
    backbone_file: Path,
    told_of_images: Listener,
    tmp_path_factory: pytest.TempPathFactory,
) -> wellfit.Study:
    """A whole study of the stripes with two seeds, all levels, without remedies: these have tests of their own."""
    from wellfit.workflow import run

    out = tmp_path_factory.mktemp("studies") / "stripes"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "most_remedies", lambda _data, *, every: 0)
        return wellfit.study(striped, backbone=backbone_file, seeds=2, out=out, progress=told_of_images)
