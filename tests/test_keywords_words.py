"""Frequency, collocation, diversity, tf-idf, correspondence: second sources in plain Python."""

import itertools
import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import keywords
from analysis.errors import InputError

# Twenty tokens in five sentences, two paragraphs, two sections.
WORDS = (
    "加快 建设 创新 城市 加快 建设 先锋 城市 坚持 创新 驱动 建设 创新 城市 稳 增长 稳 就业 稳 预期"
)
TOY = pd.DataFrame(
    {
        "word": WORDS.split(),
        "sent": [1] * 4 + [2] * 4 + [3] * 6 + [4] * 2 + [5] * 4,
        "par": [1] * 8 + [2] * 12,
        "section": ["一"] * 14 + ["二"] * 6,
    }
)
tokens_of = st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=60)


def cut(words, size=7):
    return pd.DataFrame({"word": words, "sent": [i // size for i in range(len(words))]})


# ---------------------------------------------------------------- frequency
def test_frequency_of_the_toy_by_hand():
    row = keywords.frequency(TOY, "par").set_index("word").loc["建设"]
    # 3 of 20; 2 of 8 in the first paragraph, 1 of 12 in the second
    assert (row["f"], row["N"], row["df"], row["m"], row["per_10k"]) == (3, 20, 2, 2, 1500)
    residual = (2 - 0.15 * 8) ** 2 + (1 - 0.15 * 12) ** 2
    se = 1e4 * math.sqrt(2 / 1 * residual) / 20
    assert row["se_cluster"] == pytest.approx(se, abs=1e-9)
    binomial = 1e4 * math.sqrt(0.15 * 0.85 / 20)
    assert row["deff"] == pytest.approx((se / binomial) ** 2, abs=1e-9)


@pytest.mark.parametrize(("x", "n"), [(3, 20), (1, 500), (40, 40), (7, 13414)])
def test_intervals_agree_with_scipy(x, n):
    words = ["a"] * x + ["b"] * (n - x)
    out = keywords.frequency(pd.DataFrame({"word": words, "par": 1}), "par")
    row = out.set_index("word").loc["a"]
    wilson = stats.binomtest(x, n).proportion_ci(method="wilson")
    assert row[["wilson_lo", "wilson_hi"]].tolist() == pytest.approx([1e4 * v for v in wilson])
    garwood = stats.gamma.ppf(0.025, x), stats.gamma.ppf(0.975, x + 1)
    got = row[["poisson_lo", "poisson_hi"]].tolist()
    assert got == pytest.approx([1e4 * v / n for v in garwood], rel=1e-9)
    assert math.isnan(row["se_cluster"])


@given(tokens_of)
@settings(max_examples=40, deadline=None)
def test_cluster_error_in_plain_python(words):
    tokens = cut(words)
    out = keywords.frequency(tokens, "sent").set_index("word")
    assert out["f"].sum() == len(words)
    groups = [list(g["word"]) for _, g in tokens.groupby("sent")]
    m, N = len(groups), len(words)
    for word in set(words):
        r = words.count(word) / N
        total = math.fsum((g.count(word) - r * len(g)) ** 2 for g in groups)
        if m > 1:
            se = 1e4 * math.sqrt(m / (m - 1) * total) / N
            assert out.loc[word, "se_cluster"] == pytest.approx(se, abs=1e-7)


def test_tfidf_in_plain_python():
    out = keywords.tfidf(TOY, by="section").set_index(["unit", "word"])
    groups = {s: Counter(g["word"]) for s, g in TOY.groupby("section")}
    for unit, counts in groups.items():
        idf = {w: math.log(3 / (1 + sum(w in g for g in groups.values()))) + 1 for w in counts}
        for name, tf in (("tfidf", lambda f: f), ("tfidf_log", lambda f: 1 + math.log(f))):
            raw = {w: tf(f) * idf[w] for w, f in counts.items()}
            norm = math.sqrt(math.fsum(v * v for v in raw.values()))
            for word, value in raw.items():
                assert out.loc[(unit, word), name] == pytest.approx(value / norm, abs=1e-10)


def test_textrank_is_the_stationary_distribution():
    out = keywords.textrank(TOY, window=1, sentence="sent").set_index("word")
    names = sorted(set(TOY["word"]))
    W = pd.DataFrame(0.0, index=names, columns=names)
    for _, g in TOY.groupby("sent"):
        for a, b in itertools.pairwise(g["word"]):
            W.loc[a, b] += a != b
            W.loc[b, a] += a != b
    P = W.to_numpy() / W.sum(axis=1).to_numpy()[:, None]
    n = len(names)
    x = np.linalg.solve(np.eye(n) - 0.85 * P.T, np.full(n, 0.15 / n))
    assert out["textrank"].reindex(names).to_numpy() == pytest.approx(x, abs=1e-7)
    assert out["textrank"].sum() == pytest.approx(1)


# -------------------------------------------------------------- collocation
def window_by_loop(tokens, node, window):
    """O for each collocate, and R1, by walking through the tokens."""
    words, sents = tokens["word"].tolist(), tokens["sent"].tolist()
    union = set()
    for i, word in enumerate(words):
        if word == node:
            for j in range(max(0, i - window), min(len(words), i + window + 1)):
                if sents[j] == sents[i] and words[j] != node:
                    union.add(j)
    return Counter(words[j] for j in union), len(union)


def scores(o, r, c, n, both):
    e = r * c / n
    cells = [(o, e), (r - o, r - e), (c - o, c - e), (n - r - c + o, n - r - c + e)]
    g = 2 * math.fsum(x * math.log(x / y) for x, y in cells if x > 0)
    return {
        "E": e,
        "MI": math.log2(o / e),
        "MI3": math.log2(o**3 / e),
        "t": (o - e) / math.sqrt(o),
        "z": (o - e) / math.sqrt(e),
        "G2": math.copysign(g, o - e) if abs(o - e) > 1e-12 else 0,
        "Dice": 2 * o / both,
        "logDice": 14 + math.log2(2 * o / both),
        "jaccard": o / (r + c - o),
        "deltaP_21": o / r - (c - o) / (n - r) if n > r else math.nan,
        "deltaP_12": o / c - (r - o) / (n - c) if n > c else math.nan,
    }


@pytest.mark.parametrize("window", [1, 2, 5])
def test_collocates_of_the_toy_by_loop(window):
    out = keywords.collocations(TOY, window=window, sentence="sent")
    f = Counter(TOY["word"])
    seen = 0
    for node in f:
        joint, r = window_by_loop(TOY, node, window)
        rows = out[out["node"] == node].set_index("collocate")
        assert rows["O"].to_dict() == joint
        for word, o in joint.items():
            assert rows.loc[word, ["R1", "C1", "N"]].tolist() == [r, f[word], 20 - f[node]]
            wanted = scores(o, r, f[word], 20 - f[node], f[node] + f[word])
            for name, value in wanted.items():
                assert rows.loc[word, name] == pytest.approx(value, abs=1e-9, nan_ok=True), name
            seen += 1
    assert seen == len(out)


@given(tokens_of, st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_window_counts_by_loop(words, window):
    tokens = cut(words)
    out = keywords.collocations(tokens, window=window, sentence="sent")
    for node in set(words):
        joint, r = window_by_loop(tokens, node, window)
        rows = out[out["node"] == node]
        assert dict(zip(rows["collocate"], rows["O"], strict=True)) == joint
        assert (rows["R1"] == r).all()


def test_batches_of_nodes_change_nothing(monkeypatch):
    whole = keywords.collocations(TOY, sentence="sent")
    monkeypatch.setattr("analysis.keywords.collocation.PAIRS", 12)
    pd.testing.assert_frame_equal(keywords.collocations(TOY, sentence="sent"), whole)
    one = keywords.collocations(TOY, node="建设", sentence="sent")
    expected = whole[whole["node"] == "建设"].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, expected)


def test_bigrams_with_both_margins():
    out = keywords.bigrams(TOY, "sent").set_index(["word1", "word2"])
    pairs = [p for _, g in TOY.groupby("sent") for p in itertools.pairwise(g["word"])]
    joint, f = Counter(pairs), Counter(TOY["word"])
    begins, ends = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    assert out["O"].to_dict() == joint and len(pairs) == 15
    for (one, two), o in joint.items():
        row, both = out.loc[(one, two)], f[one] + f[two]
        for name, value in scores(o, begins[one], ends[two], len(pairs), both).items():
            assert row[f"{name}_bigram"] == pytest.approx(value, abs=1e-9)
        # nltk's convention: MI = log2(n_ii n / (n_ix n_xi)) on token counts
        assert row["MI_token"] == pytest.approx(math.log2(o * 20 / (f[one] * f[two])), abs=1e-9)
        cells = [o, f[one] - o, f[two] - o, 20 - f[one] - f[two] + o]
        r, c = f[one], f[two]
        expected = [x * y / 20 for x in (r, 20 - r) for y in (c, 20 - c)]
        g = 2 * sum(x * math.log(x / y) for x, y in zip(cells, expected, strict=True) if x > 0)
        assert abs(row["G2_token"]) == pytest.approx(g, abs=1e-9)


def test_collocation_edges():
    for words in ([], ["甲"], ["甲", "甲"], ["甲", "乙"]):
        tokens = cut(words)
        out = keywords.collocations(tokens, sentence="sent")
        assert len(out) == (2 if len(set(words)) == 2 else 0)
        assert len(keywords.bigrams(tokens, "sent")) == max(len(words) - 1, 0)


# ---------------------------------------------------------------- diversity
def mtld_by_hand(words, closes):
    def one(sequence):
        factors, types, n = 0, set(), 0
        for w in sequence:
            types.add(w)
            n += 1
            if closes(len(types) / n):
                factors, types, n = factors + 1, set(), 0
        if n:
            factors += (1 - len(types) / n) / 0.28
        return len(sequence) / factors if factors else math.inf

    return (one(words) + one(words[::-1])) / 2


@given(st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), min_size=60, max_size=130))
@settings(max_examples=30, deadline=None)
def test_diversity_in_plain_python(words):
    row = keywords.diversity(pd.DataFrame({"word": words})).iloc[0]
    N, f = len(words), Counter(words)
    V = len(f)
    assert row["TTR"] == V / N
    assert row["CTTR"] == pytest.approx(V / math.sqrt(2 * N))
    assert row["maas_a2"] == pytest.approx((math.log(N) - math.log(V)) / math.log(N) ** 2)
    for w in (50, 100):
        ratios = [len(set(words[i : i + w])) / w for i in range(N - w + 1)]
        wanted = sum(ratios) / len(ratios) if ratios else math.nan
        assert row[f"MATTR_{w}"] == pytest.approx(wanted, abs=1e-12, nan_ok=True)
    assert math.isnan(row["MATTR_500"])
    le, lt = mtld_by_hand(words, lambda r: r <= 0.72), mtld_by_hand(words, lambda r: r < 0.72)
    assert row[["MTLD_072_le", "MTLD_072_lt"]].tolist() == pytest.approx([le, lt])
    wanted = sum(1 - stats.hypergeom.pmf(0, N, x, 42) for x in f.values()) / 42
    assert row["HDD_42"] == pytest.approx(wanted, abs=1e-8)
    spectrum = Counter(f.values())
    k = 1e4 * (sum(i * i * v for i, v in spectrum.items()) - N) / N**2
    assert row["yule_K"] == pytest.approx(k, abs=1e-9)
    simpson = sum(x * (x - 1) for x in f.values()) / (N * (N - 1))
    assert row["simpson"] == pytest.approx(simpson, abs=1e-12)


def test_mtld_two_readings_differ_where_a_ratio_hits_the_threshold():
    words = [str(i) for i in range(18)] + ["0"] * 9  # TTR .72 at token 25
    out = keywords.diversity(pd.DataFrame({"word": words})).iloc[0]
    assert out["MTLD_072_le"] < out["MTLD_072_lt"]


def test_zipf_and_heaps_second_sources():
    rng = np.random.default_rng(0)
    words = rng.zipf(1.6, 3000).astype(str)
    row = keywords.diversity(pd.DataFrame({"word": words})).iloc[0]
    f = np.array(sorted(Counter(words).values(), reverse=True))
    rank = np.arange(1, len(f) + 1)
    line = stats.linregress(np.log10(rank), np.log10(f))
    assert row["zipf_slope_ols"] == pytest.approx(line.slope, abs=1e-10)
    grid = row["zipf_exponent_mle"] + np.array([-1e-3, 0, 1e-3])
    fit = [(f * stats.zipfian.logpmf(rank, s, len(f))).sum() for s in grid]
    assert fit[1] > fit[0] and fit[1] > fit[2]
    mean = (np.log(rank) * stats.zipfian.pmf(rank, grid[1], len(f))).sum()
    assert mean == pytest.approx((f * np.log(rank)).sum() / f.sum(), abs=1e-8)
    n = np.arange(100, 3001, 100)
    V = [len(set(words[:i])) for i in n]
    line = stats.linregress(np.log(n), np.log(V))
    assert row["heaps_beta_ols"] == pytest.approx(line.slope, abs=1e-10)


@pytest.mark.parametrize("words", [[], ["甲"], ["甲"] * 5, list("甲乙丙")])
def test_diversity_edges(words):
    out = keywords.diversity(pd.DataFrame({"word": words}))
    assert len(out) == (1 if words else 0)


def test_groups_and_lengths_by_hand():
    out = keywords.diversity(TOY, by="section").set_index("unit")
    assert out["tokens"].to_dict() == {"一": 14, "二": 6}
    assert out.loc["二", ["types", "hapax"]].tolist() == [4, 3]
    sents = pd.DataFrame({"text": ["稳增长，稳就业；稳预期。", "增长6%。", "2025"], "zone": "a"})
    row = keywords.lengths(sents, by="zone").iloc[0]
    assert row[["sentences", "clauses", "han"]].tolist() == [2, 4, 11]
    assert row["han_per_sentence"] == 5.5 and row["han_per_clause"] == 2.75


# ----------------------------------------------------------- correspondence
def test_correspondence_of_the_smoking_table():
    """Greenacre 1984, staff groups by smoking: the coordinates as published, to three places."""
    table = [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]]
    staff, smoking = ["SM", "JM", "SE", "JE", "SC"], ["1none", "2light", "3medium", "4heavy"]
    ca = keywords.correspondence(keywords.Counts(np.array(table), staff, smoking), dimensions=3)
    assert ca.inertia["eigenvalue"].round(4).tolist() == [0.0748, 0.0100, 0.0004]
    assert ca.inertia["share"].round(3).tolist() == [0.878, 0.118, 0.005]
    # the sign of an axis is free: the published first axis is turned round
    assert ca.rows["dim1"].round(3).tolist() == [0.066, -0.259, 0.381, -0.233, 0.201]
    assert ca.columns["dim1"].round(3).tolist() == [0.393, -0.099, -0.196, -0.294]


def test_correspondence_by_profiles():
    """A second road: the axes are eigenvectors of the product of row and column profiles."""
    rng = np.random.default_rng(6)
    X = rng.poisson(3, size=(4, 12)) + 1
    counts = keywords.Counts(X, list("一二三四"), [f"w{i:02d}" for i in range(12)])
    ca = keywords.correspondence(counts, dimensions=3)
    rows, columns = X / X.sum(axis=1)[:, None], (X / X.sum(axis=0)).T
    dims = ["dim1", "dim2", "dim3"]
    F, G = ca.rows[dims].to_numpy(), ca.columns[dims].to_numpy()
    eigenvalues = ca.inertia["eigenvalue"].to_numpy()
    assert rows @ (columns @ F) == pytest.approx(F * eigenvalues, abs=1e-10)
    # the transition formulas: each side is the mean of the other, stretched
    assert rows @ G == pytest.approx(F * np.sqrt(eigenvalues), abs=1e-10)
    assert columns @ F == pytest.approx(G * np.sqrt(eigenvalues), abs=1e-10)
    mass = ca.rows["mass"].to_numpy()
    assert (mass[:, None] * F**2).sum(axis=0) == pytest.approx(eigenvalues, abs=1e-12)
    assert ca.inertia["share"].sum() == pytest.approx(1)
    assert ca.rows[[f"contribution{i}" for i in (1, 2, 3)]].sum().tolist() == pytest.approx([1] * 3)


def test_correspondence_edges():
    with pytest.raises(InputError, match="of 1 groups"):
        keywords.correspondence(TOY[TOY["section"] == "一"])
    same = pd.DataFrame({"word": list("甲乙甲乙"), "section": list("一一二二")})
    assert keywords.correspondence(same).rows["dim1"].tolist() == pytest.approx([0, 0], abs=1e-9)
