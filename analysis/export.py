"""What is written for a report counts in its file, and quotes it to the letter.

Analyses read the mended text (`corpus.view`); here their tables are taken back to the text as
received. Where nothing was mended they pass through as they are.
"""

from __future__ import annotations

import re

import pandas as pd

from analysis import corpus

# Attributes of rhetoric that hold offsets: members=446-450,451-455 and src_start=1546.
_SPANS = re.compile(r"\b(?:members|clause|expansion)=\d[\d,-]*")
_SPAN = re.compile(r"(\d+)-(\d+)")
_PLACE = re.compile(r"(?<=\bsrc_start=)\d+")
_SENTENCE = {"sent_start": "start", "sent_end": "end", "sentence": "text"}


def as_received(table: pd.DataFrame, document: corpus.Document) -> pd.DataFrame:
    """Take a table of findings back to the text as received.

    Parameters
    ----------
    table : DataFrame
        Any table of `analyse`: `start`, `end` with `text` or `word`; `sent_start`, `sent_end`
        with `sentence`; `attributes` that hold spans. Other columns stay.
    document : corpus.Document

    Examples
    --------
    >>> import numpy as np
    >>> document = corpus.Document("d", "增长5%。", {}, "增\\n长5%。", np.array([0, 2, 3, 4, 5]))
    >>> hit = {"start": [0], "end": [2], "text": ["增长"], "attributes": ["members=0-2,2-4"]}
    >>> as_received(pd.DataFrame(hit), document).values.tolist()
    [[0, 3, '增\\n长', 'members=0-3,3-5']]
    """
    if document.origin is None or table.empty:
        return table
    found = corpus.restore(table, document)
    if set(_SENTENCE) <= set(table.columns):
        around = corpus.restore(table[list(_SENTENCE)].rename(columns=_SENTENCE), document)
        found = found.assign(**{name: around[short] for name, short in _SENTENCE.items()})
    if "attributes" in table.columns:
        moved = [_attributes(text, document) for text in table["attributes"]]
        found = found.assign(attributes=pd.Series(moved, index=table.index, dtype=object))
    return found


def _attributes(text: str, document: corpus.Document) -> str:
    origin = document.origin

    def span(match):
        start, end = int(match[1]), int(match[2])
        return f"{origin[start]}-{origin[end - 1] + 1}"

    text = _SPANS.sub(lambda match: _SPAN.sub(span, match[0]), text)
    return _PLACE.sub(lambda match: str(origin[int(match[0])]), text)
