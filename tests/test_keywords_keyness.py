"""Keyness: against loops in plain Python, scipy and statsmodels; permutation by enumeration."""

import itertools
import math
import sys
import types

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import keywords
from analysis.errors import InputError
from analysis.keywords.permutation import assignments

# Twenty tokens: target of eight (建 4), reference of twelve.
TARGET = list("建建设城建设建民")
REFERENCE = list("设城民民稳稳城设民稳城城")


def table(words, par=None):
    return pd.DataFrame({"word": words, "par": par or list(range(len(words)))})


def g2(a, b, C, D, cells):
    """G2 by its definition, in plain Python."""
    N = C + D
    pairs = [(a, C * (a + b) / N), (b, D * (a + b) / N)]
    if cells == 4:
        pairs += [(C - a, C - pairs[0][1]), (D - b, D - pairs[1][1])]
    value = 2 * sum(o * math.log(o / e) for o, e in pairs if o)
    return math.copysign(value, a / C - b / D) if a * D != b * C else 0.0


def row_of(a, b, C, D, **options):
    return keywords.measures([a], [b], C, D, **options).iloc[0]


def test_toy_worked_by_hand():
    row = keywords.keyness(table(TARGET), table(REFERENCE), "par", permutations=0)
    row = row.set_index("word").loc["建"]
    # 4 of 8 against 0 of 12: E1 = 1.6, E2 = 2.4
    assert (row["a"], row["b"], row["C"], row["D"]) == (4, 0, 8, 12)
    assert row["G2_2"] == pytest.approx(2 * 4 * math.log(4 / 1.6), abs=1e-12)
    four = 2 * (4 * math.log(4 / 1.6) + 4 * math.log(4 / 6.4) + 12 * math.log(12 / 9.6))
    assert row["G2_4"] == pytest.approx(four, abs=1e-12)
    assert row["LR_hardie"] == pytest.approx(math.log2((4 / 8) / (0.5 / 12)), abs=1e-12)
    assert row["pct_diff"] == math.inf
    assert row["SM1"] == pytest.approx(500001, rel=1e-12)
    assert row["BIC_4"] == pytest.approx(four - math.log(20), abs=1e-12)
    assert row["OR_half"] == pytest.approx(4.5 * 12.5 / (0.5 * 4.5), abs=1e-12)


CELLS = [(10, 5, 100, 100), (0, 7, 50, 80), (7, 0, 50, 80), (3, 4, 300, 400), (1, 9, 900, 50)]


@pytest.mark.parametrize(("a", "b", "C", "D"), CELLS)
def test_contingency_measures_agree_with_scipy(a, b, C, D):
    row = row_of(a, b, C, D)
    cells = np.array([[a, b], [C - a, D - b]])
    sign = np.sign(a / C - b / D)
    g = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    assert row["G2_4"] == pytest.approx(sign * g.statistic, abs=1e-8)
    assert row["p_G2_4"] == pytest.approx(g.pvalue, abs=1e-8)
    assert row["G2_2"] == pytest.approx(g2(a, b, C, D, 2), abs=1e-8)
    plain = stats.chi2_contingency(cells, correction=False)
    assert row["chi2"] == pytest.approx(sign * plain.statistic, abs=1e-8)
    expected = plain.expected_freq
    yates = (np.maximum(abs(cells - expected) - 0.5, 0) ** 2 / expected).sum()
    assert row["chi2_yates"] == pytest.approx(sign * yates, abs=1e-8)
    assert row["p_fisher"] == pytest.approx(stats.fisher_exact(cells).pvalue, abs=1e-8)


@pytest.mark.parametrize(("a", "b", "C", "D"), CELLS)
def test_effect_sizes_by_definition(a, b, C, D):
    row = row_of(a, b, C, D, tested=50, types=30)
    N = C + D
    half = math.log2((a + 0.5) / (C + 0.5) / ((b + 0.5) / (D + 0.5)))
    se = math.sqrt(1 / (a + 0.5) - 1 / (C + 0.5) + 1 / (b + 0.5) - 1 / (D + 0.5)) / math.log(2)
    assert row["LR_half"] == pytest.approx(half, abs=1e-10)
    assert row["LR_half_lo"] == pytest.approx(half - 1.96 * se, abs=1e-10)
    assert row["LR_half_hi"] == pytest.approx(half + 1.96 * se, abs=1e-10)
    for name, alpha in (("LRC_95", 0.05), ("LRC_95_bonf", 0.05 / 50)):
        ci = stats.binomtest(a, a + b).proportion_ci(1 - alpha, method="exact")
        lo, hi = (
            math.log2(p / (1 - p) * D / C) if 0 < p < 1 else (math.inf if p else -math.inf)
            for p in ci
        )
        assert row[name] == pytest.approx(lo if lo > 0 else hi if hi < 0 else 0, abs=1e-8)
    for name, w, A in (
        ("pooled", a + b, N),
        ("a1000", 1000 * (a + b) / N, 1000),
        ("flat01", 0.01, 0.3),
    ):
        delta = math.log((a + w) / (C + A - a - w)) - math.log((b + w) / (D + A - b - w))
        assert row[f"logodds_{name}"] == pytest.approx(delta, abs=1e-10)
        z = delta / math.sqrt(1 / (a + w) + 1 / (b + w))
        assert row[f"logodds_z_{name}"] == pytest.approx(z, abs=1e-10)
    for k in (1, 10, 100):
        smooth = (1e6 * a / C + k) / (1e6 * b / D + k)
        assert row[f"SM{k}"] == pytest.approx(smooth, rel=1e-12)


@pytest.mark.parametrize("size", [10**4, 10**6, 10**8])
def test_fisher_on_large_tables(size):
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, 60, 40), rng.integers(0, 200, 40)
    ours = keywords.fisher_exact(a, b, size, 3 * size)
    for x, y, p in zip(a[:12], b[:12], ours[:12], strict=True):
        # the margin x + y is small: sum its outcomes by the definition
        k = np.arange(x + y + 1)
        pmf = np.exp(_log_hypergeometric(k, x + y, size, 4 * size))
        assert p == pytest.approx(pmf[pmf <= pmf[x] * (1 + 1e-7)].sum(), rel=1e-6)


def _log_hypergeometric(k, K, C, N):
    """log P(k) as a product of K draws, without a gamma function of a large number."""
    out = []
    for j in k:
        top = sum(math.log(C - i) for i in range(j)) + sum(
            math.log(N - C - i) for i in range(K - j)
        )
        out.append(top - sum(math.log(N - i) for i in range(K)) + math.log(math.comb(K, j)))
    return np.array(out)


EDGES = [
    ([5], [0], 5, 10),  # the target is one word
    ([5], [10], 5, 10),  # both are one word
    ([2], [4], 10, 20),  # equal rates
    ([0], [3], 0, 10),  # no target
    ([3], [0], 10, 0),  # no reference
    ([0], [0], 10, 10),  # absent
    ([], [], 10, 10),
    ([10**8], [1], 2 * 10**8, 2 * 10**8),
]


@pytest.mark.parametrize(("a", "b", "C", "D"), EDGES)
def test_edges_give_values_and_no_warning(a, b, C, D):
    out = keywords.measures(a, b, C, D)
    assert len(out) == len(a)
    for name in ("p_G2_4", "p_fisher"):
        known = out[name].dropna()
        assert ((known >= 0) & (known <= 1)).all()


def test_edges_by_value():
    equal = row_of(2, 4, 10, 20)
    assert equal[["G2_2", "G2_4", "chi2", "LR_hardie", "LRC_95", "pct_diff"]].tolist() == [0] * 6
    alone = row_of(5, 10, 5, 10)
    assert alone["G2_4"] == 0 and alone["chi2"] == 0 and alone["p_fisher"] == 1
    assert row_of(5, 0, 10, 10)["pct_diff"] == math.inf
    assert row_of(0, 5, 10, 10)["pct_diff"] == -100
    nothing = row_of(0, 3, 0, 10)
    assert nothing[["G2_2", "G2_4", "chi2", "chi2_yates", "p_fisher", "LRC_95"]].isna().all()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_swapping_sides_flips_signs(pairs):
    a, b = np.array(pairs).T
    C, D = int(a.sum()) + 5, int(b.sum()) + 9
    one, two = keywords.measures(a, b, C, D), keywords.measures(b, a, D, C)
    flips = [f"logodds_z_{prior}" for prior in ("pooled", "a1000", "flat01")]
    flips += ["G2_2", "G2_4", "chi2", "chi2_yates", "LR_half", "LRC_95", "LRC_95_bonf"]
    for name in flips:
        known = one[name].notna()
        assert np.allclose(one[name][known], -two[name][known], atol=1e-9)
    assert np.allclose(one["p_fisher"], two["p_fisher"], atol=1e-9)


@given(
    st.lists(st.sampled_from("甲乙丙丁"), min_size=4, max_size=40),
    st.integers(0, 10**6),
)
@settings(max_examples=10, deadline=None)
def test_counts_sum_and_order_of_units_does_not_matter(words, seed):
    par = [i // 3 for i in range(len(words))]
    tokens = table(words, par)
    half = tokens["par"] < (max(par) + 1) / 2
    one = keywords.keyness(tokens[half], tokens[~half], "par", permutations=0)
    assert one["a"].sum() == one["C"].iloc[0] and one["b"].sum() == one["D"].iloc[0]
    order = np.random.default_rng(seed).permutation(tokens["par"].unique())
    moved = pd.concat([tokens[tokens["par"] == p] for p in order])
    half = moved["par"] < (max(par) + 1) / 2
    two = keywords.keyness(moved[half], moved[~half], "par", permutations=0)
    pd.testing.assert_frame_equal(one, two)


def brute_force(X, target):
    """p_perm by enumerating all splits in plain Python."""
    n, f = X.sum(axis=1), X.sum(axis=0)
    units, k = len(X), int(target.sum())

    def statistic(side):
        a, C = X[side].sum(axis=0), n[side].sum()
        D = int(n.sum() - C)
        return [abs(g2(int(x), int(t - x), int(C), D, 4)) for x, t in zip(a, f, strict=True)]

    observed = statistic(np.flatnonzero(target))
    draws = [statistic(list(s)) for s in itertools.combinations(range(units), k)]
    return [np.mean([d[w] >= observed[w] - 1e-9 for d in draws]) for w in range(X.shape[1])]


def test_permutation_enumerates_eight_units():
    rng = np.random.default_rng(11)
    X = rng.poisson(2, size=(8, 5)) + 1
    target = np.array([1, 0, 1, 0, 0, 1, 0, 0], dtype=bool)
    counts = keywords.Counts(X, [], [])
    assert keywords.permutation_p(counts, target, 9999, 1) == pytest.approx(
        brute_force(X, target), abs=1e-12
    )


def test_permutation_draws_come_near_the_enumeration():
    rng = np.random.default_rng(12)
    X = rng.poisson(3, size=(10, 4)) + 1
    target = np.arange(10) < 4
    p = keywords.permutation_p(keywords.Counts(X, [], []), target, 9999, 1)
    assert p == pytest.approx(brute_force(X, target), abs=0.02)
    again = keywords.permutation_p(keywords.Counts(X, [], []), target, 9999, 1)
    assert (p == again).all()
    assert (keywords.permutation_p(keywords.Counts(X, [], []), target, 9999, 2) != p).any()


@pytest.mark.parametrize("times", [1, 40, 700])
def test_looked_up_statistic_is_that_of_the_definition(times, monkeypatch):
    """The table of n ln n (with its second look beyond 30,000 tokens) and the direct formula."""
    rng = np.random.default_rng(5)
    X = rng.integers(0, 4, size=(30, 20)) * times
    X[:, 0] = X[:, 1:].sum(axis=1).max() - X[:, 1:].sum(axis=1)  # equal sizes: many ties
    counts, target = keywords.Counts(X, [], []), np.arange(30) < 13
    fast = keywords.permutation_p(counts, target, 500, 1)
    monkeypatch.setattr("analysis.keywords.permutation.LOOK_UP", -1)
    assert (keywords.permutation_p(counts, target, 500, 1) == fast).all()


def test_assignments_keep_the_sizes():
    sides, exact = assignments(20, 7, 500, seed=1)
    assert not exact and (sides.sum(axis=1) == 7).all()
    assert sides.mean(axis=0) == pytest.approx(np.full(20, 0.35), abs=0.1)
    sides, exact = assignments(8, 3, 500, seed=1)
    assert exact and len(np.unique(sides, axis=0)) == math.comb(8, 3)


def test_a_cluster_is_key_for_g2_and_not_for_the_permutation():
    """One paragraph of twenty says a word eight times: nothing else differs."""
    par = np.repeat(np.arange(20), 30)
    words = np.array(["甲", "乙", "丙"] * 200, dtype=object)
    words[:8] = "簇"
    tokens = pd.DataFrame({"word": words, "par": par})
    out = keywords.keyness(tokens[par < 10], tokens[par >= 10], "par", permutations=999)
    row = out.set_index("word").loc["簇"]
    assert row["p_G2_4"] < 0.001 and row["p_perm"] == 1.0
    assert row["range_target"] == 1 and row["DP_target"] == pytest.approx(0.9)


def test_null_control_flags_what_it_promises():
    """Exchangeable paragraphs whose words come in bursts: 5 % for an honest test, not for G2."""
    rng = np.random.default_rng(8)
    rate = rng.gamma(0.4, 2.5, size=(80, 60))
    X = rng.poisson(rate * 2)
    out = keywords.null_control(
        keywords.Counts(X, [], []), halves=100, permutations=999, seed=4
    ).set_index("test")
    assert 0.04 < out.loc["permutation", "share"] < 0.06
    assert out.loc["G2_4", "share"] > 0.15


def test_corrections_agree_with_their_definitions():
    p = np.array([0.001, 0.2, 0.02, 0.03, 0.9])
    q, holm = keywords.adjusted(p)
    order = np.argsort(p)
    m = len(p)
    bh = np.minimum.accumulate((p[order] * m / np.arange(1, m + 1))[::-1])[::-1]
    assert q[order] == pytest.approx(np.minimum(bh, 1), abs=1e-12)
    step = np.maximum.accumulate(p[order] * (m - np.arange(m)))
    assert holm[order] == pytest.approx(np.minimum(step, 1), abs=1e-12)


def test_words_asked_for_keep_the_sizes_of_all_tokens():
    everything = keywords.keyness(table(TARGET), table(REFERENCE), "par", permutations=99)
    some = keywords.keyness(table(TARGET), table(REFERENCE), "par", 99, words=["建", "稳"])
    assert some["word"].tolist() == ["建", "稳"] and (some["n_tested"] == 2).all()
    same = ["a", "b", "C", "D", "G2_4", "logodds_z_flat01", "p_perm"]
    left = everything[everything["word"].isin(["建", "稳"])][same].reset_index(drop=True)
    pd.testing.assert_frame_equal(left, some[same])


def test_section_against_section_rest_and_reports():
    tokens = pd.DataFrame(
        {"word": list("甲甲乙丙丁"), "section": list("一一二三三"), "doc": list("aabbb")}
    )
    one, two = keywords.split(tokens, "section", "一", "三")
    assert one["word"].tolist() == ["甲", "甲"] and two["word"].tolist() == ["丙", "丁"]
    one, two = keywords.split(tokens, "document", "a")
    assert len(one) == 2 and len(two) == 3
    with pytest.raises(InputError, match="There is: 一, 三, 二"):
        keywords.split(tokens, "section", "四")


def test_empty_sides():
    empty = table([])
    out = keywords.keyness(table(TARGET), empty, "par", permutations=99)
    assert out["p_perm"].isna().all() and out["G2_4"].isna().all() and len(out) == 4
    assert keywords.keyness(empty, empty, "par", permutations=99).empty
    assert keywords.null_control(empty, "par").empty


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="no column 'word'"):
        keywords.keyness(pd.DataFrame({"wort": ["a"]}), table(REFERENCE), "par")
    with pytest.raises(InputError, match="no column 'absatz'"):
        keywords.keyness(table(TARGET), table(REFERENCE), "absatz")


def test_empty_words_are_refused_and_empty_groups_are_a_group():
    gap = pd.DataFrame({"word": ["建", None], "par": [1, 2]})
    with pytest.raises(InputError, match="1 empty cells in the column 'word'"):
        keywords.keyness(gap, table(REFERENCE), "par")
    loose = pd.DataFrame({"word": list("建设城"), "section": ["一", None, None]})
    out = keywords.diversity(loose, by="section").set_index("unit")["tokens"]
    assert out.to_dict() == {"一": 1, "": 2}
    numbers = pd.DataFrame({"word": [1, 1, 2], "par": [1, 1, 2]})
    assert keywords.dispersion(numbers, "par")["word"].tolist() == ["1", "2"]


def test_general_reference_without_and_with_wordfreq(monkeypatch):
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    with pytest.raises(InputError, match="wordfreq, which is not installed"):
        keywords.general_reference(["设"])
    fake = types.SimpleNamespace(
        word_frequency=lambda word, lang: {"设": 0.01, "民": 0.02}.get(word, 0.0)
    )
    monkeypatch.setitem(sys.modules, "wordfreq", fake)
    reference = keywords.general_reference(["设", "民", "建"], size=1000)
    assert reference.to_dict() == {"": 970, "建": 0, "民": 20, "设": 10}
    out = keywords.keyness(table(TARGET), reference, "par").set_index("word")
    assert "" not in out.index and (out["D"] == 1000).all()
    assert out.loc["设", ["a", "b"]].tolist() == [2, 10] and out["p_perm"].isna().all()


# ------------------------------------------------------------ second sources: statsmodels
def test_corrections_and_intervals_are_those_of_statsmodels():
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import proportion_confint

    from analysis.keywords.frequency import wilson

    rng = np.random.default_rng(11)
    p = rng.random(300) ** 3
    p[::7] = p[0]
    q, holm = keywords.adjusted(p)
    assert q == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-14)
    assert holm == pytest.approx(multipletests(p, method="holm")[1], abs=1e-14)
    x = np.arange(0, 50)
    bounds = proportion_confint(x, 100, method="wilson")
    for mine, theirs in zip(wilson(x, 100), bounds, strict=True):
        assert mine == pytest.approx(np.asarray(theirs), abs=1e-12)
    a, b = rng.integers(1, 60, 200), rng.integers(0, 60, 200)
    lo, hi = (np.asarray(v) for v in proportion_confint(a, a + b, alpha=0.01, method="beta"))
    with np.errstate(divide="ignore"):
        lower, upper = np.log2(lo / (1 - lo)), np.log2(hi / (1 - hi))
    expected = np.where(lower > 0, lower, np.where(upper < 0, upper, 0.0))
    found = keywords.log_ratio_conservative(a, b, 500.0, 500.0, 0.01)
    assert found == pytest.approx(expected, abs=1e-9)
