"""From a text as received to a text that can be read, with the way back for every character.

A file may break a word at the end of a line, hold zero-width characters, write its digits in
full width or run its headings together. `repaired` mends that; `restore` takes a table made of
the mended text back to the offsets, and the very characters, of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.corpus.view_characters import ESCAPED, ZERO_WIDTH, closed_up, folded, unescaped
from analysis.corpus.view_glue import unglued, unpaged
from analysis.corpus.view_lines import joined

if TYPE_CHECKING:
    from analysis.corpus.documents import Document


def repaired(text: str) -> tuple[str, np.ndarray | None]:
    """Mend a text as received.

    Taken out: zero-width characters, line breaks (with indents) inside a paragraph, spaces
    inside Chinese words, a page number inside a sentence. Written plainly: full-width digits,
    letters and per cent signs, CJK radicals and compatibility characters, characters escaped as
    in HTML (`&ldquo;`, `<br>`) or JSON (`\\n`). Put in: a line break
    where front matter, a heading or a paragraph is glued to the text before it.

    Returns
    -------
    (text, origin)
        The mended text, and for each of its characters the offset in the text as received
        (never falling; an inserted line break has that of the character it stands before), or
        None where nothing was mended.

    Examples
    --------
    >>> repaired("各位代表：\\n好。")
    ('各位代表：\\n好。', None)
    >>> mended, origin = repaired("政府工作报\\n告\\n\\n各位代表：\\n")
    >>> mended, origin[4:6].tolist()
    ('政府工作报告\\n\\n各位代表：\\n', [4, 6])
    """
    mended, origin = text, None
    for _ in range(8):  # what one step mends may show the next one more
        before = mended
        for step in (unescaped, folded, unpaged, joined, unglued, closed_up):
            mended, origin = step(mended, origin)
        if mended == before:
            break
    return (text, None) if mended == text else (mended, origin)


def cut_out(document: Document) -> pd.DataFrame:
    """List what the mended text lacks of the text as received, white space apart.

    Returns
    -------
    DataFrame
        start, end (in the text as received), text: page numbers and running heads that stood
        inside a sentence.
    """
    if document.origin is None:
        return pd.DataFrame({"start": [], "end": [], "text": []})
    kept = np.zeros(len(document.received), dtype=bool)
    kept[document.origin] = True
    for start, end in zip(document.origin, _stops(document), strict=True):
        if end > start + 1:
            kept[start:end] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[True], kept, [True]]).astype(int)))
    rows = []
    for start, end in edges.reshape(-1, 2):
        gone = document.received[start:end].strip(
            f" \t\r\n\x0b\x0c\x85\xa0\u2028\u2029\u3000{ZERO_WIDTH}"
        )
        if unescaped(gone, None)[0].strip():
            at = int(start) + document.received[start:end].index(gone)
            rows.append((at, at + len(gone), gone))
    return pd.DataFrame(rows, columns=["start", "end", "text"])


def _stops(document: Document) -> np.ndarray:
    """For each character the end, in the text as received, of what it stands for."""
    stops = document.origin + 1
    if "&" in document.received or "<" in document.received or "\\" in document.received:
        for index, place in enumerate(document.origin):
            mark = document.received[place]
            if mark in "&<\\" and document.text[index] != mark:
                match = ESCAPED.match(document.received, place)
                stops[index] = match.end() if match else place + 1
    return stops


def restore(table: pd.DataFrame, document: Document) -> pd.DataFrame:
    """Take a table with offsets into a document's text back to the text as received.

    Parameters
    ----------
    table : DataFrame
        With `start` and `end`; a column `text` or `word` that quotes this span is quoted anew.
    document : Document
        As `read_file` or `load` gives it.

    Returns
    -------
    DataFrame
        The same rows; ``document.received[start:end]`` equals the quotation.
    """
    if document.origin is None or not {"start", "end"} <= set(table.columns) or table.empty:
        return table
    start, end = table["start"].to_numpy(dtype=int), table["end"].to_numpy(dtype=int)
    first = document.origin[start]
    last = np.where(end > start, _stops(document)[np.maximum(end, 1) - 1], first)
    spans = list(zip(start, end, first, last, strict=True))
    found = table.assign(start=first, end=last)
    for column in {"text", "word"} & set(table.columns):
        quotes = [
            document.received[c:d] if quote == document.text[a:b] else quote
            for quote, (a, b, c, d) in zip(table[column], spans, strict=True)
        ]
        found[column] = pd.Series(quotes, index=table.index, dtype=object)
    return found
