"""Pictures are changed as is said, alike by the kernel, by array operations and by SciPy, and alike for all members."""

from dataclasses import asdict

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from wellfit.engine.augment import pixels
from wellfit.engine.augment.augmented import TOGETHER, augmented
from wellfit.engine.augment.batch import CHANGE, augment
from wellfit.engine.augment.draw import drawn
from wellfit.engine.hyper import amounts
from wellfit.recipes.augmentation import Augmentation
from wellfit.testing.stock_pictures import stock_pictures

ALL = Augmentation(flip=0.5, rotation=180, zoom=0.5, shift=0.5, brightness=0.3, contrast=0.5, colour=0.7, erasing=0.5)
CHANCE, STEP = np.uint32(5), np.int32(3)
COMPILED, DRAWN = jax.jit(augment), jax.jit(drawn)


def noise(*shape):
    return np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)


def changed(images, given, step=STEP):
    return np.asarray(COMPILED(images, CHANCE, step, amounts(given)))


def rows(images, given):
    return {name: np.asarray(part) for name, part in DRAWN(images, CHANCE, STEP, amounts(given))._asdict().items()}


SHAPES = [(9, 20, 31, 1), (70, 12, 9, 3), (3, 150, 150, 3), (2, 1, 1, 3), (5, 3, 4, 2)]


@pytest.mark.quick("(70, 12, 9, 3)", "(2, 1, 1, 3)")
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_kernel_array_operations_and_scipy_agree(shape):
    images = noise(*shape)
    found = changed(images, ALL)
    assert CHANGE in str(jax.make_jaxpr(augment)(images, CHANCE, STEP, amounts(ALL)))
    plain = jax.jit(pixels.changed)(jnp.asarray(images, jnp.float32), DRAWN(images, CHANCE, STEP, amounts(ALL)))
    np.testing.assert_allclose(found, plain, atol=0.05)  # rounded places, times the largest step between neighbours
    np.testing.assert_allclose(found, stock_pictures(images, ALL, CHANCE, STEP), atol=0.05)


@pytest.mark.parametrize("channels", [1, 3])
def test_without_amounts_a_picture_stays_bit_for_bit(channels):
    images = noise(4, 7, 6, channels)
    np.testing.assert_array_equal(changed(images, Augmentation()), images)


def test_a_mirrored_picture_is_mirrored_bit_for_bit():
    images = noise(4, 7, 6, 3)
    np.testing.assert_array_equal(changed(images, Augmentation(flip=1.0)), images[:, :, ::-1])


def test_beyond_a_border_is_the_picture_mirrored_there():
    row = np.arange(0, 50, 10, dtype=np.uint8)
    images = np.tile(row, (40, 1, 1))[..., None]
    moves = rows(images, Augmentation(shift=1.0))["place"][:, 1]
    assert moves.min() < -2 < 2 < moves.max()
    mirrored = np.concatenate([row[::-1], row, row[::-1]]).astype(np.float32)
    for found, move in zip(changed(images, Augmentation(shift=1.0))[:, 0, :, 0], moves, strict=True):
        np.testing.assert_allclose(found, np.interp(np.arange(5) + move, np.arange(-5, 10), mirrored), atol=1e-3)


def test_no_corner_is_left_empty():
    """A picture of one colour stays so, wherever its pixels come from."""
    images = np.full((50, 9, 8, 3), 200, np.uint8)
    np.testing.assert_allclose(changed(images, Augmentation(rotation=180, zoom=0.9, shift=1.0)), 200, atol=1e-3)


def test_brightness_contrast_and_colour_by_hand():
    images = np.stack([np.full((2, 2, 3), (10, 20, 30)), np.full((2, 2, 3), (200, 100, 0))]).astype(np.uint8)
    light = rows(images, Augmentation(brightness=0.5))["offset"]
    assert np.ptp(light, axis=1).tolist() == [0, 0]
    np.testing.assert_allclose(
        changed(images, Augmentation(brightness=0.5)), np.clip(images + light[:, None, None], 0, 255), atol=1e-3
    )
    # Of one colour, a picture has no contrast.
    np.testing.assert_allclose(changed(images, Augmentation(contrast=1.0)), images, atol=1e-3)
    grey = images @ np.array([0.299, 0.587, 0.114])
    strength = rows(images, Augmentation(colour=1.0))["own"][:, None, None, None]
    assert (np.abs(strength - 1) > 0.05).all()
    wanted = strength * images + (1 - strength) * grey[..., None]
    np.testing.assert_allclose(changed(images, Augmentation(colour=1.0)), np.clip(wanted, 0, 255), atol=1e-2)


def test_contrast_is_about_the_mean_of_each_colour():
    images = noise(8, 6, 5, 3) // 4 + 96  # far from black and white
    factor = rows(images, Augmentation(contrast=0.5))["own"][:, None, None, None]
    mean = images.mean((1, 2), keepdims=True)
    np.testing.assert_allclose(changed(images, Augmentation(contrast=0.5)), mean + factor * (images - mean), atol=1e-2)


def test_as_many_are_erased_as_was_asked_for_and_each_in_a_rectangle():
    images = noise(400, 10, 12, 1)
    found = changed(images, Augmentation(erasing=0.3))
    touched = (found != images)[..., 0]
    share = touched.any((1, 2)).mean()
    assert abs(share - 0.3) < 0.07
    for number in np.flatnonzero(touched.any((1, 2))):
        down, right = np.flatnonzero(touched[number].any(1)), np.flatnonzero(touched[number].any(0))
        inside = found[number, down[0] : down[-1] + 1, right[0] : right[-1] + 1, 0]
        np.testing.assert_allclose(inside, images[number].mean(), rtol=1e-5)
    areas = touched.mean((1, 2))[touched.any((1, 2))]
    assert 0.005 < areas.min() < 0.1 < 0.25 < areas.max() < 0.4


def test_amounts_are_reached_evenly_and_not_exceeded():
    images = noise(2000, 2, 2, 3)
    turn = rows(images, Augmentation(rotation=30, zoom=0.2))["turn"]
    factor = np.sqrt(np.linalg.det(turn))
    angle = np.degrees(np.arctan2(turn[:, 0, 1], turn[:, 0, 0]))
    for values, most in ((factor - 1, 0.2), (angle, 30)):
        assert np.abs(values).max() <= most * 1.0001
        np.testing.assert_allclose(
            np.quantile(values, [0.01, 0.25, 0.5, 0.75, 0.99]) / most, [-0.98, -0.5, 0, 0.5, 0.98], atol=0.1
        )
    assert abs(np.corrcoef(factor, angle)[0, 1]) < 0.1
    mirrored = np.linalg.det(rows(images, Augmentation(flip=0.25))["turn"]) < 0
    assert abs(mirrored.mean() - 0.25) < 0.05


@pytest.mark.parametrize("name", list(asdict(ALL)))
def test_each_amount_alone_changes_pictures(name):
    images = noise(6, 8, 8, 3)
    assert not np.allclose(changed(images, Augmentation(**{name: asdict(ALL)[name]})), images, atol=1)


def test_steps_and_chances_differ_and_strengths_share_what_is_drawn():
    images = noise(3, 8, 8, 3)
    one = changed(images, ALL)
    assert not np.allclose(one, changed(images, ALL, step=np.int32(4)), atol=1)
    weak, strong = (rows(images, Augmentation(zoom=amount))["turn"][:, 0, 0] - 1 for amount in (0.2, 0.4))
    np.testing.assert_allclose(2 * weak, strong, rtol=1e-5)


def test_a_shorter_batch_has_the_changes_of_a_longer_one():
    images = noise(9, 8, 8, 3)
    np.testing.assert_array_equal(changed(images[:4], ALL), changed(images, ALL)[:4])


def test_members_have_amounts_of_their_own_and_pictures_in_common():
    images = noise(4, 8, 8, 3)
    given = [Augmentation(), Augmentation(flip=1.0), ALL]
    stacked = jax.tree.map(lambda *leaves: np.stack(leaves), *map(amounts, given))
    together = jax.jit(jax.vmap(augment, in_axes=(None, None, None, 0)))(images, CHANCE, STEP, stacked)
    for mine, alone in zip(together, given, strict=True):
        np.testing.assert_allclose(mine, changed(images, alone), atol=1e-3)


def test_pictures_to_look_at_are_those_of_training():
    images = noise(TOGETHER + 3, 8, 8, 3)
    found = augmented(images, ALL, seed=7)
    assert found.dtype == np.uint8
    assert found.shape == images.shape
    np.testing.assert_array_equal(found, augmented(images, ALL, seed=7))
    assert (found != augmented(images, ALL, seed=8)).any()
    np.testing.assert_array_equal(augmented(images, Augmentation(), seed=7), images)
