"""A trained vector for each word, averaged, on the IMDB reviews."""

from wellfit.recipes.networks import EmbeddingNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.reproduce.claims import Turns, rounded
from wellfit.reproduce.experiment import Experiment, Setting
from wellfit.reproduce.experiments.dense import ADAM
from wellfit.reproduce.sources.imdb import WORDS

IMDB_EMBEDDING = Experiment(
    name="imdb-embedding",
    title="Words as trained vectors, averaged over the review",
    source="TensorFlow's notes on binary classification of texts: Embedding(10000, 16), GlobalAveragePooling1D, "
    "Dense(16, relu), Dense(1, sigmoid), adam, binary cross-entropy; reviews cut or padded to 256 words, batches of "
    "512, 40 epochs, the first 10,000 training reviews held out, 25,000 test reviews.",
    setting=Setting(
        data="IMDB sequences",
        rows=(15_000, 10_000),
        recipes=(
            Recipe(
                name="embedding",
                network=EmbeddingNetwork(words=WORDS, size=16, units=(16,), padding_counts=True),
                optimizer=ADAM,
                batch_size=512,
            ),
        ),
        epochs=40,
        also="test rows",
    ),
    claims=(
        rounded(
            what="accuracy on the test reviews after 40 epochs",
            reported="about 0.87",
            variant="embedding",
            column="test_metric",
            when="last",
        ),
        Turns(
            what="the validation loss turns while the training loss keeps falling",
            reported="peaks after about twenty epochs",
            variant="embedding",
            expected=True,
        ),
    ),
    teaches="A vector of 16 numbers for each word, averaged over the review, needs no order of words to tell praise "
    "from blame: two small layers behind it reach nearly what ten thousand yes-or-no inputs reach. Nearly all of its "
    "weights are the 160,000 of the embedding, and they learn the training reviews by heart in the end like any "
    "others: the validation loss turns while the training loss keeps falling, so that training should end there. The "
    "average counts the padding of short reviews, as it does without a mask.",
    notes=(
        "The reviews stand in the order of their file; keras.datasets.imdb.load_data shuffles them first (seed 113).",
    ),
)
