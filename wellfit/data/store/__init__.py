"""Encoded datasets in folders of files that are mapped into memory rather than read."""

from wellfit.data.store.read import open_dataset as open_dataset
from wellfit.data.store.write import store as store
from wellfit.data.store.write import store_parts as store_parts
