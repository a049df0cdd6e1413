"""Files that know their types: npz, Parquet, Arrow."""

from pathlib import Path

from wellfit.code.loaders.loader import Loader
from wellfit.code.section import Section, function


def npz(path: Path) -> Loader:
    """The arrays `x` and `y`."""
    import numpy as np

    with np.load(path, allow_pickle=False) as archive:
        rank = archive["x"].ndim
    columns = '{f"x_{place}": column for place, column in enumerate(x.T)}' if rank == 2 else '{"x": x}'
    body = (
        "with np.load(path) as arrays:",
        '    x, y = arrays["x"], arrays["y"]',
        f'return pl.DataFrame({columns}).with_columns(pl.Series("y", y.ravel()))',
    )
    section = Section(functions=(function("load(path)", "The arrays x [rows, ...] and y [rows] as columns.", *body),))
    return Loader(call="load(path)", section=section)


def parquet(_path: Path) -> Loader:
    """A Parquet file."""
    return Loader(call="pl.read_parquet(path)")


def arrow(path: Path) -> Loader:
    """An Arrow file or stream."""
    with path.open("rb") as file:
        whole = file.read(6) == b"ARROW1"
    return Loader(call="pl.read_ipc(path)" if whole else "pl.read_ipc_stream(path)")
