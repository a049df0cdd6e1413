"""Train any family of recipes over any seeds in one call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from numbers import Integral

import polars as pl

from wellfit.backend import TOGETHER, backend_name
from wellfit.data.dataset import Dataset
from wellfit.data.folds import with_folds
from wellfit.engine.check_loss import check_loss
from wellfit.engine.chunks import ChunkDone, Watch, chunk_epochs
from wellfit.engine.executors import in_turn
from wellfit.engine.family import populations
from wellfit.engine.ledger import Ledger
from wellfit.engine.plans.choose import Choice
from wellfit.engine.plans.plan import Plan
from wellfit.engine.runs import Cost, PlanUsed, Runs, merge
from wellfit.engine.session import Session
from wellfit.engine.stop import Stop
from wellfit.engine.streaming.choose import AnyPopulation
from wellfit.engine.streams import CONTROLS, Control, Stream
from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe


def fit_many(
    recipes: Recipe | Sequence[Recipe],
    data: Dataset,
    *,
    seeds: int | Iterable[int] = 5,
    folds: int | None = None,
    epochs: int = 20,
    stop: Stop | None = None,
    controls: Mapping[Control, int] | None = None,
    watch: Watch | None = None,
    session: Session | None = None,
    plan: Plan | None = None,
) -> Runs:
    """Train every recipe with every seed, those of one shape together in one compiled program.

    All members of a seed see the same batches, and recipes with layers of the same shapes begin
    from the same weights, so that differences between recipes are paired over seeds. The test
    split is not touched. Where Keras runs on TensorFlow or PyTorch, members train one after another
    through it, with the same curves; a warning says so.

    Args:
        recipes: what to train; names must differ.
        data: encoded rows with splits, from `wellfit.read`.
        seeds: a number of seeds (0, 1, …) or the seeds themselves, in each fold.
        folds: for cross-validation, see `with_folds`; without it there are those that the data have, or one split.
        epochs: passes over the training split, at most.
        stop: ends members early; without it each trains for all epochs.
        controls: streams beside the plain ones (see `Stream`), with the seeds for each; every second fold has them.
        watch: called after each chunk of epochs; training ends there when it returns True, and recipes of
            shapes that were not begun are left out.
        session: what to share with other calls, so that nothing is compiled twice.
        plan: how members share the machine; without it the fastest known is taken. The numbers are the same.

    Raises:
        OptionError: no recipe, two of one name, no seed, no epoch, an unknown control, folds without enough rows, or a
            loss of one's own that gives no finite number a row.

    >>> import wellfit
    >>> from wellfit.recipes.networks import DenseNetwork
    >>> data = wellfit.read("example:iris")
    >>> runs = fit_many(Recipe(name="plain", network=DenseNetwork(units=(8,))), data, seeds=2, epochs=3)
    >>> runs.curves.select("recipe", "seed", "epoch").tail(1).rows()
    [('plain', 1, 3)]
    """
    chosen = [recipes] if isinstance(recipes, Recipe) else list(recipes)
    numbers = _seeds(seeds)
    _check(chosen, epochs, controls or {}, data)
    if folds is not None:
        data = with_folds(data, folds)
    streams = _streams(numbers, len(data.parts), controls or {})
    shared = session if session is not None else Session()
    if backend_name() != TOGETHER:
        return in_turn.fit(chosen, streams, data, epochs, stop, watch, shared.networks)
    programs, compiling = shared.programs, shared.seconds_compiling
    parts: list[Runs] = []
    for population, choice in populations(chosen, streams, data, epochs, shared, plan):
        parts.append(_fit(population, choice, data, epochs, stop, watch))
        if parts[-1].ended:
            break
    cost = Cost(programs=shared.programs - programs, seconds_compiling=shared.seconds_compiling - compiling)
    runs = merge(parts).ordered([recipe.name for recipe in chosen])
    return replace(runs, cost=runs.cost + cost)


def _fit(
    population: AnyPopulation, choice: Choice, data: Dataset, epochs: int, stop: Stop | None, watch: Watch | None
) -> Runs:
    ledgers = [Ledger(population, number) for number in range(len(population.groups))]
    recipes = [recipe for group in population.groups for recipe in group.recipes]
    chunk, ended, training = chunk_epochs(epochs, population.steps), False, 0.0
    for first in range(0, epochs, chunk):
        measures, seconds = population.run(range(first, first + chunk))
        training += seconds
        epoch, members = first + chunk, sum(ledger.alive for ledger in ledgers)
        for ledger, measured in zip(ledgers, measures, strict=True):
            ledger.add(measured, stop, final=epoch == epochs)
        done = ChunkDone(
            members=members,
            running=sum(ledger.alive for ledger in ledgers),
            epoch=epoch,
            epochs=epochs,
            chunk=chunk,
            seconds=seconds,
            recipes=recipes,
        )
        ended = watch is not None and watch(done)
        if ended:
            for ledger in ledgers:
                ledger.close()
        if not any(ledger.alive for ledger in ledgers):
            break
        population.compact([ledger.running for ledger in ledgers], epochs - epoch)
    left = tuple(member for ledger in ledgers for member in ledger.members())
    curves = pl.concat([ledger.curves() for ledger in ledgers])
    used = PlanUsed(
        recipes=tuple(recipe.name for recipe in recipes),
        streams=len(population.streams),
        choice=choice,
        member_epochs=len(curves),
        seconds=training,
        gigabytes=population.bytes / 1e9,
    )
    cost = Cost(seconds_training=training)
    return Runs(data=data, members=left, curves=curves, cost=cost, plans=(used,), ended=ended)


def _streams(seeds: Sequence[int], folds: int, controls: Mapping[Control, int]) -> list[Stream]:
    """The plain streams fold by fold, then those of each control."""
    streams = [Stream(seed=seed, fold=fold) for fold in range(folds) for seed in seeds]
    for control, count in controls.items():
        some = range(0, folds, 2)  # what a control shows is the same in all folds
        streams += [Stream(seed=seed, control=control, fold=fold) for fold in some for seed in seeds[:count]]
    return streams


def _seeds(seeds: int | Iterable[int]) -> list[int]:
    numbers = list(range(int(seeds)) if isinstance(seeds, Integral) else seeds)  # type: ignore[arg-type]
    whole = all(isinstance(number, Integral) and number >= 0 for number in numbers)
    if not numbers or not whole or len(set(numbers)) < len(numbers):
        raise OptionError(f"Training needs one seed or more, different whole numbers from 0 on; received {seeds!r}.")
    return [int(number) for number in numbers]


def _check(recipes: Sequence[Recipe], epochs: int, controls: Iterable[str], data: Dataset) -> None:
    names = [recipe.name for recipe in recipes]
    if not names:
        raise OptionError("There is no recipe to train: give at least one.")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise OptionError(f"Two recipes are called {twice[0]!r}: curves are told apart by name, so give each its own.")
    if epochs < 1:
        raise OptionError(f"Training needs at least 1 epoch, received {epochs}.")
    known = [control for control in CONTROLS if control != "none"]  # the plain streams are there in any case
    if unknown := sorted(set(controls) - set(known)):
        raise OptionError(f"There is no control {unknown[0]!r}; expected among {', '.join(known)}.")
    for loss in dict.fromkeys(recipe.loss for recipe in recipes if recipe.loss is not None):
        check_loss(loss, data)
