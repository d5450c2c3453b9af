"""Fisher's exact test for many 2 x 2 tables at once."""

from __future__ import annotations

import numpy as np

STEP = 16  # terms of a tail summed at first; twice as many each time after
TIE = 1e-7  # relative: outcomes as likely as the observed one count as at least as extreme


def fisher_exact(a, b, C: int, D: int) -> np.ndarray:
    """Compute the two-sided p of Fisher's exact test.

    The sum of all hypergeometric probabilities not larger than that of the observed table (ties
    within 1e-7, as in R). scipy's test takes one table and its distribution function takes
    minutes where sizes pass 10^8; here tails are summed outward by their ratios until the terms
    vanish.

    Parameters
    ----------
    a, b : array of int
        Counts of each word in target and reference.
    C, D : int
        Sizes of target and reference.

    Returns
    -------
    array of float
        NA where a size is zero.

    Examples
    --------
    >>> fisher_exact(np.array([8, 3]), np.array([2, 3]), 10, 10).round(6).tolist()
    [0.023014, 1.0]
    """
    K = np.asarray(a, dtype=np.int64) + np.asarray(b, dtype=np.int64)
    a = np.asarray(a, dtype=np.int64)
    if C == 0 or D == 0:
        return np.full(len(a), np.nan)
    N = C + D
    low, high = np.maximum(0, K - D), np.minimum(K, C)
    mode = np.clip(((K + 1).astype(float) * (C + 1) / (N + 2)).astype(np.int64), low, high)
    here = _log_pmf(a, K, C, N)
    above = a >= mode
    # The far side starts at the first outcome beyond the mode that is not more likely.
    far = _first_unlikely(here + TIE, K, C, N, mode, np.where(above, low - 1, high + 1))
    p = _tail(a, K, C, N, above, here) + _tail(far, K, C, N, ~above, _log_pmf(far, K, C, N))
    return np.minimum(np.where(np.abs(_log_pmf(mode, K, C, N) - here) <= TIE, 1.0, p), 1.0)


def _log_pmf(k, K, C, N):
    from scipy.special import gammaln

    low, high = np.maximum(0, K - (N - C)), np.minimum(K, C)
    inside = (k >= low) & (k <= high)
    k = np.clip(k, low, high)
    ways = gammaln(K + 1) - gammaln(k + 1) - gammaln(K - k + 1)
    value = ways + _log_falling(C, k) + _log_falling(N - C, K - k) - _log_falling(N, K)
    return np.where(inside, value, -np.inf)


def _log_falling(x, k):
    """ln x!/(x-k)!, by Stirling's series of the difference: ln x! alone has no digits to spare."""
    from scipy.special import gammaln

    x, k = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(k, dtype=float))
    y = x - k
    exact = gammaln(x + 1) - gammaln(y + 1)
    big = np.where(y >= 30, y, 30.0)
    top = np.maximum(x, 30.0)
    series = _correction(top) - _correction(big)
    near = (big + 0.5) * np.log1p(k / big) + k * np.log(top) - k + series
    return np.where(y >= 30, near, exact)


def _correction(x):
    r = 1 / x
    square = r * r
    return r * (1 / 12 - square * (1 / 360 - square / 1260))


def _first_unlikely(limit, K, C, N, mode, outside):
    """Bisect between the mode (likely) and a point outside the support (probability zero)."""
    likely, unlikely = mode.copy(), outside.copy()
    while True:
        gap = np.abs(likely - unlikely)
        if not (gap > 1).any():
            return unlikely
        middle = np.where(gap > 1, (likely + unlikely) // 2, likely)
        is_likely = _log_pmf(middle, K, C, N) > limit
        likely = np.where(is_likely & (gap > 1), middle, likely)
        unlikely = np.where(~is_likely & (gap > 1), middle, unlikely)


def _tail(start, K, C, N, upward, log_first):
    """Sum the probabilities from `start` outward, by the ratio of each outcome to the one before.

    A lower tail is the upper tail of the other side: K - k out of the N - C.
    """
    k = np.where(upward, start, K - start).astype(float)
    size = np.where(upward, C, N - C).astype(float)
    K = K.astype(float)
    total = np.where(np.isfinite(log_first), 1.0, 0.0)
    active = np.flatnonzero(total)
    term = np.ones(len(active))
    done, step = 0, STEP
    while len(active):
        at = k[active, None] + (done + np.arange(step))
        n, c = K[active, None], size[active, None]
        # at the end of the support a ratio is zero, and so are all products behind it
        ratio = (n - at) * (c - at)
        at += 1
        ratio /= at * (at + (N - n - c))
        terms = np.cumprod(ratio, axis=1, out=ratio)
        terms *= term[:, None]
        total[active] += terms.sum(axis=1)
        term = terms[:, -1]
        alive = term > 1e-17 * total[active]
        active, term, done = active[alive], term[alive], done + step
        step = min(2 * step, 512)
    return total * np.exp(np.where(np.isfinite(log_first), log_first, 0.0))
