"""Which block of the data each input of a model reads: by name, else by shape; and what had to be adapted."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from wellfit.data.dataset import Dataset
from wellfit.errors import ModelError
from wellfit.recipes.networks.own.takes import Input, Shape
from wellfit.recipes.networks.own.wire import NOTHING, Wire

PADDING_AND_UNKNOWN = 2


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """A wire for each input of the model, and what had to be adapted, in sentences."""

    wires: tuple[Wire, ...]
    said: tuple[str, ...]


def wiring(inputs: Sequence[Input], data: Dataset) -> Wiring:
    """A wire for each input.

    An input called like a block or like a column reads that; else the first block that fits its shape, as it is
    or brought into shape. Raises ModelError where none does.
    """
    rows = _Rows(data)
    if shared := rows.in_order(inputs):
        return shared
    found = [rows.wire(one) for one in inputs]
    return Wiring(wires=tuple(wire for wire, _ in found), said=tuple(said for _, said in found if said))


def same_columns(wires: Sequence[Wire], data: Dataset) -> bool:
    """Whether the columns that the wires read are the same in all folds, whose encoders were fitted apart."""
    names = [fold.pipeline.dense.feature_names for fold in (data, *data.folds)]
    read = max((max(wire.columns or (0,)) + 1 if wire.columns else wire.length or 0 for wire in wires), default=0)
    return len({name[:read] for name in names}) == 1


class _Rows:
    """The blocks of a dataset as inputs may read them."""

    def __init__(self, data: Dataset) -> None:
        self.shapes = data.shapes
        series = data.pipeline.series
        self.names = list(data.pipeline.dense.feature_names if series is None else series.calendar_names)
        self.plain = data.pipeline.plain_width
        self.columns = [(column.name, column.left_out) for column in data.schema.columns]

    def in_order(self, inputs: Sequence[Input]) -> Wiring | None:
        """Several inputs that share the columns out among them, in their order; None where they do not."""
        widths = [one.shape[0] for one in inputs if one.shape is not None and len(one.shape) == 1 and not one.whole]
        sizes = [width for width in widths if width is not None]
        if len(inputs) < 2 or len(sizes) < len(inputs) or any(self._by_name(one) for one in inputs):
            return None
        if sum(sizes) != self.plain or all(size == self.plain for size in sizes):
            return None
        starts = [sum(sizes[:place]) for place in range(len(sizes))]
        wires = [
            Wire(block="dense", columns=tuple(range(first, first + size)))
            for first, size in zip(starts, sizes, strict=True)
        ]
        read = "; ".join(
            f"'{one.name}' reads {_listed(self.names[first : first + size])}"
            for one, first, size in zip(inputs, starts, sizes, strict=True)
        )
        return Wiring(
            wires=tuple(wires), said=(f"The columns are shared out among the model's inputs in order: {read}.",)
        )

    def wire(self, one: Input) -> tuple[Wire, str]:
        """The wire of an input, and what is to be said of it."""
        found = self._by_name(one) or self._ids(one) or self._window(one)
        found = found or self._numbers(one) or self._array(one) or self._array(one, "image") or self._words(one)
        if found is None:
            raise ModelError(self._misfit(one))
        return found

    def _by_name(self, one: Input) -> tuple[Wire, str] | None:
        if one.name in self.shapes and _fits(one.shape, self.shapes[one.name]) and one.name != "dense":
            return Wire(block=one.name), ""
        plain = enumerate(self.names[: self.plain])
        mine = [place for place, name in plain if name == one.name or name.startswith(f"{one.name} = ")]
        if mine and one.shape is not None and one.shape in ((len(mine),), (None,)):
            return Wire(block="dense", columns=tuple(mine)), f"The input '{one.name}' reads the column of this name."
        return None

    def _ids(self, one: Input) -> tuple[Wire, str] | None:
        """Word numbers, for an input that looks them up."""
        if not one.whole or "sequence" not in self.shapes or (one.shape is not None and len(one.shape) != 1):
            return None
        (length,), (words, *_) = self.shapes["sequence"], self.shapes.get("words", (0,))
        wanted = one.shape[0] if one.shape is not None else None
        known = one.vectors if one.vectors is not None and one.vectors < words + PADDING_AND_UNKNOWN else None
        said = []
        if wanted is not None and wanted != length:
            how = "cut" if wanted < length else "filled up"
            said.append(f"texts of {length} words are {how} to the {wanted} that it takes")
        if known is not None:
            said.append(
                f"of {words + PADDING_AND_UNKNOWN} word numbers it knows {known}, and the rest count as unknown"
            )
        return Wire(block="sequence", length=wanted, vectors=known), _sentence(one, said)

    def _numbers(self, one: Input) -> tuple[Wire, str] | None:
        """Columns as numbers, in any shape of as many cells."""
        if "dense" not in self.shapes or one.whole:
            return None
        width, cells = len(self.names), _cells(one.shape, self.plain)
        shape = None if one.shape is None or len(one.shape) == 1 else _filled(one.shape, self.plain)
        reshaped = [] if shape is None else [f"rows of {cells} numbers are brought into its shape {shape}"]
        if cells == self.plain:
            left = [f"the {width - self.plain} piecewise-linear steps of the columns are left out"]
            told = [*(left if width > self.plain else []), *reshaped]
            return Wire(block="dense", length=cells, shape=shape), _sentence(one, told)
        if cells == width:
            return Wire(block="dense", length=cells, shape=shape), _sentence(one, reshaped)
        places = self._table_order()
        if places is not None and cells == len(places):
            gone = [name for name, left_out in self.columns if left_out]
            said = [f"columns left out of the data ({_listed(gone)}) are zeros in it", *reshaped]
            return Wire(block="dense", columns=places, shape=shape), _sentence(one, said)
        return None

    def _table_order(self) -> tuple[int, ...] | None:
        """For every column of the table the number of its feature; None where some have several."""
        used = [name for name, left_out in self.columns if not left_out]
        if any(name not in self.names[: self.plain] for name in used) or len(used) != self.plain:
            return None
        return tuple(NOTHING if gone else self.names.index(name) for name, gone in self.columns)

    def _window(self, one: Input) -> tuple[Wire, str] | None:
        """Of a series the window is what a model reads; when the forecast is for comes second."""
        return self._array(one, "window")

    def _array(self, one: Input, block: str = "array") -> tuple[Wire, str] | None:
        if block not in self.shapes:
            return None
        shape = self.shapes[block]
        if _fits(one.shape, shape):
            return Wire(block=block), ""
        if _cells(one.shape, prod(shape)) != prod(shape):
            return None
        wanted = _filled(one.shape or (), prod(shape))
        how = "flattened" if len(wanted) == 1 else f"brought into its shape {wanted}"
        return Wire(block=block, shape=wanted), _sentence(one, [f"{block}s of shape {shape} are {how}"])

    def _words(self, one: Input) -> tuple[Wire, str] | None:
        """Multi-hot words; a model that takes fewer gets the most frequent, one that takes more gets zeros."""
        if "words" not in self.shapes or one.whole or (one.shape is not None and len(one.shape) != 1):
            return None
        (words,) = self.shapes["words"]
        wanted = one.shape[0] if one.shape is not None else None
        said = []
        if wanted is not None and wanted < words:
            said.append(f"of {words:,} words it reads the {wanted:,} most frequent ones")
        if wanted is not None and wanted > words:
            said.append(f"the texts have {words:,} words, and the {wanted - words:,} more that it takes are zeros")
        return Wire(block="words", length=wanted), _sentence(one, said)

    def _misfit(self, one: Input) -> str:
        have = ", ".join(f"{name} {shape}" for name, shape in self.shapes.items())
        plain = f" (the columns themselves, without their steps: {self.plain})" if "dense" in self.shapes else ""
        wanted = f"rows of shape {one.shape}" + (" of whole numbers" if one.whole else "")
        fitting = self.shapes.get("image") or (self.plain or next((shape[0] for shape in self.shapes.values()), 0),)
        return (
            f"The model's input '{one.name}' takes {wanted}, but the rows of this data are {have}{plain}. Give the "
            f"model an input that fits, as in keras.Input({fitting}), or leave columns out with --ignore until "
            "they are as many as it takes."
        )


def _fits(wanted: Shape | None, shape: tuple[int, ...]) -> bool:
    """Whether a row of this shape is what an input takes, where None fits any size."""
    if wanted is None:
        return True
    return len(wanted) == len(shape) and all(a in (None, b) for a, b in zip(wanted, shape, strict=True))


def _cells(wanted: Shape | None, there: int) -> int:
    """How many numbers an input takes; one size that is open is what makes it `there`."""
    if wanted is None:
        return there
    known = prod(size for size in wanted if size is not None)
    return known * (there // known) ** (None in wanted) if known else 0


def _filled(wanted: Shape, there: int) -> tuple[int, ...]:
    known = prod(size for size in wanted if size is not None)
    return tuple(there // known if size is None else size for size in wanted)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")


def _sentence(one: Input, said: Sequence[str]) -> str:
    return f"For the model's input '{one.name}', {'; '.join(said)}." if said else ""
