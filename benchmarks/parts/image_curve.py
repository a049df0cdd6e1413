"""A picture of accuracy against images, a curve for each level."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COLOURS = ("#4269d0", "#efb118", "#ff725c")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Mean test accuracy of a level with so many images a class, and its 95 % interval."""

    level: str
    images: int
    mean: float
    low: float
    high: float

    @property
    def said(self) -> str:
        """In words, for whoever does not see the picture."""
        return f"{self.level}, {self.images} images a class: {self.mean:.3f} ({self.low:.3f} to {self.high:.3f})"


def draw_curve(found: Sequence[Measured], path: Path) -> None:
    """Write it as SVG or PNG, as the name says; intervals are vertical lines."""
    import altair as alt

    counts = sorted({one.images for one in found})
    axis, ends = alt.Axis(values=counts, grid=False), [0.85 * counts[0], 1.25 * counts[-1]]
    levels = list(dict.fromkeys(one.level for one in found))
    # Levels stand a little beside each other, or their intervals would hide one another.
    values = [{**vars(one), "beside": one.images * 1.04 ** levels.index(one.level), "said": one.said} for one in found]
    base = alt.Chart(alt.Data(values=values), width=420, height=260).encode(
        x=alt.X("beside:Q", title="images a class", scale=alt.Scale(type="log", domain=ends), axis=axis),
        description=alt.Description("said:N"),
        color=alt.Color("level:N", sort=levels, scale=alt.Scale(domain=levels, range=COLOURS[: len(levels)])),
    )
    accuracy = alt.Y("mean:Q", title="test accuracy, mean of draws", scale=alt.Scale(zero=False))
    lines = base.mark_line(point=True).encode(y=accuracy)
    spans = base.mark_rule(strokeWidth=1.5, opacity=0.6).encode(y=alt.Y("low:Q"), y2="high:Q")
    path.parent.mkdir(parents=True, exist_ok=True)
    alt.layer(lines, spans).save(str(path), **({"scale_factor": 2} if path.suffix == ".png" else {}))
