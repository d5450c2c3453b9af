"""From a text as received to a text that can be read, with the way back for every character.

A file may break a word at the end of a line, hold zero-width characters, write its digits in
full width or run its headings together. `repaired` mends that; `restore` takes a table made of
the mended text back to the offsets, and the very characters, of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from analysis.corpus.documents import Document


def repaired(text: str) -> tuple[str, np.ndarray | None]:
    """Mend a text as received.

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
    """
    return text, None


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
    last = np.where(end > start, document.origin[np.maximum(end, 1) - 1] + 1, first)
    spans = list(zip(start, end, first, last, strict=True))
    found = table.assign(start=first, end=last)
    for column in {"text", "word"} & set(table.columns):
        quotes = [
            document.received[c:d] if quote == document.text[a:b] else quote
            for quote, (a, b, c, d) in zip(table[column], spans, strict=True)
        ]
        found[column] = pd.Series(quotes, index=table.index, dtype=object)
    return found
