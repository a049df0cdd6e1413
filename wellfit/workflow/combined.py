"""Several remedies in one recipe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from wellfit.data.dataset import Dataset
from wellfit.engine.export import stock_model
from wellfit.errors import ModelError, OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import Remedy

MOST_COMBINED = 3


def combined(plain: Recipe, remedies: Sequence[Remedy], data: Dataset) -> tuple[Recipe, list[Remedy]]:
    """The recipe with as many of these remedies as go together, the first ones first, and which those are.

    One that would undo another, or cannot be applied beside it, is passed over.
    """
    recipe, parts = plain, list[Remedy]()
    for remedy in remedies:
        if len(parts) == MOST_COMBINED:
            break
        try:
            with_it = remedy.apply(recipe)
            stock_model(with_it, data, 0)
        except (ModelError, OptionError):
            continue
        if not any(_undone(part, plain, with_it) for part in parts):
            recipe, parts = with_it, [*parts, remedy]
    return recipe, parts


def _undone(part: Remedy, plain: Recipe, now: Recipe) -> bool:
    """Whether a value that the remedy sets in a plain recipe is another one now. Networks may change further."""
    before, after, found = (dict(_values(recipe)) for recipe in (plain, part.change(plain), now))
    return any(found[name] != value for name, value in after.items() if before[name] != value)


def _values(recipe: Recipe) -> Iterator[tuple[str, Any]]:
    yield "features", recipe.features
    for section in ("optimizer", "regularization", "training"):
        yield from _flat(section, asdict(getattr(recipe, section)))


def _flat(name: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{name}.{key}", value)
        else:
            yield f"{name}.{key}", value
