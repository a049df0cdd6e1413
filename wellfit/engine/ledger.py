"""Keeps the books of a population: curves, who has stopped, and what each member left."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from jaxtyping import Bool, Float, Int

from wellfit.engine.group import Group
from wellfit.engine.member import Result, TrainedMember
from wellfit.engine.outcome import curve, outcome
from wellfit.engine.state import Leaf, Measures, Member
from wellfit.engine.stop import Stop
from wellfit.engine.streaming.choose import AnyPopulation
from wellfit.engine.streams import Stream


class Ledger:
    """Takes the measures of each chunk; a member that stops is copied out then, whatever becomes of its place.

    One ledger keeps one group of a population, the one with this number.
    """

    def __init__(self, population: AnyPopulation, group: int) -> None:
        self._population, self._number = population, group
        grid = (len(population.streams), len(self._group.recipes))
        self._measures: list[Measures] = []
        self._judged: list[np.ndarray] = []
        self._epochs = np.zeros(grid, int)
        self._running = np.ones(grid, bool)
        self._early = np.zeros(grid, bool)
        self._left: dict[tuple[int, int], Member] = {}

    @property
    def _group(self) -> Group:
        return self._population.groups[self._number]

    @property
    def running(self) -> Bool[np.ndarray, "streams recipes"]:
        """Which members are still in training."""
        return self._running

    @property
    def alive(self) -> int:
        """Members still in training."""
        return int(self._running.sum())

    def add(self, measures: Measures, stop: Stop | None, *, final: bool) -> None:
        """Book a chunk; copy out the members that stop after it, all of them when it is the final one."""
        self._measures.append(measures)
        self._judged += self._population.judged[self._number : self._number + 1]
        self._epochs[self._running] += measures.train_loss.shape[1]
        if final:
            self.close()
        elif stop is not None:
            failed = ~np.isfinite(measures.train_loss[:, -1])
            controls = np.array([stream.control != "none" for stream in self._population.streams])
            best = self._best(stop, controls)
            leaving = self._running & stop.stopped(best, int(self._epochs.max()), failed, controls)
            self._early |= leaving
            self._leave(leaving)

    def _best(self, stop: Stop, controls: Bool[np.ndarray, " streams"]) -> Int[np.ndarray, "streams recipes"]:
        """The epochs since when it is counted that nothing has improved."""
        if not stop.jointly:
            return self._population.best_epochs(self._group)
        losses = np.concatenate([np.asarray(part.validation_loss) for part in self._measures], axis=1)
        return stop.joint_best(losses, controls)

    def close(self) -> None:
        """End the training of all members."""
        self._leave(self._running)

    def _leave(self, leaving: Bool[np.ndarray, "streams recipes"]) -> None:
        self._left |= self._population.copies(self._group, leaving)
        self._running = self._running & ~leaving

    def members(self) -> Iterator[TrainedMember]:
        """What each member left, recipe by recipe, in the order of the streams."""
        judged = np.concatenate(self._judged, axis=1) if self._judged else None
        for place, recipe in enumerate(self._group.recipes):
            for number, stream in enumerate(self._population.streams):
                left, epochs = self._left[number, place], int(self._epochs[number, place])
                best_rows, last_rows = (self._row_losses(rows, stream) for rows in (left.best.rows, left.last_rows))
                result, sentence = self._outcome(number, place)
                yield TrainedMember(
                    recipe=recipe,
                    seed=stream.seed,
                    fold=stream.fold,
                    control=stream.control,
                    result=result,
                    sentence=sentence,
                    epochs=epochs,
                    best_epoch=int(left.best.epoch),
                    best=left.best.weights.predicting,
                    last=left.weights.predicting,
                    best_rows=best_rows,
                    last_rows=last_rows,
                    epoch_rows=None if judged is None else self._row_losses(judged[number, :epochs, place], stream),
                    parameters=self._group.template.parameters,
                )

    def curves(self) -> pl.DataFrame:
        """A row for each member and epoch it trained, with the measures as columns."""
        together = Measures(*(np.concatenate(parts, axis=1) for parts in zip(*self._measures, strict=True)))
        frames = []
        for place, recipe in enumerate(self._group.recipes):
            for number, stream in enumerate(self._population.streams):
                epochs = int(self._epochs[number, place])
                own = Measures(*(values[number, :epochs, place] for values in together))
                frames.append(curve(recipe, stream, own, self._population.parts[stream.fold].loss_unit))
        return pl.concat(frames)

    def _row_losses(self, rows: Leaf, stream: Stream) -> Float[np.ndarray, "*epochs selection"]:
        """Of the rows that the stream's fold has, in the unit of all folds."""
        fold = self._population.parts[stream.fold]
        return np.asarray(rows)[..., : len(fold.splits.selection)] * np.float32(fold.loss_unit)

    def _outcome(self, stream: int, recipe: int) -> tuple[Result, str]:
        losses = np.concatenate([part.train_loss[stream, :, recipe] for part in self._measures])
        trained = losses[: self._epochs[stream, recipe]]
        best = int(self._left[stream, recipe].best.epoch)
        return outcome(trained, best, stopped=bool(self._early[stream, recipe]))
