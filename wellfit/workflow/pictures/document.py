"""The images worth a look, as the study stores them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.data.encoded import IMAGE
from wellfit.workflow.pictures.held_out import HeldOut
from wellfit.workflow.pictures.thumbnail import overlay, thumbnail

if TYPE_CHECKING:
    from wellfit.backend import keras

MOST = 12  # of each kind: what one looks at, and what a page has room for


def pictures(
    model: "keras.Model",
    data: Dataset,
    rows: np.ndarray,
    truth: np.ndarray,
    predicted: np.ndarray,
    *,
    split: str = "test",
    more: Sequence[HeldOut] = (),
) -> dict[str, Any]:
    """The surest mistakes, the least sure images and the suspected labels, small, with where the network looks.

    Args:
        model: takes the block "image" as it is and gives probabilities.
        data: with that block.
        rows: numbers of rows that the model was not trained on.
        truth: their class numbers.
        predicted: what the model gave for them, [rows] or [rows, classes].
        split: what these rows are called.
        more: other rows with the answers of networks that never saw them: labels are suspected there too.

    Returns:
        Plain values: `mistakes`, `unsure` and `suspected`, each a list of `row`, `file`, `split`, `truth`,
        `prediction`, `confidence` (the probability of the prediction), `image` and `heat` (JPEG in base64; `heat` is
        None where the network has no feature map), and of a suspected label `margin`. `layer` is the one that heat is
        read from, `looked_at` how many rows were judged.
    """
    judged = HeldOut(split=split, rows=rows, truth=truth, predicted=predicted)
    shown = {
        "mistakes": [_entry(data, judged, place) for place in judged.mistakes(MOST)],
        "unsure": [_entry(data, judged, place) for place in judged.unsure(MOST)],
        "suspected": _suspected(data, [judged, *more]),
    }
    entries = [entry for kind in shown.values() for entry in kind]
    layer = _add_heat(model, data, entries)
    for entry in entries:
        entry["image"] = thumbnail(np.asarray(data.blocks[IMAGE][entry["row"]]))
        entry.pop("class")
    return {**shown, "layer": layer, "looked_at": int(sum(len(one.rows) for one in (judged, *more)))}


def _suspected(data: Dataset, judged: Sequence[HeldOut]) -> list[dict[str, Any]]:
    """Over all rows together, the most probable first."""
    found = []
    for one in judged:
        for place, margin in zip(*one.suspected(MOST), strict=True):
            found.append({**_entry(data, one, place), "margin": float(margin)})
    return sorted(found, key=lambda entry: -entry["margin"])[:MOST]


def _entry(data: Dataset, judged: HeldOut, place: int) -> dict[str, Any]:
    row, chances = int(judged.rows[place]), judged.each[place]
    answered = int(chances.argmax())
    return {
        "row": row,
        "file": _file(data, row),
        "split": judged.split,
        "truth": data.task.classes[judged.labels[place]],
        "prediction": data.task.classes[answered],
        "confidence": float(chances[answered]),
        "class": answered,
    }


def _file(data: Dataset, row: int) -> str:
    return f"row {row}" if data.images is None else data.images.files[row]


def _add_heat(model: "keras.Model", data: Dataset, entries: list[dict[str, Any]]) -> str | None:
    """What speaks for the prediction, once for each image; the name of the layer that says so."""
    from wellfit.engine.heat import heat_maps

    asked = list(dict.fromkeys((entry["row"], entry["class"]) for entry in entries))
    if not asked:
        return None
    pixels = np.stack([np.asarray(data.blocks[IMAGE][row]) for row, _ in asked])
    found = heat_maps(model, pixels, np.array([number for _, number in asked]))
    drawn = dict[tuple[int, int], str]()
    if found is not None:
        drawn = {key: overlay(image, heat) for key, image, heat in zip(asked, pixels, found.values, strict=True)}
    for entry in entries:
        entry["heat"] = drawn.get((entry["row"], entry["class"]))
    return None if found is None else found.layer
