"""From a mark back to its sentences."""

import pandas as pd
import pytest

from analysis import corpus, evidence, sentences
from analysis.errors import InputError


@pytest.fixture
def folder(tmp_path):
    document = corpus.load("shenzhen-2025")
    table = sentences.split(document.text, document.doc_id)
    rows = []
    for row in table[table["text"].str.contains("深圳湾")].itertuples():
        at = row.start + row.text.index("深圳湾")
        rows.append(("深圳湾", row.sent_id, at, at + 3, "深圳湾"))
    made = pd.DataFrame(rows, columns=evidence.COLUMNS)
    made.to_csv(tmp_path / "places.evidence.csv", index=False, encoding="utf-8-sig")
    return tmp_path


def test_trace_gives_the_sentences_of_the_report(folder):
    found = evidence.trace("places", "深圳湾", folder)
    text = corpus.load("shenzhen-2025").text
    assert len(found) == 8
    for row in found.itertuples():
        assert text[row.start : row.end] == row.text == "深圳湾"
        assert row.text in row.sentence and row.sentence in text
    shown = evidence.show(found).splitlines()
    assert shown[0].startswith("shenzhen-2025:0052.0004  ") and "【深圳湾】" in shown[0]


def test_unknown_names_give_the_nearest(folder):
    with pytest.raises(InputError, match=r"no figure 'place'.*Known: places"):
        evidence.trace("place", "深圳湾", folder)
    with pytest.raises(InputError, match=r"no mark '深圳'.*Try: 深圳湾"):
        evidence.trace("places", "深圳", folder)


def test_no_figures_yet(tmp_path):
    with pytest.raises(InputError, match=r"run python3 run\.py first"):
        evidence.trace("places", "深圳湾", tmp_path)


def test_of_words_keeps_the_order_of_the_marks_then_of_the_text():
    toks = pd.DataFrame(
        {
            "sent_id": ["d:1", "d:1", "d:2"],
            "start": [0, 2, 9],
            "end": [1, 3, 10],
            "word": list("乙甲乙"),
        }
    )
    found = evidence.of_words(toks, ["甲", "乙", "丙"])
    assert found[["mark", "start"]].values.tolist() == [["甲", 2], ["乙", 0], ["乙", 9]]
