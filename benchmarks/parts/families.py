"""The loop's networks as recipes."""

from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

RMSPROP, ADAM = Optimizer(name="rmsprop"), Optimizer(name="adam")


def recipes(family: str, batch_size: int) -> list[Recipe]:
    """One recipe for each network of the loop, under the loop's name for it; one for all seeds of Auto MPG."""
    return {"imdb": _imdb, "mnist": _mnist, "higgs": _higgs, "auto_mpg": _auto_mpg, "dogs_vs_cats": _dogs_vs_cats}[
        family
    ](batch_size)


def _dense(
    name: str, units: tuple[int, ...], batch: int, optimizer: Optimizer, activation: str = "relu", **values: float
) -> Recipe:
    return Recipe(
        name=name,
        network=DenseNetwork(units=units, activation=activation),
        optimizer=optimizer,
        regularization=Regularization(**values),
        batch_size=batch,
    )


def _imdb(batch: int) -> list[Recipe]:
    return [
        _dense("original", (16, 16), batch, RMSPROP),
        _dense("smaller", (4, 4), batch, RMSPROP),
        _dense("larger", (512, 512), batch, RMSPROP),
        _dense("l2", (16, 16), batch, RMSPROP, l2=0.002),
        _dense("dropout", (16, 16), batch, RMSPROP, dropout=0.5),
    ]


def _mnist(batch: int) -> list[Recipe]:
    return [
        _dense("rate_1", (512,), batch, Optimizer(name="rmsprop", learning_rate=1.0)),
        _dense("rate_0.01", (512,), batch, Optimizer(name="rmsprop", learning_rate=1e-2)),
        _dense("logistic", (), batch, RMSPROP),
        _dense("96_96", (96, 96), batch, RMSPROP),
    ]


def _higgs(batch: int) -> list[Recipe]:
    wide = (512,) * 4
    return [
        _dense("tiny", (16,), batch, ADAM, "elu"),
        _dense("small", (16, 16), batch, ADAM, "elu"),
        _dense("medium", (64,) * 3, batch, ADAM, "elu"),
        _dense("large", wide, batch, ADAM, "elu"),
        _dense("l2", wide, batch, ADAM, "elu", l2=0.001),
        _dense("dropout", wide, batch, ADAM, "elu", dropout=0.5),
        _dense("combined", wide, batch, ADAM, "elu", l2=0.0001, dropout=0.5),
    ]


def _auto_mpg(batch: int) -> list[Recipe]:
    return [_dense("seed", (64, 64), batch, RMSPROP)]


def _dogs_vs_cats(batch: int) -> list[Recipe]:
    from wellfit.recipes.networks.convolution import ConvolutionalNetwork

    network = ConvolutionalNetwork(filters=(32, 32, 64), units=(64,))
    plain = Recipe(name="plain", network=network, optimizer=RMSPROP, batch_size=batch)
    silent = Regularization(dropout=0.5)
    return [
        plain,
        Recipe(name="dropout", network=network, optimizer=RMSPROP, regularization=silent, batch_size=batch),
    ]
