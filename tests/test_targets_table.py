"""The table: offsets, columns, order, pairs, export, and texts that want to break it."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus, sentences, targets
from analysis.errors import InputError
from analysis.paths import ROOT
from analysis.targets import agreement, export, numerals
from analysis.targets.table import COLUMNS, TSV

GWR = ROOT.parent / "shared" / "data" / "gwr"
LABELS = {
    "comparator": {"eq", "approx", "ge", "le", "near", "sync", "qual"},
    "change_type": {"total", "new", "growth", "share", "delta", "rank", "streak", "scope"},
    "direction": {"up", "down", "flat", "none"},
    "commitment": {"none", "plain", "expect", "strive", "ensure"},
    "period": {"achieved", "promised", "background"},
}


def read(text, doc_id="toy"):
    return targets.find(sentences.split(text, doc_id))


@pytest.fixture(scope="module")
def report():
    document = corpus.load("shenzhen-2025")
    table = sentences.split(document.text, document.doc_id)
    return document.text, table, targets.find(table)


def test_offsets_quote_the_text(report):
    text, _, hits = report
    assert all(text[h.start : h.end] == h.text for h in hits.itertuples())
    assert hits["start"].is_monotonic_increasing
    assert hits["hit_id"].is_unique


def test_columns_and_labels(report):
    _, table, hits = report
    assert list(hits.columns) == COLUMNS
    assert list(targets.guide_table(hits, table).columns) == TSV
    for column, allowed in LABELS.items():
        assert set(hits[column]) <= allowed


def test_values_parse_back_to_their_text(report):
    _, _, hits = report
    plain = hits[hits["text"].str.fullmatch(r"\d+(?:\.\d+)?[万亿]*(?:元|个|家|%|项|人)")]
    assert len(plain) > 150
    for hit in plain.itertuples():
        number = hit.text[: len(hit.text) - len(hit.unit)]
        assert numerals.parse(number) == hit.value


def test_a_table_without_sentences_or_quantities_is_empty():
    assert read("").empty
    assert list(read("各位代表：\n现在报告工作。").columns) == COLUMNS


def test_two_documents_in_one_table_do_not_lend_each_other_subjects():
    one = sentences.split("一、2024年工作回顾\n粮食产量增长5%。", "a")
    two = sentences.split("一、2024年工作回顾\n增长6%。", "b")
    hits = targets.find(pd.concat([one, two], ignore_index=True))
    assert hits["indicator"].tolist() == ["粮食产量", ""]


def test_same_sentence_reads_the_same_in_any_company():
    sentence = "工业增加值增长7%，占全国12%，居第三位。"
    alone = read(f"一、2024年工作回顾\n{sentence}")
    after = read(f"一、2024年工作回顾\n新建学校9所。\n{sentence}")
    columns = ["text", "indicator", "value", "change_type"]
    pd.testing.assert_frame_equal(alone[columns], after[columns].iloc[1:].reset_index(drop=True))


def test_pairs_take_the_same_unit_type_and_direction():
    text = (
        "一、2024年工作回顾\n全市生产总值增长5.8%，新增学位3万个，能耗下降3%。\n"
        "二、2025年工作安排\n生产总值增长5.5%左右，新增学位2万个以上，能耗强度上升1%。"
    )
    pairs = targets.pair(read(text))
    assert pairs[["achieved", "promised"]].values.tolist() == [[5.8, 5.5], [30000, 20000]]
    assert pairs["difference"].round(6).tolist() == [-0.3, -10000]


def test_pairs_across_years():
    first = "一、2023年工作回顾\n好。\n二、2024年工作安排\n粮食产量达到100万吨。"
    second = "一、2024年工作回顾\n粮食产量98万吨。\n二、2025年工作安排\n好。"
    tables = [sentences.split(first, "y2024"), sentences.split(second, "y2025")]
    pairs = targets.pair(targets.find(pd.concat(tables, ignore_index=True)))
    assert pairs[["doc_promised", "doc_achieved", "difference"]].values.tolist() == [
        ["y2024", "y2025", 20000.0]
    ]


def test_the_workbook_holds_numbers_and_a_filter(report):
    _, table, hits = report
    openpyxl = pytest.importorskip("openpyxl")
    shown = targets.guide_table(hits, table)
    data = export.workbook(shown)
    assert data == export.workbook(shown)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.max_row == len(shown) + 1
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet["C2"].value == float(shown["value"].iloc[0])


def test_kappa_by_hand_and_refusal():
    # p_o = 3/4; coder one: a 1/2, b 1/2; coder two: a 3/4, b 1/4; p_e = 3/8 + 1/8 = 1/2
    assert agreement.kappa("aabb", "aaba") == {"n": 4, "agreement": 0.75, "kappa": 0.5}
    with pytest.raises(InputError):
        agreement.kappa(["a"], [])


ALPHABET = (
    "零一二三四五六七八九十百千万亿两点第连续成倍分之年月日个家元吨%‰.，。、；（）“”《》"
    "增长达占居由到超近约0123456789０９％A"
)


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_hostile_text_neither_raises_nor_misquotes(text):
    front = "一、2024年工作回顾\n"
    whole = front + text
    hits = read(whole)
    assert all(whole[h.start : h.end] == h.text for h in hits.itertuples())
    for column, allowed in LABELS.items():
        assert set(hits[column]) <= allowed


@pytest.mark.skipif(not GWR.is_dir(), reason="the national reports are not here")
@pytest.mark.parametrize("year", range(2003, 2023, 3))
def test_no_number_of_a_national_report_raises(year):
    document = corpus.read_file(GWR / f"natl_{year}.txt")
    hits = targets.find(sentences.split(document.text, document.doc_id))
    assert len(hits) > 50
    assert all(document.text[h.start : h.end] == h.text for h in hits.itertuples())
    assert (hits["indicator"].str.len() > 0).mean() > 0.95
