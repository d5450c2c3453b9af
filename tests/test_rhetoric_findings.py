"""Tables and pictures of commitment, stance, metaphor, contractions and borrowed text."""

import pytest

from analysis import analyse, corpus
from analysis.drawings import commitment as drawings_commitment
from analysis.drawings import strips as drawings_strips
from analysis.figures import style
from analysis.rhetoric import findings

TOY = (
    "# 2025年某市政府工作报告\n关于某市政府工作报告的决议\n"
    "会议号召坚持稳中求进工作总基调和新发展理念要求，奋力前行。\n"
    "# 某市政府工作报告\n某市市长 某人\n各位代表：\n"
    "一、2024年工作回顾\n（一）稳增长。新增企业9家，实现双丰收。\n"
    "二、2025年工作安排\n（一）扩大内需\n坚持稳中求进工作总基调和新发展理念要求。"
    "加快建设春风隧道，新增学位8万个，支持企业出海。\n（二）深化改革\n坚决破除壁垒，产值增长6%，推动产业升级。我们要补齐短板！\n"
)


@pytest.fixture(scope="module")
def toy():
    return analyse.read(corpus.Document("toy", TOY))


@pytest.fixture(scope="module")
def report():
    return analyse.read(corpus.load("shenzhen-2025"))


def test_ladder_counts_by_area(toy):
    data = drawings_commitment.ladder(toy).data.set_index(["part", "kind"])["count"]
    assert data["（一）"].to_dict() == {
        "4": 0, "3+": 1, "3": 1, "2": 0, "1": 1, "T": 0, "P": 1, "quantity": 1, "project": 1
    }  # fmt: skip
    assert data["（二）"].to_dict() == {
        "4": 1, "3+": 0, "3": 2, "2": 0, "1": 0, "T": 1, "P": 0, "quantity": 1, "project": 0
    }  # fmt: skip


def test_pipeline_names_the_project(toy):
    data = drawings_commitment.pipeline(toy).data
    assert data[["stage", "verb", "project"]].values.tolist() == [["build", "加快建设", "春风隧道"]]


def test_strips_place_hits_within_their_zone(toy):
    spans = findings.spans(toy.sentences).set_index("zone")
    data = drawings_strips.metaphor_strip(toy).data
    for row in data[data["zone"] != ""].itertuples():
        span = spans.loc[row.zone]
        assert span["at"] <= row.at <= span["at"] + span["width"]


def test_borrowed_text_partitions_the_resolution(report):
    data = findings.borrowed(report.sentences)
    own = report.sentences[report.sentences["role"] == "resolution"]
    assert data["text"].str.cat() == own["text"].str.cat()
    assert set(data["mark"]) == {"", "review", "plan", "both"}
    for row in data.itertuples():
        assert report.doc.text[row.start : row.end] == row.text


def test_a_report_without_a_resolution_has_no_map():
    text = "一、2024年工作回顾\n我们补齐短板。\n二、2025年工作安排\n（一）扩大内需\n我们要前行！\n"
    reading = analyse.read(corpus.Document("toy", text))
    names = [drawing.name for drawing in drawings_strips.of_report(reading)]
    assert names == ["stance-strip", "metaphor-strip"]


def test_a_text_of_one_sentence_is_drawn_or_left_out():
    reading = analyse.read(corpus.Document("toy", "今天天气很好。"))
    assert drawings_commitment.of_report(reading) == []
    assert drawings_strips.of_report(reading) == []


@pytest.mark.parametrize("module", [drawings_commitment, drawings_strips])
def test_every_mark_of_the_report_has_its_evidence(module, report):
    for drawing in module.of_report(report):
        marks = set(drawing.data["mark"]) - {""}
        assert marks == set(drawing.evidence["mark"])
        for row in drawing.evidence.itertuples():
            assert report.doc.text[row.start : row.end] == row.text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("module", [drawings_commitment, drawings_strips])
def test_labels_stay_apart_and_inside(module, lang, report):
    for drawing in module.of_report(report):
        fig = drawing.draw(lang)
        assert style.faults(fig) == []
        assert fig.frame.title and fig.frame.foot


def test_bars_of_the_ladder_are_the_counts(report):
    drawing = drawings_commitment.ladder(report)
    fig = drawing.draw("zh")
    rungs = drawing.data[drawing.data["kind"].isin(findings.RUNGS)]
    drawn = sum(bar.get_width() for bar in fig.axes[0].patches)
    behind = drawing.evidence["mark"].str.split(" ").str[-1].isin(findings.RUNGS).sum()
    assert round(drawn) == rungs["count"].sum() == behind


def test_spans_follow_each_other(report):
    review, plan = findings.spans(report.sentences).itertuples()
    assert (review.zone, plan.zone) == ("review", "plan")
    assert review.at + review.width <= plan.at
