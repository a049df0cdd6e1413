"""Whether what a recipe trains can be saved and loaded again, asked before any training."""

import warnings

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.engine.export import stock_model
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.custom import unnamed_in
from wellfit.recipes.recipe import Recipe

_CAUSE = "Exception encountered: "  # what Keras puts before the error below its own


def check_saving(recipe: Recipe, data: Dataset) -> None:
    """Describe the recipe's model as a file would, and make it anew from that.

    Raises ModelError where that fails: the last gate would, after all the training.
    """
    model = stock_model(recipe, data, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of lambdas: they are told below
            keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(model))
    except Exception as error:
        unnamed = unnamed_in(model)
        why = _first_line(error) if unnamed is None else f"its layer '{unnamed}' holds a lambda."
        raise ModelError(
            f"The model can be trained, but not loaded again from the file that it is saved in: {why} Expected were "
            "functions with a name (def, not lambda), and layers and models of your own whose __init__ takes **kwargs "
            "for Keras and whose get_config gives every other argument. Change that, and run it again."
        ) from error


def _first_line(error: Exception) -> str:
    text = str(error).rpartition(_CAUSE)[2].strip().splitlines()
    first = (text[0] if text else type(error).__name__)[:300]
    return first if first.endswith(".") else f"{first}."
