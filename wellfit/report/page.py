"""The report: one HTML file, drawn from a study alone, that works without a network."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from wellfit.record import StudyRecord, write_atomically
from wellfit.report import text
from wellfit.report.bundle import drawing_code
from wellfit.report.contents import contents
from wellfit.report.drawings import drawings, hero, shown_at_first


def write_report(folder: Path, out: Path | None = None) -> Path:
    """Draw the study in `folder` as one HTML file, by default its `report.html`, and return where it is.

    Nothing is trained: the numbers are those that the run stored. A study that stopped on its way gives a
    page that says so and shows what there is.

    Raises:
        StudyError: there is no study in `folder`, or it cannot be read.
        OptionError: `out` cannot be written to.
    """
    folder = Path(folder)
    record = StudyRecord.open(folder)
    return write_atomically(Path(out) if out is not None else folder / "report.html", page(record))


def page(record: StudyRecord) -> str:
    """Return the report of a study as HTML."""
    shown = contents(record)
    drawn = drawings(shown)
    return render("page.html", {**shown, "hero": hero(shown), "shown_at_first": shown_at_first(shown)}, drawn)


def render(template: str, shown: Mapping[str, Any], drawn: Mapping[str, Any]) -> str:
    """Return a page of this template, with what it places and what its script draws."""
    return (
        environment()
        .get_template(template)
        .render(**shown, drawings=json_in_script(drawn), drawing_code=Markup(drawing_code()))
    )


def json_in_script(value: Any) -> Markup:
    r"""Return JSON that may stand in a script element whatever text it holds.

    Only `<`, `>` and `&` matter to the HTML parser, and JSON may write any character as an escape.

    >>> json_in_script(["</script>"])
    Markup('["\\u003c/script\\u003e"]')
    """
    dumped = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        dumped = dumped.replace(character, f"\\u{ord(character):04x}")
    return Markup(dumped)


def environment() -> Environment:
    """Return the templates, which escape all text, with the filters that write numbers."""
    made = Environment(
        loader=PackageLoader("wellfit.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for filter_ in (text.number, text.fixed, text.signed, text.measure, text.percent, text.duration, text.p_value,
                    text.words, text.plain_value):  # fmt: skip
        made.filters[filter_.__name__] = filter_
    made.globals["interval"] = text.interval
    return made
