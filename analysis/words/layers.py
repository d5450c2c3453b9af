"""The two layers, cut at once: terms first, longest first, then the gaps between them.

All sentences are joined into one text and handled as arrays of boundaries, so that a large
corpus costs little more than the engine itself.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.words import engine as engines

# Stands between sentences: the engine never joins it to anything.
SEPARATOR = "\x00"


def tokens(sentences: pd.DataFrame, engine: str = "rjieba", dictionary=None) -> pd.DataFrame:
    """Cut sentences into fine words.

    Parameters
    ----------
    sentences : DataFrame
        Columns sent_id, start, text (others are ignored), one sentence a row.
    engine : str
        ``"rjieba"`` or ``"jieba"``; both give the same tokens.

    Returns
    -------
    DataFrame
        sent_id, i (0, 1, 2... within the sentence), start, end (code points of the document),
        word. The tokens of a sentence cover each of its characters once, in order, except
        whitespace, which is in no token.

    Examples
    --------
    >>> table = pd.DataFrame({"sent_id": ["d:1"], "start": [100], "text": ["稳外贸 24条。"]})
    >>> tokens(table)[["start", "end", "word"]].values.tolist()
    [[100, 101, '稳'], [101, 103, '外贸'], [104, 106, '24'], [106, 107, '条'], [107, 108, '。']]
    """
    joined, first = join(sentences["text"])
    cutter = engines.load(engine)
    words = cutter.cut(joined)
    edges = np.zeros(len(joined) + 1, dtype=bool)
    edges[0] = True
    edges[np.cumsum(np.fromiter(map(len, words), dtype=np.int64, count=len(words)))] = True
    return _table(sentences, joined, first, edges)


def join(texts: pd.Series) -> tuple[str, np.ndarray]:
    """Join texts with a separator; give the joined text and where each begins in it."""
    texts = texts.tolist()
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    first = np.concatenate([[0], np.cumsum(lengths + 1)[:-1]]) if texts else lengths
    return SEPARATOR.join(texts), first.astype(np.int64)


def codes(text: str) -> np.ndarray:
    """Code points of a text as an array (lone surrogates pass)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _table(sentences, joined, first, edges) -> pd.DataFrame:
    """Turn boundaries of the joined text into the token table."""
    start = np.flatnonzero(edges[:-1])
    end = np.append(start[1:], len(joined))
    skip = _spaces(codes(joined))
    skip[first[1:] - 1] = True  # the separators
    # Whitespace is never inside a token, so the first character tells.
    keep = ~skip[start]
    start, end = start[keep], end[keep]
    row = np.searchsorted(first, start, side="right") - 1
    opens = np.searchsorted(row, row, side="left")
    shift = sentences["start"].to_numpy(dtype=np.int64) - first
    shift = shift[row] if len(row) else np.zeros(0, dtype=np.int64)
    words = [joined[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    return pd.DataFrame(
        {
            "sent_id": sentences["sent_id"].array.take(row),
            "i": np.arange(len(row)) - opens,
            "start": start + shift,
            "end": end + shift,
            "word": pd.array(words, dtype="str"),
        }
    )


_SPACE = np.array([c for c in range(0x3001) if chr(c).isspace()], dtype=np.uint32)


def _spaces(points: np.ndarray) -> np.ndarray:
    table = np.zeros(0x3001, dtype=bool)
    table[_SPACE] = True
    return table[np.minimum(points, 0x3000)] & (points <= 0x3000)
