"""The layers that networks are made of, with seeded starts and the recipe's regularization."""

from typing import Any, Literal, NamedTuple

import numpy as np

from wellfit.backend import keras
from wellfit.recipes.networks.member_dropout import MemberDropout
from wellfit.recipes.regularization import Regularization

Head = Literal["logits", "probabilities", "number"]


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

    def __init__(self, *, regularization: Regularization, seed: int, head: Head, members: bool = False) -> None:
        self._regularization, self._seed, self._head, self._members = regularization, seed, head, members
        self._starts = self._hidden = self._convolutions = 0

    @property
    def made_with(self) -> Made:
        """For networks whose layers are their own."""
        return Made(self._regularization, self._seed, self._head, self._members)

    def hidden(self, x: Any, units: int, activation: str) -> Any:
        """Dense, then batch normalization if asked for, the activation, and dropout if asked for."""
        self._hidden += 1
        start, penalty, number = self._glorot(), self._penalty(), self._hidden
        normalized = self._regularization.batch_normalization  # which has a bias of its own
        x = keras.layers.Dense(
            units,
            use_bias=not normalized,
            kernel_initializer=start,
            kernel_regularizer=penalty,
            name=f"hidden_{number}",
        )(x)
        if normalized:
            x = keras.layers.BatchNormalization(name=f"normalization_{number}")(x)
        x = keras.layers.Activation(activation, name=f"activation_{number}")(x)
        return self._dropout(f"dropout_{number}")(x) if self._regularization.dropout else x

    def convolution(self, x: Any, filters: int, kernel: int, pool: int, activation: str) -> Any:
        """Convolution without padding, batch normalization if asked for, the activation, and max-pooling."""
        self._convolutions += 1
        start, penalty, number = self._glorot(), self._penalty(), self._convolutions
        normalized = self._regularization.batch_normalization
        x = keras.layers.Conv2D(
            filters,
            kernel,
            use_bias=not normalized,
            kernel_initializer=start,
            kernel_regularizer=penalty,
            name=f"convolution_{number}",
        )(x)
        if normalized:
            x = keras.layers.BatchNormalization(name=f"convolution_{number}_normalization")(x)
        x = keras.layers.Activation(activation, name=f"convolution_{number}_activation")(x)
        return keras.layers.MaxPooling2D(pool, name=f"pooling_{number}")(x)

    def convolution_1d(self, x: Any, filters: int, kernel: int, pool: int, activation: str) -> Any:
        """Convolution over as many steps as before, batch normalization if asked for, the activation, max-pooling."""
        self._convolutions += 1
        start, penalty, number = self._glorot(), self._penalty(), self._convolutions
        normalized = self._regularization.batch_normalization
        x = keras.layers.Conv1D(
            filters,
            kernel,
            padding="same",
            use_bias=not normalized,
            kernel_initializer=start,
            kernel_regularizer=penalty,
            name=f"convolution_{number}",
        )(x)
        if normalized:
            x = keras.layers.BatchNormalization(name=f"convolution_{number}_normalization")(x)
        x = keras.layers.Activation(activation, name=f"convolution_{number}_activation")(x)
        return keras.layers.MaxPooling1D(pool, name=f"pooling_{number}")(x) if pool > 1 else x

    def recurrent(self, x: Any, units: int, cell: str, *, there: Any, last: bool) -> Any:
        """A recurrent layer, then batch normalization and dropout if asked for; of the `last` one the last state.

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
            seed=self._small(1, number),  # of a fold, the seed itself is a number that Keras has no room for
            name=f"recurrent_{number}",
            **fused,
        )(x, mask=there)
        if self._regularization.batch_normalization:
            x = keras.layers.BatchNormalization(name=f"normalization_{number}")(x)
        return self._dropout(f"dropout_{number}")(x) if self._regularization.dropout else x

    def embedding(self, x: Any, words: int, size: int) -> Any:
        """One trained vector of `size` numbers for each word; its start is uniform in ±0.05 as in Keras."""
        start = keras.initializers.RandomUniform(seed=self._next_start())
        return keras.layers.Embedding(words, size, embeddings_initializer=start, name="embedding")(x)

    def output(self, x: Any, units: int) -> Any:
        """The last layer: `units` numbers, squashed into probabilities where the head asks for it."""
        x = keras.layers.Dense(units, kernel_initializer=self._glorot(), name="output")(x)
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

    def _dropout(self, name: str) -> keras.layers.Layer:
        # Apart from the starts' numbers, so that dropout does not change where a network begins.
        seed = self._small(0, self._hidden)
        kind = MemberDropout if self._members else keras.layers.Dropout
        return kind(self._regularization.dropout, seed=seed, name=name)
