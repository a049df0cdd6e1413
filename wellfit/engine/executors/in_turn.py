"""Members one after another through Keras itself, on whichever backend it runs."""

import time
import warnings
from collections.abc import Sequence

import numpy as np
import polars as pl
from jaxtyping import Float

from wellfit.data.dataset import Dataset
from wellfit.engine.chunks import ChunkDone, Watch, chunk_epochs
from wellfit.engine.executors.cost_line import cost_line
from wellfit.engine.executors.networks import Networks
from wellfit.engine.executors.turn import Turn
from wellfit.engine.runs import Cost, Runs, merge
from wellfit.engine.shape import group_by_shape
from wellfit.engine.stop import Stop
from wellfit.engine.streams import Stream
from wellfit.recipes.recipe import Recipe


def fit(
    recipes: Sequence[Recipe],
    streams: Sequence[Stream],
    data: Dataset,
    epochs: int,
    stop: Stop | None = None,
    watch: Watch | None = None,
    networks: Networks | None = None,
) -> Runs:
    """Train every recipe over every stream: the same starts, batches, measures and stops as the compiled program.

    Members of one shape take turns, a chunk of epochs each, so that they stop together and are
    watched as those of a compiled program are; shapes follow one another. Only dropout differs: each
    backend draws other masks.

    Args:
        recipes: what to train; names must differ.
        streams: the seeds and controls.
        data: encoded rows with splits.
        epochs: passes over the training split, at most.
        stop: ends members early.
        watch: called after each chunk; when it returns True, training ends there.
        networks: models that other calls have compiled.

    Warns:
        UserWarning: the members would train together if Keras ran on JAX.
    """
    if line := cost_line():
        warnings.warn(line, stacklevel=3)  # where fit_many was called
    shared, parts = networks if networks is not None else Networks(), list[Runs]()
    for group in group_by_shape(recipes):
        parts.append(_fit_group(group, streams, data, epochs, stop, watch, shared))
        if parts[-1].ended:
            break
    return merge(parts).ordered([recipe.name for recipe in recipes])


def _fit_group(
    recipes: Sequence[Recipe],
    streams: Sequence[Stream],
    data: Dataset,
    epochs: int,
    stop: Stop | None,
    watch: Watch | None,
    networks: Networks,
) -> Runs:
    count, compiling, training, ended = networks.count, networks.seconds_compiling, 0.0, False
    turns = [Turn(recipe, stream, data, networks) for recipe in recipes for stream in streams]
    # A stop rule looks where it looks in the compiled program; without one, whoever watches need not wait so long.
    chunk = chunk_epochs(epochs, turns[0].steps * (1 if stop else len(turns)))
    running = turns
    for first in range(0, epochs, chunk):
        seconds = _train(running, range(first, first + chunk), networks)
        training, epoch, trained = training + seconds, first + chunk, len(running)
        running = _going_on(turns, running, stop, epoch) if epoch < epochs else []
        done = ChunkDone(
            members=trained,
            running=len(running),
            epoch=epoch,
            epochs=epochs,
            chunk=chunk,
            seconds=seconds,
            recipes=recipes,
        )
        ended = watch is not None and watch(done)
        if ended or not running:
            break
    cost = Cost(
        programs=networks.count - count,
        seconds_compiling=networks.seconds_compiling - compiling,
        seconds_training=training,
    )
    members, curves = tuple(turn.member() for turn in turns), pl.concat([turn.curve() for turn in turns])
    return Runs(data=data, members=members, curves=curves, cost=cost, ended=ended)


def _train(running: Sequence[Turn], epochs: range, networks: Networks) -> float:
    """One after another through these epochs; the seconds it took, without those of compiling."""
    begin, compiled = time.perf_counter(), networks.seconds_compiling
    for turn in running:
        turn.train(epochs)
    return time.perf_counter() - begin - (networks.seconds_compiling - compiled)


def _going_on(turns: Sequence[Turn], running: Sequence[Turn], stop: Stop | None, epoch: int) -> list[Turn]:
    """Those of the running members that need another epoch; the others are told that they stopped."""
    if stop is None:
        return list(running)
    streams = list(dict.fromkeys(turn.stream for turn in turns))
    grid = (-1, len(streams))  # members are in the order of the recipes
    best, failed = (np.reshape(facts, grid).T for facts in zip(*((t.best_epoch, t.failed) for t in turns), strict=True))
    controls = np.array([stream.control != "none" for stream in streams])
    if stop.jointly:
        best = stop.joint_best(_losses(turns, epoch).reshape(*grid, epoch).transpose(1, 2, 0), controls)
    over = stop.stopped(best, epoch, failed, controls).T.ravel()
    for turn in (turn for turn, done in zip(turns, over, strict=True) if done and turn in running):
        turn.stopped = True
    return [turn for turn in running if not turn.stopped]


def _losses(turns: Sequence[Turn], epochs: int) -> Float[np.ndarray, "members epochs"]:
    """Validation losses, NaN after a member stopped."""
    losses = np.full((len(turns), epochs), np.nan)
    for line, turn in zip(losses, turns, strict=True):
        line[: len(turn.validation_loss)] = turn.validation_loss
    return losses
