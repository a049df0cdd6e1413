"""A network that has too little room, and one that has enough."""

from wellfit.reproduce.claims import Lower, Turns, rounded
from wellfit.reproduce.experiment import Experiment, Setting
from wellfit.reproduce.experiments.dense import RMSPROP, dense

MNIST_CAPACITY = Experiment(
    name="mnist-capacity",
    title="A validation loss that stalls instead of turning",
    source="Chollet, Deep Learning with Python, chapter 5: MNIST, logistic regression (Dense(10) alone) against dense "
    "96-96-10, rmsprop, batches of 128, 20 epochs, the last 20 % held out.",
    setting=Setting(
        data="MNIST",
        rows=(48_000, 12_000),
        recipes=(dense("logistic", (), RMSPROP, 128), dense("96-96", (96, 96), RMSPROP, 128)),
        epochs=20,
    ),
    claims=(
        rounded(
            what="logistic: training loss after 20 epochs",
            reported="0.2565",
            variant="logistic",
            column="train_loss",
            when="last",
        ),
        rounded(
            what="96-96: training loss after 20 epochs",
            reported="0.0061",
            variant="96-96",
            column="train_loss",
            when="last",
        ),
        Turns(
            what="logistic: the validation loss stalls",
            reported="stalls instead of peaking",
            variant="logistic",
            expected=False,
        ),
        Turns(
            what="96-96: the validation loss turns",
            reported="it is possible to overfit",
            variant="96-96",
            expected=True,
        ),
        Lower(
            what="96-96 reaches the lower validation loss",
            reported="appropriate capacity",
            variant="96-96",
            than="logistic",
        ),
    ),
    teaches="A model without hidden layers cannot hold what the digits would teach: its validation loss creeps down "
    "and stalls, and more epochs do not make it overfit. A loss that never turns is the mark of too little room. With "
    "two layers of 96 the loss falls far lower and then turns, which is what should be possible with any data: grow "
    "the network until it overfits, and only then hold it back.",
)
