"""Counts against plain Python, and what must hold for any tokens."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import counts
from analysis.errors import InputError

TOKENS = st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from("pqr")), min_size=1)


def table(pairs):
    return pd.DataFrame(pairs, columns=["word", "par"])


@settings(deadline=None)
@given(TOKENS)
def test_counts_equal_a_counter_and_sum_to_the_tokens(pairs):
    found = counts.matrix(table(pairs), unit="par")
    truth = Counter(pairs)
    dense = found.X.toarray()
    for i, unit in enumerate(found.units):
        for j, word in enumerate(found.vocabulary):
            assert dense[i, j] == truth[(word, unit)]
    assert found.X.sum() == len(pairs)
    assert found.vocabulary == sorted(set(found.vocabulary))
    assert found.X.dtype == "int32"


@settings(deadline=None)
@given(TOKENS)
def test_permuting_units_permutes_rows(pairs):
    one = counts.matrix(table(pairs), unit="par")
    other = counts.matrix(table(sorted(pairs, key=lambda p: p[1])), unit="par")
    a = pd.DataFrame(one.X.toarray(), index=one.units, columns=one.vocabulary)
    b = pd.DataFrame(other.X.toarray(), index=other.units, columns=other.vocabulary)
    pd.testing.assert_frame_equal(a.sort_index(), b.sort_index())


def test_unit_by_way_of_sentences():
    toks = pd.DataFrame({"sent_id": ["d:1", "d:2"], "word": ["好", "新"]})
    sents = pd.DataFrame({"sent_id": ["d:2", "d:1"], "part": ["（二）", "（一）"]})
    found = counts.matrix(toks, unit="part", sentences=sents)
    assert found.units == ["（一）", "（二）"]
    assert found.keep(["新", "无"]).vocabulary == ["新"]
    assert found.totals().to_dict() == {"好": 1, "新": 1}


def test_unknown_unit_names_the_columns():
    with pytest.raises(InputError, match="Known columns: word, par"):
        counts.matrix(table([("甲", "p")]), unit="zone")


def test_rates_by_hand():
    toks = pd.DataFrame({"word": list("甲甲乙丙"), "zone": ["plan", "plan", "plan", "review"]})
    rows = counts.frequencies(toks, by="zone").set_index(["word", "zone"])
    assert rows.loc[("甲", "plan"), "per_10k"] == pytest.approx(2e4 / 3)
    assert rows.loc[("甲", "review"), "per_10k"] == 0
    assert rows["count"].sum() == 4
