"""The tables of `study.sqlite`: which columns there are and of which type.

A study is one SQLite file: `documents` holds what has a tree's shape (the task, the gates, the verdict) as
JSON by key; what has rows (members, their curves, the predictions on the test split) has a table of its own.
"""

from types import MappingProxyType

import polars as pl

FILE_NAME = "study.sqlite"
APPLICATION_ID = 0x77667374  # "wfst": SQLite keeps it in the file's header, so that a foreign database is recognised
FORMAT = 1

STATUSES = ("complete", "running", "interrupted", "failed")

Columns = MappingProxyType[str, type[pl.DataType]]

MEMBERS: Columns = MappingProxyType(
    {
        "gate": pl.String,
        "recipe": pl.String,
        "seed": pl.Int64,
        "fold": pl.Int64,
        "control": pl.String,
        "result": pl.String,
        "sentence": pl.String,
        "best_epoch": pl.Int64,
        "epochs": pl.Int64,
        "learning_rate": pl.Float64,
        "parameters": pl.Int64,
    }
)
CURVES: Columns = MappingProxyType(
    {
        "gate": pl.String,
        "recipe": pl.String,
        "seed": pl.Int64,
        "fold": pl.Int64,
        "control": pl.String,
        "epoch": pl.Int64,
        "train_loss": pl.Float64,
        "train_metric": pl.Float64,
        "penalty": pl.Float64,
        "validation_loss": pl.Float64,
        "validation_metric": pl.Float64,
        "selection_loss": pl.Float64,
        "selection_metric": pl.Float64,
    }
)
# truth and prediction are labels for classes and numbers for regression; Polars' Object only says "either" here
PREDICTIONS: Columns = MappingProxyType(
    {"row": pl.Int64, "truth": pl.Object, "prediction": pl.Object, "confidence": pl.Float64}
)
TABLES: MappingProxyType[str, Columns] = MappingProxyType(
    {"members": MEMBERS, "curves": CURVES, "predictions": PREDICTIONS}
)

_SQL_TYPES = {pl.String: "TEXT", pl.Int64: "INTEGER", pl.Float64: "REAL", pl.Object: ""}


def create_statements() -> list[str]:
    """The SQL that makes an empty study, header included."""
    tables = [
        f"CREATE TABLE {table} ({', '.join(f'{name} {_SQL_TYPES[kind]}'.strip() for name, kind in columns.items())})"
        for table, columns in TABLES.items()
    ]
    return [
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {FORMAT}",
        "CREATE TABLE documents (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        *tables,
    ]
