"""From named columns, as `History.history` of Keras has them, to a history; what cannot be judged is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellfit.data.wording import listing
from wellfit.errors import DataError
from wellfit.histories.history import History

# Keras' own names first, then those of its TensorBoard callback and what others commonly write.
TRAINING = ("loss", "train_loss", "training_loss", "epoch_loss", "loss/train", "loss/training", "train/loss")
VALIDATION = (
    "val_loss",
    "validation_loss",
    "valid_loss",
    "val_epoch_loss",
    "loss/val",
    "loss/validation",
    "loss/valid",
    "val/loss",
    "validation/loss",
)
METRICS = ("accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy")
ERRORS = ("mae", "mean_absolute_error")

Column = Sequence[Any] | NDArray[Any]


def history_of(columns: Mapping[str, Column], name: str) -> History:
    """The history in columns of one value an epoch; None stands for an epoch that was not validated.

    Raises DataError for what cannot be judged: no loss or no validation loss, columns of unequal length, one epoch,
    values that are no numbers, and numbers that are not finite between others that are.

    >>> history_of({"loss": [0.7, 0.5], "val_loss": [0.7, 0.6]}, "a").validation_loss.tolist()
    [0.7, 0.6]
    """
    names = {key.lower(): key for key in columns if isinstance(key, str)}
    training = _named(names, TRAINING)
    if training is None:
        raise DataError(
            f"{name} holds no training loss. Expected a column 'loss', as the history of Keras' fit has; received "
            f"{listing([str(key) for key in columns]) or 'no columns'}. Name the column 'loss'."
        )
    if not len(columns[training]):
        raise DataError(f"{name} has columns and no epoch in them. Expected at least 2, better 20. Train it first.")
    validation = _named(names, VALIDATION)
    if validation is None or all(value is None for value in columns[validation]):
        raise no_validation(name, [str(key) for key in columns])
    _check_lengths(columns, (training, validation), name)
    held = _validated(columns[validation])
    train_loss, validation_loss = (_numbers(columns[key], held, key, name) for key in (training, validation))
    epochs = _epochs(columns, names, held)
    _check_finite(train_loss, validation_loss, (training, validation), epochs, name)
    if len(epochs) < 2 and np.isfinite(train_loss).all():
        raise DataError(
            f"{name} has a single epoch with a validation loss: there is no curve to judge. Expected at least 2, "
            "better "
            "20. Train for more epochs."
        )
    return History(
        name=name,
        epochs=epochs,
        train_loss=train_loss,
        validation_loss=validation_loss,
        **_metric(columns, names, held),
    )


def no_validation(name: str, keys: Sequence[str]) -> DataError:
    """The error for a history that cannot show overfitting, naming what it has."""
    return DataError(
        f"{name} has no validation loss, and without it nobody can see overfitting. Expected a column 'val_loss' "
        "beside "
        f"'loss'; received {listing(keys)}. Pass validation_data= or validation_split= to fit."
    )


def _named(names: Mapping[str, str], wanted: Sequence[str]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)


def _check_lengths(columns: Mapping[str, Column], keys: tuple[str, str], name: str) -> None:
    training, validation = (len(columns[key]) for key in keys)
    if training == validation:
        return
    raise DataError(
        f"{name} has columns of unequal length: {keys[0]!r} has {training:,} epochs, {keys[1]!r} has {validation:,}. "
        "Expected one value of each in every epoch. Train with validation_freq=1, or write null (NA in csv) where an "
        "epoch was not validated."
    )


def _validated(column: Column) -> NDArray[np.bool_]:
    return np.array([value is not None for value in column], dtype=bool)


def _numbers(column: Column, held: NDArray[np.bool_], key: str, name: str) -> NDArray[np.floating]:
    values = [value for value, kept in zip(column, held, strict=True) if kept]
    found = np.empty(len(values))
    for place, value in enumerate(values):
        try:
            if isinstance(value, str | bytes | bool):
                raise TypeError
            found[place] = float(value)
        except (TypeError, ValueError, OverflowError):
            raise DataError(
                f"{name} has {str(value)[:40]!r} in {key!r} where a number was expected (value {place + 1}). "
                "Write one number for each epoch."
            ) from None
    return found


def _epochs(columns: Mapping[str, Column], names: Mapping[str, str], held: NDArray[np.bool_]) -> NDArray[np.integer]:
    """Numbers of the epochs, from 1: those of a column `epoch` that counts up (Keras counts from 0), else places."""
    counted = 1 + np.flatnonzero(held)
    if "epoch" not in names:
        return counted
    told = list(columns[names["epoch"]])
    try:
        numbers = np.array([int(value) for value in told])
    except (TypeError, ValueError):
        return counted
    if len(numbers) != len(held) or numbers[0] < 0 or (np.diff(numbers) <= 0).any():
        return counted
    return (numbers + (numbers[0] == 0))[held]


def _check_finite(
    training: NDArray[np.floating],
    validation: NDArray[np.floating],
    keys: tuple[str, str],
    epochs: NDArray[np.integer],
    name: str,
) -> None:
    """A loss that is lost stays lost: what comes back was written by something else than a training run."""
    bad = ~np.isfinite(training)
    first = int(bad.argmax()) if bad.any() else len(training)
    if not bad[first:].all():
        raise DataError(
            f"{name} has {training[first]} in {keys[0]!r} at epoch {epochs[first]} and finite losses after it, which "
            "no "
            "training run does. Expected finite numbers up to the end or up to where the training diverged. Write the "
            "history again."
        )
    wrong = ~np.isfinite(validation[:first])
    if wrong.any():
        place = int(wrong.argmax())
        raise DataError(
            f"{name} has {validation[place]} in {keys[1]!r} at epoch {epochs[place]}, where the training loss is "
            "finite. "
            "Expected finite numbers. Look for missing or extreme values in the validation rows."
        )


def _metric(columns: Mapping[str, Column], names: Mapping[str, str], held: NDArray[np.bool_]) -> dict[str, Any]:
    """Accuracy or mean absolute error, where both curves are there whole; it is drawn and never judged."""
    for kind, wanted in (("accuracy", METRICS), ("mae", ERRORS)):
        for key in wanted:
            pair = [columns.get(names.get(start + key, ""), ()) for start in ("", "val_")]
            if all(_is_whole(column, held) for column in pair):
                train, validation = (_numbers(column, held, key, "") for column in pair)
                return {"metric": kind, "train_metric": train, "validation_metric": validation}
    return {}


def _is_whole(column: Column, held: NDArray[np.bool_]) -> bool:
    if len(column) != len(held):
        return False
    kept = [value for value, wanted in zip(column, held, strict=True) if wanted]
    return all(isinstance(value, int | float | np.number) for value in kept)
