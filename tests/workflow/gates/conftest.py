"""A context for single gates, and a study of labels drawn by lot."""

from collections.abc import Callable
from pathlib import Path

import pytest

import wellfit
from wellfit.recipes.networks import starting_network
from wellfit.record import StudyWriter
from wellfit.workflow.candidates import MOST
from wellfit.workflow.context import Context
from wellfit.workflow.options import Options
from wellfit.workflow.plan import Plan, starting_extent
from wellfit.workflow.progress import Silent
from wellfit.workflow.training import Trainer


@pytest.fixture
def context(data: Callable[[str], wellfit.Dataset], tmp_path: Path) -> Callable[..., Context]:
    """A context as a study begins with it, for a data set by name or itself."""

    def make(source: str | wellfit.Dataset, *, seeds: int = 2, budget: float = 600.0) -> Context:
        own = data(source) if isinstance(source, str) else source
        writer = StudyWriter.create(tmp_path / "study", {"name": own.name})
        extent = starting_extent(len(own.rows("train")), seeds, MOST)
        plan = Plan(budget=budget, extent=extent, seed=0, told=lambda sentence: None)
        return Context(
            data=own,
            options=Options(seeds=seeds, budget=budget),
            writer=writer,
            progress=Silent(),
            plan=plan,
            trainer=Trainer(writer, Silent(), plan),
            plain=wellfit.Recipe(name="plain", network=starting_network(own.pipeline.shapes())),
        )

    return make


@pytest.fixture(scope="session")
def gate(finished: wellfit.Study) -> Callable[[str], dict]:
    """What the finished study of the shop says of one gate."""
    return lambda name: next(each for each in finished.summary["gates"] if each["name"] == name)


@pytest.fixture(scope="session")
def hopeless(data: Callable[[str], wellfit.Dataset], tmp_path_factory: pytest.TempPathFactory) -> wellfit.Study:
    """The gates up to capacity on labels drawn by lot."""
    out = tmp_path_factory.mktemp("studies") / "chance"
    return wellfit.study(data("chance"), seeds=3, only=["learning_rate", "capacity"], out=out)
