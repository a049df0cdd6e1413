"""Level 1: what is planned by the clock, and what is tried beside the first network."""

from dataclasses import replace

import pytest

from wellfit.recipes.remedies import Augment, Dropout
from wellfit.record import StudyRecord
from wellfit.workflow import candidates
from wellfit.workflow.gates.baseline import BaselineGate
from wellfit.workflow.gates.scratch import SHARE, SHARE_ALONE, ScratchGate
from wellfit.workflow.levels.time import measured, settle
from wellfit.workflow.pictures import study_sheet
from wellfit.workflow.plan import Extent, Shape, Speed


@pytest.fixture
def asked(context, striped, monkeypatch):
    """A study of images that has come to its first level, with two remedies to try."""
    monkeypatch.setattr(candidates, "OF_IMAGES", (Dropout(rate=0.2), Augment(strength=0.5)))
    made = context(striped)
    made.plan.extent = replace(made.plan.extent, epochs=6, remedies=2)
    BaselineGate().run(made)
    return made


@pytest.mark.slow
def test_remedies_are_compared_and_the_level_is_kept(asked, monkeypatch):
    monkeypatch.setattr("wellfit.workflow.gates.scratch.try_priors", lambda _context, _gate: ([], None))
    answer = ScratchGate().run(asked)
    assert answer.evidence["tried"] == ["dropout 0.2", "augment 0.5"]
    assert answer.evidence["network"] == "pooled convolution 32-32-64"
    assert set(asked.candidates) >= {"plain", "dropout 0.2", "augment 0.5"}
    level = asked.levels["scratch"]
    assert level.recipe == (asked.chosen or asked.plain)
    assert level.rows.shape == (2, len(asked.data.rows("selection")))
    record = StudyRecord.open(asked.writer.folder)
    assert [one["level"] for one in record.get("levels")] == ["scratch"]
    assert study_sheet(asked)["what"].startswith("50 % mirrored")


def test_an_epoch_of_a_few_images_is_timed_and_nobody_counts_it(asked):
    trained = asked.trainer.members
    speed, shape = measured(asked, asked.plain, asked.data)
    assert speed.seconds_a_unit > 0
    assert (shape.features, shape.batch) == (0, asked.plain.batch_size)
    assert asked.trainer.members == trained


def test_seeds_then_remedies_then_epochs_are_given_up(asked):
    """A recipe takes 336 million units with three seeds, the last training 134 million; the gate has 192 seconds."""
    shape = Shape(features=0, parameters=1000, batch=10)
    extents = []
    for unit in (1e-9, 5e-8, 3e-7, 1e-4):
        asked.plan.extent = Extent(rows=100, epochs=40, seeds=5, remedies=8)
        settle(asked, Speed(seconds_a_unit=unit, seconds_a_program=0.0), shape, SHARE)
        extents.append(asked.plan.extent)
    assert extents[0] == Extent(rows=100, epochs=40, seeds=5, remedies=8)
    assert extents[1] == Extent(rows=100, epochs=40, seeds=3, remedies=8)
    assert extents[2] == Extent(rows=100, epochs=40, seeds=3, remedies=0)
    assert extents[3] == Extent(rows=100, epochs=4, seeds=2, remedies=0)


def test_with_levels_to_come_it_takes_less_of_the_time():
    assert SHARE < SHARE_ALONE < 1
