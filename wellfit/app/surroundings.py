"""What the process needs before the heavy libraries are imported: their backend, and their silence."""

import logging
import os
import sys
import warnings
from io import TextIOWrapper

QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",  # XLA's C++ logs, read once when jaxlib is loaded: errors only
    "GRPC_VERBOSITY": "ERROR",
    "ABSL_MIN_LOG_LEVEL": "2",
}


def debugging() -> bool:
    """Whether WELLFIT_DEBUG asks for full tracebacks, logs and warnings (set and neither empty nor 0)."""
    return os.environ.get("WELLFIT_DEBUG", "") not in ("", "0")


def prepare_process() -> None:
    """Settle backend, logs, warnings and text encoding; called once, by the program and never on import.

    The backend is set here and not left to `KERAS_BACKEND` of the shell: in this process nobody but
    wellfit uses Keras. Names in data may hold letters that the terminal's encoding lacks: they are
    printed as `?`, which beats a crash at the end of a run.
    """
    os.environ["KERAS_BACKEND"] = "jax"
    if not debugging():
        for name, value in QUIET.items():
            os.environ.setdefault(name, value)
        for logger in ("absl", "jax", "keras"):
            logging.getLogger(logger).setLevel(logging.ERROR)
        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
