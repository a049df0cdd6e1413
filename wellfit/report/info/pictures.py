"""The images worth a look, in the groups in which the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wellfit.record import StudyRecord

GROUPS = (
    (
        "mistakes",
        "Most confident mistakes",
        "Taken for another class, the surest first. What they share is what the network has not understood.",
    ),
    (
        "unsure",
        "Least sure",
        "The two likeliest classes are closest together. More images like these would teach the most.",
    ),
    (
        "suspected",
        "Suspected wrong labels",
        "Another class is as probable here as it usually is where it is right (confident learning). Only networks that "
        "never saw an image speak about it. Look before you correct: a suspicion is not a proof.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One image: JPEG in base64, without and with the heat map, and what was said and answered."""

    file: str
    split: str
    truth: str
    prediction: str
    confidence: float | None
    image: str
    heat: str | None

    @property
    def wrong(self) -> bool:
        """Whether the answer is not the label."""
        return self.truth != self.prediction


@dataclass(frozen=True, kw_only=True)
class Group:
    """Images of one kind, with what to make of them."""

    name: str
    title: str
    how: str
    pictures: list[Picture]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What augmentation does: one image, a row for each original and what became of it."""

    image: str
    rows: int
    times: int
    what: str


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """All groups that have an image; `layer` is the one whose map is shown as heat, or empty."""

    groups: list[Group]
    layer: str
    looked_at: int
    sheet: Sheet | None


def pictures(record: StudyRecord) -> Pictures | None:
    """Return what the study stored of its images; None for other data."""
    stored, sheet = record.get("pictures") or {}, record.get("augmentation_sheet")
    groups = [
        Group(name=name, title=title, how=how, pictures=[_picture(entry) for entry in stored[name]])
        for name, title, how in GROUPS
        if stored.get(name)
    ]
    if not groups and sheet is None:
        return None
    return Pictures(
        groups=groups,
        layer=stored.get("layer") or "",
        looked_at=stored.get("looked_at") or 0,
        sheet=None if sheet is None else Sheet(**{key: sheet[key] for key in ("image", "rows", "times", "what")}),
    )


def _picture(entry: Mapping[str, Any]) -> Picture:
    return Picture(
        file=entry.get("file") or f"row {entry.get('row')}",
        split=entry.get("split") or "",
        truth=entry["truth"],
        prediction=entry["prediction"],
        confidence=entry.get("confidence"),
        image=entry["image"],
        heat=entry.get("heat"),
    )
