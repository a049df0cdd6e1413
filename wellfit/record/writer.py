"""Writing a study while a run goes on: each call is one committed transaction."""

import contextlib
import json
import os
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl

from wellfit.errors import OptionError
from wellfit.record.plain import plain
from wellfit.record.tables import FILE_NAME, STATUSES, TABLES, create_statements


class StudyWriter:
    """The one writer of a study folder; a killed run leaves everything up to its last finished call.

    Used as a context manager it also says how a run ended that did not reach `finish`: "interrupted" after
    Ctrl-C, "failed" after any other exception.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place, StudyWriter.create(Path(place) / "s", {"name": "s"}) as writer:
    ...     writer.put("seconds", 1.5)
    ...     writer.finish("complete")
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._finished = False

    @classmethod
    def create(cls, folder: Path, meta: dict[str, Any]) -> Self:
        """Make the folder and an empty study in it, with `meta` (its name, the version, when it began).

        Raises:
            OptionError: the folder is a file, cannot be made, or holds a study already.
        """
        folder = Path(folder)
        _make_folder(folder)
        path = folder / FILE_NAME
        documents = {"meta": meta, "status": "running"}
        unfinished = folder / f".{FILE_NAME}.{os.getpid()}.part"
        try:
            with contextlib.closing(sqlite3.connect(unfinished)) as connection, connection:
                for statement in create_statements():
                    connection.execute(statement)
                _put(connection, documents)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return cls(folder, sqlite3.connect(path, timeout=30))

    def put(self, key: str, value: Any) -> None:
        """Store one document under `key`, in place of an earlier one; see `plain` for what `value` may hold."""
        with self._connection:
            _put(self._connection, {key: value})

    def gate_started(self, name: str) -> None:
        """Note the gate that runs now: should the run be killed, the study says that it stopped there."""
        self.put("current_gate", name)

    def add_members(self, frame: pl.DataFrame) -> None:
        """Append trained networks, one a row: columns as in `wellfit.record.tables.MEMBERS`."""
        self._append("members", frame)

    def add_curves(self, frame: pl.DataFrame) -> None:
        """Append measures, one member and epoch a row: columns as in `wellfit.record.tables.CURVES`."""
        self._append("curves", frame)

    def add_predictions(self, frame: pl.DataFrame) -> None:
        """Append test rows with truth and prediction: columns as in `wellfit.record.tables.PREDICTIONS`."""
        self._append("predictions", frame)

    def finish(self, status: str) -> None:
        """Say how the run ended: "complete", "interrupted" or "failed"."""
        if status not in STATUSES:
            raise ValueError(f"status {status!r} is not one of {', '.join(STATUSES)}")
        self.put("status", status)
        self._finished = status != "running"

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _append(self, table: str, frame: pl.DataFrame) -> None:
        columns = list(TABLES[table])
        unknown = [name for name in frame.columns if name not in columns]
        if unknown:
            raise ValueError(f"{table} has no column {unknown}; its columns are {columns}")
        missing = [pl.lit(None).alias(name) for name in columns if name not in frame.columns]
        rows = frame.with_columns(missing).select(columns).iter_rows()
        marks = ", ".join("?" * len(columns))
        with self._connection:
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and not self._finished:
            self.finish("interrupted" if issubclass(kind, KeyboardInterrupt) else "failed")
        self.close()


def _put(connection: sqlite3.Connection, documents: dict[str, Any]) -> None:
    rows = [(key, json.dumps(plain(value), ensure_ascii=False)) for key, value in documents.items()]
    connection.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)", rows)


def _make_folder(folder: Path) -> None:
    if (folder / FILE_NAME).exists():
        raise OptionError(
            f"{folder} holds a study already ({FILE_NAME}), and a study is never written over. "
            "Expected a new folder; choose another one with --out, or remove the old study."
        )
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"{folder} is a file. Expected a folder for the study; choose another name with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(
            f"Cannot make the folder {folder}: {error.strerror}. "
            "Expected a place that can be written to; choose another one with --out."
        ) from error
