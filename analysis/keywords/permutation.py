"""Is a word key, or does one paragraph say it often? Tests that reassign whole units.

Tokens of one paragraph are not independent: a word said once is likely to be said again. A test
over tokens takes a cluster for evidence; a test that deals whole paragraphs out anew does not.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.counts import Counts
from analysis.keywords.contingency import g2_terms
from analysis.keywords.units import as_counts, sizes, totals

EXACT_UNITS = 8  # all splits where there are no more units than this
TIE = 1e-9
CELLS = 1_000_000  # statistics held at a time
LOOK_UP = 2_000_000  # largest N for which n ln n is tabulated
SURE = 30_000  # largest N for which the look-up errs by less than half a tie


def assignments(units: int, chosen: int, draws: int, seed: int) -> tuple[np.ndarray, bool]:
    """Deal units onto two sides.

    Returns
    -------
    array of float32, shape (draws, units)
        1 where a unit falls to the target; every row holds `chosen` ones.
    bool
        True where these are all splits, the observed one included.

    Examples
    --------
    >>> sides, exact = assignments(4, 2, draws=99, seed=1)
    >>> sides.shape, exact, sides.sum(axis=1).tolist()
    ((6, 4), True, [2.0, 2.0, 2.0, 2.0, 2.0, 2.0])
    """
    if units <= EXACT_UNITS:
        splits = list(combinations(range(units), chosen))
        sides = np.zeros((len(splits), units), dtype=np.float32)
        for row, split in enumerate(splits):
            sides[row, list(split)] = 1
        return sides, True
    rng = np.random.default_rng(seed)
    sides = np.zeros((draws, units), dtype=np.float32)
    for begin in range(0, draws, 2000):
        block = rng.random((min(2000, draws - begin), units), dtype=np.float32)
        order = np.argpartition(block, chosen - 1, axis=1) if chosen else block[:, :0].astype(int)
        np.put_along_axis(sides[begin : begin + len(block)], order[:, :chosen], 1, axis=1)
    return sides, False


def _statistics(sides, X, n, f, table):
    """G2_4 of every word (columns) in every draw (rows); X dense float32, units x words."""
    N = int(n.sum())
    C = np.rint(sides @ n)
    a = np.rint(sides @ X)
    if table is None:
        two_four = g2_terms(a, f[None, :] - a, C[:, None], (N - C)[:, None])
        return two_four[1]
    # G2_4 = 2[sum h(cells) - sum h(margins) + h(N)] with h(x) = x ln x looked up.
    a = a.astype(np.int32)
    C = C.astype(np.int32)[:, None]
    f = f.astype(np.int32)[None, :]
    c = C - a
    out = np.take(table, a)
    for cell in (f - a, c, N - f - c):
        out += np.take(table, cell)
    out -= table[f] + table[N - f] - table[N]
    out -= table[C] + table[N - C]
    out *= 2
    return out


def _blocks(words: int, draws: int):
    step = max(1, CELLS // max(words, 1))
    return [(i, min(i + step, draws)) for i in range(0, draws, step)]


def _exceedances(observed_sides, sides, X, n, f) -> np.ndarray:
    """Count the draws whose statistic is at least the observed one (ties within 1e-9).

    One row an observed split, so that a null control shares its draws.
    """
    from scipy.special import xlogy

    N = int(n.sum())
    table = None
    if N <= LOOK_UP:
        ladder = np.arange(N + 1, dtype=float)
        table = xlogy(ladder, ladder)
    observed = _statistics(observed_sides.astype(np.float32), X, n, f, table)
    # The look-up loses digits that grow with N; beyond SURE, what lies near is computed again.
    margin = 0.0 if table is None or N <= SURE else 1e-14 * N * np.log(N)
    count = np.zeros(observed.shape, dtype=np.int64)
    for begin, end in _blocks(len(f), len(sides)):
        statistic = _statistics(sides[begin:end], X, n, f, table)
        for row in range(len(observed)):
            count[row] += (statistic >= observed[row] + (margin - TIE)).sum(axis=0)
            if margin:
                near = np.abs(statistic - (observed[row] - TIE)) < margin
                count[row] += _exactly(near, observed_sides[row], sides[begin:end], X, n, f)
    return count


def _exactly(near, observed_side, sides, X, n, f) -> np.ndarray:
    """Count ties and exceedances among the cells of `near` by the direct formula."""
    draws, words = np.nonzero(near)
    N = n.sum()

    def statistic(side, columns):
        a = np.rint(np.einsum("ij,ij->i", side, X[:, columns].T, dtype=np.float64))
        C = np.rint(side @ n)
        return g2_terms(a, f[columns] - a, C, N - C)[1]

    everything = np.arange(len(f))
    observed = statistic(np.tile(observed_side.astype(np.float32), (len(f), 1)), everything)
    hit = statistic(sides[draws], words) >= observed[words] - TIE
    return np.bincount(words[hit], minlength=len(f))


def permutation_p(counts: Counts, target: np.ndarray, draws: int = 9999, seed: int = 1):
    """Test keyness by dealing whole units out anew.

    Parameters
    ----------
    counts : Counts
        Units of both sides by words.
    target : array of bool, shape (units,)
        The units of the target.
    draws : int
        Random reassignments; all splits are taken where there are 8 units or fewer.
    seed : int
        Of the random reassignments.

    Returns
    -------
    array of float, shape (words,)
        p_perm = (draws at least as large + 1) / (draws + 1) with the statistic G2_4 (ties within
        1e-9 count); the share of all splits where they are enumerated. NA where one side has no
        unit.

    Examples
    --------
    >>> toy = Counts(np.array([[3, 1], [3, 1], [0, 4], [0, 4]]), list("abcd"), ["好", "新"])
    >>> permutation_p(toy, np.array([True, True, False, False])).round(4).tolist()
    [0.3333, 0.3333]
    """
    from scipy.sparse import csr_matrix

    sparse = csr_matrix(counts.X)
    target = np.asarray(target, dtype=bool)
    chosen, units = int(target.sum()), len(target)
    if not 0 < chosen < units or draws < 1:
        return np.full(sparse.shape[1], np.nan)
    X, n, f = sparse.toarray().astype(np.float32), sizes(sparse), totals(sparse)
    return _p_values(X, n, f, target[None, :], chosen, draws, seed)[0]


def _p_values(X, n, f, observed_sides, chosen, draws, seed):
    sides, exact = assignments(len(n), chosen, draws, seed)
    count = _exceedances(observed_sides, sides, X, n.astype(np.float64), f)
    return count / len(sides) if exact else (count + 1) / (len(sides) + 1)


def null_control(tokens, unit="paragraph", halves=100, permutations=999, seed=1, min_count=5):
    """Show how often a test cries wolf: random halves of the units, where nothing is key.

    Parameters
    ----------
    tokens : DataFrame or Counts
        Tokens of one text (or counts).
    unit : str
        What is dealt onto the halves.
    halves : int
        Random splits into two halves of equal numbers of units.
    permutations : int
        Draws of the permutation test.
    seed : int
        Halves and draws have streams of their own under it.
    min_count : int
        Words with fewer tokens are not tested.

    Returns
    -------
    DataFrame
        One row a test (G2_4 with chi2, one degree of freedom; permutation): test, words, units,
        halves, share (of words with p < .05, mean over halves), share_lo, share_hi (the middle
        95 % of halves).

    Examples
    --------
    >>> words = list("甲甲乙乙甲乙丙丙甲乙" * 4)
    >>> toy = pd.DataFrame({"word": words, "par": np.repeat(range(20), 2)})
    >>> null_control(toy, "par", halves=20, permutations=99)["test"].tolist()
    ['G2_4', 'permutation']
    """
    from scipy.sparse import csr_matrix
    from scipy.special import chdtrc

    counts = as_counts(tokens, unit)
    sparse = csr_matrix(counts.X)
    n, f = sizes(sparse), totals(sparse)
    keep = f >= min_count
    columns = ["test", "words", "units", "halves", "share", "share_lo", "share_hi"]
    units, chosen = len(n), len(n) // 2
    if chosen < 1 or not keep.any():
        return pd.DataFrame(columns=columns)
    X, f = sparse[:, keep].toarray().astype(np.float32), f[keep]
    half_seed, draw_seed = np.random.SeedSequence(seed).spawn(2)
    rng = np.random.default_rng(half_seed)
    sides = np.zeros((halves, units), dtype=bool)
    for row in sides:
        row[rng.permutation(units)[:chosen]] = True
    p = {}
    C = sides @ n
    a = sides.astype(np.float32) @ X
    g2 = g2_terms(
        np.rint(a).astype(float), f - np.rint(a), C[:, None] * 1.0, (n.sum() - C)[:, None]
    )
    p["G2_4"] = chdtrc(1, g2[1])
    p["permutation"] = _p_values(X, n, f, sides, chosen, permutations, draw_seed)
    rows = []
    for test, values in p.items():
        share = (values < 0.05).mean(axis=1)
        lo, hi = np.quantile(share, [0.025, 0.975])
        rows.append((test, len(f), units, halves, share.mean(), lo, hi))
    return pd.DataFrame(rows, columns=columns)
