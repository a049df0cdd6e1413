"""A step of a reproduction, that whoever watches hears the beginning and the end of."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from wellfit.data.dataset import Dataset
from wellfit.workflow.progress import Progress


@contextmanager
def step(progress: Progress, name: str, question: str) -> Iterator[list[str]]:
    """What is done inside answers the question with the sentences that it puts into the list."""
    began = time.monotonic()
    progress.gate_started(name, question)
    said: list[str] = []
    yield said
    progress.gate_finished(name, True, " ".join(said), time.monotonic() - began)


def counted(data: Dataset, rows: str) -> str:
    """How many there are to train on, and how many are held out."""
    return f"{len(data.splits.train):,} {rows} to train on, {len(data.splits.validation):,} held out."
