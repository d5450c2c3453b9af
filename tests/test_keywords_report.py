"""The four tables of a text, views, and the concordance."""

from dataclasses import dataclass

import pandas as pd
import pytest

from analysis import concordance, keywords, sentences, words
from analysis.errors import InputError
from analysis.keywords.report import contrast

FILES = {"keywords.csv", "dispersion.csv", "collocations.csv", "diversity.csv"}
REPORT = """2025年样本市政府工作报告

一、2024年工作回顾

过去一年，我们新增学校三所，新增医院两家。全市经济增长6%，经济总量居全省首位。

一年来，我们坚持创新。企业创新能力提高，新增企业1.2万家，“创新”一词入选年度热词。

二、2025年工作安排

今年，我们将加快建设创新城市，建设人工智能先锋城市。加快建设学校和医院。

我们将完善服务体系，完善人工智能治理。城市建设要快，城市治理要好。
"""


@dataclass
class Reading:
    sentences: pd.DataFrame
    zones: pd.Series
    tokens: pd.DataFrame


def read(text):
    table = sentences.split(text, "sample")
    return Reading(table, sentences.zones(table), words.tokens(table))


@pytest.fixture(scope="module")
def reading():
    return read(REPORT)


def test_tables_of_a_report(reading):
    tables = keywords.report_tables(reading)
    assert set(tables) == FILES
    table = tables["keywords.csv"]
    assert set(table["target"]) == {"plan"} and set(table["reference"]) == {"review"}
    assert list(dict.fromkeys(table["view"])) == ["all words", "content words"]
    everything = table[table["view"] == "all words"].set_index("word")
    assert everything.loc["建设", ["a", "b"]].tolist() == [4, 0]
    assert everything.loc["新增", ["a", "b"]].tolist() == [0, 3]
    assert everything.loc["建设", "C"] < len(reading.tokens)
    content = set(table.loc[table["view"] == "content words", "word"])
    assert "城市" in content and not {"建设", "新增", "我们", "，"} & content
    again = keywords.report_tables(reading)["keywords.csv"]
    pd.testing.assert_frame_equal(table, again)


def test_diversity_has_the_lengths_of_its_level(reading):
    table = keywords.report_tables(reading)["diversity.csv"].set_index(["level", "unit"])
    assert table.loc[("zone", "review"), "sentences"] == 5
    assert table.loc[("zone", "plan"), "sentences"] == 5
    spoken = reading.sentences["role"].isin(["heading", "body"])
    tokens = reading.tokens[reading.tokens["sent_id"].isin(reading.sentences["sent_id"][spoken])]
    # 1.2万 is a quantity, no word
    named = [w for w in tokens["word"] if any(c.isalpha() for c in w) and w != "1.2万"]
    assert table.loc[("text", "all"), "tokens"] == len(named) > 60


@pytest.mark.parametrize(
    "text", ["好。", "好", "123。", "。。。", "甲乙。\n\n丙丁。", "一、好。\n", "abc"]
)
def test_short_and_odd_texts_give_tables(text):
    tables = keywords.report_tables(read(text))
    assert set(tables) == FILES
    assert all(len(table.columns) > 10 for table in tables.values())


def test_contrast_falls_back():
    one = pd.DataFrame({"word": list("甲乙丙"), "section": ["一", "二", "二"], "zone": ""})
    assert contrast(one) == ("section", "二", None)
    assert contrast(one.assign(section="")) == ("half", "second half", "first half")


def test_genre_words_are_a_list_with_reasons():
    table = keywords.genre_words()
    assert set(table["group"]) == {"achievement", "plan", "manner"}
    assert {"新增", "入选", "建设", "加快"} <= set(table["word"])
    assert not table["word"].duplicated().any()


def test_concordance_of_words_keeps_quotes_and_offsets(reading):
    table = concordance.words(reading.sentences, reading.tokens, "创新", width=4)
    assert len(table) == 4
    assert all(REPORT[r.start : r.end] == r.text for r in table.itertuples())
    quoted = table[table["left"].str.endswith("“")].iloc[0]
    assert quoted["right"] == "”一词入"
    assert table["hit_id"].tolist() == [f"concordance-{i:04d}" for i in range(1, 5)]
    assert table["position"].is_monotonic_increasing and table["position"].between(0, 1).all()


def test_concordance_sorts_by_either_side(reading):
    right = concordance.words(reading.sentences, reading.tokens, ["建设", "新增"], sort="right")
    assert right["right"].tolist() == sorted(right["right"])
    left = concordance.words(reading.sentences, reading.tokens, ["建设", "新增"], sort="left")
    backwards = [text[::-1] for text in left["left"]]
    assert backwards == sorted(backwards) and len(left) == len(right) == 7
    with pytest.raises(InputError, match="unknown order"):
        concordance.words(reading.sentences, reading.tokens, "建设", sort="middle")


def test_concordance_of_sequences_patterns_and_hits(reading):
    one = concordance.words(reading.sentences, reading.tokens, "加快 建设")
    two = concordance.pattern(reading.sentences, "加快建设")
    same = ["sent_id", "start", "end", "text", "left", "right"]
    pd.testing.assert_frame_equal(one[same], two[same])
    hits = two.assign(label="term")
    assert len(concordance.terms(reading.sentences, hits, "term")) == len(two) == 2
    assert concordance.words(reading.sentences, reading.tokens, "没有").empty
    with pytest.raises(InputError, match="no regular expression"):
        concordance.pattern(reading.sentences, "(")


def test_concordance_view_escapes_and_aligns(reading):
    found = concordance.pattern(reading.sentences, "入选")
    view = concordance.show(found.assign(left="<b>"))
    assert "&lt;b&gt;" in view._repr_html_() and "0x" not in view._repr_html_()
    assert repr(view).startswith("<b> 【入选】 年度热词")
