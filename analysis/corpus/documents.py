"""A document: one text, with the way back to the text as received."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.corpus.script import simplify
from analysis.corpus.view import repaired

_LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")


@dataclass(frozen=True)
class Document:
    """One text with what is known of it.

    Attributes
    ----------
    doc_id : str
        The file's stem (`shenzhen-2025`).
    text : str
        What is read: the file as Unicode code points, newlines and byte order mark untouched,
        but for what `view.repaired` had to mend.
    meta : dict
        The columns of the documents table, and how the file was read: `encoding`, `format`
        (one of `kinds.KINDS`), `extracted` (True where `received` is not the file itself but the
        text taken from it), `notes` (what reading lost: kind, where, text; see
        `reading_problems`), `left_out` (lines of navigation or contents).
    original : str or None
        The text as received where it differs from `text`.
    origin : array of int or None
        For each character of `text` its offset in the text as received; None if they are equal.
    """

    doc_id: str
    text: str
    meta: dict = field(default_factory=dict)
    original: str | None = None
    origin: np.ndarray | None = field(default=None, repr=False, compare=False)

    @property
    def received(self) -> str:
        """The text as received, into which the offsets of exported tables count."""
        return self.text if self.original is None else self.original

    def lines(self) -> np.ndarray | None:
        """Number of the line, in the text as received, of each character of a mended text."""
        if self.origin is None:
            return None
        ends = [m.end() for m in _LINE_END.finditer(self.received)]
        return np.searchsorted(ends, self.origin, side="right") + 1

    @classmethod
    def of(cls, doc_id: str, received: str, meta: dict, simplified: bool = False) -> Document:
        """Make a document of a text as received, mended where it has to be.

        With `simplified` traditional characters are read as simplified ones, each in its place;
        `received` keeps the text as it was.
        """
        text, origin = repaired(received)
        if simplified:
            text, origin = simplify(text, origin)
        return cls(doc_id, text, meta, None if origin is None else received, origin)


def reading_problems(document: Document) -> pd.DataFrame:
    """Say what was lost while the file was read, in the form of `describe.problems`.

    Returns
    -------
    DataFrame
        kind (unreadable, truncated), where, text.

    Examples
    --------
    >>> reading_problems(Document("x", "好", {"notes": [("truncated", "page 2", "No text.")]}))
            kind   where      text
    0  truncated  page 2  No text.
    """
    return pd.DataFrame(document.meta.get("notes") or [], columns=["kind", "where", "text"])
