"""Dogs and cats: what three levels reach with two thousand images."""

from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.networks import ConvolutionalNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.training import Training
from wellfit.reproduce.claims import Lower, Value, rounded
from wellfit.reproduce.experiment import TUNED, Experiment, Levels
from wellfit.reproduce.experiments.dense import RMSPROP, dense

SCRATCH, HEAD = "small convnet", "head on features"


def _accuracy(variant: str, reported: str) -> Value:
    what = f"{variant}: validation accuracy after 50 epochs"
    return rounded(what=what, reported=reported, variant=variant, column="validation_metric", when="last")


DOGS_VS_CATS = Experiment(
    name="dogs-vs-cats",
    title="What three levels reach with two thousand images",
    source="Chollet, Building powerful image classification models using very little data (2016): a convnet of "
    "32-32-64 filters with augmentation and dropout; a dense head on the features of VGG16; that head with VGG16's "
    "last block, by SGD at a rate of 0.0001; batches of 16, 50 epochs, 1,000 images of each class to train on, 400 "
    "held out.",
    setting=Levels(
        rows=(2_000, 1_000),
        image_size=150,
        epochs=50,
        scratch=Recipe(
            name=SCRATCH,
            network=ConvolutionalNetwork(),
            optimizer=RMSPROP,
            regularization=Regularization(dropout=0.5),
            training=Training(augmentation=Augmentation(flip=0.5, zoom=0.2)),
            batch_size=16,
        ),
        head=dense(HEAD, (256,), RMSPROP, 16, dropout=0.5),
        rate=1e-4,
        backbone="VGG16",
    ),
    claims=(
        _accuracy(SCRATCH, "about 0.80"),
        _accuracy(HEAD, "about 0.90"),
        _accuracy(TUNED, "0.94"),
        Lower(
            what="a pretrained network beats one from scratch", reported="0.90 against 0.80", variant=HEAD, than=SCRATCH
        ),
        Lower(what="tuning its last block brings more", reported="0.94 against 0.90", variant=TUNED, than=HEAD),
    ),
    teaches="Two thousand images are few for a network that starts from nothing: augmentation and dropout keep a small "
    "one from learning them by heart, and it still misses one in five. A network that was trained on a million other "
    "images has learned what edges, fur and eyes look like; a small head on its features, computed once, needs "
    "seconds. Its last block can then be trained too, but only together with a head that is trained already, and by "
    "steps so small that they do not wash away what the block knows.",
    notes=(
        "The text holds out 800 images, and other ones: agreement allows for both.",
        "The text also shears the images of the small convnet; here they are mirrored and zoomed.",
        "The text lets the head see the whole feature map, and augments the images that tune the block; here features "
        "are pooled, and what lies below the block is computed once.",
    ),
)
