"""How evenly is a word spread? Dispersion over parts, and by the distance between tokens."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.counts import Counts
from analysis.keywords.units import as_counts, sizes, words_of

BLOCK = 4_000_000  # cells that are not zero, held at a time
SLICE = 500_000  # the same, where one pass is enough


def dispersion(tokens, parts: str = "paragraph", min_count: int = 1) -> pd.DataFrame:
    """Compute all measures of dispersion.

    Parameters
    ----------
    tokens : DataFrame or Counts
        Tokens in the order of the text with `word` and the column of the parts. From counts the
        measures by distance (ARF, f_AWT, f_ALD) cannot be computed and are left out.
    parts : str
        A column, or ``"paragraph"``, ``"sentence"``, ``"document"``.
    min_count : int
        Words with fewer tokens are not listed.

    Returns
    -------
    DataFrame
        One row a word, sorted by frequency: word, f, n_parts and the columns of
        `over_parts` and `by_distance`.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲乙甲丙乙乙"), "par": [1, 1, 1, 2, 2, 2]})
    >>> dispersion(toy, "par")[["word", "f", "range", "DP"]].round(4).values.tolist()
    [['乙', 3, 2, 0.1667], ['甲', 2, 1, 0.5], ['丙', 1, 1, 0.5]]
    """
    counts = as_counts(tokens, parts)
    out = over_parts(counts.X)
    out.insert(0, "word", counts.vocabulary)
    if not isinstance(tokens, Counts):
        distance = by_distance(words_of(tokens)).reindex(counts.vocabulary)
        out = pd.concat([out, distance.reset_index(drop=True)], axis=1)
    out = out[out["f"] >= min_count]
    order = np.lexsort((out["word"].to_numpy(dtype=str), -out["f"].to_numpy()))
    return out.iloc[order].reset_index(drop=True)


def over_parts(X, part_sizes=None) -> pd.DataFrame:
    """Compute dispersion over parts from a matrix of counts.

    Parameters
    ----------
    X : sparse matrix or array of int, shape (parts, words)
    part_sizes : array of int, optional
        Tokens in each part; default the row sums. Parts without a token are left out.

    Returns
    -------
    DataFrame
        One row a word (column of X): f, n_parts, range (parts with the word), sd_rate (population
        standard deviation of the rates p), VC = sd / mean of p, juilland_D = 1 - VC/sqrt(n-1),
        carroll_D2 = H(p / sum p)/log n, rosengren_S = (sum sqrt(s v))^2 / f, DP = .5 sum
        |v/f - s| (0 = even), DPnorm = DP/(1 - min s), DA = 1 - mean |p_i - p_j| / (2 mean p),
        DKL_bits = sum (v/f) log2((v/f)/s), and its scalings DKL_pow2 = 2^-KL, DKL_exp = e^-KL,
        DKL_inv = 1/(1 + KL) (1 = even). NA where one part only, or the word is absent.

    Notes
    -----
    Juilland and Chang-Rodriguez 1964; Carroll 1970; Rosengren 1971; Gries 2008, 2024; Lijffijt
    and Gries 2012; Burch, Egbert and Biber 2017 (DA). DA uses the sorted form: the sum over
    pairs is sum (2r - n - 1) p_(r) over ranks r, so the n(n-1)/2 pairs are never formed.

    Examples
    --------
    >>> row = over_parts(np.array([[1], [2], [3], [4], [5]]), np.array([9, 10, 10, 10, 11])).iloc[0]
    >>> row[["juilland_D", "carroll_D2", "DP", "DPnorm"]].astype(float).round(3).tolist()
    [0.785, 0.938, 0.18, 0.22]
    """
    from scipy.sparse import csc_matrix

    X = csc_matrix(X)
    n_tokens = sizes(X) if part_sizes is None else np.asarray(part_sizes)
    filled = n_tokens > 0
    if not filled.all():
        X, n_tokens = csc_matrix(X.tocsr()[filled]), n_tokens[filled]
    n_tokens = n_tokens.astype(float)
    share = n_tokens / max(n_tokens.sum(), 1)
    blocks = []
    for begin, end in _column_blocks(X.indptr):
        lo, hi = X.indptr[begin], X.indptr[end]
        starts = X.indptr[begin : end + 1] - lo
        blocks.append(_block(X.data[lo:hi], X.indices[lo:hi], starts, n_tokens, share))
    if not blocks:
        blocks.append(_block(X.data[:0], X.indices[:0], np.zeros(1, int), n_tokens, share))
    return pd.concat(blocks, ignore_index=True)


def _column_blocks(indptr):
    begin, columns = 0, len(indptr) - 1
    while begin < columns:
        end = int(np.searchsorted(indptr, indptr[begin] + BLOCK, side="right")) - 1
        end = min(max(end, begin + 1), columns)
        yield begin, end
        begin = end


def _block(v, row, starts, n_tokens, share):
    """Measure a block of columns from its cells that are not zero, in column order."""
    n, words = len(n_tokens), len(starts) - 1
    per_word = np.diff(starts)
    col = np.repeat(np.arange(words), per_word)

    def total(values):
        return np.bincount(col, weights=values, minlength=words)

    v = v.astype(float)
    s, p = share[row], v / n_tokens[row]
    f, p_sum = total(v), total(p)
    with np.errstate(all="ignore"):
        mean = p_sum / n
        # zeros of a column add mean^2 each
        square = total((p - mean[col]) ** 2) + (n - per_word) * mean**2
        sd = np.sqrt(square / n)
        vc = sd / mean
        q = p / p_sum[col]
        w = v / f[col]
        kl = total(w * np.log2(w / s))
        dp = np.clip((total(np.abs(w - s) - s) + 1) / 2, 0, 1)
        smallest = share.min() if n else np.nan
        many = n > 1
        out = {
            "f": f.astype(np.int64),
            "n_parts": n,
            "range": per_word,
            "sd_rate": sd,
            "VC": vc,
            "juilland_D": 1 - vc / np.sqrt(n - 1) if many else np.nan,
            "carroll_D2": -total(q * np.log(q)) / np.log(n) if many else np.nan,
            "rosengren_S": total(np.sqrt(s * v)) ** 2 / f,
            "DP": dp,
            "DPnorm": dp / (1 - smallest) if many else np.nan,
            "DA": _da(p, starts, n, mean) if many else np.nan,
            "DKL_bits": np.maximum(kl, 0),
            "DKL_pow2": 2 ** -np.maximum(kl, 0),
            "DKL_exp": np.exp(-np.maximum(kl, 0)),
            "DKL_inv": 1 / (1 + np.maximum(kl, 0)),
        }
    out = pd.DataFrame(out, index=range(words))
    measured = [c for c in out if c not in ("f", "n_parts", "range")]
    out[measured] = out[measured].astype(float)
    absent = out["f"] == 0
    if absent.any():
        out.loc[absent, measured] = np.nan
    return out


def _da(p, starts, n, mean):
    """DA in sorted form; the zeros of a column come first and weigh nothing."""
    p = p.copy()
    for begin, end in pairwise(starts):
        p[begin:end].sort()
    per_word = np.diff(starts)
    # rank of each cell in its column: zeros take the ranks 1 .. n - k
    rank = np.arange(len(p)) - np.repeat(starts[:-1], per_word)
    rank += np.repeat(n - per_word, per_word) + 1
    col = np.repeat(np.arange(len(per_word)), per_word)
    pairs = np.bincount(col, weights=(2 * rank - n - 1) * p, minlength=len(per_word))
    return 1 - pairs / (n * (n - 1) / 2) / (2 * mean)


def range_and_dp(X, f) -> tuple[np.ndarray, np.ndarray]:
    """Compute range and DP alone, straight from row-wise counts, for every word.

    Parameters
    ----------
    X : sparse matrix of int, shape (parts, words)
    f : array of int, shape (words,)
        The column sums.
    """
    X, words = X.tocsr(), X.shape[1]
    n = sizes(X).astype(float)
    share = n / n.sum() if n.sum() else n
    inverse = 1 / np.maximum(f, 1)
    gap, spread = np.zeros(words), np.zeros(words, dtype=np.int64)
    rows = max(1, int(SLICE / max(X.nnz / max(X.shape[0], 1), 1)))
    for begin in range(0, X.shape[0], rows):
        ends = X.indptr[begin : begin + rows + 1]
        here, v = X.indices[ends[0] : ends[-1]], X.data[ends[0] : ends[-1]]
        s = np.repeat(share[begin : begin + rows], np.diff(ends))
        # sum over parts of |v/f - s|, where a part without the word adds its s
        part = inverse[here]
        part *= v
        part -= s
        np.abs(part, out=part)
        part -= s
        gap += np.bincount(here, weights=part, minlength=words)
        spread += np.bincount(here if v.all() else here[v > 0], minlength=words)
    return spread, np.where(f > 0, np.clip((gap + 1) / 2, 0, 1), np.nan)


def by_distance(words: pd.Series) -> pd.DataFrame:
    """Compute adjusted frequencies from the distances between tokens.

    Token positions from 0; circular distances d to the next token of the word. ARF = (f/N) sum
    min(d, N/f); f_AWT = N/(2 AWT - 1) with AWT = .5(1 + sum d^2/N); f_ALD = N 10^-(sum d/N log10
    d) (Savicky and Hlavacova 2002).

    Parameters
    ----------
    words : Series
        The words in the order of the text.

    Returns
    -------
    DataFrame
        Index word; ARF, f_AWT, f_ALD: between 1 and the frequency, which they reach where the
        word comes at equal distances.

    Examples
    --------
    >>> by_distance(pd.Series(list("甲乙甲乙丙丙"))).round(4).loc["丙"].tolist()
    [1.3333, 1.3846, 1.5692]
    """
    N = len(words)
    code, vocabulary = pd.factorize(words)
    order = np.argsort(code, kind="stable")
    f = np.bincount(code, minlength=len(vocabulary))
    start = np.concatenate([[0], np.cumsum(f)[:-1]]).astype(int)
    after = np.arange(N) + 1
    if N:
        after[start + f - 1] = start
    d = order[after] - order if N else order
    d = np.where(d <= 0, d + N, d).astype(float)
    word = code[order]

    def total(values):
        return np.bincount(word, weights=values, minlength=len(vocabulary))

    arf = f / max(N, 1) * total(np.minimum(d, N / f[word]))
    awt = 0.5 * (1 + total(d**2) / max(N, 1))
    ald = total(d / max(N, 1) * np.log10(d))
    out = {"ARF": arf, "f_AWT": N / (2 * awt - 1), "f_ALD": N * 10.0**-ald}
    return pd.DataFrame(out, index=pd.Index(vocabulary, name="word"))
