"""Tables and drawings of parallelism, and the page that says how good the detectors are."""

import pandas as pd
import pytest

from analysis import analyse, corpus
from analysis.drawings import parallel as drawings_parallel
from analysis.figures import rhetoric as drawn
from analysis.figures import style
from analysis.rhetoric import accuracy, views

SENTENCES = pd.DataFrame(
    {
        "sent_id": ["d:1", "d:2", "d:3"],
        "start": [0, 10, 22],
        "end": [10, 20, 30],
        "text": ["一" * 10, "二" * 10, "三" * 8],
    }
)
ZONES = pd.Series(["review", "review", "plan"])


def test_density_counts_characters_of_limbs_once():
    # limbs 2-5 and 6-9 in the first stretch, nested 3-4 counts no second time, 24-28 in the plan
    hits = pd.DataFrame(
        {"attributes": ["n=2;members=2-5,6-9", "n=2;members=3-4,4-5", "n=2;members=24-26,26-28"]}
    )
    found = views.density(hits, SENTENCES, ZONES, width=10)
    expected = [
        ["review", 0, 10, 10, 6, 0.6],
        ["review", 10, 20, 10, 0, 0.0],
        ["plan", 22, 30, 8, 4, 0.5],
    ]
    assert found.values.tolist() == expected


def test_density_of_a_text_without_zones_is_empty():
    none = pd.Series(["", "", ""])
    assert views.density(pd.DataFrame({"attributes": []}), SENTENCES, none).empty


def test_rates_are_per_ten_thousand_characters_of_the_zone():
    rows = pd.DataFrame({"label": ["near", "near", "policy"], "zone": ["review", "plan", "plan"]})
    found = views.rates(rows, SENTENCES, ZONES).set_index(["label", "zone"])
    assert found.loc[("near", "review"), "per_10k"] == 500  # 1 of 20 characters
    assert found.loc[("near", "plan"), "per_10k"] == 1250  # 1 of 8 characters
    assert found.loc[("chengyu", "plan"), "count"] == 0
    assert len(found) == 8


def test_cards_cut_limbs_round_what_they_share():
    hit = pd.Series({"attributes": "members=0-4,5-9;head=有"})
    found = views.card(hit, "身上有汗、眼里有光")
    assert found[["before", "shared", "after"]].values.tolist() == [
        ["身上", "有", "汗"],
        ["眼里", "有", "光"],
    ]
    plain = views.card(pd.Series({"attributes": "members=0-4,5-9;head=-"}), "身上有汗、眼里有光")
    assert plain["after"].tolist() == ["身上有汗", "眼里有光"]


def test_blocks_go_to_the_shortest_column():
    blocks = [pd.DataFrame({"x": range(n)}) for n in (6, 2, 2, 2)]
    assert [[len(b) for b in column] for column in drawn.deal(blocks)] == [[6], [2, 2], [2]]


@pytest.fixture(scope="module")
def drawings():
    return drawings_parallel.of_report(analyse.read(corpus.load("shenzhen-2025")))


def test_every_mark_has_evidence_that_quotes_the_report(drawings):
    text = corpus.load("shenzhen-2025").text
    assert [d.name for d in drawings] == ["parallel-strip", "parallel-cards", "four-characters"]
    for drawing in drawings:
        marks = set(drawing.data["mark"]) - {""}
        assert marks == set(drawing.evidence["mark"])
        for row in drawing.evidence.itertuples(index=False):
            assert text[row.start : row.end] == row.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_labels_neither_overlap_nor_leave_the_figure(drawings, lang):
    for drawing in drawings:
        assert style.faults(drawing.draw(lang)) == []


def test_a_text_without_parts_has_no_drawings():
    doc = corpus.Document("d", "稳地价、稳房价、稳预期，建设人民城市。", {})
    assert drawings_parallel.of_report(analyse.read(doc)) == []


def test_the_page_of_accuracy_is_what_the_run_gives():
    assert accuracy.PAGE.read_text("utf-8") == accuracy.page()


def test_scores_hold_every_detector_with_its_first_measure():
    found = accuracy.scores().set_index(["detector", "measure"])
    for detector, measure in accuracy.FIRST.items():
        assert 0 < found.loc[(detector, measure), "value"] <= 1
    # by hand: 2 PR / (P + R)
    p, r = found.loc[("parallel", "group"), ["p", "r"]]
    assert found.loc[("parallel", "group"), "f1"] == pytest.approx(2 * p * r / (p + r), abs=0.002)


def test_differences_add_up_to_the_scores():
    wrong = accuracy.differences("idiom")
    got = accuracy.result("idiom")
    missed, extra = (int((wrong["kind"] == kind).sum()) for kind in ("missed", "extra"))
    assert got["exact"]["r"] == pytest.approx(1 - missed / got["gold"], abs=0.001)
    assert got["exact"]["p"] == pytest.approx(1 - extra / got["pred"], abs=0.001)
