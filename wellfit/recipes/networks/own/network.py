"""A Keras model of the user's own, as a network."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.limits import Limits
from wellfit.recipes.networks.base import Network, Shapes
from wellfit.recipes.networks.following import Following
from wellfit.recipes.networks.own.blueprint import Blueprint, drawn_from
from wellfit.recipes.networks.own.depth import deepened
from wellfit.recipes.networks.own.head import Head, strip
from wellfit.recipes.networks.own.hidden import constrain, mark, penalise
from wellfit.recipes.networks.own.insert import inserted
from wellfit.recipes.networks.own.takes import call_with
from wellfit.recipes.networks.own.width import scaled
from wellfit.recipes.networks.own.wire import Wire
from wellfit.recipes.regularization import Regularization

if TYPE_CHECKING:
    from wellfit.recipes.networks.layers import Layers, Made


@dataclass(frozen=True, kw_only=True)
class OwnNetwork(Network):
    """A model that is made anew for each seed, with wires from the blocks of the data and a head for the task.

    Its layers stay as they are, with their regularizers and dropout; what a recipe adds comes on top. Made by
    `own_recipe`, which finds wires and head for given data.
    """

    blueprint: Blueprint
    wires: tuple[Wire, ...]
    head: Head
    factor: float = 1.0
    layers: int = 0
    called: str = "your model"

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The blocks that its wires read, each once."""
        return tuple(dict.fromkeys(wire.block for wire in self.wires))

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """The model between its wires and its head. Raises ModelError where a remedy cannot be applied to it."""
        given = layers.made_with
        probabilities = given.head == "probabilities"
        stripped = self.head.strips and not probabilities
        with drawn_from(given.seed, 1):  # layers that draw their starts when they are first called
            model = self.blueprint.fresh(given.seed)
            if stripped:
                strip(model)
            blocks, rows = self.rows(shapes, layers)
            layers.check_columns()
            if not model.built:
                call_with(model, rows)
            self.blueprint.frozen.put(model)
            y = call_with(_changed(model, given), rows)
        y = self.head.finish(y, outputs, probabilities=probabilities, stripped=stripped)
        whole = keras.Model(blocks if len(blocks) > 1 else blocks[0], y)
        _penalised(whole, given)
        return whole

    def rows(self, shapes: Shapes, layers: "Layers | None" = None) -> tuple[list[Any], list[Any]]:
        """Symbolic rows of the blocks, and of the model's inputs."""
        blocks = {name: keras.Input(shapes[name], name=name, dtype=_dtype(name)) for name in self.inputs(shapes)}
        read = dict(blocks)
        if layers is not None and "dense" in blocks:
            read["dense"] = layers.columns(blocks["dense"])
        return list(blocks.values()), [wire.connect(read[wire.block]) for wire in self.wires]

    def scaled(self, factor: float) -> "OwnNetwork":
        """Hidden layers `factor` times as wide. Raises ModelError where that cannot be."""
        blueprint = self.blueprint.rewritten(scaled(self.blueprint.described, factor))
        try:
            blueprint.fresh(0)
        except Exception as error:
            raise ModelError("its layers do not fit together any more when their widths change") from error
        return replace(self, blueprint=blueprint, factor=self.factor * factor)

    def deepened(self, layers: int) -> "OwnNetwork":
        """So many more layers like its last dense hidden one, or fewer. Raises ModelError where that cannot be."""
        blueprint = self.blueprint.rewritten(deepened(self.blueprint.described, layers))
        try:
            blueprint.fresh(0)
        except Exception as error:
            raise ModelError("its layers do not fit together any more when their number changes") from error
        return replace(self, blueprint=blueprint, layers=self.layers + layers)

    @property
    def description(self) -> str:
        """What it is called, with its width and depth where these were changed."""
        wide = "" if self.factor == 1.0 else f", {self.factor:g} × as wide"
        deep = "" if not self.layers else f", {abs(self.layers)} {'more' if self.layers > 0 else 'fewer'} layers"
        return f"{self.called}{wide}{deep if abs(self.layers) != 1 else deep[:-1]}"


def _dtype(block: str) -> str:
    return "int32" if block in ("sequence", "categories") else "float32"


def _changed(model: keras.Model, made: "Made") -> keras.Model:
    given = made.regularization
    without = replace(
        given, l1=0.0, l2=0.0, limits=Limits(activity_l1=given.limits.activity_l1, activity_l2=given.limits.activity_l2)
    )
    if without == Regularization():
        return model
    return inserted(model, Following(given, made.seed, made.members))


def _penalised(model: keras.Model, made: "Made") -> None:
    given = made.regularization
    if made.members:
        mark(model)
        return
    if given.l1 or given.l2:
        penalise(model, "kernel", given.l1, given.l2)
    if given.limits.bias_l1 or given.limits.bias_l2:
        penalise(model, "bias", given.limits.bias_l1, given.limits.bias_l2)
    if given.limits.max_norm:
        constrain(model, given.limits.max_norm)
