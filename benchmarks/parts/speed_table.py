"""The measured ratios as tables in Markdown."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from parts.table import print_table

Row = Mapping[str, Any]


def print_speed(rows: Sequence[Row], about: Mapping[str, str]) -> None:
    """Ratios, where our seconds go, and the losses of both sides."""
    print(". ".join(f"{name.capitalize()}: {value}" for name, value in about.items()) + ".\n")
    measured = [row for row in rows if row["ratio"] is not None]
    _print_ratios(measured)
    _print_tensorflow([row for row in measured if "at_least_tensorflow" in row])
    _print_spent([row for row in measured if "where" in row])
    _print_losses([row for row in measured if "losses" in row])
    for row in rows:
        if row["why"]:
            print(f"{row['experiment']} could not be measured: {row['why']}.")


def _print_ratios(rows: Sequence[Row]) -> None:
    if not rows:
        return
    head = ("experiment", "Keras s", "wellfit s, cold", "warm", "ratio, cold", "warm", "at least", "aim")
    cells = [
        (
            row["experiment"],
            f"{row['reference']:.2f}",
            f"{row['ours']:.2f}",
            f"{row['ours_warm']:.2f}",
            f"{row['ratio']:.2f}",
            f"{row['ratio_warm']:.2f}",
            f"{row['at_least']:g}",
            f"{row['aim']:g}",
            f"{row['gigabytes']['loop']:.2f}",
            f"{row['gigabytes']['cold']:.2f}",
            f"NO: {', '.join(row['disagreeing'])}" if row["disagreeing"] else "yes",
            "met" if row["reached"] else "MISSED",
        )
        for row in rows
    ]
    print_table((*head, "Keras GB", "wellfit GB", "losses agree", "ratio"), cells)
    print("Seconds are medians from the rows in memory to the trained family, compilation included; GB the most held.")
    for row in rows:
        if "ratio_again" in row:
            print(_said_of_features(row))
    print()


def _said_of_features(row: Row) -> str:
    rates = {side: row["images"] / row[f"{side}_again"] for side in ("reference", "ours")}
    return (
        f"{row['experiment']}: against Keras on TensorFlow. Once compiled, Keras {rates['reference']:.0f} and wellfit "
        f"{rates['ours']:.0f} images a second, ratio {row['ratio_again']:.2f}; features differ by "
        f"{row['difference']:.1e} of the largest."
    )


def _print_tensorflow(rows: Sequence[Row]) -> None:
    for row in rows:
        if row["ratio_tensorflow"] is None:
            print(f"{row['experiment']} against Keras on TensorFlow: {row['why_tensorflow']}.\n")
            continue
        met = "met" if row["reached_tensorflow"] else "MISSED"
        print(
            f"{row['experiment']} against Keras on TensorFlow: {row['reference_tensorflow']:.2f} s, ratio "
            f"{row['ratio_tensorflow']:.2f} cold and {row['ratio_tensorflow_warm']:.2f} warm, at least "
            f"{row['at_least_tensorflow']:g}, aim {row['aim_tensorflow']:g}: {met}.\n"
        )


def _print_spent(rows: Sequence[Row]) -> None:
    if not rows:
        return
    head = ("where wellfit's seconds go", "cache", "compiling", "training", "seconds", "programs")
    cells = [
        (row["experiment"], key, *(f"{spent[part]:.2f}" for part in head[2:5]), f"{spent['programs']}")
        for row in rows
        for key, spent in row["where"].items()
    ]
    print_table(head, cells)
    print("Compiling and training are parts of the seconds; they overlap where programs are compiled ahead.\n")


def _print_losses(rows: Sequence[Row]) -> None:
    if not rows:
        return
    cells = [
        (row["experiment"], name, which, shown(each["loop"]), shown(each["ours"]), *_difference(each))
        for row in rows
        for which in ("best", "last")
        for name, each in row["losses"][which].items()
    ]
    print_table(("experiment", "network", "validation loss", "Keras", "wellfit", "difference", "agree"), cells)
    print("Means with the range over seeds; penalties included, as Keras counts them. Intervals are of 99 %.\n")


def shown(losses: Sequence[float | None]) -> str:
    """Mean, and the range where there are several."""
    finite = [loss for loss in losses if loss is not None]
    if not finite:
        return "not finite"
    mean = f"{fmean(finite):.4g}"
    return mean if len(losses) == 1 else f"{mean} ({min(finite):.4g}–{max(finite):.4g})"


def _difference(each: Row) -> tuple[str, str]:
    if each["difference"] is None:
        return "–", "yes" if each["agree"] else "NO"
    if each["agree"] is None:
        return f"{each['difference']:+.4f}", "one seed each"
    said = f"{each['difference']:+.4f} ({each['low']:+.4f} to {each['high']:+.4f})"
    return said, "yes" if each["agree"] else "NO"
