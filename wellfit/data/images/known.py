"""Images of classes that no training image has."""

from wellfit.data.finding import Finding
from wellfit.data.images.assemble import Labelled
from wellfit.data.wording import count, listing
from wellfit.errors import DataError


def known_rows(given: Labelled) -> tuple[list[int], tuple[Finding, ...]]:
    """The places of the images whose class the task knows, and a finding on the others.

    Raises DataError where most of the validation or test images are of unknown classes.
    """
    target, task = given.target, given.task
    known = target.is_in(task.classes) if task.kind != "regression" else target.is_not_null()
    rows = known.arg_true().to_list()
    if known.all():
        return rows, ()
    names = [str(name) for name in target.filter(~known).unique().sort()]
    unseen, held = int((~known).sum()), sum(entry.split in ("validation", "test") for entry in given.files)
    if 2 * unseen > held:
        raise DataError(
            f"Most classes of the validation or test images are unknown in the training images: {listing(names)}, "
            f"expected were {listing(task.classes)}. Name the classes in the same way in both."
        )
    sentence = (
        f"{count(unseen, 'image')} of the validation or test images left out: their classes, {listing(names)}, are "
        "those of no training image. Any model is wrong on them, which the test score does not show."
    )
    finding = Finding(kind="unseen_test_labels", sentence=sentence, severity="warning", columns=(task.target,))
    return rows, (finding,)
