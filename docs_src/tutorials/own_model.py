"""A Keras model and a loss of one's own: judged as they are, then with remedies."""

import wellfit
from wellfit.backend import keras  # or `import keras`, where KERAS_BACKEND=jax


def asymmetric(y_true, y_pred):
    """Misses cost three times as much as false alarms."""
    p = keras.ops.clip(y_pred, 1e-6, 1 - 1e-6)
    return -keras.ops.mean(3 * y_true * keras.ops.log(p) + (1 - y_true) * keras.ops.log(1 - p), axis=-1)


model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(32, activation="relu", kernel_regularizer="l2"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["auc"])

data = wellfit.read("example:breast_cancer")
study = wellfit.study(data, model=model, loss=asymmetric, seeds=2, only=["capacity", "final"], out="studies/own_model")

print(study.verdict.sentence)
print([gate["sentence"] for gate in study.summary["gates"]][-1])
