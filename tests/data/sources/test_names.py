"""Names of columns and studies."""

from pathlib import Path

import pytest

from wellfit.data.sources.names import listed, study_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("data/train.jsonl.gz", "train"),
        ("auto-mpg.data", "auto-mpg"),
        ("v1.2 final.csv", "v1.2-final"),
        ("/data/reviews", "reviews"),
        ("../<b>.csv", "b"),
        ("???.csv", "data"),
        ("Größe.CSV", "Größe"),
    ],
)
def test_study_names(path: str, name: str) -> None:
    assert study_name(Path(path)) == name


@pytest.mark.parametrize(
    ("names", "sentence"),
    [([], "none"), (["a"], '"a"'), (["a", "b"], '"a" and "b"'), (list("abc"), '"a", "b" and "c"')],
)
def test_lists_of_names(names: list[str], sentence: str) -> None:
    assert listed(names) == sentence
