"""The experiments whose time is measured against a plain Keras loop, with the ratios to reach."""

from dataclasses import dataclass
from pathlib import Path

from parts.sets import ROOT, data_folder

REFERENCE = ROOT.parent / "shared" / "bench" / "keras_reference.py"


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One family, trained by both sides with the settings of the loop.

    `family` is the loop's name for it and `variants` those of its networks that are trained; empty means all.
    `seeds` is how often each network is trained by us; by the loop too, in `loops` processes one after another
    (Auto MPG's eight seeds are eight networks of one process). `epochs` is given where it is not the loop's own
    number. `needs` is a file or folder below the data folder.

    Keras on JAX takes the loss from probabilities clipped at 1e-7: a network that is sure and wrong has no gradient
    there, and no loss above 16.1. On TensorFlow it takes the loss from the logits, as we do. `clipped` are the
    networks that come so far; their losses are compared with TensorFlow's too.
    """

    name: str
    family: str
    at_least: float
    aim: float
    needs: str
    seeds: int = 1
    loops: int = 1
    variants: tuple[str, ...] = ()
    epochs: int | None = None
    clipped: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the loop and the data are, and the Python of an environment with TensorFlow, if there is one."""

    reference: Path
    data: Path
    tensorflow: str | None


EXPERIMENTS = (
    Experiment(name="imdb", family="imdb", at_least=5, aim=6.5, needs="imdb/imdb.npz"),
    Experiment(
        name="imdb_small",
        family="imdb",
        variants=("original", "smaller", "l2", "dropout"),
        seeds=5,
        loops=5,
        at_least=15,
        aim=25,
        needs="imdb/imdb.npz",
    ),
    Experiment(name="auto_mpg", family="auto_mpg", seeds=8, at_least=12, aim=40, needs="auto_mpg/auto-mpg.data"),
    Experiment(
        name="mnist",
        family="mnist",
        clipped=("rate_1",),
        at_least=2,
        aim=4,
        needs="mnist/train-images-idx3-ubyte.gz",
    ),
    Experiment(name="higgs", family="higgs", at_least=1.4, aim=2.5, needs="higgs/higgs.csv.gz"),
    Experiment(
        name="dogs_vs_cats", family="dogs_vs_cats", epochs=3, at_least=5, aim=8, needs="dogs_vs_cats/validation"
    ),
)
# Against Keras on TensorFlow, which is the faster backend for images on a CPU: at least, aim.
AGAINST_TENSORFLOW = {"dogs_vs_cats": (0.9, 1.5), "features": (1.0, 1.5)}
FEATURES = "features"
WEIGHTS = "weights/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5"
NAMES = (*(experiment.name for experiment in EXPERIMENTS), FEATURES)


def place(reference: Path | None, data: Path | None, tensorflow: str | None) -> Place:
    """Where everything is. Raises FileNotFoundError with what to do where the loop or the data are missing."""
    script = reference or REFERENCE
    if not script.is_file():
        raise FileNotFoundError(
            f"The plain Keras loop to measure against is not at {script}. Name its file with --reference FILE."
        )
    folder = data or data_folder()
    if folder is None or not folder.is_dir():
        raise FileNotFoundError(
            f"There is no data folder{f' at {folder}' if folder else ''}. Name one with --data DIR or $WELLFIT_DATA."
        )
    return Place(reference=script.resolve(), data=folder.resolve(), tensorflow=tensorflow)
