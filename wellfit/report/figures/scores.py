"""The chosen network beside the baselines: the metric on the selection and on the test split."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from wellfit.report import text
from wellfit.report.figures import theme
from wellfit.report.info.scores import Score

ROW = 40


def scores(rows: Sequence[Score], metric: str) -> dict[str, Any]:
    """Draw one line a model; a ring is the selection split, a full dot the test split."""
    names = [row.name for row in rows]
    values = [value for position, row in enumerate(rows) for value in _values(position, row, metric)]
    base = alt.Chart(theme.records(values)).encode(
        y=alt.Y(
            "row:O",
            title=None,
            scale=alt.Scale(domain=list(range(len(rows)))),
            axis=alt.Axis(
                labelExpr="names[datum.value]",
                labelColor=theme.INK,
                labelFontSize=13,
                labelLimit=alt.ExprRef("containerSize()[0] < 520 ? 118 : 230"),
                grid=True,
            ),
        ),
        x=alt.X(
            "value:Q",
            title="accuracy" if metric == "accuracy" else "mean absolute error, in the target's units",
            # "~g" would write 10 as 1e+1: of an axis' labels d3 keeps the digits of their step alone.
            axis=alt.Axis(format=".0%" if metric == "accuracy" else "~r", tickCount=alt.ExprRef("max(4, width / 90)")),
            scale=alt.Scale(zero=False, nice=True, padding=12),
        ),
        tooltip=[
            alt.Tooltip("name:N", title="model"),
            alt.Tooltip("split:N", title="split"),
            alt.Tooltip("text:N", title=metric),
            alt.Tooltip("loss:N", title="loss"),
        ],
    )
    drawn = {value["split"] for value in values}
    layers = [layer for split, layer in _layers(base).items() if split in drawn]
    chart = alt.layer(*layers).properties(width="container", height=ROW * len(rows))
    return theme.specification(chart.add_params(alt.param(name="names", value=names)))


def _layers(base: alt.Chart) -> dict[str, alt.Chart]:
    colour = alt.condition("datum.network", alt.value(theme.ACCENT), alt.value("var(--same)"))
    ring = base.transform_filter("datum.split == 'selection'")
    dot = base.transform_filter("datum.split == 'test'")
    return {
        "selection": ring.mark_point(size=90, strokeWidth=2, fill="var(--surface)", yOffset=-6).encode(stroke=colour),
        "test": dot.mark_point(size=110, filled=True, opacity=1, yOffset=6).encode(color=colour),
    }


def _values(position: int, row: Score, metric: str) -> list[dict[str, Any]]:
    splits = {
        "selection": (row.selection_metric, row.selection_loss),
        "test": (row.test_metric, row.test_loss),
    }
    return [
        {
            "row": position,
            "name": row.name,
            "network": row.network,
            "split": split,
            "value": value,
            "text": text.measure(value, metric),
            "loss": text.fixed(loss, 4),
        }
        for split, (value, loss) in splits.items()
        if value is not None
    ]
