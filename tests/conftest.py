"""What holds for all tests."""

import os
import tempfile

import pytest
from hypothesis import settings

# Nothing of the user's is read or written; what one test has compiled, others may take. With several workers the
# process that starts them makes the folder, and they inherit its name.
if "PYTEST_XDIST_WORKER" not in os.environ:
    CACHE = tempfile.TemporaryDirectory(prefix="wellfit-tests-")
    os.environ["WELLFIT_CACHE"] = CACHE.name

# These need TensorFlow and PyTorch: scripts/test-backends runs them where there are both.
collect_ignore = ["backends"]

# The same examples every time: a change is judged by what it changes, not by the draw of the day. To look for
# new ones: pytest --hypothesis-profile=search. No deadline: the first call of a function may import a library.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=500, deadline=None)
settings.load_profile("steady")

# Folders whose tests share whole studies.
TOGETHER = ("tests/code", "tests/report", "tests/reproduce", "tests/workflow")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """One worker takes all tests of a file, or of a folder above, so that what they share is made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::")[0]
            return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)

    return ByFile(config, log)


@pytest.hookimpl(tryfirst=True)  # before those marked slow are left out
def pytest_collection_modifyitems(items):
    """All cases of a test are slow but those that its mark `quick` names."""
    cases = {}
    for item in items:
        for mark in item.iter_markers("quick"):
            cases.setdefault((item.path, item.function, mark.args), []).append(item)
    for (path, function, quick), found in cases.items():
        missing = set(quick) - {item.callspec.id for item in found}
        if missing and len(found) > 1:  # one alone may have been asked for by name
            raise pytest.UsageError(f"{path}: {function.__name__} has no case {sorted(missing)} that could be quick")
        for item in found:
            if item.callspec.id not in quick:
                item.add_marker(pytest.mark.slow)


def _study_of(data, folder, recipe, seeds=(0,), epochs=20):
    import wellfit  # here and below, so that tests without training do not wait for it
    from wellfit.record import StudyWriter
    from wellfit.workflow.context import Context
    from wellfit.workflow.gates.data import DataGate
    from wellfit.workflow.gates.final import FinalGate
    from wellfit.workflow.options import Options
    from wellfit.workflow.plan import Plan, starting_extent
    from wellfit.workflow.progress import Silent
    from wellfit.workflow.training import Trainer

    with StudyWriter.create(folder, {"name": data.name}) as writer:
        extent = starting_extent(len(data.rows("train")), 1, 0)
        plan = Plan(budget=60.0, extent=extent, seed=0, told=lambda _sentence: None)
        trainer, options = Trainer(writer, Silent(), plan), Options(seeds=1, budget=60.0)
        shared = {"data": data, "options": options, "writer": writer, "progress": Silent(), "plan": plan}
        context = Context(**shared, trainer=trainer, plain=recipe)
        context.plain_runs = trainer.train("power", [recipe], data, seeds=seeds, epochs=epochs, share=1.0)
        DataGate().run(context)
        FinalGate().run(context)
        writer.finish("complete")
    return wellfit.open_study(folder), context.plain_runs


@pytest.fixture(scope="session")
def study_of():
    """Make a study by its first and its last gate alone: the study, and the runs of its recipe."""
    return _study_of
