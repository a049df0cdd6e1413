"""How a compiled model is trained: its optimizer and its loss as a recipe has them."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

from wellfit.backend import keras
from wellfit.data.task import Task
from wellfit.errors import ModelError
from wellfit.recipes.loss import OwnLoss, Sees
from wellfit.recipes.networks.own.head import Head
from wellfit.recipes.optimizer import NAMES, Optimizer

# Keras' names of the losses that wellfit compares recipes by.
_SAME = {
    "binary": {"binarycrossentropy", "bce"},
    "multiclass": {"sparsecategoricalcrossentropy", "categoricalcrossentropy", "cce"},
    "regression": {"meansquarederror", "mse"},
}
_CLASSES = {"sparsecategoricalcrossentropy", "sparsecategoricalfocalcrossentropy"}
_OF_CLASSES = {"crossentropy", "hinge", "focal", "dice", "tversky", "circle"}
# What changes what a loss of this name is, where a model sets it otherwise than Keras does.
_PLAIN = {"label_smoothing": 0.0, "ignore_class": None, "axis": -1, "reduction": "sum_over_batch_size"}


class Taken(NamedTuple):
    """Something that a recipe takes over from a model, and what is said of it."""

    value: Any
    said: str = ""


def optimizer_of(model: keras.Model) -> Taken:
    """The optimizer that the model was compiled with, its rate and weight decay apart; Adam where there is none."""
    own = getattr(model, "optimizer", None)
    if own is None:
        return Taken(Optimizer(), "The model is not compiled: it is trained with Adam and the loss of the task.")
    described = keras.optimizers.serialize(own)
    config, said = described["config"], ""
    rate = config.get("learning_rate")
    if not isinstance(rate, int | float):
        rate = float(keras.ops.convert_to_numpy(own.learning_rate))
        said = (
            f"The learning rate of the model's optimizer follows a schedule; it is trained with the rate that this "
            f"begins with, {rate:g}, throughout."
        )
    rate = float(f"{rate:.6g}")  # it was rounded to 32 bits
    decay = float(config.get("weight_decay") or 0.0)
    bare = {**config, "learning_rate": 0.001, "weight_decay": None if config.get("weight_decay") is None else 0.0}
    text = json.dumps({**described, "config": bare}, sort_keys=True)
    return Taken(Optimizer(name=_name(own), learning_rate=rate, weight_decay=decay, config=text), said)


def _name(own: Any) -> str:
    name = type(own).__name__.lower()
    return name if name in NAMES else str(own.name)


def from_logits(loss: Any) -> bool | None:
    """Whether a loss takes logits; None where it does not say."""
    if isinstance(loss, str) and "crossentropy" in _plain(loss):
        return False
    config = loss.get_config() if isinstance(loss, keras.losses.Loss) else {}
    found = config.get("from_logits", getattr(loss, "_fn_kwargs", {}).get("from_logits"))
    if found is None and _is_keras(loss) and "crossentropy" in _plain(loss):
        return False
    return None if found is None else bool(found)


def loss_of(model: keras.Model, task: Task, head: Head) -> Taken:
    """The model's own loss, or None where that is the task's. Raises ModelError where it does not fit the task."""
    loss = getattr(model, "loss", None)
    if isinstance(loss, dict | list | tuple):
        flat = list(loss.values()) if isinstance(loss, dict) else list(loss)
        loss = flat[0] if len(flat) == 1 else loss
    if loss is None or isinstance(loss, list | tuple | dict):
        return Taken(None)
    return own_loss(loss, task, head)


def own_loss(loss: Any, task: Task, head: Head) -> Taken:
    """A loss for this task and head; None where it is the task's."""
    name = _plain(loss)
    _refuse_misfit(name, loss, task)
    both = task.kind == "binary" and head.units == 2
    same = _SAME["multiclass"] | _SAME["binary"] if both else _SAME[task.kind]
    if _is_keras(loss) and name in same and _is_plain(loss):
        said = ""
        if name in ("categoricalcrossentropy", "cce"):
            said = f"The model's loss takes classes one-hot; '{task.target}' has class numbers, which mean the same."
        return Taken(None, said)
    sees: Sees = "both classes" if both else "outputs" if head.gives != "probabilities" else "probabilities"
    one_hot = task.kind == "multiclass" and _is_keras(loss) and name not in _CLASSES
    found = OwnLoss(function=loss, sees=sees, one_hot=one_hot or (both and _is_keras(loss) and name not in _CLASSES))
    compared = {"binary": "the cross-entropy", "multiclass": "the cross-entropy", "regression": "the squared error"}
    return Taken(
        found,
        f"The model is trained with its own loss, {found.name}; what is measured and compared, with the baselines "
        f"too, is {compared[task.kind]}.",
    )


def _refuse_misfit(name: str, loss: Any, task: Task) -> None:
    classes = any(part in name for part in _OF_CLASSES) and _is_keras(loss)
    if task.kind == "regression" and classes:
        raise ModelError(
            f"The model's loss is {_shown(loss)}, which is for classes, but '{task.target}' is a number. Compile it "
            "with 'mse' and end it in Dense(1), or pass --task binary or --task multiclass."
        )


def _shown(loss: Any) -> str:
    return OwnLoss(function=loss).name


def _plain(loss: Any) -> str:
    """A loss' name without case and underscores, the same for text, function and object."""
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", type(loss).__name__)
    return str(name).replace("_", "").lower()


def _is_keras(loss: Any) -> bool:
    return isinstance(loss, str) or str(getattr(loss, "__module__", type(loss).__module__)).startswith("keras.")


def _is_plain(loss: Any) -> bool:
    config = loss.get_config() if isinstance(loss, keras.losses.Loss) else {}
    return all(config.get(name, value) == value for name, value in _PLAIN.items())


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """What a model was compiled with, for a recipe."""

    optimizer: Optimizer
    loss: OwnLoss | None
    said: tuple[str, ...]


def compiled(model: keras.Model, task: Task, head: Head) -> Compiled:
    """Optimizer and loss of a model, and what is said of them."""
    optimizer, loss = optimizer_of(model), loss_of(model, task, head)
    said = tuple(one.said for one in (optimizer, loss) if one.said)
    return Compiled(optimizer=optimizer.value, loss=loss.value, said=said)
