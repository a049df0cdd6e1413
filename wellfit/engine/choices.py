"""How the members of a family are run: each shape by itself, or several shapes side by side in one scan."""

from collections.abc import Sequence
from dataclasses import dataclass

import jax

from wellfit.data.dataset import Dataset
from wellfit.engine.chunks import chunk_epochs
from wellfit.engine.feed import bytes_a_row
from wellfit.engine.plans import devices
from wellfit.engine.plans.choose import Choice, choose, pays
from wellfit.engine.plans.cost import step_seconds
from wellfit.engine.plans.memory import budget, population_bytes
from wellfit.engine.plans.plan import Plan
from wellfit.engine.plans.rule import plans
from wellfit.engine.population import Population
from wellfit.engine.session import Session
from wellfit.engine.shape import Shape
from wellfit.engine.streaming.choose import STREAMED, is_streamed
from wellfit.engine.streams import Stream
from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe

# Why several shapes share a scan, as a plan's reason.
SPARSE = "by rule: sparse rows are read and transposed once for all shapes"


@dataclass(frozen=True, kw_only=True)
class Family:
    """Streams of batches on the same rows, and for how long they are trained."""

    streams: Sequence[Stream]
    data: Dataset
    epochs: int
    session: Session

    def choice(self, group: Sequence[Recipe]) -> Choice:
        """The plan for the recipes of one shape."""
        expected = self._expected(group)
        if expected.streamed:
            return Choice(plan=expected.plans[0], reason=STREAMED)
        return choose(
            expected.described,
            expected.plans[0],
            expected.plans,
            expected.epoch * self.epochs,
            expected.epoch * expected.chunk,
            lambda plan: self._seconds([group], plan, expected.chunk),
        )

    def joint(self, groups: Sequence[Sequence[Recipe]]) -> Choice | None:
        """The plan for all shapes in one scan, where that is faster; None for each by itself.

        Sparse rows are then transposed once for all shapes, and small networks run beside large ones: training took
        8 % (MNIST), 20 % (IMDB) and 33 % (its small networks, 5 seeds) less. Dense rows gain little: it is timed,
        where the first shape alone trains for minutes.
        """
        if len(groups) < 2:
            return None
        first, joined = self._expected(groups[0]), Plan(layout="together", joined=True)
        if first.sparse:
            return None if self.why_apart(groups, joined) else Choice(plan=joined, reason=SPARSE)
        chunk = first.epoch * first.chunk
        if first.streamed or not pays(len(groups), first.epoch * self.epochs, len(groups) * chunk):
            return None
        expected = [self._expected(group) for group in groups]
        if self.why_apart(groups, joined):
            return None

        def seconds(plan: Plan) -> float:
            if plan.joined:
                return self._seconds(groups, plan, first.chunk)
            return sum(self._seconds([group], self.choice(group).plan, first.chunk) for group in groups)

        training = sum(one.epoch for one in expected) * self.epochs
        described = " & ".join(one.described for one in expected)
        alone = Plan(layout="together")  # stands for each shape under the plan of its own
        chosen = choose(described, alone, [alone, joined], training, chunk * len(groups), seconds)
        return chosen if chosen.plan.joined else None

    def asked(self, groups: Sequence[Sequence[Recipe]], plan: Plan) -> Choice:
        """The plan that was asked for. Raises OptionError where shapes cannot be joined."""
        if plan.joined and (why := self.why_apart(groups, plan)):
            raise OptionError(f"These recipes cannot be trained in one scan: {why}. Ask for a plan without `joined`.")
        return Choice(plan=plan, reason="as asked")

    def why_apart(self, groups: Sequence[Sequence[Recipe]], plan: Plan) -> str:
        """What keeps several shapes from one scan, empty where nothing does."""
        templates = [self.session.template(group, self.data) for group in groups]
        if len({template.recipe.batch_size for template in templates}) > 1:
            return "their batch sizes differ"
        if len({(template.blocks, template.multiplied) for template in templates}) > 1:
            return "they do not read the same inputs in the same way"
        if is_streamed(self.data, templates[0].blocks, plan.devices):
            return "their rows are read from files"
        sizes = [
            population_bytes(one, plan, len(self.streams), len(group))
            for one, group in zip(templates, groups, strict=True)
        ]
        return "" if sum(sizes) <= self.room(groups[0], plan) else "together they do not fit into memory"

    def room(self, group: Sequence[Recipe], plan: Plan) -> int:
        """Bytes that members may take, the rows set aside."""
        return budget() - plan.devices * self.kept(group, plan)

    def kept(self, group: Sequence[Recipe], plan: Plan) -> int:
        """Bytes that the rows take on each device."""
        blocks, splits = self.session.template(group, self.data).blocks, self.data.splits
        if is_streamed(self.data, blocks, plan.devices):
            return 0
        used = sum(len(rows) for rows in (splits.train, splits.validation, splits.selection))
        return used * bytes_a_row(self.data, blocks)

    def _expected(self, group: Sequence[Recipe]) -> "_Expected":
        template, splits = self.session.template(group, self.data), self.data.splits
        steps = -(-len(splits.train) // template.recipe.batch_size)
        row_bytes = bytes_a_row(self.data, template.blocks)
        streamed = is_streamed(self.data, template.blocks, devices.count())
        part = 1.0 if streamed else self.session.filled(self.data.parts[0], template)
        cpu, streams = jax.default_backend() == "cpu", len(self.streams)
        found = plans(template, row_bytes, part, streams, len(group), cpu=cpu, devices=devices.count())
        chunk, held_out = chunk_epochs(self.epochs, steps), len(splits.validation) + len(splits.selection)
        counts = f"{len(splits.train)} + {held_out} rows of {row_bytes} bytes, {chunk} epochs"
        return _Expected(
            plans=found,
            epoch=step_seconds(template, part) * steps * streams * len(group),
            chunk=chunk,
            described=f"{Shape.of(group[0])} {template.uses} {streams} x {len(group)}, {counts}",
            streamed=streamed,
            sparse=part < 1,
        )

    def _seconds(self, groups: Sequence[Sequence[Recipe]], plan: Plan, chunk: int) -> float:
        trial = Population(groups, self.streams, self.data, self.session, plan)
        return min(trial.run(range(chunk))[1] for _ in range(2))


@dataclass(frozen=True, kw_only=True)
class _Expected:
    """What is known of a shape before it trains: plans to try, seconds an epoch, epochs a chunk."""

    plans: Sequence[Plan]
    epoch: float
    chunk: int
    described: str
    streamed: bool
    sparse: bool
