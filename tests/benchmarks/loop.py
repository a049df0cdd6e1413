"""A small plain Keras loop with the functions that the measured one has, for tests."""

import numpy as np


def imdb(data, words=10000):
    """The reviews as the loop has them: dense, with the mark of the start and the offset of keras.datasets.imdb."""
    with np.load(data / "imdb/imdb.npz", allow_pickle=True) as file:
        sequences, y = file["x_train"], file["y_train"]
    x = np.zeros((len(sequences), words), "float32")
    for row, sequence in enumerate(sequences):
        for word in [-2, *sequence]:
            x[row, word + 3 if word + 3 < words else 2] = 1.0
    return x, y.astype("float32")


def variants(experiment, data):
    """Reviews with two networks, or a small picture task with validation rows of its own."""
    from keras import layers, optimizers

    if experiment == "imdb":
        x, y = imdb(data)
        network = [layers.Dense(16, activation="relu"), layers.Dense(16, activation="relu"), sigmoid()]
        return (
            x,
            y,
            {"validation_split": 0.4},
            "binary_crossentropy",
            2,
            4,
            {"original": (optimizers.RMSprop(), network)},
        )
    x, y = np.arange(40, dtype="float32").reshape(5, 2, 2, 2), np.arange(5, dtype="float32")
    held_out = (-x[:2], -y[:2])
    network = [layers.Flatten(), layers.Dense(1)]
    return x, y, {"validation_data": held_out}, "mse", 3, 2, {"linear": (optimizers.RMSprop(0.5), network)}


def sigmoid():
    """A head of one probability."""
    from keras import layers

    return layers.Dense(1, activation="sigmoid")
