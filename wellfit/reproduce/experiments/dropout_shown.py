"""What dropout does to the numbers that a layer puts out."""

from wellfit.reproduce.claims import Value
from wellfit.reproduce.experiment import Experiment, LayerOutput

LAYER = "Dropout(0.5)"


def _measured(what: str, reported: str, value: float, column: str) -> Value:
    return Value(
        what=what, reported=reported, low=value - 1e-6, high=value + 1e-6, variant=LAYER, column=column, when="last"
    )


DROPOUT_SHOWN = Experiment(
    name="dropout-shown",
    title="What dropout does to a layer's output",
    source="Chollet, Deep Learning with Python, chapter 5: an output of 4 rows and 5 units, before and after "
    "Dropout(0.5), in training and in use; measured on 1,000 rows of 16 units.",
    setting=LayerOutput(rate=0.5, drawn=(4, 5), measured=(1_000, 16)),
    claims=(
        _measured("share of the outputs that training sets to zero", "0.5", 0.5, "zeroed"),
        _measured("factor by which training multiplies what is left", "1 / (1 − 0.5) = 2", 2.0, "factor"),
        _measured("mean output in training, over the mean without dropout", "1", 1.0, "mean_ratio"),
        _measured("largest change of an output in use, after training", "0: nothing is dropped", 0.0, "change_in_use"),
    ),
    teaches="In every training step dropout sets a random half of a layer's outputs to zero, other ones for each row "
    "and step, and doubles those that are left, so that what the next layer receives is the same in the mean. No unit "
    "can rely on a particular other one being there, which breaks up patterns that fit the training rows by chance. In "
    "use nothing is dropped and nothing is scaled: the layer hands its input through. This is also why the training "
    "loss of a network with dropout reads higher than its validation loss at first: in training half of it is missing.",
)
