"""A contact sheet: some images, and what augmentation makes of them."""

from typing import Any

import numpy as np

from wellfit.workflow.pictures.thumbnail import jpeg

TILE, GAP = 96, 4  # pixels
PAPER = 128  # grey, which is right on a light page and on a dark one


def sheet(images: np.ndarray, made: np.ndarray, what: str) -> dict[str, Any]:
    """One JPEG with a row for each image: itself first, then what became of it.

    Args:
        images: uint8 [images, height, width, channels].
        made: uint8 [times, images, height, width, channels], the same images changed again and again.
        what: the changes in words.
    """
    from PIL import Image

    rows, columns = len(images), 1 + len(made)
    height, width = images.shape[1:3]
    scale = TILE / max(height, width)
    tile = (max(1, round(width * scale)), max(1, round(height * scale)))
    size = (columns * (tile[0] + GAP) - GAP, rows * (tile[1] + GAP) - GAP)
    paper = Image.new("RGB", size, (PAPER, PAPER, PAPER))
    for row in range(rows):
        for column, pixels in enumerate([images[row], *made[:, row]]):
            place = (column * (tile[0] + GAP), row * (tile[1] + GAP))
            paper.paste(_tile(pixels, tile), place)
    return {"image": jpeg(paper), "rows": rows, "times": len(made), "what": what}


def _tile(pixels: np.ndarray, size: tuple[int, int]) -> Any:
    from PIL import Image

    plain = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
    return Image.fromarray(np.ascontiguousarray(plain)).convert("RGB").resize(size, Image.Resampling.BILINEAR)
