"""Which words are typical of one text against another, and does it survive an honest test?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.counts import Counts
from analysis.errors import InputError
from analysis.keywords.contingency import measures
from analysis.keywords.dispersion import range_and_dp
from analysis.keywords.permutation import permutation_p
from analysis.keywords.units import align, as_counts, column, sizes, totals


def keyness(
    target: pd.DataFrame | Counts,
    reference: pd.DataFrame | Counts | pd.Series,
    unit: str = "paragraph",
    permutations: int = 9999,
    seed: int = 1,
    min_count: int = 1,
    words=None,
) -> pd.DataFrame:
    """Compare the words of two sets of tokens.

    Parameters
    ----------
    target, reference : DataFrame or Counts; the reference may be a Series
        Tokens (`word` in the order of the text and the column of `unit`), counts, or a frequency
        list (counts over words).
    unit : str
        What the permutation test deals out anew and dispersion runs over: a column, or
        ``"paragraph"``, ``"sentence"``, ``"document"``. Units of the two sides are different
        units even where they have the same name.
    permutations : int
        Draws of the permutation test; 0 leaves it out. All splits where 8 units or fewer.
    seed : int
        Of the draws.
    min_count : int
        Words with fewer tokens in both together are not tested and not listed.
    words : iterable of str, optional
        Test and list these alone (a view, such as content words); sizes and rates stay those of
        all tokens.

    Returns
    -------
    DataFrame
        One row a word, most typical of the target first: `word`, all columns of
        `contingency.measures`, range_target, range_reference (units with the word), DP_target,
        DP_reference, p_perm, q (Benjamini-Hochberg) and Holm of p_perm, q_G2_4 and Holm_G2_4 of
        p_G2_4, `n_tested` (how many words the corrections run over).

    Raises
    ------
    InputError
        If a column is missing.

    Examples
    --------
    >>> plan = pd.DataFrame({"word": list("建建建设"), "par": [1, 1, 2, 2]})
    >>> review = pd.DataFrame({"word": list("增增设设"), "par": [1, 1, 2, 2]})
    >>> keyness(plan, review, unit="par")[["word", "a", "b", "G2_4"]].round(3).values.tolist()
    [['建', 3, 0, 6.086], ['设', 1, 2, -0.541], ['增', 0, 2, -3.452]]
    """
    vocabulary, first, second = align(as_counts(target, unit), as_counts(reference, unit))
    a, b = totals(first.X), totals(second.X)
    C, D = int(a.sum()), int(b.sum())
    wanted = None if words is None else set(words)
    named = [word != "" and (wanted is None or word in wanted) for word in vocabulary]
    keep = np.flatnonzero((a + b >= min_count) & np.array(named, dtype=bool))
    out = measures(a[keep], b[keep], C, D, types=int((a + b > 0).sum()))
    out.insert(0, "word", [vocabulary[i] for i in keep])
    for side, counts, f in (("target", first, a), ("reference", second, b)):
        spread, dp = range_and_dp(counts.X, f)
        out[f"range_{side}"], out[f"DP_{side}"] = spread[keep], dp[keep]
    is_list = isinstance(reference, pd.Series)
    out["p_perm"] = np.nan if is_list else _permute(first, second, keep, permutations, seed)
    out["q"], out["Holm"] = adjusted(out["p_perm"])
    out["q_G2_4"], out["Holm_G2_4"] = adjusted(out["p_G2_4"])
    out["n_tested"] = len(out)
    order = np.lexsort((out["word"].to_numpy(dtype=str), -np.nan_to_num(out["G2_4"].round(9))))
    return out.iloc[order].reset_index(drop=True)


def _permute(first: Counts, second: Counts, keep, permutations: int, seed: int):
    """Test the kept words; all others are one remainder, so that unit sizes stay right."""
    from scipy.sparse import csr_matrix, hstack, vstack

    if not permutations or not len(keep):
        return np.nan
    X = vstack([first.X, second.X]).tocsr()
    kept = X[:, keep]
    rest = csr_matrix((sizes(X) - sizes(kept))[:, None])
    target = np.arange(X.shape[0]) < first.X.shape[0]
    filled = sizes(X) > 0
    table = Counts(hstack([kept, rest]).tocsr()[filled], [], [])
    return permutation_p(table, target[filled], permutations, seed)[:-1]


def adjusted(p) -> tuple[np.ndarray, np.ndarray]:
    """Correct p values for many tests: Benjamini-Hochberg (1995) q and Holm (1979); NA stays NA.

    Examples
    --------
    >>> q, holm = adjusted([0.01, 0.04, np.nan])
    >>> q.tolist(), holm.tolist()
    ([0.02, 0.04, nan], [0.02, 0.04, nan])
    """
    p = np.asarray(p, dtype=float)
    q, holm = np.full(len(p), np.nan), np.full(len(p), np.nan)
    order = np.argsort(p, kind="stable")[: int((~np.isnan(p)).sum())]  # NA sort last
    m, ranked = len(order), p[order]
    step_up = np.minimum.accumulate((ranked * m / np.arange(1, m + 1))[::-1])[::-1]
    step_down = np.maximum.accumulate(ranked * np.arange(m, 0, -1))
    q[order], holm[order] = np.minimum(step_up, 1), np.minimum(step_down, 1)
    return q, holm


def split(tokens: pd.DataFrame, by: str, target, reference=None):
    """Cut a table of tokens into target and reference.

    Section against section, part against the rest, a report against the user's other reports
    (``by="document"``), all by the same call.

    Parameters
    ----------
    tokens : DataFrame
    by : str
        A column, or ``"paragraph"``, ``"document"``.
    target, reference : value or list of values of that column
        Reference None: all the rest.

    Raises
    ------
    InputError
        If no token has the value asked for.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲乙丙"), "section": ["一", "二", "三"]})
    >>> [side["word"].tolist() for side in split(toy, "section", "一")]
    [['甲'], ['乙', '丙']]
    """
    groups = column(tokens, by)

    def among(values):
        values = values if isinstance(values, (list, tuple, set)) else [values]
        found = groups.isin(list(values))
        if not found.any():
            known = ", ".join(sorted(map(str, groups.unique())))
            what = f"no token where {by} is {', '.join(map(str, values))}"
            raise InputError(what, do=f"There is: {known}.")
        return found

    chosen = among(target)
    other = ~chosen if reference is None else among(reference)
    return tokens[chosen], tokens[other]


def keyness_by(tokens: pd.DataFrame, by: str, **options) -> pd.DataFrame:
    """Compare each group with all the rest: `keyness` for every value of a column.

    Returns
    -------
    DataFrame
        The rows of `keyness` with the columns target and reference (``"rest"``) in front; groups
        in the order of the text. Corrections run within a group.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲甲乙丙"), "section": list("一一二三")})
    >>> table = keyness_by(toy, "section", unit="section", permutations=0)
    >>> table[table["G2_4"] > 0][["target", "word"]].values.tolist()
    [['一', '甲'], ['二', '乙'], ['三', '丙']]
    """
    tables = []
    for value in pd.unique(column(tokens, by)):
        table = keyness(*split(tokens, by, value), **options)
        table.insert(0, "target", value)
        table.insert(1, "reference", "rest")
        tables.append(table)
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def general_reference(words, size: int = 10**8) -> pd.Series:
    """Make a frequency list of general Chinese from the optional package wordfreq.

    wordfreq keeps proportions rounded to about three digits, gathered until 2021 from several
    kinds of text; it is no corpus. Counts are proportion x `size`, rounded; words it does not
    know count 0. There are no units, so nothing can be permuted: p_perm is NA, and p over tokens
    says nothing with a size of our own choosing. Read the effect sizes.

    Parameters
    ----------
    words : iterable of str
        The vocabulary to look up.
    size : int
        Tokens the list is taken to stand for.

    Returns
    -------
    Series
        Counts over words; the entry ``""`` holds the remainder, so that they sum to `size`.

    Raises
    ------
    InputError
        If wordfreq is not installed.
    """
    try:
        import wordfreq
    except ImportError:
        raise InputError(
            "the general reference needs the package wordfreq, which is not installed",
            do="Install the extra 'reference' (pip install wordfreq), or name another reference.",
        ) from None
    words = sorted(set(words))
    counts = [round(size * wordfreq.word_frequency(word, "zh")) for word in words]
    return pd.Series([size - sum(counts), *counts], index=["", *words])
