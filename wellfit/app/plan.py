"""`wellfit plan`: how the populations of a study were trained, and what was timed for it."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

import wellfit
from wellfit.app.console import open_console
from wellfit.app.failures import fixable_errors
from wellfit.app.options import Debug, StudyFolder
from wellfit.app.text import duration, printable

if TYPE_CHECKING:
    from wellfit.workflow.found import RecordedPlan


def plan(study: StudyFolder, debug: Debug = False) -> None:
    """Tell how each population of a study was trained: its plan and why, its memory, and the plans that were timed."""
    with fixable_errors():
        plans = wellfit.open_study(study).plans
    print_plans(open_console(), plans)


def print_plans(console: Console, plans: "tuple[RecordedPlan, ...]") -> None:
    """A row for each population, and below it the plans that were tried."""
    if not plans:
        console.print("No population was trained in this study.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("Gate", "Recipes", "Plan"):
        table.add_column(name, overflow="fold")
    for name in ("members", "time", "a member\nand epoch", "memory"):
        table.add_column(name, justify="right", no_wrap="\n" not in name)
    for one in plans:
        each, memory = f"{1000 * one.seconds_a_member_epoch:.3g} ms", f"{one.gigabytes:.2f} GB"
        how = Text(f"{one.sentence} ({one.reason})")
        table.add_row(one.gate, _names(one), how, str(one.members), duration(one.seconds), each, memory)
        for timing in one.timings:
            table.add_row(
                "", "", Text(f"tried: {timing['plan']}", style="dim"), "", f"{timing['seconds']:.3f} s", "", ""
            )
    console.print(table)


def _names(plan: "RecordedPlan") -> Text:
    first, *others = plan.recipes
    more = f" and {len(others)} more" if others else ""
    return Text(f"{printable(first)}{more}")
