"""A dataset survives its way through a folder, and a folder that does not fit together is refused."""

import json
import signal
import subprocess
import sys
import textwrap

import numpy as np
import polars as pl
import pytest
import scipy.sparse

import wellfit
from wellfit.data.encoded import from_arrays
from wellfit.data.mapped import FileArray
from wellfit.data.splits import Splits
from wellfit.data.store import open_dataset, store, store_parts
from wellfit.errors import OptionError, StudyError


def table(kind):
    random = np.random.default_rng(3)
    x = random.normal(size=(60, 4)).astype(np.float32)
    y = {"binary": x[:, 0] > 0, "multiclass": np.digitize(x[:, 0], [-0.5, 0.5]), "regression": x[:, 0]}[kind]
    return wellfit.read((x, y), name=kind)


def texts():
    random = np.random.default_rng(4)
    words = [f"word{i}" for i in range(30)]
    rows = [" ".join(random.choice(words, 8)) for _ in range(80)]
    return wellfit.read(pl.DataFrame({"text": rows, "size": np.arange(80) % 7, "y": np.arange(80) % 2}), target="y")


def images():
    pixels = np.random.default_rng(5).integers(0, 255, (40, 6, 6)).astype(np.float32)
    return wellfit.read((pixels, np.arange(40) % 2))


def pixels():
    rows = np.random.default_rng(5).integers(0, 256, (40, 6, 6, 3)).astype(np.uint8)
    some = np.arange(40)
    splits = Splits(train=some[:20], validation=some[20:30], selection=some[30:35], test=some[35:])
    return from_arrays({"image": rows}, some % 2, kind="binary", splits=splits)


MADE = {name: lambda name=name: table(name) for name in ("binary", "multiclass", "regression")}
MADE |= {"texts": texts, "images": images, "pixels": pixels}


@pytest.mark.parametrize("name", MADE)
def test_what_is_stored_is_opened(name, tmp_path):
    data = MADE[name]()
    for opened in (store(data, tmp_path / "rows"), open_dataset(tmp_path / "rows")):
        assert (opened.name, opened.task, opened.schema, opened.pipeline, opened.findings, opened.images) == (
            *(data.name, data.task, data.schema, data.pipeline, data.findings, data.images),
        )
        np.testing.assert_array_equal(opened.target, data.target)
        assert opened.target.dtype == data.target.dtype
        for split in ("train", "validation", "selection", "test"):
            np.testing.assert_array_equal(opened.rows(split), data.rows(split))
        assert list(opened.blocks) == list(data.blocks)
        for block, rows in data.blocks.items():
            given, found = (
                one.toarray() if scipy.sparse.issparse(one) else one for one in (rows, opened.blocks[block])
            )
            np.testing.assert_array_equal(found, given)
            assert found.dtype == given.dtype
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows"]


def test_blocks_stay_in_their_files(tmp_path):
    blocks = store(texts(), tmp_path / "rows").blocks
    arrays = (blocks["dense"], blocks["sequence"], *(getattr(blocks["words"], part) for part in ("data", "indices")))
    assert all(FileArray.of(array) is not None for array in arrays)


def test_stored_data_are_stored_again(tmp_path):
    again = store(store(texts(), tmp_path / "one"), tmp_path / "two")
    np.testing.assert_array_equal(again.blocks["words"].toarray(), texts().blocks["words"].toarray())


def test_encoded_arrays_keep_that_nothing_made_them(tmp_path):
    none = np.zeros(0, np.int64)
    splits = Splits(train=np.arange(8), validation=np.arange(8, 10), selection=none, test=none)
    data = from_arrays({"dense": np.ones((10, 2))}, np.arange(10) % 2, kind="binary", splits=splits)
    assert store(data, tmp_path / "rows").as_is


def test_something_that_is_there_stays(tmp_path):
    (tmp_path / "rows").mkdir()
    with pytest.raises(OptionError, match=r"There is something at .*rows already; expected a folder to be made"):
        store(table("binary"), tmp_path / "rows")


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OptionError, match=r"Cannot write the encoded rows to .*file/rows: File exists"):
        store(table("binary"), tmp_path / "file" / "rows")


def test_an_interrupted_writing_leaves_nothing(tmp_path):
    data = table("binary")

    def parts():
        yield data.blocks
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_parts(data, parts(), tmp_path / "rows")
    assert list(tmp_path.iterdir()) == []


FULL = """
    import resource, sys
    import numpy as np
    from wellfit.data.encoded import from_arrays
    from wellfit.data.splits import Splits
    from wellfit.data.store import store
    from wellfit.errors import OptionError

    none = np.zeros(0, np.int64)
    splits = Splits(train=np.arange(8), validation=np.arange(8, 10), selection=none, test=none)
    rows = {"dense": np.ones((100_000, 10), np.float32)}
    data = from_arrays(rows, np.ones(100_000), kind="regression", splits=splits)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    try:
        store(data, sys.argv[1])
    except OptionError as error:
        print(error)
"""


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path):
    # A limit on the size of files is met in the same call as the end of the disk, by another number.
    command = [sys.executable, "-c", textwrap.dedent(FULL), str(tmp_path / "rows")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "Cannot write the encoded rows to" in said
    assert "File too large. Nothing was left there, and" in said
    assert list(tmp_path.iterdir()) == []


WAITING = """
    import sys, time
    from pathlib import Path
    from wellfit.data.store.folder import new_folder

    with new_folder(Path(sys.argv[1])) as fresh:
        (fresh / "half.npy").write_bytes(b"half")
        print("writing", flush=True)
        time.sleep(60)
"""


def test_ctrl_c_leaves_nothing(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(WAITING), str(tmp_path / "rows")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) != 0
    assert list(tmp_path.iterdir()) == []


def cut(file):
    file.write_bytes(file.read_bytes()[:-8])


def save(**arrays):
    return lambda folder: [np.save(folder / f"{name}.npy", array) for name, array in arrays.items()]


def said(change):
    def write(folder):
        about = json.loads((folder / "dataset.json").read_text())
        change(about)
        (folder / "dataset.json").write_text(json.dumps(about))

    return write


def linked(folder):
    (folder / "dense.npy").rename(folder.parent / "elsewhere.npy")
    (folder / "dense.npy").symlink_to(folder.parent / "elsewhere.npy")


DAMAGE = [
    (lambda folder: (folder / "dataset.json").unlink(), r"dataset\.json, expected a file, received nothing there"),
    (lambda folder: (folder / "dataset.json").write_text("{"), r"dataset\.json, expected plain JSON"),
    (lambda folder: (folder / "dataset.json").write_text("[" * 100_000), r"dataset\.json, expected plain JSON"),
    (said(lambda about: about.update(format="other/1")), r"expected the format wellfit-dataset/1, received 'other/1'"),
    (said(lambda about: about.pop("about")), r"The saved dataset is broken: at dataset, expected an object"),
    (said(lambda about: about["about"].update(rows=-1)), r"expected .* received"),
    (said(lambda about: about["about"].update(rows="80")), r"at dataset\.rows, expected a whole number, received '80'"),
    (said(lambda about: about["about"]["task"].update(kind="x")), r"at dataset\.task\.kind, expected one of 'binary'"),
    (said(lambda about: about["about"]["task"].update(target="z")), r"expected one task, received"),
    (said(lambda about: about.pop("pipeline")), r"This is no saved pipeline"),
    (lambda folder: (folder / "dense.npy").unlink(), r"dense\.npy, expected a file, received nothing there"),
    (linked, r"dense\.npy, expected a file, received a link"),
    (lambda folder: cut(folder / "dense.npy"), r"dense\.npy, expected a whole array"),
    (lambda folder: cut(folder / "words_values.npy"), r"words_values\.npy, expected a whole array"),
    (lambda folder: (folder / "dense.npy").write_bytes(b""), r"dense\.npy, expected a whole array"),
    (
        lambda folder: (folder / "dense.npy").write_bytes(b"\x93NUMPY" + b"x" * 90),
        r"dense\.npy, expected a whole array",
    ),
    (save(dense=np.zeros((80, 1))), r"dense\.npy, expected float32 80 × \d+, received float64 80 × 1"),
    (save(dense=np.array([{}] * 80, object)), r"dense\.npy, expected a whole array, received .*object"),
    (save(target=np.full(80, np.nan, np.float32)), r"target\.npy, expected class numbers from 0 to 1"),
    (save(words_indices=np.zeros(3, np.int32)), r"words_indices\.npy, expected column numbers"),
    (save(train=np.array([3, 1])), r"train\.npy, expected sorted row numbers from 0 to 79, none in two splits"),
    (save(train=np.array([1, 10**9])), r"train\.npy, expected sorted row numbers"),
    (save(train=np.array([-1, 1])), r"train\.npy, expected sorted row numbers"),
    (save(train=np.arange(80)), r"none in two splits"),
]


@pytest.mark.parametrize("damage, message", DAMAGE)
def test_a_folder_is_not_trusted(damage, message, tmp_path):
    store(texts(), tmp_path / "rows")
    damage(tmp_path / "rows")
    with pytest.raises(StudyError, match=message):
        open_dataset(tmp_path / "rows")


@pytest.mark.parametrize("worst", [-1, 10_000, 2**31 - 1])
def test_words_that_do_not_exist_reach_no_kernel(worst, tmp_path):
    data = store(texts(), tmp_path / "rows")
    numbers = np.array(data.blocks["words"].indices)
    numbers[5] = worst
    np.save(tmp_path / "rows" / "words_indices.npy", numbers)
    with pytest.raises(StudyError, match=r"expected column numbers from 0 to \d+ for each row"):
        open_dataset(tmp_path / "rows")
