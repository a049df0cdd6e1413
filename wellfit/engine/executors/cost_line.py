"""The line that says what it costs to train members one after another."""

from wellfit.backend import TOGETHER, backend_name

NAMES = {"jax": "JAX", "tensorflow": "TensorFlow", "torch": "PyTorch"}
MEND = "With KERAS_BACKEND=jax, or wellfit imported before keras, they train together in compiled programs."


def cost_line(members: int = 0, seconds: float = 0.0) -> str | None:
    """Why members train one after another, what that took where it has been measured, and how to mend it.

    None where they train together.

    >>> cost_line(24, 36.0)  # Keras runs on JAX here
    """
    name = backend_name()
    return None if name == TOGETHER else line_for(name, members, seconds)


def line_for(backend: str, members: int, seconds: float) -> str:
    """The same for a backend by its name in Keras.

    >>> line_for("torch", 24, 36.0)
    'Keras runs on PyTorch here, so members train one after another through it: 24 took 36 s, 1.5 s each. With ...'
    """
    measured = f": {members} took {seconds:.3g} s, {seconds / members:.2g} s each" if members else ""
    return f"Keras runs on {NAMES[backend]} here, so members train one after another through it{measured}. {MEND}"
