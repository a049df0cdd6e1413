"""Measured numbers against the numbers to reach."""

import operator
from dataclasses import asdict, dataclass
from typing import Any

from parts.sets import Measured

COMPARE = {"≥": operator.ge, "≤": operator.le, ">": operator.gt, "<": operator.lt}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number to reach: what was wanted, what was measured, and whether it was met."""

    what: str
    target: str
    measured: str
    met: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def lines(chosen: Measured, found: dict[str, Any]) -> list[Line]:
    """What one data set's studies reach of what was to be reached."""
    metric, network = found["metric"], found["network"]
    bounds = [("≥", chosen.at_least), ("≤", chosen.at_most), (">" if metric == "accuracy" else "<", chosen.ahead_of)]
    said = [
        Line(
            what=f"{chosen.name}: test {metric}",
            target=f"{sign} {bound}",
            measured=f"{network:.4f}",
            met=COMPARE[sign](network, bound),
        )
        for sign, bound in bounds
        if bound is not None
    ]
    if chosen.beside_linear:
        said.append(_beside_linear(chosen.name, found))
    return said + (_imdb(found) if chosen.name == "imdb" else [])


def _beside_linear(name: str, found: dict[str, Any]) -> Line:
    gain = found["gain_over_linear"]
    return Line(
        what=f"{name}: no worse than linear beyond noise",
        target="gain reaches 0",
        measured=f"{gain['value']:+.4f} ({gain['low']:+.4f} to {gain['high']:+.4f})",
        met=gain["high"] >= 0 if len(found["studies"]) > 1 or found["metric"] == "accuracy" else gain["value"] >= 0,
    )


def _imdb(found: dict[str, Any]) -> list[Line]:
    study = found["studies"][0]
    onset, loss = study["onset"], study["lowest_validation_loss"]
    shown = (
        f"{study['verdict']}, onset {onset['value']} ({onset['low']}–{onset['high']})" if onset else study["verdict"]
    )
    overfits = study["verdict"] == "overfit" and bool(onset) and 3 <= onset["value"] <= 6
    return [
        Line(
            what=f"imdb: verdict of the plain network ({study['plain']})",
            target="overfit, onset 3–6",
            measured=shown,
            met=overfits,
        ),
        Line(what="imdb: mean best validation loss", target="≤ 0.280", measured=f"{loss:.4f}", met=loss <= 0.280),
        Line(
            what="imdb: seconds of the whole run",
            target="≤ 360",
            measured=f"{found['seconds']:.0f}",
            met=found["seconds"] <= 360,
        ),
        Line(
            what="imdb: peak memory, GB",
            target="≤ 4",
            measured=f"{found['gigabytes']:.2f}",
            met=found["gigabytes"] <= 4,
        ),
    ]
