"""One Keras model and optimizer, made to be traced: the common part of all members of a shape."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Num

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.engine.batch import Batch, batch
from wellfit.engine.check_training import check_training
from wellfit.engine.draws import built
from wellfit.engine.folds import Facts
from wellfit.engine.forget import forget_losses
from wellfit.engine.hyper import plateau, scalar
from wellfit.engine.losses import row_loss, row_metric
from wellfit.engine.lowering import Folded, Probe, lowered
from wellfit.engine.minimised import smoothed, weighted
from wellfit.engine.objective import own_objective
from wellfit.engine.shape import Uses
from wellfit.engine.sparse.rows import SparseRows
from wellfit.engine.state import RATE, STEP, Best, Hyper, Leaf, Member, Weights
from wellfit.engine.update import averaged, clipped, cut_back, rate_factor
from wellfit.recipes.networks.base import Shapes
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.networks.own.hidden import Marked
from wellfit.recipes.networks.own.network import OwnNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import KEPT, rates


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
        self.task = data.task
        check_training(recipe, data)
        self._own = isinstance(recipe.network, OwnNetwork)
        self.model = self._model(0)
        self.optimizer = replace(recipe.optimizer, weight_decay=0.0).build()
        self._build_optimizer()
        variables = self.model.trainable_variables
        marks = Marked if self._own else keras.regularizers.Regularizer
        marked = [i for i, variable in enumerate(variables) if isinstance(variable.regularizer, marks)]
        self.penalised = [i for i in marked if variables[i].name != "bias"]
        self.penalised_biases = [i for i in marked if variables[i].name == "bias"]
        self._has_losses = self._own or recipe.regularization.limits.on_activity
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

        A penalty of outputs counts rows that are not there. Of layers and losses of the user's own nothing is known.
        """
        if self._has_losses or self.own_objective is not None or self.mixes:
            return True
        layers = self.model._flatten_layers()
        return any(isinstance(layer, keras.layers.BatchNormalization) for layer in layers)

    @property
    def mixes(self) -> bool:
        """Whether rows are mixed with one another."""
        return self.recipe.training.examples.mixes

    @property
    def augments(self) -> bool:
        """Whether pictures are changed."""
        return not self.recipe.training.augmentation.plain

    @cached_property
    def multiplied(self) -> frozenset[str]:
        """The blocks that are multiplied by kernels, with which nothing else is done, so that they may stay sparse."""
        if self.mixes or self.augments:
            return frozenset()
        probes, given = zip(*(Probe.of(self.shapes[block]) for block in self.blocks), strict=True)
        jax.eval_shape(lambda: self._calls[False](*map(list, self._starts[0][:2]), list(given)))
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
        """`l1 * sum|w| + l2 * sum w**2` over the penalised kernels, and the same over biases."""
        total = jnp.float32(0)
        for index in self.penalised:
            kernel = trainable[index]
            if self.uses.l1:
                total += hyper.l1 * jnp.sum(jnp.abs(kernel))
            if self.uses.l2:
                total += hyper.l2 * jnp.sum(jnp.square(kernel))
        if self.uses.bias:
            for index in self.penalised_biases:
                bias = trainable[index]
                total += hyper.held.bias_l1 * jnp.sum(jnp.abs(bias)) + hyper.held.bias_l2 * jnp.sum(jnp.square(bias))
        return total

    def batch(
        self,
        inputs: Sequence[Num[Array, "batch ..."] | SparseRows],
        target: Num[Array, " batch"],
        hyper: Hyper,
        optimizer: Sequence[Leaf],
    ) -> Batch:
        """The batch as a member sees it."""
        given = dict(zip(self.blocks, inputs, strict=True))
        return batch(self.task, given, target, self.recipe.training, hyper.seen, optimizer[STEP])

    def minimised(
        self,
        batch: Batch,
        outputs: Float[Array, "batch units"],
        hyper: Hyper,
        counted: Bool[Array, " batch"],
        loss: Float[Array, ""],
    ) -> Float[Array, ""]:
        """What training minimises beside penalties, a mean over the rows that are counted; `loss` is their sum."""
        rows, own, seen = jnp.sum(counted), self.own_objective, hyper.seen
        if own is not None:
            return batch.of(lambda given, truth: jnp.mean(own(given, truth)), outputs)
        if not (self.uses.smoothing or self.uses.class_weights):
            return loss / rows

        def of_rows(given: Float[Array, "batch units"], truth: Num[Array, " batch"]) -> Float[Array, " batch"]:
            losses = self.row_loss(given, truth)
            if self.uses.smoothing:
                losses = smoothed(losses, given, self.task, seen.smoothing)
            return weighted(losses, truth, seen.class_weights) if self.uses.class_weights else losses

        return jnp.sum(batch.of(of_rows, outputs), where=counted) / rows

    def update(
        self, trainable: Sequence[Leaf], optimizer: Sequence[Leaf], gradients: Sequence[Leaf], hyper: Hyper
    ) -> tuple[list[Leaf], list[Leaf]]:
        """One step of the Keras optimizer, with the member's own weight decay, rate, and lengths that are cut back."""
        # Keras reads the attribute while it is traced, so a traced scalar can stand in for the number.
        self.optimizer.weight_decay = hyper.weight_decay if self.uses.weight_decay else None
        before, base = list(optimizer), optimizer[RATE]
        if self.uses.schedule:
            before[RATE] = base * rate_factor(hyper.rates, optimizer[STEP])
        if self.uses.clip_norm:
            gradients = clipped(gradients, hyper.clip_norm)
        try:
            moved, state = self.optimizer.stateless_apply(before, gradients, trainable)
        finally:
            self.optimizer.weight_decay = None
        if self.uses.schedule:
            state[RATE] = base
        if self.uses.max_norm:
            for index in self.penalised:
                moved[index] = cut_back(moved[index], hyper.held.max_norm)
        return moved, state

    def average(
        self, average: Sequence[Leaf], trainable: Sequence[Leaf], optimizer: Sequence[Leaf], hyper: Hyper
    ) -> Sequence[Leaf]:
        """The moving average of the weights after a step, given the optimizer before it; empty without one."""
        if not self.uses.average:
            return ()
        return averaged(average, trainable, hyper.average, optimizer[STEP])

    def start(self, recipe: Recipe, seed: int, selection_rows: int, facts: Facts) -> Member:
        """The member before its first step: weights from the seed, rates from the recipe, columns from the fold."""
        if seed not in self._starts:
            self._starts[seed] = _weights(self._model(seed))
        start = self._starts[seed]
        own = {name: scalar(value) for name, value in rates(recipe.regularization).items()}
        if recipe.features < 1.0:
            own[KEPT] = facts.kept(recipe.features)
        fixed = [
            own.get(variable.name, value)
            for variable, value in zip(self.model.non_trainable_variables, start.fixed, strict=True)
        ]
        weights = Weights(start.trainable, fixed, start.trainable if self.uses.average else ())
        optimizer = _values(self.optimizer.variables)
        optimizer[RATE] = scalar(recipe.optimizer.learning_rate)
        rows = np.full(selection_rows, np.nan, np.float32)
        best = Best(loss=scalar(np.inf), epoch=np.zeros((), np.int32), weights=weights, rows=rows)
        return Member(
            weights=weights,
            optimizer=optimizer,
            epoch=np.zeros((), np.int32),
            best=best,
            last_rows=rows,
            plateau=plateau(recipe) if self.uses.plateau else None,
        )

    def _call(
        self, training: bool, trainable: list[Leaf], fixed: list[Leaf], inputs: list[Leaf]
    ) -> tuple[Leaf, list[Leaf], Leaf]:
        """Outputs, the fixed variables afterwards, and in training the penalties that a model has of its own."""
        x = inputs if len(inputs) > 1 else inputs[0]
        if not (self._has_losses and training):
            return *self.model.stateless_call(trainable, fixed, x, training=training), jnp.float32(0)
        forget_losses(self.model)
        outputs, fixed, losses = self.model.stateless_call(trainable, fixed, x, training=True, return_losses=True)
        return outputs, fixed, sum((jnp.sum(loss) for loss in losses), jnp.float32(0))

    def _model(self, seed: int) -> keras.Model:
        given, kept = self.recipe.regularization, None if self.recipe.features == 1.0 else ()
        layers = Layers(regularization=given, seed=seed, head="logits", members=True, kept=kept)
        make = partial(self.recipe.network.build, self.shapes, self.outputs, layers)
        # What a user's code does while it builds a model is its own affair.
        return make() if self._own else built(make, lambda model: model.variables)

    def _build_optimizer(self) -> None:
        build = partial(self.optimizer.build, self.model.trainable_variables)
        if self.recipe.optimizer.config is not None:
            build()
        else:
            built(build, lambda _: self.optimizer.variables)


def _weights(model: keras.Model) -> Weights:
    return Weights(_values(model.trainable_variables), _values(model.non_trainable_variables))


def _values(variables: Sequence[keras.Variable]) -> list[np.ndarray]:
    return [np.asarray(variable.value) for variable in variables]
