"""No text makes a detector raise; what it finds quotes the text; its time grows with the text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import sentences, words
from analysis.rhetoric import (
    commit,
    degree,
    marker,
    metaphor,
    numeric,
    reuse,
    stance,
    table,
    wordplay,
)

DETECTORS = [numeric, commit, marker, degree, stance, metaphor, wordplay, reuse]
WORDS = """
各位代表！ 我们要 加快建设 坚决 努力 在 上 以 为导向 让 支持和引导 增长8.0%以上 超1500万吨
“ ” 《 》 （ ） 、 ， 。 ； “24条” “四个面向” 一区两园 双 1+N+X 十四五 “医”路 i深圳 含绿量
奏响 之曲 更 最 感谢 号召 深圳市 政府工作报告 a 7 % 好 的 并 试点 规划 保障 😀 𠀀
"""
HEADS = ["一、2025年工作安排\n", "一、2024年工作回顾\n", "二、2025年工作安排\n"]
PIECES = [*WORDS.split(), *HEADS, "\n", "\r\n", " ", "\u3000", "\ufeff", "\u200b"]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=80),
    st.text(alphabet="".join(sorted(set("".join(PIECES)))), max_size=120),
)


def read(text):
    found = sentences.split(text, "d")
    return found, words.tokens(found)


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.__name__.rpartition(".")[2])
@given(text=TEXTS)
def test_any_text_is_taken_and_hits_quote_it(detector, text):
    hits = detector.detect(*read(text))
    assert hits.columns.tolist() == table.COLUMNS
    assert hits["label"].isin(detector.LABELS).all()
    for row in hits.itertuples():
        assert 0 <= row.start < row.end <= len(text)
        if detector is not reuse:  # its hits may run over a gap that the sentences leave out
            assert text[row.start : row.end] == row.text
    assert hits["start"].is_monotonic_increasing


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.__name__.rpartition(".")[2])
@pytest.mark.parametrize("text", ["", "\n", "更", "“", "二、2025年工作安排"])
def test_empty_text_and_one_character(detector, text):
    assert len(detector.detect(*read(text))) <= 1


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.__name__.rpartition(".")[2])
@pytest.mark.parametrize(
    "unit", ["啊", "“", "更，", "一个", "加快建设", "双一三、", "稳中求进，促进发展“四个面向”"]
)
def test_time_grows_with_the_length_of_one_line(detector, unit):
    def seconds(length):
        text = "一、2025年工作安排\n" + (unit * length)[:length]
        arguments = read(text)
        start = time.process_time()
        detector.detect(*arguments)
        return time.process_time() - start

    seconds(1000)
    short, long = min(seconds(10_000), seconds(10_000)), seconds(80_000)
    assert long < 0.1 + 40 * short  # eight times the text; quadratic would be 64 times
