"""Networks of four sizes, and three remedies for the largest, on simulated collisions."""

from wellfit.recipes.recipe import Recipe
from wellfit.reproduce.claims import Lower, Value, rounded
from wellfit.reproduce.experiment import Experiment, Setting
from wellfit.reproduce.experiments.dense import ADAM, dense


def _elu(name: str, units: tuple[int, ...], *, l2: float = 0.0, dropout: float = 0.0) -> Recipe:
    return dense(name, units, ADAM, 500, activation="elu", l2=l2, dropout=dropout)


def _best(variant: str, reported: str) -> Value:
    return rounded(what=f"{variant}: best validation loss", reported=reported, variant=variant)


def _below(than: str) -> Lower:
    return Lower(
        what=f"combined's best validation loss is below {than}'s",
        reported="lowest of all",
        variant="combined",
        than=than,
    )


WIDE = (512, 512, 512, 512)
HIGGS_REGULARIZATION = Experiment(
    name="higgs-regularization",
    title="Small networks, and a large one held back",
    source="TensorFlow's tutorial on overfitting: HIGGS, 10,000 rows to train on and 1,000 held out, elu; dense 16, "
    "16-16, 64-64-64 and 512-512-512-512; the last with l2(0.001), with Dropout(0.5) after each hidden layer, and with "
    "l2(0.0001) and Dropout(0.5); adam, batches of 500, 100 epochs.",
    setting=Setting(
        data="HIGGS",
        rows=(10_000, 1_000),
        recipes=(
            _elu("large", WIDE),
            _elu("tiny", (16,)),
            _elu("small", (16, 16)),
            _elu("medium", (64, 64, 64)),
            _elu("l2", WIDE, l2=0.001),
            _elu("dropout", WIDE, dropout=0.5),
            _elu("combined", WIDE, l2=0.0001, dropout=0.5),
        ),
        epochs=100,
        same_rows=False,
    ),
    claims=(
        _best("tiny", "0.596"),
        _best("small", "0.586"),
        _best("l2", "0.577"),
        _best("dropout", "0.585"),
        _best("combined", "0.545"),
        Value(
            what="large: validation loss after 100 epochs",
            reported="1.8 and rising",
            low=1.8,
            high=100.0,
            variant="large",
            when="last",
        ),
        *(_below(name) for name in ("large", "tiny", "small", "medium", "l2", "dropout")),
    ),
    teaches="A network with far more weights than rows overfits at once, and its loss on other rows climbs past that "
    "of a guess. There are two ways out: a network so small that it cannot, or a large one that is held back. Which of "
    "the two wins is a matter of hundredths here, and with 1,000 rows held out the rows alone move a loss by about one "
    "hundredth: a ranking from one seed and one table of losses says more than the data do. The intervals below say "
    "which differences are real on these rows.",
    notes=(
        "The learning rate stays at 0.001; the tutorial lets it decay and trains on until nothing improves. The "
        "columns are scaled, and the held-out rows are the last 1,000 of the first 11,000 in the file.",
    ),
)
