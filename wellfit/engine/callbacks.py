"""The last training through Keras' own `fit`, for callbacks of the user's."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.engine.executors.batches import batches
from wellfit.engine.executors.host_rows import HostRows
from wellfit.engine.export import stock_model
from wellfit.engine.objective import own_objective
from wellfit.engine.streams import Stream
from wellfit.errors import ModelError, OptionError
from wellfit.recipes.recipe import Recipe


def check_callbacks(callbacks: Sequence[Any]) -> None:
    """Raises OptionError where one of them is no Keras callback."""
    for one in callbacks:
        if not isinstance(one, keras.callbacks.Callback):
            raise OptionError(
                f"A callback is an object of a class derived from keras.callbacks.Callback, received {one!r:.80}"
                f"{', which is the class itself: add ()' if isinstance(one, type) else ''}."
            )


def fit_with_callbacks(
    recipe: Recipe, data: Dataset, seed: int, epochs: int, callbacks: Sequence[Any]
) -> tuple[keras.Model, int]:
    """The model of a recipe trained by `fit` from the start and on the batches of the member with this seed.

    What callbacks are told of held-out rows (`val_loss`) is of the validation split. Returns the model, and how many
    epochs it trained. Raises ModelError where a callback fails.
    """
    model = stock_model(recipe, data, seed)
    optimizer = model.optimizer
    if recipe.loss is not None:
        model.compile(optimizer=optimizer, loss=_OwnLoss(recipe, data), metrics=[data.task.metric])
    rows = _Rows(recipe, data, seed)
    try:
        history = model.fit(
            rows,
            validation_data=rows.held_out(),
            epochs=epochs,
            callbacks=[keras.callbacks.LambdaCallback(on_epoch_begin=rows.begin), *callbacks],
            shuffle=False,
            verbose=0,
        )
    except Exception as error:
        _tell(error, callbacks)
        raise
    # As it is saved: a file that needs other code than Keras' would load nowhere else.
    model.compile(optimizer=optimizer, loss=data.task.loss, metrics=[data.task.metric])
    return model, len(history.epoch)


class _Rows(keras.utils.PyDataset):
    """The batches of one member, epoch by epoch."""

    def __init__(self, recipe: Recipe, data: Dataset, seed: int) -> None:
        super().__init__()
        self._recipe, self._data, self._stream = recipe, data, Stream(seed=seed)
        self._rows = HostRows(data, recipe.network.inputs(data.shapes))
        self.begin(0)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> tuple[Any, np.ndarray]:
        return self._pair(self._numbers[index][0])

    def begin(self, epoch: int, _logs: Any = None) -> None:
        """Give out the batches of this epoch (0-based). Keras looks at the first batch before there is one."""
        rows = self._data.rows("train")
        self._numbers = batches(self._stream, rows, self._recipe.batch_size, epoch)

    def held_out(self) -> tuple[Any, np.ndarray]:
        """The validation rows."""
        return self._pair(self._data.rows("validation"))

    def _pair(self, numbers: np.ndarray) -> tuple[Any, np.ndarray]:
        inputs, target = self._rows.inputs(numbers), self._rows.target(numbers)
        return (tuple(inputs) if len(inputs) > 1 else inputs[0]), target


class _OwnLoss(keras.losses.Loss):
    """The user's own loss of what the saved model gives: probabilities, or the number."""

    def __init__(self, recipe: Recipe, data: Dataset) -> None:
        super().__init__(name="own_loss")
        self._task, self._objective = data.task, own_objective(recipe.loss, data.task)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The mean over the batch."""
        kind = self._task.kind
        small = keras.config.epsilon()
        p = y_pred if kind == "regression" else keras.ops.clip(y_pred, small, 1 - small)
        odds = keras.ops.log(p / (1 - p)) if kind == "binary" else p
        outputs = keras.ops.log(p) if kind == "multiclass" else odds
        truth = keras.ops.cast(keras.ops.reshape(y_true, (-1,)), "int32" if kind == "multiclass" else "float32")
        return self._objective(outputs, truth) if self._objective is not None else truth


def _tell(error: Exception, callbacks: Sequence[Any]) -> None:
    """Raises ModelError where the error came out of one of these callbacks."""
    at, found = error.__traceback__, None
    while at is not None:
        found = next((one for one in callbacks if at.tb_frame.f_locals.get("self") is one), found)
        at = at.tb_next
    if found is not None:
        first = next(iter(str(error).strip().splitlines()), "")[:300]
        raise ModelError(
            f"The callback {type(found).__name__} failed in the last training: {type(error).__name__}: {first} "
            "Expected one that runs in `model.fit`. Mend it, or run the study without it."
        ) from error
