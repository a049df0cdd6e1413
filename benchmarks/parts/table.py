"""Tables in Markdown, wide enough for what is in them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from parts.targets import Line


def print_sets(found: Sequence[dict[str, Any]]) -> None:
    """A row for each data set: verdicts, recipes, test scores beside the baselines, and what it cost."""
    if not found:
        return
    head = ("set", "studies", "verdict", "onset", "chosen", "test", "network", "range", "linear", "boosting")
    rows = [_row(each) for each in found]
    print_table((*head, "s", "GB", "for orientation"), rows)
    print("Scores are means over the studies; seconds and memory those of the longest and the largest.\n")


def print_lines(reached: Sequence[Line]) -> None:
    """A row for each number to reach."""
    rows = [(line.what, line.target, line.measured, "met" if line.met else "MISSED") for line in reached]
    print_table(("number to reach", "target", "measured", ""), rows)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns padded to their widest cell."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    for cells in (head, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |")
    print()


def _row(found: dict[str, Any]) -> tuple[str, ...]:
    studies = found["studies"]
    low, high = found["range"]
    return (
        found["name"],
        str(len(studies)),
        _counted(study["verdict"] for study in studies),
        ", ".join(str(study["onset"]["value"]) if study["onset"] else "–" for study in studies),
        _counted(study["chosen"] for study in studies),
        found["metric"],
        f"{found['network']:.4g}",
        f"{low:.4g}–{high:.4g}",
        f"{found['linear']:.4g}",
        f"{found['boosting']:.4g}",
        f"{found['seconds']:.0f}",
        f"{found['gigabytes']:.2f}",
        found["others"],
    )


def _counted(names: Any) -> str:
    """What there is, the most frequent first, with its number where it varies."""
    counts = Counter(names).most_common()
    return counts[0][0] if len(counts) == 1 else ", ".join(f"{number} × {name}" for name, number in counts)
