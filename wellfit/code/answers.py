"""The part of a script that turns the target into numbers, and predictions into loss and metric."""

from wellfit.code.literals import constant
from wellfit.code.section import Section, function
from wellfit.data.pipeline.target import TargetEncoder, label_text
from wellfit.data.task import Task


def answers_section(target: TargetEncoder, task: Task, type_name: str) -> Section:
    """`answers(frame)` and `scores(predicted, y)`; `type_name` is Polars' type of the target as it was read."""
    return _numbers(target) if task.kind == "regression" else _classes(task, type_name)


def _classes(task: Task, type_name: str) -> Section:
    import polars as pl

    names = label_text(pl.Series(task.classes, dtype=pl.String)).to_list()
    cells = "frame[TARGET]"
    if type_name.startswith(("Int", "UInt")):
        cells += ".cast(pl.Int64)"
    elif type_name.startswith("Float"):
        cells += ".cast(pl.Float64)"
        if all(name.lstrip("-").isdigit() for name in names):
            cells += ".cast(pl.Int64)"
        else:
            names = list(task.classes)
    cells += ".cast(pl.String)"
    if type_name == "Boolean":
        cells += ".str.to_lowercase()"
    dtype = "np.float32" if task.kind == "binary" else "np.int32"
    codes = f"labels(frame).replace_strict(CLASSES, range({len(names)})).to_numpy().astype({dtype})"
    scored = _BINARY if task.kind == "binary" else _MULTICLASS
    return Section(
        constants=(constant("CLASSES", names),),
        functions=(
            function("labels(frame)", "The target as the classes are written.", f"return {cells}"),
            function("answers(frame)", "The target as class numbers.", f"return {codes}"),
            scored,
        ),
    )


_BINARY = function(
    "scores(predicted, y)",
    "Cross-entropy without penalties, and accuracy.",
    "p = np.clip(np.where(y == 1, predicted[:, 0], 1 - predicted[:, 0]).astype(float), 1e-7, 1 - 1e-7)",
    "return -np.log(p).mean(), ((predicted[:, 0] > 0.5) == y).mean()",
)
_MULTICLASS = function(
    "scores(predicted, y)",
    "Cross-entropy without penalties, and accuracy.",
    "p = np.clip(predicted[np.arange(len(y)), y].astype(float), 1e-7, 1 - 1e-7)",
    "return -np.log(p).mean(), (predicted.argmax(axis=1) == y).mean()",
)


def _numbers(target: TargetEncoder) -> Section:
    log = target.transform == "log1p"
    values = "frame[TARGET].cast(pl.Float64).to_numpy()"
    bent = f"np.log1p(np.maximum({values}, -1 + 1e-6))" if log else values
    back = "np.expm1({})" if log else "{}"
    return Section(
        constants=(
            constant("MEAN", target.mean),
            constant("DEVIATION", target.deviation),
            f"LOW, HIGH = {target.low!r}, {target.high!r}  # what predictions are kept within",
        ),
        functions=(
            function(
                "answers(frame)",
                f"The {'logarithm of the ' if log else ''}target, standardised.",
                f"return (({bent} - MEAN) / DEVIATION).astype(np.float32)",
            ),
            function(
                "scores(predicted, y)",
                "Mean squared error of the standardised target, and mean absolute error in its own units.",
                "predicted, y = predicted[:, 0].astype(float), y.astype(float)",
                f"found = {back.format('np.clip(predicted * DEVIATION + MEAN, LOW, HIGH)')}",
                f"true = {back.format('y * DEVIATION + MEAN')}",
                "return np.square(predicted - y).mean(), np.abs(found - true).mean()",
            ),
        ),
    )
