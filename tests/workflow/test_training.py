"""Training for the gates: what is recorded, what is told, and when it ends."""

import math

import pytest

from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.record import StudyRecord, StudyWriter
from wellfit.workflow.plan import Extent, Plan
from wellfit.workflow.training import Trainer

TWO_SHAPES = [Recipe(name=f"{width} wide", network=DenseNetwork(units=(width,))) for width in (2, 4)]


@pytest.fixture
def trained(data, listener, tmp_path):
    """A function from a budget and a share to runs, trainer, plan and listener."""

    def train(budget, share=0.5):
        heard = listener()
        extent = Extent(rows=100, epochs=20, seeds=2, remedies=0)
        plan = Plan(budget=budget, extent=extent, seed=0, told=heard.note)
        with StudyWriter.create(tmp_path / "s", {"name": "s"}) as writer:
            trainer = Trainer(writer, heard, plan)
            runs = trainer.train("power", TWO_SHAPES, data("line"), seeds=[0, 1], epochs=20, share=share)
        return runs, trainer, plan, heard

    return train


def test_members_and_curves_are_recorded_under_the_gate(trained, tmp_path):
    runs, trainer, plan, _ = trained(budget=math.inf)
    record = StudyRecord.open(tmp_path / "s")
    assert trainer.members == len(runs.members) == len(record.members) == 4
    assert set(record.members["gate"]) == set(record.curves["gate"]) == {"power"}
    assert len(record.curves) == len(runs.curves) == 4 * 20
    assert trainer.cost.programs == runs.cost.programs > 0
    assert plan.left_out == []


def test_time_left_falls_while_both_shapes_are_trained(trained):
    *_, heard = trained(budget=math.inf)
    assert [epoch for _, _, epoch, *_ in heard.trained] == 2 * sorted({epoch for _, _, epoch, *_ in heard.trained})
    assert heard.trained[-1][-1] == 0.0
    assert heard.trained[0][-1] > 0.0


def test_when_the_time_is_up_what_is_there_is_kept_and_the_rest_is_said(trained, tmp_path):
    runs, _, plan, heard = trained(budget=1e-6)
    assert {member.epochs for member in runs.members} < {*range(1, 20)}
    assert plan.left_out
    assert heard.notes == [f"Left out: {sentence}" for sentence in plan.left_out]
    assert all(sentence.startswith("power: ") for sentence in plan.left_out)
    assert len(StudyRecord.open(tmp_path / "s").members) == len(runs.members)
