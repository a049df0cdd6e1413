"""A learning rate that is far too high, and one that is not."""

from wellfit.recipes.optimizer import Optimizer
from wellfit.reproduce.claims import Lower, Value, rounded
from wellfit.reproduce.experiment import Experiment, Setting
from wellfit.reproduce.experiments.dense import dense

MNIST_LEARNING_RATE = Experiment(
    name="mnist-learning-rate",
    title="A wrong learning rate looks like failure",
    source="Chollet, Deep Learning with Python, chapter 5: MNIST, dense 784-512-10, RMSprop(1.0) against "
    "RMSprop(0.01), batches of 128, 10 epochs, the last 20 % held out.",
    setting=Setting(
        data="MNIST",
        rows=(48_000, 12_000),
        recipes=(
            dense("rate 1", (512,), Optimizer(name="rmsprop", learning_rate=1.0), 128),
            dense("rate 0.01", (512,), Optimizer(name="rmsprop", learning_rate=0.01), 128),
        ),
        epochs=10,
    ),
    claims=(
        Value(
            what="rate 1: training loss, mean of the epochs from the second on",
            reported="2.3 to 3.0",
            low=2.25,
            high=3.05,
            variant="rate 1",
            column="train_loss",
            when="after_first",
        ),
        rounded(
            what="rate 0.01: training loss after 10 epochs",
            reported="0.04",
            variant="rate 0.01",
            column="train_loss",
            when="last",
        ),
        Lower(
            what="rate 0.01 reaches the lower validation loss",
            reported="trains",
            variant="rate 0.01",
            than="rate 1",
        ),
    ),
    teaches="The same network, the same rows, and only the rate differs. With steps of 1.0 each update overshoots: "
    "after one enormous loss the network stays about where guessing among ten classes would be, ln 10 = 2.30, and a "
    "reader might conclude that the data cannot be learned. With 0.01 it learns almost all of it. When a loss is "
    "stuck from the start, change the learning rate, or the batch size, before anything else.",
)
