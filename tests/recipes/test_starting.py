from wellfit.recipes.networks import starting_network
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.starting import starting_recipe


def test_a_table_is_begun_with_nothing_but_a_network():
    shapes = {"dense": (3,)}
    assert starting_recipe(shapes) == Recipe(name="plain", network=starting_network(shapes))


def test_images_are_begun_with_large_steps_that_become_smaller():
    found = starting_recipe({"image": (28, 28, 1)})
    assert found.network == starting_network({"image": (28, 28, 1)})
    assert found.optimizer.learning_rate == 3e-3
    assert (found.training.schedule.kind, found.training.schedule.factor) == ("plateau", 0.3)
