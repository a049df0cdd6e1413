"""A picture of each axis: seconds, memory, and the share of the machine's rate."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PANELS = {
    "seconds": "seconds a member and epoch",
    "gigabytes": "peak memory, GB",
    "share": "share of the nearer bound",
}
LOGARITHMIC = ("seconds",)


def draw(rows: Sequence[Mapping[str, Any]], folder: Path) -> list[Path]:
    """One PNG an axis in this folder; where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_draw(axis, rows, folder / f"scaling-{axis}.png") for axis in dict.fromkeys(row["axis"] for row in rows)]


def _draw(axis: str, rows: Sequence[Mapping[str, Any]], path: Path) -> Path:
    import altair as alt

    values = [dict(row) for row in rows if row["axis"] == axis and row["why"] is None]
    data = alt.Data(values=values)
    panels = [
        alt.Chart(data, width=230, height=200)
        .mark_line(point=True)
        .encode(
            x=alt.X("value:Q", title=axis, scale=alt.Scale(type="log", base=2)),
            y=alt.Y(f"{name}:Q", title=title, scale=alt.Scale(type="log" if name in LOGARITHMIC else "linear")),
        )
        for name, title in PANELS.items()
    ]
    alt.hconcat(*panels).save(str(path), scale_factor=2)
    return path
