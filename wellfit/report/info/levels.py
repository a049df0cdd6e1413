"""The levels of training on images, and what each brought over the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellfit.record import StudyRecord
from wellfit.report.info.curves import RecipeCurves
from wellfit.report.info.effects import Direction, direction

TITLES = {
    "scratch": ("Level 1", "A small convnet from scratch"),
    "features": ("Level 2", "A head on a pretrained backbone"),
    "tuning": ("Level 3", "Its last blocks tuned"),
}


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level: what its best recipe scores on the selection split and, for the chosen one alone, on the test.

    `change` is the loss less that of the level before, so that below zero is better; None for the first. `position`
    is that of its recipe among the curves of the page, None where it has none.
    """

    name: str
    number: str
    title: str
    recipe: str
    loss: float | None
    metric: float | None
    test: float | None
    change: float | None
    low: float | None
    high: float | None
    direction: Direction
    seconds: float | None
    chosen: bool
    position: int | None


def levels(record: StudyRecord, curves: Sequence[RecipeCurves], metric: str) -> list[Level]:
    """Return the levels that were tried, in their order; none for other data."""
    places = {recipe.name: place for place, recipe in enumerate(curves)}
    return [_level(entry, places, metric) for entry in record.get("levels") or []]


def _level(entry: Mapping[str, Any], places: Mapping[str, int], metric: str) -> Level:
    number, title = TITLES.get(entry["level"], ("", entry["level"]))
    selection, test = entry.get("selection") or {}, entry.get("test") or {}
    low, high = entry.get("low"), entry.get("high")
    return Level(
        name=entry["level"],
        number=number,
        title=title,
        recipe=entry.get("recipe") or "",
        loss=selection.get("loss"),
        metric=selection.get(metric),
        test=test.get(metric),
        change=entry.get("change"),
        low=low,
        high=high,
        direction=direction(low, high),
        seconds=entry.get("seconds"),
        chosen=bool(entry.get("chosen")),
        position=places.get(entry.get("recipe") or ""),
    )
