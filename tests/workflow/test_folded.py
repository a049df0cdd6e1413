"""Where a study cross-validates, how it says so, and that everything in it is judged on the same rows."""

from dataclasses import replace

import numpy as np
import pytest

import wellfit
from wellfit.data.folds import with_folds
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.record import StudyRecord
from wellfit.workflow import folded as module
from wellfit.workflow.baselines import FAMILY
from wellfit.workflow.baselines.over_folds import over_folds
from wellfit.workflow.evidence import evidence
from wellfit.workflow.folded import described, folded, judged
from wellfit.workflow.options import Options


def test_small_tables_get_folds_and_large_ones_one_split(data, table, monkeypatch):
    shop = data("shop")
    assert len(folded(shop, Options()).folds) == 8
    monkeypatch.setattr(module, "FEW_ROWS", len(shop.target))
    assert folded(shop, Options()) is None


@pytest.mark.parametrize("change", [{"raw": None}, {"blocks": {"dense": np.zeros((240, 10**5), np.float32)}}])
def test_no_folds_where_nothing_can_be_encoded_anew_or_memory_has_no_room(data, change):
    assert folded(replace(data("shop"), **change), Options()) is None


def test_one_seed_is_a_quick_look(data):
    assert folded(data("shop"), Options(seeds=1)) is None


def test_the_study_says_so(finished):
    said = finished.summary["folds"]
    data_rows = finished.summary["data"]["rows"]
    development = sum(data_rows[name] for name in ("train", "validation", "selection"))
    assert (said["count"], said["seeds"], said["rows"]) == (8, 2, development)
    assert "each part is judged by networks that did not see it" in said["sentence"]
    assert said["sentence"] in (finished.folder / "report.html").read_text(encoding="utf-8")
    gates = {gate["name"]: gate["sentence"] for gate in finished.summary["gates"]}
    assert f"on {development} rows, each of 8 parts of them judged by models that did not see it" in gates["baseline"]
    assert "2 seeds in each of 8 folds" in finished.verdict.sentence
    assert finished.verdict.evidence["folds"] == 8


def test_without_folds_nothing_is_said():
    assert described(None, 5) is None


def test_members_and_curves_are_recorded_with_their_fold(finished):
    record = StudyRecord.open(finished.folder)
    for frame in (record.members, record.curves):
        plain = frame.filter(gate="power", control="none")
        assert sorted(plain["fold"].unique()) == list(range(8))
    assert record.members.filter(gate="final")["fold"].unique().to_list() == [0]


def test_baselines_are_judged_on_every_row_by_a_model_that_did_not_see_it(data):
    parted = with_folds(data("line"), 8)
    whole = FAMILY["linear"](data("line"))
    found = over_folds(whole, FAMILY["linear"], parted.folds)
    assert len(found.selection_rows) == sum(len(fold.splits.selection) for fold in parted.folds)
    first = FAMILY["linear"](parted.folds[0])
    rows = first.dataset.splits.selection
    np.testing.assert_allclose(found.selection_rows[: len(rows)], parted.folds[0].loss_unit * first.losses(rows))
    # y = 30 + 4 a - 3 b with noise of deviation 0.5, whose mean absolute value is 0.4.
    assert 0.3 < found.selection.metric < 0.5
    assert found.score(data("line").rows("test")) == whole.score(data("line").rows("test"))


def test_the_score_of_a_recipe_is_over_all_rows(data):
    parted = with_folds(data("line"), 4)
    recipe = Recipe(name="plain", network=DenseNetwork(units=(8,)))
    runs = wellfit.fit_many(recipe, parted, seeds=2, epochs=5)
    found = judged(runs, "plain")
    assert found.loss == pytest.approx(runs.best_rows("plain").mean())
    errors = []
    for member in runs.members:
        fold = parted.folds[member.fold]
        blocks, truth = fold.part("selection")
        encoder = fold.pipeline.target
        predicted = runs.model("plain", member.seed, fold=member.fold).predict(blocks["dense"], verbose=0)[:, 0]
        errors.append(np.abs(encoder.decode(predicted) - encoder.restore(truth)))
    assert found.metric == pytest.approx(np.concatenate(errors).mean(), rel=1e-3)


def test_evidence_has_members_in_its_curves_and_seeds_in_its_rows(data):
    parted = with_folds(data("line"), 4)
    recipe = Recipe(name="plain", network=DenseNetwork(units=(8,)))
    runs = wellfit.fit_many(recipe, parted, seeds=2, epochs=3)
    constant = over_folds(FAMILY["constant"](data("line")), FAMILY["constant"], parted.folds)
    found = evidence(runs, "plain", constant)
    assert found.train_loss.shape == (8, 3)
    assert found.selection_best.shape == (2, len(constant.selection_rows))
    assert (found.seeds, found.folds, found.trained) == (2, 4, "2 seeds in each of 4 folds")
