"""Images of a study, in their groups."""

from wellfit.report.info.pictures import Sheet, pictures

ENTRY = {
    "row": 7, "file": "dogs/a.jpg", "split": "test", "truth": "dogs", "prediction": "cats", "confidence": 0.9,
    "image": "abc", "heat": "def",
}  # fmt: skip
DRAWN = {"image": "abc", "rows": 2, "times": 7, "what": "flips"}


def test_only_groups_with_an_image_are_shown(recorded):
    stored = {"mistakes": [ENTRY], "unsure": [], "suspected": [ENTRY, ENTRY], "layer": "out_relu", "looked_at": 140}
    found = pictures(recorded(pictures=stored))
    assert [(group.name, len(group.pictures)) for group in found.groups] == [("mistakes", 1), ("suspected", 2)]
    assert (found.layer, found.looked_at, found.sheet) == ("out_relu", 140, None)
    assert found.groups[0].pictures[0].wrong


def test_what_is_right_is_not_wrong(recorded):
    stored = {"unsure": [{**ENTRY, "prediction": "dogs", "heat": None}], "layer": None}
    (group,) = pictures(recorded(pictures=stored)).groups
    assert not group.pictures[0].wrong
    assert group.pictures[0].heat is None


def test_a_sheet_alone_is_shown(recorded):
    found = pictures(recorded(augmentation_sheet=DRAWN))
    assert found.groups == []
    assert found.sheet == Sheet(**DRAWN)


def test_other_data_have_none(record):
    assert pictures(record) is None
