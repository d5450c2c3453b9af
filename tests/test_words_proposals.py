"""Proposals of new terms, comparison of two segmentations, and the score, on toys and on gold."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis import corpus, sentences, words
from analysis.errors import InputError
from analysis.paths import ROOT

GOLD = ROOT / "tests" / "gold" / "terms"


def toy(*clauses: str) -> pd.DataFrame:
    """A token table from clauses with blanks between the words; each clause is a sentence."""
    rows, at = [], 0
    for n, clause in enumerate(clauses):
        for i, word in enumerate(clause.split()):
            rows.append((f"d:{n:04d}", i, at, at + len(word), word))
            at += len(word)
        at += 1
    return pd.DataFrame(rows, columns=["sent_id", "i", "start", "end", "word"])


# --- proposals ------------------------------------------------------------------------------------
def test_measures_by_hand():
    """Twenty-one tokens: 低空经济 stands three times, between different words."""
    tokens = toy(
        "发展 低空 经济 。", "支持 低空 经济 企业 。", "低空 经济 。",
        "城市 道路 经济 。", "城市 企业 。", "道路 。",
    )  # fmt: skip
    found = words.candidates(tokens, dictionary=None).set_index("candidate")
    row = found.loc["低空经济"]
    n = 15  # words; the punctuation does not count
    assert row["count"] == 3
    assert row["cut"] == "低空 经济"
    assert row["pmi"] == pytest.approx(math.log(3 * n / (3 * 4)), abs=1e-5)
    # Left: 发展, 支持, a clause's begin. Right: 企业 once; the full stop ends a clause twice.
    assert row["left_entropy"] == pytest.approx(math.log(3), abs=1e-5)
    assert row["right_entropy"] == pytest.approx(math.log(3), abs=1e-5)
    assert row["score"] == pytest.approx(math.log(45 / 12) * math.log(3) * math.log(3), abs=1e-4)
    assert row["examples"] == "d:0000 d:0001 d:0002"
    assert row["accept"] == row["kind"] == row["known"] == ""


def test_no_proposal_crosses_punctuation_or_starts_with_a_stop_word():
    tokens = toy(
        "低空 ， 经济",
        "低空 ， 经济",
        "的 低空 经济",
        "的 低空 经济",
        "加快 低空 经济",
        "加快 低空 经济",
    )
    found = words.candidates(tokens, dictionary=None)["candidate"].tolist()
    assert found == ["低空经济"]


def test_a_part_that_never_stands_alone_is_dropped():
    tokens = toy(
        *[
            "发展 低空 经济 产业",
            "支持 低空 经济 产业",
            "低空 经济 产业 好",
            "建设 国家 战略",
            "国家 战略",
        ]
    )
    found = set(words.candidates(tokens, dictionary=None)["candidate"])
    assert "低空经济产业" in found
    assert "低空经济" not in found


def test_pmi_of_three_words_is_the_least_over_the_halvings():
    tokens = toy(*["人工 智能 产业 。"] * 3, *["人工 智能 。"] * 2, "产业 。", "企业 。")
    found = words.candidates(tokens, dictionary=None).set_index("candidate")
    n = 3 * 3 + 2 * 2 + 2
    halves = [math.log(3 * n / (5 * 4)), math.log(3 * n / (5 * 4))]
    assert found.loc["人工智能产业", "pmi"] == pytest.approx(min(halves), abs=1e-5)


def test_the_dictionary_never_changes_the_ranking():
    tokens = toy("发展 低空 经济 。", "支持 低空 经济 企业 。", "低空 经济 。", "国家 企业 。")
    with_, without = words.candidates(tokens), words.candidates(tokens, dictionary=None)
    assert with_.drop(columns="known").equals(without.drop(columns="known"))
    assert with_.set_index("candidate").loc["低空经济", "known"] == "industry"


def test_sentences_in_another_order_give_the_same_proposals():
    clauses = [
        "发展 低空 经济",
        "支持 低空 经济 企业",
        "低空 经济",
        "具身 智能",
        "研究 具身 智能",
        "具身 智能 产业",
    ]
    columns = ["candidate", "count", "pmi", "left_entropy", "right_entropy", "score"]
    a = words.candidates(toy(*clauses), dictionary=None)[columns]
    b = words.candidates(toy(*clauses[::-1]), dictionary=None)[columns]
    pd.testing.assert_frame_equal(a, b)


def test_empty_and_tiny_texts():
    assert len(words.candidates(toy())) == 0
    assert len(words.candidates(toy("深圳 。"))) == 0
    assert words.candidates(toy()).columns.tolist() == words.candidates(toy("a b")).columns.tolist()


@pytest.fixture(scope="module")
def proposals():
    document = corpus.load("shenzhen-2025")
    table = sentences.split(document.text, document.doc_id)
    # Without the shipped terms: a proposal that was known beforehand proves nothing.
    shipped = words.read_dictionary()
    bare = words.Dictionary(shipped.terms.iloc[:0], shipped.words)
    tokens = words.tokens(table[table["role"] != "footer"], dictionary=bare)
    return words.candidates(tokens, dictionary=None)


def test_proposals_on_gold(proposals):
    judged = pd.read_csv(GOLD / "seed_candidates_labelled.tsv", sep="\t")
    right = dict(zip(judged["candidate"], judged["is_term"], strict=True))
    terms = pd.read_csv(GOLD / "seed_terms_dev.tsv", sep="\t")
    right |= dict.fromkeys(terms["term"], 1)
    first = [right[c] for c in proposals["candidate"] if c in right][:100]
    assert len(first) == 100
    assert np.mean(first) >= 0.78
    engine = words.load()
    wanted = [
        t for t, n in zip(terms["term"], terms["count"], strict=True)
        if n >= 2 and len(t) >= 3 and not engine.known(t)
    ]  # fmt: skip
    assert len(wanted) > 60
    assert np.isin(wanted, proposals["candidate"].head(200)).mean() >= 0.50


def test_examples_hold_the_proposal(proposals):
    document = corpus.load("shenzhen-2025")
    text = sentences.split(document.text, document.doc_id).set_index("sent_id")["text"]
    for row in proposals.head(50).itertuples():
        ids = row.examples.split()
        assert 1 <= len(ids) <= 3
        assert all(row.candidate in text[i] for i in ids)


# --- comparison -----------------------------------------------------------------------------------
def test_compare_by_hand():
    a, b = toy("粤港澳 大湾 区 区"), toy("粤港澳 大 湾区 区")
    table = words.compare(a, b).set_index("word")
    assert table["change"].to_dict() == {
        "粤港澳": "same", "大湾": "vanishes", "区": "loses", "大": "appears", "湾区": "appears",
    }  # fmt: skip
    assert table["difference"].sum() == len(b) - len(a)
    assert table.loc["粤港澳", ["rank_a", "rank_b"]].tolist() == [3, 4]
    assert pd.isna(table.loc["大湾", "rank_b"])
    counts = words.summary(words.compare(a, b)).set_index("change")
    assert counts["words"].to_dict() == {
        "appears": 2, "vanishes": 1, "gains": 0, "loses": 1, "same": 1,
    }  # fmt: skip


def test_compare_turned_round_flips_the_sign():
    a, b = toy("粤港澳 大湾 区 区"), toy("粤港澳 大 湾区 区")
    x = words.compare(a, b).set_index("word")["difference"].sort_index()
    y = words.compare(b, a).set_index("word")["difference"].sort_index()
    assert x.equals(-y)


def test_rank_biased_overlap_by_hand():
    # X = 1, 1, 2 of three places: p^3 * 2/3 + (1-p)/p * (p + p^2/2 + 2 p^3/3), p = .9
    p = 0.9
    expected = p**3 * 2 / 3 + (1 - p) / p * (p + p**2 / 2 + p**3 * 2 / 3)
    assert words.rank_biased_overlap(list("abc"), list("adb"), p) == pytest.approx(
        expected, rel=1e-5
    )
    assert words.rank_biased_overlap(list("abc"), list("abc")) == 1
    assert words.rank_biased_overlap(list("abc"), list("xyz")) == 0
    assert words.rank_biased_overlap([], list("xyz")) == 0
    with pytest.raises(InputError, match="p = 1 is not between"):
        words.rank_biased_overlap(["a"], ["a"], 1)


def test_overlap_of_the_same_and_of_different_lists():
    a, b = toy("甲 甲 甲 乙 乙 丙"), toy("甲 甲 甲 丁 丁 丙")
    assert words.overlap(a, a, top=(2, 3))["rbo"].tolist() == [1, 1]
    assert words.overlap(a, b, top=(2, 3))["shared"].tolist() == [1, 2]
    assert words.overlap(a, b, top=(2, 4))["overlap"].tolist() == [0.5, 0.5]


def test_content_drops_what_carries_none():
    tokens = toy("要 加强 的 改革 ， 3156.7亿 元 5G PM2.5 不 大力 。")
    assert words.content(tokens)["word"].tolist() == [
        "要",
        "加强",
        "改革",
        "5G",
        "PM2.5",
        "不",
        "大力",
    ]


# --- score ----------------------------------------------------------------------------------------
def test_score_by_hand():
    table = words.score(["粤港澳 大 湾区 建设"], [["粤港澳", "大湾", "区", "建设"]]).set_index(
        "unit"
    )
    assert table.loc["word", ["precision", "recall", "f1"]].tolist() == [0.5, 0.5, 0.5]
    # Boundaries inside: gold 3 4 6, predicted 3 5 6.
    assert table.loc["boundary", ["n_gold", "n_predicted", "n_right"]].tolist() == [3, 3, 2]


def test_score_uneven():
    table = words.score(["深圳 建设", "好"], ["深圳建设", "好"]).set_index("unit")
    assert table.loc["word", "precision"] == 0.5
    assert table.loc["word", "recall"] == pytest.approx(1 / 3, rel=1e-5)
    assert table.loc["word", "f1"] == pytest.approx(0.4)
    assert pd.isna(table.loc["boundary", "precision"])


def test_score_refuses_other_texts():
    with pytest.raises(InputError, match="sentence 2: gold has '建设'"):
        words.score(["深圳", "建设"], ["深圳", "改革"])
    with pytest.raises(InputError, match="1 gold sentences, 2 predicted"):
        words.score(["深圳"], ["深圳", "改革"])


def test_read_gold(tmp_path):
    path = tmp_path / "gold.txt"
    path.write_bytes(
        "\ufeff1.0\t推进 [粤港澳 大 湾区] 建设 。\r\n\r\n二 、 [产业 集群]\r\n".encode()
    )
    table = words.read_gold(path)
    assert table["label"].tolist() == ["1.0", ""]
    assert table["fine"].tolist() == ["推进 粤港澳 大 湾区 建设 。", "二 、 产业 集群"]
    assert table["coarse"].tolist() == ["推进 粤港澳大湾区 建设 。", "二 、 产业集群"]
    path.write_text("推进 [产业 集群 。\n", "utf-8")
    with pytest.raises(InputError, match=r"gold.txt line 1: a bracket is not closed"):
        words.read_gold(path)
    with pytest.raises(InputError, match=r"absent.txt: cannot be read"):
        words.read_gold(tmp_path / "absent.txt")
