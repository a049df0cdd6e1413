"""What networks over steps read: the window of a series, or the words of a text as trained vectors."""

from typing import TYPE_CHECKING, Any, NamedTuple

from wellfit.errors import ModelError
from wellfit.recipes.networks.base import Shapes
from wellfit.recipes.networks.words import check_words

if TYPE_CHECKING:
    from wellfit.recipes.networks.layers import Layers


class Steps(NamedTuple):
    """Inputs of a model and the steps in them."""

    inputs: list[Any]  # the block of steps first, then the columns beside it where there are any
    x: Any  # [rows, steps, features]
    there: Any  # [rows, steps]: which steps are not padding; None where all are


def step_inputs(shapes: Shapes, words: int | None, reader: str) -> tuple[str, ...]:
    """The blocks that a network over steps takes: texts where it has `words` vectors, else windows.

    Raises ModelError where the data have no such block; `reader` is what the network is called.
    """
    block, wanted = (
        ("sequence", "texts, since it has words") if words is not None else ("window", "windows of a series")
    )
    if block not in shapes:
        raise ModelError(
            f"A {reader} network reads {wanted}, but this data has none: its blocks are {', '.join(shapes)}. "
            "Give it words= for texts and leave words out for a series, or take a DenseNetwork."
        )
    return tuple(name for name in (block, "dense") if name in shapes)


def read_steps(shapes: Shapes, blocks: tuple[str, ...], words: int | None, size: int, layers: "Layers") -> Steps:
    """The inputs for these blocks; word ids become vectors of `size` numbers."""
    from wellfit.backend import keras

    columns = [keras.Input(shapes[name], name=name) for name in blocks[1:]]
    if words is None:
        window = keras.Input(shapes["window"], name="window")
        return Steps([window, *columns], window, None)
    check_words(words, shapes)
    ids = keras.Input(shapes["sequence"], name="sequence", dtype="int32")
    return Steps([ids, *columns], layers.embedding(ids, words, size), keras.ops.not_equal(ids, 0))
