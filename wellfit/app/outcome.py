"""What a finished run says at its end: the verdict first, then what supports it, then what to do next."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wellfit.app.text import duration, printable

Document = Mapping[str, Any]


def print_outcome(console: Console, summary: Document, folder: Path) -> None:
    """Print the end of a run from its summary (`wellfit-summary/1`); a part that is missing is left out."""
    _print_findings(console, summary["data"]["findings"])
    _print_verdicts(console, summary)
    metric = summary["task"]["metric"]
    _print_levels(console, summary.get("levels", ()), metric)
    _print_models(console, summary.get("baselines", ()), summary.get("best"), metric)
    _print_effects(console, summary.get("effects", ()))
    _print_next(console, summary, folder)


def _print_findings(console: Console, findings: Sequence[Document]) -> None:
    loud = [finding for finding in findings if finding.get("severity", "note") != "note"]
    if loud:
        _heading(console, "Look at this in the data")
    for finding in loud:
        console.print(Text(f"- {printable(finding['sentence'])}"), soft_wrap=not console.is_terminal)


def _print_verdicts(console: Console, summary: Document) -> None:
    from wellfit.record import verdict_order  # brings NumPy and Polars along

    first, second = verdict_order(summary.get("levels") or [], summary.get("verdict_chosen"))
    titles = {first: "Verdict", second: f"Verdict on the {'chosen' if second == 'verdict_chosen' else 'plain'} network"}
    for key, title in titles.items():
        verdict = summary.get(key)
        if verdict and (key == first or verdict != summary.get(first)):
            _heading(console, f"{title}: {verdict['kind'].replace('_', ' ')}")
            sentences = " ".join(filter(None, (verdict.get("sentence"), verdict.get("advice"))))
            console.print(Text(printable(sentences)), soft_wrap=not console.is_terminal)


def _print_levels(console: Console, levels: Sequence[Document], metric: str) -> None:
    """Of images: what each level reached, and what it changed against the one before."""
    if not levels:
        return
    table = _table("Level", "selection loss", f"selection {metric}", "change of loss", "95 % interval", "time")
    for level in levels:
        selection = level["selection"]
        interval = "" if level["low"] is None else f"{_number(level['low'])} to {_number(level['high'])}"
        name = Text(f"{level['level']}: {printable(level['recipe'])}", style="bold" if level["chosen"] else "")
        numbers = (_number(selection.get(key)) for key in ("loss", metric))
        table.add_row(name, *numbers, _number(level["change"]), interval, duration(level["seconds"]))
    _heading(console, "What each level reaches (the one in bold is handed over)")
    console.print(table)


def _print_models(console: Console, baselines: Sequence[Document], best: Document | None, metric: str) -> None:
    rows = [(baseline["name"], baseline) for baseline in baselines]
    if best:
        rows.append((f"network: {best['recipe']}", best))
    if not rows:
        return
    table = _table("Model", "selection loss", f"selection {metric}", "test loss", f"test {metric}")
    for name, scores in rows:
        numbers = [(scores.get(split) or {}).get(key) for split in ("selection", "test") for key in ("loss", metric)]
        table.add_row(Text(printable(name), style="bold" if scores is best else ""), *map(_number, numbers))
    _heading(console, "The network beside the baselines")
    console.print(table)


def _print_effects(console: Console, effects: Sequence[Document]) -> None:
    if not effects:
        return
    table = _table("Remedy", "change of loss", "95 % interval", "p (Holm)", "adopted")
    for effect in sorted(effects, key=lambda effect: _sortable(effect.get("change"))):
        interval = f"{_number(effect.get('low'))} to {_number(effect.get('high'))}"
        adopted = Text("yes", style="green") if effect["adopted"] else Text("no")
        table.add_row(
            Text(printable(_remedy(effect))), _number(effect.get("change")), interval, _p(effect.get("p_holm")), adopted
        )
    _heading(console, "What each remedy changes (less loss is better)")
    console.print(table)


def _print_next(console: Console, summary: Document, folder: Path) -> None:
    console.print()
    if "seconds" in summary:
        members = (summary.get("population") or {}).get("members")
        trained = f", {members} networks trained" if members else ""
        console.print(f"Done in {duration(summary['seconds'])}{trained}.", highlight=False)
    lines = [("Report", str(folder / "report.html"))]
    if summary.get("best"):
        lines.append(("Next", f"wellfit predict {shlex.quote(str(folder))} NEW_ROWS --out predictions.csv"))
    for label, text in lines:
        line = Text.assemble((f"{label + ':':<8}", "bold"), printable(text))
        console.print(line, soft_wrap=True)  # never broken: it is there to be copied


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(printable(text), style="bold"))


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(first, overflow="fold")
    for other in others:
        table.add_column(other, justify="right", overflow="fold")
    return table


def _remedy(effect: Document) -> str:
    parameters = ", ".join(f"{name} {value}" for name, value in (effect.get("parameters") or {}).items())
    return f"{effect['remedy']} ({parameters})" if parameters else effect["remedy"]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _p(value: float | None) -> str:
    return "" if value is None else "< 0.001" if value < 0.001 else f"{value:.3f}"


def _sortable(value: float | None) -> float:
    return float("inf") if value is None else value
