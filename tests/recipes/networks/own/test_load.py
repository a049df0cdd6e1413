"""Models from files, by the name of a function, and as they are."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.load import origin

L = keras.layers


def small():
    model = keras.Sequential([keras.Input((4,)), L.Dense(3, activation="relu"), L.Dense(1, activation="sigmoid")])
    model.compile("rmsprop", "binary_crossentropy")
    return model


class Scaled(L.Layer):
    def __init__(self, by=2.0, **kwargs):
        super().__init__(**kwargs)
        self.by = by

    def call(self, x):
        return self.by * x


class Closed(keras.Model):
    """A model that no description makes anew: what it is given has none."""

    def __init__(self, inner):
        super().__init__()
        self.layer = L.Dense(1, activation=inner)

    def call(self, x):
        return self.layer(x)


def starts(model):
    return [np.asarray(keras.ops.convert_to_numpy(v)) for v in model.trainable_variables]


def saved(model, tmp_path):
    path = tmp_path / "m.keras"
    model.save(path)
    return path


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A folder in which one is, with a module of one's own."""
    code = """
        import keras
        def build():
            model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1, activation="sigmoid")])
            model.compile("sgd", "binary_crossentropy")
            return model
        def nothing():
            return None
        def fails():
            raise KeyError("no such thing")
        class Nest:
            @staticmethod
            def build():
                return build()
        number = 3
    """
    (tmp_path / "models_of_mine.py").write_text(textwrap.dedent(code))
    (tmp_path / "broken_of_mine.py").write_text("import keras\n1 / 0\n")
    monkeypatch.chdir(tmp_path)
    yield "models_of_mine"
    sys.modules.pop("models_of_mine", None)


def test_a_file_keeps_its_optimizer_and_loss(tmp_path):
    found = origin(saved(small(), tmp_path))
    assert found.model.loss == "binary_crossentropy"
    assert type(found.model.optimizer).__name__ == "RMSprop"
    assert [layer.name for layer in found.blueprint.fresh(0).layers] == [layer.name for layer in found.model.layers]


def test_seeds_draw_other_starts_and_the_same_seed_the_same():
    blueprint = origin(small()).blueprint
    same, again, other = (starts(blueprint.fresh(seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(same[0], again[0])
    assert not np.allclose(same[0], other[0])


def test_a_seed_of_ones_own_gives_way():
    model = keras.Sequential([keras.Input((4,)), L.Dense(3, kernel_initializer=keras.initializers.HeNormal(seed=1))])
    one, other = (starts(origin(model).blueprint.fresh(seed))[0] for seed in (0, 1))
    assert not np.allclose(one, other)


def test_chance_outside_goes_on_as_before():
    np.random.seed(5)
    expected = np.random.random(2)[1]
    np.random.seed(5)
    np.random.random()
    origin(small()).blueprint.fresh(0)
    assert np.random.random() == expected


def test_frozen_layers_keep_their_weights(tmp_path):
    model = keras.Sequential([keras.Input((4,)), L.Dense(3, trainable=False), L.Dense(1)])
    for given in (model, saved(model, tmp_path)):
        fresh = origin(given).blueprint.fresh(0)
        origin(given).blueprint.frozen.put(fresh)
        np.testing.assert_array_equal(fresh.layers[0].get_weights()[0], model.layers[0].get_weights()[0])


def test_equal_models_have_equal_blueprints():
    one, other = (origin(keras.models.clone_model(model)).blueprint for model in [small()] * 2)
    assert (one, hash(one)) == (other, hash(other))
    assert one != origin(keras.Sequential([keras.Input((4,)), L.Dense(2)])).blueprint


def test_a_layer_of_ones_own():
    model = keras.Sequential([keras.Input((4,)), Scaled(3.0), L.Dense(1)])
    assert origin(model).blueprint.fresh(0).layers[0].by == 3.0


def test_a_function_by_name(module):
    found = origin(f"{module}:build")
    assert found.model.count_params() == 5
    assert origin(f"{module}:Nest.build").model.count_params() == 5


@pytest.mark.parametrize(
    "name, said",
    [
        ("no_such_module:build", r"There is no module 'no_such_module' for --model .*Start wellfit in the folder"),
        ("models_of_mine:bild", r"The module 'models_of_mine' has no 'bild'; expected .* among Nest, build, fails"),
        ("models_of_mine:number", r"models_of_mine:number is an int; expected a function"),
        ("models_of_mine:nothing", r"models_of_mine:nothing returned a NoneType; expected a keras\.Model"),
        ("models_of_mine:fails", r"models_of_mine:fails failed: KeyError: 'no such thing'"),
        ("broken_of_mine:build", r"The module 'broken_of_mine' failed while it was imported: ZeroDivisionError"),
        ("m.h5", r"'m\.h5' is no model: expected a \.keras file, package\.module:function"),
    ],
)
def test_names_that_lead_nowhere(module, name, said):
    with pytest.raises(ModelError, match=said):
        origin(name)


def test_other_things_are_no_models():
    with pytest.raises(ModelError, match=r"Received an int, which is no model: expected a \.keras file"):
        origin(3)


def test_a_file_that_needs_a_class_says_which(tmp_path):
    path = saved(keras.Sequential([keras.Input((4,)), Scaled(name="mine"), L.Dense(1)]), tmp_path)
    keras.saving.get_custom_objects().clear()
    with pytest.raises(ModelError, match=r"needs the class '.*Scaled', which is not in Keras.*--model package"):
        origin(path)


def test_a_file_that_needs_a_function_says_which(tmp_path):
    def my_loss(y_true, y_pred):
        return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)

    model = keras.Sequential([keras.Input((4,)), L.Dense(1)])
    model.compile("sgd", my_loss)
    with pytest.raises(ModelError, match=r"needs the function 'my_loss', which is not in Keras"):
        origin(saved(model, tmp_path))


def test_a_lambda_is_refused_also_where_it_does_not_come_from_a_file():
    with pytest.raises(ModelError, match=r"The layer 'twice' of the model is a Lambda"):
        origin(keras.Sequential([keras.Input((4,)), L.Lambda(lambda x: 2 * x, name="twice"), L.Dense(1)]))


def test_a_model_that_cannot_be_made_anew_needs_its_function():
    def build():
        return Closed(lambda x: x)

    with pytest.raises(ModelError, match=r"cannot be made anew from its description.*model=build"):
        origin(build())
    assert isinstance(origin(build).blueprint.fresh(0), Closed)


UNSAFE = """
import sys
from pathlib import Path
from wellfit.recipes.networks.own.load import origin
found = origin(Path(sys.argv[1]), unsafe=True)
print(*[layer.name for layer in found.blueprint.fresh(0).layers])
"""


def test_a_file_of_ones_own_may_run_its_code_where_that_is_asked_for(tmp_path):
    """In a process of its own: what Keras is told once holds for all files."""
    path = saved(keras.Sequential([keras.Input((4,)), L.Lambda(lambda x: 2 * x, name="twice")]), tmp_path)
    done = subprocess.run([sys.executable, "-c", UNSAFE, str(path)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["twice"], done.stderr
