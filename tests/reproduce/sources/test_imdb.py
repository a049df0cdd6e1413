import numpy as np
import pytest

from wellfit.errors import SourceError
from wellfit.reproduce.sources.imdb import multi_hot, padded, read_reviews


def write(path, x, y=(0, 1)):
    array = np.empty(len(x), object)
    for place, row in enumerate(x):
        array[place] = row
    np.savez(path, x_train=array, y_train=np.array(y), x_test=array, y_test=np.array(y))


def test_ids_are_those_of_keras(tmp_path, said):
    # load_data(num_words=10000): 1 begins a review, ranks move up by 3, ids from 10,000 on become 2.
    write(tmp_path / "imdb.npz", [[1, 14, 9996], [9997, 88_000]])
    train, test = read_reviews(tmp_path, said.append)
    assert [ids.tolist() for ids in train.ids] == [[1, 4, 17, 9999], [1, 2, 2]]
    assert test.target.tolist() == [0.0, 1.0]
    assert said == []


def test_the_layout_of_keras_home(tmp_path, monkeypatch, said):
    (tmp_path / "datasets").mkdir()
    write(tmp_path / "datasets" / "imdb.npz", [[1], [2]])
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert len(read_reviews(None, said.append)[0].ids) == 2
    assert len(read_reviews(tmp_path, said.append)[0].ids) == 2


def test_multi_hot_counts_a_word_once():
    x = multi_hot([np.array([1, 5, 5]), np.array([2])])
    assert x.shape == (2, 10_000)
    assert x.toarray()[:, [1, 2, 5]].tolist() == [[1, 0, 1], [0, 1, 0]]


def test_a_long_review_keeps_its_end_and_a_short_one_is_filled_up_behind():
    assert padded([np.array([1, 7]), np.array([1, 7, 8, 9])], 3).tolist() == [[1, 7, 0], [7, 8, 9]]


@pytest.mark.parametrize(
    "content, message",
    [
        ({"x_train": np.arange(3)}, "cannot be used: .*Expected an archive of keras.datasets with x_train, y_train"),
        ({"y_train": np.arange(3)}, "There is no item named 'x_train.npy' in the archive"),
    ],
)
def test_another_archive_is_refused(tmp_path, said, content, message):
    np.savez(tmp_path / "imdb.npz", **content)
    with pytest.raises(SourceError, match=message):
        read_reviews(tmp_path, said.append)


def test_labels_and_ranks_are_checked(tmp_path, said):
    write(tmp_path / "imdb.npz", [[1], [2]], y=(0, 7))
    with pytest.raises(SourceError, match="does not have a label of 0 or 1 for each of its 2 reviews"):
        read_reviews(tmp_path, said.append)
    write(tmp_path / "imdb.npz", [[1], [2**70]])
    with pytest.raises(SourceError, match="holds word ranks that are no ranks"):
        read_reviews(tmp_path, said.append)


@pytest.mark.parametrize("cut", [0, 30, 400])
def test_a_damaged_file_is_refused(tmp_path, said, cut):
    path = tmp_path / "imdb.npz"
    write(path, [[1], [2]])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SourceError, match=r"imdb\.npz cannot be used: .* Download it again\."):
        read_reviews(tmp_path, said.append)


def test_a_folder_without_it_says_where_to_get_it(tmp_path, said):
    message = (
        r"does not hold the IMDB reviews as word ranks\. Looked for imdb\.npz, imdb/imdb\.npz\. Download https://.*"
        r"/imdb\.npz and put it into that folder, or leave --data out to have it downloaded\."
    )
    with pytest.raises(SourceError, match=message):
        read_reviews(tmp_path, said.append)


def test_a_folder_that_is_not_there(tmp_path, said):
    with pytest.raises(SourceError, match=r"There is no folder .*nowhere\. Expected one that holds the IMDB reviews"):
        read_reviews(tmp_path / "nowhere", said.append)
