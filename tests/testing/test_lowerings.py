"""The certificate for layers whose operations are computed otherwise than they are traced.

A rule without a layer here is without a certificate: each rule of the CPU's table must be at work in one of them,
and so must each product of a stand-in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import jax
import jax.numpy as jnp
import pytest

from wellfit.backend import keras
from wellfit.engine.lowering.evaluate import evaluate
from wellfit.engine.lowering.rules import rules_for
from wellfit.engine.plans.plan import Plan
from wellfit.recipes.networks import Network
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.testing import assert_equivalent

START = keras.initializers.GlorotUniform(seed=5)  # the same numbers wherever it is called
KERNEL = {"kernel_initializer": START}
DEPTH = {"depthwise_initializer": START}
POINT = {"pointwise_initializer": START}
L = keras.layers
# Layers between pictures [6, 6, 1] and the last layer.
LAYERS = {
    "strided and plain convolution": lambda: [
        L.Conv2D(2, 3, strides=2, padding="same", activation="tanh", **KERNEL),
        L.Conv2D(3, 2, activation="relu", **KERNEL),
    ],
    "dilated and transposed convolution": lambda: [
        L.Conv2D(2, 3, dilation_rate=2, padding="same", activation="tanh", **KERNEL),
        L.Conv2DTranspose(2, 3, strides=2, activation="tanh", **KERNEL),
    ],
    "depthwise convolution and one in groups": lambda: [
        L.Conv2D(2, 1, **KERNEL),
        L.DepthwiseConv2D(3, depth_multiplier=2, activation="tanh", **DEPTH),
        L.Conv2D(4, 3, groups=2, **KERNEL),
    ],
    "normalized separable convolution": lambda: [
        L.SeparableConv2D(3, 3, use_bias=False, **DEPTH, **POINT),
        L.BatchNormalization(),
        L.Activation("relu"),
        L.GlobalAveragePooling2D(),
    ],
    "convolution in one direction": lambda: [L.Reshape((6, 6)), L.Conv1D(3, 3, padding="causal", **KERNEL)],
    "dropout and noise": lambda: [L.GaussianNoise(0.1, seed=3), L.Conv2D(2, 2, **KERNEL), L.Dropout(0.3, seed=4)],
    "largest and means of windows": lambda: [
        L.Conv2D(2, 1, **KERNEL),
        L.MaxPooling2D(3, strides=2, padding="same"),
        L.AveragePooling2D(2, strides=1, padding="same"),
        L.MaxPooling2D(2),
    ],
}


@dataclass(frozen=True, kw_only=True)
class Between(Network):
    """The layers of this name, then the last one."""

    name: str

    def inputs(self, shapes):
        return ("array",)

    def build(self, shapes, outputs, layers):
        picture = x = keras.Input(shapes["array"], name="array")
        for layer in [*LAYERS[self.name](), L.Flatten()]:
            x = layer(x)
        return keras.Model(picture, layers.output(x, outputs))

    def scaled(self, factor):
        return self

    @property
    def description(self):
        return self.name


@cache
def at_work(name: str) -> Mapping[str, int]:
    """How often each rule computes something in these layers, trained on a CPU."""
    makers = Layers(regularization=Regularization(), seed=0, head="logits", members=True)
    model = Between(name=name).build({"array": (6, 6, 1)}, 1, makers)

    def call(weights, fixed, picture):
        return model.stateless_call(weights, fixed, picture, training=True)

    given = ([v.value for v in model.trainable_variables], [v.value for v in model.non_trainable_variables])
    given = (*given, jnp.ones((2, 6, 6, 1)))
    found = dict.fromkeys(rules_for("cpu"), 0)

    def noting(name, rule):
        def noted(equation, *inputs):
            outputs = rule(equation, *inputs)
            found[name] += outputs is not NotImplemented
            return outputs

        return noted

    rules = {name: noting(name, rule) for name, rule in rules_for("cpu").items()}
    # Only traced: which rules are at work is the question, not what they compute.
    jax.eval_shape(lambda *leaves: evaluate(jax.make_jaxpr(call)(*given), leaves, rules), *jax.tree.leaves(given))
    return found


@pytest.mark.parametrize("rule", rules_for("cpu"))
def test_each_rule_is_at_work_in_some_layers(rule):
    assert any(at_work(name)[rule] for name in LAYERS), f"{rule}: add layers that it computes"


QUICK = ["strided and plain convolution"]
REST = [name for name in LAYERS if name not in QUICK]


@pytest.mark.parametrize("names", [QUICK, pytest.param(REST, marks=pytest.mark.slow)], ids=["quick", "rest"])
def test_layers_train_as_in_plain_keras(names, dataset, session):
    """Several in one call: the programs of their shapes are compiled side by side."""
    optimizer = Optimizer(name="sgd", learning_rate=0.05)
    recipes = [Recipe(name=name, network=Between(name=name), optimizer=optimizer, batch_size=16) for name in names]
    plan = Plan(layout="together")
    certificate = assert_equivalent(recipes, dataset("pictures"), plans=[plan], session=session)
    assert certificate.members == 2 * len(names)
