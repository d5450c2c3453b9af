"""The frame of the detectors: their tables, and what they must never do."""

from dataclasses import dataclass
from time import process_time

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import rhetoric, sentences, words
from analysis.paths import CORPUS
from analysis.rhetoric import table

DETECTORS = rhetoric.detectors()
MARKS = "，、。；：！？“”‘’（）《》·—%\n　 "
COMMON = (
    "一二三四五十更最把让的和与之有不可稳促保建设深圳人民城市发展加快确保要我们更加产业链增长双万个"
)
HOSTILE = st.text(st.sampled_from(MARKS + COMMON + "0.5%A+𠮷"), max_size=120)


def tables(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = sentences.split(text, "d")
    return rows, words.tokens(rows)


def test_hits_are_sorted_numbered_and_without_doubles():
    rows = [
        ("d:0002.0001", 9, 11, "更加", "comp", {"factual": 0}),
        ("d:0001.0001", 3, 4, "最", "sup", {"factual": 1}),
        ("d:0001.0001", 3, 4, "最", "sup", {"factual": 1}),
    ]
    found = table.hits(rows, "degree")
    assert found["hit_id"].tolist() == ["degree-0001", "degree-0002"]
    assert found["start"].tolist() == [3, 9]
    assert found["attributes"].tolist() == ["factual=1", "factual=0"]


def test_empty_hits_keep_columns_and_types():
    found = table.hits([], "degree")
    assert found.columns.tolist() == table.COLUMNS
    assert found["start"].dtype == int and found["score"].dtype == float


def test_attributes_survive_a_round_trip_and_carry_no_separator():
    written = table.attributes({"head": "一;二", "note": "", "exp": "a\tb\nc", "n": 0})
    assert written == "head=一；二;note=-;exp=a b c;n=0"
    assert table.parse(written) == {"head": "一；二", "note": "-", "exp": "a b c", "n": "0"}


def test_every_detector_of_the_guide_is_there_in_its_order():
    assert tuple(DETECTORS) == rhetoric.NAMES


def test_report_tables_have_one_file_a_detector_and_quote_the_text():
    @dataclass(frozen=True)
    class Document:
        text: str

    @dataclass(frozen=True)
    class Reading:
        doc: Document
        sentences: pd.DataFrame
        tokens: pd.DataFrame

    text = (CORPUS / "raw" / "shenzhen-2025.md").read_bytes().decode("utf-8")
    rows, tokens = tables(text)
    written = rhetoric.report_tables(Reading(Document(text), rows, tokens))
    assert list(written) == [f"rhetoric/{name}.tsv" for name in rhetoric.NAMES]
    for found in written.values():
        assert found.columns.tolist() == table.REPORT_COLUMNS
        assert len(found) > 0
        assert found["id"].is_unique
        quoted = [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)]
        assert quoted == found["text"].tolist()


def quotes_itself(text: str) -> None:
    rows, tokens = tables(text)
    known = set(rows["sent_id"])
    for name, found in rhetoric.detect_all(rows, tokens, text).items():
        assert found.columns.tolist() == table.COLUMNS, name
        for hit in found.itertuples():
            assert 0 <= hit.start < hit.end <= len(text), name
            assert hit.text == text[hit.start : hit.end], name
            assert hit.sent_id in known, name


@pytest.mark.parametrize(
    "text", ["", "。", "深", "、", "“", "”“", "\n\n", "𠮷", "1", "更", "；，、"]
)
def test_detectors_take_the_smallest_texts(text):
    quotes_itself(text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE)
def test_detectors_never_raise_and_always_quote_the_text(text):
    quotes_itself(text)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_detectors_take_any_unicode(text):
    quotes_itself(text)


@pytest.mark.parametrize(
    "unit", ["一", "稳地价、稳房价、", "建设人民城市", "“更、", "向全市人民，"]
)
@pytest.mark.parametrize("name", rhetoric.NAMES)
def test_time_grows_linearly_in_one_line(name, unit):
    """Eight times the text may take at most some twelve times as long; quadratic takes sixty."""

    def seconds(size: int) -> float:
        rows, tokens = tables((unit * (size // len(unit) + 1))[:size])
        best = float("inf")
        for _ in range(2):
            begin = process_time()
            DETECTORS[name].detect(rows, tokens)
            best = min(best, process_time() - begin)
        return best

    small = max(seconds(2_500), 0.005)
    assert seconds(20_000) < 25 * small
