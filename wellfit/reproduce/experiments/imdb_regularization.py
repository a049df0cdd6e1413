"""L2 and dropout against the same network without them, on the IMDB reviews."""

from wellfit.reproduce.claims import Lower, RisesMore, rounded
from wellfit.reproduce.experiment import Experiment, Setting
from wellfit.reproduce.experiments.dense import RMSPROP, dense
from wellfit.reproduce.experiments.imdb_capacity import FILE_ORDER

IMDB_REGULARIZATION = Experiment(
    name="imdb-regularization",
    title="What L2 and dropout do to an overfitting network",
    source="Chollet, Deep Learning with Python, chapter 5: IMDB reviews as multi-hot vectors of 10,000 words, dense "
    "16-16-1; l2(0.002) on both hidden kernels; Dropout(0.5) after both hidden layers; rmsprop, batches of 512, "
    "20 epochs, the last 40 % held out.",
    setting=Setting(
        data="IMDB words",
        rows=(15_000, 10_000),
        recipes=(
            dense("original", (16, 16), RMSPROP, 512),
            dense("l2", (16, 16), RMSPROP, 512, l2=0.002),
            dense("dropout", (16, 16), RMSPROP, 512, dropout=0.5),
        ),
        epochs=20,
        same_rows=False,
    ),
    claims=(
        rounded(what="original: best validation loss", reported="0.2735", variant="original"),
        rounded(
            what="original: training loss after 20 epochs",
            reported="0.0170",
            variant="original",
            column="train_loss",
            when="last",
        ),
        rounded(
            what="l2: training loss after 20 epochs, penalty inside",
            reported="0.1957",
            variant="l2",
            column="train_loss_with_penalty",
            when="last",
        ),
        rounded(
            what="dropout: training loss after 20 epochs",
            reported="0.0942",
            variant="dropout",
            column="train_loss",
            when="last",
        ),
        RisesMore(
            what="original's validation loss rises further than l2's",
            reported="much more resistant to overfitting",
            variant="original",
            than="l2",
        ),
        Lower(
            what="dropout's best validation loss is below original's",
            reported="a clear improvement",
            variant="dropout",
            than="original",
        ),
        Lower(
            what="dropout's best validation loss is below l2's, penalty inside (as the text draws it)",
            reported="much better than L2",
            variant="dropout",
            than="l2",
            penalised=True,
        ),
        Lower(
            what="dropout's best validation loss is below l2's, prediction loss alone",
            reported="much better than L2",
            variant="dropout",
            than="l2",
        ),
    ),
    teaches="Both remedies keep the validation loss from running away as it does without them. How they compare "
    "depends on what is counted: Keras adds the L2 penalty to the loss that it shows, in validation too, so that the "
    "drawn curve of l2 lies above what its predictions cost. With the penalty taken out, the three lowest validation "
    "losses are close together, and only intervals over seeds and rows tell which differences are more than chance. "
    "Never compare a loss that has a penalty inside with one that has none.",
    notes=(FILE_ORDER,),
)
