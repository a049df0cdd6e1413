"""The images of a study as its backbone sees them."""

from functools import partial

from wellfit.data.dataset import Dataset
from wellfit.transfer import Views, checked_data
from wellfit.workflow.context import Context


def seen(context: Context, blocks: int = 0) -> Dataset:
    """Pooled features, or what the last so many blocks read; further views are training rows behind all others."""
    if context.backbone is None:
        raise RuntimeError("there is no backbone that could see the images")
    told, views = partial(context.progress.reading, "images"), Views(count=context.views, seed=context.options.seed)
    return checked_data(context.backbone, context.data, blocks, views=views, told=told)


def images_among(context: Context, data: Dataset) -> int:
    """How many images the training rows are of, whatever views there are of them."""
    return int((data.rows("train") < len(context.data.target)).sum())
