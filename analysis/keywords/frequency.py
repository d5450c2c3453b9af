"""How often, how sure, and in which parts: frequency with intervals, tf-idf and TextRank."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.keywords.units import as_counts, column, sizes, totals, words_of

PER = 1e4


def wilson(count, n, z: float = 1.959963984540054) -> tuple[np.ndarray, np.ndarray]:
    """Give the score interval of a share (Wilson 1927), by default at 95 %.

    Examples
    --------
    >>> [float(bound.round(4)) for bound in wilson(5, 10)]
    [0.2366, 0.7634]
    """
    share = np.asarray(count, dtype=float) / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def frequency(tokens, unit: str = "paragraph", min_count: int = 1) -> pd.DataFrame:
    """Compute frequencies per 10,000 tokens, with intervals and the error of clustered text.

    Parameters
    ----------
    tokens : DataFrame or Counts
    unit : str
        The clusters: a column, or ``"paragraph"``, ``"sentence"``, ``"document"``.
    min_count : int
        Words with fewer tokens are not listed.

    Returns
    -------
    DataFrame
        One row a word, most frequent first: word, f, N (tokens), df (units with the word), m
        (units), per_10k; wilson_lo, wilson_hi (Wilson 95 %); poisson_lo, poisson_hi (Garwood's
        exact Poisson 95 %); se_binomial; se_cluster = 1e4 sqrt[m/(m-1) sum (x_p - r n_p)^2] / N
        over the m units (r rate, n_p size), NA for one unit; deff = (se_cluster /
        se_binomial)^2; all but the counts per 10,000 tokens.

    Notes
    -----
    Wilson 1927; Garwood 1936; the cluster error is that of a ratio estimator (Cochran 1977). A
    design effect of 3 says that three tokens are worth one independent token.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲甲乙丙乙丙丙丙"), "par": [1, 1, 1, 1, 2, 2, 2, 2]})
    >>> table = frequency(toy, "par")
    >>> table.loc[table["word"] == "甲", ["f", "per_10k", "se_cluster"]].values.round(2).tolist()
    [[2.0, 2500.0, 2500.0]]
    """
    from scipy.special import chdtri

    counts = as_counts(tokens, unit)
    X = counts.X.tocsr()
    f, n = totals(X), sizes(X)
    n = n[n > 0]
    N, m = int(n.sum()), len(n)
    x = f.astype(float)
    with np.errstate(all="ignore"):
        r = x / N
        lo, hi = wilson(x, max(N, 1))
        low = np.where(x > 0, chdtri(2 * np.maximum(x, 1), 0.975) / 2, 0.0)
        high = chdtri(2 * x + 2, 0.025) / 2
        binomial = PER * np.sqrt(r * (1 - r) / N)
        cluster = PER * np.sqrt(m / (m - 1) * _residuals(X, r)) / N if m > 1 else np.nan
        out = {
            "word": counts.vocabulary,
            "f": f,
            "N": N,
            "df": np.bincount(X.indices[X.data > 0], minlength=X.shape[1]),
            "m": m,
            "per_10k": PER * r,
            "wilson_lo": PER * np.asarray(lo),
            "wilson_hi": PER * np.asarray(hi),
            "poisson_lo": PER * low / N,
            "poisson_hi": PER * high / N,
            "se_binomial": binomial,
            "se_cluster": cluster,
            "deff": (cluster / binomial) ** 2,
        }
    out = pd.DataFrame(out)
    out = out[out["f"] >= min_count]
    order = np.lexsort((out["word"].to_numpy(dtype=str), -out["f"].to_numpy()))
    return out.iloc[order].reset_index(drop=True)


def _residuals(X, r):
    """Sum of (x_p - r n_p)^2 over units; units without the word add (r n_p)^2 each."""
    n = sizes(X).astype(float)
    expected = r[X.indices] * np.repeat(n, np.diff(X.indptr))
    change = (X.data - expected) ** 2 - expected**2
    present = np.bincount(X.indices, weights=change, minlength=X.shape[1])
    return np.maximum(present + r**2 * np.sum(n**2), 0)


def tfidf(tokens, by: str = "section") -> pd.DataFrame:
    """Weigh words by how much they are one part's own (scikit-learn's defaults).

    Returns
    -------
    DataFrame
        One row a word in a part that has it: unit, word, f, df, idf = ln((1+n)/(1+df)) + 1,
        tfidf (plain tf) and tfidf_log (1 + ln tf), both of length 1 over a part (L2). Parts in
        the order of the text, heaviest word first.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲甲乙乙丙"), "section": list("一一一二二")})
    >>> tfidf(toy)[["unit", "word", "tfidf"]].round(4).values.tolist()[0]
    ['一', '甲', 0.9422]
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = as_counts(tokens, by)
    X = counts.X.tocsr()
    columns = ["unit", "word", "f", "df", "idf", "tfidf", "tfidf_log"]
    if not X.shape[1]:
        return pd.DataFrame(columns=columns)
    plain = TfidfTransformer().fit(X)
    weights = plain.transform(X).tocoo()
    logs = TfidfTransformer(sublinear_tf=True).fit_transform(X)
    row, col = weights.coords
    df = np.bincount(X.indices, minlength=X.shape[1])
    out = pd.DataFrame(
        {
            "unit": np.array(counts.units, dtype=object)[row],
            "word": np.array(counts.vocabulary, dtype=object)[col],
            "f": np.asarray(X[row, col]).ravel(),
            "df": df[col],
            "idf": plain.idf_[col],
            "tfidf": weights.data,
            "tfidf_log": np.asarray(logs[row, col]).ravel(),
        }
    )
    order = np.lexsort((col, -out["tfidf"].round(12).to_numpy(), row))
    return out.iloc[order].reset_index(drop=True)


def textrank(tokens: pd.DataFrame, window: int = 2, sentence: str = "sentence") -> pd.DataFrame:
    """Rank words by the random surfer on the graph of neighbours (Mihalcea and Tarau 2004).

    Words are joined where they stand within `window` tokens of each other in one sentence; an
    edge weighs how often. PageRank with damping .85 (networkx).

    Returns
    -------
    DataFrame
        rank, word, f, degree (neighbours), textrank (sums to 1).

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲乙甲丙"), "sent": 1})
    >>> textrank(toy, window=1).values.tolist()[0][:4]
    [1, '甲', 2, 2]
    """
    import networkx as nx

    word = words_of(tokens).to_numpy(dtype=str)
    place = pd.factorize(column(tokens, sentence))[0]
    pairs = []
    for step in range(1, window + 1):
        same = place[step:] == place[:-step]
        pairs.append(np.stack([word[:-step][same], word[step:][same]], axis=1))
    edges = pd.DataFrame(np.concatenate(pairs) if pairs else [], columns=["one", "two"])
    edges = edges[edges["one"] != edges["two"]]
    ordered = np.sort(edges.to_numpy(dtype=str), axis=1)
    weights = pd.DataFrame(ordered, columns=["one", "two"]).value_counts(sort=False)
    graph = nx.Graph()
    graph.add_nodes_from(sorted(set(word)))
    graph.add_weighted_edges_from((a, b, int(w)) for (a, b), w in weights.items())
    scores = nx.pagerank(graph, alpha=0.85, tol=1e-10, max_iter=500) if len(graph) else {}
    f = pd.Series(word).value_counts()
    table = pd.DataFrame({"word": list(scores), "textrank": list(scores.values())})
    table.insert(1, "f", table["word"].map(f).astype(int))
    table.insert(2, "degree", [graph.degree(w) for w in table["word"]])
    order = np.lexsort((table["word"].to_numpy(dtype=str), -table["textrank"].round(9)))
    table = table.iloc[order].reset_index(drop=True)
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    return table


def rank_frequency(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the ranks and frequencies that Zipf's law is about: rank, word, f."""
    f = words_of(tokens).value_counts().rename_axis("word").reset_index(name="f")
    order = np.lexsort((f["word"].to_numpy(dtype=str), -f["f"].to_numpy()))
    f = f.iloc[order].reset_index(drop=True)
    f.insert(0, "rank", np.arange(1, len(f) + 1))
    return f
