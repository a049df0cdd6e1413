"""Features that are what Keras computes now, wherever they came from."""

from pathlib import Path

from wellfit.data.dataset import Dataset
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.checks import agreement
from wellfit.transfer.feature_data import Told, feature_data, tuning_data
from wellfit.transfer.views import Views


def checked_data(
    backbone: Backbone,
    data: Dataset,
    blocks: int = 0,
    *,
    views: Views | None = None,
    folder: str | Path | None = None,
    told: Told | None = None,
) -> Dataset:
    """`feature_data`, or `tuning_data` of so many blocks, held against Keras' own `predict` on a few images.

    For what decides something: a file may have been written by another version, or spoiled. Features that do not agree
    are computed anew once.

    Args:
        backbone: the network.
        data: with a block "image".
        blocks: how many of the last ones are trained on; 0 for pooled features.
        views: of training images beside themselves.
        folder: where features are kept; the cache of wellfit without it.
        told: is called with the numbers of images done and of all, while they are computed.

    Raises:
        DataError, ModelError, OptionError: as `feature_data`.
        RuntimeError: those computed anew do not agree either, which is a defect of wellfit's.
    """
    for anew in (False, True):
        found = (
            tuning_data(backbone, data, blocks, views=views, folder=folder, told=told, anew=anew)
            if blocks
            else feature_data(backbone, data, views=views, folder=folder, told=told, anew=anew)
        )
        compared = agreement(backbone, data, found, blocks, views=views)
        if compared.agrees:
            return found
    raise RuntimeError(
        f"features of {backbone.name} differ from those that Keras computes by {compared.difference:.2g} of the largest"
    )
