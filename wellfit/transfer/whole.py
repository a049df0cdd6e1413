"""The whole network as one plain Keras model: raw pixels in, predictions out."""

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.graph import called


def whole_model(backbone: Backbone, part: keras.Model, blocks: int = 0) -> keras.Model:
    """Preprocessing, the frozen part and what was trained behind it, with one input "image" of raw pixels.

    Stock Keras throughout: it loads without wellfit. The layers are the backbone's and the part's own, without inner
    models, so that each feature map can be looked at; those of the backbone are not trainable.

    Args:
        backbone: whose frozen part the features came from.
        part: what was trained on them: of pooled features without blocks, else of feature maps, as in
            `runs.model(recipe, seed)`.
        blocks: how many of the last blocks are in the part.

    Raises:
        ModelError: the part does not fit the backbone's output there.
    """
    image, x = backbone.pixels()
    x = backbone.lower(x, blocks)
    if tuple(part.input_shape[1:]) != tuple(x.shape[1:]):
        raise ModelError(
            f"The trained part takes rows of shape {tuple(part.input_shape[1:])}, but {backbone.name} gives "
            f"{tuple(x.shape[1:])} there ({blocks} of its blocks being trained). Pass the part that was trained on "
            "this backbone's features, and the blocks that are in it."
        )
    model = keras.Model(image, called(part, x), name="whole")
    if part.loss is not None:
        _compile_like(model, part)
    return model


def _compile_like(model: keras.Model, part: keras.Model) -> None:
    """With the optimizer, the loss and the metrics of the part, to train it on."""
    optimizer = type(part.optimizer).from_config(part.optimizer.get_config())
    metrics = getattr(part._compile_metrics, "_user_metrics", None)
    model.compile(optimizer=optimizer, loss=part.loss, metrics=metrics)
    model.optimizer.build(model.trainable_variables)  # else the saved file holds half an optimizer
