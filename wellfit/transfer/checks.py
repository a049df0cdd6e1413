"""Whether cached features are what the network gives, and whether its pixels are what it was trained on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.finding import Finding
from wellfit.engine.features import features
from wellfit.transfer.backbone import FILE, Backbone
from wellfit.transfer.feature_data import finite, images_of, last_view
from wellfit.transfer.graph import called, read_by
from wellfit.transfer.preprocessing import USUAL, Preprocessing, named
from wellfit.transfer.views import Views

# Of the largest feature: float32 sums in another order differ by less.
TOLERANCE = 1e-3
# Images that are looked at, spread over the training rows.
SOME = 64
# Another preprocessing is better where it brings the statistics within half of the distance, from one that is far.
SHARE, FAR = 0.5, 0.5


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The largest difference between cached features and those that Keras computes now, in shares of the largest."""

    images: int
    difference: float

    @property
    def agrees(self) -> bool:
        """Whether that is rounding."""
        return self.difference <= TOLERANCE


def agreement(
    backbone: Backbone,
    data: Dataset,
    cached: Dataset,
    blocks: int = 0,
    images: int = 8,
    *,
    views: Views | None = None,
) -> Agreement:
    """Cached features beside live ones of the same images, by Keras' own `predict` of the same layers.

    Args:
        backbone: what the features came from.
        data: the images.
        cached: `feature_data` or `tuning_data` of them.
        blocks: as for the cached ones.
        images: to be compared, spread over all rows.
        views: as for the cached ones; as many images of the last view are compared as well.

    Raises ModelError where Keras' numbers are not finite.
    """
    rows = _spread(np.arange(len(data.target)), images)
    pixels = np.asarray(data.blocks["image"][rows])
    if views is not None and views.further:
        changed, places = last_view(data, views)
        pixels, rows = np.concatenate([pixels, changed[-images:]]), np.concatenate([rows, places[-images:]])
    live = finite(np.asarray(backbone.frozen(blocks).predict(pixels, verbose=0)))
    kept = np.asarray(cached.blocks["array" if blocks else "dense"][rows])
    return Agreement(images=len(rows), difference=float(np.abs(live - kept).max() / max(np.abs(live).max(), 1e-12)))


@dataclass(frozen=True, kw_only=True)
class PreprocessingCheck:
    """How far the statistics of these images lie from those that the network was trained on, by preprocessing.

    `better` is the usual preprocessing that the network was trained with by all appearance, None where the given one
    fits.
    """

    given: str
    distances: Mapping[str, float]
    better: Preprocessing | None

    @property
    def finding(self) -> Finding | None:
        """What is to be said of it; None where the given one fits."""
        if self.better is None:
            return None
        name = named(self.better)
        return Finding(
            kind="preprocessing",
            severity="warning",
            sentence=(
                f"The backbone gets pixels {self.given}, but was probably trained on pixels {name}: what its first "
                f"batch normalization remembers lies {self.distances[self.given]:.1f} deviations away from what it "
                f"sees of these images, and {self.distances[name]:.1f} with the other. Load it with that preprocessing."
            ),
        )


def check_preprocessing(backbone: Backbone, data: Dataset) -> PreprocessingCheck | None:
    """The usual ways to prepare pixels compared by what the network's first batch normalization remembers.

    It keeps mean and deviation of each channel over all images that it was trained on; under the same preprocessing,
    other photographs come near to these. None for networks without one, or with one that was never trained: nothing
    can be said of them.
    """
    normalization = _first_normalization(backbone.network)
    if normalization is None:
        return None
    end = read_by(backbone.network, normalization)
    pixels = np.asarray(data.blocks["image"][_spread(data.rows("train"), SOME)])
    given = named(backbone.preprocessing)
    tried = {**USUAL, given: backbone.preprocessing}
    distances = {
        name: _distance(normalization, _statistics(backbone.with_preprocessing(one), end, pixels))
        for name, one in tried.items()
    }
    nearest = min(distances, key=lambda name: distances[name])
    wrong = distances[given] > FAR and distances[nearest] < SHARE * distances[given]
    return PreprocessingCheck(given=given, distances=distances, better=tried[nearest] if wrong else None)


def prepared(given: str | Path, weights: str | Path | None, data: Dataset) -> tuple[Backbone, Finding | None]:
    """The backbone for these images, and what is to be said of its preprocessing.

    A `.keras` file does not say how its pixels were prepared: where its batch normalization remembers another way than
    raw pixels, that is taken, and said. What an application does is known, and kept; that its weights look as if they
    had been trained otherwise is said.

    Raises what `Backbone.load` raises, and DataError where there are no images.
    """
    height, width, channels = images_of(data).shape[1:]
    backbone = Backbone.load(given, weights, (height, width, channels))
    check = check_preprocessing(backbone, data)
    if check is None or check.better is None:
        return backbone, None
    if not str(given).endswith(FILE):
        return backbone, check.finding
    sentence = (
        f"{given} does not say how its pixels are to be prepared. They come {named(check.better)}, which fits what its "
        "first batch normalization remembers."
    )
    return backbone.with_preprocessing(check.better), Finding(kind="preprocessing", sentence=sentence)


def _first_normalization(network: keras.Model) -> Any:
    found = next((one for one in network.layers if isinstance(one, keras.layers.BatchNormalization)), None)
    if found is None:
        return None
    mean, variance = _remembered(found)
    return None if np.allclose(mean, 0) and np.allclose(variance, 1) else found


def _remembered(normalization: Any) -> tuple[np.ndarray, np.ndarray]:
    mean, variance = (
        keras.ops.convert_to_numpy(one) for one in (normalization.moving_mean, normalization.moving_variance)
    )
    return np.asarray(mean, np.float64), np.asarray(variance, np.float64) + normalization.epsilon


def _statistics(backbone: Backbone, end: Any, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of each channel that reaches the normalization."""
    image, x = backbone.pixels()
    seen = keras.Model(image, called(backbone.network, x, end=end))
    values = features(seen, pixels).astype(np.float64)
    axes = tuple(range(values.ndim - 1))
    return values.mean(axes), values.var(axes)


def _distance(normalization: Any, found: tuple[np.ndarray, np.ndarray]) -> float:
    """Median over channels of how far the mean lies off, in deviations, plus the logarithm of the deviations' ratio."""
    mean, variance = _remembered(normalization)
    off = np.abs(found[0] - mean) / np.sqrt(variance)
    wider = 0.5 * np.abs(np.log((found[1] + normalization.epsilon) / variance))
    return float(np.median(off + wider))


def _spread(rows: np.ndarray, count: int) -> np.ndarray:
    """So many of the rows, evenly."""
    return rows[np.unique(np.linspace(0, len(rows) - 1, min(count, len(rows))).round().astype(np.int64))]
