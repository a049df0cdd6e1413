"""One study from data to summary: the gates in order, each answer stored before the next is asked."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wellfit.data.dataset import Dataset
from wellfit.data.finding import Finding
from wellfit.engine.callbacks import check_callbacks
from wellfit.engine.check_loss import check_loss
from wellfit.engine.check_saving import check_saving
from wellfit.engine.feed import bytes_a_row
from wellfit.engine.plans.devices import make_cores_devices
from wellfit.recipes.networks.own.head import head_for
from wellfit.recipes.networks.own.recipe import OwnRecipe, own_recipe
from wellfit.recipes.networks.own.training import own_loss
from wellfit.recipes.networks.own.wiring import same_columns
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.starting import starting_recipe
from wellfit.record import StudyRecord, StudyWriter, summary, write_atomically
from wellfit.report import write_report
from wellfit.workflow import size
from wellfit.workflow.candidates import most_remedies
from wellfit.workflow.context import Context
from wellfit.workflow.folded import described, folded
from wellfit.workflow.gates import Gate, gates_of
from wellfit.workflow.given import Given
from wellfit.workflow.levels.backbone import load_backbone
from wellfit.workflow.names import kind_of
from wellfit.workflow.options import Options
from wellfit.workflow.pictures import study_sheet
from wellfit.workflow.plan import Plan, starting_extent
from wellfit.workflow.progress import Progress
from wellfit.workflow.recorded import configuration, population, recipes
from wellfit.workflow.training import Trainer

if TYPE_CHECKING:
    from wellfit.transfer import Backbone

# Bytes that the training rows may take, laid out for the program: multi-hot words take one for each word and row.
MEMORY = 2e9


def run(
    data: Dataset,
    options: Options,
    folder: Path,
    progress: Progress,
    command: str | None,
    began: float,
    given: Given,
) -> None:
    """Run the gates and leave a study in `folder`; one that is interrupted leaves what it has.

    `began` is the reading of `time.monotonic()` from which the budget counts, `given` what the user
    brought along. A model that does not fit the data raises ModelError before there is a folder.
    """
    gates = gates_of(kind_of(data.blocks, backbone=given.backbone is not None), options.only)
    start = _start(data, options, progress, given)
    at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    writer = StudyWriter.create(
        folder, {"name": data.name, "began": at, "version": version("wellfit"), "command": command}
    )
    try:
        with writer:
            context = _context(start, options, writer, progress, began)
            _tell_needed(options, gates, progress)
            answers: list[dict[str, Any]] = []
            for gate in gates:
                answers.append(_ask(gate, context))
                writer.put("gates", answers)
                _store(context)
            writer.put("augmentation_sheet", study_sheet(context))
            writer.put("seconds", options.budget - context.plan.left)
            writer.finish("complete")
    finally:
        _publish(folder)


class _Start(NamedTuple):
    """What a study begins with: data, perhaps with folds, the plain recipe, and where it is from a model."""

    data: Dataset
    folded: Dataset | None
    plain: Recipe
    own: OwnRecipe | None
    given: Given
    backbone: "Backbone | None"


def _start(data: Dataset, options: Options, progress: Progress, given: Given) -> _Start:
    check_callbacks(given.callbacks)
    backbone, found = load_backbone(given, data)
    parted, own, said = folded(data, options), None, list[str]()
    if given.model is not None:
        make_cores_devices()  # before the first weight of a model
        own = own_recipe(given.model, parted or data)
        said += [f"Your model: {sentence}" for sentence in own.said]
        if parted is not None and not same_columns(own.network.wires, parted):
            parted = None
            said.append("Your model reads columns by their place, which differs between folds: one split judges it.")
            own = own_recipe(given.model, data)
    shapes, rows = (parted or data).shapes, len((parted or data).parts[0].rows("train"))
    plain = starting_recipe(shapes) if own is None else own.recipe
    if given.loss is not None:
        loss = own_loss(given.loss, data.task, head_for(data.task) if own is None else own.network.head)
        plain = replace(plain, loss=loss.value)
        said += [loss.said] if loss.said else []
    for sentence in (*said, *(finding.sentence for finding in found)):
        progress.note(sentence)
    if plain.loss is not None:
        check_loss(plain.loss, parted or data)
    if own is not None:
        check_saving(plain, parted or data)
    findings = (*data.findings, *found, *(Finding(kind="model_adapted", sentence=sentence) for sentence in said))
    plain = replace(plain, batch_size=size.batch_size(rows))
    return _Start(replace(data, findings=findings), parted, plain, own, given, backbone)


def _context(start: _Start, options: Options, writer: StudyWriter, progress: Progress, began: float) -> Context:
    data, parted, plain, own, given, backbone = start
    shapes, rows = (parted or data).shapes, len((parted or data).parts[0].rows("train"))
    room = int(MEMORY / bytes_a_row(data, plain.network.inputs(shapes)))
    remedies = most_remedies(data, every=options.all_remedies)
    extent = starting_extent(min(rows, room), options.seeds, remedies, len((parted or data).parts))
    plan = Plan(budget=options.budget, extent=extent, seed=options.seed, began=began, told=progress.note)
    if room < rows:
        plan.most_rows = room
        plan.leave_out(f"{rows - room:,} of {rows:,} training rows, for which memory has no room")
    trainer = Trainer(writer, progress, plan)
    return Context(
        data=data,
        options=options,
        writer=writer,
        progress=progress,
        plan=plan,
        trainer=trainer,
        plain=plain,
        folded=parted,
        own=own,
        metrics=tuple(given.metrics) or (own.metrics if own is not None else ()),
        callbacks=tuple(given.callbacks),
        backbone=backbone,
        views=given.views,
    )


def _tell_needed(options: Options, gates: Sequence[Gate], progress: Progress) -> None:
    extra = [gate.name for gate in gates if options.only is not None and gate.name not in options.only]
    if extra:
        progress.note(f"Also run, because the gates asked for build on them: {', '.join(extra)}.")


def _ask(gate: Gate, context: Context) -> dict[str, Any]:
    context.writer.gate_started(gate.name)
    context.progress.gate_started(gate.name, gate.question)
    began = time.monotonic()
    answer = gate.run(context)
    seconds = time.monotonic() - began
    context.progress.gate_finished(gate.name, answer.passed, answer.sentence, seconds)
    return {
        "name": gate.name,
        "question": gate.question,
        "passed": answer.passed,
        "sentence": answer.sentence,
        "evidence": answer.evidence,
        "advice": answer.advice,
        "seconds": seconds,
    }


def _store(context: Context) -> None:
    """What the report shows beside the gates, as far as it is known."""
    if context.plain_verdict is not None:
        context.writer.put("verdict", context.plain_verdict.as_dict())
    if context.chosen_verdict is not None:
        context.writer.put("verdict_chosen", context.chosen_verdict.as_dict())
    context.writer.put("configuration", configuration(context.data, context.options, context.plain))
    context.writer.put("recipes", recipes(context))
    context.writer.put("population", population(context))
    context.writer.put("plan", context.plan.as_dict())
    context.writer.put("folds", described(context.folded, context.options.seeds))


def _publish(folder: Path) -> None:
    """summary.json and report.html from the study alone."""
    text = json.dumps(summary(StudyRecord.open(folder)), indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(folder / "summary.json", text + "\n")
    write_report(folder)
