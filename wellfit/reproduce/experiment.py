"""A frozen description of one experiment of the teaching texts."""

from dataclasses import dataclass
from typing import Literal

from wellfit.recipes.recipe import Recipe
from wellfit.reproduce.claims.claim import Claim

TUNED = "last block tuned"
RETRAINED = 4  # epochs: where the published validation loss was lowest
DataName = Literal[
    "IMDB words", "IMDB sequences", "MNIST", "Fashion-MNIST", "Auto MPG", "HIGGS", "dogs and cats"
]  # one reader each, see `rows`


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is trained on what: the text's networks, its epochs, and how many rows it trains on and holds out.

    `same_rows` says that the text's numbers are of the very rows that are held out here: then only seeds differ.
    `also` is what the text does beside it: train every recipe a second time on shuffled labels; report of test rows
    beside those that it validates on; or train the first recipe anew on all rows, for as many epochs as turned out to
    be best, and test that.
    """

    data: DataName
    rows: tuple[int, int]
    recipes: tuple[Recipe, ...]
    epochs: int
    same_rows: bool = True
    also: Literal["nothing", "shuffled labels", "test rows", "retraining"] = "nothing"

    @property
    def variants(self) -> tuple[str, ...]:
        """The names under which curves are drawn, the reference first."""
        names = tuple(recipe.name for recipe in self.recipes)
        return names + tuple(shuffled(name) for name in names) if self.also == "shuffled labels" else names


@dataclass(frozen=True, kw_only=True)
class Levels:
    """Three ways to train on few images, each on what the one before has left; all for `epochs`.

    From scratch; a head on what a pretrained network, the `backbone`, makes of the images; and that head again with
    the backbone's last block, by SGD with momentum at this `rate`. Numbers of the text are of other images.
    """

    rows: tuple[int, int]
    image_size: int
    epochs: int
    scratch: Recipe
    head: Recipe
    rate: float
    backbone: str
    data: DataName = "dogs and cats"

    @property
    def variants(self) -> tuple[str, ...]:
        """The names under which curves are drawn, the reference first."""
        return (self.scratch.name, self.head.name, TUNED)


@dataclass(frozen=True, kw_only=True)
class LayerOutput:
    """A layer's output that is looked at instead of training: drawn for a few rows, measured on many."""

    rate: float
    drawn: tuple[int, int]
    measured: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One experiment: where it stands, its setting, what the text says comes out, and what that teaches.

    `notes` name what differs from the text whatever the options are.
    """

    name: str
    title: str
    source: str
    setting: Setting | Levels | LayerOutput
    claims: tuple[Claim, ...]
    teaches: str
    notes: tuple[str, ...] = ()


def shuffled(recipe: str) -> str:
    """The name of a recipe's networks that were trained on shuffled labels."""
    return f"{recipe}, shuffled labels"


def retrained(recipe: str) -> str:
    """The name of a recipe's networks that were trained anew on all rows."""
    return f"{recipe}, on all rows"
