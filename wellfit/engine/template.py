"""One Keras model and optimizer, made to be traced: the common part of all members of a shape."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Num

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.pipeline.target import Scale
from wellfit.engine.losses import row_loss, row_metric
from wellfit.engine.lowering import Folded, Probe, lowered
from wellfit.engine.objective import own_objective
from wellfit.engine.shape import Uses
from wellfit.engine.sparse.rows import SparseRows
from wellfit.engine.state import Best, Hyper, Leaf, Member, Weights
from wellfit.recipes.networks.base import Shapes
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.networks.own.hidden import Marked
from wellfit.recipes.networks.own.network import OwnNetwork
from wellfit.recipes.recipe import Recipe


class Template:
    """The stateless functions of a shape, and the starts of its members."""

    def __init__(self, recipe: Recipe, data: Dataset, uses: Uses) -> None:
        self.recipe, self.uses = recipe, uses
        self.shapes: Shapes = data.shapes
        self.outputs = data.task.outputs
        self.blocks = recipe.network.inputs(self.shapes)
        self.row_loss = row_loss(data.task)
        self.row_metric = row_metric(data.task, data.pipeline.target)
        self.own_objective = own_objective(recipe.loss, data.task)
        self._own = isinstance(recipe.network, OwnNetwork)
        self.model = self._model(0)
        self.optimizer = replace(recipe.optimizer, weight_decay=0.0).build()
        self.optimizer.build(self.model.trainable_variables)
        variables = self.model.trainable_variables
        marks = Marked if self._own else keras.regularizers.Regularizer
        self.penalised = [i for i, variable in enumerate(variables) if isinstance(variable.regularizer, marks)]
        self._calls = {training: lowered(partial(self._call, training)) for training in (False, True)}
        self._starts = {0: _weights(self.model)}

    @property
    def parameters(self) -> int:
        """Trainable numbers in one member."""
        return int(sum(np.prod(variable.shape) for variable in self.model.trainable_variables))

    @cached_property
    def layer_cells(self) -> tuple[int, ...]:
        """How many numbers each layer puts out for a row."""
        layers = self.model._flatten_layers()
        outputs = [tensor for layer in layers for node in layer._inbound_nodes for tensor in node.output_tensors]
        known = [math.prod(size for size in tensor.shape if size) for tensor in outputs]
        # Of layers that a model calls in code of its own, as many as a kernel has columns.
        unseen = [v.shape[-1] for one in layers if not one._inbound_nodes for v in one._trainable_variables if v.shape]
        return (*known, *unseen)

    @property
    def mixes_rows(self) -> bool:
        """Whether what a row gives depends on the other rows of its batch, as under batch normalization.

        Of layers and losses of the user's own nothing is known.
        """
        if self._own or self.own_objective is not None:
            return True
        layers = self.model._flatten_layers()
        return any(isinstance(layer, keras.layers.BatchNormalization) for layer in layers)

    @cached_property
    def multiplied(self) -> frozenset[str]:
        """The blocks that the model does nothing with but multiply them by kernels, so that they may stay sparse."""
        probes, given = zip(*(Probe.of(self.shapes[block]) for block in self.blocks), strict=True)
        jax.eval_shape(lambda: self._calls[False](*map(list, self._starts[0]), list(given)))
        return frozenset(block for block, probe in zip(self.blocks, probes, strict=True) if not probe.looked_at)

    def forward(
        self, weights: Weights, inputs: Sequence[Num[Array, "rows ..."] | SparseRows], *, training: bool
    ) -> tuple[Float[Array, "rows units"], list[jax.Array]]:
        """Raw outputs [rows, units] and the fixed variables after the call."""
        outputs, fixed, _ = self._forward(weights, inputs, training=training)
        return outputs, fixed

    def train(
        self, weights: Weights, inputs: Sequence[Num[Array, "rows ..."] | SparseRows], hyper: Hyper
    ) -> tuple[Float[Array, "rows units"], list[jax.Array], Float[Array, ""]]:
        """Raw outputs in training mode, the fixed variables after the call, and all penalties."""
        outputs, fixed, own = self._forward(weights, inputs, training=True)
        return outputs, fixed, self.penalty(weights.trainable, hyper) + own

    def _forward(
        self, weights: Weights, inputs: Sequence[Num[Array, "rows ..."] | SparseRows], *, training: bool
    ) -> tuple[Float[Array, "rows units"], list[jax.Array], Float[Array, ""]]:
        shapes = [self.shapes[block] for block in self.blocks]
        given = [
            Folded(flat=one, row_shape=shape) if isinstance(one, SparseRows) and len(shape) > 1 else one
            for one, shape in zip(inputs, shapes, strict=True)
        ]
        outputs, fixed, own = self._calls[training](list(weights.trainable), list(weights.fixed), given)
        return outputs, fixed, jnp.asarray(own)

    def penalty(self, trainable: Sequence[Leaf], hyper: Hyper) -> Float[Array, ""]:
        """`l1 * sum|w| + l2 * sum w**2` over the penalised kernels."""
        total = jnp.float32(0)
        for index in self.penalised:
            kernel = trainable[index]
            if self.uses.l1:
                total += hyper.l1 * jnp.sum(jnp.abs(kernel))
            if self.uses.l2:
                total += hyper.l2 * jnp.sum(jnp.square(kernel))
        return total

    def update(
        self, trainable: Sequence[Leaf], optimizer: Sequence[Leaf], gradients: Sequence[Leaf], hyper: Hyper
    ) -> tuple[list[Leaf], list[Leaf]]:
        """One step of the Keras optimizer, with the member's own weight decay."""
        # Keras reads the attribute while it is traced, so a traced scalar can stand in for the number.
        self.optimizer.weight_decay = hyper.weight_decay if self.uses.weight_decay else None
        try:
            return self.optimizer.stateless_apply(optimizer, gradients, trainable)
        finally:
            self.optimizer.weight_decay = None

    def start(self, recipe: Recipe, seed: int, selection_rows: int) -> Member:
        """The member before its first step: weights from the seed, rates from the recipe."""
        if seed not in self._starts:
            self._starts[seed] = _weights(self._model(seed))
        start = self._starts[seed]
        fixed = [
            _scalar(recipe.regularization.dropout) if variable.name == "dropout_rate" else value
            for variable, value in zip(self.model.non_trainable_variables, start.fixed, strict=True)
        ]
        weights = Weights(start.trainable, fixed)
        optimizer = _values(self.optimizer.variables)
        rate = next(i for i, v in enumerate(self.optimizer.variables) if v is self.optimizer._learning_rate)
        optimizer[rate] = _scalar(recipe.optimizer.learning_rate)
        rows = np.full(selection_rows, np.nan, np.float32)
        best = Best(loss=_scalar(np.inf), epoch=np.zeros((), np.int32), weights=weights, rows=rows)
        return Member(weights=weights, optimizer=optimizer, epoch=np.zeros((), np.int32), best=best, last_rows=rows)

    def _call(
        self, training: bool, trainable: list[Leaf], fixed: list[Leaf], inputs: list[Leaf]
    ) -> tuple[Leaf, list[Leaf], Leaf]:
        """Outputs, the fixed variables afterwards, and in training the penalties that a model has of its own."""
        x = inputs if len(inputs) > 1 else inputs[0]
        if not (self._own and training):
            return *self.model.stateless_call(trainable, fixed, x, training=training), jnp.float32(0)
        outputs, fixed, losses = self.model.stateless_call(trainable, fixed, x, training=True, return_losses=True)
        return outputs, fixed, sum((jnp.sum(loss) for loss in losses), jnp.float32(0))

    def _model(self, seed: int) -> keras.Model:
        layers = Layers(regularization=self.recipe.regularization, seed=seed, head="logits", members=True)
        return self.recipe.network.build(self.shapes, self.outputs, layers)


def hyper(recipe: Recipe, scale: Scale | None = None) -> Hyper:
    """The traced values of a recipe, and the scale of its fold's target."""
    given = recipe.regularization
    traced = None if scale is None else Scale(*map(_scalar, scale))
    return Hyper(_scalar(given.l1), _scalar(given.l2), _scalar(recipe.optimizer.weight_decay), traced)


def _scalar(value: float) -> np.ndarray:
    return np.asarray(value, np.float32)


def _weights(model: keras.Model) -> Weights:
    return Weights(_values(model.trainable_variables), _values(model.non_trainable_variables))


def _values(variables: Sequence[keras.Variable]) -> list[np.ndarray]:
    return [np.asarray(variable.value) for variable in variables]
