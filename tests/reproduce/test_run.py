"""Whole reproductions on small files in the original formats: the reading, the training, the files that are left."""

import json
import re
import signal
import subprocess
import sys
import time

import numpy as np
import polars as pl
import pytest

from wellfit.errors import OptionError
from wellfit.reproduce import EXPERIMENTS, Options, reproduce
from wellfit.reproduce.experiment import Setting
from wellfit.reproduce.experiments.dense import ADAM, dense
from wellfit.reproduce.found import Found
from wellfit.reproduce.rows import read_all_reviews
from wellfit.reproduce.summary import _head
from wellfit.reproduce.training import train_anew
from wellfit.workflow.progress import Silent


class Listener(Silent):
    def __init__(self):
        self.heard = []

    def gate_started(self, name, question):
        self.heard.append(name)

    def training(self, name, members, epoch, epochs, epochs_per_second, seconds_left):
        self.heard.append((name, members, epoch, epochs))


def run(name, everything, out, **options):
    listener = Listener()
    found = reproduce(name, Options(data=everything, out=out, **{"seeds": 2, "epochs": 2, **options}), listener)
    return found, listener.heard


@pytest.fixture(scope="module")
def regularization(everything, tmp_path_factory):
    """The experiment with a penalty and with dropout, on 50 reviews."""
    out = tmp_path_factory.mktemp("reproduced") / "imdb"
    return run("imdb-regularization", everything, out, epochs=3)


def test_the_files_that_are_left(regularization):
    found, heard = regularization
    assert sorted(path.name for path in found.folder.iterdir()) == ["curves.csv", "page.html", "summary.json"]
    assert json.loads((found.folder / "summary.json").read_text()) == found.summary
    assert heard[:2] == ["read", "train"]
    assert sum(members for _, members, epoch, epochs in heard[2:] if epoch == epochs) == 6


def test_the_summary(regularization):
    summary = regularization[0].summary
    assert summary["format"] == "wellfit-reproduction/1"
    assert summary["data"] == {"name": "IMDB", "metric": "accuracy", "rows": {"train": 30, "validation": 20}}
    assert summary["population"]["members"] == 6
    assert [claim["what"] for claim in summary["claims"]] == [
        claim.what for claim in EXPERIMENTS["imdb-regularization"].claims
    ]
    told = {(claim["agrees"], claim["why"]) for claim in summary["claims"]}
    assert told == {("undecided", "trained for 3 epochs, not for the 20 of the text")}
    # 10,000 × 16 + 16, 16 × 16 + 16, 16 + 1
    assert [recipe["parameters"] for recipe in summary["recipes"]] == [160_305] * 3
    assert [one["variant"] for one in summary["comparisons"]] == ["l2", "dropout"]


def test_what_is_not_as_in_the_text_is_said(regularization):
    assert regularization[0].summary["deviations"] == [
        "Trained for 3 epochs instead of 20: numbers of the text are not to be expected.",
        "2 seeds instead of 5: the intervals are those of 2.",
        "30 training and 20 held-out rows instead of 15,000 and 10,000: the file is not the whole one.",
    ]


def test_losses_stand_with_and_without_the_penalty(regularization):
    found, _ = regularization
    curves = pl.read_csv(found.folder / "curves.csv")
    assert curves.height == 3 * 2 * 3
    for name in ("original", "dropout"):
        rows = curves.filter(variant=name)
        assert rows["validation_loss_with_penalty"].to_list() == rows["validation_loss"].to_list()
    rows = curves.filter(variant="l2")
    # The penalty of starting weights: 0.002 × the sum of squares of 10,016 × 16 and 32 uniform draws in Glorot's range.
    expected = 0.002 * (160_000 * 6 / 10_016 / 3 + 256 * 6 / 32 / 3)
    inside = rows["validation_loss_with_penalty"] - rows["validation_loss"]
    np.testing.assert_allclose(inside.to_numpy(), expected, rtol=0.2)
    np.testing.assert_allclose(rows["train_loss_with_penalty"] - rows["train_loss"], rows["penalty"], atol=1e-6)


def test_the_page_shows_both_and_loads_nothing(regularization):
    page = (regularization[0].folder / "page.html").read_text()
    for part in ("What L2 and dropout do", "l2, penalty inside", "Reported and found", "0.1957", "dropout", "agrees?"):
        assert part.lower() in page.lower(), part
    assert "This run is not the experiment as it stands." in page
    written = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r'(?:src|href)="(?!data:|#)', written) == []


def test_shuffled_labels_are_trained_beside_the_true_ones(everything, tmp_path):
    found, heard = run("mnist-shuffled-labels", everything, tmp_path / "out")
    variants = [variant["name"] for variant in found.summary["variants"]]
    assert variants == ["784-512-10", "784-512-10, shuffled labels"]
    assert heard[-1][2:] == (2, 2)
    losses = pl.read_csv(found.folder / "curves.csv").filter(epoch=2, seed=0)["train_loss"].to_list()
    assert losses[0] < losses[1]


def test_the_first_recipe_is_trained_anew_on_all_rows(everything, said):
    setting = Setting(data="IMDB words", rows=(30, 20), recipes=(dense("one", (2,), ADAM, 25),), epochs=9)
    data = read_all_reviews(everything, said.append)
    curves = train_anew(setting, data, Options(seeds=2))
    assert curves["variant"].unique().to_list() == ["one, on all rows"]
    assert curves["epoch"].to_list() == [1, 2, 3, 4] * 2
    assert train_anew(setting, data, Options(seeds=1, epochs=2))["epoch"].to_list() == [1, 2]


def test_the_embedding_is_tested_on_the_test_reviews(everything, tmp_path):
    found, _ = run("imdb-embedding", everything, tmp_path / "out")
    curves = pl.read_csv(found.folder / "curves.csv")
    assert found.summary["claims"][0]["found"]["value"] == pytest.approx(curves.filter(epoch=2)["test_metric"].mean())
    assert found.summary["recipes"][0]["parameters"] == 160_000 + 16 * 16 + 16 + 16 + 1


def test_the_same_seed_gives_the_same_curves(everything, tmp_path):
    first, second = (run("auto-mpg", everything, tmp_path / place, seed=3)[0] for place in "ab")
    curves = [(found.folder / "curves.csv").read_text() for found in (first, second)]
    assert curves[0] == curves[1]
    assert first.summary["seeds"] == [3000, 3001]


def test_dropout_is_shown_without_rows_and_without_training(tmp_path):
    found = reproduce("dropout-shown", Options(out=tmp_path / "out"))
    assert sorted(path.name for path in found.folder.iterdir()) == ["page.html", "summary.json", "values.csv"]
    assert [claim["agrees"] for claim in found.summary["claims"]] == ["yes"] * 4
    values = pl.read_csv(found.folder / "values.csv")
    wide = values.pivot(on="state", index=["seed", "row", "unit"], values="value")
    assert wide.height == 5 * 4 * 5
    assert wide["in use"].to_list() == wide["before"].to_list()
    doubled = wide.filter(pl.col("in training") != 0)
    np.testing.assert_allclose(doubled["in training"], 2 * doubled["before"], rtol=1e-6)
    assert 30 < doubled.height < 70
    assert "One output, three times" in (found.folder / "page.html").read_text()


@pytest.fixture(scope="module")
def levels(everything, backbone, tmp_path_factory):
    """The three levels on two dozen pictures, upon a backbone of two small blocks."""
    return run("dogs-vs-cats", everything, tmp_path_factory.mktemp("levels") / "out", epochs=2, backbone=str(backbone))


@pytest.mark.slow
def test_three_levels_have_curves_and_are_compared(levels):
    found, heard = levels
    assert [step for step in heard if isinstance(step, str)] == ["read", "scratch", "features", "tuning"]
    variants = [variant["name"] for variant in found.summary["variants"]]
    assert variants == ["small convnet", "head on features", "last block tuned"]
    curves = pl.read_csv(found.folder / "curves.csv")
    assert curves.height == 3 * 2 * 2
    assert curves["validation_loss"].is_finite().all()
    assert [one["reference"] for one in found.summary["comparisons"]] == ["small convnet"] * 2
    # The head of six features and 256 units; with the block before it (4 × 9 × 6 + 6) as well.
    head = 6 * 256 + 256 + 257
    assert [recipe["parameters"] for recipe in found.summary["recipes"]][1:] == [head, head + 222]


@pytest.mark.slow
def test_tuning_begins_with_the_head_that_is_trained_already(levels):
    """After one epoch at a very low rate the loss is about what the head has left, not what a fresh head has."""
    curves = pl.read_csv(levels[0].folder / "curves.csv").filter(seed=0)
    head = curves.filter(variant="head on features")["validation_loss"].to_list()
    begun = curves.filter(variant="last block tuned", epoch=1)["validation_loss"].item()
    assert abs(begun - head[-1]) < abs(begun - head[0])


@pytest.mark.slow
def test_another_backbone_is_said_and_its_numbers_are_not_held_against_the_text(levels):
    summary = levels[0].summary
    assert summary["deviations"][0] == "On small instead of VGG16: other numbers are to be expected of it."
    assert {claim["agrees"] for claim in summary["claims"]} == {"undecided"}  # two epochs, not fifty
    assert (levels[0].folder / "page.html").read_text().count("last block tuned") > 3


def test_which_level_is_ahead_can_be_said_on_any_backbone():
    experiment, another = EXPERIMENTS["dogs-vs-cats"], "on another"
    draw = np.random.default_rng(0)
    curves = [
        {"variant": name, "seed": seed, "epoch": 1, "validation_loss": loss, "validation_metric": accuracy + seed / 500}
        for name, loss, accuracy in zip(experiment.setting.variants, (0.5, 0.2, 0.1), (0.8, 0.9, 0.94), strict=True)
        for seed in range(3)
    ]
    rows = {
        name: draw.normal(loss, 0.1, (3, 200))
        for name, loss in zip(experiment.setting.variants, (0.5, 0.2, 0.1), strict=True)
    }
    found = Found(curves=pl.DataFrame(curves), rows=rows, same_rows=False)
    judged = _head(experiment, found, None, another)["claims"]
    assert [one["agrees"] for one in judged] == ["yes", "undecided", "undecided", "yes", "yes"]
    assert [one["why"] for one in judged][1:3] == [another] * 2
    assert [one["agrees"] for one in _head(experiment, found)["claims"]] == ["yes"] * 5


@pytest.mark.parametrize("option, value", [("backbone", "VGG16"), ("weights", "a.h5")])
def test_a_backbone_is_for_the_experiment_that_has_one(everything, tmp_path, option, value):
    with pytest.raises(OptionError, match=rf"auto-mpg uses no pretrained network, so that --{option} {value} has no"):
        run("auto-mpg", everything, tmp_path / "out", **{option: value})


@pytest.mark.parametrize("options", [{"epochs": 3}, {"data": "somewhere"}])
def test_dropout_shown_refuses_what_has_no_meaning_for_it(tmp_path, options):
    message = (
        rf"reads no file and trains nothing, so that --{next(iter(options))} .* has no meaning for it\. Leave it out"
    )
    with pytest.raises(OptionError, match=message):
        reproduce("dropout-shown", Options(out=tmp_path / "out", **options))


@pytest.mark.parametrize(
    "options, message",
    [
        ({"seeds": 0}, "An experiment needs at least 1 seed, received --seeds 0"),
        ({"seed": -1}, "A seed is a whole number from 0 to 4294967295, received --seed -1"),
        ({"epochs": 0}, "Training needs at least 1 epoch, received --epochs 0"),
    ],
)
def test_options_are_checked(options, message):
    with pytest.raises(OptionError, match=message):
        Options(**options)


@pytest.mark.slow
def test_ctrl_c_leaves_nothing(everything, tmp_path):
    command = [
        sys.executable,
        "-m",
        "wellfit",
        "reproduce",
        "auto-mpg",
        "--data",
        str(everything),
        "--epochs",
        "100000",
    ]
    process = subprocess.Popen(
        [*command, "--out", str(tmp_path / "out" / "here")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    while not process.stdout.readline().startswith("train:"):
        assert process.poll() is None
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped" in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []
