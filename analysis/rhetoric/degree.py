"""Degree words 程度: comparative 更, 更加 and superlative 最."""

from __future__ import annotations

import re

import pandas as pd

from analysis.rhetoric import table

LABELS = ("comp", "sup")

# 更 and 最 inside another word: to change (更新), a night watch (三更), a point in time (最终).
_COMPARATIVE = re.compile(r"更加|(?<![变三五打])更(?!新[^颖奇鲜]|新$|[换改替名迭正动衣]|年期)")
_SUPERLATIVE = re.compile(r"最(?![近终初后]|高人民|高检|高法|惠国)")
_RECORD = re.compile(r"年来|以来|历史|史上|单日|单月|纪录|首次|有史")


def detect(sentences: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find comparatives and superlatives.

    Parameters
    ----------
    sentences : DataFrame
        As `sentences.split` gives it.
    tokens : DataFrame, optional
        Not used: the marks are characters.

    Returns
    -------
    DataFrame
        Hits with label `comp` (更, 更加) or `sup` (最) and ``factual=1`` where a superlative
        reports a record (20年来最长), else 0.

    Examples
    --------
    >>> from analysis import sentences
    >>> table = sentences.split("让城市更宜居，更新设备，办最好的学校。", "toy")
    >>> detect(table)[["text", "label"]].values.tolist()
    [['更', 'comp'], ['最', 'sup']]
    """
    rows = []
    columns = (sentences[c].tolist() for c in ("sent_id", "start", "text"))
    for sent_id, start, text in zip(*columns, strict=True):
        for match in _COMPARATIVE.finditer(text):
            a, b = match.span()
            rows.append((sent_id, start + a, start + b, text[a:b], "comp", {"factual": 0}))
        for match in _SUPERLATIVE.finditer(text):
            a, b = match.span()
            factual = int(bool(_RECORD.search(text, max(0, a - 10), a)))
            rows.append((sent_id, start + a, start + b, "最", "sup", {"factual": factual}))
    return table.hits(rows, "degree")
