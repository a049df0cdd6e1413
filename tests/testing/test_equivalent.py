"""What the certificate says, and that it would notice."""

from dataclasses import dataclass

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data.folds import with_folds
from wellfit.engine.plans.plan import Plan
from wellfit.engine.state import Measures
from wellfit.recipes.networks import DenseNetwork, Network
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.testing import assert_equivalent
from wellfit.testing.compare import apart, without_ties
from wellfit.testing.plain import tied

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(6, 5)), batch_size=16)
PENALISED = Recipe(
    name="l2", network=PLAIN.network, batch_size=16, regularization=Regularization(l2=0.01, batch_normalization=True)
)


@dataclass(frozen=True, kw_only=True)
class Own(Network):
    """One dense layer, whose start may be left to chance."""

    start: int | None = 1

    def inputs(self, shapes):
        return ("dense",)

    def build(self, shapes, outputs, layers):
        x = keras.Input(shapes["dense"])
        start = keras.initializers.GlorotUniform(seed=self.start)
        y = keras.layers.Dense(4, activation="tanh", kernel_initializer=start)(x)
        return keras.Model(x, layers.output(y, outputs))

    def scaled(self, factor):
        return self

    @property
    def description(self):
        return "own"


@pytest.mark.slow
def test_it_says_what_was_compared_for_each_plan(dataset, session):
    plans = [Plan(layout="together"), Plan(layout="turns")]
    certificate = assert_equivalent([PENALISED], dataset("binary"), seeds=[4], epochs=2, plans=plans, session=session)
    assert (certificate.members, certificate.epochs, certificate.tolerance) == (1, 2, 1e-4)
    assert certificate.plans == ("all members side by side", "one member after another")
    assert certificate.apart == ()
    assert certificate.worst < 1e-5
    quantities = {found.quantity for found in certificate.comparisons}
    exported = {"exported validation_loss", "exported selection_loss"}
    assert quantities == {"weights", "fixed variables", *Measures._fields, *exported}
    assert {(found.recipe, found.seed, found.fold) for found in certificate.comparisons} == {("l2", 4, 0)}
    lines = str(certificate).splitlines()
    assert lines[0] == (
        "0 of 22 quantities differ by more than 0.0001 between fused training and plain Keras (1 members, 2 epochs)."
    )
    assert lines[1:3] == ["all members side by side", "  quantity                  distance  recipe  seed  fold  where"]


def test_a_network_of_ones_own_is_certified(dataset, session):
    own = Recipe(name="own", network=Own(), batch_size=16)
    certificate = assert_equivalent(own, dataset("binary"), session=session)
    assert certificate.members == 2
    assert len(certificate.plans) == 1  # the one that was chosen


def test_a_start_left_to_chance_is_noticed(dataset, session):
    own = Recipe(name="own", network=Own(start=None), batch_size=16)
    with pytest.raises(AssertionError, match=r"quantities differ by more than 0\.0001(.|\n)*! weights +\d\.\de.*own"):
        assert_equivalent(own, dataset("binary"), session=session)


def test_each_fold_is_certified_with_its_own_rows(dataset, session):
    data = with_folds(dataset("prices"), 3)
    certificate = assert_equivalent(PLAIN, data, seeds=[3], session=session)
    assert certificate.members == 3


def test_a_row_whose_classes_tie_may_fall_either_way():
    three = np.array([[0.5, 0.1, 0.4], [0.4, 0.2, 0.4], [0.2, 0.4, 0.39999]], np.float32)
    assert tied(None, three).tolist() == [0, 1, 1]
    assert tied(None, np.array([[0.50001], [0.6]], np.float32)).tolist() == [1, 0]
    ours, theirs = np.array([0.5, 0.9, 0.25]), np.array([0.75, 0.75, 0.25])
    found = without_ties(ours, theirs, np.array([0.25, 0.1, 0.5]))
    np.testing.assert_allclose(found, [0.75, 0.8, 0.25])


def test_the_distance_is_relative_to_plain_keras():
    assert apart(np.array([3.0, 5.0]), np.array([3.0, 4.0])) == pytest.approx(0.2)
    assert apart(1.0, 0.0) == 1e12
    assert np.isnan(apart(np.nan, 1.0))
