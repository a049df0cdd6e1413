"""The one door to Keras: imported when first needed, on JAX unless another backend was asked for."""

import json
import os
import sys
from pathlib import Path

from wellfit.errors import ModelError

# On JAX members train together in compiled programs; on these one after another, through Keras itself.
TOGETHER, IN_TURN = "jax", ("tensorflow", "torch")


def _wished() -> str:
    """The backend where neither a running Keras nor KERAS_BACKEND decides: what keras.json says, if it was put there.

    Keras itself writes "tensorflow" into that file when it is first imported, so this is nobody's wish.
    """
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    try:
        wish = json.loads((home / "keras.json").read_text(encoding="utf-8")).get("backend")
    except (OSError, ValueError):
        return TOGETHER
    return "torch" if wish == "torch" else TOGETHER


if "keras" not in sys.modules and not os.environ.get("KERAS_BACKEND"):
    os.environ["KERAS_BACKEND"] = _wished()

try:
    import keras
except (ImportError, ValueError) as error:
    raise ModelError(
        f"Keras cannot be imported on the backend {os.environ['KERAS_BACKEND']!r} that KERAS_BACKEND or keras.json "
        f"asks for: {error}. Expected was one that is installed; set KERAS_BACKEND=jax, which wellfit brings along, "
        "or install the other."
    ) from error


def backend_name() -> str:
    """The backend that Keras runs on: "jax", "tensorflow" or "torch"."""
    return str(keras.backend.backend())


if backend_name() not in (TOGETHER, *IN_TURN):
    raise ModelError(
        f"Keras runs on {backend_name()} here, which cannot train: expected {', '.join((TOGETHER, *IN_TURN))}. "
        "Start Python with KERAS_BACKEND=jax, or import wellfit before keras."
    )

__all__ = ["IN_TURN", "TOGETHER", "backend_name", "keras"]
