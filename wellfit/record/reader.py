"""Reading a study, finished or not."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import polars as pl

from wellfit.errors import StudyError
from wellfit.record.tables import APPLICATION_ID, FILE_NAME, FORMAT, TABLES


@dataclass(frozen=True)
class StudyRecord:
    """What a run left on disk, read only: `documents` by key, and the frames `members`, `curves`, `predictions`.

    The documents are those at the time of opening; a frame is read when it is first asked for.
    """

    folder: Path
    documents: dict[str, Any]

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the study in `folder`.

        Raises:
            StudyError: there is no study, or the file is broken, foreign or of a newer format.
        """
        folder = Path(folder)
        _check_place(folder)
        with _connect(folder) as connection:
            _check_header(folder, connection)
            rows = connection.execute("SELECT key, value FROM documents").fetchall()
        try:
            return cls(folder, {key: json.loads(value) for key, value in rows})
        except ValueError as error:
            raise _broken(folder, error) from error

    @property
    def meta(self) -> dict[str, Any]:
        """What was known when the study was made: its name, the version of wellfit, when it began."""
        return dict(self.documents.get("meta") or {})

    @property
    def status(self) -> str:
        """Return "complete", "interrupted", "failed", or "running", which a killed run still says."""
        return str(self.documents.get("status", "running"))

    def get(self, key: str, default: Any = None) -> Any:
        """Return the document stored under `key`, or `default` when the run did not get that far."""
        return self.documents.get(key, default)

    @cached_property
    def members(self) -> pl.DataFrame:
        """Every trained network, one a row; columns as in `wellfit.record.tables.MEMBERS`."""
        return self._frame("members")

    @cached_property
    def curves(self) -> pl.DataFrame:
        """Every measure, one member and epoch a row; columns as in `wellfit.record.tables.CURVES`."""
        return self._frame("curves")

    @cached_property
    def predictions(self) -> pl.DataFrame:
        """The test rows; `truth` and `prediction` are text for classes and numbers for regression."""
        return self._frame("predictions")

    def _frame(self, table: str) -> pl.DataFrame:
        columns = TABLES[table]
        with _connect(self.folder) as connection:
            # A study of an earlier version may lack a column: nothing is known of it then.
            there = {about[1] for about in connection.execute(f"PRAGMA table_info({table})")}
            wanted = ", ".join(name if name in there else f"NULL AS {name}" for name in columns)
            rows = connection.execute(f"SELECT {wanted} FROM {table}").fetchall()
        labels = any(isinstance(row[1], str) for row in rows) if table == "predictions" else False
        either = pl.String if labels else pl.Float64
        schema = {name: either if kind is pl.Object else kind for name, kind in columns.items()}
        return pl.DataFrame(rows, schema=schema, orient="row", strict=False)


@contextlib.contextmanager
def _connect(folder: Path) -> Iterator[sqlite3.Connection]:
    path = folder / FILE_NAME
    try:
        # a killed run may leave a journal, which SQLite plays back on opening: that needs mode=rw where it is allowed
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        raise _broken(folder, error) from error


def _check_place(folder: Path) -> None:
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise StudyError(
            f"{folder} {what}. Expected the folder of a study, as `wellfit run` leaves it; check the path."
        )
    if not (folder / FILE_NAME).is_file():
        raise StudyError(
            f"{folder} holds no study: there is no {FILE_NAME} in it. "
            "Expected a folder that `wellfit run` wrote; check the path."
        )


def _check_header(folder: Path, connection: sqlite3.Connection) -> None:
    identity = connection.execute("PRAGMA application_id").fetchone()[0]
    if identity != APPLICATION_ID:
        raise StudyError(
            f"{folder / FILE_NAME} is a database, but not one of wellfit. "
            "Expected a study that `wellfit run` wrote; check the path."
        )
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > FORMAT:
        raise StudyError(
            f"{folder} was written by a newer wellfit: its format is {version}, and this one reads up to {FORMAT}. "
            "Install a newer wellfit."
        )


def _broken(folder: Path, error: Exception) -> StudyError:
    return StudyError(
        f"{folder / FILE_NAME} cannot be read: {error}. Expected the SQLite file of a study; "
        "it is damaged or not a study. Copy it again from where it was made, or repeat the run."
    )
