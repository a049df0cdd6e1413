"""What Keras remembers of the losses that layers added in an earlier call."""

from wellfit.backend import keras


def forget_losses(model: keras.Model) -> None:
    """Let a model begin its next stateless call with no loss in memory; before each call whose losses count.

    Layers know their losses by the address of the number, also after that is freed. A stateless call does not forget
    the addresses of the call before it, so that a loss which happens to lie at one of them is dropped (Keras 3.15,
    `Layer._clear_losses`): now and then, a penalty of outputs would not count.
    """
    model._clear_losses()
