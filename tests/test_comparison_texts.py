"""The texts made up for teaching: what they say of themselves, and that they read as reports."""

import pytest

from analysis import comparison, corpus, describe, reading, study
from analysis.comparison.collection import MADE_UP

IDS = study.SHIPPED.compare


@pytest.fixture(scope="module", params=IDS)
def text(request):
    return reading.read(corpus.load(request.param))


def test_each_says_that_it_is_made_up(text):
    meta = text.doc.meta
    assert (meta["source"], meta["licence"]) == (MADE_UP, "CC BY 4.0")
    assert meta["speaker"].endswith("（虚构）")
    last = text.sentences.iloc[-1]
    assert "教学虚构文本" in last["text"] and last["role"] == "footer"
    assert "教学虚构文本" not in "".join(text.tokens["word"])


def test_each_has_the_build_of_a_report(text):
    assert 1200 <= len(text.doc.text) <= 2200
    roles = set(text.sentences["role"])
    assert {"title", "date", "speaker", "address", "heading", "body", "closing"} <= roles
    parts = text.sentences[text.sentences["part"] != ""].groupby("section")["part"].nunique()
    assert parts.to_dict() == {"一": 4, "二": 6}
    assert {"review", "plan"} <= set(text.zones)


def test_nothing_is_wrong_with_them(text):
    assert describe.problems(text.doc, text.sentences).empty


def test_the_cities_are_no_real_cities():
    from analysis.paths import SEEDS

    known = (SEEDS / "places.csv").read_text("utf-8-sig")
    assert "深圳" in known and "云岫" not in known and "禾汐" not in known


def test_they_hold_what_notebook_08_teaches():
    reports = comparison.load(IDS)
    fates = comparison.fate(reports).table
    counts = fates.groupby(["place", "fate"]).size()
    for place in reports.places:
        for fate in ("kept", "reworded", "dropped", "new"):
            assert counts[place, fate] >= 3, (place, fate)
    verdicts = comparison.promises(reports).table.groupby("place")["verdict"].agg(set)
    assert all({"met", "missed"} <= found for found in verdicts)
