"""Images small enough for a page, as text."""

import base64
import io
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

# At most, on the longer side, and JPEG's quality: 4 kB an image, of which a page of forty with heat has 300 kB.
SIZE, QUALITY = 128, 80
# From cold to warm: dark violet over red to light yellow, so that brightness alone tells the order too.
SCALE = np.array([(13, 8, 50), (90, 20, 110), (170, 40, 95), (228, 90, 50), (250, 165, 40), (252, 245, 160)], float)
SHINE = 0.55  # how much of the warmest place is colour


def thumbnail(pixels: np.ndarray, size: int = SIZE) -> str:
    """A JPEG in base64 of an image [height, width, 1 or 3 channels] of bytes."""
    return jpeg(_smaller(_image(pixels), size))


def overlay(pixels: np.ndarray, heat: np.ndarray, size: int = SIZE) -> str:
    """The image in grey under the colours of a heat map from 0 to 1, smoothly enlarged to it."""
    from PIL import Image

    grey = _smaller(_image(pixels), size).convert("L").convert("RGB")
    warm = np.asarray(Image.fromarray(heat.astype(np.float32)).resize(grey.size, Image.Resampling.BICUBIC))
    warm = np.clip(warm, 0, 1)[..., None]
    under, over = np.asarray(grey, np.float64), coloured(warm[..., 0])
    share = SHINE * np.sqrt(warm)  # else all but the warmest place stays grey
    return jpeg(Image.fromarray(np.round(under * (1 - share) + over * share).astype(np.uint8)))


def coloured(values: np.ndarray) -> np.ndarray:
    """Colours [..., 3] from 0 to 255 of values from 0 to 1.

    >>> coloured(np.array([0.0, 0.1, 1.0])).astype(int).tolist()
    [[13, 8, 50], [51, 14, 80], [252, 245, 160]]
    """
    stops = np.linspace(0, 1, len(SCALE))
    return np.stack([np.interp(values, stops, SCALE[:, channel]) for channel in range(3)], axis=-1)


def jpeg(image: "Image") -> str:
    """An image as JPEG in base64."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return base64.b64encode(file.getvalue()).decode("ascii")


def _image(pixels: np.ndarray) -> "Image":
    from PIL import Image

    grey = pixels.ndim == 2 or pixels.shape[-1] == 1
    return Image.fromarray(pixels.reshape(pixels.shape[:2]) if grey else np.ascontiguousarray(pixels[..., :3]))


def _smaller(image: "Image", size: int) -> "Image":
    """The image with its longer side of at most `size`; tiny ones are enlarged by whole numbers, square by square."""
    from PIL import Image

    longer = max(image.size)
    if longer > size:
        image = image.copy()
        image.thumbnail((size, size), Image.Resampling.LANCZOS)
        return image
    times = size // longer
    return image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST)
