"""Images decoded in a process of its own: `decoding.py wellfit|tensorflow --images DIR [--size N]`; prints JSON.

One pass over a folder of folders of images, each brought to one size: what `wellfit.read` does, and its part up to the
pixels on disk, beside what `keras.utils.image_dataset_from_directory` does when its batches are asked for. Runs under
the Python of another environment too: the side of TensorFlow needs nothing of wellfit.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

BATCH = 32


def main() -> None:
    """Libraries first, then the pass that is timed."""
    asked = options()
    side = by_wellfit if asked.side == "wellfit" else by_tensorflow
    with tempfile.TemporaryDirectory() as place:
        os.environ["WELLFIT_CACHE"] = place
        print(json.dumps(side(asked.images, asked.size)))


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("side", choices=["wellfit", "tensorflow"])
    parser.add_argument("--images", type=Path, required=True, help="a folder of folders of images")
    parser.add_argument("--size", type=int, default=150, help="the side in pixels")
    return parser.parse_args()


def by_wellfit(folder: Path, size: int) -> dict[str, float]:
    """`seconds` until the last image is decoded, `of_cores` of work; `whole` of reading, `again` of the next."""
    # Brought along before the clock runs, as TensorFlow is: what reading imports once it needs it as well.
    import joblib  # noqa: F401
    import llvmlite.binding  # noqa: F401
    import simplejpeg  # noqa: F401
    from PIL import Image

    from wellfit.data.read import read

    Image.init()
    decoded = [0.0, 0.0]

    def told(name: str, done: int, of: int) -> None:
        if name == "images decoded" and done == of:
            decoded[:] = time.perf_counter(), time.process_time()

    began, work = time.perf_counter(), time.process_time()
    data = read(folder, image_size=size, told=told)
    whole = time.perf_counter() - began
    again = time.perf_counter()
    read(folder, image_size=size)
    again = time.perf_counter() - again
    seconds = {"seconds": decoded[0] - began, "of_cores": decoded[1] - work}
    return {"images": len(data.target), **seconds, "whole": whole, "again": again}


def by_tensorflow(folder: Path, size: int) -> dict[str, float]:
    """`seconds` from the call to the last batch."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import keras
    import tensorflow  # noqa: F401 - brought along before the clock runs

    began, work = time.perf_counter(), time.process_time()
    batches = keras.utils.image_dataset_from_directory(
        folder, image_size=(size, size), batch_size=BATCH, shuffle=False, verbose=False
    )
    images = sum(len(pixels) for pixels, _ in batches)
    return {"images": images, "seconds": time.perf_counter() - began, "of_cores": time.process_time() - work}


if __name__ == "__main__":
    main()
