"""Proposals for new terms: word sequences that stick together and stand free at both ends."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import lexicons
from analysis.tables import round6
from analysis.words.segment import SHIPPED, resolve
from analysis.words.tags import tag

COLUMNS = [
    "rank", "candidate", "cut", "n_words", "count", "pmi", "left_entropy", "right_entropy",
    "score", "tags", "known", "kind", "accept", "examples",
]  # fmt: skip
EXAMPLES = 3


def candidates(
    tokens: pd.DataFrame,
    min_count: int = 2,
    max_words: int = 6,
    engine: str = "rjieba",
    dictionary=SHIPPED,
) -> pd.DataFrame:
    """Propose new terms from the fine words of a text.

    Parameters
    ----------
    tokens : DataFrame
        The token table (sent_id, start, end, word).
    min_count : int
        Least number of occurrences.
    max_words : int
        Longest sequence, in words.
    dictionary
        As for `words.tokens`; it only fills the column known, and never changes the ranking.

    Returns
    -------
    DataFrame
        One proposal a row, best first: rank, candidate, cut (its words), n_words, count, pmi
        (nats, the least over all ways to halve it: ln p(ab) / p(a) p(b); Church & Hanks 1990),
        left_entropy and right_entropy (nats, of the words beside it; the end of a clause counts
        as a new word each time; Jin & Tanaka-Ishii 2006), score, tags, known (its kind where the
        dictionary has it, else empty), kind and accept (empty, for you to fill in), examples (up
        to three sentence ids). score = pmi x min(left, right entropy) x ln(count); a single
        word that the engine does not know takes the median pmi of all sequences.

    Notes
    -----
    Sequences never cross punctuation, never begin or end with a word of the edge lists
    (seeds/term_edges.csv), follow the part-of-speech pattern (...)(noun), and are dropped where a
    longer proposal accounts for nearly all their occurrences. Nothing is merged unasked: see
    `accept_candidates`.

    Examples
    --------
    >>> from analysis import words
    >>> text = "发展低空经济。低空经济很新，支持低空经济。"
    >>> table = pd.DataFrame({"sent_id": ["d:1"], "start": [0], "text": [text]})
    >>> found = candidates(words.tokens(table, dictionary=None), dictionary=None)
    >>> found[["candidate", "cut", "count"]].values.tolist()
    [['低空经济', '低空 经济', 3]]
    """
    terms = _sequences(tokens, min_count, max_words, engine)
    book = resolve(dictionary)
    kinds = dict(zip(book.terms["term"], book.terms["kind"], strict=True)) if book else {}
    terms["known"] = pd.array([kinds.get(c, "") for c in terms["candidate"]], dtype="str")
    terms["kind"] = terms["accept"] = ""
    terms["rank"] = np.arange(1, len(terms) + 1)
    return round6(terms[COLUMNS])


def _sequences(tokens, min_count, max_words, engine) -> pd.DataFrame:
    """All sequences with their measures, filtered and ranked."""
    from analysis.words import engine as engines

    if tokens.empty:
        return pd.DataFrame({c: pd.Series(dtype=object) for c in COLUMNS})
    cutter = engines.load(engine)
    word_id, vocabulary = pd.factorize(tokens["word"], sort=True)
    free, tail = _clauses(tokens, vocabulary, word_id)
    n_tokens = int(free.sum())
    edge = _edges(vocabulary)
    # Per length: the sequence id of each start position (-1 where there is none).
    ids = np.where(free, word_id, -1)
    levels = [ids]
    for n in range(2, max_words + 1):
        ids = _extend(levels[-1], word_id, free, tail, n, min_count)
        if (ids < 0).all():
            break
        levels.append(ids)
    parts = [
        _measure(tokens, levels, n, word_id, free, tail, n_tokens, min_count)
        for n in range(1, len(levels) + 1)
    ]
    table = pd.concat(parts, ignore_index=True)
    table = _keep(table, vocabulary, word_id, edge, cutter)
    if table.empty:
        return table.reindex(columns=COLUMNS)
    table["pmi"] = table["pmi"].fillna(table["pmi"].median()).fillna(0.0)
    entropy = table[["left_entropy", "right_entropy"]].min(axis=1)
    table["score"] = table["pmi"].clip(lower=0) * entropy * np.log(table["count"])
    table = _suppress(round6(table))
    table = table.sort_values(
        ["score", "count", "candidate"], ascending=[False, False, True], kind="stable"
    )
    return table.reset_index(drop=True)


def _clauses(tokens, vocabulary, word_id):
    """Which tokens are words, and for each the index after the last token of its clause."""
    is_word = np.array([any(c.isalnum() for c in w) for w in vocabulary])[word_id]
    sent = pd.factorize(tokens["sent_id"])[0]
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    joined = np.zeros(len(tokens), dtype=bool)  # follows the token before without a gap
    joined[1:] = (sent[1:] == sent[:-1]) & (start[1:] == end[:-1]) & is_word[1:] & is_word[:-1]
    breaks = np.append(np.flatnonzero(~joined), len(tokens))
    tail = np.repeat(breaks[1:], np.diff(breaks)) if len(tokens) else breaks[:0]
    return is_word, tail


def _extend(shorter, word_id, free, tail, n, min_count) -> np.ndarray:
    """Sequences of n words from those of n - 1; a rare one cannot grow into a frequent one."""
    position = np.flatnonzero(shorter >= 0)
    position = position[position + n <= tail[position]]
    ids = np.full(len(shorter), -1, dtype=np.int64)
    if not len(position):
        return ids
    pair = shorter[position] * (int(word_id.max()) + 1) + word_id[position + n - 1]
    code, distinct = pd.factorize(pair)
    often = np.bincount(code, minlength=len(distinct)) >= min_count
    renumber = np.where(often, np.cumsum(often) - 1, -1)
    ids[position] = renumber[code]
    return ids


def _measure(tokens, levels, n, word_id, free, tail, n_tokens, min_count) -> pd.DataFrame:
    """Count, pmi and branching entropies of all sequences of n words."""
    ids = levels[n - 1]
    position = np.flatnonzero(ids >= 0)
    code = ids[position]
    size = int(code.max()) + 1 if len(code) else 0
    count = np.bincount(code, minlength=size)
    first = np.full(size, -1, dtype=np.int64)
    first[code[::-1]] = position[::-1]
    keep = np.flatnonzero((count >= min_count) & (first >= 0))
    pmi = np.full(size, np.nan)
    for k in range(1, n):
        left, right = levels[k - 1][first[keep]], levels[n - k - 1][first[keep] + k]
        product = _counts(levels[k - 1])[left] * _counts(levels[n - k - 1])[right]
        value = np.log(count[keep] * n_tokens / product)
        pmi[keep] = np.fmin(pmi[keep], value)
    # Outside a clause each neighbour is new: a number of its own.
    fresh = -1 - np.arange(len(position))
    clause_start = np.append(True, tail[1:] != tail[:-1])
    before = np.where(clause_start[position], fresh, word_id[position - 1])
    inside = position + n < tail[position]
    after = np.where(inside, word_id[np.minimum(position + n, len(word_id) - 1)], fresh)
    return pd.DataFrame(
        {
            "first": first[keep],
            "n_words": n,
            "count": count[keep],
            "pmi": pmi[keep],
            "left_entropy": _entropy(code, before, size)[keep],
            "right_entropy": _entropy(code, after, size)[keep],
            "candidate": _text(tokens, first[keep], n, ""),
            "cut": _text(tokens, first[keep], n, " "),
            "examples": _examples(tokens, position, code, size)[keep],
        }
    )


def _counts(ids: np.ndarray) -> np.ndarray:
    return np.bincount(ids[ids >= 0]).astype(float)


def _entropy(code, neighbour, size) -> np.ndarray:
    """Shannon entropy (nats) of the neighbours of each sequence."""
    pairs = pd.DataFrame({"code": code, "neighbour": neighbour})
    n = pairs.groupby(["code", "neighbour"]).size()
    owner = n.index.get_level_values(0).to_numpy()
    total = np.bincount(code, minlength=size)
    p = n.to_numpy() / total[owner]
    return np.bincount(owner, weights=-p * np.log(p), minlength=size)


def _text(tokens, first, n, glue) -> list[str]:
    words = tokens["word"].to_numpy(dtype=object)
    return [glue.join(words[a : a + n]) for a in first.tolist()]


def _examples(tokens, position, code, size) -> np.ndarray:
    """Up to three sentence ids of each sequence, as one string."""
    sent = tokens["sent_id"].to_numpy(dtype=object)
    order = np.argsort(code, kind="stable")
    frame = pd.DataFrame({"code": code[order], "sent": sent[position[order]]}).drop_duplicates()
    frame = frame[frame.groupby("code").cumcount() < EXAMPLES]
    out = np.full(size, "", dtype=object)
    joined = frame.groupby("code")["sent"].agg(" ".join)
    out[joined.index.to_numpy()] = joined.to_numpy()
    return out


def _edges(vocabulary) -> dict[str, np.ndarray]:
    """Which words may not begin, end, or stand in a term, by the list of seeds/."""
    rows = lexicons.load(
        "term_edges.csv",
        columns=("word", "edge"),
        optional=("source", "note"),
        unique=("word", "edge"),
    )
    stop = set(lexicons.load("stopwords.csv", columns=("word",))["word"])
    of = {edge: set(part["word"]) for edge, part in rows.groupby("edge")}
    both = of.get("both", set()) | stop
    return {
        "first": np.array([w in both or w in of.get("first", ()) for w in vocabulary]),
        "last": np.array([w in both or w in of.get("last", ()) for w in vocabulary]),
    }


# A term begins with a noun, adjective, verb used as noun, number or name, and ends in a noun.
_BEGIN = ("n", "a", "b", "v", "j", "m", "t", "s", "f", "l", "i", "z", "h", "eng", "d")
_END = ("n", "vn", "j", "l", "i", "s", "eng", "k", "v", "t", "an", "z")
_NEVER = ("p", "c", "u", "r", "y", "e", "x", "q")


def _keep(table, vocabulary, word_id, edge, cutter) -> pd.DataFrame:
    """Filter by edge lists and by the part-of-speech pattern."""
    if table.empty:
        return table.assign(tags="")
    tags = np.array(tag(pd.DataFrame({"word": vocabulary})).tolist(), dtype=object)
    known = np.array([cutter.known(w) for w in vocabulary])
    good = np.zeros(len(table), dtype=bool)
    patterns = []
    for row, (first, n) in enumerate(zip(table["first"], table["n_words"], strict=True)):
        ids = word_id[first : first + n]
        pattern = tags[ids]
        patterns.append(" ".join(pattern))
        if edge["first"][ids[0]] or edge["last"][ids[-1]]:
            continue
        if n == 1:
            word = vocabulary[ids[0]]
            good[row] = not known[ids[0]] and len(word) > 1 and not word[0].isdigit()
            continue
        good[row] = (
            pattern[0].startswith(_BEGIN)
            and not pattern[0].startswith(_NEVER)
            and pattern[-1].startswith(_END)
            and not any(p.startswith(_NEVER) for p in pattern[1:-1] if p not in ("c", "uj"))
        )
    return table.assign(tags=patterns)[good].reset_index(drop=True)


def _suppress(table: pd.DataFrame, share: float = 0.8) -> pd.DataFrame:
    """Drop a sequence that a longer proposal accounts for in at least `share` of its occurrences.

    Frequent part, rare whole: the whole is kept beside it only if it scores.
    """
    explained: dict[str, int] = {}
    for cut, count in zip(table["cut"], table["count"], strict=True):
        words = cut.split(" ")
        for a in range(len(words)):
            for b in range(a + 1, len(words) + 1):
                if b - a < len(words):
                    key = " ".join(words[a:b])
                    explained[key] = max(explained.get(key, 0), count)
    inside = table["cut"].map(explained).fillna(0)
    return table[inside < share * table["count"]]
