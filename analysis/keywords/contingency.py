"""Keyness from two counts and two sizes: every measure of measures.md, vectorised over words.

Notation: a, b = count of the word in target and reference; C, D = their sizes; N = C + D;
c = C - a; d = D - b; E1 = C(a+b)/N; E2 = D(a+b)/N.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.keywords.fisher import fisher_exact

SMOOTHING = (1, 10, 100)


def xlogy(x, y):
    """x ln y with 0 ln 0 = 0 and nothing raised."""
    from scipy.special import xlogy as f

    return f(x, y)


def g2_terms(a, b, C, D):
    """Return the unsigned G2 over two and over four cells.

    G2_2 = 2[a ln(a/E1) + b ln(b/E2)]; G2_4 adds c ln(c/(C-E1)) + d ln(d/(D-E2)).

    Examples
    --------
    >>> two, four = g2_terms(np.array([10.0]), np.array([5.0]), 100.0, 100.0)
    >>> round(float(two[0]), 6), round(float(four[0]), 6)
    (1.69899, 1.834142)
    """
    N = C + D
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = (a + b) / N
        rest = (N - a - b) / N
        two = 2 * (xlogy(a, a / (C * rate)) + xlogy(b, b / (D * rate)))
        c, d = C - a, D - b
        other = 2 * (_cell(c, C * rest) + _cell(d, D * rest))
    return np.maximum(two, 0), np.maximum(two + other, 0)


def _cell(observed, expected):
    return np.where(
        observed > 0, xlogy(observed, observed / np.where(expected > 0, expected, 1)), 0
    )


def measures(a, b, C, D, tested: int | None = None, types: int | None = None) -> pd.DataFrame:
    """Compute every keyness measure.

    Parameters
    ----------
    a, b : array of int, shape (words,)
        Counts in target and reference.
    C, D : int
        Tokens of target and reference.
    tested : int, optional
        How many words are tested, for the corrected interval; default ``len(a)``.
    types : int, optional
        Types of both texts together, for the flat prior; default ``len(a)``.

    Returns
    -------
    DataFrame
        One row a word: a, b, C, D, rates per 10,000 tokens; G2_2, G2_4, chi2, chi2_yates (signed
        by a/C - b/D) with p_G2_2 ... from chi2 with one degree of freedom; p_fisher; LR_hardie;
        LR_half with LR_half_lo, LR_half_hi; LRC_95, LRC_95_bonf; pct_diff; SM1, SM10, SM100;
        BIC_2, BIC_4; OR_half; logodds_PRIOR and logodds_z_PRIOR for the priors pooled, a1000 and
        flat01. Undefined values are NA, unbounded ones inf.

    Notes
    -----
    G2: Dunning 1993; log ratio: Hardie 2014; LRC: Evert 2022; %DIFF: Gabrielatos and Marchi
    2011; simple maths: Kilgarriff 2009; BIC: Wilson 2013; log-odds: Monroe, Colaresi and Quinn
    2008.

    Examples
    --------
    >>> row = measures([10], [5], 100, 100).iloc[0]
    >>> round(row["G2_4"], 4), row["LR_hardie"], row["pct_diff"]
    (np.float64(1.8341), np.float64(1.0), np.float64(100.0))
    """
    from scipy.special import chdtrc

    a = np.asarray(a, dtype=np.int64)
    b = np.asarray(b, dtype=np.int64)
    sign = np.sign(a * int(D) - b * int(C)).astype(float)
    tested = len(a) if tested is None else tested
    out = {"a": a, "b": b, "C": np.full(len(a), C), "D": np.full(len(a), D)}
    x, y, C, D = a.astype(float), b.astype(float), float(C), float(D)
    N = C + D
    with np.errstate(all="ignore"):
        ra, rb = np.divide(x, C), np.divide(y, D)
        out["rate_target"], out["rate_reference"] = 1e4 * ra, 1e4 * rb
        two, four = g2_terms(x, y, C, D)
        plain, yates = _chi2(x, y, C, D)
        empty = C == 0 or D == 0
        for name, value in (("G2_2", two), ("G2_4", four), ("chi2", plain), ("chi2_yates", yates)):
            value = np.full(len(a), np.nan) if empty else value
            out[name] = sign * value
            out[f"p_{name}"] = chdtrc(1, value)
        out["p_fisher"] = fisher_exact(a, b, int(C), int(D))
        out["LR_hardie"] = np.log2(np.where(a == 0, 0.5, x) / C / (np.where(b == 0, 0.5, y) / D))
        half = np.log2((x + 0.5) / (C + 0.5) / ((y + 0.5) / (D + 0.5)))
        variance = 1 / (x + 0.5) - 1 / (C + 0.5) + 1 / (y + 0.5) - 1 / (D + 0.5)
        spread = 1.96 * np.sqrt(np.maximum(variance, 0)) / np.log(2)
        out["LR_half"], out["LR_half_lo"], out["LR_half_hi"] = half, half - spread, half + spread
        out["LRC_95"] = log_ratio_conservative(a, b, C, D, 0.05)
        out["LRC_95_bonf"] = log_ratio_conservative(a, b, C, D, 0.05 / max(tested, 1))
        out["pct_diff"] = 100 * np.divide(ra - rb, rb)
        for k in SMOOTHING:
            out[f"SM{k}"] = (1e6 * ra + k) / (1e6 * rb + k)
        out["BIC_2"] = np.abs(out["G2_2"]) - np.log(N)
        out["BIC_4"] = np.abs(out["G2_4"]) - np.log(N)
        out["OR_half"] = (x + 0.5) * (D - y + 0.5) / ((y + 0.5) * (C - x + 0.5))
        for name, w, A in _priors(x + y, N, len(a) if types is None else types):
            out[f"logodds_{name}"], out[f"logodds_z_{name}"] = log_odds(x, y, C, D, w, A)
    return pd.DataFrame(out)


def _chi2(a, b, C, D):
    N = C + D
    rate = np.divide(a + b, N)
    plain = yates = 0.0
    for observed, expected in (
        (a, C * rate),
        (b, D * rate),
        (C - a, C * (1 - rate)),
        (D - b, D * (1 - rate)),
    ):
        gap = np.abs(observed - expected)
        safe = np.where(expected > 0, expected, np.inf)  # an empty cell expects and finds nothing
        plain = plain + gap**2 / safe
        yates = yates + np.maximum(gap - 0.5, 0) ** 2 / safe
    return plain, yates


def log_ratio_conservative(a, b, C, D, alpha: float) -> np.ndarray:
    """Compute the conservative log ratio LRC (Evert 2022).

    The Clopper-Pearson interval for a out of a + b at `alpha`, as log2[p/(1-p) * D/C]: the bound
    nearer to zero, 0 where the interval holds zero.

    Examples
    --------
    >>> log_ratio_conservative(np.array([20, 6]), np.array([2, 5]), 100.0, 100.0, 0.05).round(4)
    array([1.2805, 0.    ])
    """
    from scipy.special import betaincinv

    with np.errstate(all="ignore"):
        bounds = betaincinv(a, b + 1, alpha / 2), betaincinv(a + 1, b, 1 - alpha / 2)
        lo, hi = (np.log2(np.divide(p, 1 - p) * D / C) for p in bounds)
    lo, hi = np.where(a > 0, lo, -np.inf), np.where(b > 0, hi, np.inf)
    value = np.where(lo > 0, lo, np.where(hi < 0, hi, 0.0))
    undefined = (a + b == 0) | (C == 0) | (D == 0)
    return np.where(undefined, np.nan, value)


def _priors(total, N, types):
    yield "pooled", total, N
    yield "a1000", 1000 * np.divide(total, N), 1000.0
    yield "flat01", np.full(len(total), 0.01), 0.01 * types


def log_odds(a, b, C, D, w, A):
    """Compute the log-odds ratio with a Dirichlet prior and its z (Monroe et al. 2008).

    delta = ln[(a+w)/(C+A-a-w)] - ln[(b+w)/(D+A-b-w)], z = delta / sqrt[1/(a+w) + 1/(b+w)].

    Parameters
    ----------
    w, A : array, float
        Prior count of each word and its sum.
    """
    first = np.log(np.divide(a + w, C + A - a - w))
    second = np.log(np.divide(b + w, D + A - b - w))
    delta = first - second
    return delta, delta / np.sqrt(np.divide(1, a + w) + np.divide(1, b + w))
