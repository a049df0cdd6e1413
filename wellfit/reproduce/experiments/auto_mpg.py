"""A number predicted from nine others."""

from wellfit.recipes.optimizer import Optimizer
from wellfit.reproduce.claims import Value
from wellfit.reproduce.experiment import Experiment, Setting
from wellfit.reproduce.experiments.dense import dense

AUTO_MPG = Experiment(
    name="auto-mpg",
    title="Regression on a small table",
    source="TensorFlow's notes on regression: Auto MPG without its rows of missing values, the origin as three "
    "columns, Dense(64, relu) twice, Dense(1), RMSprop(0.001), mean squared error, batches of 32, 200 epochs, the last "
    "fifth of the shuffled rows held out.",
    setting=Setting(
        data="Auto MPG",
        rows=(313, 79),
        recipes=(dense("64-64", (64, 64), Optimizer(name="rmsprop", learning_rate=0.001), 32),),
        epochs=200,
        same_rows=False,
    ),
    claims=(
        Value(
            what="mean absolute error on held-out cars after 200 epochs, miles a gallon",
            reported="1.83 to 2.37",
            low=1.825,
            high=2.375,
            variant="64-64",
            column="validation_metric",
            when="last",
        ),
    ),
    teaches="With a few hundred rows, which of them are held out decides as much as the network does: the published "
    "errors of the same two layers range from 1.83 to 2.37 miles a gallon with different splits. The interval here is "
    "over seeds with one split and shows only the smaller part of this. Before a number of such a table is believed, "
    "ask for several splits; wellfit's own gates cross-validate tables of this size for that reason.",
    notes=(
        "One split, drawn once; the published errors are of several splits and lengths of training. Columns are scaled "
        "by all rows, not by the training rows alone.",
    ),
)
