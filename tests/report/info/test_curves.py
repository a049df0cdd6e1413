from itertools import product

import pytest

from wellfit.report.info.curves import FEWEST, POINTS, recipe_curves


def row(recipe, seed, epoch, validation, *, gate="capacity", control="none", train=0.5):
    return {
        "gate": gate,
        "recipe": recipe,
        "seed": seed,
        "control": control,
        "epoch": epoch,
        "train_loss": train,
        "validation_loss": validation,
    }


def test_mean_and_band_over_seeds(recorded):
    record = recorded(curves=[row("a", 0, 1, 0.2), row("a", 1, 1, 0.6), row("a", 0, 2, 0.1), row("a", 1, 2, 0.3)])

    (curves,) = recipe_curves(record)
    assert curves.seeds == 2
    assert curves.points["epoch"].to_list() == [1, 2]
    assert curves.points["validation_loss"].to_list() == pytest.approx([0.4, 0.2])
    assert curves.points["validation_loss_low"].to_list() == [0.2, 0.1]
    assert curves.points["validation_loss_high"].to_list() == [0.6, 0.3]


def test_the_lowest_mean_is_marked_where_no_verdict_gives_an_onset(recorded):
    record = recorded(curves=[row("a", 0, epoch, loss) for epoch, loss in enumerate([0.5, 0.2, 0.3], start=1)])

    mark = recipe_curves(record)[0].mark
    assert (mark.epoch, mark.onset) == (2, False)


@pytest.mark.parametrize("key", ["verdict", "verdict_chosen"])
def test_the_onset_of_a_verdict_is_marked_with_its_interval(recorded, key):
    verdict = {"kind": "overfit", "recipe": "a", "onset_epoch": {"value": 4, "low": 3, "high": 6}}
    record = recorded(curves=[row("a", 0, 1, 0.5), row("b", 0, 1, 0.5)], **{key: verdict})

    first, second = recipe_curves(record)
    assert (first.mark.epoch, first.mark.low, first.mark.high, first.mark.onset) == (4, 3, 6, True)
    assert not second.mark.onset


def test_an_epoch_that_fewer_than_half_of_the_seeds_reached_is_left_out(recorded):
    stopped = [row("a", seed, epoch, 0.1 * seed) for seed, epoch in product(range(5), (1, 2))]
    record = recorded(curves=[*stopped, row("a", 0, 3, 0.9), row("a", 1, 3, 0.9)])

    assert recipe_curves(record)[0].points["epoch"].to_list() == [1, 2]


def test_controls_and_short_trials_are_no_curves_of_a_recipe(recorded):
    record = recorded(
        curves=[
            row("a", 0, 1, 0.5),
            row("a", 0, 1, 9.0, control="permuted_labels"),
            row("rate 1", 0, 1, 9.0, gate="learning_rate"),
            row("final", 0, 1, None, gate="final"),
        ]
    )

    assert [curves.name for curves in recipe_curves(record)] == ["a"]
    assert recipe_curves(record)[0].points["validation_loss"].to_list() == [0.5]


def test_a_recipe_trained_twice_is_shown_as_it_was_trained_last(recorded):
    record = recorded(curves=[row("a", 0, 1, 0.9, gate="power"), row("a", 0, 1, 0.4, gate="capacity")])

    (curves,) = recipe_curves(record)
    assert curves.gate == "capacity"
    assert curves.points["validation_loss"].to_list() == [0.4]


def test_recipes_come_in_the_study_s_order_and_unlisted_ones_last(recorded):
    rows = [row(name, 0, 1, 0.5) for name in ("x", "b", "a")]
    record = recorded(curves=rows, recipes=[{"name": "a"}, {"name": "never trained"}, {"name": "b"}])

    assert [curves.name for curves in recipe_curves(record)] == ["a", "b", "x"]


def test_long_curves_are_thinned_but_keep_their_ends_and_the_marked_epoch(recorded):
    names = [f"recipe {position}" for position in range(POINTS // FEWEST)]
    losses = [abs(epoch - 38) for epoch in range(1, 101)]
    record = recorded(curves=[row(name, 0, epoch, losses[epoch - 1]) for name, epoch in product(names, range(1, 101))])

    curves = recipe_curves(record)
    epochs = curves[0].points["epoch"].to_list()
    assert len(epochs) <= FEWEST + 1
    assert {1, 38, 100} <= set(epochs)
    assert sum(recipe.points.height for recipe in curves) <= POINTS + len(curves)


def test_without_curves_there_is_nothing(recorded):
    assert recipe_curves(recorded()) == []
