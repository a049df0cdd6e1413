"""What the gates of one study share: data, time, the study on disk, and what earlier gates found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wellfit.data.dataset import Dataset
from wellfit.record import StudyWriter
from wellfit.workflow.baselines import Baseline
from wellfit.workflow.baselines.baseline import measured
from wellfit.workflow.options import Options
from wellfit.workflow.plan import Plan
from wellfit.workflow.progress import Progress

if TYPE_CHECKING:
    from wellfit.diagnosis import Verdict
    from wellfit.engine.runs import Runs
    from wellfit.recipes.networks.own.recipe import OwnRecipe
    from wellfit.recipes.recipe import Recipe
    from wellfit.transfer import Backbone
    from wellfit.workflow.effects import Comparison
    from wellfit.workflow.levels import Level, LevelName
    from wellfit.workflow.training import Trainer


@dataclass(kw_only=True)
class Context:
    """Filled gate by gate. `candidates` holds each recipe's gate and runs by its name; `plain` is the network that
    remedies are compared with, `chosen` the recipe that the last gate trains. `folded` are the data with folds,
    where they are so few that one split would decide by luck. `own` is the user's model, if there is one, and
    `better_rate` a learning rate that does better than its own. `metrics` and `callbacks` are the user's, for the
    last training. Of images, `levels` are those that were trained, and `backbone` the pretrained network, if there is
    one, which sees so many `views` of each training image.
    """

    data: Dataset
    options: Options
    writer: StudyWriter
    progress: Progress
    plan: Plan
    trainer: "Trainer"
    plain: "Recipe"
    folded: Dataset | None = None
    own: "OwnRecipe | None" = None
    better_rate: float | None = None
    metrics: Sequence[Any] = ()
    callbacks: Sequence[Any] = ()
    backbone: "Backbone | None" = None
    views: int = 1
    levels: dict["LevelName", "Level"] = field(default_factory=dict)
    baselines: dict[str, Baseline] = field(default_factory=dict)
    candidates: dict[str, tuple[str, "Runs"]] = field(default_factory=dict)
    effects: Sequence["Comparison"] = ()
    can_be_fitted: bool | None = None
    plain_runs: "Runs | None" = None
    plain_verdict: "Verdict | None" = None
    chosen: "Recipe | None" = None
    chosen_verdict: "Verdict | None" = None
    chosen_runs: "Runs | None" = None

    @property
    def seeds(self) -> list[int]:
        """The seeds of the members (of each fold), as many as the plan allows."""
        return self.options.member_seeds[: self.plan.extent.fold_seeds]

    @property
    def last_seeds(self) -> list[int]:
        """The seeds of the last gate, which trains without folds."""
        return self.options.member_seeds[: self.plan.extent.seeds]

    @property
    def runs(self) -> "Runs":
        """The runs of the plain network, from the gate `power` on."""
        if self.plain_runs is None:
            raise RuntimeError("the plain network has not been trained: the gate `power` comes first")
        return self.plain_runs

    @property
    def verdict(self) -> "Verdict":
        """The verdict on the plain network, from the gate `power` on."""
        if self.plain_verdict is None:
            raise RuntimeError("the plain network has no verdict: the gate `power` comes first")
        return self.plain_verdict

    def short_of_time(self, gate: str) -> bool:
        """Whether less is left than compiling and the last gate need; says what is left out then."""
        if self.plan.left > self.plan.reserve:
            return False
        self.plan.leave_out(f"{gate}: no time was left for it")
        return True

    @property
    def constant(self) -> Baseline:
        """The best constant prediction."""
        return self.baselines["constant"]

    @property
    def best_baseline(self) -> Baseline:
        """The baseline with the lowest selection loss."""
        return min(self.baselines.values(), key=lambda baseline: baseline.selection.loss)

    @property
    def search(self) -> Dataset:
        """The data as recipes are compared on them: folds, or as many training rows as the plan allows."""
        if self.folded is not None:
            return self.folded
        train = self.plan.rows(self.data.splits.train, self.plan.extent.rows)
        return replace(self.data, splits=replace(self.data.splits, train=train))

    def leave_folds(self) -> None:
        """Go on with one split; the baselines are judged on it as well."""
        self.folded = None
        for name, found in self.baselines.items():
            self.baselines[name] = measured(name, self.data, found.predict, found.note)
        self.put_baselines()

    def put_baselines(self, test: Mapping[str, Any] | None = None) -> None:
        """Store what the baselines score; on the test split once that has been opened."""
        metric = self.data.task.metric
        self.writer.put(
            "baselines",
            [
                {
                    "name": name,
                    "note": baseline.note,
                    "selection": {"loss": baseline.selection.loss, metric: baseline.selection.metric},
                    "test": (test or {}).get(name),
                }
                for name, baseline in self.baselines.items()
            ],
        )
