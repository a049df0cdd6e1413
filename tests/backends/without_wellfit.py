"""Loads exported models where wellfit cannot be imported: `without_wellfit.py PACKAGES FOLDER BACKEND`.

PACKAGES is the folder of installed packages. Python is started with `-I -S`, which leaves out that folder and the
links in it through which an editable installation of wellfit is found; the folder alone is put back here.
"""

import importlib.util
import json
import sys
from pathlib import Path

sys.path.append(sys.argv[1])

import keras
import numpy as np


def largest_difference(path):
    """Between what a model predicts here and what its maker predicted, both stored under the same name."""
    stored = np.load(path.with_suffix(".npz"))
    model = keras.saving.load_model(path)
    rows = [stored[tensor.name] for tensor in model.inputs]
    found = model.predict(rows if len(rows) > 1 else rows[0], verbose=0)
    return float(np.abs(found - stored["expected"]).max())


def main(folder, backend):
    """Compare all models of the folder, and write what was found beside them."""
    found = {
        "backend": keras.backend.backend(),
        "wellfit": importlib.util.find_spec("wellfit") is not None,
        "differences": {path.stem: largest_difference(path) for path in sorted(folder.glob("*.keras"))},
    }
    (folder / f"{backend}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[2]), sys.argv[3])
