"""One member that takes its turns in a shared Keras model."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from wellfit.data.dataset import Dataset
from wellfit.engine.executors.answers import Makes
from wellfit.engine.executors.batches import batches
from wellfit.engine.executors.host_rows import HostRows
from wellfit.engine.executors.network import Batch, State
from wellfit.engine.executors.networks import Networks
from wellfit.engine.hyper import plateau
from wellfit.engine.member import TrainedMember
from wellfit.engine.outcome import curve, outcome
from wellfit.engine.state import Best, Measures
from wellfit.engine.streams import Stream
from wellfit.engine.update import waited
from wellfit.recipes.recipe import Recipe

# Rows evaluated at a time: enough to fill a matrix product, few enough for a batch of wide rows.
EVALUATION_ROWS = 1024


class Turn:
    """The state and the books of a recipe under one stream; the model that it trains in is others' too."""

    def __init__(self, recipe: Recipe, stream: Stream, data: Dataset, networks: Networks) -> None:
        self.recipe, self.stream, self.stopped = recipe, stream, False
        part = data.parts[stream.fold]
        rows = max(len(one.splits.train) for one in data.parts)
        steps = -(-rows // min(recipe.batch_size, rows))
        self._networks, self._network = networks, networks.of(recipe, part, steps)
        self._makes = Makes(recipe.training, part, self._network.blocks, stream.chance)
        self._plateau = plateau(recipe)
        self._rows, self._splits, self._unit = HostRows(part, self._network.blocks), part.splits, part.loss_unit
        self._state: State = self._network.start(stream.chance, recipe.optimizer.learning_rate)
        self._last = self._state.weights
        self._last_rows = np.full(len(part.splits.selection), np.nan, np.float32)
        self._best = Best(loss=np.array(np.inf), epoch=np.array(0), weights=self._state.weights, rows=self._last_rows)
        self._epochs: list[Measures] = []
        self._judged: list[np.ndarray] | None = [] if data.folds else None

    @property
    def steps(self) -> int:
        """Optimizer steps an epoch."""
        return len(self._batches(0))

    @property
    def best_epoch(self) -> int:
        """The epoch of the lowest validation loss; 0 where none was finite."""
        return int(self._best.epoch)

    @property
    def validation_loss(self) -> np.ndarray:
        """The validation loss after each epoch so far."""
        return np.array([measured.validation_loss for measured in self._epochs])

    @property
    def failed(self) -> bool:
        """Whether the last training loss was not a finite number."""
        return bool(self._epochs) and not np.isfinite(self._epochs[-1].train_loss)

    def train(self, epochs: range) -> None:
        """Train through these epochs (0-based)."""
        self._prepare()
        self._network.put(self._state)
        with np.errstate(over="ignore", invalid="ignore"):  # a member that diverges is told by its result
            for epoch in epochs:
                self._epoch(epoch)
        self._state = self._network.take()
        with self._network.predicting():
            self._last = self._network.weights()

    def curve(self) -> pl.DataFrame:
        """The measures, a row an epoch."""
        return curve(self.recipe, self.stream, self._measures(), self._unit)

    def member(self) -> TrainedMember:
        """What it left."""
        losses = np.asarray(self._measures().train_loss)
        result, sentence = outcome(losses, self.best_epoch, stopped=self.stopped)
        return TrainedMember(
            recipe=self.recipe,
            seed=self.stream.seed,
            fold=self.stream.fold,
            control=self.stream.control,
            result=result,
            sentence=sentence,
            epochs=len(self._epochs),
            best_epoch=self.best_epoch,
            best=self._network.as_compiled(self._best.weights),
            last=self._network.as_compiled(self._last),
            best_rows=np.asarray(self._best.rows) * np.float32(self._unit),
            last_rows=self._last_rows * np.float32(self._unit),
            parameters=self._network.parameters,
            epoch_rows=None if self._judged is None else np.stack(self._judged) * np.float32(self._unit),
        )

    def _measures(self) -> Measures:
        return Measures(*(np.array(values, np.float32) for values in zip(*self._epochs, strict=True)))

    def _batches(self, epoch: int) -> list[tuple[np.ndarray, np.ndarray]]:
        return batches(self.stream, self._splits.train, self.recipe.batch_size, epoch)

    def _prepare(self) -> None:
        """Let Keras compile for every size of batch, apart from the training, so that its time is known."""
        evaluated = self._pieces(np.concatenate([self._splits.validation, self._splits.selection]))[:1]
        for training, parts in ((True, [inputs for inputs, _ in self._batches(0)]), (False, evaluated)):
            for numbers in {len(part): part for part in parts}.values():
                inputs, target = self._rows.inputs(numbers), self._rows.target(numbers)
                if training:
                    inputs, target = self._makes.batch(inputs, target, 0)
                self._networks.seconds_compiling += self._network.prepare(inputs, target, training=training)

    def _epoch(self, epoch: int) -> None:
        said, sizes = list[Batch](), list[int]()
        numbers = self._batches(epoch)
        for step, (inputs, targets) in enumerate(numbers, epoch * len(numbers)):
            x = self._rows.inputs(inputs, blank=self.stream.blank)
            said.append(self._network.train(*self._makes.batch(x, self._rows.target(targets), step)))
            sizes.append(len(inputs))
        self._book(
            epoch + 1,
            loss=np.average([batch.loss for batch in said], weights=sizes),
            metric=np.average([batch.metric for batch in said], weights=sizes),
            penalty=np.average([batch.penalty for batch in said], weights=sizes),
        )

    def _book(self, epoch: int, *, loss: np.floating, metric: np.floating, penalty: np.floating) -> None:
        """Measure on the held-out rows, and remember the epoch if it is the best one."""
        with self._network.predicting():
            self._measure(epoch, loss, metric, penalty)
        if self.recipe.training.schedule.kind == "plateau":
            before = np.asarray(self._network.rate, np.float32)
            self._plateau, rate = waited(self._plateau, np.asarray(self._epochs[-1].validation_loss), before)
            self._network.rate = float(rate)

    def _measure(self, epoch: int, loss: np.floating, metric: np.floating, penalty: np.floating) -> None:
        split = len(self._splits.validation)
        losses, metrics = self._scores(np.concatenate([self._splits.validation, self._splits.selection]))
        self._last_rows = losses[split:]
        if self._judged is not None:
            self._judged.append(self._last_rows)
        held_out = [part.mean() for part in (losses[:split], metrics[:split], losses[split:], metrics[split:])]
        now = Measures(*(np.asarray(value, np.float32) for value in (loss, metric, penalty, *held_out)))
        self._epochs.append(now)
        # False for NaN: a member that diverged keeps its best epoch.
        if now.validation_loss < self._best.loss:
            weights = self._network.weights()
            self._best = Best(loss=now.validation_loss, epoch=np.array(epoch), weights=weights, rows=self._last_rows)

    def _scores(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        found = [
            self._network.scores(self._rows.inputs(part, blank=self.stream.blank), self._rows.target(part))
            for part in self._pieces(numbers)
        ]
        losses, metrics = (np.concatenate(parts)[: len(numbers)] for parts in zip(*found, strict=True))
        return losses, metrics

    def _pieces(self, numbers: np.ndarray) -> Sequence[np.ndarray]:
        """The rows in pieces of one size, filled up from their beginning: one size is compiled once."""
        pieces = -(-len(numbers) // EVALUATION_ROWS)
        size = -(-len(numbers) // pieces)
        return np.split(np.resize(numbers, pieces * size), pieces)
