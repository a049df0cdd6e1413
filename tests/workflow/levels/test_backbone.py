import numpy as np

from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.workflow.given import Given
from wellfit.workflow.levels.backbone import load_backbone


def test_preprocessing_that_a_file_does_not_tell_is_found_and_said(tmp_path):
    pixels = np.random.default_rng(2).integers(0, 256, (24, 8, 8, 3)).astype(np.uint8)
    image = keras.Input((8, 8, 3))
    convolved = keras.layers.Conv2D(6, 3, kernel_initializer=keras.initializers.GlorotUniform(seed=4))(image)
    normalization = keras.layers.BatchNormalization()
    model = keras.Model(image, normalization(convolved))
    seen = np.asarray(keras.Model(image, convolved)(pixels.astype(np.float32) / 255))
    normalization.set_weights([np.ones(6), np.zeros(6), seen.mean((0, 1, 2)), seen.var((0, 1, 2))])
    model.save(tmp_path / "trained.keras")
    rows, none = np.arange(24), np.zeros(0, np.int64)
    splits = Splits(train=rows[:20], validation=rows[20:], selection=none, test=none)
    data = from_arrays({"image": pixels}, np.tile([0.0, 1.0], 12), kind="binary", splits=splits)
    backbone, (finding,) = load_backbone(Given(backbone=str(tmp_path / "trained.keras")), data)
    assert backbone is not None
    assert backbone.preprocessing.scale[0] * 255 == 1.0
    assert "trained.keras does not say how its pixels are to be prepared. They come 0 to 1" in finding.sentence


def test_without_a_name_there_is_none():
    rows = np.zeros(0, np.int64)
    splits = Splits(train=np.arange(4), validation=rows, selection=rows, test=rows)
    data = from_arrays(
        {"image": np.zeros((4, 8, 8, 3), np.uint8)}, np.array([0, 1, 0, 1]), kind="binary", splits=splits
    )
    assert load_backbone(Given(), data) == (None, ())
