"""Folders of images become datasets: layouts, splits, what is broken, what is odd."""

import numpy as np
import pytest
from PIL import Image

import wellfit
from wellfit.data.images.decode import content_of, decode, guarded
from wellfit.errors import DataError, OptionError, SourceError

NAMES = ("train", "validation", "selection", "test")


def kinds(data):
    return {finding.kind: finding.sentence for finding in data.findings}


def files_of(data, split):
    return {data.images.files[row] for row in data.rows(split)}


@pytest.fixture
def in_splits(tmp_path, save):
    def make(**images):
        root = tmp_path / "pets"
        first = 0
        for split, number in images.items():
            names = [f"{split}/{label}/{row:02}.png" for label in ("cat", "dog") for row in range(number)]
            save(root, names, first)
            first += len(names)
        return root

    return make


def test_a_folder_by_class(by_class):
    data = wellfit.read(by_class)
    assert (data.name, data.task.kind, data.task.classes, data.task.target) == (
        "pets",
        "binary",
        ("cat", "dog"),
        "class",
    )
    assert data.blocks["image"].dtype == np.uint8
    assert data.shapes == data.pipeline.shapes() == {"image": (40, 48, 3)}
    assert data.images.files[:2] == ("cat/00.png", "cat/01.png")
    assert data.target.tolist() == [0.0] * 16 + [1.0] * 16
    rows = np.sort(np.concatenate([data.rows(name) for name in NAMES]))
    assert rows.tolist() == list(range(32))
    with guarded():
        pixels = decode((by_class / "dog" / "05.png").read_bytes(), (40, 48, 3))
    np.testing.assert_array_equal(data.blocks["image"][data.images.files.index("dog/05.png")], pixels)


def test_the_same_again_comes_from_the_disk(by_class):
    told = []
    first = wellfit.read(by_class, image_size=33, told=lambda *said: told.append(said))
    assert ("images decoded", 32, 32) in told
    told.clear()
    again = wellfit.read(by_class, image_size=33, told=lambda *said: told.append(said))
    assert not [said for said in told if said[0] == "images decoded"]
    np.testing.assert_array_equal(first.blocks["image"], again.blocks["image"])
    assert first.images == again.images
    for name in NAMES:
        np.testing.assert_array_equal(first.rows(name), again.rows(name))
    Image.effect_noise((9, 9), 80).save(by_class / "cat" / "00.png")
    assert wellfit.read(by_class, image_size=33).images.key != first.images.key


@pytest.mark.parametrize("greys", [(0,), (0, 1), (5,), range(32)])
def test_where_a_size_is_asked_for_one_pass_makes_what_two_make(by_class, monkeypatch, tmp_path, greys):
    paths = sorted(by_class.rglob("*.png"))
    for row in greys:
        Image.open(paths[row]).convert("L").save(paths[row])
    (by_class / "cat" / "15.png").write_bytes(b"no image")
    place = tmp_path / "once"
    place.mkdir()
    monkeypatch.setattr("wellfit.data.images.pixels._place", lambda: place)  # where nothing is kept as yet
    once = wellfit.read(by_class, image_size=33)
    place = tmp_path
    monkeypatch.setattr("wellfit.data.images.assemble.may_be_kept", lambda content: True)
    twice = wellfit.read(by_class, image_size=33)
    assert once.shapes["image"] == (33, 33, 1 if len(greys) == 32 else 3)
    assert once.images == twice.images
    assert once.findings == twice.findings
    np.testing.assert_array_equal(once.blocks["image"], twice.blocks["image"])


@pytest.mark.parametrize("greys", [(), (5,), range(32)])
def test_where_a_size_is_asked_for_each_file_is_read_once(by_class, monkeypatch, tmp_path, greys):
    paths = sorted(by_class.rglob("*.png"))
    for row in greys:
        Image.open(paths[row]).convert("L").save(paths[row])
    read = []
    for module in ("decode", "header", "pixels"):
        monkeypatch.setattr(
            f"wellfit.data.images.{module}.content_of", lambda path: read.append(path) or content_of(path)
        )
    monkeypatch.setattr("wellfit.data.images.pixels._place", lambda: tmp_path)  # where nothing is kept as yet
    data = wellfit.read(by_class, image_size=33)
    assert data.shapes["image"] == (33, 33, 1 if len(greys) == 32 else 3)
    assert sorted(read) == sorted([paths[0], *paths])  # the first says what all become


def test_files_that_are_damaged_behind_their_headers_are_an_error_and_nothing_else(by_class):
    for path in by_class.rglob("*.png"):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    for size in (None, 35):
        with pytest.raises(DataError, match=r"32 images of 32 cannot be read \(100.* %\): 'cat/00.png': damaged"):
            wellfit.read(by_class, image_size=size)


@pytest.mark.parametrize("most", [0, 7, 1025, -5, True, "224", 224.0, None])
def test_a_largest_side_that_cannot_be(by_class, most):
    expected = "expected was a whole number of pixels from 8 to 1024. Give most_side such a one"
    with pytest.raises(OptionError, match=f"The largest side that images may get is {most!r}; {expected}"):
        wellfit.read(by_class, most_side=most)


def test_the_size_is_what_is_asked_for(by_class):
    assert wellfit.read(by_class, image_size=24).shapes == {"image": (24, 24, 3)}
    assert wellfit.read(by_class, image_size="16x24").shapes == {"image": (16, 24, 3)}
    assert wellfit.read(by_class, image_size=(16, 24)).shapes == {"image": (16, 24, 3)}


@pytest.mark.parametrize(("most", "side"), [(32, 32), (224, 40)])
def test_a_size_that_is_found_is_at_most_so_large(by_class, most, side):
    Image.new("RGB", (300, 290)).save(by_class / "cat" / "00.png")
    assert wellfit.read(by_class, most_side=most).shapes == {"image": (side, side, 3)}
    assert wellfit.read(by_class, image_size=48, most_side=most).shapes == {"image": (48, 48, 3)}


def test_train_and_test(in_splits):
    data = wellfit.read(in_splits(train=12, test=3))
    assert files_of(data, "test") == {f"test/{label}/0{row}.png" for label in ("cat", "dog") for row in range(3)}
    assert sum(len(data.rows(name)) for name in NAMES[:3]) == 24
    assert all(name.startswith("train/") for split in NAMES[:3] for name in files_of(data, split))


def test_train_validation_and_test(in_splits):
    data = wellfit.read(in_splits(Train=12, val=4, test=3))
    assert [len(data.rows(name)) for name in NAMES] == [24, 4, 4, 6]
    assert {name.split("/")[0] for name in files_of(data, "train")} == {"Train"}
    assert {name.split("/")[0] for name in files_of(data, "validation") | files_of(data, "selection")} == {"val"}
    for name in ("validation", "selection"):
        assert data.target[data.rows(name)].tolist() == [0, 0, 1, 1]


def test_a_validation_folder_too_small_to_be_halved(in_splits):
    data = wellfit.read(in_splits(train=12, validation=1, test=3))
    assert sum(len(data.rows(name)) for name in NAMES[:3]) == 26
    assert min(len(data.rows(name)) for name in NAMES) > 0
    assert "too few images to be halved" in kinds(data)["validation_joined"]


def test_train_and_validation_make_the_validation_the_test(in_splits):
    data = wellfit.read(in_splits(train=12, validation=3))
    assert {name.split("/")[0] for name in files_of(data, "test")} == {"validation"}
    assert len(data.rows("test")) == 6
    assert "the 6 images of the validation folder are the test, opened once" in kinds(data)["validation_is_test"]


def test_a_test_folder_of_ones_own(by_class, tmp_path, save):
    other = tmp_path / "later"
    save(other, [f"{label}/{row}.png" for label in ("cat", "dog") for row in range(2)], first=100)
    data = wellfit.read(by_class, test=other)
    assert files_of(data, "test") == {f"later/{label}/{row}.png" for label in ("cat", "dog") for row in range(2)}
    assert data.origin.sources == (str(by_class),)
    assert data.origin.tests == (str(other),)


def test_near_duplicates_stay_on_one_side(by_class, picture):
    for row in range(4):  # the same as 00 to 03, smaller, brighter, and as jpeg
        copy = picture(row).resize((40, 32)).point(lambda value: min(255, value + 20))
        copy.save(by_class / "cat" / f"copy {row}.jpg")
    for seed in range(5):
        data = wellfit.read(by_class, seed=seed)
        sides = {name: {file.split(".")[0][-1] for file in files_of(data, name) if "copy" in file} for name in NAMES}
        for name, rows in sides.items():
            assert {f"cat/0{row}.png" for row in rows} <= files_of(data, name)
    assert (
        "8 images in 4 groups of near-duplicates: 'cat/00.png', 'cat/copy 0.jpg'"
        in kinds(data)["near_duplicate_images"]
    )


def test_training_images_that_are_in_the_test_go(in_splits, picture):
    root = in_splits(train=12, test=3)
    picture(24).save(root / "train" / "dog" / "copy.png")  # the first of the test
    data = wellfit.read(root)
    assert "train/dog/copy.png" not in set.union(*(files_of(data, name) for name in NAMES))
    assert len(data.rows("test")) == 6
    assert kinds(data)["test_rows_in_train"].startswith("1 image of the training or validation folder left out")
    assert "'test/cat/00.png' (cat), 'train/dog/copy.png' (dog)" in kinds(data)["conflicting_images"]


def test_broken_files_are_named_and_left_out(by_class, save):
    save(by_class, [f"bird/{row}.png" for row in range(16)], first=50)
    (by_class / "cat" / "00.png").write_bytes(b"no picture")
    whole = (by_class / "dog" / "03.png").read_bytes()
    (by_class / "dog" / "03.png").write_bytes(whole[: len(whole) // 2])
    data = wellfit.read(by_class)
    assert len(data.target) == len(data.images.files) == len(data.blocks["image"]) == 46
    assert data.task.kind == "multiclass"
    said = kinds(data)["broken_images"]
    assert said.startswith("2 images of 48 cannot be read (4.2 %) and left out: 'cat/00.png': not an image of a known")
    assert "'dog/03.png': damaged" in said
    with guarded():
        last = decode((by_class / "dog" / "15.png").read_bytes(), (40, 48, 3))
    np.testing.assert_array_equal(data.blocks["image"][-1], last)


def test_many_broken_files_are_an_error(by_class):
    for row in range(3):
        (by_class / "cat" / f"{row:02}.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"3 images of 32 cannot be read \(9.4 %\): 'cat/00.png'.*at most 5%"):
        wellfit.read(by_class)


def test_a_decompression_bomb_is_a_broken_file(by_class, monkeypatch):
    Image.new("L", (100, 100)).save(by_class / "cat" / "00.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 6000)
    said = kinds(wellfit.read(by_class))["broken_images"]
    assert "'cat/00.png': more than 6,000 pixels, which may be a decompression bomb" in said


def test_links_out_of_the_folder_are_not_followed(by_class, tmp_path, save):
    save(tmp_path / "secret", ["one.png", "more/two.png"], first=90)
    (by_class / "cat" / "out.png").symlink_to(tmp_path / "secret" / "one.png")
    (by_class / "cat" / "more").symlink_to(tmp_path / "secret" / "more")
    (by_class / "spy").symlink_to(tmp_path / "secret")
    (by_class / "dog" / "same.png").symlink_to(by_class / "dog" / "00.png")
    data = wellfit.read(by_class)
    assert len(data.target) == 33
    assert data.task.classes == ("cat", "dog")
    assert "3 links out of the folder" in kinds(data)["link_passed_over"]


def test_what_is_no_image_is_passed_over(by_class):
    (by_class / "cat" / "notes.txt").write_text("meow")
    (by_class / "cat" / ".DS_Store").write_text("")
    (by_class / "dog" / "Thumbs.db").write_text("")
    (by_class / "bird").mkdir()
    Image.new("RGB", (9, 9)).save(by_class / "loose.png")
    said = kinds(wellfit.read(by_class))
    assert said["other_passed_over"] == "1 file that has no name of an image left out: 'cat/notes.txt'."
    assert said["empty_passed_over"].endswith("'bird'.")
    assert said["loose_passed_over"].endswith("'loose.png'.")


def test_odd_images_are_listed(by_class):
    Image.new("RGB", (48, 40), "blue").save(by_class / "cat" / "blank.png")
    Image.effect_noise((96, 16), 90).save(by_class / "cat" / "wide.png")
    Image.effect_noise((12, 10), 90).save(by_class / "cat" / "small.png")
    said = kinds(wellfit.read(by_class, image_size=40))
    assert said["blank_images"] == "1 image with one colour all over: 'cat/blank.png'."
    assert "'cat/wide.png'" in said["odd_aspect"]
    assert "'cat/small.png'" in said["small_images"]


def test_names_in_any_alphabet(by_class, tmp_path):
    for label in ("猫", '<b>\'"dog"&', "كلب"):
        (by_class / label).mkdir()
        for row in range(3):
            Image.effect_noise((48, 40), 90 + row).save(by_class / label / f"ü{row}\n.png")
    data = wellfit.read(by_class)
    assert set(data.task.classes) == {"cat", "dog", "猫", '<b>\'"dog"&', "كلب"}
    assert "猫/ü0\n.png" in data.images.files


def test_a_class_of_one_image_trains(by_class, save):
    save(by_class, ["bird/1.png"], first=70)
    data = wellfit.read(by_class)
    assert "bird/1.png" in files_of(data, "train")
    assert "1 class with a single image: 'bird'" in kinds(data)["single_image"]


def test_classes_that_no_training_image_has(in_splits, save):
    root = in_splits(train=12, test=3)
    save(root, ["test/bird/0.png"], first=80)
    data = wellfit.read(root)
    assert len(data.rows("test")) == 6
    assert "1 image of the validation or test images left out" in kinds(data)["unseen_test_labels"]
    save(root, [f"test/bird/{row}.png" for row in range(1, 9)], first=81)
    with pytest.raises(DataError, match=r"Most classes of the validation or test images are unknown .* 'bird'"):
        wellfit.read(root)


def test_an_empty_folder(tmp_path):
    with pytest.raises(SourceError, match="it holds no file of a known kind"):
        wellfit.read(tmp_path)


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        (["a.png", "b.png"], SourceError, "holds 2 images without a class; expected was a folder of images for each"),
        ([f"cat/{row}.png" for row in range(20)], DataError, "are of one class, 'cat'; .* Add a folder"),
        (["cat/1.png", "dog/1.png"], DataError, "There are 2 rows with an image in .*; expected were at least 20"),
    ],
)
def test_what_cannot_be_learned_from(tmp_path, save, names, error, message):
    save(tmp_path / "data", names)
    with pytest.raises(error, match=message):
        wellfit.read(tmp_path / "data")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"image_size": 4}, OptionError, r"The size of the images is 4; expected .* from 8 to 1024"),
        ({"image_size": "big"}, OptionError, "The size of the images is 'big'"),
        ({"target": "label"}, OptionError, "'label' was asked for"),
        ({"task": "regression"}, OptionError, "The names of folders are classes"),
        ({"horizon": 2}, OptionError, "has no rows in the order of time, .* Leave horizon out"),
        ({"ignore": ["x"]}, OptionError, "has no columns that could be left out. Leave ignore out"),
        ({"keep": ["x"]}, OptionError, "pixels are all that is learned from, .* Leave keep out"),
        ({"store": "x"}, OptionError, "a store takes the encoded rows of tables alone. Leave store out"),
        ({"test": "example:iris"}, SourceError, "The test source example:iris is no folder of images"),
    ],
)
def test_options_that_do_not_fit(by_class, options, error, message):
    with pytest.raises(error, match=message):
        wellfit.read(by_class, **options)


@pytest.mark.parametrize("options", [{}, {"keep": ["x"]}])
def test_a_size_without_images(options):
    with pytest.raises(
        DataError, match=r"An image size was asked for, and iris holds no images: expected was a folder"
    ):
        wellfit.read("example:iris", image_size=32, **options)


@pytest.mark.parametrize("stray", ["cover.png", "plots/1.png", ".cache/1.png"])
def test_texts_are_read_where_a_picture_lies_among_them(tmp_path, save, stray):
    save(tmp_path, [stray])
    for label in ("good", "bad"):
        (tmp_path / label).mkdir()
        for row in range(12):
            (tmp_path / label / f"{row}.txt").write_text(f"a {label} film, seen {row} times")
    assert "words" in wellfit.read(tmp_path).shapes


def test_tables_beside_images_are_read_where_there_are_no_classes(tmp_path, save):
    save(tmp_path, ["images/1.png"])
    rows = "\n".join(f"{row},{row % 2}" for row in range(30))
    (tmp_path / "table.csv").write_text(f"x,y\n{rows}\n")
    assert wellfit.read(tmp_path).shapes.keys() == {"dense"}
