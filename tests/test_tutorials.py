"""The tutorials: each script runs, prints what its page says of it, and stands in its page as it is."""

import contextlib
import io
import os
import re
import runpy
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDER, PAGES = ROOT / "docs_src" / "tutorials", ROOT / "docs" / "tutorials"
PATHS = sorted(FOLDER.glob("*.py"))

# What a page says of its script's output, beyond the numbers: true of the output that is kept, and of every new one.
CLAIMS = {
    "learning_rate": [r"Rates from \S+ to \S+ cannot be told apart from the best; 0\.001 is taken"],
    "overfitting": [r"it overfits since epoch", r"The weights are those of epoch \d+ again", r"(?m)^overfit: "],
    "own_model": [r"'yours' fits well", r"test accuracy [\d.]+ %; auc"],
    "remedies": [
        r"l2 0\.01: loss -\S+ \(95 % interval: -\S+ to -",
        r"dropout 0\.5: loss -\S+ \(95 % interval: -\S+ to -",
        r"smaller 0\.25: loss \S+ \(95 % interval: \S+ to \+",
    ],
    "series": [
        r"forecast 1 step \(1 day\) ahead from the last 14 rows \(2 weeks\).* that of 7 steps \(1 week\) before",
        r"parted by time.*174 test rows.*not cross-validated",
        r"power: .* cannot be told apart from the best baseline \(boosting\)",
        r"convolution over steps .* gru 16.* cannot be told apart",
        r"(?m)^well_fit: ",
        r"(?m)^2025-01-01: \d+ guests, seen from 2024-12-31$",
    ],
    "table": [
        r"each of 8 parts of them judged by models that did not see it",
        r"power: .* cannot be told apart from the best baseline",
        r"(?m)^well_fit: .* a larger network does not lower it beyond noise",
    ],
    "texts": [
        r"binary: complaint, praise",
        r"'embedding 16, dense 16' overfits after epoch",
        r"(?s)'prediction': 'praise'.*'prediction': 'complaint'",
    ],
    "will_not_train": [
        r"(?m)^stuck: .* not below the 5\.66 of always giving the same answer",
        r"(?m)^diverged: ",
        r"your model is judged with its own, 1, .*10, 100 diverged",
    ],
}


def missing(name, printed):
    return [claim for claim in CLAIMS[name] if not re.search(claim, printed)]


def by_itself(path):
    """As its reader runs it."""
    environment = {**os.environ, "KERAS_BACKEND": "jax"}  # where a plain script would want TensorFlow
    command = [sys.executable, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def here(path):
    """In this process, where Keras and JAX are there already: several seconds less."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # as outside of tests
        runpy.run_path(str(path))
    return printed.getvalue()


# One in a process of its own and one in this process; most others are whole studies.
@pytest.mark.quick("overfitting", "remedies")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_tutorial_runs_and_prints_what_its_page_says(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # The order in which Keras and wellfit are imported can matter to a script that imports Keras first.
    printed = by_itself(path) if path.stem == "overfitting" else here(path)
    assert missing(path.stem, printed) == [], printed


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_page_shows_the_script_and_an_output_of_which_it_is_true(path):
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    assert f'--8<-- "docs_src/tutorials/{path.name}"' in pages
    assert f'--8<-- "docs_src/tutorials/output/{path.stem}.txt"' in pages
    assert missing(path.stem, (FOLDER / "output" / f"{path.stem}.txt").read_text(encoding="utf-8")) == []


def test_each_output_that_is_kept_and_each_claim_is_of_a_tutorial():
    names = {path.stem for path in PATHS}
    assert {path.stem for path in (FOLDER / "output").iterdir()} == names == set(CLAIMS)


def test_each_picture_is_shown():
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))
    shown = set(re.findall(r"\((?:\.\./)?pictures/([\w-]+\.svg)\)", pages))
    assert shown == {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
