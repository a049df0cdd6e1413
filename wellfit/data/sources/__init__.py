"""Sources: raw rows from files of any format, folders, arrays and frames; one kind of source a file."""

from wellfit.data.sources.read import read_table
from wellfit.data.sources.write import write_table

__all__ = ["read_table", "write_table"]
