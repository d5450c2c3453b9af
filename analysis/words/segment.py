"""The two layers, cut at once: terms first, longest first, then the gaps between them.

All sentences are joined into one text and handled as arrays of boundaries, so that a large
corpus costs little more than the engine itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import InputError
from analysis.words import dictionary as dictionaries
from analysis.words import engine as engines
from analysis.words import rules

# Stands between sentences and for each term: the engine never joins it to anything.
SEPARATOR = "\x00"
SHIPPED = "shipped"


def tokens(sentences: pd.DataFrame, engine: str = "rjieba", dictionary=SHIPPED) -> pd.DataFrame:
    """Cut sentences into fine words.

    Parameters
    ----------
    sentences : DataFrame
        Columns sent_id, start, text (others are ignored), one sentence a row.
    engine : str
        ``"rjieba"`` or ``"jieba"``; both give the same tokens.
    dictionary : Dictionary, str, Path or None
        ``"shipped"`` for the lists of seeds/, a path for a term list of your own, None for the
        engine's words alone, without rules and terms.

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
    return layers(sentences, engine, dictionary)[0]


def terms(sentences: pd.DataFrame, engine: str = "rjieba", dictionary=SHIPPED) -> pd.DataFrame:
    """Find the terms of the dictionary: longest first, none overlapping another.

    Parameters
    ----------
    sentences, engine, dictionary
        As for `tokens`. Terms of one word of two characters are found where the segmentation
        makes that word, all others wherever they stand.

    Returns
    -------
    DataFrame
        Hits: hit_id, sent_id, start, end, text, label (kind), method (``"terms"``), score (1.0).

    Examples
    --------
    >>> table = pd.DataFrame({"sent_id": ["d:1"], "start": [0], "text": ["建设粤港澳大湾区。"]})
    >>> terms(table)[["start", "end", "text", "label"]].values.tolist()
    [[2, 8, '粤港澳大湾区', 'plan']]
    """
    return layers(sentences, engine, dictionary)[1]


def layers(
    sentences: pd.DataFrame, engine: str = "rjieba", dictionary=SHIPPED
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give both layers of one pass: (tokens, terms). Parameters as for `tokens`.

    Raises
    ------
    InputError
        For an unknown engine, or a term list with a mistake (see `words.read_dictionary`).
    """
    book = resolve(dictionary)
    found = spans(sentences["text"], engine, book)
    return _token_table(sentences, found), _term_table(sentences, found, book)


@dataclass(frozen=True)
class Spans:
    """Both layers as arrays: what `layers` turns into tables.

    Attributes
    ----------
    text : str
        The sentences, a separator between each two.
    points : uint32 array
        Its code points.
    first : int array
        Where each sentence begins in it.
    row, start, end : int arrays
        Of each token: the number of its sentence, and its place in `text`.
    term_row, term_start, term_end, term : int arrays
        Of each term, in the order of the text: the same, and its number in the dictionary.
    """

    text: str
    points: np.ndarray
    first: np.ndarray
    row: np.ndarray
    start: np.ndarray
    end: np.ndarray
    term_row: np.ndarray
    term_start: np.ndarray
    term_end: np.ndarray
    term: np.ndarray

    def words(self):
        """The tokens' words as a pyarrow LargeStringArray; a list where one is half a character."""
        return _strings(self.text, self.points, self.start, self.end)


def spans(texts, engine: str = "rjieba", dictionary=SHIPPED) -> Spans:
    """Cut texts into both layers, as arrays.

    Parameters
    ----------
    texts : Series or list of str
        One sentence each.
    engine, dictionary
        As for `tokens`.

    Examples
    --------
    >>> found = spans(["稳外贸。", "建设粤港澳大湾区"])
    >>> found.row.tolist(), found.words().to_pylist()
    ([0, 0, 0, 1, 1, 1, 1], ['稳', '外贸', '。', '建设', '粤港澳', '大', '湾区'])
    """
    book = resolve(dictionary)
    cutter = engines.load(engine, book.engine_words if book else None)
    joined, first = _join(texts)
    points = codes(joined)
    if book is None:
        edges, found = cutter.edges(joined), np.zeros((0, 3), dtype=np.int64)
    else:
        found = _found(points, book)
        edges = _cut_gaps(joined, points, found, cutter, book)
    row, start, end = _tokens(points, first, edges)
    found = _with_short_terms(points, found, start, end, book)
    term_row = np.searchsorted(first, found[:, 0], side="right") - 1
    return Spans(joined, points, first, row, start, end, term_row, *found.T)


def resolve(dictionary) -> dictionaries.Dictionary | None:
    """Turn the argument `dictionary` into a Dictionary or None."""
    if dictionary is None or isinstance(dictionary, dictionaries.Dictionary):
        return dictionary
    if dictionary == SHIPPED:
        return dictionaries.read()
    if isinstance(dictionary, str | Path):
        return dictionaries.read(dictionary)
    raise InputError(
        f"a dictionary cannot be a {type(dictionary).__name__}",
        do="Give 'shipped', the path of a term list, or None.",
    )


def find(text: str, book: dictionaries.Dictionary) -> np.ndarray:
    """Find terms in a text: rows (start, end, term number), longest first where they overlap.

    Examples
    --------
    >>> rows = pd.DataFrame({"term": ["中国特色", "特色社会主义"], "cut": "", "kind": "ideology"})
    >>> find("中国特色社会主义", dictionaries.Dictionary(rows)).tolist()
    [[2, 8, 1]]
    """
    return _found(codes(text), book)


def _found(points: np.ndarray, book: dictionaries.Dictionary) -> np.ndarray:
    rows = book.trie.find(points)
    rows = rows[_apart(points, rows)]
    return _longest(rows[np.lexsort((rows[:, 1], rows[:, 0]))])


def _longest(rows: np.ndarray) -> np.ndarray:
    """Of overlapping matches keep the longest, then the longest of the rest, and so on."""
    if len(rows) < 2:
        return rows
    start, end = rows[:, 0], rows[:, 1]
    reach = np.maximum.accumulate(end)
    begins = np.flatnonzero(np.append(True, start[1:] >= reach[:-1]))  # groups that overlap
    sizes = np.diff(np.append(begins, len(rows)))
    # Mostly one match spans its whole group; the other groups are settled one by one.
    extent = reach[np.append(begins[1:], len(rows)) - 1] - start[begins]
    keep = end - start == np.repeat(extent, sizes)
    open_ = np.add.reduceat(keep, begins) == 0
    for a, n in zip(begins[open_].tolist(), sizes[open_].tolist(), strict=True):
        group = rows[a : a + n].tolist()
        order = sorted(range(n), key=lambda k: (group[k][0] - group[k][1], group[k][0]))
        taken: list[int] = []
        for k in order:
            if all(group[k][1] <= group[j][0] or group[k][0] >= group[j][1] for j in taken):
                taken.append(k)
        keep[[a + k for k in taken]] = True
    return rows[keep]


_ALNUM = np.array([c < 128 and chr(c).isalnum() for c in range(129)])


def _apart(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Drop a match that begins or ends inside a run of Latin letters and digits (5G in 15G)."""
    latin = np.concatenate([[False], _ALNUM[np.minimum(points, 128)], [False]])
    broken = latin[:-1] & latin[1:]  # at each boundary: a letter on both sides
    return ~(broken[rows[:, 0]] | broken[rows[:, 1]])


def codes(text: str) -> np.ndarray:
    """Code points of a text as an array (lone surrogates pass)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def utf8_widths(points: np.ndarray) -> np.ndarray:
    """Number of bytes of each character in UTF-8."""
    widths = np.ones(len(points), dtype=np.uint8)
    for most in (0x7F, 0x7FF, 0xFFFF):
        widths += points > most
    return widths


def _join(texts) -> tuple[str, np.ndarray]:
    """Join texts with a separator; give the joined text and where each begins in it."""
    texts = list(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return SEPARATOR.join(texts), np.cumsum(lengths + 1) - lengths - 1


def _cut_gaps(joined, points, found, cutter, book) -> np.ndarray:
    """Boundaries of the joined text: terms by their inner cut, the rest by engine and rules."""
    edges = np.zeros(len(joined) + 1, dtype=bool)
    # Each term becomes one separator; `place` leads from the shortened text back.
    masked = points.copy()
    masked[found[:, 0]] = 0
    place = np.flatnonzero(~_inside(len(joined), found[:, 0] + 1, found[:, 1]))
    gap_points = masked[place]
    gaps = gap_points.tobytes().decode("utf-32-le", "surrogatepass")
    place = np.append(place, len(joined))
    gap_edges = rules.apply(gaps, cutter.edges(gaps), gap_points, cutter, book)
    edges[place[gap_edges]] = True
    if len(found):
        edges[found[:, 1]] = True
        flat, begin = book.inner
        low, size = begin[found[:, 2]], np.diff(begin)[found[:, 2]]
        step = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        edges[np.repeat(found[:, 0], size) + flat[np.repeat(low, size) + step]] = True
    return edges


def _inside(size: int, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Mark the places that lie inside any of some spans, none of which overlaps another."""
    step = np.zeros(size + 1, dtype=np.int8)
    step[start] += 1
    step[end] -= 1
    return np.cumsum(step[:-1], dtype=np.int8) > 0


def _tokens(points, first, edges):
    """Turn boundaries into tokens: the number of the sentence, start and end in the joined text."""
    skip = _spaces(points)
    edges[:-1] |= skip
    edges[1:] |= skip
    start = np.flatnonzero(edges[:-1])
    end = np.append(start[1:], len(points))
    skip[first[1:] - 1] = True  # the separators
    keep = ~skip[start]
    start, end = start[keep], end[keep]
    # How many tokens begin before each sentence does.
    before = np.searchsorted(start, first)
    row = np.repeat(np.arange(len(first)), np.diff(np.append(before, len(start))))
    return row, start, end


def _token_table(sentences, found: Spans) -> pd.DataFrame:
    """The token table."""
    import pyarrow as pa

    row = found.row
    number = np.arange(len(row)) - np.searchsorted(row, row, side="left")
    shift = (sentences["start"].to_numpy(dtype=np.int64) - found.first)[row]
    words = found.words()
    return pd.DataFrame(
        {
            "sent_id": sentences["sent_id"].array.take(row),
            "i": number,
            "start": found.start + shift,
            "end": found.end + shift,
            "word": pd.array(words, dtype="str" if isinstance(words, pa.Array) else object),
        }
    )


def _strings(joined, points, start, end):
    """The words as an Arrow array, made from the bytes of the text at once where it can be."""
    try:
        data = np.frombuffer(joined.encode("utf-8"), dtype=np.uint8)
    except UnicodeEncodeError:  # a lone surrogate
        return [joined[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    import pyarrow as pa

    at = np.concatenate([[0], np.cumsum(utf8_widths(points), dtype=np.int64)])
    # The array's words lie end to end, so the bytes between words are left out.
    data = data[_inside(len(data), at[start], at[end])]
    offsets = np.concatenate([[0], np.cumsum(at[end] - at[start])]).astype(np.int64)
    return pa.LargeStringArray.from_buffers(
        len(start), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(data))
    )


def _spaces(points: np.ndarray) -> np.ndarray:
    return _SPACE[np.minimum(points, 0x3001)]


_SPACE = np.array([chr(c).isspace() for c in range(0x3002)])


def _with_short_terms(points, found, start, end, book) -> np.ndarray:
    """All terms in the order of the text, with those of one short word among them."""
    if book is None:
        return found
    # Terms of one short word are found among the words outside of longer terms.
    free = (end - start == 2) & ~_inside(len(points), found[:, 0], found[:, 1])[start]
    a = start[free]
    hit, numbers = book.short_terms.look_up(points, a)
    a = a[hit]
    found = np.concatenate([found, np.column_stack([a, a + 2, numbers])])
    return found[np.argsort(found[:, 0], kind="stable")]


def _term_table(sentences, found: Spans, book) -> pd.DataFrame:
    """Hits of the terms."""
    shift = (sentences["start"].to_numpy(dtype=np.int64) - found.first)[found.term_row]
    kinds = book.terms["kind"].to_numpy() if book is not None else np.array([], dtype=object)
    names = book.terms["term"].to_numpy() if book is not None else np.array([], dtype=object)
    return pd.DataFrame(
        {
            "hit_id": [f"terms-{n:04d}" for n in range(1, len(found.term) + 1)],
            "sent_id": sentences["sent_id"].array.take(found.term_row),
            "start": found.term_start + shift,
            "end": found.term_end + shift,
            "text": names[found.term],
            "label": kinds[found.term],
            "method": "terms",
            "score": 1.0,
        }
    )
