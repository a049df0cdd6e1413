"""Out-of-fold answers see through labels that a network would learn by heart."""

import numpy as np

from wellfit.workflow.pictures import out_of_fold


def made(rows=200, width=40, classes=2, wrong=(3, 50, 120)):
    draw = np.random.default_rng(1)
    real = draw.integers(0, classes, rows)
    features = draw.normal(size=(rows, width)) + 6.0 * np.eye(width)[real]
    features[list(wrong), real[list(wrong)]] += 4.0  # as clear as can be what they really are
    said = real.copy()
    said[list(wrong)] = (said[list(wrong)] + 1) % classes
    return features, said, np.array(wrong)


def test_planted_labels_are_suspected_first():
    features, said, wrong = made()
    found = out_of_fold(features, said, np.arange(200))
    assert found.split == "train"
    assert set(found.rows[found.suspected(3)[0]]) == set(wrong)


def test_more_classes_and_some_of_the_rows():
    features, said, _ = made(rows=400, classes=3)
    rows = np.arange(100, 400)
    found = out_of_fold(features, said, rows, split="train")
    assert found.predicted.shape == (300, 3)
    assert found.rows[found.suspected(1)[0]].tolist() == [120]


def test_near_duplicates_do_not_vouch_for_each_other():
    """Two copies under one wrong label: apart, one would teach the other's fold that the label is right."""
    features, said, _ = made(wrong=(), width=400)
    features[1], said[:2] = features[0], 1 - said[0]
    features[:2] *= 30  # so odd that whoever was fitted on one says of the other what was said of it
    groups = np.concatenate([[0, 0], np.arange(2, 200)])
    apart = out_of_fold(features, said, np.arange(200))
    together = out_of_fold(features, said, np.arange(200), groups=groups)
    chance = [float(found.each[0, said[0]]) for found in (apart, together)]
    assert chance[0] > 0.9 > 0.5 > chance[1]


def test_too_few_rows_of_a_class_give_no_answer():
    features, said, _ = made(rows=200)
    said[:] = 0
    said[:4] = 1
    assert out_of_fold(features, said, np.arange(200)) is None
    assert out_of_fold(features, said, np.zeros(0, np.int64)) is None
