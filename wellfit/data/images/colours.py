"""Any picture as grey or red-green-blue of eight bits, whatever its file keeps."""

import numpy as np
from PIL import Image

# Modes of Pillow without colour; the numbers of the last ones have more than eight bits.
DEEP = frozenset({"I;16", "I;16L", "I;16B", "I;16N", "I", "F"})
GREY = frozenset({"1", "L", "LA", "La"}) | DEEP
# 16 bits to 8 as PNG's specification has it (13.12): 65535 / 257 = 255.
SIXTEEN_TO_EIGHT = 257.0


def plain(picture: Image.Image, channels: int) -> Image.Image:
    """The picture in mode "L" (one channel) or "RGB" (three); what is transparent is white, as on paper.

    >>> plain(Image.new("RGBA", (1, 1), (255, 0, 0, 0)), 3).getpixel((0, 0))
    (255, 255, 255)
    """
    mode = "L" if channels == 1 else "RGB"
    if picture.mode in DEEP:
        picture = _eight_bits(picture)
    if picture.has_transparency_data:
        picture = _on_white(picture)
    return picture if picture.mode == mode else picture.convert(mode)


def picture_of(pixels: np.ndarray) -> Image.Image:
    """The picture in mode "L" or "RGB" of uint8 [height, width, 1 or 3]."""
    return Image.fromarray(pixels if pixels.shape[2] == 3 else pixels[:, :, 0])


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Pillow's own conversion would cut off all above 255. Fractions up to 1 are taken for shares of white."""
    values = np.nan_to_num(np.asarray(picture, np.float32))
    if picture.mode == "F":
        values = values * 255 if values.max(initial=0) <= 1 else values
    else:
        values = values / SIXTEEN_TO_EIGHT
    return Image.fromarray(np.clip(np.round(values), 0, 255).astype(np.uint8))


def _on_white(picture: Image.Image) -> Image.Image:
    above = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", above.size, "white"), above)
