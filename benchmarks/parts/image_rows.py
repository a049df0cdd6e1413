"""Each row of the numbers to reach on images, measured."""

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from parts import image_levels as levels
from parts.experiments import Place
from parts.feature_pairs import measure_features
from parts.image_curve import draw_curve
from parts.image_small import small_sets
from parts.mnist_images import mnist_images
from parts.pairs import Tell
from parts.process import WELLFIT, Finished, run
from parts.targets import Line

import wellfit
from wellfit.recipes.recipe import Recipe
from wellfit.transfer import feature_data, heads

TRAINING, DECODING = (Path(__file__).with_name(name) for name in ("image_training.py", "decoding.py"))
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3"}
LEVEL_SIZE = 224  # of the pixels that the backbone is given: what it was trained at
TIME_EPOCHS = 3
PASSES = 3  # since other work on the machine only adds to them
MANY_HEADS = 200


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where the data are, the Python with TensorFlow, if there is one, seeds, epochs from scratch, and who is told.

    `picture` is the file of the curve of small sets, None where none is to be drawn.
    """

    data: Path
    tensorflow: str | None
    seeds: int
    epochs: int
    size: int
    tell: Tell
    picture: Path | None = None


def scratch(asked: Asked) -> list[Line]:
    """Level 1 with the convnet of the text: mean test accuracy over the seeds."""
    return _from_scratch(levels.TEXTS, asked, asked.epochs)


def normalized(asked: Asked) -> list[Line]:
    """Level 1 with the network that a study begins with, for half as many epochs."""
    epochs = max(1, asked.epochs // 2)
    return _from_scratch(levels.normalized(epochs), asked, epochs)


def _from_scratch(recipe: Recipe, asked: Asked, epochs: int) -> list[Line]:
    data = levels.images(asked.data, levels.SCRATCH_SIZE)
    found = levels.from_scratch(recipe, data, range(asked.seeds), epochs)
    said = f"{found.mean:.4f} ({min(found.accuracies):.4f}–{max(found.accuracies):.4f}), {found.seconds:.0f} s"
    what = f"level 1, {recipe.name}, {epochs} epochs: test accuracy, mean of {asked.seeds} seeds"
    return [Line(what=what, target="≥ 0.80", measured=said, met=found.mean >= 0.80)]


def scratch_time(asked: Asked) -> list[Line]:
    """Level 1: seconds beside Keras on TensorFlow, compilation on both sides included."""
    what, target = f"level 1: seconds / Keras on TensorFlow, {TIME_EPOCHS} epochs", "≤ 1.0"
    if asked.tensorflow is None:
        return [_without_tensorflow(what, target)]
    folder = ("--images", str(asked.data / levels.FOLDER / "train"))
    command = (asked.tensorflow, str(TRAINING), *folder, "--epochs", str(TIME_EPOCHS))
    theirs = _last(run(command, {**QUIET, "KERAS_BACKEND": "tensorflow"}))
    data = levels.images(asked.data, levels.SCRATCH_SIZE)
    own = levels.from_scratch(levels.TEXTS, data, [0], TIME_EPOCHS)
    ratio = own.seconds / theirs["seconds"]
    said = f"{ratio:.2f} ({own.seconds:.1f} s / {theirs['seconds']:.1f} s)"
    return [Line(what=what, target=target, measured=said, met=ratio <= 1.0)]


def decode(asked: Asked) -> list[Line]:
    """From files to the cache, beside one pass of Keras' reader; the fastest of a few of each."""
    what, target = "decoding: images a second / Keras on TensorFlow", "≥ 1.0"
    if asked.tensorflow is None:
        return [_without_tensorflow(what, target)]
    folder = ("--images", str(asked.data / levels.FOLDER / "train"))
    sides = {"wellfit": sys.executable, "tensorflow": asked.tensorflow}
    rounds = [
        {side: _last(run((python, str(DECODING), side, *folder), QUIET)) for side, python in sides.items()}
        for _ in range(PASSES)
    ]
    own, theirs = (max(found[side]["images"] / found[side]["seconds"] for found in rounds) for side in sides)
    whole = min(found["wellfit"]["whole"] for found in rounds)
    said = f"{own / theirs:.2f} ({own:.0f} / {theirs:.0f}); hashes and splits included {whole:.1f} s"
    return [Line(what=what, target=target, measured=said, met=own >= theirs)]


def features(asked: Asked) -> list[Line]:
    """Features a second beside Keras' `predict` on TensorFlow, once both have compiled."""
    what, target = "features: images a second / Keras on TensorFlow's predict", "≥ 1.0"
    if asked.tensorflow is None:
        return [_without_tensorflow(what, target)]
    where = Place(reference=TRAINING, data=asked.data, tensorflow=asked.tensorflow)
    row = measure_features(where, 1, asked.tell)
    if row["why"]:
        return [Line(what=what, target=target, measured=str(row["why"]), met=False)]
    ratio = row["ratio_again"]
    said = f"{ratio:.2f} ({row['images'] / row['ours_again']:.0f} / {row['images'] / row['reference_again']:.0f})"
    return [Line(what=what, target=target, measured=f"{said}; first call {row['ratio']:.2f}", met=ratio >= 1.0)]


def transfer(asked: Asked) -> list[Line]:
    """Levels 2 and 3 from raw pixels on: accuracies, and the seconds of both with nothing kept from before."""
    data = levels.images(asked.data, asked.size)
    seeds = range(asked.seeds)
    with tempfile.TemporaryDirectory() as place:
        cache = Path(place)
        backbone = levels.load(asked.data, data.shapes["image"])
        computed, feature_seconds = levels.timed(lambda: feature_data(backbone, data, folder=cache))
        asked.tell(f"features: {feature_seconds:.0f} s")
        second, head = levels.on_features(computed, seeds)
        asked.tell(f"level 2: {second.mean:.4f}, {second.seconds:.0f} s, {second.recipe}")
        third = levels.tuned(backbone, data, head, seeds, folder=cache)
        asked.tell(f"level 3: {third.mean:.4f}, {third.seconds:.0f} s, {third.recipe}")
    seconds = feature_seconds + second.seconds + third.seconds
    return [
        _accuracy("level 2", second, 0.955),
        _accuracy("level 3", third, 0.965),
        Line(what="level 3: the aim", target="≥ 0.975", measured=f"{third.mean:.4f}", met=third.mean >= 0.975),
        Line(what="levels 2 and 3: seconds", target="≤ 900", measured=f"{seconds:.0f}", met=seconds <= 900),
    ]


def many_heads(asked: Asked) -> list[Line]:
    """Two hundred heads at once on features that are there."""
    data = levels.images(asked.data, asked.size)
    computed = feature_data(levels.load(asked.data, data.shapes["image"]), data)
    grid = [0, 8, 16, 32, 64], [1e-4, 3e-4, 1e-3, 3e-3, 1e-2], [0.0, 0.25, 0.5, 0.75], [0.0, 1e-4, 1e-3]
    wanted = heads(*grid)[:MANY_HEADS]
    runs, seconds = levels.timed(lambda: wellfit.fit_many(wanted, computed, seeds=1, epochs=30))
    said = f"{seconds:.1f}, {runs.cost.programs} programs"
    return [Line(what=f"{len(wanted)} heads, 30 epochs: seconds", target="≤ 60", measured=said, met=seconds <= 60)]


def study(asked: Asked) -> list[Line]:
    """The whole of it as a user starts it: `wellfit run` on the folder, with the backbone."""
    with tempfile.TemporaryDirectory() as place:
        command = [*WELLFIT, "run", str(asked.data / levels.FOLDER), "--backbone", levels.NETWORK]
        command += ["--weights", str(asked.data / levels.WEIGHTS), "--image-size", str(asked.size)]
        done = run([*command, "--budget", "20m", "--out", f"{place}/study", "--json"])
    summary = json.loads(done.output)
    accuracy = summary["best"]["test"]["accuracy"]
    told = ", ".join(f"{one['level']} {one['selection']['accuracy']:.3f}" for one in summary["levels"])
    said = f"{accuracy:.4f} ({summary['best']['recipe']}; selection: {told}), {done.seconds:.0f} s"
    return [Line(what="wellfit run: test accuracy", target="≥ 0.965", measured=said, met=accuracy >= 0.965)]


def small(asked: Asked) -> list[Line]:
    """A curve of accuracy against images for each level; nothing is to be reached, but more must not be worse."""
    found = small_sets(asked.data, asked.size, asked.epochs, asked.seeds, asked.tell)
    if asked.picture is not None:
        draw_curve([one.measured for one in found], asked.picture)
    return [
        Line(
            what=f"{one.level}, {one.images} images a class: test accuracy",
            target="a curve",
            measured=one.said,
            met=True,
        )
        for one in found
    ]


def mnist(asked: Asked) -> list[Line]:
    """A thousand digits through `wellfit run`, as a folder of images."""
    return mnist_images(asked.data)


def _accuracy(what: str, found: levels.Reached, bound: float) -> Line:
    said = f"{found.mean:.4f} ({min(found.accuracies):.4f}–{max(found.accuracies):.4f}); {found.recipe}"
    return Line(what=f"{what}: test accuracy", target=f"≥ {bound}", measured=said, met=found.mean >= bound)


def _last(finished: Finished) -> Mapping[str, float]:
    """What a process printed in its last line."""
    found: dict[str, float] = json.loads(finished.output.splitlines()[-1])
    return found


def _without_tensorflow(what: str, target: str) -> Line:
    why = "not measured: no environment with TensorFlow was named (--tensorflow PYTHON)"
    return Line(what=what, target=target, measured=why, met=False)


ROWS: Mapping[str, Callable[[Asked], list[Line]]] = {
    "decode": decode,
    "scratch": scratch,
    "normalized": normalized,
    "scratch_time": scratch_time,
    "features": features,
    "transfer": transfer,
    "heads": many_heads,
    "study": study,
    "small_sets": small,
    "mnist": mnist,
}
