"""What a dictionary or an engine changes: two segmentations of the same sentences, compared."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import lexicons
from analysis.errors import InputError
from analysis.tables import round6
from analysis.words.rules import NUMBER


def compare(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Say which words appear, vanish, gain and lose from one segmentation to another.

    Parameters
    ----------
    a, b : DataFrame
        Token tables of the same sentences (any engine, any dictionary), or hits of terms with
        the column text renamed to word.

    Returns
    -------
    DataFrame
        word, count_a, count_b, difference (b - a), change (``appears``, ``vanishes``, ``gains``,
        ``loses``, ``same``), rank_a, rank_b (1 = commonest, ties in the order of the words; NA
        where absent). The greatest differences first.

    Examples
    --------
    >>> a = pd.DataFrame({"word": ["大湾", "区", "的"]})
    >>> b = pd.DataFrame({"word": ["大", "湾区", "的"]})
    >>> table = compare(a, b)
    >>> dict(zip(table["word"], table["change"]))
    {'区': 'vanishes', '大': 'appears', '大湾': 'vanishes', '湾区': 'appears', '的': 'same'}
    """
    counts = pd.DataFrame({"count_a": _counts(a), "count_b": _counts(b)}).fillna(0).astype(int)
    counts = counts.sort_index().rename_axis("word").reset_index()
    x, y = counts["count_a"], counts["count_b"]
    counts["difference"] = y - x
    counts["change"] = np.select(
        [x == 0, y == 0, y > x, y < x], ["appears", "vanishes", "gains", "loses"], "same"
    )
    for side in ("a", "b"):
        n = counts[f"count_{side}"]
        rank = n.rank(ascending=False, method="first").astype("Int64")
        counts[f"rank_{side}"] = rank.mask(n == 0)
    order = counts["difference"].abs().sort_values(ascending=False, kind="stable").index
    return counts.loc[order].reset_index(drop=True)


def summary(comparison: pd.DataFrame) -> pd.DataFrame:
    """Count the words and tokens of each kind of change.

    Returns
    -------
    DataFrame
        change, words (distinct), tokens (sum of absolute differences), in a fixed order.

    Examples
    --------
    >>> a, b = pd.DataFrame({"word": ["大湾", "区"]}), pd.DataFrame({"word": ["区", "区"]})
    >>> summary(compare(a, b)).values.tolist()[:3]
    [['appears', 0, 0], ['vanishes', 1, 1], ['gains', 1, 1]]
    """
    kinds = ["appears", "vanishes", "gains", "loses", "same"]
    size = comparison["difference"].abs().groupby(comparison["change"]).agg(["size", "sum"])
    size = size.reindex(kinds, fill_value=0).reset_index()
    return size.set_axis(["change", "words", "tokens"], axis=1)


def overlap(
    a: pd.DataFrame, b: pd.DataFrame, top: tuple[int, ...] = (10, 20, 50, 100), p: float = 0.9
) -> pd.DataFrame:
    """Compare the lists of the commonest words of two segmentations.

    Parameters
    ----------
    a, b : DataFrame
        Token tables.
    top : tuple of int
        Depths of the lists.
    p : float
        Persistence of rank-biased overlap: a reader goes on to the next rank with this
        probability.

    Returns
    -------
    DataFrame
        n, shared (words on both lists of n), overlap (shared / n), rbo (rank-biased overlap to
        depth n, extrapolated; Webber, Moffat & Zobel 2010, equation 30).

    Examples
    --------
    >>> a = pd.DataFrame({"word": list("中中中国国家")})
    >>> b = pd.DataFrame({"word": list("国国国中中家")})
    >>> overlap(a, b, top=(3,), p=0.5).values.tolist()
    [[3.0, 3.0, 1.0, 0.5]]
    """
    first, second = (_counts(t).index.tolist() for t in (a, b))
    rows = []
    for n in top:
        x, y = first[:n], second[:n]
        shared = len(set(x) & set(y))
        rows.append((n, shared, shared / n, rank_biased_overlap(x, y, p)))
    return round6(pd.DataFrame(rows, columns=["n", "shared", "overlap", "rbo"]))


def rank_biased_overlap(a: list, b: list, p: float = 0.9) -> float:
    """Extrapolated rank-biased overlap of two rankings (Webber, Moffat & Zobel 2010).

    RBO_ext = X_k/k * p^k + (1 - p)/p * sum over d = 1..k of X_d/d * p^d, where X_d is the number
    of items that both lists hold in their first d places and k is the length of the shorter list.

    Raises
    ------
    InputError
        If p is not between 0 and 1.

    Examples
    --------
    >>> rank_biased_overlap(["深圳", "发展"], ["深圳", "发展"])
    1.0
    >>> rank_biased_overlap(["深圳"], ["发展"])
    0.0
    """
    if not 0 < p < 1:
        raise InputError(f"p = {p} is not between 0 and 1", do="Usual values are 0.9 and 0.98.")
    k = min(len(a), len(b))
    if k == 0:
        return 0.0
    seen_a, seen_b, common, total = set(), set(), 0, 0.0
    for d, (x, y) in enumerate(zip(a[:k], b[:k], strict=True), 1):
        common += int(x == y) if x == y else int(x in seen_b) + int(y in seen_a)
        seen_a.add(x)
        seen_b.add(y)
        total += common / d * p**d
    return float(round6(common / k * p**k + (1 - p) / p * total))


def content(tokens: pd.DataFrame) -> pd.DataFrame:
    """Keep the words that carry content: no punctuation, no number, no word of the stop list.

    Parameters
    ----------
    tokens : DataFrame
        The token table.

    Examples
    --------
    >>> content(pd.DataFrame({"word": ["推进", "的", "12.5%", "改革", "。"]}))["word"].tolist()
    ['推进', '改革']
    """
    stop = set(lexicons.load("stopwords.csv", columns=("word",))["word"])
    distinct = pd.unique(tokens["word"])
    keep = {w for w in distinct if w not in stop and _says_something(w)}
    return tokens[tokens["word"].isin(keep)]


def _says_something(word: str) -> bool:
    return any(c.isalpha() for c in word) and not NUMBER.fullmatch(word)


def _counts(tokens: pd.DataFrame) -> pd.Series:
    """Counts by word, commonest first, ties in the order of the words."""
    counts = tokens["word"].value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")
