"""The last training through Keras' own `fit`, for callbacks of the user's."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.engine.executors.answers import Makes
from wellfit.engine.executors.batches import batches
from wellfit.engine.executors.host_rows import HostRows
from wellfit.engine.executors.network import MinimisedLoss
from wellfit.engine.executors.stock_optimizer import plateau_callback, stock_optimizer
from wellfit.engine.export import stock_model
from wellfit.engine.forget import forget_losses
from wellfit.engine.streams import Stream
from wellfit.errors import ModelError, OptionError, first_line
from wellfit.recipes.examples import Examples
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
    model, rows = stock_model(recipe, data, seed), _Rows(recipe, data, seed)
    optimizer, made = model.optimizer, recipe.training.examples != Examples()
    if recipe.loss is not None or not recipe.training.plain:
        metrics = [] if made else [data.task.metric]  # answers that are made anew are neither right nor wrong
        model.compile(optimizer=stock_optimizer(recipe, len(rows)), loss=_Loss(recipe, data), metrics=metrics)
    waiting = plateau_callback(recipe.training.schedule, "val_loss")
    try:
        history = model.fit(
            rows,
            validation_data=rows.held_out(),
            epochs=epochs,
            callbacks=[
                keras.callbacks.LambdaCallback(
                    on_epoch_begin=rows.begin, on_train_batch_begin=lambda *_, **__: forget_losses(model)
                ),
                *waiting,
                *callbacks,
            ],
            shuffle=False,
            verbose=0,
        )
    except Exception as error:
        _tell(error, callbacks)
        raise
    # As it is saved: a file that needs other code than Keras' would load nowhere else.
    optimizer.build(model.trainable_variables)
    model.compile(optimizer=optimizer, loss=data.task.loss, metrics=[data.task.metric])
    return model, len(history.epoch)


class _Rows(keras.utils.PyDataset):
    """The batches of one member, epoch by epoch."""

    def __init__(self, recipe: Recipe, data: Dataset, seed: int) -> None:
        super().__init__()
        self._recipe, self._data, self._stream = recipe, data, Stream(seed=seed)
        blocks = recipe.network.inputs(data.shapes)
        self._rows = HostRows(data, blocks)
        self._makes = Makes(recipe.training, data, blocks, self._stream.chance)
        self.begin(0)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> tuple[Any, np.ndarray]:
        numbers = self._numbers[index][0]
        made = self._makes.batch(self._rows.inputs(numbers), self._rows.target(numbers), self._first + index)
        return _pair(*made)

    def begin(self, epoch: int, _logs: Any = None) -> None:
        """Give out the batches of this epoch (0-based). Keras looks at the first batch before there is one."""
        rows = self._data.rows("train")
        self._numbers = batches(self._stream, rows, self._recipe.batch_size, epoch)
        self._first = epoch * len(self._numbers)

    def held_out(self) -> tuple[Any, np.ndarray]:
        """The validation rows."""
        numbers = self._data.rows("validation")
        return _pair(self._rows.inputs(numbers), self._rows.target(numbers))


def _pair(inputs: Sequence[np.ndarray], target: np.ndarray) -> tuple[Any, np.ndarray]:
    return (tuple(inputs) if len(inputs) > 1 else inputs[0]), target


class _Loss(keras.losses.Loss):
    """What the recipe minimises, of what the saved model gives: probabilities, or the number."""

    def __init__(self, recipe: Recipe, data: Dataset) -> None:
        super().__init__(name="minimised")
        self._kind, self._of_outputs = data.task.kind, MinimisedLoss(data.task, recipe)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Of each row, or the mean over the batch."""
        small = keras.config.epsilon()
        p = y_pred if self._kind == "regression" else keras.ops.clip(y_pred, small, 1 - small)
        odds = keras.ops.log(p / (1 - p)) if self._kind == "binary" else p
        return self._of_outputs.call(y_true, keras.ops.log(p) if self._kind == "multiclass" else odds)


def _tell(error: Exception, callbacks: Sequence[Any]) -> None:
    """Raises ModelError where the error came out of one of these callbacks."""
    at, found = error.__traceback__, None
    while at is not None:
        found = next((one for one in callbacks if at.tb_frame.f_locals.get("self") is one), found)
        at = at.tb_next
    if found is not None:
        raise ModelError(
            f"The callback {type(found).__name__} failed in the last training: {first_line(error)} "
            "Expected one that runs in `model.fit`. Mend it, or run the study without it."
        ) from error
