"""Files that are no models, or not to be trusted, are told before Keras sees them."""

import json
import pickle
import zipfile

import pytest

from wellfit.errors import ModelError
from wellfit.recipes.networks.own.archive import configuration, objects

DENSE = {"module": "keras.layers", "class_name": "Dense", "config": {"name": "a", "units": 2}}


def model(*layers):
    return {"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": list(layers)}}


def archive(path, config, **others):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("config.json", config if isinstance(config, str) else json.dumps(config))
        for name, content in others.items():
            file.writestr(name, content)
    return path


def test_the_configuration_of_a_good_file(tmp_path):
    path = archive(tmp_path / "m.keras", model(DENSE))
    found = configuration(path)
    assert found == model(DENSE)
    assert [one["class_name"] for one in objects(found)] == ["Sequential", "Dense"]


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "received something else"),
        (b"hello world", "received something else"),
        (b"\x89HDF\r\n", "received an HDF5 file, which Keras wrote before version 3"),
        (pickle.dumps([1]), "received a Python pickle, which runs code when it is read"),
        (b"PK\x03\x04half an archive", "received the beginning of one: the file is truncated"),
    ],
)
def test_a_file_that_is_no_archive(tmp_path, content, said):
    path = tmp_path / "m.keras"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=f"is not a Keras model, or a damaged one.*{said}.*Save the model again"):
        configuration(path)


def test_a_file_that_is_not_there_or_a_folder(tmp_path):
    with pytest.raises(ModelError, match=r"nothing\.keras does not exist\. Expected a model that Keras saved"):
        configuration(tmp_path / "nothing.keras")
    with pytest.raises(ModelError, match=r"is a folder; expected a \.keras file"):
        configuration(tmp_path)


def test_a_truncated_archive(tmp_path):
    path = archive(tmp_path / "m.keras", model(DENSE), weights="w" * 5000)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="the file is truncated"):
        configuration(path)


def test_a_changed_byte(tmp_path):
    path = archive(tmp_path / "m.keras", model(DENSE), weights="w" * 5000)
    path.write_bytes(path.read_bytes().replace(b"www", b"wxw", 1))
    with pytest.raises(ModelError, match=r"is a damaged archive: 'weights' has a wrong checksum.*copy it again"):
        configuration(path)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a/../../b", "c:\\windows\\x", "..\\up"])
def test_names_that_lead_out_of_the_archive(tmp_path, name):
    path = archive(tmp_path / "m.keras", model(DENSE), **{name: "x"})
    with pytest.raises(ModelError, match=r"which leads out of the archive.*do not trust where this one comes from"):
        configuration(path)


@pytest.mark.parametrize(
    "config, said",
    [
        ("{", r"cannot be read: .*save the model again"),
        ("[" * 100_000, r"cannot be read: .*save the model again"),
        ([], "describes no model"),
        ({"layers": []}, "describes no model: expected was one with a class_name"),
    ],
)
def test_a_configuration_of_nothing(tmp_path, config, said):
    with pytest.raises(ModelError, match=said):
        configuration(archive(tmp_path / "m.keras", config))


def test_an_archive_of_something_else(tmp_path):
    path = tmp_path / "m.keras"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    with pytest.raises(ModelError, match=r"a zip archive without config\.json.*received word/document\.xml"):
        configuration(path)


@pytest.mark.parametrize("kind", ["Lambda", "__lambda__", "TFSMLayer", "TorchModuleWrapper"])
def test_layers_that_run_code(tmp_path, kind):
    inner = {"module": "keras.layers", "class_name": kind, "config": {"name": "sly", "value": "code"}}
    nested = model(DENSE, {**model(inner), "config": {"name": "inner", "layers": [inner]}})
    path = archive(tmp_path / "m.keras", nested)
    said = rf"a layer of kind {kind.strip('_')} \('sly'\), which would run code from the file.*--unsafe"
    with pytest.raises(ModelError, match=said):
        configuration(path)
    assert configuration(path, unsafe=True) == nested


def test_an_archive_that_unpacks_to_too_much(tmp_path):
    path = tmp_path / "m.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", json.dumps(model(DENSE)))
        with file.open("model.weights.h5", "w") as member:
            for _ in range(260):
                member.write(b"\0" * 1_000_000)
    with pytest.raises(ModelError, match=r"would unpack to 0 GB from .*Do not trust where it comes from"):
        configuration(path)
