"""The pure function of a shard: documents to sentences, both layers and counts, as Arrow tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import corpus, sentences, words
from analysis.errors import InputError

DOCUMENT_TEXT = (
    "title", "place", "level", "year", "date", "speaker", "kind", "source", "licence", "sha256",
)  # fmt: skip
# Characters that are cut at once: arrays of this size stay near the processor, a tenth faster
# than a whole shard at once.
AT_ONCE = 500_000
# Page furniture is kept, but not counted (as in `reading.read`).
NOT_COUNTED = "footer"


def cut(documents: Iterable[corpus.Document], dictionary=words.SHIPPED) -> tuple[dict, list[str]]:
    """Cut documents into the tables of a shard.

    Parameters
    ----------
    documents : iterable of Document
    dictionary : str, path, Dictionary or None
        As for `words.tokens`.

    Returns
    -------
    dict of pyarrow.Table
        documents, sentences, tokens, gaps, words, terms, term_list, word_counts, term_counts;
        the columns are those of docs/scale.md.
    list of str
        One line for each document that holds no sentence, or cannot be stored.

    Examples
    --------
    >>> tables, problems = cut([corpus.Document("a", "稳外贸 24条。稳外贸。", {})])
    >>> tables["tokens"].to_pydict()["word"], tables["words"].to_pydict()["word"]
    ([2, 1, 3, 4, 0, 2, 1, 0], ['。', '外贸', '稳', '24', '条'])
    >>> tables["gaps"].to_pylist()
    [{'sentence': 0, 'i': 2, 'text': ' '}]
    """
    kept, split, problems = [], [], []
    for document in documents:
        try:
            split.append(_split(document))
            kept.append(document)
        except InputError as error:
            problems.append(str(error))
    return _tables(kept, split, words.segment.resolve(dictionary)), problems


def _split(document: corpus.Document) -> dict[str, list]:
    try:
        document.text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"holds half a character (position {error.start})",
            where=document.doc_id,
            do="Write it as UTF-8.",
        ) from None
    columns = sentences.columns(document.text, document.doc_id, document.lines())
    if not columns["text"]:
        raise InputError("no sentence in it", where=document.doc_id, do="Is this the right file?")
    return columns


def _tables(documents: list[corpus.Document], split: list[dict], book) -> dict:
    n_sentences = np.array([len(columns["text"]) for columns in split], dtype=np.int32)
    column = {
        name: list(chain.from_iterable(columns[name] for columns in split))
        for name in ("sent_id", "par_id", "section", "part", "lead", "role", "start", "text")
    }
    doc = np.repeat(np.arange(len(split), dtype=np.int32), n_sentences)
    found = _cut(column["text"], book)
    role = np.array(column["role"], dtype=object)
    counted = np.asarray(role != NOT_COUNTED, dtype=bool)
    n_tokens = np.bincount(doc[found.row], minlength=len(split))
    return {
        "documents": _documents(documents, n_sentences, n_tokens),
        "sentences": _sentences(doc, column),
        **_words(found, doc, counted),
        **_terms(found, doc, counted, book),
    }


def _sentences(doc: np.ndarray, column: dict[str, list]):
    import pyarrow as pa

    lead, lead_text = _leads(doc, column["lead"], column["text"])
    names = ("sent_id", "par_id", "section", "part")
    return pa.table(
        {
            "doc": doc,
            **{name: pa.array(column[name], pa.string()) for name in names},
            "lead": pa.array(lead, pa.int32()),
            "lead_text": pa.array(lead_text, pa.string()),
            "role": pa.array(column["role"], pa.string()),
            "start": pa.array(column["start"], pa.int32()),
        }
    )


def _words(found: _Cut, doc: np.ndarray, counted: np.ndarray) -> dict:
    """Tokens, white space, the list of words and their counts."""
    import pyarrow as pa

    n = len(found.strings)
    rank = _ranks(-np.bincount(found.code, minlength=n), found.strings)
    row, word = found.row.astype(np.int32), rank[found.code].astype(np.int32)
    kept = counted[row]
    return {
        "tokens": pa.table({"sentence": row, "word": word}),
        "gaps": pa.table(found.gaps),
        "words": pa.table(
            {
                "code": np.arange(n, dtype=np.int32),
                "word": found.strings.take(pa.array(np.argsort(rank))),
                "n": np.bincount(word[kept], minlength=n).astype(np.int32),
            }
        ),
        "word_counts": _counts(doc[row[kept]], word[kept], n),
    }


def _terms(found: _Cut, doc: np.ndarray, counted: np.ndarray, book) -> dict:
    """Terms, their list and their counts."""
    import pyarrow as pa

    listed, term = np.unique(found.term, return_inverse=True)
    names = book.terms.iloc[listed] if book is not None else pd.DataFrame(columns=["term", "kind"])
    name, label = (pa.array(names[c].to_numpy(dtype=object), pa.string()) for c in ("term", "kind"))
    size = np.zeros(len(listed), dtype=np.int32)
    size[term] = found.n_words
    rank = _ranks(-np.bincount(term, minlength=len(listed)), name)
    order, term = np.argsort(rank), rank[term].astype(np.int32)
    row = found.row[found.token]
    kept = counted[row]
    return {
        "terms": pa.table({"token": found.token.astype(np.int32), "term": term}),
        "term_list": pa.table(
            {
                "code": np.arange(len(listed), dtype=np.int32),
                "term": name.take(pa.array(order)),
                "label": label.take(pa.array(order)),
                "n_tokens": size[order],
                "n": np.bincount(term[kept], minlength=len(listed)).astype(np.int32),
            }
        ),
        "term_counts": _counts(doc[row[kept]], term[kept], len(listed)),
    }


class _Cut(NamedTuple):
    """Both layers of all sentences of a shard.

    row, code: sentence and word of each token; strings: the words; gaps: white space; token,
    term, n_words: the first token of each term, its number in the dictionary, its words.
    """

    row: np.ndarray
    code: np.ndarray
    strings: object
    gaps: dict
    token: np.ndarray
    term: np.ndarray
    n_words: np.ndarray


def _cut(texts: list[str], book) -> _Cut:
    import pyarrow as pa

    found = [_cut_batch(texts, a, b, book) for a, b in _batches(texts)]
    rows, chunks, gaps, tokens, terms, sizes = zip(*found, strict=True)
    chunk = chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks)
    coded = chunk.dictionary_encode()
    before = np.cumsum([0, *map(len, rows[:-1])])
    gap = {
        "sentence": pa.array(np.concatenate([g[0] for g in gaps]), pa.int32()),
        "i": pa.array(np.concatenate([g[1] for g in gaps]), pa.int32()),
        "text": pa.array([text for g in gaps for text in g[2]], pa.string()),
    }
    return _Cut(
        np.concatenate(rows),
        coded.indices.to_numpy(zero_copy_only=False),
        coded.dictionary.cast(pa.string()),
        gap,
        np.concatenate([t + n for t, n in zip(tokens, before, strict=True)]),
        np.concatenate(terms),
        np.concatenate(sizes),
    )


def _batches(texts: list[str]) -> list[tuple[int, int]]:
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    cuts = np.flatnonzero(np.diff(ends // AT_ONCE)) + 1
    edges = [0, *cuts.tolist(), len(texts)]
    return list(pairwise(edges))


def _cut_batch(texts: list[str], begin: int, end: int, book):
    spans = words.spans(texts[begin:end], dictionary=book)
    first_token = np.searchsorted(spans.start, spans.term_start)
    n_words = np.searchsorted(spans.start, spans.term_end) - first_token
    gaps = _gaps(spans, end - begin)
    return (
        spans.row + begin,
        spans.words(),
        (gaps[0] + begin, *gaps[1:]),
        first_token,
        spans.term,
        n_words,
    )


def _gaps(spans, n: int):
    """White space, which is in no token: sentence, the token it stands before, itself."""
    if not n:
        return np.zeros(0, dtype=int), np.zeros(0, dtype=int), []
    row, start, end = spans.row, spans.start, spans.end
    if not _spaced(spans, n):
        return np.zeros(0, dtype=int), np.zeros(0, dtype=int), []
    stop = np.append(spans.first[1:] - 1, len(spans.text))
    count = np.bincount(row, minlength=n)
    head = np.cumsum(count) - count
    # Before each token, and behind the last of each sentence.
    before = np.append(0, end[:-1])[: len(end)]
    before[head[count > 0]] = spans.first[count > 0]
    at = np.flatnonzero(start > before)
    behind = spans.first.copy()
    behind[count > 0] = end[(head + count - 1)[count > 0]]
    tail = np.flatnonzero(stop > behind)
    where = np.concatenate([row[at], tail])
    i = np.concatenate([at - head[row[at]], count[tail]])
    a, b = np.concatenate([before[at], behind[tail]]), np.concatenate([start[at], stop[tail]])
    order = np.lexsort((i, where))
    texts = [spans.text[x:y] for x, y in zip(a[order].tolist(), b[order].tolist(), strict=True)]
    return where[order], i[order], texts


def _spaced(spans, n: int) -> bool:
    """Say whether any character but the separators is in no token."""
    return int((spans.end - spans.start).sum()) != len(spans.text) - (n - 1)


def _ranks(falling, strings) -> np.ndarray:
    """Number strings by frequency, the commonest 0; equal ones by code point."""
    import pyarrow.compute as pc

    by_name = np.empty(len(strings), dtype=np.int64)
    by_name[pc.array_sort_indices(strings).to_numpy()] = np.arange(len(strings))
    rank = np.empty(len(strings), dtype=np.int64)
    rank[np.lexsort((by_name, falling))] = np.arange(len(strings))
    return rank


def _leads(doc: np.ndarray, leads: list[str], texts: list[str]):
    """Leads as the row of the sentence that is the lead; the text where it is no sentence."""
    rows, plain = [], []
    last: dict[str, int] = {}
    before = -1
    for number, (of, lead, text) in enumerate(zip(doc.tolist(), leads, texts, strict=True)):
        if of != before:
            last, before = {}, of
        last[text] = number
        at = last.get(lead) if lead else None
        rows.append(at)
        plain.append(lead if lead and at is None else None)
    return rows, plain


def _counts(doc: np.ndarray, word: np.ndarray, n: int):
    import pyarrow as pa

    key, count = np.unique(doc.astype(np.int64) * n + word, return_counts=True)
    return pa.table(
        {
            "doc": (key // max(n, 1)).astype(np.int32),
            "word": (key % max(n, 1)).astype(np.int32),
            "n": count.astype(np.int32),
        }
    )


def _documents(documents, n_sentences, n_tokens):
    import pyarrow as pa

    rows = {"doc_id": pa.array([d.doc_id for d in documents], pa.string())}
    for name in DOCUMENT_TEXT:
        values = [d.meta.get(name) for d in documents]
        texts = [None if v is None or v != v or v == "" else str(v) for v in values]
        rows[name] = pa.array(texts, pa.string())
    known = {"doc_id", "n_chars", *DOCUMENT_TEXT}
    more = [{k: v for k, v in d.meta.items() if k not in known} for d in documents]
    texts = [json.dumps(m, ensure_ascii=False, sort_keys=True, default=str) for m in more]
    rows["meta"] = pa.array([t if t != "{}" else None for t in texts], pa.string())
    rows["n_chars"] = pa.array([len(d.text) for d in documents], pa.int64())
    rows["n_sentences"] = pa.array(n_sentences, pa.int32())
    rows["n_tokens"] = pa.array(n_tokens, pa.int32())
    return pa.table(rows)
