"""Every form of source: the script reads it, and encodes it as `wellfit.read` did."""

import gzip
import json

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.code.answers import answers_section
from wellfit.code.columns import columns_section
from wellfit.code.rows import rows_section

CODES = [f"{number:03}" for number in range(7)]


def people(rows=60):
    random = np.random.default_rng(3)
    size = random.normal(20, 5, rows).round(2)
    return pl.DataFrame(
        {
            "size": size,
            "code": random.choice(CODES, rows),
            "own house": random.choice([True, False], rows),
            "grade": random.integers(0, 3, rows),
            "y": (size + random.normal(0, 2, rows) > 20).astype(int),
        }
    )


def csv(frame, path, **options):
    frame.write_csv(path, **options)
    return path


def text(path, content):
    path.write_text(content, encoding="utf-8")
    return path


def packed(path, content):
    path.write_bytes(gzip.compress(content.encode()))
    return path


def padded(frame, path):
    """Columns padded with blanks, without a header, a text in quotes at the end."""
    rows = [f'{row[0]:<9.2f} {row[1]:>5}   {row[3]}   {row[4]}\t"house {row[2]}"' for row in frame.iter_rows()]
    return text(path, "\n".join(rows))


def loose(frame, path):
    """A blank after each comma, quotes after the blank, missing values as question marks."""
    rows = [f'{row[0] if row[0] > 15 else "?"}, "{row[1]}", {row[2]}, {row[4]}' for row in frame.iter_rows()]
    return text(path, "size, code, own house, y\n" + "\n".join(rows) + "\n")


def european(frame, path):
    rows = [f"{row[0]:.2f};{row[1]};{row[4]};".replace(".", ",") for row in frame.iter_rows()]
    return text(path, "\ufeffsize;code;y;\n" + "\n".join(rows))


FORMS = {
    "csv": lambda at: csv(people(), at / "a.csv"),
    "tsv without header": lambda at: csv(people(), at / "a.tsv", separator="\t", include_header=False),
    "csv.gz": lambda at: packed(at / "a.csv.gz", people().write_csv()),
    "padded": lambda at: padded(people(), at / "a.data"),
    "loose": lambda at: loose(people(), at / "a.csv"),
    "european": lambda at: european(people(), at / "a.csv"),
    "names with blanks": lambda at: text(at / "a.csv", people().write_csv().replace("size,", " size ,", 1)),
    "records": lambda at: text(at / "a.json", json.dumps(people().to_dicts())),
    "columns": lambda at: text(at / "a.json", json.dumps(people().to_dict(as_series=False))),
    "of pandas": lambda at: text(
        at / "a.json", json.dumps({n: dict(enumerate(v)) for n, v in people().to_dict(as_series=False).items()})
    ),
    "rows": lambda at: text(at / "a.json", json.dumps([list(row) for row in people().iter_rows()])),
    "jsonl": lambda at: text(at / "a.jsonl", people().write_ndjson()),
    "jsonl.gz": lambda at: packed(at / "a.jsonl.gz", people().write_ndjson()),
    "jsonl as json": lambda at: text(at / "a.json", people().write_ndjson()),
    "nested": lambda at: text(
        at / "a.jsonl",
        "\n".join(json.dumps({"at": {"x": row[0], "words": row[1]}, "y": row[4]}) for row in people().iter_rows()),
    ),
    "parquet": lambda at: (people().write_parquet(at / "a.parquet"), at / "a.parquet")[1],
    "arrow": lambda at: (people().write_ipc(at / "a.arrow"), at / "a.arrow")[1],
    "stream": lambda at: (people().write_ipc_stream(at / "a.arrow"), at / "a.arrow")[1],
    "npz": lambda at: (
        np.savez(at / "a.npz", x=people().select("size", "grade").to_numpy(), y=people()["y"].to_numpy()[:, None]),
        at / "a.npz",
    )[1],
    "several": lambda at: [csv(people()[:30], at / "a.csv"), csv(people()[30:].drop("code"), at / "b.csv")],
    "of several forms": lambda at: [
        csv(people()[:30], at / "a.csv"),
        text(at / "b.json", json.dumps(people()[30:].to_dicts())),
        loose(people()[30:], at / "c.csv"),
    ],
    **{f"example {name}": (lambda at, name=name: f"example:{name}") for name in ("iris", "wine", "diabetes")},
}
UNNAMED = {"tsv without header": 4, "padded": 3, "rows": 4}


@pytest.mark.parametrize("form", FORMS)
def test_it_is_read_and_encoded_as_the_study_did(form, tmp_path, executed):
    source = FORMS[form](tmp_path)
    target = None if form.startswith("example") or form == "npz" else UNNAMED.get(form, "y")
    data = wellfit.read(source, target=target)
    names = sections_of(data, executed)
    frame = names["rows"]()
    np.testing.assert_array_equal(names["dense"](frame), data.blocks["dense"])
    np.testing.assert_array_equal(names["answers"](frame), data.target)


def sections_of(data, executed):
    findings = [{"kind": finding.kind, "severity": finding.severity} for finding in data.findings]
    return executed(
        rows_section(data.origin, data.task, findings),
        answers_section(data.pipeline.target, data.task, data.origin.types[data.task.target]),
        columns_section(data.pipeline.dense, data.schema),
    )


def test_rows_of_ones_own_test_come_last(tmp_path, executed):
    frame = people(80)
    own, test = csv(frame[:65], tmp_path / "own.csv"), csv(frame[60:], tmp_path / "test.csv")
    data = wellfit.read(own, test=test, target="y")
    assert "test_rows_in_train" in {finding.kind for finding in data.findings}
    names = sections_of(data, executed)
    found = names["rows"]()
    assert found.height == len(data.target) == 80
    np.testing.assert_array_equal(names["dense"](found), data.blocks["dense"])
    np.testing.assert_array_equal(names["answers"](found), data.target)


LABELS = {
    "words": ["yes", "no"],
    "truths": ["True", "False"],
    "numbers": ["1.0", "0.0"],
    "three": ["-1", "0", "1"],
    "halves": ["0.5", "1.0", "1.5"],
    "blanks": [" a ", "b'"],
}


@pytest.mark.parametrize("case", LABELS)
def test_labels_become_the_numbers_of_their_classes(case, tmp_path, executed):
    random = np.random.default_rng(0)
    frame = people().with_columns(pl.Series("y", random.choice([*LABELS[case], "?"], 60)))
    task = "binary" if len(LABELS[case]) == 2 else "multiclass"
    data = wellfit.read(csv(frame, tmp_path / "a.csv"), target="y", task=task)
    names = sections_of(data, executed)
    found = names["rows"]()
    np.testing.assert_array_equal(names["answers"](found), data.target)
    assert names["answers"](found).dtype == data.target.dtype
