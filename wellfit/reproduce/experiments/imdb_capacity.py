"""Too small, fitting and too large a network on the IMDB reviews."""

from wellfit.reproduce.claims import Earlier, RisesMore, Value, rounded
from wellfit.reproduce.experiment import RETRAINED, Experiment, Setting, retrained
from wellfit.reproduce.experiments.dense import RMSPROP, dense

FILE_ORDER = (
    "The reviews stand in the order of their file; keras.datasets.imdb.load_data shuffles them first (seed 113), so "
    "that the text holds out other 10,000 of the same 25,000 rows."
)
IMDB_CAPACITY = Experiment(
    name="imdb-capacity",
    title="How large a network should be",
    source="Chollet, Deep Learning with Python, chapter 5: IMDB reviews as multi-hot vectors of 10,000 words, dense "
    "16-16-1 against 4-4-1 and 512-512-1, rmsprop, batches of 512, 20 epochs, the last 40 % held out.",
    setting=Setting(
        data="IMDB words",
        rows=(15_000, 10_000),
        recipes=(
            dense("original", (16, 16), RMSPROP, 512),
            dense("smaller", (4, 4), RMSPROP, 512),
            dense("larger", (512, 512), RMSPROP, 512),
        ),
        epochs=20,
        same_rows=False,
        also="retraining",
    ),
    claims=(
        rounded(what="original: best validation loss", reported="0.2735", variant="original"),
        Value(what="original: epoch of that loss", reported="4", low=4, high=4, variant="original", column="epoch"),
        rounded(
            what="original: validation accuracy at that epoch",
            reported="0.889",
            variant="original",
            column="validation_metric",
        ),
        rounded(
            what=f"original trained anew on all rows for {RETRAINED} epochs: accuracy on the 25,000 test reviews",
            reported="0.885",
            variant=retrained("original"),
            column="validation_metric",
            when="last",
        ),
        rounded(
            what="original: training loss after 20 epochs",
            reported="0.0170",
            variant="original",
            column="train_loss",
            when="last",
        ),
        rounded(
            what="smaller: training loss after 20 epochs",
            reported="0.2502",
            variant="smaller",
            column="train_loss",
            when="last",
        ),
        rounded(
            what="larger: training loss after 20 epochs",
            reported="0.000301",
            variant="larger",
            column="train_loss",
            when="last",
        ),
        Earlier(
            what="original begins to overfit before smaller",
            reported="later than the reference",
            variant="original",
            than="smaller",
        ),
        Earlier(
            what="larger begins to overfit before original",
            reported="almost immediately",
            variant="larger",
            than="original",
        ),
        RisesMore(
            what="original's validation loss rises further than smaller's",
            reported="smaller degrades more slowly",
            variant="original",
            than="smaller",
        ),
        RisesMore(
            what="larger's validation loss rises further than original's",
            reported="overfits much more severely",
            variant="larger",
            than="original",
        ),
    ),
    teaches="A network with too much room learns its training rows by heart: the larger one brings its training loss "
    "near zero within a few epochs, while its validation loss turns almost at once and rises the furthest. The smaller "
    "one turns late and rises slowly, but it also learns slowly. Where the validation loss turns, and how fast it "
    "rises after that, tells the size of a network from its curves; the size to keep is the smallest whose lowest "
    "validation loss cannot be told from the best. Compare sizes on validation rows, never on test rows.",
    notes=(FILE_ORDER,),
)
