"""Ten kinds of clothes, one hidden layer."""

from wellfit.reproduce.claims import Turns, rounded
from wellfit.reproduce.experiment import Experiment, Setting
from wellfit.reproduce.experiments.dense import ADAM, dense

FASHION_MNIST = Experiment(
    name="fashion-mnist",
    title="A first network for pictures of clothes",
    source="TensorFlow's notes on classification: Fashion-MNIST, Flatten(28, 28), Dense(128, relu), Dense(10, "
    "softmax), adam, sparse categorical cross-entropy, batches of 32, 10 epochs on 60,000 pictures, 10,000 to test on.",
    setting=Setting(
        data="Fashion-MNIST",
        rows=(60_000, 10_000),
        recipes=(dense("128", (128,), ADAM, 32),),
        epochs=10,
    ),
    claims=(
        rounded(
            what="accuracy on the training pictures after 10 epochs",
            reported="about 0.91",
            variant="128",
            column="train_metric",
            when="last",
        ),
        rounded(
            what="accuracy on the test pictures after 10 epochs",
            reported="about 0.88",
            variant="128",
            column="validation_metric",
            when="last",
        ),
        Turns(
            what="the loss on the test pictures does not turn within 10 epochs",
            reported="accuracy only a little below that of training",
            variant="128",
            expected=False,
        ),
    ),
    teaches="One hidden layer on the bare pixels tells about seven of eight pieces of clothing apart. Its accuracy on "
    "new pictures lies a little below that on the pictures it was trained on: this gap is where overfitting begins, "
    "and it shows before the loss on new pictures turns. Training accuracy alone would have promised more than the "
    "network keeps.",
    notes=("The text draws no validation curve; the one drawn here is that of its 10,000 test pictures.",),
)
