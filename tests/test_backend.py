"""Which backend Keras gets, and what is said where it cannot train: in processes of their own."""

import json
import os
import subprocess
import sys

import pytest

ASK = """
import os, sys
from wellfit.errors import ModelError
try:
    from wellfit.backend import backend_name
    print(backend_name())
except ModelError as error:
    print(os.environ.get("KERAS_BACKEND"), error)
"""


def ask(home, code=ASK, **environment):
    """What a fresh Python says whose keras.json lies in this folder."""
    inherited = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**inherited, "KERAS_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_it_is_jax_where_nobody_asked_for_another(tmp_path):
    assert ask(tmp_path, KERAS_BACKEND="") == "jax"


def test_the_name_that_keras_writes_by_itself_is_nobodys_wish(tmp_path):
    (tmp_path / "keras.json").write_text(json.dumps({"backend": "tensorflow"}))
    assert ask(tmp_path) == "jax"


def test_a_name_that_somebody_wrote_is_kept(tmp_path):
    (tmp_path / "keras.json").write_text(json.dumps({"backend": "torch"}))
    assert ask(tmp_path).startswith("torch")  # its name, or what is missing for it


@pytest.mark.parametrize("code", [ASK, f"import keras\n{ASK}"])
def test_a_backend_that_cannot_train_is_refused(tmp_path, code):
    assert ask(tmp_path, code, KERAS_BACKEND="numpy") == (
        "numpy Keras runs on numpy here, which cannot train: expected jax, tensorflow, torch. "
        "Start Python with KERAS_BACKEND=jax, or import wellfit before keras."
    )


def test_a_backend_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path):
    said = ask(tmp_path, KERAS_BACKEND="abacus")
    assert "Keras cannot be imported on the backend 'abacus' that KERAS_BACKEND or keras.json asks for" in said
    assert said.endswith("set KERAS_BACKEND=jax, which wellfit brings along, or install the other.")
