import polars as pl
import pytest

from wellfit.report.figures.measures import curve_values, mark_values, value_axis
from wellfit.report.info.curves import MEASURES, Mark, RecipeCurves


def curves(losses, metrics=None, mark=None):
    columns = {"epoch": list(range(1, len(losses) + 1))}
    for name in MEASURES:
        values = losses if name.endswith("loss") else metrics or losses
        columns |= {name: values, f"{name}_low": values, f"{name}_high": values}
    return RecipeCurves(name="plain", gate="capacity", points=pl.DataFrame(columns), seeds=1, folds=1, mark=mark)


def domain(axis):
    """The loss axis as numbers: "measure == 'loss' ? LOSS : METRIC"."""
    scale = axis.to_dict()["scale"]
    return [float(scale[end]["expr"].split("?")[1].split(":")[0]) for end in ("domainMin", "domainMax")]


def test_rows_are_short_rounded_and_know_their_recipe_and_the_marked_epoch():
    mark = Mark(epoch=2, low=1, high=3, onset=True)
    rows = curve_values([curves([0.5]), curves([0.123456, 0.2], mark=mark)])

    assert [(row["i"], row["epoch"], row["k"]) for row in rows] == [(0, 1, False), (1, 1, False), (1, 2, True)]
    assert rows[1]["tl"] == 0.1235
    assert mark_values([curves([0.5]), curves([0.5], mark=mark)]) == [
        {"i": 1, "epoch": 2, "low": 1, "high": 3, "onset": True}
    ]


def test_the_axis_holds_all_means():
    low, high = domain(value_axis([curves([0.2, 0.4]), curves([0.3, 0.6])], "accuracy", ticks=4))

    assert low == pytest.approx(0.2)
    assert high >= 0.6


def test_one_runaway_does_not_flatten_the_rest():
    _, high = domain(value_axis([curves([0.5] * 99 + [1e6])], "accuracy", ticks=4))

    assert high < 2


def test_what_is_to_be_seen_is_on_the_axis_beside_many_better_ones():
    weak, strong = curves([0.7, 0.62]), curves([0.1] * 50)
    _, without = domain(value_axis([weak, *[strong] * 20], "accuracy", ticks=4))
    _, high = domain(value_axis([weak, *[strong] * 20], "accuracy", ticks=4, seen=[weak]))

    assert without < 0.62 <= high < 0.8


@pytest.mark.parametrize("losses", [[0.0], [0.5, 0.5], [None, None], [float("inf"), float("nan")]])
def test_flat_or_missing_curves_still_have_an_axis(losses):
    low, high = domain(value_axis([curves(losses)], "accuracy", ticks=4))

    assert low < high < 2
