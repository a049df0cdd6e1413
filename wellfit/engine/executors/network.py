"""A Keras model that members take turns in."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Num

from wellfit.backend import backend_name, keras
from wellfit.data.dataset import Dataset
from wellfit.data.task import Task
from wellfit.engine.columns import kept_columns
from wellfit.engine.executors.answers import answers_of
from wellfit.engine.executors.starts import starts
from wellfit.engine.executors.stock_optimizer import stock_optimizer
from wellfit.engine.export import fixed_names, stock_model
from wellfit.engine.forget import forget_losses
from wellfit.engine.losses import PerRow, row_loss, row_metric
from wellfit.engine.minimised import smoothed
from wellfit.engine.objective import own_objective
from wellfit.engine.state import Weights
from wellfit.recipes.examples import Examples
from wellfit.recipes.networks.own.network import OwnNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import KEPT, rates

Arrays = Sequence[Num[np.ndarray, "..."]]


class State(NamedTuple):
    """What one member leaves in the model and finds there again; arrays on the host."""

    weights: Weights
    optimizer: Sequence[np.ndarray]


class Batch(NamedTuple):
    """What Keras says of one batch, before the update: means over its rows, and the penalty."""

    loss: float
    metric: float
    penalty: float


class Network:
    """The stock model of a recipe with its optimizer, compiled by Keras once for all members that have it."""

    def __init__(self, recipe: Recipe, data: Dataset, steps: int) -> None:
        self._recipe, self._data, self._prepared = recipe, data, set[tuple[str, int]]()
        self._model = stock_model(recipe, data, 0, head="logits")
        metric = row_metric(data.task, data.pipeline.target)
        self._row_loss: PerRow = row_loss(data.task)
        self._row_metric: PerRow = lambda outputs, truth: metric(outputs, truth, None)
        # Of activities, penalties are known when the model is called, and not before.
        on_activity = isinstance(recipe.network, OwnNetwork) or recipe.regularization.limits.on_activity
        self._penalised = bool(self._model.losses) or on_activity
        _make_gradients_dense(self._model)
        measures = [_mean("row_loss", self._row_loss, data.task), _mean("row_metric", self._row_metric, data.task)]
        # The penalty is in Keras' own number, so the loss of the rows is measured beside it.
        optimizer, loss = stock_optimizer(recipe, steps), MinimisedLoss(data.task, recipe)
        self._model.compile(optimizer=optimizer, loss=loss, metrics=measures)
        self._model.optimizer.build(self._model.trainable_variables)
        self._untouched = _values(self._model.optimizer.variables)
        self.blocks = recipe.network.inputs(data.shapes)
        self._starts: dict[int, Weights] = {}

    @property
    def parameters(self) -> int:
        """Trainable numbers."""
        return int(sum(np.prod(variable.shape) for variable in self._model.trainable_variables))

    def start(self, seed: int, learning_rate: float) -> State:
        """A member before its first step."""
        if seed not in self._starts:
            fresh = stock_model(self._recipe, self._data, seed, head="logits")
            self._starts[seed] = Weights(starts(fresh), _values(fresh.non_trainable_variables))
        rate = self._model.optimizer._learning_rate
        optimizer = [
            np.asarray(learning_rate, np.float32) if variable is rate else value
            for variable, value in zip(self._model.optimizer.variables, self._untouched, strict=True)
        ]
        return State(self._starts[seed], optimizer)

    def put(self, state: State) -> None:
        """Let a member in."""
        values = [*state.weights.trainable, *state.weights.fixed, *state.optimizer]
        _assign(self._variables(), values)

    def take(self) -> State:
        """The member that is in, copied."""
        return State(self.weights(), _values(self._model.optimizer.variables))

    @property
    def rate(self) -> float:
        """The learning rate of the member that is in."""
        return float(_host(self._model.optimizer.learning_rate))

    @rate.setter
    def rate(self, rate: float) -> None:
        self._model.optimizer.learning_rate = rate

    @contextmanager
    def predicting(self) -> Iterator[None]:
        """The member that is in with the weights that predict: their moving average, where there is one."""
        optimizer, trainable = self._model.optimizer, self._model.trainable_variables
        if not optimizer.use_ema:
            yield
            return
        own = _values(trainable)
        # Copies: JAX takes the memory of what is evaluated, and the average is needed again.
        _assign(trainable, _values(optimizer._model_variables_moving_average))
        try:
            yield
        finally:
            _assign(trainable, own)

    def weights(self) -> Weights:
        """The weights of the member that is in, copied."""
        trainable, fixed = self._model.trainable_variables, self._model.non_trainable_variables
        return Weights(_values(trainable), _values(fixed))

    def as_compiled(self, weights: Weights) -> Weights:
        """The same weights as the compiled program holds them: there, dropout rates are among the fixed variables."""
        own: dict[str, Any] = dict(rates(self._recipe.regularization))
        if self._recipe.features < 1.0:
            own[KEPT] = kept_columns(self._data, self._recipe.features)
        elif not any(own.values()):
            return weights
        stock, names = iter(weights.fixed), fixed_names(self._recipe, self._data)
        fixed = [np.asarray(own[name], np.float32) if name in own else next(stock) for name in names]
        return Weights(weights.trainable, fixed)

    def train(self, inputs: Arrays, target: Num[np.ndarray, " *batch"]) -> Batch:
        """One step of the optimizer on one batch."""
        forget_losses(self._model)
        said = self._model.train_on_batch(_one_or_many(inputs), target, return_dict=True)
        loss = float(said["row_loss"])
        return Batch(loss, float(said["row_metric"]), self._penalty(float(said["loss"]), loss))

    def _penalty(self, minimised: float, loss: float) -> float:
        if self._recipe.loss is not None or self._recipe.training.examples != Examples():
            # What was minimised is another loss.
            return float(sum(float(_host(part)) for part in self._model.losses))
        return minimised - loss if self._penalised else 0.0

    def scores(
        self, inputs: Arrays, target: Num[np.ndarray, " rows"]
    ) -> tuple[Float[np.ndarray, " rows"], Float[np.ndarray, " rows"]]:
        """Loss and metric of each row in inference mode."""
        outputs = keras.ops.convert_to_tensor(self._model.predict_on_batch(_one_or_many(inputs)))
        truth = keras.ops.convert_to_tensor(target)
        return _host(self._row_loss(outputs, truth)), _host(self._row_metric(outputs, truth))

    def prepare(self, inputs: Arrays, target: Num[np.ndarray, " *rows"], *, training: bool) -> float:
        """Let Keras compile for batches like this one; seconds it took. Whoever is in may be changed by it."""
        what = ("train" if training else "scores", len(target))
        if what in self._prepared:
            return 0.0
        begin = time.perf_counter()
        if training:
            self.train(inputs, target)
        else:
            self.scores(inputs, target)
        self._prepared.add(what)
        return time.perf_counter() - begin

    def _variables(self) -> list[keras.Variable]:
        model = self._model
        return [*model.trainable_variables, *model.non_trainable_variables, *model.optimizer.variables]


class MinimisedLoss(keras.losses.Loss):
    """What the recipe minimises of outputs as they are, together with the penalties, which Keras adds."""

    def __init__(self, task: Task, recipe: Recipe) -> None:
        super().__init__(name="mean_row_loss")
        self._task, self._of_rows, self._own = task, row_loss(task), own_objective(recipe.loss, task)
        self._smoothing = recipe.training.examples.label_smoothing

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Loss [rows] of outputs [rows, units], or the mean of the user's own."""
        made = answers_of(y_true, self._task)
        if made is not None:
            return made.of(self._minimised, y_pred, self._task, weighs=True)
        return self._minimised(y_pred, _truth(y_true, self._task))

    def _minimised(self, outputs: Any, truth: Any) -> Any:
        if self._own is not None:
            return self._own(outputs, truth)
        losses = self._of_rows(outputs, truth)
        return smoothed(losses, outputs, self._task, self._smoothing) if self._smoothing else losses


def _make_gradients_dense(model: keras.Model) -> None:
    """Let a word that is not in a batch move by its momentum, as on every other backend.

    On TensorFlow an embedding's gradient holds the batch's words alone, and optimizers with a memory then
    leave the others as they are. A penalty of zero adds the zeros that make it whole.
    """
    if backend_name() == "tensorflow":
        for layer in model._flatten_layers():
            if isinstance(layer, keras.layers.Embedding) and layer.embeddings.regularizer is None:
                layer.embeddings.regularizer = keras.regularizers.L2(0.0)


def _mean(name: str, of_rows: PerRow, task: Task) -> keras.metrics.Metric:
    def measure(y_true: Any, y_pred: Any) -> Any:
        made = answers_of(y_true, task)
        if made is not None:
            return made.of(of_rows, y_pred, task, weighs=False)
        return of_rows(y_pred, _truth(y_true, task))

    return keras.metrics.MeanMetricWrapper(measure, name=name)


def _truth(target: Any, task: Task) -> Any:
    """Keras turns class numbers into floats on their way to a loss."""
    return keras.ops.cast(keras.ops.reshape(target, (-1,)), "int32" if task.kind == "multiclass" else "float32")


def _one_or_many(inputs: Arrays) -> Any:
    return list(inputs) if len(inputs) > 1 else inputs[0]


def _values(variables: Sequence[keras.Variable]) -> list[np.ndarray]:
    return [_host(variable.value) for variable in variables]


def _assign(variables: Sequence[keras.Variable], values: Sequence[Any]) -> None:
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def _host(tensor: Any) -> np.ndarray:
    # A copy: on some backends the array is a view of memory that the next step overwrites.
    return np.array(keras.ops.convert_to_numpy(tensor))
