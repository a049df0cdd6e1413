"""Predicted against true values of the test split; on the diagonal they are equal."""

from typing import Any

import altair as alt

from wellfit.report import text
from wellfit.report.figures import theme
from wellfit.report.info.predictions import Residuals


def residuals(info: Residuals) -> dict[str, Any]:
    """Draw one dot a test row (a sample where there are many) and the diagonal."""
    points = [
        {"truth": float(f"{truth:.5g}"), "prediction": float(f"{guess:.5g}"), "text": text.number(guess - truth)}
        for truth, guess in info.points.iter_rows()
    ]
    ends = [float(f"{end:.5g}") for end in _ends(info)]
    scale = alt.Scale(domain=ends, nice=False, zero=False)
    x = alt.X("truth:Q", title="true value", scale=scale, axis=alt.Axis(format="~s", tickCount=6))
    y = alt.Y("prediction:Q", title="predicted value", scale=scale, axis=alt.Axis(format="~s", tickCount=6))
    line = [{"truth": end, "prediction": end} for end in ends]
    diagonal = alt.Chart(theme.records(line)).mark_line(color=theme.INK, strokeWidth=1).encode(x=x, y=y)
    dots = (
        alt.Chart(theme.records(points))
        .mark_circle(size=26, opacity=0.45, color=theme.ACCENT)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("truth:Q", title="true"),
                alt.Tooltip("prediction:Q", title="predicted"),
                alt.Tooltip("text:N", title="error"),
            ],
        )
    )
    return theme.specification(alt.layer(dots, diagonal).properties(width="container", height=400))


def _ends(info: Residuals) -> tuple[float, float]:
    columns = (info.points["truth"], info.points["prediction"])
    low = min(float(column.min()) for column in columns)  # type: ignore[arg-type]
    high = max(float(column.max()) for column in columns)  # type: ignore[arg-type]
    margin = 0.03 * (high - low) or 1.0
    return low - margin, high + margin
