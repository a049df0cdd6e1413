import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import polars as pl
import pytest

from wellfit.errors import OptionError, StudyError
from wellfit.record import StudyRecord, StudyWriter
from wellfit.report import write_report
from wellfit.report.page import json_in_script, page

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7*7 }}"
VOID = {"meta", "link", "br", "img", "input", "hr"}
DOCUMENTS = (
    "task", "data", "plan", "baselines", "gates", "verdict", "verdict_chosen", "effects", "recipes", "best",
    "population", "configuration", "seconds",
)  # fmt: skip


class Page(HTMLParser):
    """The page as a browser's parser sees it: tags with their attributes, and the text outside scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.scripts: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data
        elif self.open and self.open[-1] != "style":
            self.text += data

    def having(self, attribute):
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]

    @property
    def words(self):
        return re.sub(r"\s+", " ", self.text)


@pytest.fixture(scope="module")
def whole(record):
    """The page of a whole study."""
    return Page(page(record))


def parsed(folder):
    return Page(page(StudyRecord.open(folder)))


def poisoned(value):
    """Append hostile text to every text there is, names included."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, dict):
        return {key: poisoned(item) for key, item in value.items()}
    return [poisoned(item) for item in value] if isinstance(value, list) else value


def test_it_is_one_file_under_two_megabytes_by_default_in_the_study(study):
    folder = study()

    path = write_report(folder)
    assert path == folder / "report.html"
    assert path.stat().st_size < 2_000_000
    assert sorted(file.name for file in folder.iterdir()) == ["report.html", "study.sqlite"]


def test_it_can_be_written_elsewhere(study, tmp_path):
    assert write_report(study(), tmp_path / "elsewhere" / "r.html").read_text().startswith("<!doctype html>")


def test_the_same_study_gives_the_same_page(record):
    assert page(record) == page(record)


def test_the_verdict_stands_before_everything_else(whole):
    words = whole.words

    assert words.index("Overfits from epoch 4 on") < words.index("Which remedies help")
    assert "between epoch 4 and 5 (95 % interval over seeds)" in words
    assert words.index("What to do next") < words.index("Which remedies help")


@pytest.mark.parametrize(
    "shown",
    [
        "88.9 %", "ahead of linear: 87.7 %", "155", "in 9 compiled programs", "3 min 29 s",
        "−0.0071", "−0.0095 to −0.0047", "lowers the loss beyond noise and overfits least",
        "0.6931", "11,021", "Is the data fit to learn from?", "no model can get both right",
        "10,000 most frequent words of 71,208", "160,305", "rmsprop", "0.10.2", "About 3 min 34 s for 8 gates",
    ],
)  # fmt: skip
def test_what_the_study_holds_is_shown(whole, shown):
    assert shown in whole.words


def test_every_place_for_a_figure_has_its_specification(whole):
    stored = json.loads(whole.scripts[0])
    assert set(whole.having("data-figure")) == set(stored["figures"])
    assert len(whole.having("data-position")) == 9


def test_links_lead_to_places_on_the_page_and_nowhere_else(whole):
    assert whole.open == []
    assert whole.having("src") == []
    targets = [target for target in whole.having("href") if target != "data:,"]
    assert {target.removeprefix("#") for target in targets} <= set(whole.having("id"))
    assert len(set(whole.having("id"))) == len(whole.having("id"))


def test_the_browser_is_told_to_load_nothing(whole):
    (policy,) = [value for value in whole.having("content") if value and "default-src" in value]

    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "eval" not in policy


def test_hostile_text_stays_text(study, everything, tmp_path):
    folder = tmp_path / HOSTILE.replace("/", "∕")[:60]
    with StudyWriter.create(folder, {"name": HOSTILE, "version": HOSTILE}) as writer:
        for key, value in everything.items():
            writer.put(key, poisoned(value))
        for frame, add in ((FRAME_CURVES, writer.add_curves), (FRAME_MEMBERS, writer.add_members)):
            add(pl.DataFrame(frame))
        writer.put("current_gate", HOSTILE)

    shown = parsed(folder)
    assert len(shown.scripts) == 3
    assert [tag for tag, _ in shown.tags if tag == "img"] == []
    assert not [name for _, attributes in shown.tags for name in attributes if name.startswith("on")]
    assert "alert(1)" in shown.text
    assert "49" not in re.findall(r"&\{?(\d+)", shown.text)
    assert not any("alert(" in script for script in shown.scripts[1:])


PICTURE = {
    "row": 0, "file": "dogs/a.jpg", "split": "test", "truth": "dogs", "prediction": "cats", "confidence": 0.954,
    "image": "aW1hZ2U=", "heat": "aGVhdA==",
}  # fmt: skip
PICTURES = {"mistakes": [PICTURE], "unsure": [], "suspected": [PICTURE], "layer": "out_relu", "looked_at": 1000}
SHEET = {"image": "c2hlZXQ=", "rows": 6, "times": 7, "what": "flips"}


def test_images_stand_in_the_page_itself_with_where_the_network_looks(study):
    shown = parsed(study(pictures=PICTURES, augmentation_sheet=SHEET))

    image, heat, sheet = (f"data:image/jpeg;base64,{text}" for text in ("aW1hZ2U=", "aGVhdA==", "c2hlZXQ="))
    assert shown.having("src") == [image, heat, image, heat, sheet]
    assert "cats 95.4 %" in shown.words
    assert "labelled dogs · test" in shown.words
    assert "Of 1,000 images that were judged by networks which were not trained on them." in shown.words
    assert "the ways in which a network saw it in training: flips." in shown.words
    assert "#pictures" in shown.having("href")


def test_hostile_file_names_stay_text(study):
    names = dict.fromkeys(("file", "truth", "prediction", "image", "heat"), f"dogs/{HOSTILE}ほ")
    shown = parsed(study(pictures={**PICTURES, "mistakes": [{**PICTURE, **names}]}))

    assert len(shown.scripts) == 3
    assert all(source.startswith("data:image/jpeg;base64,") for source in shown.having("src"))
    assert not [name for _, attributes in shown.tags for name in attributes if name.startswith("on")]
    assert names["file"] in shown.having("title")


def test_levels_stand_side_by_side_with_what_they_brought(study):
    first = {"level": "scratch", "recipe": "plain 16-16", "selection": {"loss": 0.43, "accuracy": 0.81},
             "change": None, "low": None, "high": None, "seconds": 320.0, "chosen": False, "test": None}  # fmt: skip
    later = {**first, "level": "features", "recipe": "head", "change": -0.33, "low": -0.37, "high": -0.29,
             "chosen": True, "test": {"loss": 0.1, "accuracy": 0.962}}  # fmt: skip
    shown = parsed(study(levels=[first, later]))

    assert "Level 1 A small convnet from scratch 81.0 % loss 0.4300" in shown.words
    assert "Level 2 chosen A head on a pretrained backbone" in shown.words
    assert "loss −0.3300 (−0.3700 to −0.2900)" in shown.words
    assert "96.2 %" in shown.words
    assert len(shown.having("data-position")) == 10  # the head has no curves here


FRAME_CURVES = [
    {"gate": HOSTILE, "recipe": HOSTILE, "seed": 0, "control": "none", "epoch": epoch, "train_loss": 0.5,
     "validation_loss": 0.5}
    for epoch in (1, 2)
]  # fmt: skip
FRAME_MEMBERS = [
    {"gate": HOSTILE, "recipe": HOSTILE, "seed": 0, "control": "none", "result": "diverged", "sentence": HOSTILE}
]


def test_an_interrupted_study_says_so_and_shows_what_there_is(study):
    after = ("verdict", "verdict_chosen", "effects", "recipes", "best", "population", "seconds")
    words = parsed(study(leave_out=after, status="interrupted", current_gate="capacity")).words

    assert "This study is not complete. It was interrupted in the gate capacity." in words
    assert "The run ended before a verdict" in words
    assert "The gates, one by one" in words


def test_a_killed_study_says_that_nobody_ended_it(study):
    assert (
        "It is still running, or it was killed in the gate power."
        in parsed(study(status=None, current_gate="power")).words
    )


def test_a_complete_study_says_nothing_of_the_kind(whole):
    assert "not complete" not in whole.words


@pytest.mark.parametrize("missing", DOCUMENTS)
def test_any_one_thing_may_be_missing(study, missing):
    assert "wellfit" in parsed(study(leave_out=(missing,))).words


def test_a_study_of_some_gates_only_has_no_verdict_and_is_complete(study):
    words = parsed(study(leave_out=DOCUMENTS[5:], frames=False)).words

    assert "No verdict from these gates" in words


def test_a_study_with_nothing_in_it(study):
    shown = parsed(study(leave_out=DOCUMENTS, frames=False, status="failed"))

    assert "It failed." in shown.words
    assert shown.having("data-figure") == []


def test_what_was_left_out_for_the_budget_is_said(study, everything):
    plan = {**everything["plan"], "left_out": ["Weight decay was not tried."]}

    assert "Left out to stay within the budget: Weight decay was not tried." in parsed(study(plan=plan)).words


def test_many_classes_are_shown_by_their_mistakes(study, everything):
    classes = [f"class {position}" for position in range(30)]
    counts = [[2 if i == j else int(j == 0) for j in range(30)] for i in range(30)]
    task = {**everything["task"], "kind": "multiclass", "classes": classes}
    words = parsed(study(task=task, best={**everything["best"], "confusion": counts})).words

    assert "With 30 classes, the most frequent mistakes" in words
    assert "class 1 class 0 1 33.3 %" in words


def test_members_that_diverged_are_named(study):
    folder = study()
    with StudyWriter.create(folder.parent / "other", {}) as writer:
        writer.add_curves(pl.DataFrame({**FRAME_CURVES[0], "recipe": "plain", "gate": "capacity"}))
        writer.add_members(pl.DataFrame([{**FRAME_MEMBERS[0], "recipe": "plain", "sentence": "It blew up."}]))

    assert "plain: 1 of 1 networks diverged. It blew up." in parsed(folder.parent / "other").words


def test_a_study_that_is_not_there(tmp_path):
    with pytest.raises(StudyError, match=r"does not exist. Expected the folder of a study"):
        write_report(tmp_path / "nowhere")


def test_a_place_that_cannot_be_written(study, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(OptionError, match=r"Cannot write .*choose another place"):
        write_report(study(), tmp_path / "file" / "report.html")


def test_json_in_a_script_element_reads_back():
    value = {"name": HOSTILE, "other": "\u2028 ü"}

    assert json.loads(json_in_script(value)) == value
    assert not set("<>&") & set(json_in_script(value))


def test_drawing_needs_neither_keras_nor_jax():
    code = "import sys, wellfit.report; print(sorted({'keras', 'jax', 'sklearn'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
