"""The whole script: rows, encoders, network, training, scores."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wellfit.code.answers import answers_section
from wellfit.code.categories import categories_section
from wellfit.code.columns import columns_section
from wellfit.code.literals import literal, text_constant
from wellfit.code.network import input_names, network_lines
from wellfit.code.rows import rows_section
from wellfit.code.section import Section, function
from wellfit.code.series import series_lines, series_section
from wellfit.code.settings import Settings
from wellfit.code.texts import texts_section
from wellfit.data.pipeline import Pipeline
from wellfit.data.pipeline.array import ArrayEncoder
from wellfit.errors import ModelError, StudyError
from wellfit.record import StudyRecord

# The blocks that are made from texts.
TEXTS = {"words", "pairs", "sequence"}


def write_script(record: StudyRecord, pipeline: Pipeline, model: Path) -> str:
    """A Python script that trains the chosen recipe of a study from its raw rows with plain Keras, without wellfit.

    Numbers of fitted encoders stand in it as literals; names of columns and classes are quoted and escaped.

    Raises:
        StudyError: the study does not say where its rows came from, or has something that plain Keras lacks.
        ModelError: the model's file is missing or damaged.
    """
    if pipeline.image is not None:
        raise StudyError(
            "There is no script for a study of images; expected was one of rows of a table, of texts, of arrays or of "
            "a series. Its best/model.keras is plain Keras and takes raw pixels from 0 to 255, of the size "
            f"{pipeline.image.shape[0]} × {pipeline.image.shape[1]}, as keras.utils.image_dataset_from_directory reads "
            "them."
        )
    settings, saved = Settings.of(record), _saved(model)
    try:
        blocks, build = tuple(input_names(saved)), function("build()", "The network.", *network_lines(saved))
        training = _main(settings, saved, blocks, series=pipeline.series is not None)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        raise _no_model(model) from error
    sections = [
        rows_section(settings.origin, settings.task, settings.findings, series=pipeline.series is not None),
        answers_section(pipeline.target, settings.task, settings.origin.types[settings.task.target]),
        *_encoders(pipeline, blocks),
        Section(functions=(build,)),
        training,
    ]
    return _assembled(settings, sections)


def _saved(path: Path) -> Mapping[str, Any]:
    """The configuration in a `.keras` file, read as JSON: nothing of it is run."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = json.loads(archive.read("config.json"))
        if isinstance(found["config"], dict) and isinstance(found["compile_config"], dict):
            return found
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError):
        pass
    raise _no_model(path)


def _no_model(path: Path) -> ModelError:
    return ModelError(
        f"{path} is missing, or no Keras model with its optimizer: expected was the file that `wellfit run` saved. "
        "Copy it again from where it was made, or repeat the run."
    )


def _encoders(pipeline: Pipeline, blocks: tuple[str, ...]) -> list[Section]:
    if pipeline.series is not None:
        return [series_section(pipeline.series, pipeline.dense, pipeline.schema, pipeline.target)]
    unknown = set(blocks) - set(_CALLS)
    if unknown:
        raise StudyError(
            f"The model of this study takes the inputs {', '.join(sorted(map(repr, unknown)))}, which are not made "
            f"from raw rows; expected were some of {', '.join(_CALLS)}. Feed it with your own code."
        )
    found: list[Section] = []
    if "dense" in blocks:
        found.append(columns_section(pipeline.dense, pipeline.schema))
    if "categories" in blocks:
        found.append(categories_section(pipeline.ids))
    texts = tuple(block for block in blocks if block in TEXTS)
    if texts and pipeline.vocabulary is not None:
        found.append(texts_section(pipeline.vocabulary, pipeline.pairs, pipeline.length, texts))
    if "array" in blocks and pipeline.array is not None:
        found.append(pictures_section(pipeline.array))
    return found


def pictures_section(array: ArrayEncoder) -> Section:
    """`pictures(frame)`: float32 [rows, ...], exactly what the study's pipeline gives."""
    body = (
        f"cells = frame[{literal(array.name)}].cast(pl.Array(pl.Float32, {literal(array.shape)}))",
        f"x = cells.reshape((-1,)).to_numpy().astype(np.float32).reshape(-1, {', '.join(map(str, array.shape))})",
        f"return (x - np.float32({array.mean!r})) / np.float32({array.deviation!r})",
    )
    return Section(functions=(function("pictures(frame)", "The arrays, all numbers scaled as one.", *body),))


def _inputs(blocks: tuple[str, ...]) -> str:
    """What the network takes, as source; a list where it has several inputs."""
    calls = [_CALLS[block] for block in blocks]
    return calls[0] if len(calls) == 1 else f"[{', '.join(calls)}]"


_CALLS = {
    "dense": "dense(frame)",
    "categories": "categories(frame)",
    "words": "multi_hot(words, known)",
    "pairs": "pair_hot(words, known, often)",
    "sequence": "sequences(words, known)",
    "array": "pictures(frame)",
}


def _main(settings: Settings, saved: Mapping[str, Any], blocks: tuple[str, ...], *, series: bool) -> Section:
    judged, where = (3, "test") if settings.tested else (2, "selection")
    metric = settings.task.metric
    changes, several = settings.changes, len(blocks) > 1
    judge = "[block[judged] for block in x]" if several else "x[judged]"
    train, held_out = (
        [f"x[{place}][{rows}]" for place in range(len(blocks))] if several else [f"x[{rows}]"]
        for rows in ("trained", "part == 2")
    )
    texts = ("words = split(frame)", f"known = vocabulary(words.filter(pl.Series({settings.fitted})))")
    plain = (f"x, y = {_inputs(blocks)}, answers(frame)",) if not series else ()
    found = "frame.height" if not series else "len(used)"
    body = (
        "frame = rows()",
        *(series_lines(blocks) if series else ()),
        "part = np.frombuffer(zlib.decompress(base64.b64decode(PARTS)), np.uint8)",
        f"if {found} != len(part):",
        f'    raise SystemExit(f"Expected were the {{len(part)}} rows of the study, received {{{found}}}.")',
        f"trained, judged = part < 2, part == {judged}",
        *(texts if TEXTS & set(blocks) else ()),
        *((f"often = frequent_pairs(words.filter(pl.Series({settings.fitted})), known)",) if "pairs" in blocks else ()),
        *plain,
        "keras.utils.set_random_seed(SEED)",
        "model = build()",
        *changes.before,
        f"model.compile(optimizer={changes.optimizer(saved)}, loss={changes.loss})",
        *changes.training(train, held_out),
        f"predicted = model.predict({judge}, verbose=0)",
        "loss, metric = scores(predicted, y[judged])",
        f'print(f"{where} loss {{loss:.4f}}, {where} {metric} {{metric:.4f}}")',
    )
    parts = (
        "# Of each row, packed: 0 trains, and encoders are fitted on it; 1 trains; 2 chose the seed; 3 is tested on."
    )
    return Section(
        imports=("import base64", "import zlib"),
        constants=(f"SEED, EPOCHS, BATCH = {settings.seed}, {settings.epochs}, {settings.batch_size}",),
        functions=(
            *changes.functions(len(blocks)),
            function("main()", "Train once and judge.", *body),
        ),
        numbers=(f"{parts}{settings.note}", text_constant("PARTS", settings.parts)),
    )


def _assembled(settings: Settings, sections: Sequence[Section]) -> str:
    imports = sorted({line for section in sections for line in section.imports} | {"import os"})
    standard = [line for line in imports if "sklearn" not in line]
    others = [line for line in imports if "sklearn" in line]
    functions = [text for section in sections for text in section.functions]
    numbers = [line for section in sections for line in section.numbers]
    head = [
        '"""Trains one network from the raw rows with plain Keras, and says what it reaches."""',
        "",
        *settings.comment(version("wellfit")),
        "",
        *sorted(standard, key=lambda line: (line.startswith("from"), line)),
        "",
        'os.environ.setdefault("KERAS_BACKEND", "jax")  # or tensorflow, or torch',
        "",
        "import keras",
        "import numpy as np",
        "import polars as pl",
        *others,
        "",
        *(line for section in sections for line in section.constants),
    ]
    body = "\n\n\n".join(["\n".join(head), *functions, "\n".join(numbers), 'if __name__ == "__main__":\n    main()'])
    return f"{body}\n"
