"""Nothing is compiled or laid out twice, and nothing is mistaken for something else."""

from dataclasses import replace

import numpy as np

from wellfit.engine.fit_many import fit_many
from wellfit.engine.session import Session
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

NETWORK = DenseNetwork(units=(7,))
FAMILY = [
    Recipe(name="plain", network=NETWORK, batch_size=8),
    Recipe(name="faster", network=NETWORK, batch_size=8, optimizer=Optimizer(learning_rate=0.1)),
    Recipe(name="l2", network=NETWORK, batch_size=8, regularization=Regularization(l2=0.01)),
    Recipe(name="l1", network=NETWORK, batch_size=8, regularization=Regularization(l1=0.01)),
    Recipe(name="decay", network=NETWORK, batch_size=8, optimizer=Optimizer(weight_decay=0.1)),
]
WIDER = Recipe(name="wider", network=DenseNetwork(units=(9,)), batch_size=8)


def test_recipes_of_one_shape_are_one_program_compiled_once(binary):
    session = Session()
    first = fit_many(FAMILY, binary, seeds=2, epochs=2, session=session)
    assert first.cost.programs == session.programs == 1
    assert first.cost.seconds_compiling == session.seconds_compiling > 0
    assert first.cost.seconds_training > 0

    others = [replace(recipe, optimizer=Optimizer(learning_rate=0.03, weight_decay=0.2)) for recipe in FAMILY]
    again = fit_many(others, binary, seeds=[5, 8], epochs=4, session=session)  # in chunks of 4: another program
    third = fit_many(FAMILY, binary, seeds=[5, 8], epochs=2, session=session)
    assert (again.cost.programs, third.cost.programs) == (1, 0)
    assert third.cost.seconds_compiling == 0
    assert session.programs == 2


def test_another_shape_is_another_program(binary, session):
    runs = fit_many([FAMILY[0], WIDER], binary, seeds=2, epochs=1, session=session)
    assert runs.cost.programs == 2
    assert fit_many([FAMILY[0], WIDER], binary, seeds=2, epochs=1, session=session).cost.programs == 0


def test_another_target_on_the_same_blocks_is_seen(binary, session):
    def losses(data):
        return fit_many(FAMILY[0], data, seeds=1, epochs=2, session=session).measure("plain", "train_loss")

    turned = replace(binary, target=1 - binary.target)
    assert not np.array_equal(losses(binary), losses(turned))
