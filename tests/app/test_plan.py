"""What `wellfit plan` prints."""

from io import StringIO

from rich.console import Console

from wellfit.app.plan import print_plans
from wellfit.workflow.found import RecordedPlan

TRIED = RecordedPlan(
    gate="regularize",
    recipes=["plain", "l2"],
    members=10,
    plan={"layout": "turns", "devices": 2},
    sentence="one member after another on 2 devices",
    reason="the fastest of 2 tried",
    timings=[{"plan": "one member after another on 2 devices", "seconds": 1.25}, {"plan": "apart", "seconds": 2.5}],
    seconds=12.0,
    seconds_a_member_epoch=0.004,
    gigabytes=0.125,
)


def printed(plans):
    out = StringIO()
    print_plans(Console(file=out, width=140, markup=False), plans)
    return out.getvalue()


def test_a_population_has_its_plan_its_reason_and_what_was_timed():
    text = printed((TRIED,))
    for part in ("regularize", "plain and 1 more", "the fastest of 2 tried", "12.0 s", "4 ms", "0.12 GB", "2.500 s"):
        assert part in text


def test_a_study_without_training_says_so():
    assert printed(()) == "No population was trained in this study.\n"
