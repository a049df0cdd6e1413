"""The numbers that a layer puts out, as a table of cells whose shade is their size."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from wellfit.report.figures import theme

CELL = 46


def layer_output(values: Sequence[dict[str, Any]], *, highest: float) -> dict[str, Any]:
    """Draw rows of `row`, `unit` and `value`; a zero is an empty cell with a dashed frame, `highest` the full shade."""
    base = alt.Chart(theme.records(list(values))).encode(
        x=alt.X("unit:O", title="unit", axis=alt.Axis(labelAngle=0, domain=False)),
        y=alt.Y("row:O", title="row"),
        tooltip=[alt.Tooltip("row:O"), alt.Tooltip("unit:O"), alt.Tooltip("value:Q", format=".4f")],
    )
    shade = alt.FillOpacity("value:Q", legend=None, scale=alt.Scale(domain=[0, highest], range=[0.06, 0.85]))
    kept = base.transform_filter("datum.value != 0").mark_rect(fill=theme.ACCENT, stroke=theme.FAINT, strokeWidth=0.5)
    dropped = base.transform_filter("datum.value == 0").mark_rect(
        fillOpacity=0, stroke="var(--worse)", strokeDash=[3, 3], strokeWidth=1
    )
    text = base.mark_text(fontSize=12).encode(
        text=alt.Text("value:Q", format=".2f"),
        color=alt.condition("datum.value == 0", alt.value("var(--worse)"), alt.value(theme.INK)),
    )
    rows = len({value["row"] for value in values})
    chart = alt.layer(kept.encode(fillOpacity=shade), dropped, text)
    return theme.specification(chart.properties(width="container", height=CELL * rows))
