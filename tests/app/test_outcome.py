import io
from pathlib import Path

import pytest
from rich.console import Console

from wellfit.app.outcome import print_outcome


@pytest.fixture
def summary():
    return {
        "format": "wellfit-summary/1",
        "task": {"kind": "binary", "target": "sick", "classes": ["no", "yes"], "loss": "x", "metric": "accuracy"},
        "data": {
            "rows": {"train": 64, "validation": 12, "selection": 12, "test": 12},
            "findings": [
                {"kind": "target", "sentence": "The target is sick.", "severity": "note"},
                {"kind": "leak", "sentence": "[b]id[/b] gives it away.", "severity": "problem"},
            ],
        },
        "baselines": [
            {"name": "constant", "selection": {"loss": 0.66, "accuracy": 0.6}, "test": {"loss": 0.67, "accuracy": 0.5}},
            {"name": "linear", "selection": {"loss": 0.12, "accuracy": 0.97}, "test": None},
        ],
        "verdict": {"kind": "well_fit", "sentence": "It fits well.", "advice": "Get more rows."},
        "verdict_chosen": {"kind": "overfit", "sentence": "It overfits from epoch 4.", "advice": ""},
        "effects": [
            {"remedy": "l2", "parameters": {"strength": 0.001}, "change": 0.02, "low": -0.01, "high": 0.05,
             "p_holm": 0.4, "adopted": False},
            {"remedy": "dropout", "parameters": {}, "change": -0.0312, "low": -0.05, "high": -0.01,
             "p_holm": 0.00001, "adopted": True},
        ],
        "best": {
            "recipe": "16-16", "epochs": 6, "path": "best",
            "selection": {"loss": 0.09, "accuracy": 0.98}, "test": {"loss": 0.1, "accuracy": 0.975},
        },
        "population": {"members": 120, "programs": 4},
        "seconds": 21.4,
    }  # fmt: skip


def printed(summary, folder="studies/a b"):
    console = Console(file=io.StringIO(), width=120, markup=False, highlight=False)
    print_outcome(console, summary, Path(folder))
    return console.file.getvalue()


def test_the_verdict_comes_first_and_the_next_command_last(summary):
    summary["data"]["findings"] = []
    lines = [line for line in printed(summary).splitlines() if line]
    assert lines[:2] == ["Verdict: well fit", "It fits well. Get more rows."]
    assert lines[-2:] == [
        "Report: studies/a b/report.html",
        "Next:   wellfit predict 'studies/a b' NEW_ROWS --out predictions.csv",
    ]


@pytest.mark.parametrize(("advice", "times"), [("Get more rows.", 1), ("Something else.", 2)])
def test_one_verdict_on_both_networks_is_said_once(summary, advice, times):
    summary["verdict_chosen"] = {**summary["verdict"], "advice": advice}
    assert printed(summary).count("It fits well.") == times


def test_the_chosen_network_stands_beside_the_baselines(summary):
    rows = [line.split() for line in printed(summary).splitlines()]
    assert ["constant", "0.66", "0.6", "0.67", "0.5"] in rows
    assert ["linear", "0.12", "0.97"] in rows
    assert ["network:", "16-16", "0.09", "0.98", "0.1", "0.975"] in rows


def test_effects_have_their_interval_and_the_most_helpful_is_first(summary):
    text = printed(summary)
    rows = [" ".join(line.split()) for line in text.splitlines()]
    first = rows.index("dropout -0.0312 -0.05 to -0.01 < 0.001 yes")
    assert rows[first + 1] == "l2 (strength 0.001) 0.02 -0.01 to 0.05 0.400 no"


def test_only_findings_to_look_at_are_repeated_and_taken_literally(summary):
    text = printed(summary)
    assert "- [b]id[/b] gives it away." in text
    assert "The target is sick." not in text


def test_a_run_of_some_gates_says_what_it_has(summary):
    for key in ("verdict", "verdict_chosen", "best"):
        summary[key] = None
    summary["baselines"] = summary["effects"] = []
    text = printed(summary)
    assert "Verdict" not in text
    assert "Next" not in text
    assert "Report: studies/a b/report.html" in text


def test_how_long_it_took(summary):
    assert "Done in 21.4 s, 120 networks trained." in printed(summary)


def test_levels_of_images_are_shown_with_what_each_brought(summary):
    summary["levels"] = [
        {"level": "scratch", "recipe": "plain", "selection": {"loss": 0.51, "accuracy": 0.78}, "change": None,
         "low": None, "high": None, "seconds": 200.0, "chosen": False, "test": None},
        {"level": "features", "recipe": "head", "selection": {"loss": 0.12, "accuracy": 0.955}, "change": -0.39,
         "low": -0.45, "high": -0.33, "seconds": 40.0, "chosen": True, "test": {"loss": 0.13, "accuracy": 0.95}},
    ]  # fmt: skip
    rows = [" ".join(line.split()) for line in printed(summary).splitlines()]
    assert "What each level reaches (the one in bold is handed over)" in rows
    assert "scratch: plain 0.51 0.78 3 min 20 s" in rows
    assert "features: head 0.12 0.955 -0.39 -0.45 to -0.33 40.0 s" in rows
