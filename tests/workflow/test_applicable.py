"""Which remedies are tried on the plain network, and which would change nothing of it."""

from dataclasses import replace

from wellfit.recipes.remedies import Augment, BatchNormalization, Dropout, LayerNormalization, PlateauDecay
from wellfit.recipes.starting import starting_recipe
from wellfit.workflow.applicable import takes
from wellfit.workflow.candidates import OF_IMAGES


def test_what_the_first_network_of_images_has_is_not_tried_on_it(striped):
    plain = replace(starting_recipe(striped.shapes), batch_size=16)
    remedies = [BatchNormalization(), LayerNormalization(), PlateauDecay(patience=3), Dropout(rate=0.5)]
    taken, refused = takes(plain, remedies, striped)
    assert [remedy.name for remedy in taken] == ["dropout"]
    assert [one.reason for one in refused] == [*["it is normalized already"] * 2, "it is in the plain recipe already"]


def test_of_images_all_others_are_tried(striped):
    plain = replace(starting_recipe(striped.shapes), batch_size=16)
    taken, refused = takes(plain, OF_IMAGES, striped)
    assert taken[0] == Augment(strength=1.0)
    assert [one.remedy for one in refused] == [BatchNormalization().label]
