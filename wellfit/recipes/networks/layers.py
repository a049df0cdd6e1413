"""The layers that networks are made of, with seeded starts and the recipe's regularization."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.networks.following import Following, batch_normalization, max_norm
from wellfit.recipes.networks.member_columns import MemberColumns
from wellfit.recipes.regularization import Regularization

Head = Literal["logits", "probabilities", "number"]
# Of each encoded column, whether it is read: 1 or 0.
Kept = Sequence[float]


class Made(NamedTuple):
    """What layers are made with."""

    regularization: Regularization
    seed: int
    head: Head
    members: bool


class Layers:
    """Makes a network's layers: stock Keras for export, or with per-member values for the engine.

    The starts depend on `seed` and on the layer's place alone, so that two recipes whose layers
    have the same shapes begin from the same weights. With `members` true, dropout rates become
    variables and kernels are marked as penalised without a rate: the engine supplies both.
    """

    def __init__(
        self,
        *,
        regularization: Regularization,
        seed: int,
        head: Head,
        members: bool = False,
        kept: Kept | None = None,
    ) -> None:
        self._regularization, self._seed, self._head, self._members = regularization, seed, head, members
        self._starts = self._hidden = self._convolutions = self._channels = 0
        self._kept, self._reads_columns = kept, False
        self._following = Following(regularization, seed, members)

    @property
    def made_with(self) -> Made:
        """For networks whose layers are their own."""
        return Made(self._regularization, self._seed, self._head, self._members)

    def columns(self, x: Any) -> Any:
        """The encoded columns [rows, columns] as the network reads them: 0 for those that it does not."""
        self._reads_columns = True
        if self._kept is None:
            return x
        if self._members:
            return MemberColumns(name="columns_read")(x)
        return keras.layers.Rescaling(list(self._kept), name="columns_read")(x)

    def check_columns(self) -> None:
        """Raises ModelError where a part of the columns was to be read, and none is."""
        if self._kept is not None and not self._reads_columns:
            raise ModelError("it reads no encoded columns, whose number could be cut")

    def hidden(self, x: Any, units: int, activation: str) -> Any:
        """Dense, then normalization if asked for, the activation, and dropout and noise if asked for."""
        self._hidden += 1
        start, penalty, number = self._glorot(), self._penalty(), self._hidden
        normalized = self._regularization.normalized  # which has a bias of its own
        x = keras.layers.Dense(
            units,
            use_bias=not normalized,
            kernel_initializer=start,
            kernel_regularizer=penalty,
            bias_regularizer=None if normalized else self._bias_penalty(),
            kernel_constraint=self._max_norm(2),
            name=f"hidden_{number}",
        )(x)
        if normalized:
            x = self._following.normalization(f"normalization_{number}")(x)
        x = keras.layers.Activation(activation, name=f"activation_{number}")(x)
        for layer in self._following.behind(number, str(number)):
            x = layer(x)
        return x

    def convolution(self, x: Any, filters: int, kernel: int, activation: str, *, stride: int, pool: int) -> Any:
        """Convolution without padding, normalization if asked for, the activation, max-pooling, spatial dropout."""
        self._convolutions += 1
        start, penalty, number = self._glorot(), self._penalty(), self._convolutions
        normalized = self._regularization.normalized
        x = keras.layers.Conv2D(
            filters,
            kernel,
            strides=stride,
            use_bias=not normalized,
            kernel_initializer=start,
            kernel_regularizer=penalty,
            bias_regularizer=None if normalized else self._bias_penalty(),
            kernel_constraint=self._max_norm(4),
            name=f"convolution_{number}",
        )(x)
        if normalized:
            x = self._following.normalization(f"convolution_{number}_normalization")(x)
        x = keras.layers.Activation(activation, name=f"convolution_{number}_activation")(x)
        return self.channels(keras.layers.MaxPooling2D(pool, name=f"pooling_{number}")(x), axes=2)

    def normalized_convolution(
        self, x: Any, filters: int, kernel: int, activation: str, *, stride: int, pool: int
    ) -> Any:
        """Convolution of an image that stays as large, pooling, batch normalization, the activation, spatial dropout.

        Pooled first, there is a quarter of the numbers to normalize. An image smaller than the pooling stays unpooled.
        Raises ModelError where another normalization was asked for.
        """
        if self._regularization.normalized:
            raise ModelError("it is normalized already")
        self._convolutions += 1
        number = self._convolutions
        x = keras.layers.Conv2D(
            filters,
            kernel,
            strides=stride,
            padding="same",
            use_bias=False,  # which the normalization has
            kernel_initializer=self._glorot(),
            kernel_regularizer=self._penalty(),
            kernel_constraint=self._max_norm(4),
            name=f"convolution_{number}",
        )(x)
        x = keras.layers.MaxPooling2D(pool, name=f"pooling_{number}")(x) if pool <= min(x.shape[1:3]) else x
        x = batch_normalization(f"convolution_{number}_normalization")(x)
        x = keras.layers.Activation(activation, name=f"convolution_{number}_activation")(x)
        return self.channels(x, axes=2)

    def behind(self, x: Any) -> Any:
        """Penalty, dropout and noise if asked for, behind what is no dense layer."""
        self._hidden += 1
        for layer in self._following.behind(self._hidden, str(self._hidden)):
            x = layer(x)
        return x

    def channels(self, x: Any, axes: int) -> Any:
        """Spatial dropout if asked for, of channels [rows, one axis or two, channels]."""
        self._channels += 1
        if not self._regularization.noise.spatial_dropout:
            return x
        return self._following.spatial(axes, self._channels, f"spatial_dropout_{self._channels}")(x)

    def convolution_1d(self, x: Any, filters: int, kernel: int, pool: int, activation: str) -> Any:
        """Convolution over as many steps as before, normalization if asked for, the activation, max-pooling."""
        self._convolutions += 1
        start, penalty, number = self._glorot(), self._penalty(), self._convolutions
        normalized = self._regularization.normalized
        x = keras.layers.Conv1D(
            filters,
            kernel,
            padding="same",
            use_bias=not normalized,
            kernel_initializer=start,
            kernel_regularizer=penalty,
            bias_regularizer=None if normalized else self._bias_penalty(),
            kernel_constraint=self._max_norm(3),
            name=f"convolution_{number}",
        )(x)
        if normalized:
            x = self._following.normalization(f"convolution_{number}_normalization")(x)
        x = keras.layers.Activation(activation, name=f"convolution_{number}_activation")(x)
        x = keras.layers.MaxPooling1D(pool, name=f"pooling_{number}")(x) if pool > 1 else x
        return self.channels(x, axes=1)

    def recurrent(self, x: Any, units: int, cell: str, *, there: Any, last: bool) -> Any:
        """A recurrent layer, then normalization, dropout and noise if asked for; of the `last` one the last state.

        Dropout and normalization act between layers, never from step to step (Zaremba et al. 2014, "Recurrent
        neural network regularization"). Steps that are not `there` leave the state as it was.
        """
        self._hidden += 1
        number = self._hidden
        kinds = {"gru": keras.layers.GRU, "lstm": keras.layers.LSTM, "simple": keras.layers.SimpleRNN}
        # The fused kernels of an accelerator know nothing of several members at a time.
        fused = {} if cell == "simple" else {"use_cudnn": False}
        x = kinds[cell](
            units,
            return_sequences=not last,
            kernel_initializer=self._glorot(),
            recurrent_initializer=keras.initializers.Orthogonal(seed=self._next_start()),
            kernel_regularizer=self._penalty(),
            recurrent_regularizer=self._penalty(),
            bias_regularizer=self._bias_penalty(),
            kernel_constraint=self._max_norm(2),
            recurrent_constraint=self._max_norm(2),
            seed=self._small(1, number),  # of a fold, the seed itself is a number that Keras has no room for
            name=f"recurrent_{number}",
            **fused,
        )(x, mask=there)
        if self._regularization.normalized:
            x = self._following.normalization(f"normalization_{number}")(x)
        for layer in self._following.behind(number, str(number)):
            x = layer(x)
        return x if last else self.channels(x, axes=1)

    def embedding(self, x: Any, words: int, size: int) -> Any:
        """One trained vector of `size` numbers for each word; its start is uniform in ±0.05 as in Keras."""
        start = keras.initializers.RandomUniform(seed=self._next_start())
        x = keras.layers.Embedding(words, size, embeddings_initializer=start, name="embedding")(x)
        return self.channels(x, axes=1)

    def output(self, x: Any, units: int, *, penalised: bool = False) -> Any:
        """The last layer: `units` numbers, squashed into probabilities where the head asks for it.

        With `penalised`, penalties and max norm hold its kernel as those of hidden layers.

        Raises ModelError where spatial dropout was asked for, and no layer before had channels.
        """
        self.check_columns()
        if self._regularization.noise.spatial_dropout and not self._channels:
            raise ModelError("it has no layer of pictures or sequences, whose channels spatial dropout silences")
        x = keras.layers.Dense(
            units,
            kernel_initializer=self._glorot(),
            kernel_regularizer=self._penalty() if penalised else None,
            kernel_constraint=self._max_norm(2) if penalised else None,
            name="output",
        )(x)
        if self._head != "probabilities":
            return x
        return keras.layers.Activation("sigmoid" if units == 1 else "softmax", name="probabilities")(x)

    def _next_start(self) -> int:
        self._starts += 1
        return self._small(self._starts)

    def _small(self, *place: int) -> int:
        """A number of 31 bits for a place in the network, from the seed."""
        return int(np.random.SeedSequence([self._seed, *place]).generate_state(1)[0] >> 1)

    def _glorot(self) -> keras.initializers.Initializer:
        return keras.initializers.GlorotUniform(seed=self._next_start())

    def _penalty(self) -> keras.regularizers.Regularizer | None:
        given = self._regularization
        if self._members:
            return keras.regularizers.L1L2(l1=0.0, l2=0.0)
        return keras.regularizers.L1L2(l1=given.l1, l2=given.l2) if given.l1 or given.l2 else None

    def _bias_penalty(self) -> keras.regularizers.Regularizer | None:
        given = self._regularization.limits
        if self._members:
            return keras.regularizers.L1L2(l1=0.0, l2=0.0)
        l1, l2 = given.bias_l1, given.bias_l2
        return keras.regularizers.L1L2(l1=l1, l2=l2) if l1 or l2 else None

    def _max_norm(self, axes: int) -> keras.constraints.Constraint | None:
        # The engine cuts back by itself, each member to a length of its own.
        return None if self._members else max_norm(self._regularization.limits.max_norm, axes)
