"""Whether there is a vector for each word."""

from wellfit.errors import ModelError
from wellfit.recipes.networks.base import Shapes


def check_words(vectors: int, shapes: Shapes) -> None:
    """Raises ModelError where the texts use more ids than there are vectors.

    An id beyond the last vector would be looked up as NaN or as another word, without a warning.
    """
    needed = shapes["words"][0] + 2 if "words" in shapes else 0  # 0 is padding, 1 an unknown word
    if vectors < needed:
        raise ModelError(
            f"The embedding has {vectors} vectors, but the texts use {needed} ids (padding, unknown words and "
            f"{needed - 2} known ones). Give it words={needed}."
        )
