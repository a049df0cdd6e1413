"""Accuracy against the number of images a class, for each level."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from parts import image_levels as levels
from parts.image_curve import Measured
from parts.pairs import Tell

from wellfit.data.dataset import Dataset
from wellfit.data.splits import Splits
from wellfit.diagnosis.intervals import mean_interval
from wellfit.transfer import feature_data, heads

IMAGES = (50, 100, 200, 500)
HELD = 0.2  # of the images, which choose epoch and recipe at levels 2 and 3
ONE_BLOCK = {1: (1e-4, 1e-3)}
FEW_HEADS = {"units": (0, 32), "rates": (1e-3,), "dropouts": (0.0, 0.5), "penalties": (0.0,)}


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of a curve: test accuracies of draws of so many images a class."""

    level: str
    images: int
    accuracies: tuple[float, ...]

    @property
    def measured(self) -> Measured:
        """Mean with its 95 % interval over the draws, as far as an accuracy goes."""
        found = mean_interval(np.array(self.accuracies))
        low, high = max(0.0, found.low), min(1.0, found.high)
        return Measured(level=self.level, images=self.images, mean=found.value, low=low, high=high)

    @property
    def said(self) -> str:
        """The same in words."""
        found = self.measured
        return f"{found.mean:.4f} ({found.low:.4f} to {found.high:.4f})"


def small_sets(data: Path, size: int, epochs: int, draws: int, tell: Tell) -> list[Point]:
    """Every level on draws of 50 to 500 images a class from the training folder; the test is always the same.

    `epochs` are those from scratch on the most images; of fewer there are more, so that all take as many steps.
    """
    raw, larger = levels.images(data, levels.SCRATCH_SIZE), levels.images(data, size)
    backbone = levels.load(data, larger.shapes["image"])
    features = feature_data(backbone, larger)
    found = []
    for count in IMAGES:
        accuracies: dict[str, list[float]] = {level: [] for level in levels.LEVELS}
        for draw in range(draws):
            parts = drawn(raw, count, draw)
            longer = epochs * IMAGES[-1] // count
            scratch = levels.from_scratch(levels.normalized(longer), replace(raw, splits=parts), [draw], longer)
            second, head = levels.on_features(replace(features, splits=parts), [draw], heads(**FEW_HEADS))
            third = levels.tuned(backbone, replace(larger, splits=parts), head, [draw], tried=ONE_BLOCK)
            for level, reached in zip(levels.LEVELS, (scratch, second, third), strict=True):
                accuracies[level].append(reached.mean)
        points = [Point(level=level, images=count, accuracies=tuple(accuracies[level])) for level in levels.LEVELS]
        tell(f"{count} images a class: {', '.join(f'{one.level} {one.said}' for one in points)}")
        found += points
    return sorted(found, key=lambda one: (levels.LEVELS.index(one.level), one.images))


def drawn(data: Dataset, count: int, seed: int) -> Splits:
    """So many training images of each class, a part of them held out; the test rows as they are."""
    parts = data.splits
    rows = np.concatenate([parts.train, parts.validation, parts.selection])
    draw = np.random.default_rng(seed)
    train, held = list[int](), list[int]()
    for number in np.unique(data.target):
        own: Sequence[int] = draw.permutation(rows[data.target[rows] == number])[:count].tolist()
        cut = round(count * HELD)
        held, train = [*held, *own[:cut]], [*train, *own[cut:]]
    none = np.zeros(0, np.int64)
    return replace(parts, train=np.sort(train), validation=np.sort(held), selection=none, test=parts.test)
