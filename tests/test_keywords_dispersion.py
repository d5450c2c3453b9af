"""Dispersion: published toys, the definitions in plain Python, invariants."""

import itertools
import math
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import keywords

# The toy of Gries (2008): five parts of 9, 10, 10, 10 and 11 letters, "a" once to five times.
GRIES = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]


def letters():
    rows = [(c, i) for i, part in enumerate(GRIES) for c in part]
    return pd.DataFrame(rows, columns=["word", "par"])


def test_values_gries_prints():
    row = keywords.dispersion(letters(), "par").set_index("word").loc["a"]
    assert (row["f"], row["range"], row["n_parts"]) == (15, 5, 5)
    assert row["juilland_D"] == pytest.approx(0.785, abs=5e-4)
    assert row["carroll_D2"] == pytest.approx(0.938, abs=5e-4)
    assert row["rosengren_S"] == pytest.approx(0.95, abs=5e-3)
    assert row["DP"] == pytest.approx(0.18, abs=5e-3)
    assert row["DKL_bits"] == pytest.approx(0.137, abs=5e-4)


def test_carroll_1970():
    row = keywords.over_parts(np.array([[2], [1], [1], [1], [0]]), np.full(5, 100)).iloc[0]
    assert row["carroll_D2"] == pytest.approx(0.8277, abs=5e-5)
    row = keywords.over_parts(np.array([[0], [4], [3], [2], [1]]), np.full(5, 100)).iloc[0]
    assert row["juilland_D"] == pytest.approx(0.6464, abs=5e-5)


def test_lijffijt_and_gries_2012():
    row = keywords.over_parts(np.array([[2], [1], [0]]), np.full(3, 10)).iloc[0]
    assert row["DPnorm"] == pytest.approx(0.5, abs=1e-12)


def plain(v, size):
    """All measures over parts as measures.md defines them, without numpy."""
    n, f, N = len(v), sum(v), sum(size)
    s, p = [x / N for x in size], [x / y for x, y in zip(v, size, strict=True)]
    mean = sum(p) / n
    sd = math.sqrt(sum((x - mean) ** 2 for x in p) / n)
    kl = sum(x / f * math.log2(x / f / y) for x, y in zip(v, s, strict=True) if x)
    dp = 0.5 * sum(abs(x / f - y) for x, y in zip(v, s, strict=True))
    pairs = [abs(x - y) for x, y in itertools.combinations(p, 2)]
    entropy = -sum(x / sum(p) * math.log(x / sum(p)) for x in p if x)
    return {
        "f": f,
        "range": sum(x > 0 for x in v),
        "sd_rate": sd,
        "VC": sd / mean,
        "juilland_D": 1 - sd / mean / math.sqrt(n - 1),
        "carroll_D2": entropy / math.log(n),
        "rosengren_S": sum(math.sqrt(x * y) for x, y in zip(s, v, strict=True)) ** 2 / f,
        "DP": dp,
        "DPnorm": dp / (1 - min(s)),
        "DA": 1 - sum(pairs) / len(pairs) / (2 * mean),
        "DKL_bits": kl,
        "DKL_pow2": 2**-kl,
        "DKL_exp": math.exp(-kl),
        "DKL_inv": 1 / (1 + kl),
    }


@given(st.integers(2, 9), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_definitions_in_plain_python(n, seed):
    rng = np.random.default_rng(seed)
    X = rng.poisson(rng.choice([0.3, 2.0]), size=(n, 3))
    X[0] += 1
    size = X.sum(axis=1) + rng.integers(1, 20, n)
    out = keywords.over_parts(X, size)
    for w in range(3):
        for name, value in plain(X[:, w].tolist(), size.tolist()).items():
            assert out[name][w] == pytest.approx(value, abs=1e-9), name


def test_blocks_of_columns_change_nothing(monkeypatch):
    X = np.random.default_rng(1).poisson(0.5, size=(20, 50))
    X[:, 7] = 0
    whole = keywords.over_parts(X)
    monkeypatch.setattr(sys.modules["analysis.keywords.dispersion"], "BLOCK", 30)
    pd.testing.assert_frame_equal(keywords.over_parts(X), whole)
    assert whole.loc[7, "DP":].isna().all() and whole.loc[7, "f"] == 0


def distances(words, word):
    """ARF, f_AWT and f_ALD by their definitions, without numpy."""
    N = len(words)
    at = [i for i, w in enumerate(words) if w == word]
    f = len(at)
    d = [b - a for a, b in itertools.pairwise(at)] + [N - at[-1] + at[0]]
    arf = f / N * sum(min(x, N / f) for x in d)
    awt = 0.5 * (1 + sum(x * x for x in d) / N)
    return arf, N / (2 * awt - 1), N * 10 ** -(sum(x / N * math.log10(x) for x in d))


@given(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_distances_in_plain_python(words):
    out = keywords.by_distance(pd.Series(words))
    for word in set(words):
        assert out.loc[word].tolist() == pytest.approx(distances(words, word), abs=1e-9)


def test_even_words_reach_their_frequency():
    out = keywords.by_distance(pd.Series(list("甲乙" * 10)))
    assert out.loc["甲"].tolist() == pytest.approx([10, 10, 10])
    alone = keywords.by_distance(pd.Series(list("甲乙乙")))
    assert alone.loc["甲"].tolist() == pytest.approx([1, 1, 1])


def test_even_and_uneven_ends_of_the_scales():
    even = keywords.over_parts(np.array([[2], [2], [2]]), np.full(3, 10)).iloc[0]
    assert even[["VC", "DP", "DKL_bits"]].tolist() == pytest.approx([0, 0, 0])
    assert even[["juilland_D", "carroll_D2", "rosengren_S", "DA"]].tolist() == pytest.approx(
        [1] * 4
    )
    one = keywords.over_parts(np.array([[6], [0], [0]]), np.full(3, 10)).iloc[0]
    assert one[["juilland_D", "carroll_D2", "DA"]].tolist() == pytest.approx([0, 0, 0])
    assert one["DPnorm"] == pytest.approx(1)


def test_one_part_and_nothing():
    out = keywords.dispersion(pd.DataFrame({"word": list("甲乙"), "par": [1, 1]}), "par")
    assert out[["juilland_D", "carroll_D2", "DPnorm", "DA"]].isna().all().all()
    assert (out["DP"] == 0).all()
    assert keywords.dispersion(pd.DataFrame({"word": [], "par": []}), "par").empty


def test_parts_without_tokens_are_left_out():
    X = np.array([[1, 2], [0, 0], [3, 1]])
    pd.testing.assert_frame_equal(keywords.over_parts(X), keywords.over_parts(X[[0, 2]]))


def test_order_of_parts_does_not_matter():
    X = np.random.default_rng(2).poisson(1, size=(12, 9)) + 1
    moved = X[np.random.default_rng(3).permutation(12)]
    pd.testing.assert_frame_equal(keywords.over_parts(X), keywords.over_parts(moved))


def test_dispersion_beside_keyness_is_the_same():
    tokens = letters()
    out = keywords.keyness(tokens[tokens["par"] < 3], tokens[tokens["par"] >= 3], "par", 0)
    alone = keywords.dispersion(tokens[tokens["par"] < 3], "par").set_index("word")
    beside = out[out["a"] > 0].set_index("word")
    assert beside["DP_target"].to_dict() == pytest.approx(alone["DP"].to_dict())
    assert beside["range_target"].to_dict() == alone["range"].to_dict()
