"""Who is in training: the groups of a population, and where in their arrays each member lies."""

from collections.abc import Sequence
from dataclasses import replace

import jax
import numpy as np
from jaxtyping import Bool, Int

from wellfit.engine.folds import Facts
from wellfit.engine.group import Group, full_grid
from wellfit.engine.plans.cost import step_seconds, worth_compacting
from wellfit.engine.plans.devices import STREAMS, axis_for
from wellfit.engine.state import Leaf, Measures, Member
from wellfit.engine.streams import Stream
from wellfit.engine.template import Template
from wellfit.recipes.recipe import Recipe


class Roster:
    """The members streams × recipes, dealt out to devices.

    Arrays may hold fewer members than there are at first (those that left are no longer trained), and
    more (places that even out the devices hold a copy of another member); what goes in and
    comes out is counted in the streams and recipes given.
    """

    def __init__(
        self,
        templates: Sequence[Template],
        groups: Sequence[Sequence[Recipe]],
        streams: Sequence[Stream],
        facts: Sequence[Facts],
        selection_rows: int,
        devices: int,
    ) -> None:
        self.streams, self.devices = list(streams), devices
        self.axis = axis_for(devices, len(streams), [len(group) for group in groups])
        self._shares = (devices, 1) if self.axis == STREAMS else (1, devices)
        self.places = _filled(np.arange(len(streams)), self._shares[0])
        self.groups = []
        for template, recipes in zip(templates, groups, strict=True):
            columns = _filled(np.arange(len(recipes)), self._shares[1])
            group = Group.begin(template, list(recipes), columns, self.placed_streams, facts, selection_rows)
            self.groups.append(group.placed(devices, self.axis))

    @property
    def placed_streams(self) -> list[Stream]:
        """The stream of each row of the arrays."""
        return [self.streams[i] for i in self.places]

    def take(self, members: Sequence[Member]) -> None:
        """The members of each group have trained on and are now these."""
        # Placed again, for XLA returns an empty array (no selection rows) on all devices alike.
        groups = [replace(group, members=new) for group, new in zip(self.groups, members, strict=True)]
        self.groups = [group.placed(self.devices, self.axis) for group in groups]

    def measures(self, found: Sequence[Measures]) -> list[Measures]:
        """Each group's measures of the places as [streams, epochs, recipes] of all members; NaN where one has left."""
        return [
            Measures(*(self.spread(values, group) for values in measured))
            for measured, group in zip(found, self.groups, strict=True)
        ]

    def spread(self, values: Leaf, group: Group) -> np.ndarray:
        """An array [places, epochs, places, …] of a group for all members; NaN where one has left."""
        return full_grid(np.asarray(values), self.places, group.places, (len(self.streams), len(group.recipes)))

    def compact(self, running: Sequence[Bool[np.ndarray, "streams recipes"]], steps: int) -> None:
        """Let go of members that no longer train, where `steps` more without them repay another program."""
        rows = _filled(np.flatnonzero(np.any([grid.any(axis=1) for grid in running], axis=0)), self._shares[0])
        kept = [np.flatnonzero(grid.any(axis=0)) for grid in running]
        columns = [_filled(found if len(found) else np.array([0]), self._shares[1]) for found in kept]
        before = sum(len(self.places) * len(group.places) for group in self.groups)
        after = sum(len(rows) * len(places) for places in columns)
        largest = max((group.template for group in self.groups), key=step_seconds)
        if not worth_compacting(largest, before=before, after=after, steps=steps):
            return
        for number, (group, places) in enumerate(zip(self.groups, columns, strict=True)):
            smaller = group.kept(_positions(self.places, rows), _positions(group.places, places))
            self.groups[number] = smaller.placed(self.devices, self.axis)
        self.places = rows

    def copies(self, group: Group, chosen: Bool[np.ndarray, "streams recipes"]) -> dict[tuple[int, int], Member]:
        """The chosen members (stream, recipe) as they are now, on the host."""
        members = jax.tree.map(np.asarray, group.members) if chosen.any() else group.members
        found = np.argwhere(chosen)
        places = zip(_positions(self.places, found[:, 0]), _positions(group.places, found[:, 1]), strict=True)
        leave = [jax.tree.map(lambda leaf, at=at: leaf[at].copy(), members) for at in places]
        return {(stream, recipe): member for (stream, recipe), member in zip(found.tolist(), leave, strict=True)}

    def best_epochs(self, group: Group) -> Int[np.ndarray, "streams recipes"]:
        """The epoch of each member's lowest validation loss; 0 for a member that is no longer in the arrays."""
        best = np.zeros((len(self.streams), len(group.recipes)), int)
        best[np.ix_(self.places, group.places)] = np.asarray(group.members.best.epoch)
        return best


def _filled(places: Int[np.ndarray, " places"], shares: int) -> Int[np.ndarray, " filled"]:
    """As many places as can be dealt out in equal shares: the first ones come again."""
    return np.resize(places, -(-len(places) // shares) * shares)


def _positions(held: Int[np.ndarray, " held"], wanted: Int[np.ndarray, " wanted"]) -> Int[np.ndarray, " wanted"]:
    """Where each of the wanted places is held first."""
    found, first = np.unique(held, return_index=True)
    return first[np.searchsorted(found, wanted)]
