"""How rich is the vocabulary, and how long are the sentences?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.keywords.units import column, words_of

WINDOWS = (50, 100, 500)
MTLD_THRESHOLD = 0.72
HDD_SAMPLE = 42
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
CLAUSE_END = r"[，。；！？：]"


def diversity(tokens: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Compute measures of lexical diversity.

    Parameters
    ----------
    tokens : DataFrame
        `word` in the order of the text, and the column `by`.
    by : str, optional
        One row for each of its values; default one row for all.

    Returns
    -------
    DataFrame
        unit, tokens N, types V, hapax, hapax_share (of types); TTR = V/N; RTTR = V/sqrt N; CTTR =
        V/sqrt 2N; herdan_C = ln V/ln N; maas_a2 = (ln N - ln V)/(ln N)^2; MATTR_50, MATTR_100,
        MATTR_500 (mean TTR of every window, step 1; NA where the text is shorter); MTLD_072_le
        (a factor closes at TTR <= .72) and MTLD_072_lt (below .72), mean of both directions;
        HDD_42; yule_K = 1e4 (sum i^2 V_i - N)/N^2; simpson = sum i(i-1) V_i/(N(N-1)); simpson_p2 =
        sum of squared shares; zipf_slope_ols (log10 on log10, all ranks), zipf_exponent_mle
        (truncated zeta over V ranks); heaps_beta_ols, heaps_K_ols (ln V on ln N at every 100th
        token).

    Notes
    -----
    TTR falls with length: compare MATTR or MTLD between texts of different length. Covington and
    McFall 2010 (MATTR); McCarthy and Jarvis 2010 (MTLD, HD-D); Yule 1944; Simpson 1949.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲乙甲丙")})
    >>> diversity(toy)[["tokens", "types", "TTR", "yule_K"]].values.tolist()
    [[4.0, 3.0, 0.75, 1250.0]]
    """
    words = words_of(tokens)
    rows = []
    for unit, part in words.groupby(column(tokens, by).to_numpy(), sort=False):
        rows.append({"unit": unit, **measures_of(part.to_numpy())})
    return pd.DataFrame(rows, columns=["unit", *measures_of(np.array([], dtype=object))])


def measures_of(words) -> dict[str, float]:
    """Compute all measures of one sequence of words."""
    code, _ = pd.factorize(np.asarray(words, dtype=object))
    N = len(code)
    f = np.bincount(code) if N else np.zeros(0, dtype=np.int64)
    V, hapax = len(f), int((f == 1).sum())
    with np.errstate(all="ignore"):
        n, v = np.float64(N), np.float64(V)
        log_n, log_v = np.log(n), np.log(v)
        out = {
            "tokens": N,
            "types": V,
            "hapax": hapax,
            "hapax_share": hapax / v,
            "TTR": v / n,
            "RTTR": v / np.sqrt(n),
            "CTTR": v / np.sqrt(2 * n),
            "herdan_C": log_v / log_n,
            "maas_a2": (log_n - log_v) / log_n**2,
        }
        out |= {f"MATTR_{w}": mattr(code, w) for w in WINDOWS}
        out["MTLD_072_le"], out["MTLD_072_lt"] = mtld(code), mtld(code, closes_at_equal=False)
        out[f"HDD_{HDD_SAMPLE}"] = hdd(f, HDD_SAMPLE)
        square = np.float64(np.sum(f.astype(float) ** 2))
        out["yule_K"] = 1e4 * (square - n) / n**2
        out["simpson"] = (square - n) / (n * (n - 1))
        out["simpson_p2"] = square / n**2
    out["zipf_slope_ols"], out["zipf_exponent_mle"] = zipf(f)
    out["heaps_beta_ols"], out["heaps_K_ols"] = heaps(code)
    return {key: value if isinstance(value, int) else float(value) for key, value in out.items()}


def mattr(code: np.ndarray, window: int) -> float:
    """Compute the moving-average type-token ratio over every window, step 1.

    Examples
    --------
    >>> mattr(np.array([0, 1, 0, 2]), 2), mattr(np.array([0, 0, 0]), 2)
    (1.0, 0.5)
    """
    N = len(code)
    if not 0 < window <= N:
        return float("nan")
    # A token adds a type to the windows that begin after its last occurrence and not after it.
    order = np.argsort(code, kind="stable")
    before = np.full(N, -1)
    same = code[order][1:] == code[order][:-1]
    before[order[1:][same]] = order[:-1][same]
    at = np.arange(N)
    begin = np.maximum(before, at - window) + 1
    begin, end = np.maximum(begin, 0), np.minimum(at, N - window)
    types = np.maximum(end - begin + 1, 0).sum()
    return float(types / (N - window + 1) / window)


def mtld(code: np.ndarray, threshold: float = MTLD_THRESHOLD, closes_at_equal=True) -> float:
    """Compute the measure of textual lexical diversity, mean of both directions.

    Tokens divided by factors: runs in which the type-token ratio falls to `threshold` (``<=``, or
    ``<`` where `closes_at_equal` is False); the last run counts (1 - TTR)/(1 - threshold). inf
    where no token is repeated, NA for an empty text.

    Examples
    --------
    >>> mtld(np.array([0, 0, 0, 0])), mtld(np.arange(3))
    (2.0, inf)
    """
    if not len(code):
        return float("nan")
    runs = [_factors(c.tolist(), threshold, closes_at_equal) for c in (code, code[::-1])]
    return float(np.mean([len(code) / x if x else np.inf for x in runs]))


def _factors(codes, threshold, closes_at_equal) -> float:
    factors, seen, n = 0.0, set(), 0
    for code in codes:
        seen.add(code)
        n += 1
        ratio = len(seen) / n
        if ratio < threshold or (closes_at_equal and ratio == threshold):
            factors, seen, n = factors + 1, set(), 0
    return factors + ((1 - len(seen) / n) / (1 - threshold) if n else 0.0)


def hdd(f: np.ndarray, sample: int = HDD_SAMPLE) -> float:
    """Compute HD-D: the expected type-token ratio of a random sample (without replacement).

    Sum over types of (1 - P(absent from the sample)) / sample. NA where the text is shorter.

    Examples
    --------
    >>> round(hdd(np.array([2, 1, 1]), sample=2), 4)
    0.9167
    """
    from scipy.special import gammaln

    N = int(f.sum())
    if sample > N:
        return float("nan")
    left = N - f.astype(float)
    with np.errstate(all="ignore"):
        log_absent = gammaln(left + 1) - gammaln(left - sample + 1)
        log_absent -= gammaln(N + 1.0) - gammaln(N - sample + 1.0)
    absent = np.where(left >= sample, np.exp(log_absent), 0.0)
    return float(np.sum(1 - absent) / sample)


def zipf(f: np.ndarray) -> tuple[float, float]:
    """Fit Zipf's law: OLS slope of log10 f on log10 rank, and the MLE exponent.

    The likelihood is that of the truncated zeta: P(rank r) = r^-s / sum over V ranks. NA for
    fewer than two types.

    Examples
    --------
    >>> [round(x, 4) for x in zipf(np.array([60, 30, 20, 15, 12]))]
    [-1.0, 1.0]
    """
    from scipy.optimize import minimize_scalar

    f = np.sort(f)[::-1].astype(float)
    if len(f) < 2:
        return float("nan"), float("nan")
    log_rank = np.log(np.arange(1, len(f) + 1))
    x, y = log_rank / np.log(10), np.log10(f)
    x = x - x.mean()
    slope = float(x @ (y - y.mean()) / (x @ x))
    mean_log = float(f @ log_rank / f.sum())

    def loss(s):
        return s * mean_log + np.log(np.exp(-s * log_rank).sum())

    fit = minimize_scalar(loss, bounds=(0, 20), method="bounded", options={"xatol": 1e-10})
    return slope, float(_polish(fit.x, mean_log, log_rank))


def _polish(s, mean_log, log_rank):
    """Newton steps on the score, since a minimum is flat and a root is sharp."""
    for _ in range(8):
        w = np.exp(-s * log_rank)
        w /= w.sum()
        mean = w @ log_rank
        variance = w @ log_rank**2 - mean**2
        if variance <= 0 or not 0 < s < 20:
            return s
        s = s + (mean - mean_log) / variance
    return s


def heaps(code: np.ndarray, step: int = 100) -> tuple[float, float]:
    """Fit Heaps' law V = K N^beta: OLS of ln V on ln N at every 100th token; NA below two points.

    Examples
    --------
    >>> [round(x, 4) for x in heaps(np.arange(400))]
    [1.0, 1.0]
    """
    N = np.arange(step, len(code) + 1, step)
    if len(N) < 2:
        return float("nan"), float("nan")
    first = np.zeros(len(code), dtype=np.int64)
    first[np.unique(code, return_index=True)[1]] = 1
    V = np.cumsum(first)[N - 1]
    x, y = np.log(N), np.log(V)
    beta = (x - x.mean()) @ (y - y.mean()) / ((x - x.mean()) @ (x - x.mean()))
    return float(beta), float(np.exp(y.mean() - beta * x.mean()))


def lengths(sentences: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Measure sentences and clauses in Han characters.

    Parameters
    ----------
    sentences : DataFrame
        Column `text`, one row a sentence; and the column `by`.
    by : str, optional
        One row for each of its values.

    Returns
    -------
    DataFrame
        unit, sentences, clauses (both with a Han character; clauses end at ，。；！？：), han,
        han_per_sentence, han_per_clause, sd_sentence, sd_clause (population), clauses_per_sentence.

    Examples
    --------
    >>> lengths(pd.DataFrame({"text": ["经济稳，民生好。", "好！"]})).values.tolist()[0][1:6]
    [2, 3, 7, 3.5, 2.3333333333333335]
    """
    rows = []
    text = sentences["text"].astype(object)
    for unit, part in text.groupby(column(sentences, by).to_numpy(), sort=False):
        rows.append({"unit": unit, **_lengths(part)})
    return pd.DataFrame(rows, columns=["unit", *_lengths(pd.Series([], dtype=object))])


def _lengths(text: pd.Series) -> dict:
    sentence = np.array([_han(t) for t in text], dtype=float)
    pieces = text.str.split(CLAUSE_END, regex=True).explode().dropna() if len(text) else text
    clause = np.array([_han(t) for t in pieces], dtype=float)
    sentence, clause = sentence[sentence > 0], clause[clause > 0]
    some = len(sentence) > 0
    return {
        "sentences": len(sentence),
        "clauses": len(clause),
        "han": int(sentence.sum()),
        "han_per_sentence": sentence.mean() if some else np.nan,
        "han_per_clause": clause.mean() if some else np.nan,
        "sd_sentence": sentence.std() if some else np.nan,
        "sd_clause": clause.std() if some else np.nan,
        "clauses_per_sentence": len(clause) / len(sentence) if some else np.nan,
    }


def _han(text: str) -> int:
    import re

    return len(re.findall(HAN, text))
