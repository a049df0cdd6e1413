"""The members of one shape: recipes × streams, and where each of them lies in the arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import jax
import numpy as np
from jax.sharding import PartitionSpec
from jaxtyping import Int, Num

from wellfit.engine.folds import Facts
from wellfit.engine.hyper import hyper
from wellfit.engine.plans.devices import place
from wellfit.engine.state import Hyper, Member
from wellfit.engine.streams import Stream
from wellfit.engine.template import Template
from wellfit.recipes.recipe import Recipe


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """Recipes of one shape in training; `places` tells which of them each column of the arrays holds."""

    template: Template
    recipes: Sequence[Recipe]
    places: Int[np.ndarray, " columns"]
    hyper: Hyper
    members: Member

    @staticmethod
    def begin(
        template: Template,
        recipes: Sequence[Recipe],
        places: Int[np.ndarray, " columns"],
        streams: Sequence[Stream],
        facts: Sequence[Facts],
        selection_rows: int,
    ) -> "Group":
        """The members before their first step, a row for each of the streams; `facts` are those of the folds."""
        chosen = [recipes[i] for i in places]
        return Group(
            template=template,
            recipes=recipes,
            places=places,
            hyper=_stack(
                [[hyper(recipe, facts[stream.fold], stream.chance) for recipe in chosen] for stream in streams]
            ),
            members=_stack(
                [
                    [template.start(recipe, stream.chance, selection_rows, facts[stream.fold]) for recipe in chosen]
                    for stream in streams
                ]
            ),
        )

    def placed(self, devices: int, axis: PartitionSpec) -> "Group":
        """The same with its arrays on these devices."""
        return replace(self, hyper=place(self.hyper, devices, axis), members=place(self.members, devices, axis))

    def kept(self, rows: Int[np.ndarray, " rows"], columns: Int[np.ndarray, " columns"]) -> "Group":
        """Only these rows and columns of the arrays."""
        hyper, members = jax.tree.map(lambda leaf: np.asarray(leaf)[np.ix_(rows, columns)], (self.hyper, self.members))
        return replace(self, places=self.places[columns], hyper=hyper, members=members)


def full_grid(
    values: Num[np.ndarray, "rows epochs columns *each"],
    streams: Int[np.ndarray, " rows"],
    columns: Int[np.ndarray, " columns"],
    shape: tuple[int, int],
) -> Num[np.ndarray, "streams epochs recipes *each"]:
    """What was measured of the places of the arrays, for all members; NaN where one has left."""
    full = np.full((shape[0], values.shape[1], shape[1], *values.shape[3:]), np.nan, values.dtype)
    full[np.ix_(streams, np.arange(values.shape[1]), columns)] = values
    return full


def _stack(grid: Sequence[Sequence[Any]]) -> Any:
    """A grid [rows][columns] of equal trees as one tree with leading axes [rows, columns]."""
    flat = [cell for line in grid for cell in line]
    lead = (len(grid), len(grid[0]))
    return jax.tree.map(lambda *cells: np.stack(cells).reshape(lead + np.shape(cells[0])), *flat)
