"""Find for each sentence of one report the sentence of another that says the same.

Two steps: an index of pairs of characters proposes a few candidates for each sentence, then the
candidates alone are compared character by character, and each sentence gets one partner at most.
Partners are chosen by the mean of both likenesses: the first knows which characters are rare, the
second their order. Whether partners say the same is told best by the first alone, as labelled pairs
of national reports show (docs/accuracy/comparison.md).
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

PROPOSED = 8  # candidates for each sentence
LEAST_COSINE = 0.1  # of the pairs of characters; below, nothing is proposed
SHORTEST = 4  # characters; shorter sentences (各位代表！) are not compared

_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|来|底|前)?")
_LISTED = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)、．]|\.(?!\d)|(?<=\D)[是要](?=\D{3}))"
)
_DROPPED = re.compile(r"[\s\u3000“”‘’\"'《》〈〉（）()—]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def plain(text: str) -> str:
    """Reduce a sentence to what is compared: no list numbers, brackets, quotes, blanks, years.

    Examples
    --------
    >>> plain("（一）坚持“三农”优先。"), plain("2024年，ＧＤＰ增长5%。"), plain("一是稳就业。")
    ('坚持三农优先', ',GDP增长5%', '稳就业')
    """
    text = text.strip()
    listed = _LISTED.match(text)
    text = _DROPPED.sub("", text[listed.end() :] if listed else text)
    text = unicodedata.normalize("NFKC", text)
    return _YEAR.sub("", text).rstrip("。.;,!?")


def numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of a plain text in order, those written in Chinese not among them.

    Examples
    --------
    >>> numbers("增长5.8%,新增3家")
    ('5.8', '3')
    """
    return tuple(_NUMBER.findall(text))


def candidates(one: list[str], other: list[str], proposed: int = PROPOSED) -> pd.DataFrame:
    """Propose pairs by tf-idf cosine of their pairs of characters.

    Parameters
    ----------
    one, other : list of str
        Plain texts.
    proposed : int
        At most so many for each text of `one`, the nearest first.

    Returns
    -------
    DataFrame
        i, j (positions), cosine.

    Examples
    --------
    >>> candidates(["推进工业强市"], ["发展茶叶", "推进制造强市"])[["i", "j"]].values.tolist()
    [[0, 1]]
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    empty = pd.DataFrame({"i": [], "j": [], "cosine": []}).astype({"i": int, "j": int})
    if not any(len(t) > 1 for t in one) or not any(len(t) > 1 for t in other):
        return empty
    index = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True)
    both = index.fit_transform([*one, *other])
    near = (both[: len(one)] @ both[len(one) :].T).tocoo()
    table = pd.DataFrame({"i": near.row, "j": near.col, "cosine": near.data.round(9)})
    table = table[table["cosine"] >= LEAST_COSINE]
    table = table.sort_values(["i", "cosine", "j"], ascending=[True, False, True])
    return table.groupby("i").head(proposed).reset_index(drop=True)


def ratios(one: list[str], other: list[str], pairs: pd.DataFrame) -> np.ndarray:
    """Compare the texts of proposed pairs: 2 x longest common subsequence / both lengths.

    The normalised indel similarity (rapidfuzz `ratio`): 1 for the same characters in the same
    order, 0 for no character in common.

    Examples
    --------
    >>> pairs = pd.DataFrame({"i": [0], "j": [0]})
    >>> ratios(["推进工业强市"], ["推进制造强市"], pairs).round(3).tolist()
    [0.667]
    """
    from rapidfuzz import fuzz, process

    if pairs.empty:
        return np.zeros(0)
    left, right = [one[i] for i in pairs["i"]], [other[j] for j in pairs["j"]]
    return process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.float64) / 100


def assign(pairs: pd.DataFrame) -> pd.DataFrame:
    """Give each sentence one partner at most, the most alike pairs first.

    Parameters
    ----------
    pairs : DataFrame
        i, j, score.

    Returns
    -------
    DataFrame
        The pairs that were taken, in the order of i. Ties go to the pair that stands first.

    Examples
    --------
    >>> toy = pd.DataFrame({"i": [0, 0, 1], "j": [0, 1, 0], "score": [0.9, 0.8, 0.95]})
    >>> assign(toy)[["i", "j"]].values.tolist()
    [[0, 1], [1, 0]]
    """
    order = np.lexsort((pairs["j"], pairs["i"], -pairs["score"].round(9)))
    left, right = pairs["i"].tolist(), pairs["j"].tolist()
    taken_i, taken_j, kept = set(), set(), []
    for row in order.tolist():
        i, j = left[row], right[row]
        if i not in taken_i and j not in taken_j:
            taken_i.add(i)
            taken_j.add(j)
            kept.append(row)
    return pairs.iloc[kept].sort_values("i", kind="stable").reset_index(drop=True)


def match(one: list[str], other: list[str], groups=None) -> pd.DataFrame:
    """Pair the texts of two lists one to one.

    Parameters
    ----------
    one, other : list of str
        Sentences; they are made plain here.
    groups : pair of sequences, optional
        What zone each sentence stands in; only sentences of one zone are paired.

    Returns
    -------
    DataFrame
        i, j, cosine, ratio, score (their mean); one row a pair, those of low score too.

    Examples
    --------
    >>> found = match(["支持企业出海。", "好。"], ["发展茶叶。", "推动企业出海。"])
    >>> found[["i", "j"]].values.tolist()
    [[0, 1]]
    """
    a, b = [plain(text) for text in one], [plain(text) for text in other]
    zones_a, zones_b = groups or ([""] * len(a), [""] * len(b))
    parts = []
    for zone in dict.fromkeys(zones_a):
        here = [i for i, z in enumerate(zones_a) if z == zone and len(a[i]) >= SHORTEST]
        there = [j for j, z in enumerate(zones_b) if z == zone and len(b[j]) >= SHORTEST]
        if not here or not there:
            continue
        left, right = [a[i] for i in here], [b[j] for j in there]
        found = candidates(left, right)
        found["ratio"] = ratios(left, right, found).round(9)
        found["score"] = (found["cosine"] + found["ratio"]) / 2
        found["i"] = np.array(here)[found["i"].to_numpy(dtype=int)]
        found["j"] = np.array(there)[found["j"].to_numpy(dtype=int)]
        parts.append(found)
    if not parts:
        columns = {"i": int, "j": int, "cosine": float, "ratio": float, "score": float}
        return pd.DataFrame(columns=list(columns)).astype(columns)
    return assign(pd.concat(parts, ignore_index=True))
