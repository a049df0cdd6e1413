"""Whatever the user can mend is exit code 2 and one message on stderr, and nothing is left behind."""

import gzip

import numpy as np
import pytest
import typer
from PIL import Image

from wellfit.app.program import program

GOOD = "age,dose,sick\n" + "".join(f"{20 + row},{row % 7}.5,{'yes' if row % 3 else 'no'}\n" for row in range(60))


def write(content, name="a.csv"):
    def into(folder):
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return into


def npz(**arrays):
    def into(folder):
        np.savez(folder / "a.npz", **arrays)
        return folder / "a.npz"

    return into


def nothing(name):
    return lambda folder: folder / name


def several(**texts):
    def into(folder):
        for name, text in texts.items():
            (folder / f"{name}.csv").write_text(text)
        return folder / "*.csv"

    return into


def images(*names, broken=0):
    """Small pictures in a folder; the last ones are broken."""

    def into(folder):
        random = np.random.default_rng(0)
        for name in names:
            path = folder / "pictures" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(random.integers(0, 256, (12, 12, 3)).astype(np.uint8)).save(path)
        for name in names[len(names) - broken :]:
            (folder / "pictures" / name).write_bytes(b"no image")
        return folder / "pictures"

    return into


def of_class(name, number):
    return [f"{name}/{row}.png" for row in range(number)]


def empty(folder):
    (folder / "pictures").mkdir()
    return folder / "pictures"


# For each: how the source is made, further options, and what the message must say.
BAD_SOURCES = {
    "missing": (nothing("gone.csv"), "gone.csv"),
    "a glob of nothing": (nothing("*.parquet"), "*.parquet"),
    "empty": (write(""), "empty"),
    "header only": (write("age,sick\n"), "row"),
    "one row": (write("age,sick\n3,yes\n"), "row"),
    "truncated gz": (write(gzip.compress(GOOD.encode() * 9)[:-40], "a.csv.gz"), "gz"),
    "binary": (write(bytes(range(256)) * 9), "a.csv"),
    "wrong encoding": (write(GOOD.replace("age", "Größe").encode("utf-16"), "a.csv"), "a.csv"),
    "broken json": (write('[{"age": 1, "sick": "no"}, {"age": ', "a.json"), "JSON"),
    "broken jsonl": (write('{"age": 1, "sick": "no"}\n{"age": \n', "a.jsonl"), "line 2"),
    "not parquet": (write(GOOD, "a.parquet"), "arquet"),
    "not arrow": (write(GOOD, "a.arrow"), "rrow"),
    "ragged rows": (write(GOOD + "1,2,yes,5,6\n"), "line 62"),
    "duplicate column names": (write(GOOD.replace("age,dose", "age,age")), 'several columns of one name: "age"'),
    "infinite numbers": (write(GOOD.replace("20,0.5", "inf,0.5")), "infinite"),
    "huge numbers": (write(GOOD.replace("20,0.5", "1e400,0.5")), "unusably large"),
    "object arrays": (npz(x=np.array([{"a": 1}] * 60, dtype=object), y=np.arange(60) % 2), "object"),
    "mismatched lengths": (npz(x=np.zeros((60, 3)), y=np.arange(50) % 2), "60"),
    "one class only": (write(GOOD.replace("no", "yes")), "'yes'"),
    "all-missing target": (write(GOOD.replace("yes", "").replace("no", "")), "missing"),
    "a type conflict": (several(a=GOOD, b=GOOD.replace(".5", ".5 mg")), "dose"),
    "an empty folder": (empty, "it holds no file of a known kind"),
    "images without classes": (images("1.png", "2.png"), "2 images without a class"),
    "images of one class": (images(*of_class("cat", 30)), "are of one class, 'cat'"),
    "few images": (images(*of_class("cat", 9), *of_class("dog", 9)), "There are 18 rows with an image"),
    "broken images": (images(*of_class("cat", 20), *of_class("dog", 20), broken=4), "4 images of 40 cannot be read"),
    "a pattern of images": (nothing("*.jpg"), "is an image without a label"),
    "no usual target": (write("age,dose\n" + "1,2\n2,1\n" * 30), "--target"),
}
NO_TARGET_GIVEN = {"no usual target", "object arrays", "mismatched lengths"} | {
    name for name in BAD_SOURCES if "folder" in name or "images" in name
}

BAD_OPTIONS = {
    "target": (["--target", "sic"], "'sic'"),
    "target position": (["--target", "7"], "position"),
    "task": (["--task", "ranking"], "'ranking'"),
    "gate": (["--only", "data,powre"], "powre"),
    "no gate": (["--only", ","], "gate"),
    "budget": (["--budget", "ten"], "'ten'"),
    "seeds": (["--seeds", "0"], "at least 1 seed"),
    "seed": (["--seed", "-1"], "from 0 to 4294967295"),
    "ignore": (["--ignore", "agee"], "'agee'"),
    "test": (["--test", "gone.csv"], "gone.csv"),
    "image size": (["--image-size", "big"], "The size of the images is 'big'"),
    "no images": (["--image-size", "32"], "An image size was asked for, and a holds no images"),
    "horizon": (["--horizon", "0"], "The horizon is a number of steps from 1, received 0."),
    "window alone": (["--window", "3"], "--window is for a series, and no horizon was given."),
    "no time": (["--horizon", "3", "--target", "age"], "A forecast needs to know when each row was"),
    "another time": (["--horizon", "3", "--target", "age", "--time", "when"], "no column 'when' to tell the time by"),
    "times that repeat": (["--horizon", "3", "--target", "age", "--time", "dose"], "of a time that another row has"),
    "no number to forecast": (["--horizon", "3", "--time", "age"], "A forecast is of numbers, but the target 'sick'"),
}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the program in an empty folder; gives the message after checking all that holds for every error."""
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)

    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            typer.main.get_command(program)([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert left.value.code == 2
        assert printed.err.startswith("Error: ")
        assert printed.err.endswith("\n")
        assert len(printed.err) > 40
        assert "Traceback" not in printed.out + printed.err
        assert list(place.iterdir()) == [], "something half-written was left"
        return printed.err

    return go


@pytest.mark.parametrize("case", BAD_SOURCES)
def test_a_bad_source(case, run, tmp_path):
    make, said = BAD_SOURCES[case]
    target = [] if case in NO_TARGET_GIVEN else ["--target", "sick"]
    assert said in run("run", make(tmp_path), *target)


@pytest.mark.parametrize("case", BAD_OPTIONS)
def test_a_bad_option(case, run, tmp_path):
    options, said = BAD_OPTIONS[case]
    options = options if "--target" in options else ["--target", "sick", *options]
    assert said in run("run", write(GOOD)(tmp_path), *options)


def test_an_unknown_example_lists_those_that_exist(run):
    message = run("run", "example:irsi")
    assert "irsi" in message
    assert "iris" in message
    assert "breast_cancer" in message


def test_out_on_a_file_leaves_the_file_alone(run, tmp_path):
    out = write("mine", "mine.txt")(tmp_path)
    message = run("run", write(GOOD)(tmp_path), "--target", "sick", "--out", out)
    assert "mine.txt is a file" in message
    assert out.read_text() == "mine"


@pytest.mark.parametrize("command", ["report", "predict"])
def test_a_study_that_is_none(command, run, tmp_path):
    source = [write(GOOD)(tmp_path)] if command == "predict" else []
    message = run(command, tmp_path / "nowhere", *source)
    assert "nowhere" in message
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "study.sqlite").write_bytes(b"no database at all" * 99)
    assert "broken" in run(command, broken, *source)
