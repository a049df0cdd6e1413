"""What each level of training on images brought over the one before, and which one is handed over."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wellfit.diagnosis import Effect, holm
from wellfit.workflow.context import Context
from wellfit.workflow.effects import SIGNIFICANT, paired
from wellfit.workflow.folded import judged
from wellfit.workflow.levels.level import SAID, Level
from wellfit.workflow.scores import shown

ORDER = ("scratch", "features", "tuning")


def put_levels(context: Context, test: Mapping[str, float] | None = None) -> None:
    """Store what the levels came to so far; `test` is what the chosen one reaches on the test split."""
    levels = in_order(context)
    chosen = choose_level(levels)[0]
    context.writer.put(
        "levels",
        [
            {**_as_dict(level, before, context), "chosen": level is chosen, "test": test if level is chosen else None}
            for level, before in zip(levels, [None, *levels], strict=False)
        ],
    )


def in_order(context: Context) -> list[Level]:
    """The levels that were trained, from the first to the last."""
    return [context.levels[name] for name in ORDER if name in context.levels]


def choose_level(levels: Sequence[Level]) -> tuple[Level, str]:
    """The level to hand over, by the selection split alone, and why, in a sentence.

    The head on the backbone's features is what the others are held against, for it costs least and moves least with
    the seed; another one takes its place where its loss is lower beyond noise, also after Holm's correction for their
    number. So what is handed over is never worse than the features beyond what the selection rows can show. Without
    features it is the network from scratch. Raises ValueError where no level was trained.
    """
    by_name = {level.name: level for level in levels}
    held = by_name.get("features") or by_name.get("scratch") or next(iter(levels), None)
    if held is None:
        raise ValueError("there is no level to choose from")
    others = [level for level in levels if level is not held]
    effects = [over(level, held) for level in others]
    corrected = holm([effect.p for effect in effects])
    better = [
        level for level, effect, p in zip(others, effects, corrected, strict=True) if effect.better and p < SIGNIFICANT
    ]
    chosen = min(better, key=lambda level: float(np.mean(level.rows)), default=held)
    return chosen, _why(chosen, held, others)


def over(level: Level, before: Level) -> Effect:
    """What a level changes against another one, with the seeds that both have."""
    rows, base = level.rows, before.rows
    seeds = min(len(rows), len(base))
    return paired(rows[:seeds], base[:seeds], level.runs.row_folds)


def said_of(level: Level, context: Context) -> str:
    """What a level reaches on the selection rows, and what it changes against the one before, in a sentence."""
    metric, before = context.data.task.metric, _before(level, context)
    reached = f"{level.recipe.name}: selection {metric} {shown(judged(level.runs, level.recipe.name).metric, metric)}"
    if before is None:
        return f"{reached}."
    effect = over(level, before)
    if not np.isfinite(effect.change):
        return f"{reached}; it did not train with every seed."
    change = f"{effect.change:+.3g} ({effect.low:+.3g} to {effect.high:+.3g})"
    return f"{reached}; against {SAID[before.name]} the loss changes by {change}."


def _before(level: Level, context: Context) -> Level | None:
    """The level before it, where one was trained."""
    earlier = in_order(context)[: in_order(context).index(level)]
    return earlier[-1] if earlier else None


def _why(chosen: Level, held: Level, others: Sequence[Level]) -> str:
    if not others:
        return f"{SAID[chosen.name].capitalize()} is what there is to hand over."
    against = SAID[held.name] if chosen is not held else " and ".join(SAID[other.name] for other in others)
    if chosen is not held:
        return (
            f"{SAID[chosen.name].capitalize()} is chosen: it has a lower selection loss than {against}, beyond noise."
        )
    lower = "has" if len(others) == 1 else "have"
    return f"{SAID[chosen.name].capitalize()} is chosen: {against} {lower} no lower selection loss beyond noise."


def _as_dict(level: Level, before: Level | None, context: Context) -> dict[str, Any]:
    found, metric = judged(level.runs, level.recipe.name), context.data.task.metric
    effect = None if before is None else over(level, before)
    whole = effect is not None and bool(np.isfinite(effect.change))
    return {
        "level": level.name,
        "recipe": level.recipe.name,
        "selection": {"loss": found.loss, metric: found.metric},
        "seeds": len(level.rows),
        "epochs": level.epochs,
        **{name: getattr(effect, name) if whole else None for name in ("change", "low", "high")},
        "seconds": level.seconds,
    }
