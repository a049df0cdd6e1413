"""From what a model puts out to what training takes: one logit, a logit for each class, or a number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from wellfit.backend import keras
from wellfit.data.task import Task
from wellfit.errors import ModelError

Gives = Literal["logits", "probabilities", "number"]
SQUASHES = {"sigmoid": "sigmoid", "softmax": "softmax"}


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the model puts out for a row: how many numbers, and whether they are logits, probabilities or a number.

    `strips` says that the probabilities come from the activation of the last layer, which is left out in training.
    """

    gives: Gives
    units: int | None
    strips: bool = False

    def finish(self, y: Any, outputs: int, *, probabilities: bool, stripped: bool) -> Any:
        """The tensor that the engine wants: probabilities, or logits and numbers [rows, outputs]."""
        if self.units is None:
            y = keras.layers.Reshape((1,), name="one_output")(y)
        logits = self.gives == "logits" or stripped
        if outputs == 1 and self.units == 2:  # two classes as two outputs
            if probabilities:
                y = keras.layers.Softmax(name="both_probabilities")(y) if logits else y
                return y[:, 1:]
            y = y if logits else keras.ops.log(_safe(y))
            return y[:, 1:] - y[:, :1]
        if self.gives == "number":
            return y
        if probabilities:
            return y if not logits else _squashed(y, outputs)
        return y if logits else _unsquashed(y, outputs)


def head_for(task: Task) -> Head:
    """That of the networks which wellfit builds itself."""
    return Head(gives="number" if task.kind == "regression" else "probabilities", units=task.outputs)


def strip(model: keras.Model) -> None:
    """Let the last layer put out logits: its activation becomes the identity."""
    layer = last_layer(model)
    if layer is None:
        raise RuntimeError("a head that strips has a last layer")
    layer.activation = keras.activations.linear


def head_of(
    model: keras.Model,
    output: Any,
    task: Task,
    *,
    from_logits: bool | None,
    some: Callable[[], np.ndarray],
) -> tuple[Head, str]:
    """What the model puts out, and what is said of it.

    Args:
        model: built.
        output: its symbolic output.
        task: what the data ask for.
        from_logits: whether its own loss takes logits; None where it has no loss that says so.
        some: gives its outputs for some rows, which are looked at where its last activation cannot be seen.

    Raises:
        ModelError: it has several outputs, or another number of them than the task.
    """
    flat = keras.tree.flatten(output)
    if len(flat) != 1:
        raise ModelError(
            f"The model has {len(flat)} outputs of shapes {', '.join(str(tuple(one.shape[1:])) for one in flat)}; "
            "expected one, since there is one target. Make a model of the output that predicts it."
        )
    shape = tuple(flat[0].shape[1:])
    _check_shape(shape, task)
    units = shape[0] if shape else None
    squash = _squash(model)
    if task.kind == "regression":
        _check_range(model, squash, task)
        return Head(gives="number", units=units), ""
    if squash == "softmax" and units in (None, 1):
        raise ModelError(
            "The model ends in a softmax over 1 output, which is 1 whatever comes in; expected a sigmoid there, or "
            "two outputs. Give the last layer activation='sigmoid'."
        )
    if squash and not (task.kind == "multiclass" and squash == "sigmoid") and not (units == 2 and squash == "sigmoid"):
        return Head(gives="probabilities", units=units, strips=True), ""
    if squash:
        raise ModelError(
            f"The model ends in a sigmoid over {units} outputs, but a row of '{task.target}' has one of "
            f"{max(2, task.outputs)} classes: their probabilities must add up to 1. Give the last layer "
            "activation='softmax'."
        )
    if _activation(model) != "linear" and _look_like_probabilities(some(), units):
        return Head(gives="probabilities", units=units), ""
    said = (
        "The model's last layer is linear, but its loss takes probabilities: its outputs are taken as logits, and the "
        f"saved model ends in a {'softmax' if (units or 1) > 1 else 'sigmoid'}."
        if from_logits is False
        else f"The model puts out logits; the saved model ends in a {'softmax' if (units or 1) > 1 else 'sigmoid'}."
    )
    return Head(gives="logits", units=units), said


def last_layer(model: keras.Model) -> Any:
    """The layer that makes the output, where it is called once and has an activation that can be taken off."""
    if isinstance(model, keras.Sequential):
        layer = model.layers[-1] if model.layers else None
    elif getattr(model, "_inputs_struct", None) is not None:
        history = model.outputs[0]._keras_history
        layer = history.operation if len(history.operation._inbound_nodes) == 1 else None
    else:
        layer = None
    if isinstance(layer, keras.Sequential | keras.Model):
        return last_layer(layer)
    return layer if callable(getattr(layer, "activation", None)) else None


def _squash(model: keras.Model) -> str | None:
    return SQUASHES.get(_activation(model) or "")


def _activation(model: keras.Model) -> str | None:
    """The name of the last activation; None where it cannot be seen."""
    layer = last_layer(model)
    return getattr(layer.activation, "__name__", "") if layer is not None else None


def _look_like_probabilities(found: np.ndarray, units: int | None) -> bool:
    inside = bool(((found >= 0) & (found <= 1)).all())
    return inside and (units in (None, 1) or bool(np.allclose(found.sum(axis=-1), 1, atol=1e-3)))


def _check_shape(shape: tuple[int | None, ...], task: Task) -> None:
    fitting = {"binary": ((1,), (2,), ()), "regression": ((1,), ()), "multiclass": ((task.outputs,),)}[task.kind]
    if shape in fitting:
        return
    classes = f" with {len(task.classes)} classes" if task.kind == "multiclass" else ""
    ends = {
        "binary": "Dense(1, activation='sigmoid')",
        "regression": "Dense(1)",
        "multiclass": f"Dense({task.outputs}, activation='softmax')",
    }
    raise ModelError(
        f"The model puts out rows of shape {shape}, but '{task.target}' is {task.kind}{classes}, which takes "
        f"{fitting[0]}. End the model in {ends[task.kind]}, or choose another target or --task."
    )


def _check_range(model: keras.Model, squash: str | None, task: Task) -> None:
    name = squash or _activation(model)
    if name in ("sigmoid", "softmax", "relu", "softplus", "tanh", "exponential", "relu6", "hard_sigmoid"):
        raise ModelError(
            f"The model ends in {name}, but '{task.target}' is a number that is learned around 0 (standardised), which "
            f"{name} cannot reach everywhere. End the model in Dense(1) without an activation, or pass "
            "--task binary or --task multiclass if the target is a class."
        )


def _safe(p: Any) -> Any:
    small = keras.config.epsilon()
    return keras.ops.clip(p, small, 1 - small)


def _squashed(y: Any, outputs: int) -> Any:
    return keras.layers.Activation("sigmoid" if outputs == 1 else "softmax", name="probabilities")(y)


def _unsquashed(p: Any, outputs: int) -> Any:
    """Logits of probabilities, kept off 0 and 1 as Keras' losses do."""
    p = _safe(p)
    return keras.ops.log(p) - keras.ops.log(1 - p) if outputs == 1 else keras.ops.log(p)
