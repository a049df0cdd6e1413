import pytest

from wellfit.report.info.predictions import POINTS, confusion, residuals

CLASSES = {"classes": ["cat", "dog"]}


def predictions(pairs):
    return [{"row": row, "truth": truth, "prediction": guess} for row, (truth, guess) in enumerate(pairs)]


def test_a_stored_matrix_is_taken_as_it_is(recorded):
    matrix = confusion(recorded(task=CLASSES, best={"confusion": [[3, 1], [0, 4]]}))

    assert matrix.counts == [[3, 1], [0, 4]]
    assert matrix.shares == [[0.75, 0.25], [0.0, 1.0]]
    assert matrix.mistakes == [("cat", "dog", 1, 0.25)]


def test_otherwise_it_is_counted_from_the_predictions(recorded):
    pairs = [("cat", "cat"), ("cat", "dog"), ("dog", "dog"), ("dog", "dog")]
    matrix = confusion(recorded(task=CLASSES, predictions=predictions(pairs)))

    assert matrix.counts == [[1, 1], [0, 2]]


def test_a_class_without_rows_has_no_shares(recorded):
    assert confusion(recorded(task=CLASSES, best={"confusion": [[0, 0], [0, 4]]})).shares[0] == [0.0, 0.0]


@pytest.mark.parametrize("task", [{}, {"classes": []}, CLASSES])
def test_there_is_no_matrix_without_classes_or_predictions(recorded, task):
    assert confusion(recorded(task=task)) is None


def test_errors_are_measured_on_all_rows(recorded):
    info = residuals(recorded(predictions=predictions([(0.0, error) for error in (0.0, 1.0, -2.0, 3.0, -4.0)])))

    assert info.rows == 5
    assert info.half_within == 2.0
    assert info.nine_tenths_within == pytest.approx(3.6)


def test_of_many_rows_a_sample_is_drawn(recorded):
    info = residuals(recorded(predictions=predictions([(float(i), float(i)) for i in range(2 * POINTS)])))

    assert (info.points.height, info.rows) == (POINTS, 2 * POINTS)


def test_classes_have_no_residuals(recorded):
    assert residuals(recorded(predictions=predictions([("cat", "dog")]))) is None
