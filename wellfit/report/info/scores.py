"""How good each model is on held-out rows: the baselines beside the network that was chosen."""

from dataclasses import dataclass
from typing import Any

from wellfit.data.wording import count
from wellfit.record import StudyRecord


@dataclass(frozen=True, kw_only=True)
class Score:
    """One model's loss and metric on the selection split and, where it was opened, the test split."""

    name: str
    note: str
    network: bool
    selection_loss: float | None
    selection_metric: float | None
    test_loss: float | None
    test_metric: float | None


def scores(record: StudyRecord) -> list[Score]:
    """Return the baselines in the study's order, then the chosen network; without those that have no number at all."""
    metric = metric_of(record)
    rows = [_score(row, row["name"], row.get("note") or "", metric) for row in record.get("baselines", [])]
    best = record.get("best")
    if best is not None:
        epochs = count(best["epochs"], "epoch")
        rows.append(_score(best, best["recipe"], epochs, metric, network=True))
    return [row for row in rows if row.selection_metric is not None or row.test_metric is not None]


@dataclass(frozen=True, kw_only=True)
class Lead:
    """How far the network is ahead of the best baseline, on the test split where that is known for both."""

    baseline: str
    split: str
    network_metric: float
    baseline_metric: float
    ahead: bool


def lead(record: StudyRecord) -> Lead | None:
    """Compare the chosen network with the best baseline; None where either is missing."""
    rows = scores(record)
    network = next((row for row in rows if row.network), None)
    split = "test" if network is not None and network.test_metric is not None else "selection"
    known = [(row, metric) for row in rows if (metric := _metric(row, split)) is not None]
    baselines = [(row, metric) for row, metric in known if not row.network]
    own = next((metric for row, metric in known if row.network), None)
    if own is None or not baselines:
        return None
    smaller_is_better = metric_of(record) == "mae"
    choose = min if smaller_is_better else max
    best, metric = choose(baselines, key=lambda pair: pair[1])
    ahead = own < metric if smaller_is_better else own > metric
    return Lead(baseline=best.name, split=split, network_metric=own, baseline_metric=metric, ahead=ahead)


def metric_of(record: StudyRecord) -> str:
    """Return the task's metric: accuracy, or mae for regression."""
    return str((record.get("task") or {}).get("metric", "accuracy"))


def constant_loss(record: StudyRecord) -> float | None:
    """Return the selection loss of the constant prediction, the line that every network has to get below."""
    for baseline in record.get("baselines", []):
        if baseline["name"] == "constant":
            loss: float | None = (baseline.get("selection") or {}).get("loss")
            return loss
    return None


def _metric(row: Score, split: str) -> float | None:
    return row.test_metric if split == "test" else row.selection_metric


def _score(row: dict[str, Any], name: str, note: str, metric: str, *, network: bool = False) -> Score:
    selection = row.get("selection") or {}
    test = row.get("test") or {}
    return Score(
        name=name,
        note=note,
        network=network,
        selection_loss=selection.get("loss"),
        selection_metric=selection.get(metric),
        test_loss=test.get("loss"),
        test_metric=test.get(metric),
    )
