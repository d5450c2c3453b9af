"""Concordance: every occurrence of a word, a term or a pattern, in its context (KWIC)."""

from __future__ import annotations

import html
import re

import pandas as pd

from analysis.errors import InputError
from analysis.tables import HIT_COLUMNS

PLACES = ("section", "part", "role")


def words(sentences: pd.DataFrame, tokens: pd.DataFrame, query, **options) -> pd.DataFrame:
    """Find a word, several words, or a sequence of words in the fine layer.

    Parameters
    ----------
    sentences, tokens : DataFrame
        The two tables of the same text.
    query : str or list of str
        A word; words separated by blanks are a sequence (``"人工 智能"``); a list asks for any of
        its entries.
    **options
        `width` and `sort`, see `concordance`.

    Examples
    --------
    >>> sents, toks = _toy()
    >>> words(sents, toks, "创新")[["left", "text", "right"]].values.tolist()
    [['坚持“', '创新', '”，']]
    """
    word = tokens["word"].to_numpy(dtype=object)
    sent = tokens["sent_id"].to_numpy(dtype=object)
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    found = []
    for entry in [query] if isinstance(query, str) else list(query):
        sequence = entry.split()
        n = len(sequence)
        if not n or n > len(word):
            continue
        last = len(word) - n + 1
        match = sent[:last] == sent[n - 1 :]
        for i, part in enumerate(sequence):
            match = match & (word[i : i + last] == part)
        for at in match.nonzero()[0]:
            found.append((sent[at], start[at], end[at + n - 1], entry))
    return concordance(sentences, _spans(found), **options)


def terms(sentences: pd.DataFrame, hits: pd.DataFrame, query=None, **options) -> pd.DataFrame:
    """Find terms, or any hits: those whose text or label is asked for, or all of them.

    Examples
    --------
    >>> sents, _ = _toy()
    >>> hits = sents[["sent_id"]].assign(start=3, end=5, text="创新")
    >>> terms(sents, hits, "创新")["text"].tolist()
    ['创新']
    """
    if query is not None:
        asked = {query} if isinstance(query, str) else set(query)
        match = hits["text"].isin(asked)
        if "label" in hits:
            match |= hits["label"].isin(asked)
        hits = hits[match]
    found = zip(hits["sent_id"], hits["start"], hits["end"], hits["text"], strict=True)
    return concordance(sentences, _spans(found), **options)


def pattern(sentences: pd.DataFrame, expression: str, **options) -> pd.DataFrame:
    """Find a regular expression inside sentences.

    Raises
    ------
    InputError
        If the expression is none.

    Examples
    --------
    >>> sents, _ = _toy()
    >>> pattern(sents, "坚持.*?”")["text"].tolist()
    ['坚持“创新”']
    """
    try:
        search = re.compile(expression)
    except re.error as error:
        where = f"pattern '{expression}'"
        raise InputError(f"no regular expression ({error})", where=where) from None
    found = []
    columns = (sentences["sent_id"], sentences["start"], sentences["text"])
    for sent_id, start, text in zip(*columns, strict=True):
        for match in search.finditer(text):
            if match.end() > match.start():
                found.append((sent_id, start + match.start(), start + match.end(), expression))
    return concordance(sentences, _spans(found), **options)


def _spans(found) -> pd.DataFrame:
    table = pd.DataFrame(list(found), columns=["sent_id", "start", "end", "label"])
    return table.astype({"start": int, "end": int})


def concordance(sentences, spans, width: int = 20, sort: str = "text") -> pd.DataFrame:
    """Set spans into their context.

    Parameters
    ----------
    sentences : DataFrame
        The sentences table.
    spans : DataFrame
        sent_id, start, end, label.
    width : int
        Characters on either side; context never leaves the sentence, and keeps its punctuation.
    sort : str
        ``"text"`` (in order of the text), ``"left"`` (by what stands before, nearest character
        first) or ``"right"`` (by what follows).

    Returns
    -------
    DataFrame
        Hits (hit_id, sent_id, start, end, text, label, method, score) with left, right, section,
        part, role and `position`, the share of the text before the hit. Numbered in the order of
        the text, whatever the sorting.

    Raises
    ------
    InputError
        If `sort` is none of the three.
    """
    if sort not in ("text", "left", "right"):
        raise InputError(f"unknown order '{sort}'", do="Use text, left or right.")
    places = [name for name in PLACES if name in sentences]
    context = sentences[["sent_id", "start", "text", *places]]
    context = context.rename(columns={"start": "_start", "text": "_text"})
    table = spans.merge(context, on="sent_id", how="inner")
    table = table.sort_values(["start", "end"], kind="stable", ignore_index=True)
    text, cut = [], []
    for whole, first, start, end in zip(
        table["_text"], table["_start"], table["start"], table["end"], strict=True
    ):
        a, b = start - first, end - first
        text.append(whole[a:b])
        cut.append((whole[max(0, a - width) : a], whole[b : b + width]))
    table["text"] = text
    table["left"] = [left for left, _ in cut]
    table["right"] = [right for _, right in cut]
    table["hit_id"] = [f"concordance-{i:04d}" for i in range(1, len(table) + 1)]
    table["method"], table["score"] = "concordance", 1.0
    length = sentences["end"].max() if len(sentences) else 1
    table["position"] = table["start"] / length
    if sort == "left":
        key = table["left"].map(lambda left: left[::-1])
        table = table.iloc[key.argsort(kind="stable")]
    elif sort == "right":
        table = table.iloc[table["right"].argsort(kind="stable")]
    columns = [*HIT_COLUMNS, "left", "right", *places, "position"]
    return table[columns].reset_index(drop=True)


class View:
    """A concordance as a notebook shows it: the hit in the middle, its context on either side."""

    def __init__(self, table: pd.DataFrame, limit: int = 20):
        self.table, self.limit = table, limit

    def __repr__(self) -> str:
        rows = self.table.head(self.limit)
        return "\n".join(f"{r.left} 【{r.text}】 {r.right}" for r in rows.itertuples())

    def _repr_html_(self) -> str:
        cell = "border:none;padding:1px 6px;white-space:nowrap;"
        lines = []
        for row in self.table.head(self.limit).itertuples():
            place, left, text, right = (
                html.escape(str(v)) for v in (row.sent_id, row.left, row.text, row.right)
            )
            lines.append(
                f'<tr><td style="{cell}color:#777;text-align:left">{place}</td>'
                f'<td style="{cell}text-align:right">{left}</td>'
                f'<td style="{cell}text-align:center;font-weight:bold">{text}</td>'
                f'<td style="{cell}text-align:left">{right}</td></tr>'
            )
        rest = len(self.table) - self.limit
        note = f"<p>+ {rest}</p>" if rest > 0 else ""
        return f'<table lang="zh">{"".join(lines)}</table>{note}'


def show(table: pd.DataFrame, limit: int = 20) -> View:
    """Show a concordance in a notebook: aligned on the hit, at most `limit` lines.

    Examples
    --------
    >>> sents, toks = _toy()
    >>> show(words(sents, toks, "创新"))
    坚持“ 【创新】 ”，
    """
    return View(table, limit)


def _toy():
    """Make the two small tables the examples use."""
    text = "坚持“创新”，"
    sents = pd.DataFrame({"sent_id": ["d:0001.0001"], "start": [0], "end": [7], "text": [text]})
    rows = [(0, 2, "坚持"), (2, 3, "“"), (3, 5, "创新"), (5, 6, "”"), (6, 7, "，")]
    toks = pd.DataFrame(rows, columns=["start", "end", "word"])
    return sents, toks.assign(sent_id="d:0001.0001")
