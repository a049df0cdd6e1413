"""What all figures share: colours by meaning, type sizes, and how a specification is made ready for the page.

Colours are the page's CSS variables. Vega's SVG renderer hands them through to the browser, so that figures
follow the page from light to dark and onto paper without being drawn again.
"""

from typing import Any

import altair as alt

PART_COLOURS = {part: f"var(--{part})" for part in ("train", "validation", "selection")}
DASHES = {"train": [5, 3], "validation": [1, 0], "selection": [2, 2]}
INK, MUTED, FAINT, ACCENT = "var(--ink)", "var(--muted)", "var(--faint)", "var(--accent)"
ONSET = "var(--onset)"
DIRECTIONS = {"better": "var(--better)", "same": "var(--same)", "worse": "var(--worse)"}
PALETTE = [f"var(--series-{position})" for position in range(12)]
FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "padding": {"left": 2, "right": 6, "top": 6, "bottom": 2},
    "view": {"stroke": None},
    "text": {"color": INK, "fontSize": 12},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 12,
        "titleColor": MUTED,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "gridColor": "var(--grid)",
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelLimit": 220,
    },
    "axisX": {"grid": False, "domain": True, "domainColor": "var(--grid)"},
}


def specification(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return the chart as Vega-Lite without what the page states once for all figures."""
    specification: dict[str, Any] = chart.to_dict()
    return {key: value for key, value in specification.items() if key not in ("$schema", "config")}


def records(rows: list[dict[str, Any]]) -> alt.InlineData:
    """Put rows into a chart as they are."""
    return alt.InlineData(values=rows)


def epochs(last: int) -> alt.X:
    """The axis of epochs: whole numbers only, and no more of them than there is room for."""
    return alt.X(
        "epoch:Q",
        title="epoch",
        scale=alt.Scale(domain=[1, max(2, last)], nice=False),
        axis=alt.Axis(format="d", tickMinStep=1, tickCount=alt.ExprRef("max(3, width / 60)")),
    )
