"""Words that keep company: within a window inside a sentence, and side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.keywords.contingency import g2_terms
from analysis.keywords.units import column, words_of

PAIRS = 20_000_000  # window places held at a time


def collocations(
    tokens: pd.DataFrame,
    node=None,
    window: int = 5,
    sentence: str = "sentence",
    min_count: int = 1,
    min_node: int = 1,
) -> pd.DataFrame:
    """Find the collocates of words within a window that ends with the sentence.

    The windows round all occurrences of the node are united, so that a token counts once however
    many windows hold it, and tokens of the node itself are left out. R1 = tokens in the union, N =
    tokens - f(node), C1 = f(collocate), O = tokens of the collocate in the union, E = R1 C1 / N.

    Parameters
    ----------
    tokens : DataFrame
        `word` in the order of the text and the column of the sentence.
    node : str or list of str, optional
        Default: every word with `min_node` tokens.
    window : int
        Tokens on either side.
    sentence : str
        What a window may not leave: a column, ``"sentence"`` or ``"paragraph"``.
    min_count : int
        Smallest O that is listed.
    min_node : int
        Smallest frequency of a node.

    Returns
    -------
    DataFrame
        One row a node and collocate, strongest G2 first within a node: node, collocate, f_node,
        O, R1, C1, N, E; MI = log2(O/E); MI3 = log2(O^3/E); t = (O-E)/sqrt O; z = (O-E)/sqrt E; G2
        over four cells, signed by O - E; Dice = 2 O/(f(node) + f(collocate)); logDice = 14 + log2
        Dice; jaccard = O/(R1 + C1 - O); deltaP_21 = O/R1 - (C1-O)/(N-R1) (collocate given node);
        deltaP_12 = O/C1 - (R1-O)/(N-C1) (node given collocate).

    Notes
    -----
    Church and Hanks 1990 (MI); Evert 2008; Rychly 2008 (logDice); Gries 2013 (delta P). O of a
    pair depends on which word is the node.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲乙丙甲乙丁"), "sent": [1, 1, 1, 2, 2, 2]})
    >>> table = collocations(toy, node="甲", window=1, sentence="sent")
    >>> table[["collocate", "O", "R1", "C1", "N", "MI"]].values.tolist()
    [['乙', 2, 2, 2, 4, 1.0]]
    """
    word, vocabulary = pd.factorize(words_of(tokens), sort=True)
    f = np.bincount(word, minlength=len(vocabulary)).astype(np.int64)
    place = pd.factorize(column(tokens, sentence))[0]
    wanted = f >= min_node
    if node is not None:
        asked = [node] if isinstance(node, str) else list(node)
        wanted &= np.isin(np.asarray(vocabulary, dtype=str), np.asarray(asked, dtype=str))
    first, second, joint, R1 = _window_counts(word, place, wanted, window, len(vocabulary))
    keep = joint >= min_count
    first, second, joint = first[keep], second[keep], joint[keep]
    names = np.asarray(vocabulary, dtype=object)
    out = pd.DataFrame({"node": names[first], "collocate": names[second], "f_node": f[first]})
    N = len(word) - f[first]
    scores = association(joint, R1[first], f[second], N, f[first] + f[second])
    out = pd.concat([out, scores], axis=1)
    order = np.lexsort((second, -out["G2"].round(9).to_numpy(), first, -f[first]))
    return out.iloc[order].reset_index(drop=True)


def _window_counts(word, place, wanted, window, words):
    """Count O for pairs of codes, and R1 for codes; nodes in batches to bound memory."""
    n = len(word)
    nodes = np.flatnonzero(wanted)
    f = np.bincount(word, minlength=words)
    batch = np.cumsum(f[nodes] * 2 * window) // PAIRS
    firsts, seconds, observed = [], [], []
    R1 = np.zeros(words, dtype=np.int64)
    for b in np.unique(batch):
        chosen = np.zeros(words, dtype=bool)
        chosen[nodes[batch == b]] = True
        at = np.flatnonzero(chosen[word])
        keys = []
        for step in (*range(-window, 0), *range(1, window + 1)):
            other = at + step
            ok = (other >= 0) & (other < n)
            here, other = at[ok], other[ok]
            ok = (place[here] == place[other]) & (word[here] != word[other])
            keys.append(word[here[ok]].astype(np.int64) * n + other[ok])
        keys = np.unique(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.int64)
        node, token = keys // max(n, 1), keys % max(n, 1)
        R1 += np.bincount(node, minlength=words)
        pairs, joint = np.unique(node * words + word[token], return_counts=True)
        firsts.append(pairs // max(words, 1))
        seconds.append(pairs % max(words, 1))
        observed.append(joint)
    if not firsts:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty, R1
    return np.concatenate(firsts), np.concatenate(seconds), np.concatenate(observed), R1


def association(joint, R1, C1, N, both) -> pd.DataFrame:
    """Compute measures of association from the joint count O, margins R1 and C1, size N.

    Parameters
    ----------
    joint, R1, C1, N : array of int
        Cell O and margins of the fourfold table.
    both : array of int
        f(node) + f(collocate), for Dice.

    Examples
    --------
    >>> association([2], [2], [2], [4], [4])[["E", "MI", "MI3", "logDice"]].values.tolist()
    [[1.0, 1.0, 3.0, 14.0]]
    """
    counts = {"O": joint, "R1": R1, "C1": C1, "N": N}
    counts = {k: np.asarray(v, dtype=np.int64) for k, v in counts.items()}
    o, r, c, n = (v.astype(float) for v in counts.values())
    with np.errstate(all="ignore"):
        e = r * c / n
        dice = 2 * o / np.asarray(both, dtype=float)
        # G2 of a fourfold table is that of two proportions: O of R1 against C1 - O of N - R1
        g2 = g2_terms(o, c - o, r, n - r)[1]
        scores = {
            "E": e,
            "MI": np.log2(o / e),
            "MI3": np.log2(o**3 / e),
            "t": (o - e) / np.sqrt(o),
            "z": (o - e) / np.sqrt(e),
            "G2": np.sign(o * n - r * c) * np.where(r < n, g2, 0.0),
            "Dice": dice,
            "logDice": 14 + np.log2(dice),
            "jaccard": o / (r + c - o),
            "deltaP_21": o / r - (c - o) / (n - r),
            "deltaP_12": o / c - (r - o) / (n - c),
        }
    return pd.DataFrame({**counts, **scores})


def bigrams(tokens: pd.DataFrame, sentence: str = "sentence", min_count: int = 1) -> pd.DataFrame:
    """Measure adjacent pairs inside sentences, with both conventions for the margins.

    Parameters
    ----------
    tokens : DataFrame
        `word` in the order of the text and the column of the sentence.
    sentence : str
        What a pair may not leave.
    min_count : int
        Smallest O that is listed.

    Returns
    -------
    DataFrame
        One row an ordered pair: word1, word2, O, and the columns of `association` twice.
        ``_bigram``: margins are bigrams that begin with word1 (R1), that end with word2 (C1), all
        bigrams (N). ``_token``: margins are tokens of word1 and word2 and all tokens, as in nltk;
        the cells then do not sum to the bigrams there are, and the two differ by up to a third.

    Examples
    --------
    >>> toy = pd.DataFrame({"word": list("甲乙丙甲乙丁"), "sent": [1, 1, 1, 2, 2, 2]})
    >>> table = bigrams(toy, "sent").head(1)
    >>> table[["word1", "word2", "O", "N_bigram", "N_token"]].values.tolist()
    [['甲', '乙', 2, 4, 6]]
    >>> table[["MI_bigram", "MI_token"]].round(3).values.tolist()
    [[1.0, 1.585]]
    """
    word, vocabulary = pd.factorize(words_of(tokens), sort=True)
    words = len(vocabulary)
    f = np.bincount(word, minlength=words).astype(np.int64)
    place = pd.factorize(column(tokens, sentence))[0]
    same = place[1:] == place[:-1]
    one, two = word[:-1][same].astype(np.int64), word[1:][same].astype(np.int64)
    begins, ends = np.bincount(one, minlength=words), np.bincount(two, minlength=words)
    pairs, joint = np.unique(one * max(words, 1) + two, return_counts=True)
    pairs, joint = pairs[joint >= min_count], joint[joint >= min_count]
    first, second = pairs // max(words, 1), pairs % max(words, 1)
    both = f[first] + f[second]
    names = np.asarray(vocabulary, dtype=object)
    N = np.full(len(joint), len(one))
    as_bigrams = association(joint, begins[first], ends[second], N, both).drop(columns="O")
    N = np.full(len(joint), len(word))
    as_tokens = association(joint, f[first], f[second], N, both).drop(columns="O")
    out = pd.DataFrame({"word1": names[first], "word2": names[second], "O": joint})
    out = pd.concat([out, as_bigrams.add_suffix("_bigram"), as_tokens.add_suffix("_token")], axis=1)
    order = np.lexsort((second, first, -out["G2_bigram"].round(9).to_numpy()))
    return out.iloc[order].reset_index(drop=True)
