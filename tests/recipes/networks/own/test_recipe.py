"""How a model meets the data: which inputs it reads, what its outputs are taken for, and what does not fit."""

import numpy as np
import pytest

import wellfit
from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.errors import ModelError
from wellfit.recipes.limits import Limits
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.networks.own.recipe import own_recipe
from wellfit.recipes.noise import Noise
from wellfit.recipes.regularization import Regularization

L = keras.layers


def chain(shape, *layers, loss="binary_crossentropy", optimizer="adam"):
    model = keras.Sequential([keras.Input(shape), *layers])
    model.compile(optimizer, loss)
    return model


def logistic(width=4):
    return chain((width,), L.Dense(1, activation="sigmoid"))


def built(recipe, data, head="probabilities", seed=0, members=False, **regularization):
    layers = Layers(regularization=Regularization(**regularization), seed=seed, head=head, members=members)
    return recipe.network.build(data.shapes, data.task.outputs, layers)


def place(variable):
    """Layer and name of a variable, whatever models the layer is in."""
    return "/".join(variable.path.split("/")[-2:])


def said(model, data):
    return " ".join(own_recipe(model, data).said)


class TestInputs:
    def test_columns_as_they_are(self, data):
        found = own_recipe(logistic(), data())
        assert [wire.block for wire in found.network.wires] == ["dense"]
        assert built(found.recipe, data()).count_params() == 5

    def test_arrays_are_flattened_and_rows_brought_into_shape(self, data):
        assert "arrays of shape (2, 3, 1) are flattened" in said(logistic(6), data((2, 3, 1)))
        picture = chain((2, 3, 1), L.Flatten(), L.Dense(1, activation="sigmoid"))
        assert "rows of 6 numbers are brought into its shape (2, 3, 1)" in said(picture, data((6,)))
        assert own_recipe(picture, data((2, 3, 1))).network.wires[0].shape is None

    def test_windows_of_a_series_come_before_what_is_beside_them(self):
        random = np.random.default_rng(0)
        blocks = {"window": random.normal(size=(30, 5, 2)), "dense": random.normal(size=(30, 10))}
        parts = dict(
            zip(("train", "validation", "selection", "test"), np.split(np.arange(30), [12, 18, 24]), strict=True)
        )
        series = from_arrays(blocks, random.normal(size=30), kind="regression", splits=Splits(**parts))
        recurrent = own_recipe(chain((5, 2), L.SimpleRNN(3), L.Dense(1), loss="mse"), series)
        assert [wire.block for wire in recurrent.network.wires] == ["window"]
        assert "window" not in " ".join(recurrent.said)
        flat = own_recipe(chain((10,), L.Dense(1), loss="mse"), series)
        assert [wire.block for wire in flat.network.wires] == ["window"]
        assert "windows of shape (5, 2) are flattened" in " ".join(flat.said)

    def test_images_are_read_whatever_the_input_is_called(self):
        pixels = np.zeros((40, 6, 5, 3), np.uint8)
        parts = dict(
            zip(("train", "validation", "selection", "test"), np.split(np.arange(40), [20, 27, 34]), strict=True)
        )
        images = from_arrays({"image": pixels}, np.arange(40) % 2, kind="binary", splits=Splits(**parts))
        convnet = chain((6, 5, 3), L.Rescaling(1 / 255), L.Flatten(), L.Dense(1, activation="sigmoid"))
        assert [wire.block for wire in own_recipe(convnet, images).network.wires] == ["image"]
        with pytest.raises(ModelError, match=r"as in keras\.Input\(\(6, 5, 3\)\)"):
            own_recipe(chain((7,), L.Dense(1, activation="sigmoid")), images)

    def test_steps_of_columns_are_left_out(self):
        random = np.random.default_rng(0)
        x = random.normal(size=(600, 2))
        table = wellfit.read(
            {"a": x[:, 0], "b": x[:, 1], "y": (x[:, 0] + random.normal(size=600) > 0).tolist()}, target="y"
        )
        found = own_recipe(logistic(2), table)
        assert table.shapes["dense"][0] > 2
        assert "steps of the columns are left out" in " ".join(found.said)
        x = table.blocks["dense"][:3]
        model = built(found.recipe, table)
        np.testing.assert_allclose(model(x), model.layers[-1](x[:, :2]), rtol=1e-6)

    def test_columns_that_were_left_out_are_zeros(self):
        rows = {"a": np.arange(40.0), "none": np.ones(40), "b": np.arange(40.0)[::-1] ** 2, "y": [0, 1] * 20}
        table = wellfit.read(rows, target="y")
        found = own_recipe(logistic(3), table)
        assert "columns left out of the data (none) are zeros" in " ".join(found.said)
        x, model = table.blocks["dense"][:4], built(found.recipe, table)
        given = np.stack([x[:, 0], np.zeros(4), x[:, 1]], axis=1).astype(np.float32)
        np.testing.assert_allclose(model(x), model.layers[-1](given), rtol=1e-6)

    def test_inputs_called_like_columns_read_these(self):
        rows = {"age": np.arange(40.0), "size": np.arange(40.0)[::-1] ** 2, "y": [0, 1] * 20}
        table = wellfit.read(rows, target="y")
        size, age = keras.Input((1,), name="size"), keras.Input((1,), name="age")
        model = keras.Model([size, age], L.Dense(1, activation="sigmoid")(L.Concatenate()([size, age])))
        wires = own_recipe(model, table).network.wires
        assert [wire.columns for wire in wires] == [(1,), (0,)]

    def test_inputs_share_the_columns_out_in_order(self, data):
        a, b = keras.Input((1,), name="first"), keras.Input((3,), name="second")
        model = keras.Model({"second": b, "first": a}, L.Dense(1, activation="sigmoid")(L.Concatenate()([a, b])))
        found = own_recipe(model, data())
        assert "shared out among the model's inputs in order" in " ".join(found.said)
        assert built(found.recipe, data())(np.ones((2, 4), np.float32)).shape == (2, 1)

    def test_texts_are_read_as_words_or_as_numbers_of_words(self):
        random = np.random.default_rng(0)
        words = ["good", "fine", "dull", "film", "long", "loud", "kind", "slow"]
        rows = [" ".join(random.choice(words, random.integers(5, 9))) for _ in range(60)]
        texts = wellfit.read({"text": rows, "y": random.integers(0, 2, 60).tolist()}, target="y")
        (words,), (length,) = texts.shapes["words"], texts.shapes["sequence"]
        multi_hot = own_recipe(logistic(words), texts)
        assert [wire.block for wire in multi_hot.network.wires] == ["words"]
        longer = own_recipe(logistic(words + 2), texts)
        assert f"the texts have {words} words, and the 2 more" in " ".join(longer.said)
        reader = chain((length + 1,), L.Embedding(3, 2), L.GlobalAveragePooling1D(), L.Dense(1, activation="sigmoid"))
        found = own_recipe(reader, texts)
        assert f"texts of {length} words are filled up to the {length + 1}" in " ".join(found.said)
        assert f"of {words + 2} word numbers it knows 3" in " ".join(found.said)
        assert np.isfinite(built(found.recipe, texts)(texts.blocks["sequence"][:4])).all()

    def test_a_misfit_states_both_shapes_and_what_to_change(self, data):
        message = r"input '.*' takes rows of shape \(7,\), but the rows of this data are dense \(4,\).*Input\(\(4,\)\)"
        with pytest.raises(ModelError, match=message):
            own_recipe(logistic(7), data())


class TestOutputs:
    def test_probabilities_become_logits_in_training(self, data):
        recipe = own_recipe(
            chain((4,), L.Dense(3, activation="softmax"), loss="sparse_categorical_crossentropy"),
            data(kind="multiclass", classes=3),
        ).recipe
        given = data(kind="multiclass", classes=3)
        x = given.blocks["dense"][:5]
        p, z = (np.asarray(built(recipe, given, head=head)(x)) for head in ("probabilities", "logits"))
        np.testing.assert_allclose(p, np.exp(z) / np.exp(z).sum(-1, keepdims=True), rtol=1e-5)

    def test_logits_become_probabilities_in_the_saved_model(self, data):
        model = chain((4,), L.Dense(1), loss=keras.losses.BinaryCrossentropy(from_logits=True))
        found = own_recipe(model, data())
        assert "The model puts out logits; the saved model ends in a sigmoid." in found.said
        x = data().blocks["dense"][:5]
        p, z = (np.asarray(built(found.recipe, data(), head=head)(x)) for head in ("probabilities", "logits"))
        np.testing.assert_allclose(p, 1 / (1 + np.exp(-z)), rtol=1e-5)

    def test_a_linear_layer_under_a_loss_of_probabilities_is_noticed(self, data):
        assert "its outputs are taken as logits" in said(chain((4,), L.Dense(1)), data())

    @pytest.mark.parametrize("activation", ["softmax", None])
    def test_two_outputs_for_two_classes(self, data, activation):
        model = chain((4,), L.Dense(2, activation=activation), loss="categorical_crossentropy")
        recipe = own_recipe(model, data()).recipe
        assert recipe.loss is None
        x = data().blocks["dense"][:5]
        p, z = (np.asarray(built(recipe, data(), head=head)(x)) for head in ("probabilities", "logits"))
        assert p.shape == z.shape == (5, 1)
        np.testing.assert_allclose(p, 1 / (1 + np.exp(-z)), rtol=1e-5)

    def test_probabilities_from_a_layer_that_cannot_be_taken_apart(self, data):
        given = data(kind="multiclass", classes=3)
        model = chain((4,), L.Dense(3), L.Softmax(), loss="sparse_categorical_crossentropy")
        recipe = own_recipe(model, given).recipe
        x = given.blocks["dense"][:5]
        p, z = (np.asarray(built(recipe, given, head=head)(x)) for head in ("probabilities", "logits"))
        np.testing.assert_allclose(p, np.exp(z) / np.exp(z).sum(-1, keepdims=True), rtol=1e-4)

    @pytest.mark.parametrize(
        "layer, kind, words",
        [
            (
                L.Dense(5, activation="softmax"),
                "binary",
                r"rows of shape \(5,\), but 'y' is binary, which takes \(1,\)",
            ),
            (L.Dense(1), "multiclass", r"rows of shape \(1,\), but 'y' is multiclass with 3 classes.*Dense\(3, act"),
            (L.Dense(3), "regression", r"rows of shape \(3,\), but 'y' is regression.*End the model in Dense\(1\)"),
            (L.Dense(1, activation="relu"), "regression", "ends in relu, but 'y' is a number"),
            (L.Dense(3, activation="sigmoid"), "multiclass", r"ends in a sigmoid over 3 outputs.*'softmax'"),
            (L.Dense(1, activation="softmax"), "binary", r"softmax over 1 output, which is 1 whatever comes in"),
        ],
    )
    def test_outputs_that_do_not_fit(self, data, layer, kind, words):
        model = chain((4,), layer, loss="mse")
        with pytest.raises(ModelError, match=words):
            own_recipe(model, data(kind=kind, classes=3 if kind == "multiclass" else 2))

    def test_several_outputs(self, data):
        x = keras.Input((4,))
        model = keras.Model(x, [L.Dense(1)(x), L.Dense(2)(x)])
        with pytest.raises(ModelError, match=r"The model has 2 outputs of shapes \(1,\), \(2,\); expected one"):
            own_recipe(model, data())


class TestTraining:
    def test_the_optimizer_is_kept(self, data):
        own = keras.optimizers.AdamW(0.003, weight_decay=0.02, beta_1=0.7, clipnorm=1.5)
        optimizer = own_recipe(chain((4,), L.Dense(1, activation="sigmoid"), optimizer=own), data()).recipe.optimizer
        assert (optimizer.learning_rate, optimizer.weight_decay) == (0.003, 0.02)
        again = optimizer.build()
        assert type(again) is keras.optimizers.AdamW
        assert (again.beta_1, again.clipnorm, again.weight_decay) == (0.7, 1.5, 0.02)
        assert float(keras.ops.convert_to_numpy(again.learning_rate)) == pytest.approx(0.003)

    def test_a_schedule_is_left_at_its_beginning_and_said(self, data):
        own = keras.optimizers.SGD(keras.optimizers.schedules.ExponentialDecay(0.2, 10, 0.5))
        found = own_recipe(chain((4,), L.Dense(1, activation="sigmoid"), optimizer=own), data())
        assert found.recipe.optimizer.learning_rate == 0.2
        assert "follows a schedule" in " ".join(found.said)

    @pytest.mark.parametrize("loss", ["binary_crossentropy", "bce", keras.losses.BinaryCrossentropy()])
    def test_the_loss_of_the_task_is_no_loss_of_its_own(self, data, loss):
        assert own_recipe(chain((4,), L.Dense(1, activation="sigmoid"), loss=loss), data()).recipe.loss is None

    @pytest.mark.parametrize(
        "loss", ["mse", keras.losses.BinaryFocalCrossentropy(), keras.losses.BinaryCrossentropy(label_smoothing=0.1)]
    )
    def test_another_loss_is_kept(self, data, loss):
        found = own_recipe(chain((4,), L.Dense(1, activation="sigmoid"), loss=loss), data())
        assert found.recipe.loss.function is loss or found.recipe.loss.function == loss
        assert "is trained with its own loss" in " ".join(found.said)

    def test_a_loss_for_classes_does_not_fit_a_number(self, data):
        with pytest.raises(ModelError, match="The model's loss is binary_crossentropy, which is for classes"):
            own_recipe(chain((4,), L.Dense(1)), data(kind="regression"))


class TestRemedies:
    def model(self):
        return chain((4,), L.Dense(6, activation="relu", name="a"), L.Dense(1, activation="sigmoid", name="b"))

    def test_starts_stay_where_they_are(self, data):
        recipe = own_recipe(self.model(), data()).recipe
        plain = built(recipe, data()).trainable_variables
        for changes in ({"dropout": 0.5}, {"l2": 0.1}, {"batch_normalization": True}):
            found = {place(v): v for v in built(recipe, data(), **changes).trainable_variables}
            for variable in plain:
                np.testing.assert_array_equal(found[place(variable)].value, variable.value)

    def test_penalties_add_to_those_that_are_there(self, data):
        model = chain((4,), L.Dense(2, kernel_regularizer=keras.regularizers.L2(0.25)), L.Dense(1, "sigmoid"))
        found = built(own_recipe(model, data()).recipe, data(), l1=0.5, l2=0.5)
        kernel = np.asarray(found.trainable_variables[0].value)
        expected = 0.5 * np.abs(kernel).sum() + 0.75 * np.square(kernel).sum()
        assert float(sum(found.losses)) == pytest.approx(expected, rel=1e-5)

    def test_dropout_takes_the_place_of_dropout(self, data):
        model = chain((4,), L.Dense(6), L.Dropout(0.1), L.Dense(1, activation="sigmoid"))
        inner = built(own_recipe(model, data()).recipe, data(), dropout=0.5).layers[-1]
        assert [layer.rate for layer in inner.layers if isinstance(layer, L.Dropout)] == [0.5]

    def test_what_is_put_in_stands_behind_hidden_layers(self, data):
        inner = built(own_recipe(self.model(), data()).recipe, data(), dropout=0.5, batch_normalization=True).layers[-1]
        kinds = [type(layer).__name__ for layer in inner.layers]
        assert kinds == ["Dense", "BatchNormalization", "Activation", "Dropout", "Dense"]

    def test_in_a_graph_too(self, data):
        x = keras.Input((4,))
        both = L.Concatenate()([L.Dense(3, activation="relu", name="left")(x), L.Dense(2, name="right")(x)])
        model = keras.Model(x, L.Dense(1, activation="sigmoid")(both))
        inner = built(own_recipe(model, data()).recipe, data(), dropout=0.5).layers[-1]
        assert {layer.name for layer in inner.layers if isinstance(layer, L.Dropout)} == {
            "dropout_left",
            "dropout_right",
        }

    def test_biases_outputs_and_lengths(self, data):
        recipe = own_recipe(self.model(), data()).recipe
        limits = Limits(bias_l2=0.5, activity_l2=0.5, max_norm=2.0)
        inner = built(recipe, data(), limits=limits).layers[-1]
        first, penalty, last = inner.layers
        assert (float(first.bias_regularizer.l2), last.bias_regularizer) == (0.5, None)
        assert (first.kernel_constraint.max_value, last.kernel_constraint) == (2.0, None)
        assert (float(penalty.l1), float(penalty.l2)) == (0.0, 0.5)

    def test_a_constraint_that_is_there_is_kept(self, data):
        model = chain((4,), L.Dense(2, kernel_constraint="non_neg", name="a"), L.Dense(1, "sigmoid"))
        with pytest.raises(ModelError, match="its layer 'a' has a constraint of its own"):
            built(own_recipe(model, data()).recipe, data(), limits=Limits(max_norm=2.0))

    def test_noise_stands_behind_hidden_layers(self, data):
        noise = Noise(gaussian=0.1, gaussian_dropout=0.2)
        inner = built(own_recipe(self.model(), data()).recipe, data(), noise=noise, layer_normalization=True).layers[-1]
        kinds = [type(layer).__name__ for layer in inner.layers]
        assert kinds == ["Dense", "LayerNormalization", "Activation", "GaussianNoise", "GaussianDropout", "Dense"]

    def test_channels_are_silenced_behind_convolutions(self, data):
        model = chain((6, 6, 1), L.Conv2D(2, 3), L.Flatten(), L.Dense(1, activation="sigmoid"))
        pictures = data((6, 6, 1))
        inner = built(own_recipe(model, pictures).recipe, pictures, noise=Noise(spatial_dropout=0.5)).layers[-1]
        assert [type(layer).__name__ for layer in inner.layers][:2] == ["Conv2D", "SpatialDropout2D"]
        with pytest.raises(ModelError, match="it has no layer of pictures or sequences"):
            built(own_recipe(self.model(), data()).recipe, data(), noise=Noise(spatial_dropout=0.5))

    def test_deeper_and_shallower(self, data):
        layers = [L.Dense(6, activation="relu"), L.Dense(5), L.BatchNormalization(), L.ReLU(), L.Dense(1, "sigmoid")]
        recipe = own_recipe(chain((4,), *layers), data()).recipe
        deep, flat = recipe.network.deepened(2), recipe.network.deepened(-1)
        assert (deep.description, flat.description) == ("your model, 2 more layers", "your model, 1 fewer layer")
        block = ["Dense", "BatchNormalization", "ReLU"]
        assert kinds_in(deep, data()) == ["Dense", *block, *block, *block, "Dense"]
        assert kinds_in(flat, data()) == ["Dense", "Dense"]
        with pytest.raises(ModelError, match="of its dense hidden layers none would be left"):
            recipe.network.deepened(-2)

    def test_deeper_and_shallower_in_a_graph(self, data):
        x = keras.Input((4,))
        a = L.Dense(3, activation="relu", name="a")(x)
        b = L.ReLU(name="e")(L.Dense(3, name="b")(a))
        model = keras.Model(x, L.Dense(1, activation="sigmoid", name="last")(L.Add()([a, b])))
        network = own_recipe(model, data()).recipe.network
        assert [variable.path.split("/")[-2] for variable in weights_of(network.deepened(1), data())] == [
            "a", "a", "b", "b", "b_more_1", "b_more_1", "last", "last",
        ]  # fmt: skip
        assert [variable.path.split("/")[-2] for variable in weights_of(network.deepened(-1), data())] == [
            "a", "a", "last", "last",
        ]  # fmt: skip

    def test_a_layer_that_is_shared_is_not_left_out(self, data):
        x, shared = keras.Input((4,)), L.Dense(4, name="shared")
        y = L.Dense(1, "sigmoid")(shared(shared(L.Dense(4)(x))))
        network = own_recipe(keras.Model(x, y), data()).recipe.network
        with pytest.raises(ModelError, match="its layer 'shared' is used in several places"):
            network.deepened(-1)

    def test_wider(self, data):
        recipe = own_recipe(self.model(), data()).recipe
        wide = recipe.network.scaled(2.0)
        assert wide.description == "your model, 2 × as wide"
        layers = Layers(regularization=Regularization(), seed=0, head="probabilities")
        assert wide.build(data().shapes, 1, layers).count_params() == 4 * 12 + 12 + 12 + 1

    def test_a_model_of_code_takes_no_layers_and_says_so(self, data):
        class Own(keras.Model):
            def __init__(self):
                super().__init__()
                self.a, self.b = L.Dense(3, activation="relu"), L.Dense(1, activation="sigmoid")

            def call(self, x):
                return self.b(self.a(x))

        recipe = own_recipe(Own, data()).recipe
        with pytest.raises(ModelError, match="its layers are called in code of its own"):
            built(recipe, data(), dropout=0.5)
        with pytest.raises(ModelError, match="which cannot be rewritten"):
            recipe.network.scaled(2.0)
        assert built(recipe, data(), l2=0.5).losses


def weights_of(network, rows):
    layers = Layers(regularization=Regularization(), seed=0, head="probabilities")
    return network.build(rows.shapes, 1, layers).trainable_variables


def kinds_in(network, rows):
    layers = Layers(regularization=Regularization(), seed=0, head="probabilities")
    return [type(layer).__name__ for layer in network.build(rows.shapes, 1, layers).layers[-1].layers]
