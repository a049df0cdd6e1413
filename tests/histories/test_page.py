import json
import re

import pytest
import vl_convert

import wellfit


def drawings(text):
    return json.loads(re.search(r'id="drawings">(.*?)</script>', text, re.DOTALL)[1])


@pytest.fixture
def drawn(tmp_path):
    def draw(source, **options):
        wellfit.diagnose(source, out=tmp_path / "curves.html", **options)
        return (tmp_path / "curves.html").read_text(encoding="utf-8")

    return draw


def test_the_page_has_the_verdict_and_the_curves(drawn, overfitting):
    text = drawn(overfitting, name="mine")
    assert "Overfits from epoch" in text
    assert "1 run, judged by its curves" in text
    rows = drawings(text)["datasets"]["curves"]
    assert [row["vl"] for row in rows] == pytest.approx([float(f"{one:.4g}") for one in overfitting["val_loss"]])
    assert drawings(text)["datasets"]["marks"][0]["onset"]
    assert 'data-measure="metric"' in text


def test_the_figure_compiles(drawn, seeds):
    whole = drawings(drawn(seeds(3), constant=0.69))
    figure = {**whole["figures"]["curves"], "datasets": whole["datasets"], "width": 600}
    assert vl_convert.vegalite_to_vega(json.dumps(figure), config=whole["config"])["marks"]


def test_without_a_metric_there_is_no_switch_to_it(drawn, overfitting):
    text = drawn({key: overfitting[key] for key in ("loss", "val_loss")})
    assert 'data-measure="metric"' not in text


def test_a_run_without_a_finite_loss_has_words_alone(drawn):
    text = drawn({"loss": [float("nan")] * 2, "val_loss": [float("nan")] * 2})
    assert "Diverges" in text
    assert 'data-figure="curves"' not in text


def test_a_name_is_text_and_nothing_else(drawn, overfitting):
    text = drawn(overfitting, name="<script>alert(1)</script>")
    assert "<script>alert" not in text


def test_it_loads_nothing_from_the_network(drawn, overfitting):
    text = drawn(overfitting).split("<script", 1)[0]
    assert not re.findall(r'(?:src|href)="(?!data:)', text)
