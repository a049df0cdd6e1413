"""A Keras model that members take turns in."""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Num

from wellfit.backend import backend_name, keras
from wellfit.data.dataset import Dataset
from wellfit.data.task import Task
from wellfit.engine.executors.starts import starts
from wellfit.engine.export import fixed_names, stock_model
from wellfit.engine.losses import PerRow, row_loss, row_metric
from wellfit.engine.objective import own_objective
from wellfit.engine.state import Weights
from wellfit.recipes.loss import OwnLoss
from wellfit.recipes.networks.own.network import OwnNetwork
from wellfit.recipes.recipe import Recipe

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

    def __init__(self, recipe: Recipe, data: Dataset) -> None:
        self._recipe, self._data, self._prepared = recipe, data, set[tuple[str, int]]()
        self._model = stock_model(recipe, data, 0, head="logits")
        metric = row_metric(data.task, data.pipeline.target)
        self._row_loss: PerRow = row_loss(data.task)
        self._row_metric: PerRow = lambda outputs, truth: metric(outputs, truth, None)
        # Of activities, penalties are known when the model is called, and not before.
        self._penalised = bool(self._model.losses) or isinstance(recipe.network, OwnNetwork)
        _make_gradients_dense(self._model)
        measures = [_mean("row_loss", self._row_loss, data.task), _mean("row_metric", self._row_metric, data.task)]
        # The penalty is in Keras' own number, so the loss of the rows is measured beside it.
        self._model.compile(optimizer=self._model.optimizer, loss=_Loss(data.task, recipe.loss), metrics=measures)
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
        for variable, value in zip(self._variables(), values, strict=True):
            variable.assign(value)

    def take(self) -> State:
        """The member that is in, copied."""
        return State(self.weights(), _values(self._model.optimizer.variables))

    def weights(self) -> Weights:
        """The weights of the member that is in, copied."""
        trainable, fixed = self._model.trainable_variables, self._model.non_trainable_variables
        return Weights(_values(trainable), _values(fixed))

    def as_compiled(self, weights: Weights) -> Weights:
        """The same weights as the compiled program holds them: there, dropout rates are among the fixed variables."""
        if not self._recipe.regularization.dropout:
            return weights
        rate, stock = np.asarray(self._recipe.regularization.dropout, np.float32), iter(weights.fixed)
        names = fixed_names(self._recipe, self._data)
        return Weights(weights.trainable, [rate if name == "dropout_rate" else next(stock) for name in names])

    def train(self, inputs: Arrays, target: Num[np.ndarray, " batch"]) -> Batch:
        """One step of the optimizer on one batch."""
        said = self._model.train_on_batch(_one_or_many(inputs), target, return_dict=True)
        loss = float(said["row_loss"])
        return Batch(loss, float(said["row_metric"]), self._penalty(float(said["loss"]), loss))

    def _penalty(self, minimised: float, loss: float) -> float:
        if self._recipe.loss is not None:  # what was minimised is another loss
            return float(sum(float(_host(part)) for part in self._model.losses))
        return minimised - loss if self._penalised else 0.0

    def scores(
        self, inputs: Arrays, target: Num[np.ndarray, " rows"]
    ) -> tuple[Float[np.ndarray, " rows"], Float[np.ndarray, " rows"]]:
        """Loss and metric of each row in inference mode."""
        outputs = keras.ops.convert_to_tensor(self._model.predict_on_batch(_one_or_many(inputs)))
        truth = keras.ops.convert_to_tensor(target)
        return _host(self._row_loss(outputs, truth)), _host(self._row_metric(outputs, truth))

    def prepare(self, inputs: Arrays, target: Num[np.ndarray, " rows"], *, training: bool) -> float:
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


class _Loss(keras.losses.Loss):
    """The loss of the rows, for Keras to minimise together with the penalties."""

    def __init__(self, task: Task, own: OwnLoss | None) -> None:
        super().__init__(name="mean_row_loss")
        self._task, self._of_rows, self._own = task, row_loss(task), own_objective(own, task)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Loss [rows] of outputs [rows, units], or the mean of the user's own."""
        truth = _truth(y_true, self._task)
        return self._of_rows(y_pred, truth) if self._own is None else self._own(y_pred, truth)


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
    return keras.metrics.MeanMetricWrapper(lambda y_true, y_pred: of_rows(y_pred, _truth(y_true, task)), name=name)


def _truth(target: Any, task: Task) -> Any:
    """Keras turns class numbers into floats on their way to a loss."""
    return keras.ops.cast(keras.ops.reshape(target, (-1,)), "int32" if task.kind == "multiclass" else "float32")


def _one_or_many(inputs: Arrays) -> Any:
    return list(inputs) if len(inputs) > 1 else inputs[0]


def _values(variables: Sequence[keras.Variable]) -> list[np.ndarray]:
    return [_host(variable.value) for variable in variables]


def _host(tensor: Any) -> np.ndarray:
    # A copy: on some backends the array is a view of memory that the next step overwrites.
    return np.array(keras.ops.convert_to_numpy(tensor))
