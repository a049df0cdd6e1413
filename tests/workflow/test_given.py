"""What a user brings along is checked before anything is read."""

import pytest

from wellfit.errors import OptionError
from wellfit.workflow.given import Given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weights": "some.h5"}, "The weights some.h5 are of a pretrained network, and none was named"),
        ({"views": 0, "backbone": "MobileNetV2"}, "a whole number from 1, the image itself, on; received 0"),
        ({"views": 2.5, "backbone": "MobileNetV2"}, "received 2.5"),
        ({"views": 3}, "3 views of each image are for a pretrained network, and none was named"),
    ],
)
def test_what_does_not_go_together_is_refused(given, said):
    with pytest.raises(OptionError, match=said):
        Given(**given)


def test_a_backbone_may_see_several_views():
    assert Given(backbone="MobileNetV2", views=3).views == 3
