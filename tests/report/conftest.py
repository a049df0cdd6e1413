"""Studies as a run leaves them, made through the writer: what the report is drawn from in these tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from wellfit.record import StudyRecord, StudyWriter

SEEDS = 5
EPOCHS = 20
# name: (gate, lowest validation loss, epoch of it, how steeply it rises afterwards, parameters)
RECIPES = {
    "plain 16-16": ("capacity", 0.279, 4, 0.021, 160_305),
    "smaller 4-4": ("capacity", 0.283, 7, 0.009, 40_029),
    "larger 512-512": ("capacity", 0.285, 2, 0.060, 5_383_681),
    "l2 0.001": ("regularize", 0.298, 12, 0.001, 160_305),
    "l1 0.0001": ("regularize", 0.312, 14, 0.000, 160_305),
    "dropout 0.5": ("regularize", 0.270, 6, 0.012, 160_305),
    "batch normalization": ("regularize", 0.301, 2, 0.041, 160_433),
    "weight decay 0.01": ("regularize", 0.277, 5, 0.016, 160_305),
    "l2 + dropout": ("regularize", 0.272, 9, 0.003, 160_305),
}
Study = Callable[..., Path]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Write a study of movie reviews: `study(leave_out=[...], status=..., **documents)` returns its folder."""

    def write(
        *, leave_out: tuple[str, ...] = (), status: str | None = "complete", frames: bool = True, **changed: Any
    ) -> Path:
        kept = {key: value for key, value in {**documents(), **changed}.items() if key not in leave_out}
        return write_study(tmp_path / "study", kept, status=status, frames=frames)

    return write


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> StudyRecord:
    """A whole study, read only."""
    return StudyRecord.open(write_study(tmp_path_factory.mktemp("whole") / "study", documents()))


def write_study(folder: Path, kept: dict[str, Any], *, status: str | None = "complete", frames: bool = True) -> Path:
    with StudyWriter.create(folder, {"name": "reviews", "version": "0.1.0"}) as writer:
        for key, value in kept.items():
            writer.put(key, value)
        if frames:
            write_frames(writer)
        if status:
            writer.finish(status)
    return folder


@pytest.fixture
def everything() -> dict[str, Any]:
    """The documents of a whole study, to be changed and written."""
    return documents()


@pytest.fixture
def recorded(tmp_path: Path) -> Callable[..., StudyRecord]:
    """Write just these documents and frames: `recorded(curves=[...], task={...})` returns the record."""

    def write(
        *, curves: list[dict[str, Any]] | None = None, predictions: list[dict[str, Any]] | None = None, **given: Any
    ) -> StudyRecord:
        with StudyWriter.create(tmp_path / "small", {}) as writer:
            for key, value in given.items():
                writer.put(key, value)
            if curves:
                writer.add_curves(pl.DataFrame(curves))
            if predictions:
                writer.add_predictions(pl.DataFrame(predictions))
        return StudyRecord.open(tmp_path / "small")

    return write


def write_frames(writer: StudyWriter) -> None:
    rng = np.random.default_rng(0)
    writer.add_curves(pl.concat([curve(rng, name, seed) for name in RECIPES for seed in range(SEEDS)]))
    writer.add_members(pl.DataFrame([member(name, seed) for name in RECIPES for seed in range(SEEDS)]))
    truth = rng.integers(0, 2, 2000)
    guess = np.where(rng.random(2000) < 0.89, truth, 1 - truth)
    labels = np.array(["neg", "pos"])
    writer.add_predictions(
        pl.DataFrame(
            {
                "row": np.arange(2000),
                "truth": labels[truth],
                "prediction": labels[guess],
                "confidence": 0.5 + rng.random(2000) / 2,
            }
        )
    )


def curve(rng: np.random.Generator, name: str, seed: int) -> pl.DataFrame:
    gate, lowest, turn, slope, _ = RECIPES[name]
    epoch = np.arange(1, EPOCHS + 1)
    turn = turn + rng.integers(-1, 2) * 0.4
    fall = (0.62 - lowest) * np.exp(-epoch / max(turn / 4, 0.6))
    validation = lowest + fall + slope * np.clip(epoch - turn, 0, None) ** 1.15 + rng.normal(0, 0.003, EPOCHS)
    train = 0.03 + 6 * max(0.0, 0.02 - slope) + 0.60 * np.exp(-epoch / (turn / 1.2)) + rng.normal(0, 0.003, EPOCHS)
    return pl.DataFrame(
        {
            "gate": gate,
            "recipe": name,
            "seed": seed,
            "control": "none",
            "epoch": epoch,
            "train_loss": train,
            "train_metric": 1 - train / 2.6,
            "penalty": 0.0,
            "validation_loss": validation,
            "validation_metric": 0.985 - validation / 3,
            "selection_loss": validation + 0.002,
            "selection_metric": 0.984 - validation / 3,
        }
    )


def member(name: str, seed: int) -> dict[str, Any]:
    gate, _, turn, _, parameters = RECIPES[name]
    return {
        "gate": gate, "recipe": name, "seed": seed, "control": "none", "result": "trained", "sentence": "",
        "best_epoch": turn + seed % 2, "epochs": EPOCHS, "learning_rate": 0.001, "parameters": parameters,
    }  # fmt: skip


def documents() -> dict[str, Any]:
    return {
        "task": {
            "kind": "binary", "target": "sentiment", "classes": ["neg", "pos"], "loss": "binary_crossentropy",
            "metric": "accuracy", "reason": "the target has two values",
        },
        "data": data(),
        "plan": {
            "budget": 600.0, "estimate": 214.0, "left_out": [],
            "sentence": "About 3 min 34 s for 8 gates and 155 networks; nothing is left out.",
        },
        "baselines": baselines(),
        "gates": gates(),
        "verdict": verdict("overfit", "plain 16-16", {"value": 4, "low": 4, "high": 5}),
        "verdict_chosen": {
            **verdict("well_fit", "l2 + dropout", None),
            "sentence": "With the remedies adopted, validation loss stays within noise of its lowest point to the end.",
            "advice": "More data would help more than more tuning: twice the reviews is the next thing to try.",
        },
        "effects": effects(),
        "recipes": recipes(),
        "best": {
            "recipe": "l2 + dropout", "epochs": 9, "selection": {"loss": 0.274, "accuracy": 0.8907},
            "test": {"loss": 0.2785, "accuracy": 0.8893}, "path": "best", "confusion": [[11021, 1479], [1289, 11211]],
        },
        "population": {"members": 155, "programs": 9, "seconds_compiling": 14.2, "seconds_training": 171.5},
        "configuration": {
            "versions": {"wellfit": "0.1.0", "keras": "3.12.0", "jax": "0.10.2"},
            "options": {"seeds": 5, "seed": 0, "budget": 600.0, "target": "sentiment", "only": None},
            "optimizer": {"name": "rmsprop", "learning_rate": 0.001, "rho": 0.9},
            "splits": {"seed": 0, "fractions": [0.7, 0.15, 0.15]},
            "seeds": [0, 1, 2, 3, 4],
            "comparisons": "Holm's correction over the remedies of the regularize gate",
        },
        "seconds": 209.4,
    }  # fmt: skip


def data() -> dict[str, Any]:
    return {
        "rows": {"train": 17_500, "validation": 3_750, "selection": 3_750, "test": 25_000},
        "features": 10_000,
        "findings": [
            {"kind": "duplicates", "severity": "note", "columns": [],
             "sentence": "96 rows are exact copies of others; copies were kept in the same split."},
            {"kind": "overlap", "severity": "warning", "columns": ["text"],
             "sentence": "123 training rows are also in the test source; they were left out of training."},
            {"kind": "conflicts", "severity": "problem", "columns": ["text", "sentiment"],
             "sentence": "4 reviews appear with both labels; no model can get both right."},
        ],
        "columns": [
            {"name": "text", "kind": "text", "detail": "10,000 most frequent words of 71,208"},
            {"name": "id", "kind": "identifier", "detail": "left out: a different value in every row"},
        ],
    }  # fmt: skip


def baselines() -> list[dict[str, Any]]:
    rows = (("constant", 0.6931, 0.5003, "the more frequent class"), ("linear", 0.3011, 0.8789, "C = 0.03"),
            ("boosting", 0.3562, 0.8461, "300 words by chi2"))  # fmt: skip
    return [
        {"name": name, "note": note, "selection": {"loss": loss, "accuracy": accuracy},
         "test": {"loss": loss + 0.004, "accuracy": accuracy - 0.002}}
        for name, loss, accuracy, note in rows
    ]  # fmt: skip


def gate(name: str, sentence: str, seconds: float, evidence: dict[str, Any] | None = None, **more: Any) -> dict:
    return {"name": name, "passed": True, "sentence": sentence, "seconds": seconds, "evidence": evidence or {},
            "advice": "", **more}  # fmt: skip


def gates() -> list[dict[str, Any]]:
    rates = [1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1, 1.0]
    losses = [0.688, 0.561, 0.412, 0.331, 0.342, 0.395, 0.71, None]
    points = [
        {
            "rate": rate,
            "loss": loss,
            "low": loss and loss * 0.97,
            "high": loss and loss * 1.03,
            "diverged": loss is None,
        }
        for rate, loss in zip(rates, losses, strict=True)
    ]
    around = {"low": 0.97, "high": 1.03}
    return [
        gate("data", "50,000 reviews, two classes in balance; 3 findings, one of them a problem.", 9.1,
             {"rows": 50_000, "classes": {"neg": 25_000, "pos": 25_000}},
             question="Is the data fit to learn from?"),
        gate("baseline", "The best of three baselines is linear: loss 0.301, accuracy 87.9 %.", 14.4,
             {"best": "linear", "loss": 0.3011}),
        gate("learning_rate", "Rates from 0.0003 to 0.01 train; 0.001 is taken. A rate of 1 diverges.", 21.7,
             {"rates": points, "interval": [3e-4, 1e-2], "chosen": 1e-3}),
        gate("power", "The first network beats the linear baseline beyond noise, and the controls do not.", 30.2,
             {"network": {"value": 0.281, "low": 0.272, "high": 0.290}, "baseline_loss": 0.3011,
              "constant_loss": 0.6931, "one_batch": {"value": 0.0004, "low": 0.0001, "high": 0.0009},
              "permuted_labels": {k: 0.694 * v for k, v in {"value": 1, **around}.items()},
              "zeroed_inputs": {"value": 0.6934, "low": 0.6930, "high": 0.6939}}),
        gate("capacity", "A larger network overfits sooner and is no better: capacity is not what is missing.", 38.9),
        gate("regularize", "Dropout lowers the loss beyond noise; l2 + dropout is its equal and overfits least.", 71.3,
             {"comparisons": 6, "correction": "Holm"}),
        gate("final", "On 25,000 reviews never seen before: loss 0.279, accuracy 88.9 %.", 23.8, passed=False,
             advice="Look at the reviews it got wrong with confidence."),
    ]  # fmt: skip


def verdict(kind: str, recipe: str, onset: dict[str, float] | None) -> dict[str, Any]:
    return {
        "kind": kind, "recipe": recipe, "onset_epoch": onset,
        "sentence": "The plain network learns the training reviews by heart: from epoch 4 on its validation loss rises "
        "while its training loss keeps falling.",
        "advice": "Stop at epoch 4, or use dropout, which moves the turn later and lowers the loss.",
        "evidence": {"rise": {"value": 0.31, "low": 0.27, "high": 0.35}, "train_fall": 0.21, "seeds": 5},
    }  # fmt: skip


def effects() -> list[dict[str, Any]]:
    rows = (
        ("dropout", {"rate": 0.5}, "dropout 0.5", -0.0092, 0.0021, 0.0001, 0.0006, False, "l2 + dropout is its equal"),
        (
            "l2 + dropout",
            {"l2": 0.0005, "rate": 0.5},
            "l2 + dropout",
            -0.0071,
            0.0024,
            0.0008,
            0.004,
            True,
            "lowers the loss beyond noise and overfits least",
        ),
        ("weight decay", {"decay": 0.01}, "weight decay 0.01", -0.0019, 0.0023, 0.09, 0.18, False, "within noise"),
        ("smaller", {"units": "4-4"}, "smaller 4-4", 0.0042, 0.0029, 0.011, 0.033, False, "raises the loss"),
        ("l2", {"l2": 0.001}, "l2 0.001", 0.0190, 0.0044, 0.0001, 0.0006, False, "raises the loss"),
        ("batch normalization", {}, "batch normalization", 0.0221, 0.0061, 0.0002, 0.001, False, "raises the loss"),
    )
    return [
        {"remedy": remedy, "parameters": parameters, "recipe": recipe, "metric": "loss", "change": change,
         "low": change - half, "high": change + half, "p": p, "p_holm": holm, "seeds": 5, "adopted": adopted,
         "reason": reason}
        for remedy, parameters, recipe, change, half, p, holm, adopted, reason in rows
    ]  # fmt: skip


def recipes() -> list[dict[str, Any]]:
    return [
        {"name": name, "gate": gate, "parameters": parameters, "seeds": SEEDS, "epochs": EPOCHS, "best_epoch": turn,
         "description": f"two hidden layers; {name}", "configuration": {"units": [16, 16], "batch": 512},
         "selection": {"value": lowest, "low": lowest - 0.008, "high": lowest + 0.008},
         "chosen": name == "l2 + dropout"}
        for name, (gate, lowest, turn, _, parameters) in RECIPES.items()
    ]  # fmt: skip
